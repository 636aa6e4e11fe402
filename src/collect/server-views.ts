/**
 * What a server is asked about itself, as far as its version has the view: access rules are a view since 10, before that the file
 * itself and the log after a reload tell; errors of files and what waits for a restart since 9.5; the receiver since 9.6.
 */
import { lines, query, raw, sh, table } from '../commands/command.ts';
import type { Command } from '../core/finding.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { serverLogFiles } from './places.ts';

/** Of a server 9.x; where only its first number is known, the older one is taken. */
const isBefore = (cluster: Cluster, second: number): boolean =>
  cluster.major < 10 && Number(/^9\.(\d+)/.exec(cluster.version ?? '')?.[1] ?? 0) < second;

/** `, pending_restart` where pg_settings has the column. */
export const pendingColumn = (cluster: Cluster): string => (isBefore(cluster, 5) ? '' : ', pending_restart');

const RULES = 'select line_number, type, database, user_name, address, auth_method, error from';

/** Views of both files, access rules included. */
export const hasFileViews = (cluster: Cluster): boolean => cluster.major >= 10;

/** Where the file of access rules lies, and the rules that it holds. */
export function accessRules(cluster: Cluster, node: Node | null): Command {
  const view = `${cluster.flavour.catalog}hba_file_rules`;
  return cluster.major < 10 ? rulesOfFile(cluster, node) : query(cluster, node, 'show hba_file', `${RULES} ${view}`);
}

/** The rules in force, whole. */
export function accessTable(cluster: Cluster, node: Node | null): Command {
  return cluster.major < 10 ? rulesOfFile(cluster, node) : table(cluster, node, `select * from ${cluster.flavour.catalog}hba_file_rules`);
}

const rulesOfFile = (cluster: Cluster, node: Node | null): Command =>
  lines(sh`hba=$(${query(cluster, node, 'show hba_file')})`, sh`echo ${raw('"$hba"')}`, sh`grep -nE '^[[:space:]]*[a-z]' ${raw('"$hba"')}`);

/** Lines of that file that the server does not take. Before 10 only its log says so, once it was told to reload. */
export function accessErrors(cluster: Cluster, node: Node | null): Command {
  return cluster.major < 10
    ? sh`tail -n 50 ${serverLogFiles(cluster, node)} | grep -a 'hba.conf' || true`
    : query(cluster, node, `select line_number, error from ${cluster.flavour.catalog}hba_file_rules where error is not null`);
}

/** Lines of its files of settings that the server does not take. */
export function settingErrors(cluster: Cluster, node: Node | null): Command {
  return isBefore(cluster, 5)
    ? sh`tail -n 50 ${serverLogFiles(cluster, node)} | grep -aE 'configuration file|syntax error in file|invalid value|unrecognized configuration' || true`
    : query(
        cluster,
        node,
        `select sourcefile, sourceline, name, error from ${cluster.flavour.catalog}file_settings where error is not null`,
      );
}

/** What the receiver of a standby does; its columns where the view is there. */
export function receiverState(cluster: Cluster, standby: Node | null, columns: string, ...before: readonly string[]): Command {
  return isBefore(cluster, 6)
    ? lines(...(before.length === 0 ? [] : [query(cluster, standby, ...before)]), sh`ps -ef | grep '[w]al receiver' || true`)
    : query(cluster, standby, ...before, `select ${columns} from ${cluster.flavour.catalog}stat_wal_receiver`);
}

/** Ends the receiver, which the standby starts anew by itself. */
export function endReceiver(cluster: Cluster, standby: Node | null): Command {
  const c = cluster.flavour.catalog;
  return isBefore(cluster, 6)
    ? sh`pkill -f 'wal receiver process'`
    : query(cluster, standby, `select ${c}terminate_backend(pid) from ${c}stat_wal_receiver`);
}
