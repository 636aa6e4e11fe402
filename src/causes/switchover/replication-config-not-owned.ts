import { dataDirectory } from '../../collect/commands.ts';
import { sh } from '../../commands/command.ts';
import type { Entry, Fact, FactOf } from '../../core/fact.ts';
import type { Missing } from '../../core/finding.ts';
import { text, texts } from '../../core/text.ts';
import type { Cluster } from '../../model/cluster.ts';
import { nodeAt } from '../../model/logins.ts';
import type { Node } from '../../model/node.ts';
import { isLater } from '../../model/replication.ts';
import { ownReplicationConfig } from '../../remedies/own-replication-config.ts';
import { absent, defineCause, evidence, present, type Told } from '../cause.ts';

const said = texts(() => ({
  known: {
    en: '`{file}` on {node} belongs to {owner} instead of {right}. The server cannot write its replication settings there (promotion, follow and rejoin need that), and a file that it cannot read is skipped in silence at the next start: the standby then follows nobody.',
    'zh-CN':
      '{node} 上的 `{file}` 属主为 {owner}，而应为 {right}。服务器无法写入复制参数（提升、跟随与重新加入都需要写入）；若文件不可读，下次启动时会被静默忽略，备机将不再跟随任何节点。',
  },
  told: {
    en: '`{file}` on {node} does not belong to the owner of the data directory. The server cannot write its replication settings there (promotion, follow and rejoin need that), and a file that it cannot read is skipped in silence at the next start: the standby then follows nobody.',
    'zh-CN':
      '{node} 上的 `{file}` 属主与数据目录属主不一致。服务器无法写入复制参数（提升、跟随与重新加入都需要写入）；若文件不可读，下次启动时会被静默忽略，备机将不再跟随任何节点。',
  },
  resolved: { en: '`{file}` on {node} had a wrong owner; it is right now.', 'zh-CN': '{node} 上的 `{file}` 属主曾不正确；现已正确。' },
  refused: { en: 'repmgr refuses for the owner of the file', 'zh-CN': 'repmgr 因文件属主不正确而拒绝' },
  checked: { en: "repmgr's own check says so", 'zh-CN': 'repmgr 自检结果' },
  listed: { en: '`{file}` belongs to {owner}, the rest to {right}', 'zh-CN': '`{file}` 属主为 {owner}，其余文件属主为 {right}' },
  right: { en: '`{file}` belongs to {owner}, like the rest', 'zh-CN': '`{file}` 属主为 {owner}，与其余文件一致' },
  fine: { en: "repmgr's own check of the owner passes", 'zh-CN': 'repmgr 的属主检查通过' },
  what: { en: 'whom the data directory and its replication settings belong to', 'zh-CN': '数据目录及复制参数文件的属主' },
  why: { en: 'whether the replication settings of {node} belong to the right user', 'zh-CN': '{node} 的复制参数文件属主是否正确' },
}));

export const replicationConfigNotOwned = defineCause({
  id: 'replication-config-not-owned',
  group: 'switchover',
  scope: 'told',
  severity: 'warning',
  title: text({ en: 'The replication settings belong to another user', 'zh-CN': '复制参数文件属主不正确' }),
  get about() {
    return text({
      en: `repmgr and the server write a standby's connection into \`postgresql.auto.conf\` (KingbaseES: \`kingbase.auto.conf\`; up to PostgreSQL 11 \`recovery.conf\`). If that file belongs to another OS user than the data directory, mostly root after an edit with sudo, it cannot be written, and perhaps not even be read.

**How it shows itself.** \`"postgresql.auto.conf" file on "…" has incorrect ownership\` (about the primary's host), \`ownership error for file "…"\` with both owners (about the node where the command runs), \`--replication-config-owner=CRITICAL\`, a listing with another owner. A server that cannot read the file says nothing at its start: the standby has no \`primary_conninfo\` and follows nobody.

**Lookalikes.** Other files of root beside it (certificates, copies). A data directory that belongs to the wrong user as a whole: the server does not start. \`postgresql.conf\` outside the data directory that belongs to root is normal where it is readable.

**What to do.** Give exactly that file the owner and group of the data directory, reload, and see that the standby follows.

**What not to do.** No recursive chown, no chmod 666.

**Versions.** repmgr checks it since 5.1. **Sources.** repmgr source, \`repmgr-client.c\`; observed on PostgreSQL 15.`,
      'zh-CN': `repmgr 与服务器会把备机的连接信息写入 \`postgresql.auto.conf\`（KingbaseES 为 \`kingbase.auto.conf\`；PostgreSQL 11 及以前为 \`recovery.conf\`）。若该文件的属主与数据目录不同（多为用 sudo 编辑后变成 root），则无法写入，甚至无法读取。

**表现。** \`"postgresql.auto.conf" file on "…" has incorrect ownership\`（指主机）、\`ownership error for file "…"\` 并给出两个属主（指执行命令的节点）、\`--replication-config-owner=CRITICAL\`、文件列表中属主不同。服务器读不到该文件时启动不报错：备机没有 \`primary_conninfo\`，不跟随任何节点。

**易混淆的情形。** 旁边其他属于 root 的文件（证书、备份）。整个数据目录属主错误：服务器无法启动。数据目录之外、属于 root 但可读的 \`postgresql.conf\` 属正常。

**处理。** 只把该文件的属主与属组改成与数据目录一致，重新加载，并确认备机正常跟随。

**不要做。** 不要递归 chown，不要 chmod 666。

**版本。** repmgr 自 5.1 起检查。**来源。** repmgr 源码 \`repmgr-client.c\`；在 PostgreSQL 15 上观察。`,
    });
  },
  explains: ['switchover-refused', 'rejoin-refused', 'promotion-refused', 'standby-not-attached', 'follow-failed'],
  leadsTo: [{ cause: 'standby-detached', where: 'same' }],

  examine(cluster) {
    const words = wordsOf(cluster);
    const names = [...new Set(words.map((word) => word.name))];
    return names.map((name): Told => {
      const own = words.filter((word) => word.name === name);
      const node = own.find((word) => word.node !== null)?.node ?? null;
      return { node, name, verdict: judge(cluster, node, name, own) };
    });
  },

  remedies: (cluster, node, finding) => {
    const own = wordsOf(cluster).filter((one) => one.name === (node?.label ?? finding.node) && one.wrong);
    const word = own.at(-1);
    const directory = own.findLast((one) => one.directory !== null)?.directory ?? null;
    return [ownReplicationConfig(cluster, node, word?.file ?? cluster.flavour.files.auto, word?.owner ?? null, directory)];
  },
});

/** One statement on the owner of a replication configuration file. */
interface Word {
  readonly node: Node | null;
  readonly name: string | null;
  readonly wrong: boolean;
  readonly how: 'refused' | 'checked' | 'listed';
  readonly file: string | null;
  /** The directory that it lies in, where the message has its whole path. */
  readonly directory: string | null;
  readonly owner: string | null;
  readonly right: string | null;
  readonly fact: Fact;
}

function wordsOf(cluster: Cluster): readonly Word[] {
  const words: Word[] = [];
  const add = (fact: Fact, node: Node | null, parts: Partial<Word> & Pick<Word, 'wrong' | 'how'>, name?: string): void =>
    void words.push({ node, name: node?.label ?? name ?? null, file: null, directory: null, owner: null, right: null, fact, ...parts });
  for (const fact of cluster.facts.all) {
    if (fact.kind === 'message' && fact.event === 'switchover.config-ownership') {
      const { path, host, owner, user } = fact.values;
      const { file, directory } = partsOf(path);
      const node =
        host === undefined
          ? cluster.nodeOf(fact)
          : (cluster.node(host) ?? nodeAt(cluster, host) ?? otherThan(cluster, cluster.nodeOf(fact)));
      add(fact, node, { wrong: true, how: 'refused', file, directory, owner: owner ?? null, right: user ?? null }, host);
    } else if (fact.kind === 'message' && fact.event === 'replication-config.not-permitted') {
      const { file, directory } = partsOf(fact.values['path']);
      if (/^(?:postgresql\.auto|kingbase\.auto|recovery)\.conf$/.test(file ?? ''))
        add(fact, cluster.askedOn(fact), { wrong: true, how: 'refused', file, directory });
    } else if (fact.kind === 'node-check' && fact.check === 'replication-config-owner')
      add(fact, cluster.nodeOf(fact), { wrong: fact.status === 'CRITICAL', how: 'checked' });
    else if (fact.kind === 'directory') {
      const listed = listedOwner(cluster, fact);
      if (listed !== null) add(fact, cluster.nodeOf(fact), { how: 'listed', ...listed });
    }
  }
  return words;
}

/** `/pg/data/postgresql.auto.conf` */
function partsOf(path: string | undefined): Pick<Word, 'file' | 'directory'> {
  const [, directory = null, file = path ?? null] = /^(\/.*)\/([^/]+)$/.exec(path ?? '') ?? [];
  return { file, directory };
}

/** Of two nodes the other one: repmgr names the primary by a name that the bundle has nowhere else. */
function otherThan(cluster: Cluster, node: Node | null): Node | null {
  const others = cluster.nodes.filter((other) => other !== node);
  return node !== null && others.length === 1 ? (others[0] ?? null) : null;
}

/** Files that hold a standby's connection, by name. */
const holdsReplication = (cluster: Cluster, entry: Entry): boolean =>
  entry.name === cluster.flavour.files.auto || entry.name === 'recovery.conf';

/** The file's owner in a listing of the data directory, against the owner that its neighbours have. */
function listedOwner(cluster: Cluster, listing: FactOf<'directory'>): Pick<Word, 'wrong' | 'file' | 'owner' | 'right'> | null {
  const entries = listing.others.map((entry) => ({ ...entry, name: entry.name.split('/').at(-1) ?? entry.name }));
  const file = entries.find((entry) => holdsReplication(cluster, entry));
  if (file === undefined || file.owner === null) return null;
  const rest = entries.filter((entry) => entry !== file && entry.owner !== null && entry.name !== '..');
  const itself = rest.find((entry) => entry.name === '.' || entry.type === 'directory');
  // a server never runs as root: of a file that is listed alone root is no right owner
  const user = rest.length === 0 ? (cluster.nodeOf(listing)?.osUser ?? null) : null;
  const alone = file.owner === 'root' || file.owner === user ? user : null;
  const right = itself?.owner ?? mostFrequent(rest.flatMap((entry) => entry.owner ?? [])) ?? alone;
  if (right === null) return null;
  return { wrong: file.owner !== right, file: file.name, owner: file.owner, right };
}

function mostFrequent(words: readonly string[]): string | null {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;
}

function judge(cluster: Cluster, node: Node | null, name: string | null, own: readonly Word[]): Told['verdict'] {
  const wrong = own.filter((word) => word.wrong);
  const last = wrong.at(-1);
  const label = node?.label ?? name ?? 'this node';
  if (last === undefined) {
    const fine = own.at(-1) as Word;
    const because = fine.how === 'listed' ? said.right({ file: fine.file ?? '?', owner: fine.owner ?? '?' }) : said.fine();
    return absent(because, evidence(fine.fact, because));
  }
  const file = wrong.find((word) => word.file !== null)?.file ?? cluster.flavour.files.auto;
  const shown = wrong.map((word) => evidence(word.fact, shows(word)));
  const mended = own.findLast((word) => !word.wrong && isLater(word.fact, last.fact));
  if (mended !== undefined) {
    const because = mended.how === 'listed' ? said.right({ file, owner: mended.owner ?? '?' }) : said.fine();
    return present('certain', {
      status: 'resolved',
      summary: said.resolved({ file, node: label }),
      evidence: [...shown, evidence(mended.fact, because)],
    });
  }
  const known = wrong.find((word) => word.owner !== null && word.right !== null);
  const summary =
    known === undefined
      ? said.told({ file, node: label })
      : said.known({ file, node: label, owner: known.owner ?? '?', right: known.right ?? '?' });
  return present(wrong.some((word) => word.how !== 'listed') ? 'certain' : 'likely', {
    summary,
    evidence: shown,
    missing: [ask(cluster, node, file)],
  });
}

function shows(word: Word) {
  if (word.how === 'refused') return said.refused();
  if (word.how === 'checked') return said.checked();
  return said.listed({ file: word.file ?? '?', owner: word.owner ?? '?', right: word.right ?? '?' });
}

function ask(_cluster: Cluster, node: Node | null, file: string): Missing {
  return {
    what: said.what(),
    why: said.why({ node: node?.label ?? '?' }),
    node: node?.name ?? null,
    command: sh`ls -ld ${dataDirectory(node)} ${dataDirectory(node)}/${file}`,
  };
}
