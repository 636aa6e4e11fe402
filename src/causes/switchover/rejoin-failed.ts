import { collect } from '../../collect/commands.ts';
import { sh } from '../../commands/command.ts';
import type { Fact, FactOf } from '../../core/fact.ts';
import type { Evidence, Missing, Remedy } from '../../core/finding.ts';
import { text, texts } from '../../core/text.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { Node } from '../../model/node.ts';
import { laterRejoin, type Rejoin, rejoinsOf } from '../../model/rejoins.ts';
import { isLater, messageAfter } from '../../model/replication.ts';
import { type Party, type Switchover, switchoversOf } from '../../model/switchovers.ts';
import { rejoinAgain } from '../../remedies/rejoin-again.ts';
import { rejoinWithRewind } from '../../remedies/rejoin-with-rewind.ts';
import { roleAtStart } from '../../remedies/start-steps.ts';
import { absent, defineCause, evidence, present, type Told } from '../cause.ts';

const said = texts(() => ({
  switchover: {
    en: '{candidate} is the new primary, and {node} did not come back as its standby; the bundle does not show why. Until it does there is one copy of the data less.',
    'zh-CN': '{candidate} 已成为新主机，但 {node} 没有作为其备机恢复；材料未显示原因。在此之前数据少一份副本。',
  },
  rejoin: {
    en: '{node} did not come back as a standby; the bundle does not show why. Until it does there is one copy of the data less.',
    'zh-CN': '{node} 没有作为备机恢复；材料未显示原因。在此之前数据少一份副本。',
  },
  unclean: {
    en: '{node} cannot rejoin as it is: its server was not shut down cleanly, so its last transactions have not been replayed into its files.',
    'zh-CN': '{node} 目前无法重新加入：其服务器未干净关闭，最后的事务尚未回放到数据文件。',
  },
  notStandby: {
    en: "kbha does not bring the failed node back: with `recovery = 'standby'` it recovers standbys only, and it does not see that this node is one. Either `standby.signal` is missing from its data directory, as on an old primary, or kbha could not look there.",
    'zh-CN':
      "kbha 未恢复故障节点：`recovery = 'standby'` 时只恢复备机，而它无法确认该节点是备机。要么其数据目录中缺少 `standby.signal`（例如原主机），要么 kbha 无法在该节点上查看。",
  },
  unconfirmed: { en: 'kbha does not take it for a standby', 'zh-CN': 'kbha 无法确认它是备机' },
  signal: { en: 'whether the failed node would start as a standby', 'zh-CN': '故障节点启动后是否为备机' },
  whyLeft: { en: 'why kbha leaves the failed node alone', 'zh-CN': 'kbha 为何不恢复故障节点' },
  resolved: { en: 'A return of {node} failed once; it has come back since.', 'zh-CN': '{node} 曾未能恢复为备机；之后已恢复。' },
  promoted: { en: 'the new primary', 'zh-CN': '新主机' },
  failed: { en: 'the old primary does not come back', 'zh-CN': '旧主机未能恢复' },
  refused: { en: 'the rejoin ends here', 'zh-CN': '重新加入在此失败' },
  notClean: { en: 'its server was not shut down cleanly', 'zh-CN': '其服务器未干净关闭' },
  recorded: { en: "repmgr's own record of it", 'zh-CN': 'repmgr 的事件记录' },
  back: { en: 'it has come back since', 'zh-CN': '之后已恢复' },
  succeeded: { en: 'it came back as a standby', 'zh-CN': '已作为备机恢复' },
  log: { en: 'the log of the rejoin on {node}, which repmgr names', 'zh-CN': 'repmgr 所指的 {node} 上的重新加入日志' },
  why: { en: 'why {node} did not come back', 'zh-CN': '{node} 为何没有恢复' },
}));

export const rejoinFailed = defineCause({
  id: 'rejoin-failed',
  group: 'switchover',
  scope: 'told',
  severity: 'warning',
  title: text({ en: 'The old primary did not come back as a standby', 'zh-CN': '旧主机未能作为备机恢复' }),
  get about() {
    return text({
      en: `After a switchover or a failover the old primary has to rejoin as a standby. It did not, and nothing in the bundle says why. It is the residual diagnosis: every cause that does explain it (a forked history, a rewind that lacks its prerequisites or WAL, a server that does not start, a refused connection, a missing slot) stands in its place.

**How it shows itself.** \`execution of "repmgr node rejoin" on demotion candidate … failed\` with the name of a log file **on that host** (\`/tmp/node-rejoin.….log\`), \`… did not become available\`, \`… did not connect to the new primary\`, \`switchover did not fully complete\`, exit 22; \`NODE REJOIN failed\`, exit 24; \`database is not shut down cleanly\`; kbha's \`node_recovery_failed\`, or \`can not do auto-recovery because not confirmed a standby node\`.

**Lookalikes.** \`database is still running in state …\`: a refusal that is right, stop the server first. A rejoin inside a switchover leaves no \`node_rejoin\` event when it succeeds. Inactive slots reported at the end of a successful rejoin.

**What to do.** Read the log of the rejoin and the server's log on that host; they name the cause. Then rehearse the rejoin, and run it; with \`--force-rewind\` only where the rehearsal asks for it. A server that was not shut down cleanly first runs its crash recovery: from version 13 on \`--force-rewind\` does that, before it the server in single-user mode, which takes no connections.

**What not to do.** Do not start the old primary by itself to shut it down again: for that moment there are two primaries. No clone before the log was read.

**Versions.** repmgr 4.0 and later; the log file from 5.3. KingbaseES: \`kbha -A rejoin\`, \`recovery\` decides whether kbha tries by itself. **Sources.** repmgr source, \`repmgr-action-node.c\`, \`repmgr-action-standby.c\`.`,
      'zh-CN': `切换或故障切换之后，旧主机须作为备机重新加入。它没有成功，材料中也没有说明原因。这是兜底结论：凡能解释它的原因（历史分叉、回退缺少前提或 WAL、服务器无法启动、连接被拒绝、复制槽缺失）都会取代它。

**表现。** \`execution of "repmgr node rejoin" on demotion candidate … failed\`，并给出**该主机上**的日志文件（\`/tmp/node-rejoin.….log\`）；\`… did not become available\`、\`… did not connect to the new primary\`、\`switchover did not fully complete\`，退出码 22；\`NODE REJOIN failed\`，退出码 24；\`database is not shut down cleanly\`；kbha 的 \`node_recovery_failed\`，或 \`can not do auto-recovery because not confirmed a standby node\`。

**易混淆的情形。** \`database is still running in state …\`：拒绝是正确的，先停库。切换内部的重新加入成功时不产生 \`node_rejoin\` 事件。成功的重新加入末尾提示的非活动复制槽。

**处理。** 到该主机查看重新加入的日志与服务器日志，其中会指明原因。然后预演重新加入并执行；仅当预演要求时才加 \`--force-rewind\`。未干净关闭的服务器须先完成崩溃恢复：13 及以上由 \`--force-rewind\` 完成，之前的版本用不接受连接的单用户模式。

**不要做。** 不要为了再关一次而单独启动旧主机：那一刻会出现双主。未看日志之前不要重新克隆。

**版本。** repmgr 4.0 及以上；日志文件自 5.3 起。KingbaseES：\`kbha -A rejoin\`，是否自动尝试由 \`recovery\` 决定。**来源。** repmgr 源码 \`repmgr-action-node.c\`、\`repmgr-action-standby.c\`。`,
    });
  },
  explains: ['rejoin-refused', 'switchover-incomplete', 'node-not-running', 'standby-not-attached'],
  yieldsTo: [
    'rewind-prerequisites-missing',
    'rewind-wal-missing',
    'replication-timeline-diverged',
    'foreign-cluster',
    'service-command-misconfigured',
    'service-command-not-permitted',
    'ssh-not-working',
    'replication-config-not-owned',
    'replication-auth-rejected',
    'replication-connection-refused',
    'replication-slot-missing',
    'replication-slots-exhausted',
    'wal-senders-exhausted',
    'wal-removed-before-standby',
    'standby-setting-too-low',
    'wal-level-insufficient',
    'wal-volume-full',
    'server-start-failed',
    'settings-file-error',
    'configuration-file-missing',
    'data-directory-mismatch',
    'metadata-stale',
    'license-expired',
    'split-brain',
    'version-mismatch',
  ],

  examine(cluster) {
    const attempts = [
      ...switchoversOf(cluster).flatMap(ofSwitchover(cluster)),
      ...rejoinsOf(cluster).flatMap(ofRejoin(cluster)),
      ...ofEvents(cluster),
    ];
    if (attempts.length === 0) {
      const left = leftAlone(cluster);
      if (left !== null) return [{ node: null, name: null, verdict: left }];
    }
    const names = [...new Set(attempts.map((one) => one.party.name))];
    if (names.length === 0) return came(cluster);
    return names.map((name): Told => {
      const own = attempts.filter((one) => one.party.name === name);
      return { ...(own[0]?.party ?? { node: null, name }), verdict: judge(cluster, own) };
    });
  },

  remedies(cluster, node, finding): readonly Remedy[] {
    const log = rejoinLog(cluster, finding.node);
    return [rejoinAgain(cluster, node, log), { ...rejoinWithRewind(cluster, node), recommended: false }];
  },
});

interface Attempt {
  readonly party: Party;
  readonly candidate: string | null;
  readonly unclean: boolean;
  readonly evidence: readonly Evidence[];
  readonly last: Fact;
  /** What shows that the node came back afterwards. */
  readonly back: Fact | null;
}

const ENDS = ['switchover.rejoin-failed', 'switchover.not-available', 'switchover.not-connected', 'switchover.incomplete'] as const;

const ofSwitchover =
  (cluster: Cluster) =>
  (run: Switchover): Attempt[] => {
    const ends = run.said(...ENDS);
    const last = ends.at(-1);
    if (last === undefined || run.rehearsal) return [];
    const promoted = run
      .said('promote.successful')
      .slice(-1)
      .map((fact) => evidence(fact, said.promoted()));
    const shown = [
      ...promoted,
      ...ends
        .slice(0, 1)
        .concat(ends.slice(1).slice(-1))
        .map((fact) => evidence(fact, said.failed())),
    ];
    return [
      {
        party: run.demoted,
        candidate: run.candidate.name,
        unclean: false,
        evidence: shown,
        last,
        back: backSince(cluster, run.demoted, last),
      },
    ];
  };

const ofRejoin =
  (cluster: Cluster) =>
  (rejoin: Rejoin): Attempt[] => {
    const forced = rejoin.has('rejoin.rewinding', 'attach.rewind-required');
    const unclean = [
      ...(forced ? [] : rejoin.said('rejoin.not-clean').filter((fact) => fact.level === 'error')),
      // a later rewind that went through tells that the files were clean by then
      ...rejoin
        .said('rewind.not-clean')
        .filter((fact) => messageAfter(cluster, fact, ['rewind.from-checkpoint', 'rewind.not-required', 'rewind.done']) === null),
    ];
    const ends = rejoin.said('rejoin.failed', 'rejoin.rewind-failed', 'rejoin.still-shutting-down', 'kbha.recovery-failed');
    const last = [...unclean, ...ends].at(-1);
    if (last === undefined) return [];
    const later = laterRejoin(cluster, rejoin)?.messages.at(-1) ?? null;
    const shown = [...unclean.map((fact) => evidence(fact, said.notClean())), ...ends.map((fact) => evidence(fact, said.refused()))];
    return [
      {
        party: rejoin.party,
        candidate: rejoin.target,
        unclean: unclean.length > 0,
        evidence: shown,
        last,
        back: later ?? backSince(cluster, rejoin.party, last),
      },
    ];
  };

/** `node_rejoin` and KingbaseES's recovery of a failed node that ended with `f`, unless a later one ended well: the last of each node. */
function ofEvents(cluster: Cluster): Attempt[] {
  const rows = cluster.facts
    .rows('repmgr.events')
    .filter(({ values }) => /^node_(?:rejoin|recovery_failed|recovery_success)$/.test(values['event'] ?? ''))
    .sort((one, other) => (one.atText ?? '').localeCompare(other.atText ?? ''));
  const ended = (row: FactOf<'row'>): boolean => /^t/.test(row.values['successful'] ?? '');
  // the primary recovers a node, which the details name; a rejoin is recorded under the node itself
  const idOf = ({ values }: FactOf<'row'>): string | undefined =>
    values['event'] === 'node_rejoin' ? (values['node_id'] ?? undefined) : /\(ID: (\d+)\)/.exec(values['details'] ?? '')?.[1];
  const last = new Map(rows.filter((row) => /^f/.test(row.values['successful'] ?? '')).map((row) => [idOf(row), row]));
  return [...last].flatMap(([id, row]): Attempt[] => {
    if (id === undefined) return [];
    const node = cluster.nodeById(Number(id));
    const good = rows.find((one) => idOf(one) === id && ended(one) && (one.atText ?? '') > (row.atText ?? ''));
    return [
      {
        party: { node, name: node?.name ?? null },
        candidate: null,
        unclean: false,
        evidence: [evidence(row, said.recorded())],
        last: row,
        back: good ?? null,
      },
    ];
  });
}

/** kbha that recovers standbys only, and says of a node that it cannot tell that it is one; which node that is, it does not say. */
function leftAlone(cluster: Cluster): Told['verdict'] | null {
  const refusals = cluster.messages('kbha.standby-not-confirmed').filter((fact) => fact.values['host'] === undefined);
  const last = refusals.at(-1);
  if (last === undefined) return null;
  const back = messageAfter(cluster, last, ['kbha.recovery-success', 'rejoin.successful']);
  const shown = [evidence(last, said.unconfirmed())];
  if (back !== null)
    return present('certain', {
      status: 'resolved',
      summary: said.resolved({ node: 'the standby' }),
      evidence: [...shown, evidence(back, said.back())],
    });
  const missing = [{ what: said.signal(), why: said.whyLeft(), node: null, command: roleAtStart(cluster, null) }];
  return present('likely', { summary: said.notStandby(), evidence: shown, missing });
}

/** The node as a running standby in a later listing, or a later switchover that went through. */
function backSince(cluster: Cluster, party: Party, last: Fact): Fact | null {
  const row = cluster.facts
    .of('cluster-row')
    .findLast(
      (one) =>
        one.name === party.name && /standby/.test(one.role) && one.state === 'running' && one.upstreamMark === '' && isLater(one, last),
    );
  return row ?? messageAfter(cluster, last, ['switchover.completed']);
}

function judge(cluster: Cluster, attempts: readonly Attempt[]): Told['verdict'] {
  const attempt = attempts.at(-1) as Attempt;
  const { node, name } = attempt.party;
  const label = node?.label ?? name ?? 'this node';
  const shown = attempts
    .slice(0, -1)
    .slice(-1)
    .flatMap((one) => one.evidence)
    .concat(attempt.evidence);
  if (attempt.back !== null)
    return present('certain', {
      status: 'resolved',
      summary: said.resolved({ node: label }),
      evidence: [...shown, evidence(attempt.back, said.back())],
    });
  const summary = attempt.unclean
    ? said.unclean({ node: label })
    : attempt.candidate === null
      ? said.rejoin({ node: label })
      : said.switchover({ node: label, candidate: attempt.candidate });
  return present('certain', { summary, evidence: shown, missing: asks(cluster, node, name, label) });
}

function asks(cluster: Cluster, node: Node | null, name: string | null, label: string): Missing[] {
  const log = rejoinLog(cluster, name);
  const why = said.why({ node: label });
  const own: Missing[] = log === null ? [] : [{ what: said.log({ node: label }), why, node: node?.name ?? name, command: sh`cat ${log}` }];
  return [...own, collect.serverLog(cluster, node, why), collect.control(cluster, node, why)];
}

/** The file that repmgr 5.3 and later leaves on the host that did not come back. */
function rejoinLog(cluster: Cluster, name: string | null): string | null {
  const runs = switchoversOf(cluster).filter((run) => run.demoted.name === name);
  const facts: FactOf<'message'>[] = runs.flatMap((run) => run.said('switchover.rejoin-failed'));
  return facts.findLast((fact) => fact.values['log'] !== undefined)?.values['log'] ?? null;
}

function came(cluster: Cluster): readonly Told[] {
  return rejoinsOf(cluster)
    .filter((rejoin) => rejoin.succeeded)
    .slice(-1)
    .map((rejoin): Told => {
      const done = rejoin.said('rejoin.successful', 'kbha.recovery-success').at(-1) as FactOf<'message'>;
      return { ...rejoin.party, verdict: absent(said.succeeded(), evidence(done, said.succeeded())) };
    });
}
