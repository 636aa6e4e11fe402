/**
 * Two primaries: what a person needs to decide which one counts. It changes nothing but repmgrd's pause, and it does not decide:
 * neither the position nor the timeline says whose transactions the business can do without.
 */
import { dataDirectory } from '../collect/commands.ts';
import { daemonState, lines, program, query, raw, repmgr, sh } from '../commands/command.ts';
import { walNames } from '../commands/wal-names.ts';
import type { Remedy, Step } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { labelOf, pause, sendersQuery } from './replication-steps.ts';
import { check, remedy, verify } from './steps.ts';

const said = texts(() => ({
  title: { en: 'Gather what the decision needs; decide nothing yet', 'zh-CN': '收集决策所需的依据，暂不做决定' },
  caution: {
    en: 'Which node counts is for the owners of the data to decide, not for a program: the higher position or timeline is not proof of the better data. Until then restart, rewind, rejoin and clone nothing. Point the applications at one node, or at none, as early as you can: every further write on the other one has to be merged by hand or is lost.',
    'zh-CN':
      '以哪个节点为准须由业务方决定，不能由程序决定：位置更大或时间线更高并不证明数据更好。在此之前不要重启、回退、重新加入或重新克隆任何节点。请尽早让应用只连接一个节点（或都不连接）：另一节点上每一次新的写入之后都要人工合并，否则丢失。',
  },
  position: { en: 'Timeline and position of {node}, and its clock', 'zh-CN': '{node} 的时间线、位置与时钟' },
  positionExpect: {
    en: '`f`, the name of the segment being written (its first eight digits are the timeline), the position. Write them down for both nodes.',
    'zh-CN': '返回 `f`、正在写入的日志段名（前八位为时间线）和位置。两个节点都要记录。',
  },
  fork: { en: 'Where the history of {node} begins and forked', 'zh-CN': '{node} 的历史从何处分叉' },
  forkExpect: {
    en: 'The control file, and one line for each fork: parent timeline and position. What lies behind that position exists on one node only.',
    'zh-CN': '控制文件，以及每次分叉一行：父时间线与位置。该位置之后的内容只存在于一个节点。',
  },
  clients: { en: 'Who is connected to {node}, and since when', 'zh-CN': '谁连接在 {node} 上、从何时开始' },
  clientsExpect: {
    en: 'The applications by user, address and last activity: the node that they write to.',
    'zh-CN': '按用户、地址和最近活动列出应用：它们正在写入的节点。',
  },
  writes: { en: 'What was written on {node}', 'zh-CN': '{node} 上写入了什么' },
  writesExpect: {
    en: 'Run it twice, a minute apart: the counters that grow show where writes go. Beside it ask the applications for their newest rows on both nodes (orders, logins): only they can tell.',
    'zh-CN': '间隔一分钟执行两次：增长的计数显示写入去向。同时请业务方在两个节点上核对最新的业务数据（订单、登录等）：只有业务方能判断。',
  },
  listed: { en: 'Who receives from {node}', 'zh-CN': '查看从 {node} 接收的连接' },
  listedExpect: {
    en: 'A primary that nobody receives from stands alone: write it down with the rest, for each of the two. Then, and only then, the owners of the data decide.',
    'zh-CN': '没有备机从其接收的主机是孤立的：两个节点都要记录，与上述结果一起交由业务方决定。',
  },
  kept: { en: 'repmgrd acts on nothing now', 'zh-CN': '确认 repmgrd 不会再自动操作' },
  keptExpect: {
    en: '`Paused?` yes on every node that answers. Each primary has records of its own: look at both listings. Then, and only then, the owners of the data decide.',
    'zh-CN': '可应答的节点 `Paused?` 均为 yes。两个主机各有自己的元数据：两份列表都要看。此后再由业务方决定。',
  },
}));

export function decidePrimary(cluster: Cluster, primaries: readonly Node[]): Remedy {
  const [first = null] = primaries;
  return remedy({
    id: 'decide-primary',
    title: said.title(),
    caution: said.caution(),
    steps: [
      ...primaries.flatMap((node) => looks(cluster, node)),
      ...(cluster.flavour.usesRepmgr ? primaries.map((node) => pause(cluster, node)) : []),
    ],
    closing: cluster.flavour.usesRepmgr ? kept(cluster, first) : listed(cluster, first),
  });
}

const listed = (cluster: Cluster, first: Node | null): Step =>
  verify(
    { cluster, node: first },
    {
      title: said.listed({ node: labelOf(first, 'this node') }),
      command: query(cluster, first, sendersQuery(cluster)),
      expect: said.listedExpect(),
    },
  );

const kept = (cluster: Cluster, first: Node | null): Step =>
  verify(
    { cluster, node: first },
    {
      title: said.kept(),
      // with two primaries both end with an error status by design
      command: lines(sh`${daemonState(cluster, first)} || true`, sh`${repmgr(cluster, first, 'cluster', 'show')} || true`),
      expect: said.keptExpect(),
    },
  );

/** The same questions to each of them; functions by the names of this product and version. */
function looks(cluster: Cluster, node: Node): Step[] {
  const on = { cluster, node };
  const names = { node: node.label };
  const { catalog } = cluster.flavour;
  const old = cluster.major < 10;
  const position = `${catalog}current_${old ? 'xlog_location' : 'wal_lsn'}()`;
  const segment = `${catalog}${old ? 'xlogfile_name' : 'walfile_name'}(${position})`;
  return [
    check(on, {
      title: said.position(names),
      command: query(cluster, node, `select ${catalog}is_in_recovery(), ${segment}, ${position}, now()`),
      expect: said.positionExpect(),
    }),
    check(on, {
      title: said.fork(names),
      command: lines(
        sh`LC_ALL=C ${program(node, cluster, 'controldata')} -D ${dataDirectory(node)}`,
        sh`find ${dataDirectory(node)}/${raw(walNames(cluster).directory)}/ -name '*.history' -exec cat {} +`,
      ),
      expect: said.forkExpect(),
    }),
    check(on, {
      title: said.clients(names),
      command: query(
        cluster,
        node,
        `select datname, usename, client_addr, count(*), min(backend_start), max(state_change) from ${catalog}stat_activity where client_addr is not null group by 1, 2, 3 order by 4 desc`,
      ),
      expect: said.clientsExpect(),
    }),
    check(on, {
      title: said.writes(names),
      command: query(
        cluster,
        node,
        `select datname, xact_commit, tup_inserted, tup_updated, tup_deleted, now() from ${catalog}stat_database where datname is not null order by 1`,
      ),
      expect: said.writesExpect(),
    }),
  ];
}
