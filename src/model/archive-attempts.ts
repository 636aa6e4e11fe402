/**
 * What became of the attempts to archive on one server: which failed, what the programs said of it, and in which order.
 * The first error of a run is what happened, later ones may be its echo: a copy that ran out of space leaves a cut-off file,
 * and from then on every attempt fails because the file exists.
 */
import type { FactOf } from '../core/fact.ts';
import { type ArchiveCommand, readArchiveCommand } from './archive-command.ts';
import {
  archivePrograms,
  commandOf,
  endOf,
  isNear,
  isStructured,
  type Obstacle,
  type ObstacleKind,
  segmentOf,
  unfilled,
} from './archive-obstacles.ts';
import { isOfArchiver } from './child-ends.ts';
import type { Node } from './node.ts';

type MessageFact = FactOf<'message'>;

export interface Attempts {
  /** The server's own reports of failed attempts, in order. */
  readonly failures: readonly MessageFact[];
  /** The library of `archive_library` that the archiver did not find at its start: no statistics count it. */
  readonly libraries: readonly MessageFact[];
  /** What stood in the way, by the order of the lines. */
  readonly obstacles: readonly Obstacle[];
  /** The obstacle that stands now, or stood last; null where none is known. */
  readonly current: Obstacle | null;
  /** The command of the last failure, `%p` and `%f` put back where the server had filled them in; null where none is quoted. */
  readonly command: ArchiveCommand | null;
  /** Whether some source holds what the programs printed: csvlog and jsonlog do not. */
  readonly heard: boolean;
}

const FAILED = ['archiver.command-failed', 'archiver.signal', 'archiver.exception', 'archiver.unknown-status'] as const;
/** SIGQUIT and SIGTERM, which the postmaster sends at a crash and at a stop. */
const ENDED_BY_SERVER: ReadonlySet<string> = new Set(['3', '15']);
/** How far from the server's report a program's own lines stand. */
const NEAR = 8;

const cache = new WeakMap<Node, Attempts>();

export function attemptsOf(node: Node): Attempts {
  const known = cache.get(node);
  if (known !== undefined) return known;
  const attempts = read(node);
  cache.set(node, attempts);
  return attempts;
}

function read(node: Node): Attempts {
  // A server that stops or crashes ends the command that runs: no failure of archiving.
  const failures = node.messages(...FAILED).filter((fact) => !ENDED_BY_SERVER.has(fact.values['signal'] ?? ''));
  const setting = node.setting('archive_command');
  const quoted = failures.map(commandOf).filter((text) => text !== null);
  const last = quoted.at(-1);
  const command = last === undefined ? null : readArchiveCommand(unfilled(last));
  const inForce = command ?? (setting.known && setting.value !== '' ? readArchiveCommand(setting.value) : null);
  const spoken = archivePrograms(node, failures, inForce, NEAR);
  const heard = failures.some((failure) => !isStructured(failure)) || spoken.length > 0;
  const silent = failures.flatMap((failure) => told(failure, spoken, inForce));
  const libraries = node.messages('library.missing').filter((fact) => isOfArchiver(node, fact));
  const missed = libraries.map((fact): Obstacle => ({ kind: 'program', fact, spoken: true, path: null, segment: null }));
  const obstacles = [...spoken, ...silent, ...missed].sort((a, b) => position(a.fact) - position(b.fact));
  return { failures, libraries, obstacles, current: standing(obstacles), command, heard };
}

/** The library that an archiver missed last; null where it was another program, or none. */
export function missingLibrary(node: Node): string | null {
  const fact = attemptsOf(node).obstacles.findLast((one) => one.kind === 'program')?.fact;
  return fact?.event === 'library.missing' ? (fact.values['file'] ?? null) : null;
}

const position = (fact: MessageFact): number => fact.order;

/** What an exit status says where no program did: 126 and 127 come from the shell, 255 from ssh, others from tools that document them. */
function told(failure: MessageFact, spoken: readonly Obstacle[], command: ArchiveCommand | null): Obstacle[] {
  const near = spoken.some((obstacle) => isNear(obstacle.fact, failure, NEAR));
  const code = Number(failure.values['code'] ?? Number.NaN);
  const kind = near ? null : kindOfCode(code, command);
  const made = (found: ObstacleKind): Obstacle => ({ kind: found, fact: failure, spoken: false, path: null, segment: segmentOf(failure) });
  if (kind !== null) return [made(kind)];
  // `test ! -f` says nothing when it refuses. A copy says why it fails, so silence is the guard's.
  const silent = code === 1 && (command?.guarded ?? false) && !isStructured(failure);
  const saidLater = spoken.some(
    (obstacle) => obstacle.fact.span.source === failure.span.source && endOf(obstacle.fact) >= failure.lastLine - NEAR,
  );
  return silent && !saidLater ? [made('exists')] : [];
}

export function kindOfCode(code: number, command: ArchiveCommand | null): ObstacleKind | null {
  if (code === 126 || code === 127) return 'program';
  const programs = command?.commands.map((one) => one.program ?? '') ?? [];
  const runs = (pattern: RegExp): boolean => programs.some((program) => pattern.test(program));
  if (code === 255 && (command === null || command.remote !== null || runs(/^(?:rsync|ssh|scp|sftp)$/))) return 'unreachable';
  if (runs(/^(?:pgbackrest|sys_rman)/)) return code === 45 ? 'exists' : code === 49 ? 'unreachable' : null;
  if (runs(/^barman-wal-archive$/)) return code === 3 ? 'unreachable' : null;
  if (runs(/^rsync$/)) return code === 10 || code === 30 || code === 35 ? 'unreachable' : null;
  return null;
}

/** The obstacle that stands: the last one, but a file that exists is the echo of whatever left it there cut off. */
function standing(obstacles: readonly Obstacle[]): Obstacle | null {
  const inOrder = [...obstacles].sort((a, b) => lateness(a.fact, b.fact));
  const last = inOrder.findLast((one) => one.kind !== 'refused') ?? inOrder.at(-1) ?? null;
  if (last === null || last.kind !== 'exists') return last;
  const before = obstacles.filter(
    (one) =>
      one.kind !== 'exists' && one.kind !== 'refused' && (one.segment === null || last.segment === null || one.segment === last.segment),
  );
  return before.at(-1) ?? last;
}

/** Later ones last: by line within a source, by the order of the bundle between sources. */
function lateness(a: MessageFact, b: MessageFact): number {
  return a.span.source === b.span.source ? endOf(a) - endOf(b) : position(a) - position(b);
}

/** The program that was looked for in vain, by the shell's or another program's words: not always the first of the command (`envdir DIR wal-g …`). */
export function missingProgram(node: Node): string | null {
  const said = attemptsOf(node).obstacles.findLast((one) => one.kind === 'program')?.fact.values['command'];
  return said !== undefined && /^[\w./+-]+$/.test(said) ? said : null;
}
