/** A value as one word of a POSIX shell: plain where nothing in it is special, else in single quotes. */
export function quoteForShell(value: string): string {
  return /^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
}
