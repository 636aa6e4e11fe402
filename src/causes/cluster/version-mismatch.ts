import { collectExtension } from '../../collect/commands.ts';
import type { Fact, FactOf } from '../../core/fact.ts';
import type { Verdict } from '../../core/finding.ts';
import { type Message, text, texts } from '../../core/text.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { EventName } from '../../model/events.ts';
import type { Node } from '../../model/node.ts';
import { isLater } from '../../model/replication.ts';
import { serverAt } from '../../model/repmgr-calls.ts';
import { differing, extensionOf, type Pair, versionsOf } from '../../model/versions.ts';
import { sameServer, updateExtension } from '../../remedies/match-versions.ts';
import { absent, defineCause, evidence, notApplicable, perServer, present, serverOf, unknown } from '../cause.ts';

const said = texts(() => ({
  'extension-older': {
    en: 'The repmgr programs on {node} are newer than the repmgr extension in the database{versions}: repmgrd does not run until the extension is updated.',
    'zh-CN': '{node} 上的 repmgr 程序比数据库中的 repmgr 扩展新{versions}：升级扩展之前 repmgrd 无法运行。',
  },
  'extension-newer': {
    en: 'The repmgr programs on {node} are older than the repmgr extension in the database{versions}: the package of this node was left behind.',
    'zh-CN': '{node} 上的 repmgr 程序比数据库中的 repmgr 扩展旧{versions}：该节点的软件包未升级。',
  },
  'old-library': {
    en: 'The server of {node} still runs the repmgr library from before the package was updated, so the extension cannot be updated: it needs a restart first.',
    'zh-CN': '{node} 的服务器仍在使用软件包升级前加载的 repmgr 动态库，扩展无法升级：需先重启服务器。',
  },
  'library-of-other': {
    en: 'The repmgr library on {node} was built for another version of the server{versions}: the server does not start with it.',
    'zh-CN': '{node} 上的 repmgr 动态库是为其他服务器版本编译的{versions}：服务器无法启动。',
  },
  'library-unusable': {
    en: 'The repmgr library on {node} was built for another major version of the server than the one that loads it: what it needs of the server is not there.',
    'zh-CN': '{node} 上的 repmgr 动态库是为另一个大版本的服务器构建的：它所需的服务器符号不存在，无法加载。',
  },
  files: {
    en: 'The data directory of {node} was made by another version of the server than the programs that were started{versions}: the server does not start.',
    'zh-CN': '{node} 的数据目录由其他版本的服务器创建，与启动的程序版本不同{versions}：服务器无法启动。',
  },
  servers: {
    en: 'Primary and standby run different major versions of the server{versions}: physical replication between them is not possible.',
    'zh-CN': '主机与备机的服务器大版本不同{versions}：无法进行物理复制。',
  },
  unsupported: {
    en: 'This version of repmgr does not support the version of the server on {node}{versions}.',
    'zh-CN': '当前 repmgr 版本不支持 {node} 上的服务器版本{versions}。',
  },
  repmgrs: {
    en: '{node} and {other} run different versions of repmgr ({here} and {there}): all nodes need the same, failover across them is not reliable.',
    'zh-CN': '{node} 与 {other} 的 repmgr 版本不同（{here} 与 {there}）：各节点版本必须一致，否则故障切换不可靠。',
  },
  resolved: {
    en: 'The versions on {node} did not fit together once; they do now.',
    'zh-CN': '{node} 上的版本曾不匹配；现已匹配。',
  },
  says: { en: 'the versions do not fit', 'zh-CN': '版本不匹配' },
  version: { en: '{node} runs {version}', 'zh-CN': '{node} 的版本为 {version}' },
  program: { en: 'the version of the programs', 'zh-CN': '程序版本' },
  extension: { en: 'the version of the extension', 'zh-CN': '扩展版本' },
  later: { en: 'it went through later', 'zh-CN': '之后已正常' },
  warned: { en: 'repmgr notes the older version and goes on', 'zh-CN': 'repmgr 仅提示版本较旧并继续执行' },
  fits: { en: 'programs and extension are of the same version', 'zh-CN': '程序与扩展版本一致' },
  why: { en: 'whether the extension fits the programs of {node}', 'zh-CN': '{node} 的扩展与程序版本是否匹配' },
}));

type Kind =
  | 'extension-older'
  | 'extension-newer'
  | 'old-library'
  | 'library-of-other'
  | 'library-unusable'
  | 'files'
  | 'servers'
  | 'unsupported';

const KINDS: Readonly<Partial<Record<EventName, Kind>>> = {
  'version.extension-older': 'extension-older',
  'version.extension-newer': 'extension-newer',
  'version.library-function-missing': 'old-library',
  'library.incompatible': 'library-of-other',
  'startup.version-mismatch': 'files',
  'version.servers-differ': 'servers',
  'version.unsupported': 'unsupported',
};

/** The server's answer below a query of repmgr's that failed. */
const OLD_LIBRARY = /could not find function "[^"]+" in file "[^"]*repmgr|在文件 ?"[^"]*repmgr[^"]*" ?中无法找到函数/;

/** What shows that the kinds are over. */
const MENDED: Readonly<Record<Kind, readonly EventName[]>> = {
  'extension-older': ['repmgrd.monitoring-started'],
  'extension-newer': ['repmgrd.monitoring-started'],
  'old-library': ['repmgrd.monitoring-started'],
  'library-of-other': ['startup.ready', 'startup.ready-read-only'],
  'library-unusable': ['repmgrd.monitoring-started'],
  files: ['startup.ready', 'startup.ready-read-only'],
  servers: ['clone.complete'],
  unsupported: ['repmgrd.monitoring-started'],
};

const STOPS: readonly Kind[] = ['files', 'library-of-other'];

export const versionMismatch = defineCause({
  id: 'version-mismatch',
  group: 'cluster',
  scope: 'told',
  severity: 'warning',
  title: text({ en: 'Versions do not fit together', 'zh-CN': '版本不匹配' }),
  get about() {
    return text({
      en: `Three things have to fit: the major version of the server on all nodes that replicate, the version of repmgr on all nodes, and the repmgr extension in the database with the repmgr programs (and the library that the server has loaded).

**How it shows itself.** \`this "repmgr" version is newer|older than the installed "repmgr" extension version\`, \`an older version of the "repmgr" extension is installed\`: after a package update. \`could not find function "repmgr_…" in file "…/repmgr.so"\`: the package was updated, the server still runs the old library. \`database files are incompatible with server\`, \`incompatible library "…/repmgr.so": version mismatch\`, \`repmgr….so: undefined symbol\`: files of one major version, programs of another. \`PostgreSQL versions on primary (…) and standby (…) must match\`.

**Lookalikes.** Different minor versions of the server replicate. psql of another version than the server. A witness may run another server version. \`relation "repmgr.nodes" does not exist\`: there is no extension (\`extension-not-installed\`). \`unable to write to shared memory\`: the library is not preloaded (\`repmgrd-not-loaded\`).

**What to do.** After an update of the package: stop repmgrd on all nodes, restart the servers where a new minor asks for it, \`ALTER EXTENSION repmgr UPDATE\` once on the primary, start repmgrd. For the server: install the primary's major version on the standby, and clone with that.

**What not to do.** Do not point newer programs at the data directory, do not drop the extension: its records go with it.

**Versions.** repmgrd compares them since 4.3; the extension is written \`5.3\`, the programs \`5.3.3\`. KingbaseES: V8R6 and V9 do not replicate with each other. **Sources.** repmgr documentation, "Upgrading repmgr", "repmgr compatibility matrix"; PostgreSQL documentation, "Upgrading a PostgreSQL cluster".`,
      'zh-CN': `三者必须匹配：参与复制的各节点服务器大版本；各节点的 repmgr 版本；数据库中的 repmgr 扩展与 repmgr 程序（以及服务器已加载的动态库）。

**表现。** \`this "repmgr" version is newer|older than the installed "repmgr" extension version\`、\`an older version of the "repmgr" extension is installed\`：软件包升级之后。\`could not find function "repmgr_…" in file "…/repmgr.so"\`：软件包已升级，服务器仍在使用旧动态库。\`database files are incompatible with server\`、\`incompatible library "…/repmgr.so": version mismatch\`、\`repmgr….so: undefined symbol\`：文件与程序的大版本不同。\`PostgreSQL versions on primary (…) and standby (…) must match\`。

**易混淆的情形。** 服务器小版本不同可以复制。psql 与服务器版本不同。见证节点可以使用其他服务器版本。\`relation "repmgr.nodes" does not exist\`：没有扩展（\`extension-not-installed\`）。\`unable to write to shared memory\`：未预加载动态库（\`repmgrd-not-loaded\`）。

**处理。** 软件包升级后：停止所有节点的 repmgrd，按需重启服务器，在主机执行一次 \`ALTER EXTENSION repmgr UPDATE\`，再启动 repmgrd。服务器版本不同：在备机安装与主机相同的大版本并用其克隆。

**不要做。** 不要用新版本程序启动旧数据目录，不要删除扩展：元数据会随之丢失。

**版本。** repmgrd 自 4.3 起比较版本；扩展版本写作 \`5.3\`，程序版本写作 \`5.3.3\`。KingbaseES V8R6 与 V9 之间不能复制。**来源。** repmgr 文档“Upgrading repmgr”“repmgr compatibility matrix”；PostgreSQL 文档“升级 PostgreSQL 集群”。`,
    });
  },
  explains: ['repmgrd-problem', 'server-not-starting', 'clone-failed', 'register-failed', 'no-failover', 'rejoin-refused'],
  leadsTo: [
    { cause: 'repmgrd-not-running', where: 'same' },
    { cause: 'server-start-failed', where: 'same' },
    { cause: 'node-down', where: 'same' },
  ],

  examine(cluster) {
    const servers = differing(cluster, 'server');
    const repmgrs = differing(cluster, 'repmgr');
    return perServer(cluster, (server) => {
      const words = wordsOn(cluster, server);
      if (words.length > 0) return judge(server, words);
      if (servers?.node === server) return apart(servers, 'server');
      if (repmgrs?.node === server) return apart(repmgrs, 'repmgr');
      return compared(cluster, server);
    }).filter(({ verdict }) => verdict.is !== 'not-applicable');
  },

  remedies(cluster, node) {
    const server = serverOf(cluster, node);
    const kind = server === null ? undefined : wordsOn(cluster, server).at(-1)?.kind;
    const pair = differing(cluster, 'server') ?? differing(cluster, 'repmgr');
    switch (kind) {
      case 'extension-older':
      case 'old-library':
        return [updateExtension(cluster, node, kind === 'old-library')];
      case undefined:
        return pair?.node === server ? [sameServer(cluster, node, pair?.other ?? null)] : [updateExtension(cluster, node, false)];
      default:
        return [sameServer(cluster, node, cluster.members.find((other) => other !== node && !other.isWitness) ?? null)];
    }
  },
});

interface Word {
  readonly kind: Kind;
  readonly here: string | null;
  readonly there: string | null;
  readonly fact: FactOf<'message'>;
}

/** Complaints of versions on a server; a WARNING goes on all the same. */
function wordsOn(cluster: Cluster, server: Node): readonly Word[] {
  return cluster.facts.of('message').flatMap((fact) => {
    const kind = KINDS[fact.event as EventName] ?? (OLD_LIBRARY.test(fact.detail ?? '') ? 'old-library' : unfit(fact));
    if (kind === undefined || fact.level === 'warning' || serverAt(cluster, fact) !== server) return [];
    // another library of another extension is a matter of its own
    const ofRepmgr = /repmgr/.test(`${fact.text}${fact.values['file'] ?? ''}`) || OLD_LIBRARY.test(fact.detail ?? '');
    if ((kind === 'old-library' || kind === 'library-of-other' || kind === 'library-unusable') && !ofRepmgr) return [];
    const [here, there] = versionsIn(fact);
    return [{ kind, here, there, fact }];
  });
}

/** `repmgr_funcs.so: undefined symbol: LWLockAssign`: the server that loads it is not the one that it was built for. */
function unfit(fact: FactOf<'message'>): Kind | undefined {
  if (fact.event !== 'library.missing' || !/undefined symbol/.test(fact.text)) return undefined;
  return fact.level === 'fatal' ? 'library-of-other' : 'library-unusable';
}

function versionsIn(fact: FactOf<'message'>): [string | null, string | null] {
  const { dataVersion, serverVersion, libraryVersion, value, otherValue } = fact.values;
  const detail = fact.detail ?? '';
  const program = /"repmgr" version (\S+)/.exec(detail)?.[1];
  const extension = /extension is version (\S+)/.exec(detail)?.[1];
  const first = dataVersion ?? libraryVersion ?? program ?? value ?? null;
  return [first, serverVersion ?? extension ?? otherValue ?? null];
}

const inBrackets = (here: string | null, there: string | null): string => (here === null || there === null ? '' : ` (${here} / ${there})`);

function judge(server: Node, words: readonly Word[]): Verdict {
  const last = words.at(-1) as Word;
  const node = server.label;
  const shown = [...new Map(words.map((word) => [word.kind, word])).values()].map(({ fact }) => evidence(fact, said.says()));
  const later = server.messages(...MENDED[last.kind]).find((fact) => isLater(fact, last.fact)) ?? updatedSince(server, last);
  if (later !== null)
    return present('certain', {
      status: 'resolved',
      summary: said.resolved({ node }),
      evidence: [...shown, evidence(later, said.later())],
    });
  return present('certain', {
    summary: summaryOf(last, node),
    evidence: shown,
    severity: STOPS.includes(last.kind) ? 'critical' : 'warning',
  });
}

/** The server's own list of extensions, after an update. */
function updatedSince(server: Node, word: Word): Fact | null {
  const extension = extensionOf(server);
  const wanted = versionsOf(server, 'repmgr').at(-1)?.series;
  return extension !== null && extension.version === wanted && isLater(extension.fact, word.fact) ? extension.fact : null;
}

function summaryOf(word: Word, node: string): Message {
  const versions = inBrackets(word.here, word.there);
  if (word.kind === 'servers') return said.servers({ versions });
  if (word.kind === 'old-library') return said['old-library']({ node });
  return said[word.kind]({ node, versions });
}

function apart(pair: Pair, product: 'server' | 'repmgr'): Verdict {
  const [here, there] = [pair.here.fact.version, pair.there.fact.version];
  const summary =
    product === 'server'
      ? said.servers({ versions: inBrackets(here, there) })
      : said.repmgrs({ node: pair.node.label, other: pair.other.label, here, there });
  return present('likely', {
    summary,
    evidence: [
      evidence(pair.here.fact, said.version({ node: pair.node.label, version: here })),
      evidence(pair.there.fact, said.version({ node: pair.other.label, version: there })),
    ],
  });
}

/** The extension in the server's own list beside the version of the programs. KingbaseES numbers its extension otherwise. */
function compared(cluster: Cluster, server: Node): Verdict {
  const extension = extensionOf(server);
  const program = versionsOf(server, 'repmgr').at(-1);
  const node = server.label;
  const warned = server.messages('version.extension-older').at(-1);
  if (extension !== null && program !== undefined && cluster.flavour.extensionVersionIsPrograms) {
    const shown = [evidence(program.fact, said.program()), evidence(extension.fact, said.extension())];
    if (extension.version === program.series) return absent(said.fits(), ...shown);
    const older = Number(extension.version) < Number(program.series) ? 'extension-older' : 'extension-newer';
    return present('likely', { summary: said[older]({ node, versions: inBrackets(program.series, extension.version) }), evidence: shown });
  }
  if (warned !== undefined) return absent(said.warned(), evidence(warned, said.warned()));
  return server.messages('repmgrd.not-configured').length > 0
    ? unknown(collectExtension(cluster, server, said.why({ node })))
    : notApplicable;
}
