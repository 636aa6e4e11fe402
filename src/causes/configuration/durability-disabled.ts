import { collectSettings } from '../../collect/commands.ts';
import type { Evidence, Verdict } from '../../core/finding.ts';
import { text, texts } from '../../core/text.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { Node } from '../../model/node.ts';
import { isOff, type Setting } from '../../model/settings.ts';
import { durableAgain } from '../../remedies/durable-again.ts';
import { absent, defineCause, evidence, notApplicable, present, unknown } from '../cause.ts';

const said = texts(() => ({
  fsync: {
    en: '{names} off on {node}: a crash of the machine can leave its data corrupt beyond repair, and a failover to it carries that on.',
    'zh-CN': '{node} 上 {names} 已关闭：机器异常宕机可能使数据损坏且无法修复，切换到该节点会延续损坏。',
  },
  full_page_writes: {
    en: '{names} off on {node}: pages torn by a crash of the machine are not repaired by recovery, and pg_rewind refuses.',
    'zh-CN': '{node} 上 {names} 已关闭：机器异常宕机造成的页撕裂无法由恢复修复，且 pg_rewind 拒绝执行。',
  },
  synchronous_commit: {
    en: '{names} off on {node}: the last moments of acknowledged commits can be lost at a crash, whatever `synchronous_standby_names` says; the data stay consistent.',
    'zh-CN': '{node} 上 {names} 已关闭：宕机时最近已确认的提交可能丢失，与 `synchronous_standby_names` 的设置无关；数据仍保持一致。',
  },
  past: { en: '{names} was off on {node} and is on again.', 'zh-CN': '{node} 上的 {names} 曾被关闭，现已打开。' },
  isOff: { en: '`{name}` is off', 'zh-CN': '`{name}` 已关闭' },
  isOn: { en: '`{name}` is {value}', 'zh-CN': '`{name}` 为 {value}' },
  on: {
    en: 'fsync, full_page_writes and synchronous_commit are not off where they are known',
    'zh-CN': '已知的 fsync、full_page_writes、synchronous_commit 均未关闭',
  },
  why: { en: 'whether commits are durable on {node}', 'zh-CN': '{node} 的提交是否持久' },
}));

/** In the order of what they cost. */
const NAMES = ['fsync', 'full_page_writes', 'synchronous_commit'] as const;
/** Only this session, or one role's: no setting of the server. */
const OF_A_SESSION = ['session', 'client'];

export const durabilityDisabled = defineCause({
  id: 'durability-disabled',
  group: 'configuration',
  scope: 'node',
  placeless: true,
  severity: 'warning',
  title: text({ en: 'Durability is turned off', 'zh-CN': '持久性保障被关闭' }),
  get about() {
    return text({
      en: `\`fsync\`, \`full_page_writes\` or \`synchronous_commit\` is off, mostly left so after a bulk load or a benchmark. \`fsync = off\` lets a crash of the machine corrupt the data; \`full_page_writes = off\` leaves torn pages unrepaired and forbids pg_rewind; \`synchronous_commit = off\` acknowledges commits before they are on disk: the last ones can be lost, the data stay consistent.

**How it shows itself.** The setting in pg_settings or SHOW; a line in a configuration file; repmgr refuses \`--force-rewind\` because of \`full_page_writes\`.

**Lookalikes.** \`synchronous_commit = local\`, \`remote_write\` or \`remote_apply\`: weaker or stronger promises to standbys, not off. \`SET synchronous_commit = off\` in one session. An empty \`synchronous_standby_names\`: \`synchronous-degraded\`. \`fsync = off\` on a test machine that may be lost.

**What to do.** Turn it on and reload, on every node. After \`fsync\` a checkpoint and \`sync\` bring to disk what was not; after a crash of the machine in that time the node must be cloned.

**What not to do.** Do not fail over to a node that ran without \`fsync\` through a crash.

**Versions.** All; no restart. A file system that never tears pages (ZFS, btrfs) makes \`full_page_writes = off\` defensible on one machine, but not for pg_rewind and base backups. **Source.** PostgreSQL documentation, "Write Ahead Log" and "Asynchronous Commit".`,
      'zh-CN': `\`fsync\`、\`full_page_writes\` 或 \`synchronous_commit\` 被关闭，多为批量导入或压测后忘记恢复。\`fsync = off\` 时机器异常宕机可能损坏数据；\`full_page_writes = off\` 时页撕裂无法修复，且 pg_rewind 不可用；\`synchronous_commit = off\` 时提交在落盘前即返回，最近的提交可能丢失，但数据仍一致。

**表现。** pg_settings 或 SHOW 的结果；配置文件中的行；repmgr 因 \`full_page_writes\` 拒绝 \`--force-rewind\`。

**易混淆的情形。** \`synchronous_commit\` 为 \`local\`、\`remote_write\` 或 \`remote_apply\`：对备机的承诺更弱或更强，但并未关闭；单个会话中的 \`SET synchronous_commit = off\`；\`synchronous_standby_names\` 为空属于 \`synchronous-degraded\`；可丢弃的测试机上的 \`fsync = off\`。

**处理。** 在每个节点打开并重新加载。打开 \`fsync\` 后执行检查点与 \`sync\`，将未落盘的数据写入磁盘；若期间机器曾异常掉电，应重新克隆该节点。

**不要做。** 不要切换到曾在 \`fsync\` 关闭期间宕机的节点。

**版本。** 所有版本，无需重启。不会撕裂页的文件系统（ZFS、btrfs）在单机上可以关闭 \`full_page_writes\`，但 pg_rewind 与基础备份仍需要它。**来源。** PostgreSQL 文档“预写式日志”与“异步提交”。`,
    });
  },
  explains: [],
  leadsTo: [{ cause: 'rewind-prerequisites-missing', where: 'cluster' }],

  examine(cluster, node) {
    const known = NAMES.map((name) => node.setting(name)).filter((setting) => setting.known);
    const off = known.filter((setting) => isOff(setting.value) && !OF_A_SESSION.includes(setting.fact.source ?? ''));
    if (off.length > 0) return turnedOff(cluster, node, off);
    return refusedByRepmgr(cluster, node) ?? past(node, known) ?? healthy(cluster, node, known);
  },

  remedies(cluster, node, finding) {
    const named = NAMES.filter((name) => finding.evidence.some((item) => item.shows.params['name'] === name));
    return [durableAgain(cluster, node, named.length > 0 ? named : ['full_page_writes'])];
  },
});

type Known = Extract<Setting, { known: true }>;

function turnedOff(cluster: Cluster, node: Node, off: readonly Known[]): Verdict {
  const worst = NAMES.find((name) => off.some((setting) => setting.name === name)) ?? 'fsync';
  return present(off.some((setting) => setting.how === 'running') ? 'certain' : 'likely', {
    summary: said[worst]({ node: node.label, names: off.map((setting) => setting.name) }),
    evidence: off.map((setting) => evidence(setting.fact, said.isOff({ name: setting.name }))),
    severity: worst === 'synchronous_commit' ? 'notice' : 'warning',
    missing: off.every((setting) => setting.how === 'running') ? [] : [ask(cluster, node)],
  });
}

/** The check of `--force-rewind` asks the present primary, wherever repmgr runs. */
function refusedByRepmgr(cluster: Cluster, node: Node): Verdict | null {
  const asked = cluster.primary ?? (cluster.nodes.length === 1 ? node : null);
  const refused = cluster
    .messages('switchover.rewind-not-possible')
    .filter((fact) => fact.values['name'] === 'full_page_writes')
    .at(-1);
  if (refused === undefined || asked !== node || node.setting('full_page_writes').known) return null;
  return present('likely', {
    summary: said.full_page_writes({ node: node.label, names: ['full_page_writes'] }),
    evidence: [evidence(refused, said.isOff({ name: 'full_page_writes' }))],
    missing: [ask(cluster, node)],
  });
}

/** It was off at first, and a later word says otherwise. */
function past(node: Node, known: readonly Known[]): Verdict | null {
  for (const setting of known) {
    const was = setting.history.find((fact) => isOff(fact.value) && fact.via !== 'file' && fact.order < setting.fact.order);
    if (was === undefined) continue;
    const shown: Evidence[] = [
      evidence(was, said.isOff({ name: setting.name })),
      evidence(setting.fact, said.isOn({ name: setting.name, value: setting.value })),
    ];
    return present('certain', { status: 'resolved', summary: said.past({ node: node.label, names: setting.name }), evidence: shown });
  }
  return null;
}

function healthy(cluster: Cluster, node: Node, known: readonly Known[]): Verdict {
  const [shown] = known;
  if (shown !== undefined) return absent(said.on(), evidence(shown.fact, said.isOn({ name: shown.name, value: shown.value })));
  return node.facts.of('setting').some((fact) => fact.via === 'pg_settings') ? unknown(ask(cluster, node)) : notApplicable;
}

const ask = (cluster: Cluster, node: Node) => collectSettings(cluster, node, NAMES, said.why({ node: node.label }));
