/** Whether the cluster is well: by repmgr's own checks, by what it archives and replicates, and by the rows of the canary table. */
import { existsSync } from 'node:fs';
import { holdsWithin, pause } from './cluster/host.ts';
import type { Lab } from './cluster/lab.ts';

const NOT_OK = /CRITICAL|WARNING|UNKNOWN|ERROR/;

/** What is wrong; nothing where all is well. */
function ailments(lab: Lab): string[] {
  const primaries = lab.primaries;
  const [primary] = primaries;
  if (primaries.length !== 1 || primary === undefined) return [`primaries running: ${primaries.join(' ') || 'none'}`];
  const standbys = lab.nodes.filter((node) => node !== primary);
  return [
    ...checks(lab),
    ...listing(lab, primary),
    ...replicates(lab, primary, standbys),
    ...archives(lab, primary),
    ...standbys.slice(0, 1).flatMap((node) => rehearses(lab, node)),
  ];
}

/** The same, given some time to become true. */
export function ailmentsAfter(lab: Lab, seconds: number): string[] {
  let found = ailments(lab);
  for (const end = Date.now() + seconds * 1000; found.length > 0 && Date.now() < end; pause(1)) found = ailments(lab);
  return found;
}

/** What `repmgr node check` says of the nodes. */
export function checks(lab: Lab): string[] {
  return lab.nodes.flatMap((node) => check(lab, node));
}

function check(lab: Lab, node: number): string[] {
  const { output } = lab.run(node, `${lab.repmgr} node check 2>&1`);
  if (output.trim() === '') return [`node${node} check: no answer`];
  return output
    .split('\n')
    .filter((line) => NOT_OK.test(line))
    .map((line) => `node${node} check: ${line.trim()}`);
}

function listing(lab: Lab, primary: number): string[] {
  const shown = lab.run(primary, `${lab.repmgr} cluster show 2>&1`).output.split('\n');
  const watched = lab.run(primary, `${lab.repmgr} service status 2>&1`).output.split('\n');
  const daemons = lab.knobs.repmgrd ? watched.filter((line) => /\| not running \||\| yes +\|/.test(line)) : [];
  return [...shown.filter((line) => /\| +[-!?]|ERROR|WARNING/.test(line)), ...daemons].map((line) => `listing: ${line.trim()}`);
}

/** A row that is written now arrives on every standby. */
function replicates(lab: Lab, primary: number, standbys: readonly number[]): string[] {
  const answer = lab.query(primary, 'insert into orders select max(id) + 1, now()::text from orders returning id');
  const id = answer.split('\n')[0] ?? '';
  if (!/^\d+$/.test(id)) return [`a write on node${primary}: ${answer}`];
  return standbys
    .filter((node) => !holdsWithin(5, () => lab.query(node, `select 1 from orders where id = ${id}`) === '1'))
    .map((node) => `a row written on node${primary} does not arrive on node${node}`);
}

/** The segment that is being written is archived once it is full, where archiving is on. */
function archives(lab: Lab, primary: number): string[] {
  if (lab.query(primary, 'show archive_mode') === 'off') return [];
  const segment = lab.query(primary, 'select pg_walfile_name(pg_current_wal_lsn())');
  lab.fill(primary, 1);
  const done = lab.path(primary, `data/pg_wal/archive_status/${segment}.done`);
  const archived = () => existsSync(done) || lab.query(primary, `select last_archived_wal >= '${segment}' from pg_stat_archiver`) === 't';
  return holdsWithin(15, archived) ? [] : [`segment ${segment} is not archived within 15 s`];
}

function rehearses(lab: Lab, standby: number): string[] {
  const { output } = lab.run(standby, `${lab.repmgr} standby switchover --dry-run 2>&1`);
  if (output.includes('prerequisites for executing STANDBY SWITCHOVER are met')) return [];
  const lines = output.split('\n').filter((line) => /ERROR|WARNING/.test(line));
  return (lines.length > 0 ? lines : ['no answer']).map((line) => `switchover --dry-run on node${standby}: ${line}`);
}

/** A real switchover to a standby; what ails the cluster then. */
export function ailmentsAfterSwitchover(lab: Lab): string[] {
  const standby = lab.nodes.find((node) => !lab.isPrimary(node)) ?? 2;
  const { code, output } = lab.run(standby, `${lab.repmgr} standby switchover --siblings-follow 2>&1`, { seconds: 120 });
  if (code !== 0) return [`switchover to node${standby}: exit ${code}: ${output.trim().split('\n').at(-1)}`];
  return ailmentsAfter(lab, 15).map((text) => `after a switchover: ${text}`);
}

/** Segments that a recovery may need: archived ones, and those of the primaries that wait for it. */
export function keptWal(lab: Lab): Set<string> {
  return new Set([...lab.nodes.flatMap((node) => [...archived(lab, node)]), ...lab.primaries.flatMap((node) => waitingHere(lab, node))]);
}

/** A status file whose segment somebody has removed keeps nothing. */
const waitingHere = (lab: Lab, node: number): string[] =>
  lab.waitingSegments(node).filter((name) => existsSync(lab.path(node, `data/pg_wal/${name}`)));

/** How many of them are neither archived nor wait for it any more: what a WAL directory still holds beside that goes at a checkpoint. */
export function lostWal(lab: Lab, before: ReadonlySet<string>): number {
  const there = keptWal(lab);
  return [...before].filter((name) => !there.has(name)).length;
}

/** Wherever it lies on the node, but for the server's own directories: a remedy may set up another archive. */
function archived(lab: Lab, node: number): Set<string> {
  const { base } = lab.dress;
  const { output } = lab.run(
    node,
    `find ${base} /media/backup -path ${base}/data -prune -o -path ${base}/wal -prune -o -type f -print 2>/dev/null`,
  );
  return new Set([...output.matchAll(/\/([0-9A-F]{24})$/gm)].map(([, name]) => name ?? ''));
}

/** Ids of the canary rows that a node holds. */
export function rows(lab: Lab, node: number): Set<string> {
  return new Set(lab.query(node, "select id || ' ' || note from orders").split('\n'));
}
