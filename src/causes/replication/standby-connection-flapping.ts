import { collect, collectSettings } from '../../collect/commands.ts';
import type { Verdict } from '../../core/finding.ts';
import { type Message, text, texts } from '../../core/text.ts';
import type { Cluster } from '../../model/cluster.ts';
import { calmSince, type Flapping, flappingsOf } from '../../model/flapping.ts';
import { ends, isLater } from '../../model/replication.ts';
import { steadyConnection } from '../../remedies/steady-connection.ts';
import { absent, defineCause, evidence, present, type Told } from '../cause.ts';

const said = texts(() => ({
  flaps: {
    en: '{node} lost its connection {breaks} times{within} and got it back each time: something between the two breaks it, not a stop of a server.',
    'zh-CN': '{node} 的连接中断了 {breaks} 次{within}，每次又恢复：是两者之间的问题，而非服务器停止。',
  },
  times: {
    en: '{node} lost its connection {breaks} times{within} by silence: one side heard nothing for the length of its timeout.',
    'zh-CN': '{node} 的连接因无应答中断了 {breaks} 次{within}：一方在超时时间内没有收到任何数据。',
  },
  broke: { en: 'it breaks off', 'zh-CN': '连接中断' },
  gaveUp: { en: 'nothing was heard in time', 'zh-CN': '超时无应答' },
  returned: { en: 'it is back', 'zh-CN': '恢复连接' },
  once: {
    en: 'the connection of {node} broke off {breaks} times in all that is shown: no pattern',
    'zh-CN': '所示材料中 {node} 的连接共中断 {breaks} 次：不成规律',
  },
  rare: {
    en: 'the connection of {node} broke off {breaks} times in {days} days: no pattern',
    'zh-CN': '{days} 天内 {node} 的连接中断 {breaks} 次：不成规律',
  },
  settled: {
    en: '{node} lost its connection {breaks} times{within}; then a timeout was changed, and it has not broken off since.',
    'zh-CN': '{node} 的连接曾中断 {breaks} 次{within}；此后修改了超时参数，未再中断。',
  },
  calm: { en: 'no break since, for days', 'zh-CN': '此后数日未再中断' },
  changed: { en: 'the timeout is changed', 'zh-CN': '修改了超时参数' },
  whySettings: { en: 'after how much silence either side gives up', 'zh-CN': '双方在多长时间无应答后放弃' },
  whyLog: { en: 'what {node} saw at the same moments', 'zh-CN': '同一时刻 {node} 看到的情况' },
}));

/** Fewer than this is what a restart or one bad moment makes. */
const OFTEN = 3;
const DAY = 86_400_000;

export const standbyConnectionFlapping = defineCause({
  id: 'standby-connection-flapping',
  group: 'replication',
  scope: 'told',
  severity: 'warning',
  title: text({ en: 'A standby loses and regains its connection again and again', 'zh-CN': '备机连接反复中断又恢复' }),
  get about() {
    return text({
      en: `The stream breaks and is taken up again, without a restart of either server. Between two breaks everything looks well, so a single look shows nothing; each break costs a lag, with synchronous replication hanging commits, and with little WAL kept in the end the standby itself.

**How it shows itself.** \`terminating walreceiver due to timeout\` (由于超时, 中止walreceiver进程), \`terminating walsender process due to replication timeout\` (the Chinese text names the walreceiver), \`could not receive data from WAL stream\`, each followed by \`started streaming WAL\`; \`standby node … has disconnected\` / \`has reconnected after N seconds\` in repmgrd's log, \`child_node_disconnect\` and \`child_node_reconnect\` in \`cluster event\`.

**Lookalikes.** One break: nothing. A planned restart (\`received fast shutdown request\` before, \`starting PostgreSQL\` behind). An upstream that is away meanwhile: its own fault. KingbaseES: kbha that restarts a failing standby makes pairs of these, too; then the standby's own log says why it stops.

**What to do.** Find out which side gives up first, and after how long: exactly a timeout means silence (a frozen host, a saturated line, a firewall that forgets idle connections), at once means a cut. Then the line: loss, errors of the interface, moves of the virtual machine. Keepalives and a longer timeout carry over short gaps.

**What not to do.** Do not set the timeouts to 0: a dead peer is then noticed by nobody. Do not clone the standby.

**Versions.** \`wal_sender_timeout\` can be set for one standby's connection from 12 on. KingbaseES installs 30 s for both timeouts, PostgreSQL 60 s. **Sources.** PostgreSQL documentation, "Replication" settings; repmgr documentation, "child_nodes_check_interval".`,
      'zh-CN': `流复制反复中断又恢复，而两端服务器都没有重启。两次中断之间一切正常，看一眼发现不了；每次中断都会带来延迟，同步复制下会使提交挂起，若保留的 WAL 很少，最终会失去备机。

**表现。** \`terminating walreceiver due to timeout\`（由于超时, 中止walreceiver进程）、\`terminating walsender process due to replication timeout\`（中文误译为 walreceiver）、\`could not receive data from WAL stream\`，其后都有 \`started streaming WAL\`；repmgrd 日志中的 \`standby node … has disconnected\` / \`has reconnected after N seconds\`，\`cluster event\` 中的 \`child_node_disconnect\` 与 \`child_node_reconnect\`。

**易混淆的情形。** 仅一次中断：没有问题；计划内重启（之前有 \`received fast shutdown request\`，之后有 \`starting PostgreSQL\`）；期间上游不在：属于上游自身的故障；KingbaseES 的 kbha 反复拉起故障备机也会产生成对记录，此时原因在备机自身日志中。

**处理。** 查明哪一端先放弃、隔多久：恰为超时时间说明无应答（主机卡顿、线路占满、防火墙清除空闲连接），立即断开说明被切断。然后检查线路：丢包、网卡错误、虚拟机迁移。保活与更长的超时可跨过短暂间断。

**不要做。** 不要把超时设为 0：对端死掉将无人发现；不要重新克隆备机。

**版本。** \`wal_sender_timeout\` 自 12 起可按连接设置。KingbaseES 安装时两个超时为 30 秒，PostgreSQL 为 60 秒。**来源。** PostgreSQL 文档“复制”参数；repmgr 文档“child_nodes_check_interval”。`,
    });
  },
  explains: ['standby-not-attached', 'replication-lag', 'commits-hang'],
  yieldsTo: [
    'standby-setting-too-low',
    'server-start-failed',
    'wal-removed-before-standby',
    'replication-auth-rejected',
    'replication-timeline-diverged',
  ],
  leadsTo: [
    { cause: 'replication-lag-excessive', where: 'same' },
    { cause: 'standby-detached', where: 'same' },
  ],

  examine: (cluster) => flappingsOf(cluster).map((one): Told => ({ node: one.node, name: one.name, verdict: judge(cluster, one) })),

  remedies(cluster, node) {
    const one = flappingsOf(cluster).find((each) => each.node === node) ?? null;
    return [steadyConnection(cluster, node, one?.timeouts ?? false)];
  },
});

function judge(cluster: Cluster, one: Flapping): Verdict {
  const node = one.node?.label ?? one.name ?? 'the standby';
  const { breaks, span } = one;
  const first = one.facts[0];
  // A Flapping is made of at least one break.
  if (first === undefined) throw new Error('no break');
  if (breaks < OFTEN) return absent(said.once({ node, breaks }), evidence(first, meaningOf(first)));
  const days = span === null ? 0 : Math.floor(span / DAY);
  if (days >= 2 && breaks / days < OFTEN) return absent(said.rare({ node, breaks, days }), evidence(first, meaningOf(first)));
  const changed = settledBy(cluster, one);
  if (changed !== null)
    return present('likely', {
      status: 'resolved',
      summary: said.settled({ node, breaks, within: within(span) }),
      evidence: [...ends(one.facts).map((fact) => evidence(fact, meaningOf(fact))), evidence(changed, said.changed())],
    });
  const say = one.timeouts ? said.times : said.flaps;
  const calm = calmSince(cluster, one);
  if (calm !== null)
    return present('likely', {
      status: 'resolved',
      summary: say({ node, breaks, within: within(span) }),
      evidence: [...ends(one.facts).map((fact) => evidence(fact, meaningOf(fact))), evidence(calm, said.calm())],
    });
  return present(breaks > OFTEN + 1 || (one.returns ?? 0) >= OFTEN ? 'certain' : 'likely', {
    summary: say({ node, breaks, within: within(span) }),
    evidence: [...new Set([...one.facts.slice(0, 4), ...ends(one.facts)])].map((fact) => evidence(fact, meaningOf(fact))),
    missing: [
      collectSettings(cluster, one.node, ['wal_receiver_timeout', 'wal_sender_timeout'], said.whySettings()),
      collect.serverLog(cluster, one.node, said.whyLog({ node })),
    ],
  });
}

/** A change of a timeout after the last break, in a server's log. */
function settledBy(cluster: Cluster, one: Flapping) {
  const changes = cluster
    .messages('reload.parameter-changed')
    .filter((fact) => /^wal_(?:sender|receiver)_timeout$/.test(fact.values['name'] ?? ''));
  const breaks = one.facts.filter((fact) => !isReturn(fact));
  return changes.findLast((change) => breaks.every((fact) => isLater(change, fact))) ?? null;
}

/** ` in 12 minutes`: the same in both languages, in hours and minutes. */
function within(span: number | null): string {
  if (span === null || span < 60_000) return '';
  const minutes = Math.round(span / 60_000);
  return minutes < 120 ? ` (${minutes} min)` : ` (${Math.round(minutes / 60)} h)`;
}

const eventOf = (fact: Flapping['facts'][number]): string =>
  fact.kind === 'message' ? (fact.event ?? '') : fact.kind === 'row' ? (fact.values['event'] ?? '') : '';
const isReturn = (fact: Flapping['facts'][number]): boolean => /streaming$|reconnect/.test(eventOf(fact));

function meaningOf(fact: Flapping['facts'][number]): Message {
  if (/timeout$/.test(eventOf(fact))) return said.gaveUp();
  return isReturn(fact) ? said.returned() : said.broke();
}
