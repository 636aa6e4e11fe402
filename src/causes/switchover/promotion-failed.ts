import { collect } from '../../collect/commands.ts';
import type { Fact } from '../../core/fact.ts';
import type { Evidence } from '../../core/finding.ts';
import { text, texts } from '../../core/text.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { Node } from '../../model/node.ts';
import { messageAfter } from '../../model/replication.ts';
import { promoteAgain } from '../../remedies/promote-again.ts';
import { absent, defineCause, evidence, present, type Told } from '../cause.ts';

const said = texts(() => ({
  summary: {
    en: 'The promotion of {node} was started and it stayed a standby; the bundle does not show why. Its server log from that moment tells.',
    'zh-CN': '已对 {node} 执行提升，但它仍是备机；材料未显示原因。需要该时刻的服务器日志。',
  },
  command: {
    en: 'The promote command on {node} failed, and the bundle does not show why: nobody took over.',
    'zh-CN': '{node} 上的提升命令失败，材料未显示原因：没有节点接管。',
  },
  resolved: { en: 'A promotion of {node} failed once; a later one succeeded.', 'zh-CN': '{node} 的提升曾失败；之后成功。' },
  began: { en: 'the promotion begins', 'zh-CN': '开始提升' },
  still: { en: 'it is still a standby after the time allowed', 'zh-CN': '超时后仍是备机' },
  failed: { en: 'the promotion fails', 'zh-CN': '提升失败' },
  recorded: { en: "repmgr's own record of it", 'zh-CN': 'repmgr 的事件记录' },
  later: { en: 'a later promotion succeeded', 'zh-CN': '之后提升成功' },
  refused: {
    en: 'the promotion was refused because another primary runs: that is right',
    'zh-CN': '因另有主机在运行而拒绝提升：这是正确的',
  },
  succeeded: { en: 'the promotion succeeded', 'zh-CN': '提升成功' },
  why: { en: 'what the server of {node} says about the promotion', 'zh-CN': '{node} 的服务器日志对提升的记录' },
  whyControl: { en: 'what state {node} is in now', 'zh-CN': '{node} 目前的状态' },
}));

export const promotionFailed = defineCause({
  id: 'promotion-failed',
  group: 'switchover',
  scope: 'told',
  severity: 'critical',
  title: text({ en: 'The promotion failed, and the bundle does not show why', 'zh-CN': '提升失败，材料未显示原因' }),
  get about() {
    return text({
      en: `A promotion was started, by a failover, a switchover or by hand, the node stayed a standby, and nothing in the bundle says why. It is the residual diagnosis: every cause that does explain it (paused replay, a wrong or forbidden promote command, a full disk, a node that takes no connections) stands in its place.

**How it shows itself.** \`STANDBY PROMOTE failed, node is still a standby\`, \`node still in recovery after N seconds\`; \`unable to promote server from standby to primary\`; repmgrd's \`promote command failed\` with an exit code; an event \`repmgrd_promote_error\` (recorded as \`t\`, without details) or \`standby_promote\` with \`f\`.

**Lookalikes.** \`this replication cluster already has an active primary server\`: a refusal that is right. \`STANDBY PROMOTE can only be executed on a standby node\`: it is a primary already. A promotion that nobody tried, because failover is manual, paused, or without a majority.

**What to do.** See that no other primary runs. Read the server's log from that moment: replay that is still busy (a large backlog, \`recovery_min_apply_delay\`), a replay that waits for a conflict or for the archive. Resume replay if it is paused, then promote again; raise \`promote_check_timeout\` only where the server merely needs longer.

**What not to do.** Do not remove \`standby.signal\` or rename \`recovery.conf\` and restart: that skips the end of recovery.

**Versions.** All. **Sources.** repmgr source, \`repmgr-action-standby.c\`, \`repmgrd-physical.c\`.`,
      'zh-CN': `故障切换、计划切换或手工发起了提升，但节点仍是备机，材料中没有说明原因。这是兜底结论：凡能解释它的原因（回放暂停、提升命令错误或无权执行、磁盘满、节点不接受连接）都会取代它。

**表现。** \`STANDBY PROMOTE failed, node is still a standby\`、\`node still in recovery after N seconds\`；\`unable to promote server from standby to primary\`；repmgrd 的 \`promote command failed\` 及退出码；事件 \`repmgrd_promote_error\`（记录为 \`t\`，没有明细）或结果为 \`f\` 的 \`standby_promote\`。

**易混淆的情形。** \`this replication cluster already has an active primary server\`：拒绝是正确的。\`STANDBY PROMOTE can only be executed on a standby node\`：本就是主机。因 failover 为 manual、被暂停或没有多数派而根本没有尝试提升。

**处理。** 确认没有其他主机在运行。查看该时刻的服务器日志：回放是否仍在进行（积压很大、\`recovery_min_apply_delay\`），是否在等待冲突或归档。若回放被暂停则恢复，再次提升；只有单纯需要更久时才调大 \`promote_check_timeout\`。

**不要做。** 不要删除 \`standby.signal\` 或重命名 \`recovery.conf\` 后重启：那会跳过恢复的收尾。

**版本。** 所有版本。**来源。** repmgr 源码 \`repmgr-action-standby.c\`、\`repmgrd-physical.c\`。`,
    });
  },
  explains: ['promotion-refused', 'no-failover', 'no-primary', 'switchover-incomplete'],
  yieldsTo: [
    'service-command-misconfigured',
    'service-command-not-permitted',
    'data-directory-mismatch',
    'replication-config-not-owned',
    'replay-paused',
    'wal-volume-full',
    'node-rejecting-connections',
    'server-start-failed',
    'node-down',
    'metadata-stale',
    'settings-file-error',
    'configuration-file-missing',
  ],
  leadsTo: [{ cause: 'primary-missing', where: 'cluster' }],

  examine(cluster) {
    const failures = failuresOf(cluster);
    const nodes = [...new Set(failures.map(({ node }) => node))];
    if (nodes.length === 0) return notFailed(cluster);
    return nodes.map(
      (node): Told => ({
        node,
        verdict: judge(
          cluster,
          node,
          failures.filter((one) => one.node === node).map(({ fact }) => fact),
        ),
      }),
    );
  },

  remedies: (cluster, node) => [promoteAgain(cluster, node)],
});

const EVENTS = ['promote.failed', 'promote.server-failed', 'repmgrd.promote-failed', 'repmgrd.promote-exit', 'ctl.timeout'] as const;

function failuresOf(cluster: Cluster): readonly { readonly node: Node | null; readonly fact: Fact }[] {
  // refused since a primary runs: the command did what it should
  const refused = cluster.messages('promote.active-primary');
  const followsRefusal = (fact: Fact): boolean =>
    refused.some((one) => one.span.source === fact.span.source && fact.order > one.order && fact.span.line - one.lastLine <= 5);
  const messages = cluster
    .messages(...EVENTS)
    .filter((fact) => fact.event !== 'ctl.timeout' || /promote|提升/.test(fact.text))
    .filter((fact) => !/^repmgrd\.promote-(?:failed|exit)$/.test(fact.event ?? '') || !followsRefusal(fact));
  const rows = cluster.facts
    .rows('repmgr.events')
    .filter(
      ({ values }) =>
        values['event'] === 'repmgrd_promote_error' || (values['event'] === 'standby_promote' && /^f/.test(values['successful'] ?? '')),
    );
  return [
    ...messages.map((fact) => ({ node: cluster.nodeOf(fact), fact })),
    ...rows.map((fact) => ({ node: cluster.nodeById(Number(fact.values['node_id'])), fact })),
  ].sort((a, b) => a.fact.order - b.fact.order);
}

function judge(cluster: Cluster, node: Node | null, facts: readonly Fact[]): Told['verdict'] {
  const label = node?.label ?? 'this node';
  const last = facts.at(-1) as Fact;
  const first = facts[0] as Fact;
  const began = cluster
    .messages('promote.promoting')
    .filter((fact) => fact.span.source === first.span.source && fact.order < first.order)
    .slice(-1);
  const shown: Evidence[] = [
    ...began.map((fact) => evidence(fact, said.began())),
    ...facts.slice(0, 2).map((fact) => evidence(fact, shows(fact))),
  ];
  const later = messageAfter(cluster, last, ['promote.successful']) ?? laterRow(cluster, node, last);
  if (later !== null)
    return present('certain', {
      status: 'resolved',
      summary: said.resolved({ node: label }),
      evidence: [...shown, evidence(later, said.later())],
    });
  const stayed = facts.some((fact) => fact.kind === 'message' && fact.event === 'promote.failed');
  return present(stayed ? 'certain' : 'likely', {
    summary: stayed ? said.summary({ node: label }) : said.command({ node: label }),
    evidence: shown,
    missing: [
      collect.serverLog(cluster, node, said.why({ node: label })),
      collect.control(cluster, node, said.whyControl({ node: label })),
    ],
  });
}

function shows(fact: Fact) {
  if (fact.kind === 'row') return said.recorded();
  return fact.kind === 'message' && fact.event === 'promote.failed' ? said.still() : said.failed();
}

/** A later record of a promotion that succeeded: events are told newest first, so their times decide. */
function laterRow(cluster: Cluster, node: Node | null, last: Fact): Fact | null {
  const rows = cluster.facts
    .rows('repmgr.events')
    .filter(({ values }) => values['event'] === 'standby_promote' && /^t/.test(values['successful'] ?? ''));
  return rows.find((row) => cluster.nodeById(Number(row.values['node_id'])) === node && (row.atText ?? '') > (last.atText ?? '~')) ?? null;
}

function notFailed(cluster: Cluster): readonly Told[] {
  const refused = cluster.messages('promote.active-primary').at(-1);
  if (refused !== undefined) return [{ node: cluster.nodeOf(refused), verdict: absent(said.refused(), evidence(refused, said.refused())) }];
  const done = cluster.messages('promote.successful').at(-1);
  return done === undefined ? [] : [{ node: cluster.nodeOf(done), verdict: absent(said.succeeded(), evidence(done, said.succeeded())) }];
}
