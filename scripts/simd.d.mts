export function program(): Promise<string>;
