export function bundle(entry: string, outfile: string): Promise<unknown>;
export function pack(entry: string, outfile: string): Promise<unknown>;
