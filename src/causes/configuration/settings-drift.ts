import { collectSettings } from '../../collect/commands.ts';
import type { Evidence } from '../../core/finding.ts';
import { text, texts } from '../../core/text.ts';
import type { Cluster } from '../../model/cluster.ts';
import { COMPARED, type Difference, differencesOf, type Known } from '../../model/drift.ts';
import type { Node } from '../../model/node.ts';
import { alignSettings } from '../../remedies/align-settings.ts';
import { absent, defineCause, evidence, notApplicable, present, unknown } from '../cause.ts';

const said = texts(() => ({
  summary: {
    en: 'The nodes differ in {names}: {values}. After the next role change the cluster behaves otherwise than before it.',
    'zh-CN': '各节点的 {names} 不一致：{values}。下次角色切换后，集群行为会与之前不同。',
  },
  is: { en: '`{name}` on {node} is `{value}`', 'zh-CN': '{node} 的 `{name}` 为 `{value}`' },
  isEmpty: { en: '`{name}` on {node} is empty', 'zh-CN': '{node} 的 `{name}` 为空' },
  alike: { en: 'the settings that are known on more than one node are alike', 'zh-CN': '在多个节点上已知的参数一致' },
  why: { en: 'whether the nodes agree', 'zh-CN': '各节点是否一致' },
}));

export const settingsDrift = defineCause({
  id: 'settings-drift',
  group: 'configuration',
  scope: 'cluster',
  severity: 'notice',
  title: text({ en: 'Nodes that should be alike differ', 'zh-CN': '节点间参数不一致' }),
  get about() {
    return text({
      en: `Nodes that take each other's place differ in a setting that matters to failover: how to archive, \`wal_level\`, \`wal_log_hints\`, numbers of senders and slots. Configuration files are local to each node; a repair made on one node only comes back at the next role change.

**How it shows itself.** The same setting, asked on two nodes, with two values; a file edited on one of them.

**Lookalikes.** Values that differ by design: \`primary_conninfo\`, \`synchronous_standby_names\` (repmgrd of KingbaseES rewrites it on the primary), paths that differ because the directories do, memory sizes of unequal machines. Limits that are too low on a standby have a cause of their own.

**What to do.** Decide which value is right, set it on every node, reload (or restart, standbys first).

**Versions.** All. **Source.** PostgreSQL documentation, "Hot Standby"; KingbaseES cluster manual.`,
      'zh-CN': `会互相接替的节点在影响故障切换的参数上不一致：归档方式、\`wal_level\`、\`wal_log_hints\`、发送进程与复制槽数量。配置文件各节点独立；只在一个节点上修复的问题，会在下次角色切换后重现。

**表现。** 同一参数在两个节点上取值不同；只在其中一个节点修改了文件。

**易混淆的情形。** 本应不同的值：\`primary_conninfo\`、\`synchronous_standby_names\`（KingbaseES 的 repmgrd 会在主机上改写）、因目录不同而不同的路径、配置不同的机器的内存参数。备机上限过低另有原因条目。

**处理。** 确定正确的值，在每个节点设置并重新加载（或重启，先备机）。

**版本。** 所有版本。**来源。** PostgreSQL 文档“热备”；KingbaseES 集群手册。`,
    });
  },
  explains: [],

  examine(cluster) {
    const nodes = cluster.members.filter((node) => !node.isWitness);
    if (nodes.length < 2) return notApplicable;
    const differing = differencesOf(nodes);
    if (differing.length === 0) {
      const shared = COMPARED.map(({ name }) => nodes.map((node) => node.setting(name)).filter((one) => one.known)).find(
        (all) => all.length > 1,
      );
      const [setting] = shared ?? [];
      if (setting !== undefined) return absent(said.alike(), evidence(setting.fact, said.alike()));
      return nodes.some((node) => node.setting('archive_command').known) ? unknown(...askOthers(cluster, nodes)) : notApplicable;
    }
    const shown: Evidence[] = differing.flatMap((difference) =>
      difference.words.map(({ node, setting }) => evidence(setting.fact, shows(node, setting))),
    );
    const values = differing.map(
      ({ name, words }) =>
        `${name} ${words.map(({ node, setting }) => `${node.label}: ${setting.value === '' ? "''" : setting.value}`).join(' / ')}`,
    );
    return present('likely', {
      summary: said.summary({ names: differing.map(({ name }) => name), values }),
      evidence: shown,
      missing: askOthers(cluster, nodes),
      // a repair that was made on one node only is worth telling beside what it repairs: the next role change brings the fault back
      toldBy: differing.map((difference) => (wasRepairedOnOne(cluster, difference) ? [] : difference.toldBy)),
    });
  },

  remedies: (cluster) => [alignSettings(cluster, differencesOf(cluster.members.filter((node) => !node.isWitness)))],
});

/** A file was edited, or the setting altered, on some of the nodes before their value was shown, and on others it was not. */
function wasRepairedOnOne(cluster: Cluster, { words }: Difference): boolean {
  const repaired = words.filter(({ node, setting }) =>
    cluster.doneOn(node, 'file-edited', 'setting-altered').some((done) => done.fact.order < setting.fact.order),
  );
  return repaired.length > 0 && repaired.length < words.length;
}

function shows(node: Node, setting: Known) {
  return setting.value === ''
    ? said.isEmpty({ name: setting.name, node: node.label })
    : said.is({ name: setting.name, node: node.label, value: setting.value });
}

function askOthers(cluster: Cluster, nodes: readonly Node[]) {
  const names = COMPARED.map(({ name }) => name).filter(
    (name) =>
      cluster.flavour.knowsSetting(name, cluster.major) && (!ARCHIVING.includes(name) || cluster.flavour.archivingSettings.includes(name)),
  );
  return nodes.map((node) => collectSettings(cluster, node, names, said.why()));
}

/** Settings that one product has and the other does not. */
const ARCHIVING = ['archive_dest', 'archive_library'];
