import { remembered } from '../../src/core/remembered.ts';
import type { ShellScript } from '../../src/core/shell.ts';
import { assemble } from './assemble.ts';
import { ShellParser } from './parser.ts';
import { shellLexer } from './tokens.ts';

export { quoteForShell } from './quote.ts';

let parser: ShellParser | null = null;

/**
 * Reads a shell text (POSIX sh and what of bash people paste): a typed command, a script line, an archive_command with
 * its `%p` and `%f`. Never throws; what cannot work as written is told in `error`, and the rest is read as far as possible.
 */
export const parseShell = remembered((text): ShellScript => {
  parser ??= new ShellParser();
  parser.input = shellLexer.tokenize(text).tokens;
  return assemble(parser.script());
});
