/** Room for WAL: how much a node keeps on disk, which setting asks for it, and the volume on which it lies. */
import type { Fact, FactOf } from '../core/fact.ts';
import type { SimpleCommand } from '../core/shell.ts';
import { isArchiveStatusPath, isLiveWalPath } from './actions.ts';
import type { Node } from './node.ts';
import { settingNumber } from './settings.ts';

export interface WalKept {
  readonly bytes: number;
  /** The text was cut: at least so many. */
  readonly atLeast: boolean;
  readonly fact: Fact;
}

/** WAL on a node's disk by every word on it, in order: listings of the WAL directory, `du`, counted files. */
export function walKept(node: Node): WalKept[] {
  const bytes = node.segmentBytes;
  const kept: WalKept[] = [];
  for (const fact of node.facts.all) {
    if (fact.kind === 'directory' && fact.holds === 'wal') kept.push({ bytes: fact.segments.count * bytes, atLeast: fact.atLeast, fact });
    else if (
      fact.kind === 'count' &&
      fact.path !== null &&
      isLiveWalPath(fact.path) &&
      (fact.pattern === null || /[0-9A-F*]{6}/.test(fact.pattern))
    )
      kept.push({ bytes: fact.value * bytes, atLeast: false, fact });
    else if (fact.kind === 'note' && fact.topic === 'du' && fact.values['bytes'] !== undefined && isLiveWalPath(fact.values['path'] ?? ''))
      kept.push({ bytes: Number(fact.values['bytes']), atLeast: false, fact });
  }
  return kept;
}

export interface KeepSetting {
  readonly name: 'wal_keep_size' | 'wal_keep_segments';
  readonly bytes: number;
  readonly fact: FactOf<'setting'>;
}

/** What `wal_keep_size` (13 on) or `wal_keep_segments` asks for; null where the bundle does not tell. */
export function keepSetting(node: Node): KeepSetting | null {
  for (const name of ['wal_keep_size', 'wal_keep_segments'] as const) {
    const setting = node.setting(name);
    if (!setting.known) continue;
    const number = settingNumber(setting.fact);
    if (number !== null) return { name, bytes: name === 'wal_keep_segments' ? number * node.segmentBytes : number, fact: setting.fact };
  }
  return null;
}

export interface WalVolume {
  readonly volume: FactOf<'volume'>;
  /** `named`: the text itself ties it to WAL (asked for by the WAL directory's path, or mounted under a name that says so); `path`: by the path only, which a symbolic link may turn elsewhere. */
  readonly how: 'named' | 'path';
}

/** `/pgwal`, `/srv/pgsql/wal`, `/data/sys_wal`; not a WAL archive. */
const WAL_MOUNT = /(?:^|[/_-])(?:pg|sys)?_?(?:wal|xlog)s?(?:$|[/_-])/i;
const isWalMount = (mount: string): boolean => WAL_MOUNT.test(mount) && !/arch/i.test(mount);

/** The volume of a node's WAL by each of its `df` outputs, in order; those in which it cannot be told are left out. */
export function walVolumes(node: Node): WalVolume[] {
  const bySegment = new Map<number, FactOf<'volume'>[]>();
  for (const fact of node.facts.of('volume')) {
    if (fact.of !== 'blocks') continue;
    const list = bySegment.get(fact.segment);
    if (list === undefined) bySegment.set(fact.segment, [fact]);
    else list.push(fact);
  }
  return [...bySegment.values()].flatMap((volumes) => walVolumeAmong(node, volumes) ?? []);
}

function walVolumeAmong(node: Node, volumes: readonly FactOf<'volume'>[]): WalVolume | null {
  const asked = askedPaths(node, volumes);
  const byQuestion = volumes[asked.findIndex((path) => isLiveWalPath(path))];
  if (asked.length === volumes.length && byQuestion !== undefined) return { volume: byQuestion, how: 'named' };
  const byName = volumes.filter((volume) => isWalMount(volume.mount));
  if (byName.length === 1 && byName[0] !== undefined) return { volume: byName[0], how: 'named' };
  const link = linkOf(node);
  const home = link ?? node.walDir ?? node.dataDir;
  const byPath = home === null ? takesMost(node, volumes) : longestMount(volumes, home);
  return byPath === undefined ? null : { volume: byPath, how: link === null ? 'path' : 'named' };
}

/** Nothing tells where WAL lies, and what was measured of it is a good part of what the one volume that was asked about holds. */
function takesMost(node: Node, volumes: readonly FactOf<'volume'>[]): FactOf<'volume'> | undefined {
  const [only, ...more] = volumes;
  const kept = walKept(node).at(-1)?.bytes ?? 0;
  if (only === undefined || more.length > 0 || only.size === null || only.available === null) return undefined;
  const used = only.size - only.available;
  return kept >= used * 0.3 && kept <= used * 1.05 ? only : undefined;
}

/** The paths that the command in front of these rows asked for. */
function askedPaths(node: Node, volumes: readonly FactOf<'volume'>[]): readonly string[] {
  const first = volumes[0];
  if (first === undefined) return [];
  const before = node.facts.of('command').filter((fact) => fact.span.source === first.span.source && fact.span.line < first.span.line);
  const commands: readonly SimpleCommand[] = before.at(-1)?.script?.items.flatMap((item) => item.pipeline.commands) ?? [];
  const df = commands.find((command) => command.program === 'df');
  return df?.args.filter((arg) => arg.startsWith('/')) ?? [];
}

/** Where the WAL directory really lies, if a listing of the data directory shows it as a link. */
function linkOf(node: Node): string | null {
  for (const listing of node.facts.of('directory'))
    for (const entry of listing.others)
      if (/^(?:pg|sys)_(?:wal|xlog)$/.test(entry.name) && entry.target?.startsWith('/')) return entry.target;
  return null;
}

function longestMount(volumes: readonly FactOf<'volume'>[], path: string): FactOf<'volume'> | undefined {
  const holds = (mount: string): boolean => mount === '/' || path === mount || path.startsWith(`${mount.replace(/\/$/, '')}/`);
  return volumes.filter((volume) => holds(volume.mount)).sort((a, b) => b.mount.length - a.mount.length)[0];
}

const GIB = 2 ** 30;

/**
 * `full`: no room for a few more segments; `nearly`: hours at a usual rate; `filling`: worth a look. A large volume with a few per cent
 * left has room for long, so that a percentage alone is not enough.
 */
export function fullness(volume: FactOf<'volume'>): 'full' | 'nearly' | 'filling' | 'fine' {
  const percent = volume.usedPercent ?? 0;
  const available = volume.available ?? 0;
  if (percent >= 100 || (percent >= 95 && available < GIB / 16)) return 'full';
  if (percent >= 95 && available < 50 * GIB) return 'nearly';
  return percent >= 90 && available < 100 * GIB ? 'filling' : 'fine';
}

const NO_SPACE = ['os.no-space', 'os.quota'];

const failsForSpace = (fact: FactOf<'message'>): boolean => fact.program === 'server' && NO_SPACE.includes(fact.values['cause'] ?? '');

/** What a server could not write for lack of space on the volume of WAL: WAL itself, or the status files beside it. */
export const walWriteFailures = (node: Node): FactOf<'message'>[] =>
  node.facts.of('message').filter((fact) => {
    const path = fact.values['file'] ?? '';
    const below = isLiveWalPath(path) || (isArchiveStatusPath(path) && isLiveWalPath(path.replace(/\/archive_status\b.*/, '/')));
    return failsForSpace(fact) && (fact.event === 'wal.write-failed' || below);
  });

/** Data files that could not grow; what a query sorts on disk (`base/pgsql_tmp`) is gone when the query is. */
export const dataWriteFailures = (node: Node): FactOf<'message'>[] =>
  node.facts
    .of('message')
    .filter((fact) => failsForSpace(fact) && /^(?:base|global|(?:pg|sys)_tblspc)\/(?!\w*_tmp\b)/.test(fact.values['file'] ?? ''));
