import { collect } from '../../collect/commands.ts';
import type { Verdict } from '../../core/finding.ts';
import { type Message, text, texts } from '../../core/text.ts';
import { DEFAULT_SEGMENT_BYTES } from '../../core/wal.ts';
import { attachmentOf } from '../../model/attachment.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { Node } from '../../model/node.ts';
import { type Lag, lagsOf } from '../../model/replay.ts';
import { findSlowPart } from '../../remedies/find-slow-part.ts';
import { letReplayWin } from '../../remedies/let-replay-win.ts';
import { absent, defineCause, evidence, notApplicable, present, serverOf, type Told, unknown } from '../cause.ts';

const said = texts(() => ({
  replays: {
    en: '{node} receives what it is sent and replays too slowly: {behind} wait to be applied.',
    'zh-CN': '{node} 能收到 WAL，但回放过慢：{behind} 待应用。',
  },
  receives: {
    en: '{node} is attached and far behind: {behind} between the primary and what it has applied.',
    'zh-CN': '{node} 已连接但明显落后：与主机相差 {behind}。',
  },
  catchup: {
    en: '{node} is attached and still catching up with its upstream; repmgr calls any state but `streaming` not attached.',
    'zh-CN': '{node} 已连接，正在追赶上游；repmgr 会把 `streaming` 以外的状态称为未连接。',
  },
  alarmed: {
    en: '{node} lags by {seconds} seconds, more than repmgr tolerates.',
    'zh-CN': '{node} 延迟 {seconds} 秒，超过 repmgr 的阈值。',
  },
  delayed: {
    en: '{node} lags by {seconds} seconds, and `recovery_min_apply_delay` is {delay}: the delay is wanted, the alarm is not. Whether a delayed standby may be promoted is worth a decision.',
    'zh-CN':
      '{node} 延迟 {seconds} 秒，而 `recovery_min_apply_delay` 为 {delay}：延迟是有意设置的，告警则不必要。延迟备机是否允许被提升需要明确。',
  },
  wanted: {
    en: 'the delay of {node} is set on purpose (`recovery_min_apply_delay` {delay})',
    'zh-CN': '{node} 的延迟是有意设置的（`recovery_min_apply_delay` 为 {delay}）',
  },
  check: { en: "repmgr's check finds the lag too large", 'zh-CN': 'repmgr 检查认为延迟过大' },
  positions: { en: 'positions: {behind} behind', 'zh-CN': '位置差：落后 {behind}' },
  state: { en: 'attached, in state `catchup`', 'zh-CN': '已连接，状态为 `catchup`' },
  delay: { en: 'the delay that is set', 'zh-CN': '设置的延迟' },
  even: { en: '{node} has applied what there is: {behind} behind', 'zh-CN': '{node} 已应用现有内容：落后 {behind}' },
  fine: { en: "repmgr's check finds the lag of {node} within bounds", 'zh-CN': 'repmgr 检查认为 {node} 的延迟在范围内' },
  detached: { en: '{node} receives from nobody: that comes first', 'zh-CN': '{node} 未从任何上游接收：应先处理' },
  why: { en: 'how far {node} is behind, in bytes, and whether it grows', 'zh-CN': '{node} 落后多少字节，是否在增长' },
  whyProcesses: { en: 'whether replay on {node} works or waits', 'zh-CN': '{node} 的回放是在工作还是在等待' },
}));

/** repmgr's own threshold for a warning (`replication_lag_warning`). */
const SECONDS = 300;
/** Younger than this, in seconds, what waits is on its way. */
const FRESH = 5;
/** So many segments unapplied are more than a busy moment. */
const SEGMENTS = 16;

export const replicationLagExcessive = defineCause({
  id: 'replication-lag-excessive',
  group: 'replication',
  scope: 'told',
  severity: 'warning',
  title: text({ en: 'A standby receives or replays too slowly', 'zh-CN': '备机接收或回放过慢' }),
  get about() {
    return text({
      en: `The standby is attached and behind. Either WAL does not reach it fast enough (network, a clone that has just finished, disks that do not keep up with writing), or it is there and is applied too slowly: one process replays what many wrote, and queries on the standby may hold it up. Until it has caught up a failover loses time, and with asynchronous replication what was not received.

**How it shows itself.** \`Replication lag: WARNING|CRITICAL\` of \`node check\`; positions in \`pg_stat_replication\` that stand apart (\`sent_lsn\` to \`flush_lsn\`: receiving; \`flush_lsn\` to \`replay_lsn\`: replaying); \`state\` catchup, which repmgr prints as \`attached … in state "catchup"\` and then calls "not attached"; KingbaseES's \`LSN_Lag\`. A frozen standby stays attached with an active slot: only its positions and \`reply_time\` tell.

**Lookalikes.** A large \`now() - pg_last_xact_replay_timestamp()\` while the positions are equal: the primary is idle. \`recovery_min_apply_delay\`: wanted. Paused replay, or a setting lower than on the primary: those are causes of their own. A lag of 0 seconds on a standby that receives nothing: it is detached. Lag of a standby whose sender is gone: the cause of that comes first.

**What to do.** Measure twice, a minute apart, and see which gap grows. Receiving: network and the standby's disk. Replaying: what the startup process waits for; a long query on the standby; \`max_standby_streaming_delay\`. Keep the WAL it needs meanwhile (a slot, or \`wal_keep_*\`).

**What not to do.** Do not clone a standby that is catching up: that takes longer. Do not restart it, it begins again from its last restartpoint.

**Versions.** The lag columns exist from 10 on. **Sources.** PostgreSQL documentation, "Monitoring Replication" and "Hot Standby"; repmgr documentation, "repmgr node check".`,
      'zh-CN': `备机已连接但落后。要么 WAL 到达不够快（网络、刚完成的克隆、写入跟不上的磁盘），要么已收到但应用过慢：一个进程回放众多会话写入的内容，备机上的查询也可能阻塞它。追平之前，故障切换会延长，异步复制下未收到的内容会丢失。

**表现。** \`node check\` 的 \`Replication lag: WARNING|CRITICAL\`；\`pg_stat_replication\` 中位置拉开（\`sent_lsn\` 到 \`flush_lsn\` 为接收，\`flush_lsn\` 到 \`replay_lsn\` 为回放）；\`state\` 为 catchup，repmgr 显示 \`attached … in state "catchup"\` 并称之为“未连接”；KingbaseES 的 \`LSN_Lag\`。卡住的备机仍显示已连接、复制槽仍激活：只有位置与 \`reply_time\` 能看出来。

**易混淆的情形。** 位置相同而 \`now() - pg_last_xact_replay_timestamp()\` 很大：主机空闲；\`recovery_min_apply_delay\`：有意延迟；回放暂停或参数低于主机：属于另外的原因；什么都收不到的备机显示延迟 0 秒：它是断开的；发送进程已不在：先处理断开的原因。

**处理。** 间隔一分钟测量两次，看哪段差距在增长。接收慢：检查网络与备机磁盘；回放慢：看 startup 进程在等待什么、备机上的长查询、\`max_standby_streaming_delay\`。期间保证上游保留所需 WAL（复制槽或 \`wal_keep_*\`）。

**不要做。** 不要重新克隆正在追赶的备机，那样更慢；不要重启它，重启后会从最近的重启点重新开始。

**版本。** 延迟列自 10 起提供。**来源。** PostgreSQL 文档“监控复制”“热备”；repmgr 文档“repmgr node check”。`,
    });
  },
  explains: ['replication-lag', 'standby-not-attached', 'switchover-refused'],
  yieldsTo: ['replay-paused', 'standby-setting-too-low', 'replication-timeline-diverged', 'wal-removed-before-standby'],
  leadsTo: [{ cause: 'wal-removed-before-standby', where: 'same' }],

  examine: (cluster) =>
    lagsOf(cluster).flatMap((lag): Told[] => {
      const verdict = judge(cluster, lag);
      return verdict.is === 'not-applicable' ? [] : [{ node: lag.node, name: lag.name, verdict }];
    }),

  remedies(cluster, node) {
    const waits = serverOf(cluster, node)?.setting('max_standby_streaming_delay');
    const held = waits?.known === true && waits.value.startsWith('-1');
    return held ? [letReplayWin(cluster, node), findSlowPart(cluster, node, false)] : [findSlowPart(cluster, node, true)];
  },
});

function judge(cluster: Cluster, lag: Lag): Verdict {
  const node = lag.name ?? 'the standby';
  const much = BigInt(SEGMENTS * (cluster.primary?.segmentBytes ?? lag.node?.segmentBytes ?? DEFAULT_SEGMENT_BYTES));
  const far = lag.bytes !== null && lag.bytes >= much && !isBurst(lag);
  const old = lag.replayLag !== null && lag.replayLag >= SECONDS && lag.bytes !== 0n;
  const alarm = lag.alarm !== null && lag.bytes !== 0n;
  const detached = lag.node === null || lag.catchup !== null ? null : attachmentOf(cluster, lag.node).detached;
  if (detached !== null) return absent(said.detached({ node }), evidence(detached, said.detached({ node })));
  const delay = delayOf(lag.node);
  if (delay !== null && (far || old || alarm || lag.seconds !== null)) return delayed(lag, node, delay);
  if (far || old || alarm || lag.catchup !== null) return behind(cluster, lag, node, far);
  const measured = lag.facts[0];
  if (measured === undefined) return notApplicable;
  if (lag.bytes !== null)
    return absent(said.even({ node, behind: sizeOf(lag.bytes) }), evidence(measured, said.even({ node, behind: sizeOf(lag.bytes) })));
  const checked = lag.facts.find((fact) => fact.kind === 'node-check');
  if (checked !== undefined) return absent(said.fine({ node }), evidence(checked, said.fine({ node })));
  return unknown(collect.replication(cluster, cluster.primary, said.why({ node })));
}

/** A burst that is being replayed as it comes: much is on its way, but nothing of it is old. What was not received has no age. */
function isBurst({ bytes, unreplayed, replayLag }: Lag): boolean {
  return bytes !== null && unreplayed !== null && unreplayed * 2n >= bytes && replayLag !== null && replayLag < FRESH;
}

function behind(cluster: Cluster, lag: Lag, node: string, far: boolean): Verdict {
  const where = lag.bytes === null ? null : sizeOf(lag.bytes);
  const shown = [...new Set([...(lag.alarm === null ? [] : [lag.alarm]), ...lag.facts])];
  const sees = (fact: (typeof shown)[number]): Message =>
    fact === lag.alarm
      ? said.check()
      : fact === lag.catchup
        ? said.state()
        : where === null
          ? said.check()
          : said.positions({ behind: where });
  return present(lag.alarm !== null || lag.catchup !== null ? 'certain' : 'likely', {
    summary: summaryOf(lag, node, where, far),
    evidence: shown
      .filter((fact) => fact === lag.alarm || fact === lag.catchup || fact.kind !== 'node-check')
      .map((fact) => evidence(fact, sees(fact))),
    missing: [
      ...(lag.bytes === null ? [collect.replication(cluster, cluster.primary, said.why({ node }))] : []),
      ...(lag.node?.facts.of('process').length ? [] : [collect.processes(cluster, lag.node, said.whyProcesses({ node }))]),
    ],
  });
}

function summaryOf(lag: Lag, node: string, where: string | null, far: boolean): Message {
  if (lag.catchup !== null && !far) return said.catchup({ node });
  if (where === null || lag.bytes === 0n) return said.alarmed({ node, seconds: lag.seconds ?? '?' });
  const mostlyReplay = lag.unreplayed !== null && lag.bytes !== null && lag.unreplayed * 2n >= lag.bytes;
  return mostlyReplay ? said.replays({ node, behind: where }) : said.receives({ node, behind: where });
}

/** A delay that somebody set; null for none. */
function delayOf(node: Node | null): { readonly text: string; readonly fact: Parameters<typeof evidence>[0] } | null {
  const setting = node?.setting('recovery_min_apply_delay');
  if (!setting?.known || /^0\s*(?:ms|s|min|h|d)?$/.test(setting.value) || setting.value === '') return null;
  const unit = /^\d+$/.test(setting.value) ? ` ${setting.fact.unit ?? 'ms'}` : '';
  return { text: `${setting.value}${unit}`, fact: setting.fact };
}

function delayed(lag: Lag, node: string, delay: NonNullable<ReturnType<typeof delayOf>>): Verdict {
  const names = { node, delay: delay.text };
  if (lag.alarm === null) return absent(said.wanted(names), evidence(delay.fact, said.wanted(names)));
  return present('possible', {
    summary: said.delayed({ ...names, seconds: lag.seconds ?? '?' }),
    evidence: [evidence(lag.alarm, said.check()), evidence(delay.fact, said.delay())],
    severity: 'notice',
  });
}

/** Bytes as people read them. */
function sizeOf(bytes: bigint): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = Number(bytes);
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 ? value : value.toFixed(value < 10 ? 1 : 0)} ${units[unit]}`;
}
