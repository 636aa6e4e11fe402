import { collectExtension } from '../../collect/commands.ts';
import type { Fact, FactOf } from '../../core/fact.ts';
import type { Verdict } from '../../core/finding.ts';
import { type Message, text, texts } from '../../core/text.ts';
import { cloneSourceOf } from '../../model/clone-source.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { Node } from '../../model/node.ts';
import { isLater } from '../../model/replication.ts';
import { serverAt, workedOn } from '../../model/repmgr-calls.ts';
import { installExtension, nameDatabase } from '../../remedies/install-extension.ts';
import { absent, defineCause, evidence, notApplicable, present, type Told, unknown } from '../cause.ts';

const said = texts(() => ({
  database: {
    en: 'The repmgr extension is not installed in the database `{database}` of {node}, which was named in the connection: repmgr finds no records there.',
    'zh-CN': '连接所指定的 {node} 的数据库 `{database}` 中未安装 repmgr 扩展：repmgr 在其中找不到元数据。',
  },
  unnamed: {
    en: "The command names a host and no database, so that it got the one called like the user (or `PGDATABASE`), where repmgr's records (`{relation}`) are not: give it `-d` with the `dbname` of the conninfo.",
    'zh-CN':
      '命令指定了主机而未指定数据库，连接到的是与用户同名的库（或 `PGDATABASE`），其中没有 repmgr 的元数据（`{relation}`）：请用 `-d` 指定 conninfo 中的 `dbname`。',
  },
  missing: {
    en: 'The repmgr extension is not installed in the database of {node} that repmgr connects to.',
    'zh-CN': '{node} 上 repmgr 所连接的数据库中未安装 repmgr 扩展。',
  },
  unavailable: {
    en: 'The files of the repmgr extension are not there on {node}: its package is missing for this version of the server, so the extension cannot be created.',
    'zh-CN': '{node} 上没有 repmgr 扩展的文件：当前服务器版本缺少对应的软件包，无法创建扩展。',
  },
  relation: {
    en: "repmgr's records (`{relation}`) are not in the database of {node} that it connects to: the extension is not installed there.",
    'zh-CN': '{node} 上 repmgr 所连接的数据库中没有元数据表（`{relation}`）：其中未安装该扩展。',
  },
  resolved: {
    en: 'The repmgr extension was not found on {node} once; it is there now.',
    'zh-CN': '{node} 上曾找不到 repmgr 扩展；现已存在。',
  },
  says: { en: 'it is not there', 'zh-CN': '扩展不存在' },
  there: { en: 'the extension is there', 'zh-CN': '扩展已存在' },
  why: {
    en: 'whether the repmgr extension is in the database of {node} that the conninfo names',
    'zh-CN': 'conninfo 所指的 {node} 数据库中是否有 repmgr 扩展',
  },
}));

const WORDS = ['extension.not-installed', 'extension.not-available', 'extension.create-failed', 'metadata.relation-missing'] as const;

/** The package is missing: `could not open extension control file` under a creation that failed says it as well. */
const isUnavailable = ({ event, detail }: FactOf<'message'>): boolean =>
  event === 'extension.not-available' ||
  (event === 'extension.create-failed' && /extension control file|not available|扩展控制文件/.test(detail ?? ''));

export const extensionNotInstalled = defineCause({
  id: 'extension-not-installed',
  group: 'cluster',
  scope: 'told',
  severity: 'warning',
  title: text({ en: 'The repmgr extension is not in that database', 'zh-CN': '数据库中没有 repmgr 扩展' }),
  get about() {
    return text({
      en: `repmgr keeps its records in an extension of that name, in the one database that every \`conninfo\` names. The database that was connected to has no such extension: mostly another database was named (\`-d postgres\`), or the primary was never registered.

**How it shows itself.** \`repmgr extension is available but not installed in database "…"\` (clone, about the upstream), \`repmgr extension not found on this node\` (repmgrd), \`relation "repmgr.nodes" does not exist\` said by repmgr, \`repmgr extension is not available on …\`: then the package itself is missing for this server's version.

**Lookalikes.** The extension is there in another version: \`version-mismatch\`. The records are there, that of a node is not: \`metadata-stale\`. \`unable to write to shared memory\`: the library is not preloaded (\`repmgrd-not-loaded\`). The same error for a statement that somebody typed in another database, or for a monitoring query.

**What to do.** Name the database of the registered conninfo. Where no database has it, register the primary: that creates it. It reaches the standbys by replication.

**What not to do.** Do not create the extension in a second database because the wrong one was named: repmgr would have two sets of records.

**Versions.** repmgr 4 and later; repmgr 3 had a schema of its own. **Sources.** repmgr documentation, "Primary register", "Standby clone"; repmgr source.`,
      'zh-CN': `repmgr 的元数据保存在同名扩展中，位于各节点 \`conninfo\` 所指的同一个数据库。当前连接的数据库中没有该扩展：多因指定了其他数据库（\`-d postgres\`），或主机从未登记。

**表现。** \`repmgr extension is available but not installed in database "…"\`（克隆时，指上游节点）、\`repmgr extension not found on this node\`（repmgrd）、repmgr 报 \`relation "repmgr.nodes" does not exist\`、\`repmgr extension is not available on …\`：后者表示该服务器版本缺少软件包。

**易混淆的情形。** 扩展存在但版本不同：\`version-mismatch\`。元数据存在但缺少某节点的记录：\`metadata-stale\`。\`unable to write to shared memory\`：未预加载动态库（\`repmgrd-not-loaded\`）。在其他数据库手工执行语句或监控查询得到的同样报错。

**处理。** 指定登记的 conninfo 中的数据库。若任何数据库都没有该扩展，登记主机即可创建，并通过复制到达备机。

**不要做。** 不要因为指定错了数据库就在其中另建扩展：否则会有两套元数据。

**版本。** repmgr 4 及以上；repmgr 3 使用自己的 schema。**来源。** repmgr 文档“Primary register”“Standby clone”；repmgr 源码。`,
    });
  },
  explains: ['clone-failed', 'repmgrd-problem', 'register-failed', 'no-failover'],
  leadsTo: [{ cause: 'repmgrd-not-running', where: 'same' }],

  examine(cluster) {
    const words = wordsOf(cluster);
    const owners = [...new Set(words.map((word) => word.owner))];
    const told = owners.map(
      (owner): Told => ({
        node: named(cluster, owner),
        verdict: judge(
          cluster,
          owner,
          words.filter((word) => word.owner === owner),
        ),
      }),
    );
    const rest = cluster.servers.filter((server) => !owners.includes(server) && !(server === cluster.nowhere && owners.includes(null)));
    return [...told, ...rest.map((server): Told => ({ node: named(cluster, server), verdict: otherwise(cluster, server) }))].filter(
      ({ verdict }) => verdict.is !== 'not-applicable',
    );
  },

  remedies(cluster, node) {
    const last = wordsOf(cluster).findLast((word) => named(cluster, word.owner) === node);
    if (last !== undefined && namesNoDatabase(cluster, last)) return [nameDatabase(cluster, node)];
    const database = last?.database ?? null;
    const registered = [node, ...cluster.members].flatMap((one) => one?.repmgrDatabase ?? [])[0] ?? null;
    if (last !== undefined && isUnavailable(last.fact)) return [installExtension(cluster, node, true)];
    const elsewhere = registered !== null && database !== null && registered !== database;
    // named by no option, so by the node's own configuration
    const own = node?.repmgrSetting('conninfo');
    if (database === null && own?.known === true && /\bdbname\s*=/.test(own.value)) {
      const named = node?.repmgrDatabase ?? null;
      const others = new Set(cluster.members.flatMap((one) => one.repmgrDatabase ?? []).filter((other) => other !== named));
      const right = others.size === 1 ? ([...others][0] ?? null) : null;
      return [nameDatabase(cluster, node, true, right), ...(right === null ? [installExtension(cluster, node, false)] : [])];
    }
    return elsewhere ? [nameDatabase(cluster, node)] : [nameDatabase(cluster, node), installExtension(cluster, node, false)];
  },
});

const named = (cluster: Cluster, server: Node | null): Node | null => (server === cluster.nowhere ? null : server);

interface Word {
  /** The server whose database lacks it: of a clone the source, which the bundle may not know otherwise. */
  readonly owner: Node | null;
  readonly database: string | null;
  readonly fact: FactOf<'message'>;
}

/** Told by itself, or quoted below what repmgr could not do without it. */
const isWithoutRecords = ({ event, values }: FactOf<'message'>): boolean =>
  event === 'metadata.relation-missing' || values['reason'] === 'metadata.relation-missing';

/**
 * It was called with a host and without a database: what libpq takes instead need not be the one of the conninfo, and tells nothing
 * of that.
 */
function namesNoDatabase(cluster: Cluster, { fact, database }: Word): boolean {
  if (database !== null || !isWithoutRecords(fact)) return false;
  const typed = cluster.facts.of('command').findLast((one) => one.order < fact.order && one.span.source === fact.span.source);
  const commands = typed?.via === 'prompt' ? (typed.script?.items.flatMap((item) => item.pipeline.commands) ?? []) : [];
  const args = commands.findLast(({ program }) => program === 'repmgr')?.args ?? [];
  return args.some((arg) => /^(?:-h|--host\b)/.test(arg)) && !args.some((arg) => /^(?:-d|--dbname\b)|dbname\s*=|:\/\//.test(arg));
}

/** What repmgr said, and what a server answered to ALTER EXTENSION; a WARNING goes on all the same. */
function wordsOf(cluster: Cluster): readonly Word[] {
  const words: Word[] = [];
  for (const fact of cluster.facts.of('message')) {
    if (!((WORDS as readonly (string | null)[]).includes(fact.event) || isWithoutRecords(fact)) || fact.level !== 'error') continue;
    if (fact.event === 'extension.create-failed' && !/unable to create/.test(fact.text)) continue;
    const cloning = cluster.messages('clone.connecting').some((one) => one.segment === fact.segment && one.order < fact.order);
    const owner = cloning ? (cloneSourceOf(cluster, fact)?.node ?? null) : serverAt(cluster, fact);
    const database = /in database ["“]([^"”]+)/.exec(`${fact.text}\n${fact.detail ?? ''}`)?.[1] ?? null;
    words.push({ owner, database, fact });
  }
  return words;
}

/** The last word that it is there: the server's own list, repmgr's word, or a listing. */
function thereOn(cluster: Cluster, server: Node | null): Fact | null {
  if (server === null) return null;
  const rows = server.facts.rows('pg_extension').filter((row) => row.values['extname'] === 'repmgr');
  const installed = server.messages('extension.installed').filter((fact) => !/attempt/.test(fact.text));
  const listed = workedOn(cluster, server).filter((fact) => fact.kind !== 'message');
  return [...rows, ...installed, ...listed].sort((a, b) => a.order - b.order).at(-1) ?? null;
}

function judge(cluster: Cluster, owner: Node | null, words: readonly Word[]): Verdict {
  const last = words.at(-1) as Word;
  const node = owner?.label ?? 'the upstream';
  const there = thereOn(cluster, owner);
  const shown = words.slice(-2).map((word) => evidence(word.fact, said.says()));
  // somebody typed a statement where it was not asked for
  const typed = words.every((word) => word.fact.program === 'server');
  if (there !== null && typed) return absent(said.there(), evidence(there, said.there()));
  if (there !== null && isLater(there, last.fact))
    return present('certain', {
      status: 'resolved',
      summary: said.resolved({ node }),
      evidence: [...shown, evidence(there, said.there())],
    });
  const unnamed = namesNoDatabase(cluster, last);
  return present(unnamed ? 'possible' : typed || isWithoutRecords(last.fact) ? 'likely' : 'certain', {
    summary: unnamed ? said.unnamed({ relation: relationOf(last.fact) }) : summaryOf(last, node),
    evidence: shown,
    missing: [collectExtension(cluster, owner, said.why({ node }))],
  });
}

const relationOf = ({ values }: FactOf<'message'>): string => `repmgr.${values['name'] ?? 'nodes'}`;

function summaryOf(word: Word, node: string): Message {
  if (isUnavailable(word.fact)) return said.unavailable({ node });
  if (isWithoutRecords(word.fact)) return said.relation({ node, relation: relationOf(word.fact) });
  return word.database === null ? said.missing({ node }) : said.database({ node, database: word.database });
}

function otherwise(cluster: Cluster, server: Node): Verdict {
  const there = thereOn(cluster, server);
  if (there !== null) return absent(said.there(), evidence(there, said.there()));
  const open = server.messages('repmgrd.not-configured', 'repmgrd.shared-memory').length > 0;
  return open ? unknown(collectExtension(cluster, server, said.why({ node: server.label }))) : notApplicable;
}
