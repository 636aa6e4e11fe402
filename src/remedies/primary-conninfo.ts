/** A word of the connection string with which a standby receives, written anew: by SQL since 12, in recovery.conf before. */
import { dataDirectory } from '../collect/commands.ts';
import { query, raw, sh, statements } from '../commands/command.ts';
import type { Command } from '../core/finding.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';

/** Before 13 the connection string is read at the start only. */
export const reloadsConninfo = (cluster: Cluster): boolean => cluster.major >= 13;

export const conninfoLine = (cluster: Cluster, standby: Node | null): Command =>
  cluster.major >= 12
    ? query(cluster, standby, 'show primary_conninfo')
    : sh`grep primary_conninfo ${dataDirectory(standby)}/recovery.conf`;

/** In place of the word that stands there; `sed` keeps the old file beside it. */
export function withWord(cluster: Cluster, standby: Node | null, key: string, variable: string, value: Command): Command {
  if (cluster.major >= 12) {
    const rewrite = String.raw`select format('alter system set primary_conninfo = %L', regexp_replace(current_setting('primary_conninfo'), '\s*${key}\s*=\s*(''[^'']*''|\S+)', '') || ' ${key}=' || :'${variable}') \gexec`;
    const reload = reloadsConninfo(cluster) ? [`select ${cluster.flavour.catalog}reload_conf();`] : [];
    return statements(cluster, standby, { [variable]: value }, [rewrite, ...reload]);
  }
  const edit = raw(`"/^primary_conninfo/{s/ *${key}=[^ ']*//;s/' *\\$/ ${key}=$${variable}'/;}"`);
  return sh`${raw(variable)}=${value} && sed -i.before ${edit} ${dataDirectory(standby)}/recovery.conf`;
}
