import { type Step, stepsOf } from '../../grammars/shell/steps.ts';
import type { FactOf } from '../core/fact.ts';
import type { SimpleCommand } from '../core/shell.ts';
import { once } from './once.ts';

/** What somebody did, read from a command that was typed or that a script, a cron table or a unit holds. */
export type ActionKind =
  | 'wal-removed'
  | 'ready-removed'
  | 'archive-cleaned'
  | 'file-edited'
  | 'setting-altered'
  | 'reload'
  | 'restart'
  | 'start'
  | 'stop'
  | 'switchover'
  | 'promote'
  | 'follow'
  | 'rejoin'
  | 'clone'
  | 'register'
  | 'unregister'
  | 'pause'
  | 'unpause'
  | 'slot-dropped'
  | 'slot-created'
  | 'replay-paused'
  | 'replay-resumed'
  | 'base-backup'
  | 'rewind';

export interface Action {
  readonly kind: ActionKind;
  readonly fact: FactOf<'command'>;
  /** The path, setting, slot or limit it was about. */
  readonly target: string | null;
  /** A second operand: the limit of an archive clean-up, the value of a setting. */
  readonly argument: string | null;
  /** `--dry-run`, `-n`: nothing was changed. */
  readonly dryRun: boolean;
}

/** A path of the live WAL directory or below it: `…/pg_wal`, `…/sys_wal/`, `…/pg_xlog/0000…`. */
export function isLiveWalPath(path: string): boolean {
  return /(?:^|\/)(?:pg|sys)_(?:wal|xlog)(?:\/|$)/.test(path) && !isArchiveStatusPath(path);
}

export function isArchiveStatusPath(path: string): boolean {
  return /(?:^|\/)archive_status(?:\/|$)|\.ready$/.test(path);
}

const absolute = (path: string, cwd: string | null): string =>
  /^[/~$]/.test(path) || cwd === null ? path : path === '.' ? cwd : `${cwd.replace(/\/$/, '')}/${path.replace(/^\.\//, '')}`;

/** The actions of one command fact, in order. */
export const actionsOf = once((fact: FactOf<'command'>): readonly Action[] => {
  if (fact.shell === 'sql') return ofStatement(fact);
  return fact.script === null ? [] : stepsOf(fact.script, fact.cwd).flatMap((step) => ofStep(fact, step));
});

function ofStep(fact: FactOf<'command'>, { command, cwd, operandsOf }: Step): Action[] {
  const { program, args } = command;
  if (program === null) return [];
  const plain = args.filter((arg) => !arg.startsWith('-'));
  const make = (kind: ActionKind, target: string | null = null, argument: string | null = null, dryRun = false): Action => ({
    kind,
    fact,
    target,
    argument,
    dryRun,
  });

  if (program === 'rm' || program === 'unlink' || program === 'mv') {
    // moving the whole directory is how WAL gets a volume of its own: its segments stay
    const paths = (program === 'mv' ? plain.slice(0, -1).filter((path) => !/(?:pg|sys)_(?:wal|xlog)\/?$/.test(path)) : plain).map((path) =>
      absolute(path, cwd),
    );
    return removals([...paths, ...handedOver(operandsOf, cwd)], make);
  }
  if (program === 'find' && (args.includes('-delete') || (args.some((arg) => /^-exec(?:dir)?$/.test(arg)) && args.includes('rm'))))
    return removals(found(command, cwd), make);
  if (/^(?:pg|sys)_archivecleanup$/.test(program)) {
    // `-x .gz` takes a value
    const [directory, limit] = args.filter(
      (arg, index) => !arg.startsWith('-') && !/^-\w*x$|^--strip-extension$/.test(args[index - 1] ?? ''),
    );
    const dryRun = args.some((arg) => /^-[a-z]*n/.test(arg));
    const path = absolute(directory ?? '', cwd);
    return [make(isLiveWalPath(path) ? 'wal-removed' : 'archive-cleaned', path, limit ?? null, dryRun)];
  }
  if (/^(?:vi|vim|nano|emacs|ed|mcedit)$/.test(program) && plain[0] !== undefined) return [make('file-edited', absolute(plain[0], cwd))];
  if (program === 'sed' && args.some((arg) => /^-[a-z]*i/.test(arg))) return [make('file-edited', absolute(plain.at(-1) ?? '', cwd))];
  const written = command.redirects.find((redirect) => redirect.operator === '>' || redirect.operator === '>>')?.target?.text;
  if (written !== undefined && /\.conf$/.test(written)) return [make('file-edited', absolute(written, cwd))];
  if (program === 'tee' && plain.some((path) => path.endsWith('.conf'))) return [make('file-edited', absolute(plain[0] ?? '', cwd))];
  if (/^(?:pg|sys)_ctl$/.test(program)) return ofCtl(args, make);
  if (program === 'pg_ctlcluster') return ofCtl(args, make);
  if (program === 'systemctl' || program === 'service') return ofService(args, make);
  if (program === 'repmgr') return ofRepmgr(args, make);
  if (/^(?:pg|sys)_basebackup$/.test(program)) return [make('base-backup', optionValue(args, '-D', '--pgdata'))];
  if (/^(?:pg|sys)_rewind$/.test(program)) return [make('rewind', null, null, args.includes('-n') || args.includes('--dry-run'))];
  if (program === 'psql' || program === 'ksql') {
    return args.flatMap((arg, index) => (/^-[A-Za-z]*c$|^--command$/.test(args[index - 1] ?? '') ? ofStatement(fact, arg) : []));
  }
  return [];
}

/** What a find looks at: the files of its name below each directory. */
function found(find: SimpleCommand, cwd: string | null): string[] {
  const tests = find.args.findIndex((arg) => /^[-!(]/.test(arg));
  const directories = tests < 0 ? find.args : find.args.slice(0, tests);
  const names = find.args.flatMap((arg, index) => (/^-i?name$/.test(find.args[index - 1] ?? '') ? [arg] : []));
  return (directories.length > 0 ? directories : ['.']).map((path) => `${absolute(path, cwd).replace(/\/$/, '')}/${names[0] ?? ''}`);
}

/** Files that `find DIR … | xargs rm` and `ls DIR/* | xargs rm` hand over; `ls DIR` gives bare names, which are looked for where rm runs. */
function handedOver(from: SimpleCommand | null, cwd: string | null): string[] {
  if (from?.program === 'find') return found(from, cwd);
  if (from?.program !== 'ls') return [];
  const globs = from.args.filter((arg) => /[*?[]/.test(arg));
  return (globs.length > 0 ? globs : ['*']).map((path) => absolute(path, cwd));
}

/** A timeline's history or a backup's label: it lies among the segments and holds no WAL. */
const isBeside = (path: string): boolean => /\.(?:history|backup)$/.test(path);

/** Status files of segments that are archived (`.done`) nobody misses. */
function removals(paths: readonly string[], make: (kind: ActionKind, target: string) => Action): Action[] {
  return paths
    .filter((path) => !path.endsWith('.done') && !isBeside(path))
    .flatMap((path) =>
      isArchiveStatusPath(path) ? [make('ready-removed', path)] : isLiveWalPath(path) ? [make('wal-removed', path)] : [],
    );
}

function optionValue(args: readonly string[], ...names: readonly string[]): string | null {
  const at = args.findIndex((arg) => names.includes(arg));
  return at < 0 ? null : (args[at + 1] ?? null);
}

type Make = (kind: ActionKind, target?: string | null, argument?: string | null, dryRun?: boolean) => Action;

function ofCtl(args: readonly string[], make: Make): Action[] {
  const verb = args.find((arg) => /^(?:start|stop|restart|reload|promote)$/.test(arg));
  if (verb === undefined) return [];
  return [make(verb as 'start' | 'stop' | 'restart' | 'reload' | 'promote', optionValue(args, '-D', '--pgdata'))];
}

function ofService(args: readonly string[], make: Make): Action[] {
  const verb = args.find((arg) => /^(?:start|stop|restart|reload)$/.test(arg));
  const unit = args.find((arg) => /postgres|kingbase|repmgr/i.test(arg));
  return verb === undefined || unit === undefined ? [] : [make(verb as 'start' | 'stop' | 'restart' | 'reload', unit)];
}

function ofRepmgr(args: readonly string[], make: Make): Action[] {
  const words = args.filter((arg) => !arg.startsWith('-')).join(' ');
  const dryRun = args.includes('--dry-run');
  const verbs: readonly (readonly [RegExp, ActionKind])[] = [
    [/\bstandby switchover\b/, 'switchover'],
    [/\bstandby promote\b/, 'promote'],
    [/\bstandby follow\b/, 'follow'],
    [/\bstandby clone\b/, 'clone'],
    [/\bnode rejoin\b/, 'rejoin'],
    [/\b(?:primary|master|standby|witness) register\b/, 'register'],
    [/\b(?:primary|master|standby|witness) unregister\b/, 'unregister'],
    [/\b(?:service|daemon) pause\b/, 'pause'],
    [/\b(?:service|daemon) unpause\b/, 'unpause'],
  ];
  return verbs.flatMap(([pattern, kind]) => (pattern.test(words) ? [make(kind, null, null, dryRun)] : []));
}

function ofStatement(fact: FactOf<'command'>, text: string = fact.text): Action[] {
  const make = (kind: ActionKind, target: string | null = null, argument: string | null = null): Action => ({
    kind,
    fact,
    target,
    argument,
    dryRun: false,
  });
  const altered = /\balter\s+system\s+(?:set|reset)\s+"?(\w+)"?\s*(?:=|to)?\s*(.*?);?\s*$/is.exec(text);
  if (altered?.[1] !== undefined) return [make('setting-altered', altered[1].toLowerCase(), (altered[2] ?? '').replace(/^'(.*)'$/s, '$1'))];
  if (/\b(?:pg|sys)_reload_conf\s*\(/i.test(text)) return [make('reload')];
  const dropped = /\b(?:pg|sys)_drop_replication_slot\s*\(\s*'([^']*)'/i.exec(text);
  if (dropped !== null) return [make('slot-dropped', dropped[1] ?? null)];
  const created = /\b(?:pg|sys)_create_physical_replication_slot\s*\(\s*'([^']*)'/i.exec(text);
  if (created !== null) return [make('slot-created', created[1] ?? null)];
  if (/\b(?:pg|sys)_promote\s*\(/i.test(text)) return [make('promote')];
  const replay = /\b(?:pg|sys)_(?:wal|xlog)_replay_(pause|resume)\s*\(/i.exec(text)?.[1]?.toLowerCase();
  if (replay !== undefined) return [make(replay === 'pause' ? 'replay-paused' : 'replay-resumed')];
  return [];
}
