/** What programs say while they archive: which lines are an archive command's, and what each names as the obstacle. */
import type { FactOf } from '../core/fact.ts';
import type { ArchiveCommand } from './archive-command.ts';
import type { Node } from './node.ts';

type MessageFact = FactOf<'message'>;

/** What stood in the way of an attempt. */
export type ObstacleKind =
  | 'full'
  | 'missing'
  | 'unwritable'
  /** The program is not there or may not be run. */
  | 'program'
  | 'exists'
  | 'unreachable'
  | 'malformed'
  /** The segment itself could not be read. */
  | 'source'
  /** The program gave a reason that is none of these. */
  | 'refused';

export interface Obstacle {
  readonly kind: ObstacleKind;
  /** The line that shows it. */
  readonly fact: MessageFact;
  /** Said by a program in words; false where only an exit status or the lack of words tells. */
  readonly spoken: boolean;
  readonly path: string | null;
  readonly segment: string | null;
}

/** Events of both catalogues: of programs inside a server's log, and of the same programs at a terminal. */
const KINDS: Readonly<Record<string, ObstacleKind>> = {
  'os.no-space': 'full',
  'os.quota': 'full',
  'disk.full': 'full',
  'disk.quota': 'full',
  'os.read-only': 'unwritable',
  'disk.read-only': 'unwritable',
  'os.io-error': 'unwritable',
  'disk.io-error': 'unwritable',
  'os.stale-handle': 'unwritable',
  'os.denied': 'unwritable',
  'sh.permission-denied': 'unwritable',
  'backrest.permission': 'unwritable',
  'os.missing': 'missing',
  'sh.no-such-file': 'missing',
  'os.not-found-command': 'program',
  'sh.command-not-found': 'program',
  'os.exec-format': 'program',
  'os.exists': 'exists',
  'backup-tool.file-exists': 'exists',
  'backrest.file-exists': 'exists',
  'archiver.file-exists': 'exists',
  'os.not-connected': 'unreachable',
  'ssh.unreachable': 'unreachable',
  'ssh.host-key': 'unreachable',
  'ssh.permission-denied': 'unreachable',
  'ssh.denied': 'unreachable',
  'rsync.failed': 'unreachable',
  'backrest.no-connection': 'unreachable',
  'connect.refused': 'unreachable',
  'connect.timeout': 'unreachable',
  'connect.no-route': 'unreachable',
  'connect.unknown-host': 'unreachable',
  'os.operand-missing': 'malformed',
  'shell.syntax': 'malformed',
  'os.not-a-directory': 'malformed',
  'os.is-a-directory': 'malformed',
  'sh.is-directory': 'malformed',
  'rsync.refused': 'refused',
  'backup-tool.archive-failed': 'refused',
  'backrest.archive-timeout': 'refused',
  'backrest.no-repository': 'refused',
  'backrest.stanza-missing': 'refused',
  'backrest.lock': 'refused',
  'backrest.push-failed': 'refused',
};
/** These follow from what another program said just before them. */
const ECHOES: ReadonlySet<string> = new Set([
  'rsync.failed',
  'backup-tool.archive-failed',
  'backrest.push-failed',
  'backrest.no-repository',
]);

const kindOf = (event: string | null): ObstacleKind | null =>
  event === null ? null : (KINDS[event] ?? (event.startsWith('net.') ? 'unreachable' : null));

/** The obstacles that programs named while they archived for this node. */
export function archivePrograms(node: Node, failures: readonly MessageFact[], command: ArchiveCommand | null, near: number): Obstacle[] {
  const restores = node.messages('recovery.restore-failed');
  const said = [
    ...node.messages('archiver.file-exists', 'archiver.both-set'),
    ...node.facts.messages().filter((fact) => fact.program === 'tool' || fact.program === 'system'),
  ].filter((fact) => isArchiving(fact, failures, restores, command, near));
  return said.flatMap((fact) => {
    if (isEcho(fact, said)) return [];
    const kind = obstacleOf(fact, failures, command, near);
    return kind === null
      ? []
      : [{ kind, fact, spoken: true, path: pathOf(fact), segment: segmentOf(fact) ?? besideSegment(fact, failures, near) }];
  });
}

/** Beside the server's report of a failed archive command and not of a failed restore, or writing a segment to the archive. */
function isArchiving(
  fact: MessageFact,
  failures: readonly MessageFact[],
  restores: readonly MessageFact[],
  command: ArchiveCommand | null,
  near: number,
): boolean {
  if (fact.program === 'server') return true;
  const beside = failures.filter((failure) => isNear(fact, failure, near));
  if (restores.some((restore) => isNear(fact, restore, near)) && !writes(fact)) return false;
  if (beside.length > 0) return true;
  const path = pathOf(fact);
  const directory = command?.directory ?? null;
  if (directory !== null && path !== null && (path === directory || path.startsWith(`${directory}/`))) return writes(fact);
  if (command?.remote != null && fact.values['host'] === command.remote) return true;
  return /archive-push|wal-push|wal-archive|push WAL file/.test(fact.text);
}

/** `cannot create`, `error writing`: what is said of a destination, never of a file that is read. */
const writes = (fact: MessageFact): boolean =>
  /cannot create|error writing|failed to close|cannot move|cannot remove|mkstemp|write failed|mkdir|cannot overwrite|无法创建|写入.*时出错|写错误|无法移动|无法写入/i.test(
    fact.text,
  );

/** Whether the line only repeats what a line right above it said. */
function isEcho(fact: MessageFact, said: readonly MessageFact[]): boolean {
  return (
    ECHOES.has(fact.event ?? '') &&
    said.some(
      (other) =>
        other !== fact &&
        other.span.source === fact.span.source &&
        kindOf(other.event) !== null &&
        !ECHOES.has(other.event ?? '') &&
        Math.abs(other.span.line - fact.span.line) <= 4,
    )
  );
}

function obstacleOf(
  fact: MessageFact,
  failures: readonly MessageFact[],
  command: ArchiveCommand | null,
  near: number,
): ObstacleKind | null {
  if (fact.event === 'archiver.both-set') return 'malformed';
  // how a backup tool was called, no complaint
  if (fact.level === 'info' && fact.event?.startsWith('backrest.')) return null;
  const kind = refuses(fact) ? 'refused' : (overThere(fact) ?? kindOf(fact.event));
  if (kind === null) return fact.program === 'tool' && fact.event === null && fact.level !== 'info' ? 'refused' : null;
  const path = pathOf(fact);
  const codes = failures.filter((failure) => isNear(fact, failure, near)).map((failure) => Number(failure.values['code']));
  if (kind === 'missing' || kind === 'unwritable') {
    if (path !== null && /[\u2018\u2019\u201c\u201d]/.test(path)) return 'malformed';
    // 127 is the shell's word for a program that is not there, 126 for one that it may not run
    if (kind === 'missing' ? codes.includes(127) : codes.includes(126)) return 'program';
    if (path !== null && (command?.needs.includes(path) ?? false)) return 'program';
    if (path !== null && !writes(fact) && isSource(path)) return /%|^[^/]+$/.test(path) ? 'malformed' : 'source';
  }
  return kind;
}

/** A remote process that ended: pgBackRest quotes the words with which it did. */
function overThere({ event, text }: MessageFact): ObstacleKind | null {
  if (event !== 'net.no-process' && event !== 'backrest.no-connection') return null;
  if (/\[(?:28|122)\] /.test(text)) return 'full';
  return /\[(?:1|13|30)\] /.test(text) ? 'unwritable' : null;
}

/**
 * Statuses of rsync that tell of no network: 1 to 6 usage, files, protocol; 11 a file, 20 to 25 a signal or a part that did not go over.
 * A pipe of its own that nobody reads any more, as strace shows it, is no network, either.
 */
const refuses = (fact: MessageFact): boolean =>
  (fact.event === 'net.reset' && /EPIPE|write\(\d/.test(fact.text)) ||
  (fact.event === 'rsync.failed' && /^(?:[1-6]|11|1[34]|2[0-5])$/.test(fact.values['code'] ?? ''));

const isSource = (path: string): boolean => /(?:^|\/)(?:pg_wal|pg_xlog|sys_wal|sys_xlog)\//.test(path) || /^%?p$|^[0-9A-F]{24}$/.test(path);

/** The path that a message is about: of `mv A to B` and of `cp A B` the one that is written. */
export function pathOf(fact: MessageFact): string | null {
  const said = fact.values['target'] ?? fact.values['path'] ?? null;
  // pgBackRest: `unable to open file '/repo/archive/…' for write`
  return /['"](\/[^'"]+)['"]/.exec(said ?? '')?.[1] ?? said;
}

function besideSegment(fact: MessageFact, failures: readonly MessageFact[], near: number): string | null {
  const beside = failures.find((failure) => isNear(fact, failure, near));
  return beside === undefined ? null : segmentOf(beside);
}

export const endOf = (fact: MessageFact): number => Math.max(fact.lastLine, fact.span.endLine);

/** Whether two messages stand beside each other, at the first or at the last of their repetitions, or one within the other's. */
export function isNear(said: MessageFact, failure: MessageFact, lines: number): boolean {
  if (said.span.source !== failure.span.source) return false;
  const { line } = said.span;
  return (
    Math.abs(line - failure.span.line) <= lines ||
    Math.abs(said.lastLine - failure.lastLine) <= lines ||
    (line >= failure.span.line && line <= failure.lastLine)
  );
}

/** csvlog and jsonlog hold what the server says, never what a program printed. */
export const isStructured = (fact: MessageFact): boolean =>
  fact.excerpt.startsWith('{') || /^"?\d{4}-\d\d-\d\d [^,]{8,30},[^,]*,[^,]*,\d*,/.test(fact.excerpt);

const SEGMENT = /[0-9A-F]{24}(?:\.partial|\.[0-9A-F]{8}\.backup)?|(?<![0-9A-F])[0-9A-F]{8}\.history/;

/** The command that the server quotes in its DETAIL, as it was run. */
export function commandOf(failure: MessageFact): string | null {
  return /^[^:：]*[:：]\s*(.+)$/s.exec(failure.detail ?? '')?.[1]?.trim() ?? failure.values['command'] ?? null;
}

/** The command with `%p` and `%f` in the places that the server had filled in. */
export function unfilled(command: string): string {
  const name = SEGMENT.exec(command)?.[0];
  return name === undefined
    ? command
    : command.replaceAll(new RegExp(`(?:pg_wal|pg_xlog|sys_wal|sys_xlog)/${name}`, 'g'), '%p').replaceAll(name, '%f');
}

/** The segment (or history file) that an attempt was about. */
export function segmentOf(fact: MessageFact): string | null {
  return SEGMENT.exec(`${commandOf(fact) ?? ''} ${fact.text}`)?.[0] ?? null;
}
