import { collect } from '../../collect/commands.ts';
import type { Evidence, Remedy } from '../../core/finding.ts';
import { text, texts } from '../../core/text.ts';
import type { Cluster } from '../../model/cluster.ts';
import { messageAfter } from '../../model/replication.ts';
import { holderOf, isSmart, stoppedSince } from '../../model/switchover-holders.ts';
import { runsByDemoted, type Switchover } from '../../model/switchovers.ts';
import { finishSwitchover, startOldPrimary } from '../../remedies/after-aborted-switchover.ts';
import { raiseShutdownTimeout, stopFast } from '../../remedies/shutdown-timeout.ts';
import { absent, defineCause, evidence, present, type Told, unknown } from '../cause.ts';

const said = texts(() => ({
  summary: {
    en: 'The switchover waited {attempts} seconds for {node} to stop and gave up. Nobody has been promoted: as long as {node} is down the cluster has no primary, and repmgrd may still be paused everywhere. The bundle does not show what held the stop.',
    'zh-CN':
      '切换等待 {node} 停库 {attempts} 秒后放弃。没有任何节点被提升：{node} 停库期间集群没有主机，且各节点的 repmgrd 可能仍处于暂停状态。材料未显示停库被什么拖住。',
  },
  archiver: {
    en: 'The switchover waited {attempts} seconds for {node} to stop and gave up: the server first waits for its archiver, which has work left. Nobody has been promoted: once {node} is down the cluster has no primary, and repmgrd may still be paused everywhere.',
    'zh-CN':
      '切换等待 {node} 停库 {attempts} 秒后放弃：停库前服务器要等待归档进程，而归档尚未完成。没有任何节点被提升：{node} 停库后集群没有主机，且各节点的 repmgrd 可能仍处于暂停状态。',
  },
  clients: {
    en: 'The switchover waited {attempts} seconds for {node} to stop and gave up: the stop is a smart one, which waits until every client has left. Nobody has been promoted: once {node} is down the cluster has no primary, and repmgrd may still be paused everywhere.',
    'zh-CN':
      '切换等待 {node} 停库 {attempts} 秒后放弃：使用的是 smart 方式停库，会等待所有客户端退出。没有任何节点被提升：{node} 停库后集群没有主机，且各节点的 repmgrd 可能仍处于暂停状态。',
  },
  unclean: {
    en: 'During the switchover {node} went down without a clean shutdown, so nothing was promoted: the cluster has no primary until one is started or promoted by hand.',
    'zh-CN': '切换过程中 {node} 未能干净停库，因此没有提升任何节点：在手工启动或提升之前集群没有主机。',
  },
  resolved: {
    en: '{node} did not stop in time for a switchover once; a later switchover succeeded.',
    'zh-CN': '{node} 曾在切换中未能及时停库；之后的切换已成功。',
  },
  gaveUp: { en: 'the switchover gives up waiting', 'zh-CN': '切换放弃等待' },
  waited: {
    en: 'it asks once a second whether the server is down, up to attempt {attempt} of {attempts}',
    'zh-CN': '每秒检查一次是否停库，直到第 {attempt} 次，共 {attempts} 次',
  },
  wentDown: { en: 'it went down, but not cleanly', 'zh-CN': '已停库，但不干净' },
  command: { en: 'how it was told to stop', 'zh-CN': '停库所用的命令' },
  holdsArchiver: { en: 'the archiver has work left', 'zh-CN': '归档尚未完成' },
  holdsClients: { en: 'a smart stop waits for every client', 'zh-CN': 'smart 方式停库会等待所有客户端' },
  down: { en: 'it is down since: now nobody is primary', 'zh-CN': '此后已停库：目前没有主机' },
  clean: { en: '{node} shut down cleanly in time, at {lsn}', 'zh-CN': '{node} 已及时干净停库，位置 {lsn}' },
  later: { en: 'a later switchover succeeded', 'zh-CN': '之后的切换成功' },
  whyState: { en: 'whether {node} runs, stops or is down now', 'zh-CN': '{node} 目前是运行、正在停库还是已停库' },
  whyHolds: { en: 'what held the stop on {node}', 'zh-CN': '{node} 停库被什么拖住' },
}));

export const switchoverShutdownTimeout = defineCause({
  id: 'switchover-shutdown-timeout',
  group: 'switchover',
  scope: 'told',
  severity: 'critical',
  title: text({ en: 'The old primary did not stop in time', 'zh-CN': '切换时旧主机未及时停库' }),
  get about() {
    return text({
      en: `In a switchover repmgr stops the old primary through ssh and asks once a second whether it is down, \`shutdown_check_timeout\` times (60; before 4.2 \`reconnect_attempts\` × \`reconnect_interval\`). Then it gives up, with nobody promoted. The stop itself goes on: a minute later the server may be down and the cluster without a primary.

**How it shows itself.** \`checking for primary shutdown; N of N attempts\`, then \`shutdown of the primary server could not be confirmed\`, exit 18; or \`current primary did not shut down cleanly, aborting\`. A stop command that fails prints nothing there: it looks the same.

**What holds a stop.** The archiver, which must empty its queue; a standby that does not take what is sent (until \`wal_sender_timeout\`); a smart stop, which waits for clients; a supervisor or kbha that starts the server again; a stop command that is not permitted or wrong: then the finding is that one.

**Lookalikes.** Attempts that end in \`cleanly shut down at location …\`. A forced switchover with a backlog whose server stopped at once, because no archive command was set.

**What to do.** First find out which server runs: \`pg_controldata\` on the old primary, \`pg_is_in_recovery()\` on the candidate. Then start the old primary again, or promote the candidate by hand if it has received the shutdown checkpoint. Unpause repmgrd. Remove what held the stop; raise \`shutdown_check_timeout\` only where the stop is merely slow.

**What not to do.** No \`-m immediate\`, no \`kill -9\`; do not start the old primary after the candidate was promoted; do not repeat the switchover blindly.

**Versions.** repmgr 4.0 and later. **Sources.** repmgr source, \`repmgr-action-standby.c\`; PostgreSQL documentation, "Shutting Down the Server".`,
      'zh-CN': `切换时 repmgr 通过 ssh 停止旧主机，随后每秒检查一次是否停库，共 \`shutdown_check_timeout\` 次（默认 60；4.2 之前为 \`reconnect_attempts\` × \`reconnect_interval\`）。超时即放弃，不提升任何节点。但停库动作本身仍在继续：一分钟后服务器可能已停，集群没有主机。

**表现。** \`checking for primary shutdown; N of N attempts\` 之后为 \`shutdown of the primary server could not be confirmed\`，退出码 18；或 \`current primary did not shut down cleanly, aborting\`。停库命令本身失败时此处没有任何输出，看起来完全一样。

**停库会被什么拖住。** 归档进程须处理完积压；备机不接收已发送的日志（直到 \`wal_sender_timeout\`）；smart 方式等待客户端；监管程序或 kbha 又把服务器拉起；停库命令无权执行或配置错误（此时以对应结论为准）。

**易混淆的情形。** 若干次检查后显示 \`cleanly shut down at location …\` 属正常。带积压的强制切换若未设置归档命令，服务器会立即停止。

**处理。** 先弄清哪个服务器在运行：在旧主机上看 \`pg_controldata\`，在备机上看 \`pg_is_in_recovery()\`。然后重新启动旧主机；若备机已收到停库检查点，也可手工提升备机。恢复 repmgrd。消除拖住停库的原因；仅当停库只是慢时才调大 \`shutdown_check_timeout\`。

**不要做。** 不要用 \`-m immediate\` 或 \`kill -9\`；备机提升之后不要再直接启动旧主机；不要盲目重复切换。

**版本。** repmgr 4.0 及以上。**来源。** repmgr 源码 \`repmgr-action-standby.c\`；PostgreSQL 文档“关闭服务器”。`,
    });
  },
  explains: ['switchover-incomplete', 'no-primary'],
  yieldsTo: ['service-command-not-permitted', 'service-command-misconfigured'],
  leadsTo: [{ cause: 'primary-missing', where: 'cluster' }],

  examine: (cluster) => runsByDemoted(cluster).map((runs): Told => ({ ...nameOf(runs), verdict: judge(cluster, runs) })),

  remedies(cluster, node, finding): readonly Remedy[] {
    const run =
      runsByDemoted(cluster)
        .find((runs) => runs[0]?.demoted.name === finding.node)
        ?.findLast(timedOut) ?? null;
    const old = run?.demoted.node ?? node;
    const command = old?.repmgrSetting('service_stop_command');
    const seconds = Math.max(300, 5 * Number(lastAttempt(run)?.values['attempts'] ?? 0));
    return [
      startOldPrimary(cluster, run, node),
      finishSwitchover(cluster, run, node),
      command?.known === true && isSmart(command.value)
        ? stopFast(cluster, old, command.value)
        : raiseShutdownTimeout(cluster, run?.candidate.node ?? node, old, seconds),
    ];
  },
});

const nameOf = (runs: readonly Switchover[]) => ({ node: runs[0]?.demoted.node ?? null, name: runs[0]?.demoted.name ?? null });

const lastAttempt = (run: Switchover | null) =>
  run?.said('switchover.waiting-shutdown').findLast((fact) => fact.values['attempts'] !== undefined);

/** It says so itself, or its last attempt was the last one and nothing came after it. */
function timedOut(run: Switchover): boolean {
  if (run.reached('stopped')) return false;
  if (run.has('switchover.shutdown-not-confirmed', 'switchover.shutdown-unclean')) return true;
  const last = lastAttempt(run);
  return last !== undefined && last.values['attempt'] === last.values['attempts'];
}

function judge(cluster: Cluster, runs: readonly Switchover[]): Told['verdict'] {
  const run = runs.findLast(timedOut);
  const stopped = runs.flatMap((one) => one.said('switchover.shutdown-clean')).at(-1);
  const node = runs[0]?.demoted.name ?? '?';
  const asks = [
    collect.control(cluster, runs[0]?.demoted.node ?? null, said.whyState({ node })),
    collect.serverLog(cluster, runs[0]?.demoted.node ?? null, said.whyHolds({ node })),
  ];
  if (run === undefined) {
    if (stopped !== undefined) {
      const because = said.clean({ node, lsn: stopped.values['lsn'] ?? '?' });
      return absent(because, evidence(stopped, because));
    }
    return runs.some((one) => one.stage === 'stopping') ? unknown(...asks) : { is: 'not-applicable' };
  }
  const ended = run.said('switchover.shutdown-not-confirmed', 'switchover.shutdown-unclean').at(-1);
  const last = lastAttempt(run);
  const anchor = ended ?? last;
  const later = anchor === undefined ? null : messageAfter(cluster, anchor, ['switchover.completed']);
  const holder = holderOf(cluster, run);
  const unclean = run.has('switchover.shutdown-unclean');
  const down = stoppedSince(cluster, run);
  const shown: Evidence[] = [
    ...run
      .said('switchover.checkpoint')
      .filter((fact) => fact.values['command'] !== undefined)
      .map((fact) => evidence(fact, said.command())),
    ...(last === undefined
      ? []
      : [evidence(last, said.waited({ attempt: last.values['attempt'] ?? '?', attempts: last.values['attempts'] ?? '?' }))]),
    ...(ended === undefined ? [] : [evidence(ended, unclean ? said.wentDown() : said.gaveUp())]),
    ...(holder?.facts.map((fact) => evidence(fact, holder.what === 'archiver' ? said.holdsArchiver() : said.holdsClients())) ?? []),
    ...(down === null ? [] : [evidence(down, said.down())]),
  ];
  if (later !== null)
    return present('certain', {
      status: 'resolved',
      summary: said.resolved({ node }),
      evidence: [...shown, evidence(later, said.later())],
    });
  const params = { node, attempts: last?.values['attempts'] ?? 'shutdown_check_timeout' };
  const summary = unclean ? said.unclean({ node }) : holder === null ? said.summary(params) : said[holder.what](params);
  return present(ended === undefined ? 'likely' : 'certain', { summary, evidence: shown, missing: asks });
}
