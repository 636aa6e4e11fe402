import { collectSettings } from '../../collect/commands.ts';
import type { Evidence } from '../../core/finding.ts';
import { text, texts } from '../../core/text.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { Node } from '../../model/node.ts';
import { librariesIn, lists } from '../../model/preload.ts';
import { isLater, type MessageFact } from '../../model/replication.ts';
import { type DaemonSign, daemonSigns, isManual, logNode, relianceOn } from '../../model/repmgrd.ts';
import { loadRepmgr } from '../../remedies/load-repmgr.ts';
import { absent, defineCause, evidence, notApplicable, perServer, present, serverOf, type Told, unknown } from '../cause.ts';

const said = texts(() => ({
  lacks: {
    en: 'The server of {node} has not loaded the repmgr library (`shared_preload_libraries` is `{value}`): repmgrd cannot run there.',
    'zh-CN': '{node} 的服务器没有加载 repmgr 库（`shared_preload_libraries` 为 `{value}`）：repmgrd 无法在此运行。',
  },
  pending: {
    en: 'On {node} `{library}` is listed in `shared_preload_libraries`, but the running server was started before that: it has to be restarted.',
    'zh-CN': '{node} 的 `shared_preload_libraries` 已写入 `{library}`，但运行中的服务器是在此之前启动的：需要重启。',
  },
  told: {
    en: 'repmgr says that its library is not loaded on {node}: repmgrd cannot run there.',
    'zh-CN': 'repmgr 提示 {node} 上未加载其库：repmgrd 无法在此运行。',
  },
  over: { en: 'The repmgr library was not loaded on {node}; later it is.', 'zh-CN': '{node} 上曾未加载 repmgr 库，之后已加载。' },
  refused: { en: 'repmgr finds that its library is not loaded', 'zh-CN': 'repmgr 发现其库未加载' },
  running: { en: 'what the running server loads', 'zh-CN': '运行中服务器加载的库' },
  written: { en: 'what its files say', 'zh-CN': '配置文件中的内容' },
  relied: { en: 'automatic failover is counted on here', 'zh-CN': '此处依赖自动故障切换' },
  idle: { en: 'repmgrd does not run', 'zh-CN': 'repmgrd 未运行' },
  loaded: { en: 'the running server has loaded `repmgr`', 'zh-CN': '运行中的服务器已加载 `repmgr`' },
  runs: { en: 'repmgrd runs on {node}: its library is loaded there', 'zh-CN': '{node} 上 repmgrd 在运行，说明库已加载' },
  why: { en: 'whether the server of {node} loads the repmgr library', 'zh-CN': '{node} 的服务器是否加载了 repmgr 库' },
}));

export const repmgrdNotLoaded = defineCause({
  id: 'repmgrd-not-loaded',
  group: 'cluster',
  scope: 'told',
  severity: 'warning',
  title: text({ en: 'The server does not load the repmgr library', 'zh-CN': '服务器未加载 repmgr 库' }),
  get about() {
    return text({
      en: `repmgrd keeps its state in the server's shared memory, and the library that makes room for it is loaded at the start of the server only: \`shared_preload_libraries\` has to hold \`repmgr\`, and the server has to be restarted after that. The commands of repmgr work without it; repmgrd does not.

**How it shows itself.** \`unable to write to shared memory\` at the start of repmgrd, \`repmgrd not configured for this node\` for \`service pause\` and \`service status\`; \`SHOW shared_preload_libraries\` without \`repmgr\`, often on one node only: one that was built later.

**Lookalikes.** The name stands in postgresql.conf, and the server was not restarted: \`pending_restart\`; a restart is all that is missing. The library is loaded and the message comes all the same: the node has no record (\`metadata-stale\`) or the extension is missing (\`extension-not-installed\`). \`could not find function … in file …/repmgr.so\`: the old library is still loaded after an upgrade of the package (\`version-mismatch\`). A cluster without repmgrd (\`failover=manual\`) does not need it.

**What to do.** Add it to the list, keep what stands there, make sure that the library file is installed, pause repmgrd, restart, standbys first.

**What not to do.** Do not replace the list by \`repmgr\` alone: other extensions would be gone. Do not write it as one quoted string with commas into ALTER SYSTEM: that is one library of that name, and the server would not start.

**Versions.** repmgr 4.0 and later, KingbaseES V8R6 and V9. **Source.** repmgr documentation, "repmgrd configuration".`,
      'zh-CN': `repmgrd 的状态保存在服务器的共享内存中，为其分配空间的库只在服务器启动时加载：\`shared_preload_libraries\` 须包含 \`repmgr\`，且之后必须重启服务器。repmgr 命令不需要它，repmgrd 需要。

**表现。** repmgrd 启动时 \`unable to write to shared memory\`；执行 \`service pause\`、\`service status\` 时 \`repmgrd not configured for this node\`；\`SHOW shared_preload_libraries\` 中没有 \`repmgr\`，往往只有后来搭建的某个节点如此。

**易混淆的情形。** postgresql.conf 中已写入但未重启：\`pending_restart\`，只差重启。库已加载却仍有该提示：节点没有登记记录（\`metadata-stale\`）或扩展未安装（\`extension-not-installed\`）。\`could not find function … in file …/repmgr.so\`：升级软件包后仍加载着旧库（\`version-mismatch\`）。不使用 repmgrd 的集群（\`failover=manual\`）不需要它。

**处理。** 在保留原有内容的前提下加入列表，确认库文件已安装，暂停 repmgrd 后重启，先备机后主机。

**不要做。** 不要把列表整个替换成 \`repmgr\`，否则其他扩展会失效。不要在 ALTER SYSTEM 中把整个列表写成一个带逗号的字符串：那会被当作一个库名，服务器将无法启动。

**版本。** repmgr 4.0 及以上，KingbaseES V8R6 与 V9。**来源。** repmgr 文档“repmgrd configuration”。`,
    });
  },
  explains: ['repmgrd-problem', 'no-failover'],

  examine(cluster) {
    const complaints = cluster.messages('repmgrd.shared-memory', 'repmgrd.not-configured');
    return perServer(cluster, (server) => judge(cluster, server, complaints));
  },

  remedies: (cluster, node) => [loadRepmgr(cluster, node, isConfigured(cluster, serverOf(cluster, node)))],
});

function judge(cluster: Cluster, server: Node, all: readonly MessageFact[]): Told['verdict'] {
  const complaints = all.filter((fact) => (logNode(cluster, fact) ?? cluster.nowhere) === server);
  const setting = server.setting('shared_preload_libraries');
  const names = { node: server.label };
  const listed = lists(setting, cluster.repmgrLibrary);
  const last = complaints.at(-1);
  const runs = daemonSigns(cluster).find(
    (sign) => sign.daemon === 'repmgrd' && sign.node === server && sign.state === 'running' && !sign.past,
  );
  if (setting.known && listed && setting.how === 'running') {
    if (last !== undefined && isLater(setting.fact, last))
      return present('certain', {
        status: 'resolved',
        summary: said.over(names),
        evidence: [evidence(last, said.refused()), evidence(setting.fact, said.loaded())],
      });
    return absent(said.loaded(), evidence(setting.fact, said.loaded()));
  }
  if (runs !== undefined && !(last !== undefined && isLater(last, runs.fact)))
    return absent(said.runs(names), evidence(runs.fact, said.runs(names)));
  if (last !== undefined) return complained(cluster, server, complaints);
  // KingbaseES's kbha keeps repmgrd running on every node of a cluster: where it does not run, that is a fault
  const idle = cluster.flavour.guard === null ? undefined : daemonSigns(cluster).findLast(isStopped);
  const relied = relianceOn(cluster, server) ?? idle?.fact ?? null;
  const ask = collectSettings(cluster, server, ['shared_preload_libraries'], said.why(names));
  if (!setting.known || listed !== false || setting.fact.via === 'control') return relied === null ? notApplicable : unknown(ask);
  if (relied === null || isManual(cluster, server) !== null || !isMember(cluster, server)) return notApplicable;
  const pending = isConfigured(cluster, server);
  return present(setting.how === 'running' ? 'certain' : 'possible', {
    summary: pending ? said.pending({ ...names, library: cluster.repmgrLibrary }) : said.lacks({ ...names, value: setting.value }),
    evidence: [...settingEvidence(server), evidence(relied, relied === idle?.fact ? said.idle() : said.relied())],
    missing: setting.how === 'running' ? [] : [ask],
  });
}

const isStopped = (sign: DaemonSign): boolean => sign.daemon === 'repmgrd' && sign.state === 'stopped' && !sign.past;

/** A registered node, or the host where repmgr listed the cluster: which of its nodes that is need not be known. */
const isMember = (cluster: Cluster, server: Node): boolean =>
  server.identity.registered ||
  [...cluster.facts.of('cluster-row'), ...cluster.facts.of('service-row')].some((row) => cluster.askedOn(row) === server);

/** repmgr itself says so; what the setting adds tells why. */
function complained(cluster: Cluster, server: Node, complaints: readonly MessageFact[]): Told['verdict'] {
  const names = { node: server.label };
  const setting = server.setting('shared_preload_libraries');
  const shown = complaints.slice(0, 2).map((fact) => evidence(fact, said.refused()));
  const ask = collectSettings(cluster, server, ['shared_preload_libraries'], said.why(names));
  if (!setting.known) return present('likely', { summary: said.told(names), evidence: shown, missing: [ask] });
  return present('certain', {
    summary: isConfigured(cluster, server)
      ? said.pending({ ...names, library: cluster.repmgrLibrary })
      : said.lacks({ ...names, value: setting.value }),
    evidence: [...shown, ...settingEvidence(server)],
  });
}

/** A file or statement lists it though the running server has not loaded it. */
function isConfigured(cluster: Cluster, server: Node | null): boolean {
  const setting = server?.setting('shared_preload_libraries');
  if (setting?.known !== true) return false;
  return setting.history.some(
    (fact) => /^(?:file|file_settings|statement)$/.test(fact.via) && librariesIn(fact.value).includes(cluster.repmgrLibrary),
  );
}

function settingEvidence(server: Node): Evidence[] {
  const setting = server.setting('shared_preload_libraries');
  if (!setting.known) return [];
  const file = setting.history.filter((fact) => fact !== setting.fact && /^(?:file|statement)$/.test(fact.via)).at(-1);
  return [
    evidence(setting.fact, setting.how === 'running' ? said.running() : said.written()),
    ...(file === undefined ? [] : [evidence(file, said.written())]),
  ];
}
