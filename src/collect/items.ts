/** What the collector's script takes, in order, and into which file. The commands are those of `collect`, with holes that the script fills. */
import { type Message, texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import { collect } from './commands.ts';

export interface Item {
  readonly file: string;
  readonly what: Message;
  /** Each a line of shell whose only variables are those that the script sets. */
  readonly commands: readonly string[];
  /** A query needs the running server; a file only the disk. */
  readonly needs: 'server' | 'files' | 'host';
}

const said = texts(() => ({ why: { en: 'for the bundle', 'zh-CN': '用于收集' } }));

/** Files of a bundle: small words that say what is in them, for the people who open the archive. */
const FILES = [
  ['host.txt', 'host', 'host'],
  ['processes.txt', 'processes', 'host'],
  ['volumes.txt', 'volumes', 'files'],
  ['inodes.txt', 'inodes', 'host'],
  ['listeners.txt', 'listeners', 'host'],
  ['crontab.txt', 'scheduled', 'host'],
  ['version.txt', 'version', 'server'],
  ['recovery.txt', 'recovery', 'server'],
  ['settings.txt', 'allSettings', 'server'],
  ['archiver.txt', 'archiver', 'server'],
  ['replication.txt', 'replication', 'server'],
  ['receiver.txt', 'receiver', 'server'],
  ['slots.txt', 'slots', 'server'],
  ['activity.txt', 'activity', 'server'],
  ['hba.txt', 'hba', 'server'],
  ['repmgr_nodes.txt', 'registered', 'server'],
  ['cluster_show.txt', 'clusterShow', 'server'],
  ['node_status.txt', 'nodeStatus', 'server'],
  ['node_check.txt', 'nodeCheck', 'server'],
  ['service_status.txt', 'serviceStatus', 'server'],
  ['cluster_event.txt', 'clusterEvent', 'server'],
  ['control.txt', 'control', 'files'],
  ['wal.txt', 'walListing', 'files'],
  ['archive.txt', 'archiveDirectory', 'files'],
  ['data_directory.txt', 'signals', 'files'],
  ['histories.txt', 'histories', 'files'],
  ['configuration.txt', 'configuration', 'files'],
  ['repmgr_conf.txt', 'repmgrConf', 'files'],
] as const satisfies readonly (readonly [string, keyof typeof collect, Item['needs']])[];

/** Lines that only open and close a group, and guards: the script sets every variable before it runs anything. */
const isFrame = (line: string): boolean => line === '(' || line === ')' || line === 'set -eu' || line.startsWith(': "${');

/** The items for one product: `cluster` has no nodes, so that every place is a hole. */
export function itemsOf(cluster: Cluster): Item[] {
  return FILES.map(([file, name, needs]) => {
    const ask = collect[name](cluster, null, said.why());
    return { file, what: ask.what, needs, commands: ask.command.text.split('\n').filter((line) => !isFrame(line)) };
  });
}
