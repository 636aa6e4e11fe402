/** What in an archive_command cannot work as written: what the server fills in, what the shell needs, what the copy needs. */
import type { SimpleCommand } from '../core/shell.ts';
import type { ArchiveCommand } from './archive-command.ts';

export type CommandFault =
  /** A quote that nothing closes. */
  | 'open-quote'
  /** `“%p”`, `’`: for the shell these are ordinary characters of a file name; so is `–f` for an option. */
  | 'typographic'
  /** `&&` with nothing behind it. */
  | 'broken-list'
  /** `%F`, `%P`: the server knows `%p`, `%f` and `%%`; up to 15 any other stays as it is, from 16 on it is an error. */
  | 'misspelt-placeholder'
  /** Nothing names the segment that is to be archived. */
  | 'no-segment'
  /** `cp %f /arch/%f`: the bare name is looked for in the data directory, where no segment lies. */
  | 'bare-source'
  /** A copy without its second operand. */
  | 'no-destination'
  /** Every segment is written to the same file. */
  | 'one-file';

const COPY = /^(?:cp|mv|install|scp|rsync|ln)$/;
/** Options of these that take a word of their own, which is no operand. */
const VALUED: Readonly<Record<string, RegExp>> = {
  scp: /^-[BCpqrv46]*[cFiJloPS]$/,
  rsync: /^(?:-e|--rsh|--rsync-path|--password-file|--port|--timeout|--bwlimit|--log-file|--exclude|--include|--temp-dir|-T)$/,
  install: /^-[bCcDdpsv]*[gmoSt]$/,
};

/** The faults of a command, the one that weighs most first. A program of its own is not judged by what it is handed. */
export function commandFaults(command: ArchiveCommand): CommandFault[] {
  const faults: CommandFault[] = [];
  if (command.text.trim() === '') return faults;
  const words = command.script.items.flatMap((item) => item.pipeline.commands.flatMap((one) => [...one.assignments, ...one.words]));
  if (words.some((word) => word.typographic || /^[\u2010-\u2015\uff0d]\w/.test(word.text))) faults.push('typographic');
  if (command.script.error === 'unbalanced-quote') faults.push('open-quote');
  if (command.script.error === 'missing-command') faults.push('broken-list');
  // `$(date +%F)` is the shell's affair.
  const bare = command.text.replace(/\bdate\b[^)`;&|]*/g, '');
  if (/%[FP](?![A-Za-z])/.test(bare)) faults.push('misspelt-placeholder');
  if (command.noop) return faults;
  if (command.movers.some((mover) => lacksOperand(mover))) faults.push('no-destination');
  if (!/%[pfPF]/.test(bare) && (command.movers.length > 0 || command.tool !== null)) faults.push('no-segment');
  else if (command.tool !== null && !/%[pP]/.test(bare)) faults.push('no-segment');
  else if (copiesBareName(command)) faults.push('bare-source');
  else if (writesOneFile(command)) faults.push('one-file');
  return faults;
}

function operandsOf({ program, args }: SimpleCommand): string[] {
  const valued = VALUED[program ?? ''];
  return args.filter((arg, index) => !arg.startsWith('-') && !(valued?.test(args[index - 1] ?? '') ?? false));
}

function lacksOperand(command: SimpleCommand): boolean {
  if (!COPY.test(command.program ?? '')) return false;
  if (command.args.some((arg) => /^(?:-t|--target-directory)/.test(arg) || /^--files-from/.test(arg))) return false;
  return operandsOf(command).length < 2 && !command.args.some((arg) => /[$`*]/.test(arg));
}

/** The server runs the command in the data directory; a `cd` in front of the copy makes another place of it. */
function copiesBareName(command: ArchiveCommand): boolean {
  if (command.commands.some((one) => one.program === 'cd')) return false;
  return command.movers.some((mover) => COPY.test(mover.program ?? '') && operandsOf(mover)[0] === '%f');
}

/** `gzip < %p > /arch/wal.gz`, `cp %p /arch/wal.bak`: no `%f`, and the last part of the path is a file by its look or by its guard. */
function writesOneFile(command: ArchiveCommand): boolean {
  const { destination } = command;
  if (destination === null || /[%$`*]/.test(destination) || destination.endsWith('/')) return false;
  const redirected = command.movers.some((mover) => mover.redirects.some((redirect) => redirect.target?.text === destination));
  if (redirected || asksForFile(command, destination)) return true;
  return command.tool === null && /\/[^/]+\.[A-Za-z0-9]{1,5}$/.test(destination);
}

/** `test ! -f /arch/f && cp %p /arch/f`: whoever asks whether the file is there does not mean a directory. */
function asksForFile({ commands }: ArchiveCommand, destination: string): boolean {
  const tests = commands.filter(({ program }) => /^(?:test|\[|\[\[)$/.test(program ?? ''));
  return tests.some(({ args }) => args.some((arg, index) => arg === destination && /^-[fs]$/.test(args[index - 1] ?? '')));
}
