import type { SimpleCommand } from '../../src/core/shell.ts';

/**
 * What grep, egrep or pgrep look for, alternatives divided by `|`; null where it is a bar that they look for, too: a plain `grep 'a|b'`
 * finds neither.
 */
export function soughtBy({ program, args }: SimpleCommand): string | null {
  const pattern = args.find((arg) => !arg.startsWith('-')) ?? null;
  if (pattern === null) return null;
  const extended = /(?:egrep|pgrep)$/.test(program ?? '') || args.some((arg) => /^-\w*[EP]|^--(?:extended|perl)-regexp/.test(arg));
  if (extended) return pattern;
  return /(?<!\\)\|/.test(pattern) ? null : pattern.replaceAll('\\|', '|');
}
