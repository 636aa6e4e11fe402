export function bundle(entry: string, outfile: string, define?: Readonly<Record<string, string>>): Promise<unknown>;
export function pack(entry: string, outfile: string): Promise<unknown>;
export function prepared(): Promise<string>;
