/** What to look at before a stopped server is started, so that the start makes no second primary and does not fail the same way again. */
import { dataDirectory, serverLogRoot } from '../collect/commands.ts';
import { lines, program, raw, repmgr, sh } from '../commands/command.ts';
import { walNames } from '../commands/wal-names.ts';
import type { Command, Step } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { check } from './steps.ts';

const said = texts(() => ({
  why: { en: 'Why {node} stopped, and whether there is room', 'zh-CN': '{node} 为何停止，磁盘空间是否充足' },
  whyExpect: {
    en: 'The last lines of its log, and free space on both volumes. A full volume, a damaged file, a refused configuration come first: see the findings on them.',
    'zh-CN': '日志的最后几行以及各文件系统的剩余空间。若磁盘已满、文件损坏或配置被拒绝，先处理相应问题。',
  },
  state: { en: 'How {node} was stopped', 'zh-CN': '{node} 停止时的状态' },
  stateExpect: {
    en: '`shut down` or `shut down in recovery` after a clean stop; `in production` or `in archive recovery` after a crash: it will then replay its WAL at the start. And no server process is left.',
    'zh-CN':
      '正常停止为 `shut down` 或 `shut down in recovery`；崩溃后仍为 `in production` 或 `in archive recovery`，启动时会先回放 WAL。且没有残留的服务器进程。',
  },
  signal: { en: 'As what {node} would start', 'zh-CN': '{node} 启动后将是什么角色' },
  signalExpect: {
    en: '`standby` on every node but one. With two nodes that say `primary`, do not start anything: that makes two primaries.',
    'zh-CN': '除一个节点外均为 `standby`。若有两个节点为 `primary`，不要启动任何节点，否则会出现双主。',
  },
  list: { en: 'How repmgr would start {node}', 'zh-CN': 'repmgr 将如何启动 {node}' },
  listExpect: {
    en: 'The line `start`: the command of your service. Where the configuration files lie outside the data directory (Debian), pg_ctl alone cannot start the server.',
    'zh-CN': '`start` 一行即启动命令。配置文件不在数据目录内时（如 Debian），仅用 pg_ctl 无法启动。',
  },
}));

export function seeWhyStopped(cluster: Cluster, node: Node | null): Step {
  const data = dataDirectory(node);
  return check(
    { cluster, node },
    {
      title: said.why({ node: node?.label ?? 'this node' }),
      command: lines(
        sh`df -P ${data} ${data}/${raw(walNames(cluster).directory)}/.`,
        sh`find ${serverLogRoot(cluster, node)} -type f -mtime -2 -exec tail -n 40 {} +`,
      ),
      expect: said.whyExpect(),
    },
  );
}

export function seeState(cluster: Cluster, node: Node | null): Step {
  return check(
    { cluster, node },
    {
      title: said.state({ node: node?.label ?? 'this node' }),
      command: lines(sh`LC_ALL=C ${program(node, cluster, 'controldata')} -D ${dataDirectory(node)}`, sh`ps -ef`),
      expect: said.stateExpect(),
    },
  );
}

/** Says `standby` where the file stands that makes a server one: standby.signal since 12, recovery.conf before. */
export function roleAtStart(cluster: Cluster, node: Node | null): Command {
  const file = cluster.major < 12 ? 'recovery.conf' : 'standby.signal';
  return sh`if test -f ${dataDirectory(node)}/${raw(file)}; then echo standby; else echo primary; fi`;
}

/** On every node that holds data: exactly one may start as a primary. */
export function seeRolesAtStart(cluster: Cluster, node: Node | null): Step[] {
  const all = [...new Set([node, ...cluster.members.filter((one) => !one.isWitness)])];
  return all.map((one) =>
    check(
      { cluster, node: one },
      { title: said.signal({ node: one?.label ?? 'this node' }), command: roleAtStart(cluster, one), expect: said.signalExpect() },
    ),
  );
}

/** What `repmgr node service` says, which repmgr has had since 4. */
export function seeStartCommand(cluster: Cluster, node: Node | null): Step[] {
  if (cluster.isBeforeRepmgr4) return [];
  return [
    check(
      { cluster, node },
      {
        title: said.list({ node: node?.label ?? 'this node' }),
        command: repmgr(cluster, node, 'node', 'service', '--list-actions'),
        expect: said.listExpect(),
      },
    ),
  ];
}
