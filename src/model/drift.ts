/** Settings in which nodes that take each other's place must agree, and where they do not. */
import type { CauseId } from '../core/ids.ts';
import { readArchiveCommand } from './archive-command.ts';
import type { Node } from './node.ts';
import { normalValue, type Setting } from './settings.ts';

export type Known = Extract<Setting, { known: true }>;

export interface Compared {
  readonly name: string;
  /** Causes that tell better what is wrong where it differs. */
  readonly toldBy: readonly CauseId[];
  /** What makes two values alike, where the value itself does not. */
  readonly kind?: (value: string) => string;
}

export interface Difference extends Compared {
  readonly words: readonly { readonly node: Node; readonly setting: Known }[];
}

/** How it archives, not where to: paths and hosts differ by design. */
const wayOfArchiving = (value: string): string => {
  const { noop, tool, remote } = readArchiveCommand(value);
  if (value.trim() === '') return 'nothing';
  return noop ? 'no-op' : (tool ?? (remote === null ? 'local copy' : 'remote copy'));
};
/** A server that listens for itself only, against one that others reach; which of its addresses it names differs by design. */
const audience = (value: string): string =>
  value.split(',').every((one) => /^(?:localhost|127\.\d+\.\d+\.\d+|::1|)$/.test(one.trim())) ? 'itself' : 'others';
const asSet = (value: string): string =>
  value
    .split(',')
    .map((one) => one.trim().replace(/^"|"$/g, ''))
    .sort()
    .join();

const ARCHIVING: readonly CauseId[] = [
  'archive-command-missing',
  'archive-command-noop',
  'archive-command-malformed',
  'archive-command-not-found',
  'archive-command-failing',
  'archive-destination-missing',
  'archive-destination-unwritable',
  'archive-destination-full',
  'archive-file-exists',
  'archive-remote-unreachable',
  'archive-process-stalled',
  'archive-backlog-draining',
];

/** Limits that a standby may not have lower than its primary are standby-setting-too-low's; memory sizes differ with the machines. */
export const COMPARED: readonly Compared[] = [
  { name: 'archive_mode', toldBy: ['archive-mode-off', 'archive-mode-pending-restart'] },
  { name: 'archive_command', toldBy: ARCHIVING, kind: wayOfArchiving },
  { name: 'archive_dest', toldBy: ARCHIVING, kind: (value) => (value === '' ? 'nothing' : 'set') },
  { name: 'archive_library', toldBy: ARCHIVING },
  { name: 'wal_level', toldBy: ['wal-level-insufficient'] },
  { name: 'wal_log_hints', toldBy: ['rewind-prerequisites-missing'] },
  { name: 'full_page_writes', toldBy: ['durability-disabled', 'rewind-prerequisites-missing'] },
  { name: 'fsync', toldBy: ['durability-disabled'] },
  { name: 'synchronous_commit', toldBy: ['durability-disabled', 'synchronous-degraded'] },
  { name: 'hot_standby', toldBy: ['wal-level-insufficient'] },
  { name: 'max_wal_senders', toldBy: ['standby-setting-too-low', 'wal-senders-exhausted', 'wal-level-insufficient'] },
  { name: 'max_replication_slots', toldBy: ['replication-slots-exhausted'] },
  { name: 'wal_keep_size', toldBy: ['wal-retention-excessive', 'wal-retention-insufficient', 'wal-removed-before-standby'] },
  { name: 'wal_keep_segments', toldBy: ['wal-retention-excessive', 'wal-retention-insufficient', 'wal-removed-before-standby'] },
  { name: 'max_slot_wal_keep_size', toldBy: ['replication-slot-lost'] },
  { name: 'shared_preload_libraries', toldBy: ['repmgrd-not-loaded'], kind: asSet },
  { name: 'listen_addresses', toldBy: ['replication-connection-refused', 'node-unreachable'], kind: audience },
];

/** Settings whose values, as the running servers say or the files that nothing outweighs, are not alike. */
export function differencesOf(nodes: readonly Node[]): readonly Difference[] {
  return COMPARED.flatMap((compared) => {
    const words = nodes.flatMap((node) => {
      const setting = node.setting(compared.name);
      return setting.known && isSettled(setting) ? [{ node, setting }] : [];
    });
    const kinds = new Set(words.map(({ setting }) => compared.kind?.(setting.value) ?? normalValue(setting.fact)));
    return kinds.size > 1 ? [{ ...compared, words }] : [];
  });
}

/** A line of postgresql.conf alone may be overridden in a file that the bundle does not hold. */
const isSettled = (setting: Known): boolean => setting.how === 'running' || /(?:auto|es_rep)\.conf/.test(setting.fact.file ?? '');

/** The node whose value the others should have: the one that lets more happen, else the primary's. */
export function betterOf({ words }: Difference): Difference['words'][number] | null {
  const score = ({ node, setting }: Difference['words'][number]): number => {
    const normal = normalValue(setting.fact);
    const number = Number(normal);
    if (normal !== '' && Number.isFinite(number)) return number < 0 ? Number.MAX_VALUE : number;
    return ['on', 'always', 'replica', 'logical', 'hot_standby'].includes(normal)
      ? 2
      : normal === '' || normal === 'off'
        ? 0
        : node.isPrimary
          ? 2
          : 1;
  };
  return [...words].sort((a, b) => score(b) - score(a))[0] ?? null;
}
