import { collect } from '../../collect/commands.ts';
import type { Evidence } from '../../core/finding.ts';
import { sizeText } from '../../core/size.ts';
import { text, texts } from '../../core/text.ts';
import { parseLsn } from '../../core/wal.ts';
import type { Cluster } from '../../model/cluster.ts';
import { messageAfter } from '../../model/replication.ts';
import { type Party, type Switchover, switchoversOf } from '../../model/switchovers.ts';
import { startOldPrimary } from '../../remedies/after-aborted-switchover.ts';
import { catchUp } from '../../remedies/catch-up.ts';
import { absent, defineCause, evidence, present, type Told, unknown } from '../cause.ts';

const said = texts(() => ({
  known: {
    en: '{node} had not received the shutdown checkpoint of {old}: it lacks {size} of WAL ({lsn} against {other}). The switchover stopped with {old} down and nobody promoted, so the cluster has no primary; repmgrd may still be paused everywhere. Nothing is lost as long as {old} keeps its data.',
    'zh-CN':
      '{node} 未收到 {old} 的停库检查点：缺少 {size} 的 WAL（{lsn} 对 {other}）。切换中止，{old} 已停库且没有提升任何节点，集群没有主机；各节点的 repmgrd 可能仍处于暂停状态。只要 {old} 的数据还在，就没有丢失。',
  },
  waited: {
    en: '{node} did not receive the shutdown checkpoint of {old} within {seconds} seconds. The switchover stops there with {old} down and nobody promoted, so the cluster has no primary; repmgrd may still be paused everywhere. Nothing is lost as long as {old} keeps its data.',
    'zh-CN':
      '{node} 在 {seconds} 秒内未收到 {old} 的停库检查点。切换随即中止，{old} 已停库且没有提升任何节点，集群没有主机；各节点的 repmgrd 可能仍处于暂停状态。只要 {old} 的数据还在，就没有丢失。',
  },
  promoted: {
    en: '{node} was promoted although it had not received the shutdown checkpoint of {old}: what it lacked exists on {old} only.',
    'zh-CN': '{node} 在未收到 {old} 停库检查点的情况下被提升：缺少的部分只存在于 {old}。',
  },
  resolved: {
    en: '{node} was behind in a switchover once; a later switchover succeeded.',
    'zh-CN': '{node} 曾在切换时落后；之后的切换已成功。',
  },
  down: { en: 'the old primary is down, cleanly', 'zh-CN': '旧主机已干净停库' },
  flush: {
    en: 'it waits for the missing WAL, up to second {attempt} of {attempts}',
    'zh-CN': '等待缺少的 WAL，直到第 {attempt} 秒，共 {attempts} 秒',
  },
  behind: { en: 'what the standby has received, and where the old primary stopped', 'zh-CN': '备机已接收的位置与旧主机停库的位置' },
  aborted: { en: 'the switchover stops here', 'zh-CN': '切换在此中止' },
  anyway: { en: 'it was promoted all the same', 'zh-CN': '仍然被提升' },
  later: { en: 'a later switchover succeeded', 'zh-CN': '之后的切换成功' },
  received: { en: '{node} had received everything: it was promoted', 'zh-CN': '{node} 已接收全部日志并被提升' },
  why: { en: 'what {node} has received by now, and from whom', 'zh-CN': '{node} 目前已接收的位置及来源' },
  whyLog: { en: 'why the receiver of {node} lagged or was gone', 'zh-CN': '{node} 的接收进程为何落后或中断' },
}));

export const switchoverStandbyBehind = defineCause({
  id: 'switchover-standby-behind',
  group: 'switchover',
  scope: 'told',
  severity: 'critical',
  title: text({ en: 'The promotion candidate had not received everything', 'zh-CN': '切换时备机未收到停库检查点' }),
  get about() {
    return text({
      en: `After the old primary has shut down cleanly, repmgr compares its last checkpoint with what the candidate has received and waits \`wal_receive_check_timeout\` (30 s) for it. If something is still missing the switchover stops: the old primary is down, nobody is promoted. The finding is about the candidate.

**How it shows itself.** \`sleeping N of maximum N seconds waiting for standby to flush received WAL to disk\`, \`local node … is behind shutdown primary …\` with both positions, \`aborting switchover\`, exit 18.

**Why it lags.** A walreceiver that hangs or was cut off (the server waits for it only until \`wal_sender_timeout\`), a slow network or disk, a cascade, a delayed standby.

**Lookalikes.** A few of those seconds and then a promotion: normal. A primary that did not stop at all: \`switchover-shutdown-timeout\`. Forked timelines.

**What to do.** Start the old primary again; the standby then receives the rest. See that it streams without lag, unpause repmgrd, and only then repeat the switchover.

**What not to do.** \`--always-promote\` gives up what the candidate lacks, and the old primary then needs a rewind. Do not promote by hand for the same reason.

**Versions.** The wait exists since repmgr 4.3; before, the comparison is made once. **Sources.** repmgr source, \`repmgr-action-standby.c\`; repmgr documentation, "Switchover and repmgr.conf".`,
      'zh-CN': `旧主机干净停库后，repmgr 将其最后的检查点与备机已接收的位置比较，并最多等待 \`wal_receive_check_timeout\`（30 秒）。若仍有缺失则中止切换：旧主机已停，没有提升任何节点。本结论针对待提升的备机。

**表现。** \`sleeping N of maximum N seconds waiting for standby to flush received WAL to disk\`、\`local node … is behind shutdown primary …\`（含两个位置）、\`aborting switchover\`，退出码 18。

**为何落后。** 接收进程卡住或中断（主机停库时只等到 \`wal_sender_timeout\`）、网络或磁盘慢、级联、延迟备机。

**易混淆的情形。** 等待数秒后完成提升属正常。主机根本未停：\`switchover-shutdown-timeout\`。时间线分叉。

**处理。** 重新启动旧主机，备机随即收到其余日志。确认流复制无延迟，恢复 repmgrd，然后再切换。

**不要做。** \`--always-promote\` 会放弃备机缺少的部分，旧主机之后还须回退。出于同样原因不要手工提升。

**版本。** 等待机制自 repmgr 4.3 起；之前只比较一次。**来源。** repmgr 源码 \`repmgr-action-standby.c\`；repmgr 文档“Switchover and repmgr.conf”。`,
    });
  },
  explains: ['switchover-incomplete', 'no-primary'],
  leadsTo: [{ cause: 'primary-missing', where: 'cluster' }],

  examine(cluster) {
    const runs = switchoversOf(cluster).filter((run) => !run.rehearsal && run.reached('stopped'));
    const names = [...new Set(runs.map((run) => run.candidate.name))];
    return names.map((name): Told => {
      const own = runs.filter((run) => run.candidate.name === name);
      return { ...partyOf(own), verdict: judge(cluster, own) };
    });
  },

  remedies(cluster, node, finding) {
    const run = switchoversOf(cluster).findLast((one) => one.candidate.name === finding.node && isBehind(one)) ?? null;
    const candidate = run?.candidate.node ?? node;
    return [startOldPrimary(cluster, run, run?.demoted.node ?? null), catchUp(cluster, candidate, run?.demoted.node ?? null)];
  },
});

const partyOf = (runs: readonly Switchover[]): Party => runs[0]?.candidate ?? { node: null, name: null };

/** It says so itself, or the wait reached its last second and nobody was promoted. */
function isBehind(run: Switchover): boolean {
  if (run.has('switchover.standby-behind')) return true;
  const last = run.said('switchover.flush-progress').at(-1);
  return last !== undefined && last.values['attempt'] === last.values['attempts'] && !run.reached('promoted');
}

function judge(cluster: Cluster, runs: readonly Switchover[]): Told['verdict'] {
  const run = runs.findLast(isBehind);
  const { node: candidate, name } = partyOf(runs);
  const node = name ?? candidate?.label ?? '?';
  const asks = [collect.receiver(cluster, candidate, said.why({ node })), collect.serverLog(cluster, candidate, said.whyLog({ node }))];
  if (run === undefined) {
    const promoted = runs.flatMap((one) => one.said('promote.successful')).at(-1);
    if (promoted !== undefined) return absent(said.received({ node }), evidence(promoted, said.received({ node })));
    return unknown(...asks);
  }
  const old = run.demoted.name ?? '?';
  const behind = run.said('switchover.standby-behind').at(-1);
  const flush = run.said('switchover.flush-progress').at(-1);
  const anchor = behind ?? flush;
  const later = anchor === undefined ? null : messageAfter(cluster, anchor, ['switchover.completed']);
  const shown: Evidence[] = [
    ...run.said('switchover.shutdown-clean').map((fact) => evidence(fact, said.down())),
    ...(flush === undefined
      ? []
      : [evidence(flush, said.flush({ attempt: flush.values['attempt'] ?? '?', attempts: flush.values['attempts'] ?? '?' }))]),
    ...(behind === undefined ? [] : [evidence(behind, said.behind())]),
    ...run.said('switchover.aborting').map((fact) => evidence(fact, said.aborted())),
  ];
  if (run.reached('promoted')) {
    const promoted = run.said('promote.successful').map((fact) => evidence(fact, said.anyway()));
    return present('certain', { status: 'resolved', summary: said.promoted({ node, old }), evidence: [...shown, ...promoted] });
  }
  if (later !== null)
    return present('certain', {
      status: 'resolved',
      summary: said.resolved({ node }),
      evidence: [...shown, evidence(later, said.later())],
    });
  const { lsn, otherLsn } = behind?.values ?? {};
  const summary =
    lsn === undefined || otherLsn === undefined
      ? said.waited({ node, old, seconds: flush?.values['attempts'] ?? 'wal_receive_check_timeout' })
      : said.known({ node, old, size: sizeText(distance(lsn, otherLsn)), lsn, other: otherLsn });
  return present(behind === undefined ? 'likely' : 'certain', { summary, evidence: shown, missing: asks });
}

const distance = (from: string, to: string): number => Number((parseLsn(to) ?? 0n) - (parseLsn(from) ?? 0n));
