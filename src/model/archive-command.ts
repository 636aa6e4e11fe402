/** What an archive_command does, read from its tree: where it writes, whether it guards, whether it tells the truth. */

import { guarded } from '../../grammars/kit/starts.ts';
import { parseShell } from '../../grammars/shell/index.ts';
import { unwrap } from '../../grammars/shell/wrappers.ts';
import { remembered } from '../core/remembered.ts';
import type { ShellScript, SimpleCommand } from '../core/shell.ts';

export interface ArchiveCommand {
  readonly text: string;
  readonly script: ShellScript;
  /** Every command that runs on this machine, in order, wrappers (`timeout`, `sh -c`, `nice`) taken off. */
  readonly commands: readonly SimpleCommand[];
  /** Commands that move data, in order. */
  readonly movers: readonly SimpleCommand[];
  /** The operand that a copy writes to, as written; null where none is seen. */
  readonly destination: string | null;
  /** Local directory that it writes to, without `/%f`; null for a remote, a tool's repository, or none. */
  readonly directory: string | null;
  /** The host of scp, rsync, ssh, the bucket or program of another transport; null for local. */
  readonly remote: string | null;
  /** `user@host` where ssh carries it; null for local and for other transports. */
  readonly login: string | null;
  /** A backup tool with a store of its own (pgBackRest, sys_rman, barman, wal-g …). */
  readonly tool: string | null;
  /** Programs that must be there for it to work, as written; those of every shell (`test`, `echo`) left out. */
  readonly needs: readonly string[];
  /** `test ! -f DEST &&`, `cp -n`, `rsync --ignore-existing` … : an existing file is not overwritten. */
  readonly guarded: boolean;
  /** The exit status is thrown away: `; true`, `|| true`, a pipe behind the copy. */
  readonly hidesFailure: boolean;
  /** It never stores anything: `/bin/true`, `exit 0`, `cd .`, `:`, an empty echo, a copy to /dev/null. */
  readonly noop: boolean;
}

const TOOLS = guarded(
  /^(?:pgbackrest|sys_rman(?:_v6)?|barman-wal-archive|barman-cloud-wal-archive|wal-g|wal-e|pg_probackup|sys_probackup|envdir|omnipitr-archive|walmgr3?|pg_rman|manager)$/,
);
const COPIERS = guarded(/^(?:cp|mv|install|dd|cat|gzip|pigz|zstd|lz4|bzip2|xz|tee|ln)$/);
const REMOTE = guarded(/^(?:scp|rsync|ssh|sftp|lftp|curl|aws|gsutil|s3cmd|ossutil|mc|rclone|azcopy|sys_securecmd)$/);
/** Part of every shell, or of every system's /bin: their absence is not what breaks an archive command. */
const BUILT_IN = guarded(/^(?:true|:|exit|cd|echo|false|test|\[|\[\[|export|set|unset|return|umask|printf)$/);
const NOTHING = guarded(/^(?:true|:|exit|cd|echo|sleep|false|test|\[|export|date)$/);

export const readArchiveCommand = remembered((text): ArchiveCommand => {
  const script = parseShell(text);
  const all = script.items.flatMap((item) => item.pipeline.commands.flatMap((command) => inner(command)));
  const programs = all.map((command) => command.program ?? '');
  const movers = all.filter((command) => COPIERS.test(command.program ?? '') || REMOTE.test(command.program ?? ''));
  const tool = programs.find((program) => TOOLS.test(program)) ?? null;
  const destination = destinationOf(movers);
  const remote = remoteOf(movers);
  const unknownProgram = programs.some(
    (program) => program !== '' && !NOTHING.test(program) && !COPIERS.test(program) && !REMOTE.test(program) && !TOOLS.test(program),
  );
  return {
    text,
    script,
    commands: all,
    movers,
    destination,
    directory: remote === null ? directoryOf(destination) : null,
    remote,
    login: loginOf(movers),
    tool,
    needs: all.flatMap((command) => (command.path === null || BUILT_IN.test(command.program ?? '') ? [] : [command.path])),
    guarded: isGuarded(all, movers),
    hidesFailure: hidesFailure(script),
    noop:
      text.trim() !== '' &&
      tool === null &&
      !unknownProgram &&
      (destination === '/dev/null' ||
        (movers.length === 0 && programs.some((program) => /^(?:true|:|exit|cd|echo|sleep|date)$/.test(program)))),
  };
});

/** What a command runs on this machine: `timeout 60 rsync …` runs rsync, `sh -c 'cp …'` runs cp; ssh is what it is. */
function inner(command: SimpleCommand, depth = 0): SimpleCommand[] {
  const within = depth < 5 ? unwrap(command) : null;
  if (within === null || within.host !== null) return [command];
  if ('command' in within) return inner(within.command, depth + 1);
  return parseShell(within.script).items.flatMap((item) => item.pipeline.commands.flatMap((one) => inner(one, depth + 1)));
}

/** The operand that a copy writes to: the last one; of a filter (`gzip < %p > …`) the target of its redirect. */
function destinationOf(movers: readonly SimpleCommand[]): string | null {
  const copy = movers.find((command) => /^(?:cp|mv|install|scp|rsync|ln)$/.test(command.program ?? ''));
  if (copy !== undefined) {
    const into = copy.args.findIndex((arg) => /^(?:-t|--target-directory)$/.test(arg));
    if (into >= 0) return copy.args[into + 1] ?? null;
    const operands = copy.args.filter((arg) => !arg.startsWith('-'));
    return operands.length < 2 ? null : (operands.at(-1) ?? null);
  }
  for (const command of movers) {
    const written = command.redirects.find(({ operator }) => operator === '>' || operator === '>>')?.target?.text;
    if (written !== undefined) return written;
  }
  return (
    movers
      .find((command) => command.program === 'dd')
      ?.args.find((arg) => arg.startsWith('of='))
      ?.slice(3) ?? null
  );
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

/** `arc@bkp:/srv/%f`, `ssh -p 2222 arc@bkp 'cat > …'`; a daemon of rsync (`host::module`) is reached without ssh. */
function loginOf(movers: readonly SimpleCommand[]): string | null {
  for (const command of movers) {
    if (/^(?:scp|rsync|sftp)$/.test(command.program ?? '')) {
      const target = command.args.map((arg) => /^((?:[\w.-]+@)?[\w.-]+):(?![:/]{2}|:)/.exec(arg)?.[1]).find((found) => found !== undefined);
      if (target !== undefined) return target;
    } else if (command.program === 'ssh') {
      const target = command.args.find(
        (arg, index) => /^(?:[\w.-]+@)?\w[\w.-]*$/.test(arg) && !/^-[a-zA-Z]$/.test(command.args[index - 1] ?? ''),
      );
      if (target !== undefined) return target;
    }
  }
  return null;
}

/** `/arch/%f`, `/arch/.%f.tmp`, `/arch/` give `/arch`. */
function directoryOf(destination: string | null): string | null {
  if (destination === null || !destination.startsWith('/') || destination === '/dev/null') return null;
  const parts = destination.split('/');
  const at = parts.findIndex((part) => part.includes('%'));
  return (at < 0 ? destination : parts.slice(0, at).join('/')).replace(/\/$/, '') || '/';
}

/** `test ! -f D/%f &&`, `[ -e "$D/$2" ] ||`: asks for the segment's own file. `test -f archive_active` asks for a flag. */
function isGuarded(all: readonly SimpleCommand[], movers: readonly SimpleCommand[]): boolean {
  const asks = (command: SimpleCommand): boolean =>
    /^(?:test|\[|\[\[)$/.test(command.program ?? '') &&
    command.args.some((arg, index) => /[%$]/.test(arg) && /^-[efs]$/.test(command.args[index - 1] ?? ''));
  if (all.some((command) => asks(command) || command.program === 'cmp')) return true;
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

/** `gzip < %p > /arch/%f.gz`: the shell empties the file that is there before the program runs. */
function redirects({ commands, movers, destination }: ArchiveCommand): boolean {
  const keeps = commands.some(({ program, args }) => program === 'set' && /^(?:-[a-z]*C|-o noclobber)\b/.test(args.join(' ')));
  return (
    !keeps &&
    destination?.includes('%') === true &&
    movers.some((mover) => mover.redirects.some(({ operator, target }) => operator === '>' && target?.text === destination))
  );
}

/** Only what the text proves: a program that is not known to overwrite is not accused. */
export function weaknessOf(command: ArchiveCommand): 'overwrites' | 'hides' | null {
  if (command.hidesFailure) return 'hides';
  const copies = command.movers.some((mover) => /^(?:cp|mv|install|scp)$/.test(mover.program ?? ''));
  return (copies || redirects(command)) && !command.guarded ? 'overwrites' : null;
}
