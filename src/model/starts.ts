/** Starts of a server that failed: what its log, pg_ctl, the scripts and systemd say of each, and whether a later one went through. */
import type { Fact, FactOf } from '../core/fact.ts';
import { endsOneProcess, isOfArchiver } from './child-ends.ts';
import type { Cluster } from './cluster.ts';
import type { EventName } from './events.ts';
import { lifeOfNode } from './life.ts';
import type { Node } from './node.ts';
import { directoryOf } from './processes.ts';
import { isLater } from './replication.ts';

/** Why a start failed, as the last words before its end tell; `untold` where only the failure is. */
export type StartFault =
  | 'port'
  | 'address'
  | 'lock-file'
  | 'rights'
  | 'owner'
  | 'no-directory'
  | 'start-log'
  | 'closed'
  | 'missing'
  | 'memory'
  | 'semaphores'
  | 'tls'
  | 'library'
  | 'settings'
  | 'configuration'
  | 'version'
  | 'wal-level'
  | 'slots'
  | 'no-space'
  | 'license'
  | 'standby-setting'
  | 'recovery'
  | 'restore'
  | 'history'
  | 'untold';

export interface FailedStart {
  readonly fault: StartFault;
  /** The port, file, directory or library that it is about. */
  readonly what: string | null;
  /** The system's word: `Permission denied`. */
  readonly reason: string | null;
  readonly fact: Fact;
}

type MessageFact = FactOf<'message'>;

const BY_EVENT: Readonly<Partial<Record<EventName, StartFault>>> = {
  'startup.lock-file': 'lock-file',
  'startup.data-directory-rights': 'rights',
  'startup.data-directory-owner': 'owner',
  'startup.data-directory-missing': 'no-directory',
  'startup.shared-memory': 'memory',
  'startup.pre-existing-shared-memory': 'memory',
  'startup.semaphores': 'semaphores',
  'startup.tls': 'tls',
  'library.missing': 'library',
  'library.incompatible': 'library',
  'startup.settings-error': 'settings',
  'startup.hba-error': 'settings',
  'recovery.conf-file-unsupported': 'settings',
  'startup.version-mismatch': 'version',
  'startup.wal-level': 'wal-level',
  'slot.needs-wal-level': 'wal-level',
  'slot.too-many-at-start': 'slots',
  'kingbase.license-expired': 'license',
  'kingbase.license-refused': 'license',
  'recovery.no-checkpoint': 'recovery',
  'recovery.no-redo-record': 'recovery',
  'recovery.wal-ends-early': 'recovery',
  'recovery.no-restore-command': 'recovery',
  'recovery.invalid-pages': 'recovery',
  // a code above 125 or a signal; a file that is not there gives a smaller one, and is no fault
  'recovery.restore-failed': 'restore',
  'recovery.not-child': 'history',
  'recovery.minimum-not-contained': 'history',
};

/** Files that a server opens at its start, whose absence or rights end it. */
const OPENED: readonly EventName[] = ['startup.access-denied', 'file.open-failed', 'file.create-failed'];

const isFatal = (fact: MessageFact): boolean => fact.level === 'fatal' || fact.level === 'panic';

/** The system's word on a file, as the kinds of fault that it makes. */
function byReason(text: string): StartFault | null {
  if (/No space left|设备上没有空间|Disk quota/.test(text)) return 'no-space';
  if (/Permission denied|权限不够|Operation not permitted|Read-only file system/.test(text)) return 'closed';
  return /No such file|没有那个文件|没有该文件|Not a directory/.test(text) ? 'missing' : null;
}

function faultOf(fact: MessageFact): StartFault | null {
  const { event, values } = fact;
  if (event === null) return null;
  const reason = values['reason'] ?? '';
  if (event === 'startup.bind-failed') return /net\.address-not-here/.test(values['cause'] ?? '') ? 'address' : 'port';
  if (event === 'startup.no-sockets') return isFatal(fact) ? 'port' : null;
  if (event === 'standby.setting-too-low') return isFatal(fact) && values['effect'] !== 'paused' ? 'standby-setting' : null;
  if (event === 'startup.settings-error') return isFatal(fact) ? 'settings' : null;
  if (!isFatal(fact)) return null;
  if ((OPENED as readonly string[]).includes(event)) return byReason(reason) ?? 'missing';
  if (event === 'file.write-failed' || event === 'wal.write-failed') return byReason(reason);
  return BY_EVENT[event as EventName] ?? null;
}

const whatOf = ({ values, text }: MessageFact): string | null =>
  values['port'] ?? values['file'] ?? values['directory'] ?? values['path'] ?? /"([^"]+)"/.exec(text)?.[1] ?? null;

/** The message quotes the address; the port stands in its hint, in whatever words. */
const portOf = ({ values, hint }: MessageFact): string | null => values['port'] ?? /(?<!\d)\d{3,5}(?!\d)/.exec(hint ?? '')?.[0] ?? null;

/** Of the server's own log: what ends a session or one address only is no failed start, so it has to end the server here. */
function ofLog(server: Node): FailedStart[] {
  const found: FailedStart[] = [];
  const logs = new Map<string, MessageFact[]>();
  for (const fact of server.facts.of('message')) {
    if (fact.program !== 'server' || isOfArchiver(server, fact)) continue;
    logs.set(fact.span.source, [...(logs.get(fact.span.source) ?? []), fact]);
  }
  for (const log of logs.values()) found.push(...failedIn(log));
  return found;
}

function failedIn(log: readonly MessageFact[]): FailedStart[] {
  const found: FailedStart[] = [];
  let up = false;
  let running: string | null = null;
  /** An address that could not be bound: fatal only where no other could. */
  let unbound: FailedStart | null = null;
  for (const [index, fact] of log.entries()) {
    const beside = up && fact.pid !== null && fact.pid !== running;
    if (isReady(fact)) {
      up = true;
      running = fact.pid;
      unbound = null;
    } else if (fact.event === 'shutdown.complete' && !beside) up = false;
    else if (fact.event === 'shutdown.after-startup-failure' && /aborting|终止启动/.test(fact.text)) {
      if (found.at(-1)?.fact.segment !== fact.segment) found.push({ fault: 'untold', what: null, reason: null, fact });
    } else {
      const start = startOf(fact);
      if (start === null || (beside && isBeside(log, index, start.fault, running))) continue;
      if (fact.event === 'startup.bind-failed') unbound ??= start;
      else if (fact.event === 'startup.no-sockets') {
        found.push(unbound ?? start);
        unbound = null;
      } else if (!isDoubtful(fact) || endsServer(log, index, beside)) found.push(start);
    }
  }
  return unbound === null ? found : [...found, unbound];
}

/**
 * A second start beside a server that runs fails for the lock file; for the port only where the first is heard of again: in one
 * directory the lock comes first, so a server that died without a word has left its port to somebody else.
 */
function isBeside(log: readonly MessageFact[], index: number, fault: StartFault, running: string | null): boolean {
  if (fault === 'lock-file') return true;
  return (fault === 'port' || fault === 'address') && log.slice(index + 1).some((later) => later.pid === running);
}

const isReady = (fact: MessageFact): boolean => fact.event === 'startup.ready' || fact.event === 'startup.ready-read-only';
const DOUBTFUL: readonly EventName[] = [...OPENED, 'library.missing', 'library.incompatible', 'file.write-failed', 'wal.write-failed'];
const isDoubtful = (fact: MessageFact): boolean => (DOUBTFUL as readonly (string | null)[]).includes(fact.event);

function startOf(fact: MessageFact): FailedStart | null {
  const fault = faultOf(fact);
  return fault === null ? null : { fault, what: fault === 'port' ? portOf(fact) : whatOf(fact), reason: reasonOf(fact), fact };
}

const reasonOf = ({ values }: MessageFact): string | null =>
  values['reason'] ?? (values['code'] === undefined ? null : `exit code ${values['code']}`);

/** Whether the next line of the log is of the same process or of an end: else it was one session's matter. */
function endsServer(log: readonly MessageFact[], index: number, beside: boolean): boolean {
  const [fact, next] = [log[index], log[index + 1]];
  if (fact !== undefined && endsOneProcess(fact)) return false;
  if (beside) return next !== undefined && next.pid === fact?.pid && next.event === 'shutdown.complete';
  return next === undefined || next.pid === fact?.pid || /^(?:shutdown|startup|process)\./.test(next.event ?? '');
}

const SERVER_UNIT = /postgres|pgsql|kingbase/i;

/** Of those who started it: pg_ctl, a script, systemd. */
function ofStarter(fact: Fact): FailedStart | null {
  if (fact.kind === 'unit')
    return SERVER_UNIT.test(fact.unit) && /^failed because/.test(fact.detail ?? '')
      ? { fault: 'untold', what: null, reason: null, fact }
      : null;
  if (fact.kind !== 'message') return null;
  const { event, values } = fact;
  if (
    event === 'systemd.failed' &&
    /^Failed to start/.test(fact.text) &&
    SERVER_UNIT.test(fact.text) &&
    !/repmgr|pgbouncer/i.test(fact.text)
  )
    return { fault: 'untold', what: null, reason: null, fact };
  if (event === 'script.db-start-failed') return { fault: 'untold', what: null, reason: null, fact };
  if (event !== 'ctl.start-failed' && !/^(?:unable to start server|unable to restart server)/.test(fact.text)) return null;
  const said = `${fact.detail ?? ''}`;
  if (/(?:could not|cannot) access the server configuration file|无法访问服务器(?:的)?配置文件/.test(said))
    return { fault: 'configuration', what: /"([^"]+)"/.exec(said)?.[1] ?? null, reason: null, fact };
  const path = values['path'] ?? null;
  if (values['reason'] === 'sh.permission-denied' || values['reason'] === 'sh.no-such-file')
    return { fault: 'start-log', what: path, reason: said.split(': ').at(-1) ?? null, fact };
  if (values['reason'] === 'ctl.no-data-directory') return { fault: 'no-directory', what: path, reason: null, fact };
  return { fault: 'untold', what: null, reason: null, fact };
}

/** The shell that pg_ctl runs could not open the log of the start: its word stands on a line of its own before pg_ctl's. */
const LOG_REFUSED = /(?:^|\/)(?:ba|da)?sh: (?:(?:line |行 ?)?\d+: )?(?:cannot create |无法创建 ?)?(\/[^:]+): (.+)$/;

function logRefused(said: Fact | null, failed: Fact): FailedStart | null {
  if (said === null || failed.kind !== 'message' || failed.event !== 'ctl.start-failed') return null;
  const near = said.span.source === failed.span.source && failed.span.line - said.span.endLine <= 2;
  const [, what, reason] = (near ? LOG_REFUSED.exec(said.excerpt.trim()) : null) ?? [];
  return what === undefined || reason === undefined || byReason(reason) === null ? null : { fault: 'start-log', what, reason, fact: said };
}

/** sys_ctl said it in the line before, and the script that called it only that it failed. */
function noDirectory(said: Fact | null, failed: Fact): FailedStart | null {
  if (said?.kind !== 'message' || said.event !== 'ctl.no-data-directory') return null;
  if (said.span.source !== failed.span.source || failed.span.line - said.span.endLine > 2) return null;
  return { fault: 'no-directory', what: said.values['path'] ?? said.values['directory'] ?? null, reason: null, fact: said };
}

/** Which server a word of a starter is about: what a script says of a host belongs to the start that it has just tried. */
function ownerOf(cluster: Cluster, fact: Fact, before: Fact | null): Node | null {
  const near = before !== null && before.span.source === fact.span.source && fact.span.line - before.span.endLine <= 4;
  const here = near ? before : fact;
  return cluster.nodeOf(here) ?? cluster.nowhere;
}

const known = new WeakMap<Cluster, ReadonlyMap<Node, readonly FailedStart[]>>();

/** The failed starts of every server, in the order of the bundle. */
export function failedStarts(cluster: Cluster): ReadonlyMap<Node, readonly FailedStart[]> {
  const before = known.get(cluster);
  if (before !== undefined) return before;
  const starts = new Map<Node, FailedStart[]>();
  const add = (server: Node | null, start: FailedStart): void => {
    if (server !== null) starts.set(server, [...(starts.get(server) ?? []), start]);
  };
  for (const server of cluster.servers) for (const start of ofLog(server)) add(server, start);
  let last: Fact | null = null;
  let said: Fact | null = null;
  for (const fact of cluster.facts.all) {
    const start = ofStarter(fact);
    if (start !== null)
      add(ownerOf(cluster, fact, last), start.fault === 'untold' ? (logRefused(said, fact) ?? noDirectory(said, fact) ?? start) : start);
    if (fact.kind === 'message') said = fact;
    if (start === null) continue;
    if (fact.kind === 'message' && fact.event === 'ctl.start-failed') last = fact;
  }
  const sorted = new Map([...starts].map(([server, all]) => [server, all.sort((a, b) => a.fact.order - b.fact.order)]));
  known.set(cluster, sorted);
  return sorted;
}

const STARTED: readonly EventName[] = ['startup.ready', 'startup.ready-read-only', 'ctl.started', 'ctl.running'];

/** What shows that the server came up after its last failed start: its own word behind it, else whoever found it running. */
export function startedSince(cluster: Cluster, server: Node, last: Fact): Fact | null {
  const own = server.facts
    .of('message')
    .filter((fact) => (STARTED as readonly (string | null)[]).includes(fact.event) || fact.event === ('script.db-started' as string));
  const behind = own.find((fact) => isLater(fact, last));
  if (behind !== undefined) return behind;
  const touched = server === cluster.nowhere ? null : lifeOfNode(cluster, server).touched;
  if (touched === null || touched.state === 'stopped' || isAnother(server, touched.fact)) return null;
  return isLater(last, touched.fact) ? null : touched.fact;
}

/** A process that runs in another directory than the server's is who took its port, not its start. */
function isAnother(server: Node, fact: Fact): boolean {
  const shown = fact.kind === 'process' ? directoryOf(fact) : null;
  return shown !== null && server.dataDir !== null && shown !== server.dataDir.replace(/\/+$/, '');
}
