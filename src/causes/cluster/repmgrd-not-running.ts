import { collect } from '../../collect/commands.ts';
import type { Evidence } from '../../core/finding.ts';
import { text, texts } from '../../core/text.ts';
import type { Cluster } from '../../model/cluster.ts';
import { lifeOfNode } from '../../model/life.ts';
import type { Node } from '../../model/node.ts';
import { type Daemon, type DaemonSign, daemonsOf, isFailoverDue, isManual, relianceOn } from '../../model/repmgrd.ts';
import { startGuard } from '../../remedies/start-guard.ts';
import { startRepmgrd } from '../../remedies/start-repmgrd.ts';
import { absent, defineCause, evidence, notApplicable, present, type Told, unknown } from '../cause.ts';

const said = texts(() => ({
  stopped: {
    en: 'repmgrd does not run on {node}: nobody there notices that the primary is gone, and the node neither takes over nor follows a new primary.',
    'zh-CN': '{node} 上 repmgrd 未运行：该节点无法发现主机故障，既不会接管，也不会跟随新主机。',
  },
  timedOut: {
    en: 'repmgrd on {node} ended by itself when `degraded_monitoring_timeout` ran out, and nothing shows that it was started again: there is no automatic failover.',
    'zh-CN': '{node} 上的 repmgrd 在 `degraded_monitoring_timeout` 到期后自行退出，且没有重新启动的迹象：自动故障切换不可用。',
  },
  log: {
    en: 'The log of repmgrd on {node} ends with its end, and nothing shows that it was started again.',
    'zh-CN': '{node} 上 repmgrd 的日志以其退出结束，且没有重新启动的迹象。',
  },
  kbha: {
    en: 'kbha does not run on {node}: nobody there watches over repmgrd, the virtual address and the gateway, and a failed node is not brought back.',
    'zh-CN': '{node} 上 kbha 未运行：repmgrd、VIP 与网关无人看护，故障节点也不会自动恢复。',
  },
  resolved: { en: 'repmgrd did not run on {node} for a while; later it does.', 'zh-CN': '{node} 上 repmgrd 曾未运行，之后已运行。' },
  notRunning: { en: 'not running', 'zh-CN': '未运行' },
  running: { en: 'running', 'zh-CN': '正在运行' },
  ended: { en: 'it ended here', 'zh-CN': '在此退出' },
  relied: { en: 'automatic failover is counted on here', 'zh-CN': '此处依赖自动故障切换' },
  runs: { en: 'repmgrd runs on {node}', 'zh-CN': '{node} 上 repmgrd 正在运行' },
  manual: {
    en: '`failover=manual`: repmgrd would not promote anybody here, and nobody counts on it',
    'zh-CN': '`failover=manual`：repmgrd 在此不会提升任何节点，也没有依赖它',
  },
  why: { en: 'whether repmgrd runs on {node} now', 'zh-CN': '{node} 上 repmgrd 现在是否运行' },
  whyConf: {
    en: 'whether automatic failover is meant to work (`failover=automatic`): repmgrd does not run on {node}',
    'zh-CN': '是否启用自动故障切换（`failover=automatic`）：{node} 上 repmgrd 未运行',
  },
}));

export const repmgrdNotRunning = defineCause({
  id: 'repmgrd-not-running',
  group: 'cluster',
  scope: 'told',
  severity: 'warning',
  title: text({ en: 'repmgrd does not run', 'zh-CN': 'repmgrd 未运行' }),
  get about() {
    return text({
      en: `Automatic failover is the work of \`repmgrd\`, one on each node, the witness included. Where it does not run the node notices nothing: it is no candidate, it follows nobody, and other nodes skip it in an election. On KingbaseES \`kbha\` watches over repmgrd and starts it again; where that one is gone, too, nothing comes back by itself.

**How it shows itself.** \`not running\` in \`repmgr service status\`, \`REPMGRD CRITICAL: repmgrd not running\`, an inactive or failed unit, a log that ends in \`repmgrd terminating...\`, \`degraded monitoring timeout … exceeded, terminating\`, \`repmgrd not running on node …, skipping\`. After a primary failed: nobody was promoted, or a standby still names the old one.

**Lookalikes.** \`n/a\` in the listing: the server itself does not answer, and nothing is known of repmgrd. \`not running\` in the seconds after a restart of the server: the PID stands in its shared memory and comes back when repmgrd notices. Paused: \`repmgrd-paused\`. It does not start: \`repmgrd-not-loaded\`, \`repmgrd-pid-file\`, \`version-mismatch\`, \`extension-not-installed\` say why. A cluster with \`failover=manual\` that nobody expects to fail over by itself. Debian's \`active (exited)\`: nothing runs; \`REPMGRD_ENABLED\` in \`/etc/default/repmgrd\` is off.

**What to do.** See why it ended, start it by its unit, enable the unit, watch it with a monitor of its own (\`repmgr node check --repmgrd\`).

**What not to do.** Do not start it while two nodes run as primary. Do not start it as root, and not twice.

**Versions.** repmgr 4.0 and later (\`daemon status\` 4.2, \`service status\` 5.0); \`degraded_monitoring_timeout\` has no limit unless it is set. **Sources.** repmgr documentation, "repmgrd overview", "repmgr service status"; KingbaseES V8R6 manual on kbha.`,
      'zh-CN': `自动故障切换由每个节点（包括 witness）上的 \`repmgrd\` 完成。未运行时该节点什么也发现不了：不是候选节点，不跟随新主机，选举时也会被其他节点跳过。KingbaseES 由 \`kbha\` 看护并重新拉起 repmgrd；若 kbha 也不在，则不会自动恢复。

**表现。** \`repmgr service status\` 中为 \`not running\`；\`REPMGRD CRITICAL: repmgrd not running\`；单元为 inactive 或 failed；日志以 \`repmgrd terminating...\` 结束；\`degraded monitoring timeout … exceeded, terminating\`；\`repmgrd not running on node …, skipping\`。主机故障后：无人被提升，或备机仍指向旧主机。

**易混淆的情形。** 列表中为 \`n/a\`：服务器本身无应答，repmgrd 状态未知。服务器重启后数秒内显示 \`not running\`：PID 存于共享内存，repmgrd 发现后会恢复。已暂停：\`repmgrd-paused\`。无法启动：原因见 \`repmgrd-not-loaded\`、\`repmgrd-pid-file\`、\`version-mismatch\`、\`extension-not-installed\`。\`failover=manual\` 且无人期待自动切换的集群。Debian 上显示 \`active (exited)\`：并未运行，\`/etc/default/repmgrd\` 中 \`REPMGRD_ENABLED\` 未开启。

**处理。** 查明退出原因，通过其单元启动并设为自启，单独监控（\`repmgr node check --repmgrd\`）。

**不要做。** 存在双主时不要启动。不要以 root 启动，也不要启动两个。

**版本。** repmgr 4.0 及以上（\`daemon status\` 为 4.2，\`service status\` 为 5.0）；\`degraded_monitoring_timeout\` 默认不限时。**来源。** repmgr 文档“repmgrd overview”“repmgr service status”；KingbaseES V8R6 手册关于 kbha 的章节。`,
    });
  },
  explains: ['no-failover', 'repmgrd-problem', 'no-primary', 'standby-not-attached'],
  yieldsTo: ['repmgrd-not-loaded', 'repmgrd-pid-file', 'version-mismatch', 'extension-not-installed', 'configuration-file-missing'],

  examine(cluster) {
    const daemons = daemonsOf(cluster, 'repmgrd');
    const told = daemons.map((daemon): Told => ({ node: daemon.node, verdict: judge(cluster, daemon) }));
    const guards = daemonsOf(cluster, 'kbha').flatMap(({ node, last }): Told[] => {
      const better = told.some((one) => one.node === node && one.verdict.is === 'present');
      if (last?.state !== 'stopped' || better || (node !== null && isGone(cluster, node)) || isManual(cluster, node) !== null) return [];
      return [
        { node, verdict: present('likely', { summary: said.kbha(labelled(node)), evidence: [evidence(last.fact, said.notRunning())] }) },
      ];
    });
    if (daemons.length + guards.length === 0)
      return [{ node: null, verdict: unknown(collect.serviceStatus(cluster, null, said.why({ node: 'any' }))) }];
    return [...told.filter((one) => !guards.some((guard) => guard.node === one.node)), ...guards];
  },

  remedies(cluster, node) {
    const { guard } = cluster.flavour;
    const gone = guard === null ? { kbha: false, repmgrd: true } : goneOn(cluster, node);
    return [
      ...(gone.repmgrd || !gone.kbha ? [startRepmgrd(cluster, node)] : []),
      ...(guard !== null && gone.kbha ? [startGuard(cluster, guard, node)] : []),
    ];
  },
});

/** Which of the two is known to be gone. */
function goneOn(cluster: Cluster, node: Node | null): { readonly kbha: boolean; readonly repmgrd: boolean } {
  const isGone = (daemon: 'repmgrd' | 'kbha') => daemonsOf(cluster, daemon).find((one) => one.node === node)?.last?.state === 'stopped';
  return { kbha: isGone('kbha'), repmgrd: isGone('repmgrd') };
}

const labelled = (node: Node | null) => ({ node: node?.label ?? 'this node' });

function judge(cluster: Cluster, { node, signs, last }: Daemon): Told['verdict'] {
  const names = labelled(node);
  const ask = collect.serviceStatus(cluster, node, said.why(names));
  if (last === null) return unknown(ask);
  const stopped = signs.filter((sign) => sign.state === 'stopped');
  if (last.state === 'running') {
    const live = stopped.filter((sign) => !sign.past || sign.fact.span.source === last.fact.span.source);
    const before = live.at(-1);
    const relied = relianceOn(cluster, node);
    if (before !== undefined && relied !== null && !isRestart(before, last))
      return present('certain', {
        status: 'resolved',
        summary: said.resolved(names),
        evidence: [evidence(before.fact, said.notRunning()), evidence(last.fact, said.running())],
      });
    return absent(said.runs(names), evidence(last.fact, said.running()));
  }
  // with its server down repmgrd is down, too, or was stopped with it
  if (node !== null && last.how !== 'status' && last.how !== 'check' && isGone(cluster, node)) return notApplicable;
  if (followsRestart(cluster, last)) return unknown(ask);
  const manual = isManual(cluster, node);
  if (manual !== null) return absent(said.manual(), evidence(manual, said.manual()));
  const relied = relianceOn(cluster, node);
  // KingbaseES's kbha keeps it running on every node of a cluster, whatever else is shown
  if (relied === null && cluster.flavour.guard === null) return unknown(collect.repmgrConf(cluster, node, said.whyConf(names)));
  const timeout = cluster.messages('repmgrd.degraded-timeout').find((fact) => signs.some((sign) => sign.fact === fact));
  const shown: Evidence[] = [
    ...(timeout === undefined ? [] : [evidence(timeout, said.ended())]),
    evidence(last.fact, last.how === 'log' ? said.ended() : said.notRunning()),
    ...stopped.filter((sign) => !sign.past && sign !== last).map((sign) => evidence(sign.fact, said.notRunning())),
    ...(relied === null ? [] : [evidence(relied, said.relied())]),
  ];
  return present(relied === null ? 'likely' : confidenceOf(last), {
    summary: timeout !== undefined ? said.timedOut(names) : last.how === 'log' ? said.log(names) : said.stopped(names),
    evidence: shown.filter((one, index) => shown.findIndex((other) => other.source === one.source && other.line === one.line) === index),
    severity: isFailoverDue(cluster) ? 'critical' : 'warning',
    missing: last.past ? [ask] : [],
  });
}

function isGone(cluster: Cluster, node: Node): boolean {
  const { touched, unanswered } = lifeOfNode(cluster, node);
  return touched?.state === 'stopped' || (touched === null && unanswered !== null);
}

/** The PID stands in the server's shared memory: in the seconds after a restart a daemon that runs is listed as not running. */
function followsRestart(cluster: Cluster, last: DaemonSign): boolean {
  if (last.how !== 'status' && last.how !== 'check') return false;
  const before = cluster.facts.all.filter(
    (fact) =>
      fact.span.source === last.fact.span.source && fact.order < last.fact.order && fact.kind === 'command' && fact.via === 'prompt',
  );
  // the command that printed the listing, and the one before it
  return cluster.done.some((action) => /^(?:restart|start|rejoin|follow)$/.test(action.kind) && before.slice(-2).includes(action.fact));
}

/** A restart of the daemon or of the server between two words is no fault. */
const isRestart = (before: DaemonSign, last: DaemonSign): boolean => before.how === 'log' && last.how === 'log';

const confidenceOf = (last: DaemonSign) => (last.how === 'status' || last.how === 'check' ? 'certain' : 'likely');
