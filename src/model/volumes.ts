/** Which volume a path lies on, and whether there is room: what df says of it. */
import type { FactOf } from '../core/fact.ts';
import type { Node } from './node.ts';

type Volume = FactOf<'volume'>;

/**
 * The volume of a path in a node's `df`: the longest mount point above it, of the last capture.
 */
export function volumeOf(node: Node, path: string, of: Volume['of'] = 'blocks'): Volume | null {
  const volumes = node.facts.of('volume').filter((fact) => fact.of === of);
  const fits = volumes.filter((fact) => fact.mount === '/' || path === fact.mount || path.startsWith(`${fact.mount}/`));
  const longest = Math.max(...fits.map((fact) => fact.mount.length));
  return fits.filter((fact) => fact.mount.length === longest).at(-1) ?? null;
}

/** Whether a volume can take one more file of so many bytes. Root's reserve is no room for the server: what df calls available counts. */
export function isFull(volume: Volume, bytes: number): boolean {
  if (volume.of === 'inodes') return volume.available === 0 || (volume.usedPercent ?? 0) >= 100;
  if (volume.available !== null) return volume.available < bytes;
  return (volume.usedPercent ?? 0) >= 100;
}

/** The volume of a path that is full, blocks or inodes; null where none is, or none is shown. */
export function fullVolume(node: Node, path: string, bytes: number): Volume | null {
  for (const of of ['blocks', 'inodes'] as const) {
    const volume = volumeOf(node, path, of);
    if (volume !== null && isFull(volume, bytes)) return volume;
  }
  return null;
}

/** Data directories as packages of PostgreSQL lay them out (Debian, RHEL). */
const PACKAGED = /^\/var\/lib\/(?:postgresql\/\d+\/[\w-]+|pgsql\/(?:\d+\/)?data)\/?$/;

/** The volume of the data: of the data directory that is known, else of a directory that looks like one by a package and that df was asked for. */
export function dataVolume(node: Node): Volume | null {
  const { dataDir } = node;
  if (dataDir !== null) return volumeOf(node, dataDir);
  const asked = node.facts
    .of('command')
    .flatMap((fact) => fact.script?.items.flatMap((item) => item.pipeline.commands) ?? [])
    .filter((command) => command.program === 'df')
    .flatMap((command) => command.args)
    .find((path) => PACKAGED.test(path));
  return asked === undefined ? null : volumeOf(node, asked);
}
