/** What an archive_command does, read from its tree: where it writes, whether it guards, whether it tells the truth. */
import { parseShell } from '../../grammars/shell/index.ts';
import type { ShellScript, SimpleCommand } from '../core/shell.ts';

export interface ArchiveCommand {
  readonly text: string;
  readonly script: ShellScript;
  /** Commands that move data, in order. */
  readonly movers: readonly SimpleCommand[];
  /** Local directory that it writes to, without `/%f`; null for a remote, a tool's repository, or none. */
  readonly directory: string | null;
  /** `user@host` or a host of scp, rsync, ssh; null for local. */
  readonly remote: string | null;
  /** A backup tool with a store of its own (pgBackRest, sys_rman, barman, wal-g …). */
  readonly tool: string | null;
  /** `test ! -f DEST &&`, `cp -n`, `rsync --ignore-existing` … : an existing file is not overwritten. */
  readonly guarded: boolean;
  /** The exit status is thrown away: `; true`, `|| true`, a pipe behind the copy. */
  readonly hidesFailure: boolean;
  /** It never stores anything: `/bin/true`, `exit 0`, `cd .`, `:`, an empty echo. */
  readonly noop: boolean;
}

const TOOLS =
  /^(?:pgbackrest|sys_rman(?:_v6)?|barman-wal-archive|barman-cloud-wal-archive|wal-g|wal-e|pg_probackup|sys_probackup|envdir|omnipitr-archive|walmgr3?|pg_rman|manager)$/;
const COPIERS = /^(?:cp|mv|install|dd|gzip|pigz|zstd|lz4|bzip2|xz|tee|ln)$/;
const REMOTE = /^(?:scp|rsync|ssh|sftp|lftp|curl|aws|gsutil|s3cmd|ossutil|mc|rclone|azcopy|sys_securecmd)$/;
const NOTHING = /^(?:true|:|exit|cd|echo|sleep|false|test|\[|export|date)$/;

export function readArchiveCommand(text: string): ArchiveCommand {
  const script = parseShell(text);
  const all = script.items.flatMap((item) => item.pipeline.commands.map((command) => command));
  const programs = all.map((command) => command.program ?? '');
  const movers = all.filter((command) => COPIERS.test(command.program ?? '') || REMOTE.test(command.program ?? ''));
  const tool = programs.find((program) => TOOLS.test(program)) ?? null;
  const destination = destinationOf(movers, all);
  const remote = remoteOf(movers);
  const unknownProgram = programs.some(
    (program) => program !== '' && !NOTHING.test(program) && !COPIERS.test(program) && !REMOTE.test(program) && !TOOLS.test(program),
  );
  return {
    text,
    script,
    movers,
    directory: remote === null ? directoryOf(destination) : null,
    remote,
    tool,
    guarded: isGuarded(all, movers),
    hidesFailure: hidesFailure(script),
    noop:
      text.trim() !== '' &&
      movers.length === 0 &&
      tool === null &&
      !unknownProgram &&
      programs.some((program) => /^(?:true|:|exit|cd|echo)$/.test(program)),
  };
}

/** The operand that a copy writes to: the last one, or the target of a redirect. */
function destinationOf(movers: readonly SimpleCommand[], all: readonly SimpleCommand[]): string | null {
  for (const command of all) {
    const written = command.redirects.find((redirect) => redirect.operator === '>' || redirect.operator === '>>')?.target?.text;
    if (written !== undefined && written !== '/dev/null' && movers.includes(command)) return written;
  }
  const copy = movers.filter((command) => /^(?:cp|mv|install|scp|rsync|ln)$/.test(command.program ?? '')).at(0);
  if (copy === undefined) {
    const dd = movers.find((command) => command.program === 'dd')?.args.find((arg) => arg.startsWith('of='));
    return dd?.slice(3) ?? null;
  }
  const operands = copy.args.filter((arg) => !arg.startsWith('-'));
  return operands.length < 2 ? null : (operands.at(-1) ?? null);
}

function remoteOf(movers: readonly SimpleCommand[]): string | null {
  for (const command of movers) {
    if (!REMOTE.test(command.program ?? '')) continue;
    for (const arg of command.args) {
      const host = /^(?:[\w.-]+@)?([\w.-]+):(?!\/\/)/.exec(arg)?.[1] ?? /^[a-z0-9]+:\/\/(?:[\w.-]+@)?([\w.-]+)/.exec(arg)?.[1];
      if (host !== undefined) return host;
    }
    if (command.program === 'ssh' || command.program === 'sys_securecmd') {
      const host = command.args.find((arg) => /^[\w.-]+@?[\w.-]*$/.test(arg) && !/^\d+$/.test(arg));
      return host?.split('@').at(-1) ?? 'ssh';
    }
    if (command.program !== 'rsync') return command.program;
  }
  return null;
}

/** `/arch/%f`, `/arch/.%f.tmp`, `/arch/` give `/arch`. */
function directoryOf(destination: string | null): string | null {
  if (destination === null || !destination.startsWith('/')) return null;
  const parts = destination.split('/');
  const at = parts.findIndex((part) => part.includes('%'));
  return (at < 0 ? destination : parts.slice(0, at).join('/')).replace(/\/$/, '') || '/';
}

function isGuarded(all: readonly SimpleCommand[], movers: readonly SimpleCommand[]): boolean {
  if (all.some((command) => (command.program === 'test' || command.program === '[') && command.args.some((arg) => /^-[efs]$/.test(arg))))
    return true;
  if (all.some((command) => command.program === 'cmp')) return true;
  return (
    movers.length > 0 &&
    movers.every((command) => command.args.some((arg) => /^(?:-[a-z]*n[a-z]*|--no-clobber|--ignore-existing)$/.test(arg)))
  );
}

function hidesFailure(script: ShellScript): boolean {
  const { items } = script;
  const last = items.at(-1);
  const harmless = last?.pipeline.commands[0];
  if (
    items.length > 1 &&
    last !== undefined &&
    (last.operator === ';' || last.operator === '||' || last.operator === '\n') &&
    /^(?:true|:|echo|exit|date)$/.test(harmless?.program ?? '')
  ) {
    return !(harmless?.program === 'exit' && harmless.args[0] !== '0');
  }
  // only the last program of a pipe is asked: `cp %p D/%f | tee log`
  return items.some(
    (item) =>
      item.pipeline.commands.length > 1 &&
      COPIERS.test(item.pipeline.commands[0]?.program ?? '') &&
      !COPIERS.test(item.pipeline.commands.at(-1)?.program ?? ''),
  );
}
