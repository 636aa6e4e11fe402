/** Places on a node as parts of a command: as the bundle shows them, else holes. */
import { hole, raw, sh } from '../commands/command.ts';
import type { Command } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { serverLogOf } from '../model/server-log.ts';

const said = texts(() => ({
  findDataDir: {
    en: '`show data_directory`, or the `-D` of the server in `ps -ef`; where it is stopped, the `data_directory` line of repmgr.conf',
    'zh-CN': '执行 `show data_directory`，或查看 `ps -ef` 中服务器进程的 `-D`；停机时查看 repmgr.conf 中的 `data_directory`',
  },
  findServerLog: {
    en: "the file that the server's start gives to pg_ctl (`-l`), or to which its standard error goes; below systemd `journalctl -u` has it",
    'zh-CN': '启动服务器时 pg_ctl 的 `-l` 所指文件，或其标准错误输出所写的文件；由 systemd 管理时见 `journalctl -u`',
  },
}));

/** The data directory of a node as a part of a command: its path, or a hole. */
export function dataDirectory(node: Node | null): string | ReturnType<typeof hole> {
  return node?.dataDir ?? hole('DATA_DIR', 'the data directory of this node', said.findDataDir());
}

/** Where a server's log lies, as a word of a command. */
function serverLogPlace(cluster: Cluster, node: Node | null): { readonly word: Command; readonly isDirectory: boolean } {
  const log = serverLogOf(node);
  if (log === null) return { word: sh`${dataDirectory(node)}/${raw(logDirOf(cluster))}`, isDirectory: true };
  if (log.is !== 'elsewhere') return { word: sh`${log.path}`, isDirectory: log.is === 'directory' };
  return { word: sh`${hole('SERVER_LOG', 'the file of the server log', said.findServerLog())}`, isDirectory: false };
}

/** The files of a server's log: each of its directory, or the one file. */
export function serverLogFiles(cluster: Cluster, node: Node | null): Command {
  const { word, isDirectory } = serverLogPlace(cluster, node);
  return isDirectory ? sh`${word}/*` : word;
}

/** What find(1) is to look through for them; a link is followed. */
export function serverLogRoot(cluster: Cluster, node: Node | null): Command {
  const { word, isDirectory } = serverLogPlace(cluster, node);
  return isDirectory ? sh`${word}/` : word;
}

/** Where the server logs by default: `pg_log` before 10, which renamed it. */
const logDirOf = ({ flavour, major }: Cluster): string => (flavour.logDir === 'log' && major < 10 ? 'pg_log' : flavour.logDir);
