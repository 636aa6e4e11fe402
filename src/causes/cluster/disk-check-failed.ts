import { collectKbhaLog } from '../../collect/commands.ts';
import type { FactOf } from '../../core/fact.ts';
import type { Evidence, Verdict } from '../../core/finding.ts';
import { text, texts } from '../../core/text.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { EventName } from '../../model/events.ts';
import type { Node } from '../../model/node.ts';
import { isLater } from '../../model/replication.ts';
import { isOff } from '../../model/settings.ts';
import { startedSince } from '../../model/starts.ts';
import { repairVolume } from '../../remedies/repair-volume.ts';
import { absent, defineCause, evidence, notApplicable, perServer, present, serverOf, unknown } from '../cause.ts';

const said = texts(() => ({
  stopped: {
    en: 'kbha stopped the server of {node}, since no mount point passed its I/O check: the storage did not answer for minutes.',
    'zh-CN': 'kbha 停止了 {node} 的服务器：所有挂载点均未通过 I/O 检查，存储持续数分钟无响应。',
  },
  failing: {
    en: 'The I/O check of kbha on {node} fails ({attempt} of {attempts}); at the last it will stop the server.',
    'zh-CN': '{node} 上 kbha 的 I/O 检查失败（{attempt}/{attempts}）；达到上限后将停止服务器。',
  },
  resolved: {
    en: 'The I/O check of kbha on {node} failed once; the server runs again.',
    'zh-CN': '{node} 上 kbha 的 I/O 检查曾失败；服务器现已运行。',
  },
  check: { en: 'the check failed', 'zh-CN': '检查失败' },
  stops: { en: 'kbha stops the server', 'zh-CN': 'kbha 停止服务器' },
  set: { en: 'the check is switched on', 'zh-CN': '已启用该检查' },
  storage: { en: 'what the system says of the storage', 'zh-CN': '系统关于存储的信息' },
  runs: { en: 'the server runs', 'zh-CN': '服务器正在运行' },
  passed: { en: 'the check went on after a single failure', 'zh-CN': '单次失败后检查已恢复正常' },
  off: { en: 'the disk check is switched off', 'zh-CN': '未启用磁盘检查' },
  why: { en: 'why kbha stopped the server of {node}', 'zh-CN': 'kbha 为何停止 {node} 的服务器' },
}));

export const diskCheckFailed = defineCause({
  id: 'disk-check-failed',
  group: 'cluster',
  scope: 'told',
  severity: 'critical',
  title: text({ en: 'kbha stopped the server after its disk check', 'zh-CN': 'kbha 因磁盘检查失败停止了服务器' }),
  get about() {
    return text({
      en: `With \`use_check_disk = on\` KingbaseES's daemon kbha checks the mount points of the data once a minute by reading and writing. After \`mount_check_max_retries\` failures in a row (6) it stops the server, so that another node takes over. The cause lies in the storage: a volume that is read-only, full, gone, or that hangs.

**How it shows itself.** In kbha.log \`Failed to check the mount_point_list 6 / 6, all failed\`, then \`the use_check_disk = on, will stop the database\`. Around that time the kernel's log often says more: I/O errors, a file system remounted read-only, a path of the SAN that failed.

**Lookalikes.** kbha stops the server as well where no trusted gateway answers: \`ping host"…" failed\` (\`trusted-server-unreachable\`). A single failed check that is followed by good ones. A volume that is full without the check: \`wal-volume-full\`.

**What to do.** See the volume (mounted, writable, room, the kernel's log), mend it, then let kbha bring the node back, or start it.

**What not to do.** Do not switch the check off to get the server up on a volume that hangs. Do not start the old primary as a primary where another node took over.

**Versions.** KingbaseES V8R6 (builds that know \`use_check_disk\`) and V9; the default is off. **Source.** The vendor's HA manual, fault chapter.`,
      'zh-CN': `\`use_check_disk = on\` 时，KingbaseES 的守护进程 kbha 每分钟以读写方式检查数据所在挂载点。连续失败 \`mount_check_max_retries\` 次（6 次）后停止服务器，以便其他节点接管。根源在存储：卷变为只读、已满、丢失或挂起。

**表现。** kbha.log 中出现 \`Failed to check the mount_point_list 6 / 6, all failed\`，随后 \`the use_check_disk = on, will stop the database\`。同一时间的内核日志往往有更多信息：I/O 错误、文件系统被重新挂载为只读、SAN 路径失效。

**易混淆的情形。** 所有信任网关均无响应时 kbha 也会停止服务器：\`ping host"…" failed\`（\`trusted-server-unreachable\`）。单次检查失败、之后恢复正常。未启用检查而磁盘已满：\`wal-volume-full\`。

**处理。** 查看该卷（是否挂载、可写、有空间，以及内核日志），修复后由 kbha 拉起节点或手工启动。

**不要做。** 不要为了在挂起的卷上启动服务器而关闭检查。若其他节点已接管，不要把旧主机以主机身份启动。

**版本。** KingbaseES V8R6（支持 \`use_check_disk\` 的版本）与 V9；默认关闭。**来源。** 厂商高可用手册故障章节。`,
    });
  },
  explains: ['server-not-starting', 'node-not-running', 'node-not-answering', 'no-primary', 'connection-refused'],
  leadsTo: [
    { cause: 'node-down', where: 'same' },
    { cause: 'primary-missing', where: 'cluster' },
  ],

  examine(cluster) {
    if (cluster.flavour.guard === null && cluster.flavour.clusterConf === null) return [];
    return perServer(cluster, (server) => judge(cluster, server)).filter(({ verdict }) => verdict.is !== 'not-applicable');
  },

  remedies: (cluster, node) => [repairVolume(cluster, serverOf(cluster, node) === null ? null : node)],
});

type Said = FactOf<'message'>;

/** kbha's events and those of V8R3's scripts. */
const SAYS = [
  'kbha.disk-check-failed',
  'kbha.stopping-database',
  'cluster.disk-check-failed',
  'cluster.disk-stop',
] as readonly string[] as readonly EventName[];
const isCheck = (fact: Said): boolean => /^(?:kbha|cluster)\.disk-check-failed$/.test(fact.event ?? '') && /fail/i.test(fact.text);
/** kbha went on, or the next try went through. */
const isNextWord = (fact: Said): boolean =>
  (fact.program === 'kbha' && !isCheck(fact)) || (fact.event as string | null) === 'cluster.disk-check-passed';
const isStop = (fact: Said): boolean => /use_check_disk.*stop (?:the database|db)/i.test(fact.text);

function judge(cluster: Cluster, server: Node): Verdict {
  const node = server.label;
  const all = server.messages(...SAYS);
  const checks = all.filter(isCheck);
  const stop = all.findLast(isStop);
  const last = stop ?? checks.at(-1);
  if (last === undefined) return withoutCheck(server, all);
  // equal lines in a row are one fact: its values are those of the last
  const { attempt = '1', attempts = '6' } = checks.at(-1)?.values ?? {};
  const shown = [
    ...checks.slice(-2).map((fact) => evidence(fact, said.check())),
    ...(stop === undefined ? [] : [evidence(stop, said.stops())]),
    ...around(server),
  ];
  if (stop === undefined && Number(attempt) < Number(attempts)) {
    const later = server.facts.of('message').find((fact) => isNextWord(fact) && isLater(fact, last));
    if (later !== undefined) return absent(said.passed(), evidence(later, said.passed()));
    return present('likely', { summary: said.failing({ node, attempt, attempts }), evidence: shown, severity: 'warning' });
  }
  const up = startedSince(cluster, server, last);
  if (up !== null)
    return present('certain', { status: 'resolved', summary: said.resolved({ node }), evidence: [...shown, evidence(up, said.runs())] });
  return present('certain', { summary: said.stopped({ node }), evidence: shown });
}

/** The setting that makes kbha act, and what the kernel and df say of the volumes. */
function around(server: Node): Evidence[] {
  const set = server.repmgrSetting('use_check_disk');
  const kernel = server.messages('system.disk-failing', 'system.remounted-read-only').slice(0, 2);
  const full = server.facts.of('volume').filter((fact) => (fact.usedPercent ?? 0) >= 100);
  return [
    ...(set.known && !isOff(set.value) ? [evidence(set.fact, said.set())] : []),
    ...[...kernel, ...full.slice(-1)].map((fact) => evidence(fact, said.storage())),
  ];
}

/** A server that kbha stopped without a word on why, or a check that is off. */
function withoutCheck(server: Node, all: readonly Said[]): Verdict {
  const set = server.repmgrSetting('use_check_disk');
  if (set.known && isOff(set.value)) return absent(said.off(), evidence(set.fact, said.off()));
  const gateway = server.messages('kbha.gateway-unreachable', 'kbha.no-round-trip').length > 0;
  return all.length > 0 && !gateway ? unknown(collectKbhaLog(server, said.why({ node: server.label }))) : notApplicable;
}
