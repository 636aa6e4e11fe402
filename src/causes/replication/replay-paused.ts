import { collect } from '../../collect/commands.ts';
import { text, texts } from '../../core/text.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { Node } from '../../model/node.ts';
import { type Hold, holdsOf, lagsOf } from '../../model/replay.ts';
import { ends } from '../../model/replication.ts';
import { resumeReplay } from '../../remedies/resume-replay.ts';
import { absent, defineCause, evidence, present, type Told } from '../cause.ts';

const said = texts(() => ({
  held: {
    en: 'Replay is paused on {node}: it receives WAL and does not apply it. Its data stand still, and it can not be promoted before it has caught up.',
    'zh-CN': '{node} 的 WAL 回放已暂停：仍在接收但不应用。其数据停在暂停时刻，追平之前无法提升。',
  },
  typedOnly: {
    en: 'Somebody paused replay on {node} by hand, and nothing shows that it was resumed.',
    'zh-CN': '有人在 {node} 上手工暂停了回放，未见恢复。',
  },
  past: { en: 'Replay on {node} was paused, and goes on again.', 'zh-CN': '{node} 的回放曾暂停，现已恢复。' },
  shows: { en: 'replay is paused', 'zh-CN': '回放已暂停' },
  typed: { en: 'paused by hand here', 'zh-CN': '此处手工暂停' },
  released: { en: 'it goes on again', 'zh-CN': '已恢复回放' },
  runs: { en: 'replay on {node} is not paused', 'zh-CN': '{node} 的回放未暂停' },
  whyLog: { en: 'since when replay is paused on {node}, and whether by hand', 'zh-CN': '{node} 的回放从何时起暂停、是否为手工' },
}));

export const replayPaused = defineCause({
  id: 'replay-paused',
  group: 'replication',
  scope: 'told',
  severity: 'critical',
  title: text({ en: 'Replay is paused on a standby', 'zh-CN': '备机的 WAL 回放已暂停' }),
  get about() {
    return text({
      en: `Somebody called \`pg_wal_replay_pause()\` (for a report, a backup, an inspection) and never resumed, or recovery stopped at a target. The standby stays attached and receives; it applies nothing. Its data stand still, WAL piles up on it, and repmgr refuses to promote it while something waits to be replayed.

**How it shows itself.** \`WAL replay is paused on node …\` under \`cluster show\`; \`WAL replay is paused on this node and it is not safe to proceed\` from a switchover or a promotion; \`pg_is_wal_replay_paused\` t, \`pg_get_wal_replay_pause_state\` paused; \`recovery has paused\` (恢复操作已暂停) in the server's log; a lag that grows second by second.

**Lookalikes.** Replay that pauses itself because a setting is lower than on the primary: resuming would stop the server. \`recovery_min_apply_delay\`: delayed, not paused. A query that holds replay back (conflict): it goes on by itself. A pause that a restart or a promotion ended (from 13 on a promotion ends it).

**What to do.** Ask who paused it and why; then \`pg_wal_replay_resume()\`, and watch the positions meet.

**What not to do.** Do not resume while the log says \`insufficient parameter settings\`. No restart is needed. Do not promote another node only because this one refuses.

**Versions.** \`pg_get_wal_replay_pause_state()\` from 14 on. Up to 12 a promotion keeps the pause. **Sources.** PostgreSQL documentation, "Recovery Control Functions"; repmgr source, \`repmgr-action-standby.c\`.`,
      'zh-CN': `有人（为报表、备份或检查）执行了 \`pg_wal_replay_pause()\` 而未恢复，或恢复停在了目标点。备机仍连接并接收，但不应用任何 WAL。其数据停滞、WAL 堆积，且只要仍有待回放内容，repmgr 就拒绝提升它。

**表现。** \`cluster show\` 之下的 \`WAL replay is paused on node …\`；切换或提升时的 \`WAL replay is paused on this node and it is not safe to proceed\`；\`pg_is_wal_replay_paused\` 为 t，\`pg_get_wal_replay_pause_state\` 为 paused；服务器日志“恢复操作已暂停”；延迟逐秒增长。

**易混淆的情形。** 因参数低于主机而自行暂停：恢复会使服务器停止；\`recovery_min_apply_delay\`：延迟而非暂停；查询冲突阻塞回放：会自行继续；已被重启或提升结束的暂停（13 起提升会结束暂停）。

**处理。** 先问清谁、为何暂停；然后执行 \`pg_wal_replay_resume()\`，观察位置追平。

**不要做。** 日志中有 \`insufficient parameter settings\` 时不要恢复；无需重启；不要只因该节点拒绝提升就去提升另一个节点。

**版本。** \`pg_get_wal_replay_pause_state()\` 自 14 起；12 及之前提升后仍保持暂停。**来源。** PostgreSQL 文档“恢复控制函数”；repmgr 源码 \`repmgr-action-standby.c\`。`,
    });
  },
  explains: ['replication-lag', 'switchover-refused', 'promotion-refused', 'no-failover'],
  yieldsTo: ['standby-setting-too-low'],
  leadsTo: [{ cause: 'replication-lag-excessive', where: 'same' }],

  examine(cluster) {
    const holds = holdsOf(cluster);
    const told = holds.map((hold): Told => ({ node: hold.node, verdict: verdictOn(cluster, hold) }));
    const rest = cluster.members.filter((node) => !node.isPrimary && !holds.some((hold) => hold.node === node));
    return [...told, ...rest.flatMap((node) => replaying(cluster, node))];
  },

  remedies: (cluster, node) => [resumeReplay(cluster, node)],
});

function verdictOn(cluster: Cluster, hold: Hold) {
  const node = hold.node?.label ?? 'the standby';
  const shown = ends(hold.held).map((fact) => evidence(fact, fact === hold.typed ? said.typed() : said.shows()));
  if (hold.released !== null)
    return present('certain', {
      status: 'resolved',
      summary: said.past({ node }),
      evidence: [...shown, evidence(hold.released, said.released())],
    });
  return present(hold.onlyTyped ? 'likely' : 'certain', {
    summary: hold.onlyTyped ? said.typedOnly({ node }) : said.held({ node }),
    evidence: hold.typed === null || ends(hold.held).includes(hold.typed) ? shown : [...shown, evidence(hold.typed, said.typed())],
    missing: hold.held.some((fact) => fact.kind === 'message' && fact.program === 'server')
      ? []
      : [collect.serverLog(cluster, hold.node, said.whyLog({ node }))],
  });
}

/** A view that says so, or positions that show that all is applied. */
function replaying(cluster: Cluster, node: Node): Told[] {
  const names = { node: node.label };
  const row = node.facts
    .of('row')
    .filter((fact) =>
      Object.entries(fact.values).some(
        ([column, value]) => /replay_paused?(?:_state)?$/.test(column) && /^(?:f|false|not paused)$/.test(value ?? ''),
      ),
    )
    .at(-1);
  const even = row === undefined ? lagsOf(cluster).find((lag) => lag.node === node && lag.unreplayed === 0n)?.facts[0] : row;
  return even === undefined ? [] : [{ node, verdict: absent(said.runs(names), evidence(even, said.runs(names))) }];
}
