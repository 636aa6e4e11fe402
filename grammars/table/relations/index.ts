import { SETTING_NAMES } from '../../kit/setting-names.ts';
import type { Query } from '../query.ts';
import { clusterMatrix, clusterMatrixCsv } from './cluster-matrix.ts';
import { clusterShow, clusterShowCsv } from './cluster-show.ts';
import { FUNCTIONS, functions } from './functions.ts';
import { pgControl } from './pg-control.ts';
import { installedExtensions, pgExtension } from './pg-extension.ts';
import { pgHbaFileRules } from './pg-hba-file-rules.ts';
import { directoryFunctions } from './pg-ls.ts';
import { pgReplicationSlots } from './pg-replication-slots.ts';
import { dconfig, pgFileSettings, pgSettings, showAll } from './pg-settings.ts';
import { pgStatActivity } from './pg-stat-activity.ts';
import { pgStatArchiver } from './pg-stat-archiver.ts';
import { pgStatReplication } from './pg-stat-replication.ts';
import { pgStatWal } from './pg-stat-wal.ts';
import { pgStatWalReceiver } from './pg-stat-wal-receiver.ts';
import { poolNodes } from './pool-nodes.ts';
import { type Relation, rows } from './relation.ts';
import { clusterEventCsv, repmgrEvents } from './repmgr-events.ts';
import { replNodes, repmgrNodes, repmgrShowNodes } from './repmgr-nodes.ts';
import { serviceStatus, serviceStatusCsv } from './service-status.ts';
import { show } from './show.ts';

/** Every known heading, the most specific first. */
export const relations: readonly Relation[] = [
  clusterShow,
  serviceStatus,
  clusterMatrix,
  repmgrEvents,
  pgFileSettings,
  pgSettings,
  showAll,
  dconfig,
  pgHbaFileRules,
  pgStatArchiver,
  pgStatReplication,
  pgStatWalReceiver,
  pgReplicationSlots,
  pgStatActivity,
  pgStatWal,
  ...pgControl,
  repmgrShowNodes,
  repmgrNodes,
  replNodes,
  pgExtension,
  installedExtensions,
  poolNodes,
  ...directoryFunctions,
  functions,
];

/** repmgr's csv forms have no headings: only the command, or the shape of a row, names them. */
export const headless = { clusterShowCsv, serviceStatusCsv, clusterMatrixCsv, clusterEventCsv } as const;

const byName = new Map(relations.map((relation) => [relation.name, relation]));

/** repmgr 2 and 3 have a schema of their own for each cluster: `repmgr_prod.repl_nodes`. */
const named = (name: string): Relation | undefined => byName.get(name) ?? (/(?:^|\.)"?repl_nodes"?$/.test(name) ? replNodes : undefined);

/** A relation that no file here knows: its rows are given as they are, under the name that the query tells. */
function unknown(name: string | null): Relation {
  return { name: name ?? '', positions: [], freeColumn: null, recognises: () => false, open: (result) => rows(name, result) };
}

/**
 * The relation of a result, by its query and its heading. A heading that fits another known relation wins over the query
 * (several statements in one file, some without rows).
 */
export function relationOf(columns: readonly string[], query: Query | null): Relation {
  const only = columns.length === 1 ? columns[0] : undefined;
  if (query?.shows != null && only !== undefined && (query.shows === only || only === query.shows.split('.').at(-1))) return show;
  const asked = query?.relation == null ? undefined : named(query.relation);
  if (
    asked !== undefined &&
    (asked.name.startsWith('pg_ls_') ||
      query?.items.some((item) => item.name === null) ||
      asked.recognises(columns) ||
      asked === replNodes ||
      (asked === pgSettings && columns.includes('name')))
  ) {
    const misfit = relations.find((relation) => relation !== asked && relation.recognises(columns));
    return misfit !== undefined && !asked.recognises(columns) && !asked.name.startsWith('pg_ls_') ? misfit : asked;
  }
  if (only !== undefined && SETTING_NAMES.has(only) && query?.relation == null) return show;
  const recognised = relations.find((relation) => relation.recognises(columns));
  if (recognised !== undefined && (query?.relation == null || recognised !== functions)) return recognised;
  if (query !== null && query.relation === null && query.items.some((item) => item.call !== null && FUNCTIONS.has(item.call)))
    return functions;
  return unknown(query?.relation ?? null);
}

/** Whether a heading is that of a known relation or of a setting: enough to open a result by its content alone. */
export function isKnownHeading(columns: readonly string[]): boolean {
  const only = columns.length === 1 ? columns[0] : undefined;
  if (only !== undefined) return SETTING_NAMES.has(only) || FUNCTIONS.has(only);
  return relations.some((relation) => relation.recognises(columns));
}

/** The columns of a result that is printed without its heading, as far as its query tells: the select list, or `*` of a known relation. */
export function columnsAsked(query: Query, count: number): readonly string[] | null {
  if (query.shows !== null) return count === 1 ? [query.shows] : null;
  const relation = query.relation === null ? undefined : named(query.relation);
  const star = relation?.positions.find(
    (positions) => positions.length + query.items.filter((item) => item.name !== null).length === count,
  );
  if (query.items.length === 0) return relation?.positions.find((positions) => positions.length === count) ?? null;
  const columns = query.items.flatMap((item) => (item.name === null ? (star ?? []) : [item.name]));
  return columns.length === count ? columns : null;
}
