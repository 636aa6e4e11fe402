import { collectSettings } from '../../collect/commands.ts';
import type { Fact } from '../../core/fact.ts';
import type { Evidence, Verdict } from '../../core/finding.ts';
import { type Message, text, texts } from '../../core/text.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { EventName } from '../../model/events.ts';
import { targetOf } from '../../model/life.ts';
import type { Node } from '../../model/node.ts';
import { adoptOwner, askedServerOf, isLater, type MessageFact, sendersAllowed, tooMany, upstreamOf } from '../../model/replication.ts';
import { isOn } from '../../model/settings.ts';
import { enableReplication } from '../../remedies/enable-replication.ts';
import { recloneStandby } from '../../remedies/reclone-standby.ts';
import { absent, defineCause, evidence, notApplicable, present, unknown } from '../cause.ts';
import { toldByOwner } from '../told-by-owner.ts';

const said = texts(() => ({
  source: {
    en: '{node} is not set up for replication: {what}. No standby can be cloned from it or follow it.',
    'zh-CN': '{node} 的设置不支持复制：{what}。无法从其克隆备机，也无法跟随。',
  },
  start: {
    en: '{node} does not start: its settings contradict each other ({what}).',
    'zh-CN': '{node} 无法启动：参数互相矛盾（{what}）。',
  },
  wal: {
    en: '{node} cannot go on: its upstream wrote WAL with `wal_level` minimal. The standby must be cloned again, after the upstream is set right.',
    'zh-CN': '{node} 无法继续恢复：上游曾以 `wal_level` 为 minimal 写 WAL。应先改正上游，再重新克隆该备机。',
  },
  cold: {
    en: '{node} runs as a standby with `hot_standby` off: it takes no connections, so that repmgr cannot use it.',
    'zh-CN': '{node} 作为备机运行但 `hot_standby` 为 off：不接受连接，repmgr 无法使用它。',
  },
  over: { en: '{node} was not set up for replication; it is now.', 'zh-CN': '{node} 曾不支持复制；现已改正。' },
  required: { en: 'repmgr requires another value', 'zh-CN': 'repmgr 要求其他取值' },
  refused: { en: 'no sender is allowed at all (0)', 'zh-CN': '不允许任何发送进程（0）' },
  setting: { en: '`{name}` is `{value}`', 'zh-CN': '`{name}` 为 `{value}`' },
  says: { en: 'the server says so', 'zh-CN': '服务器给出的信息' },
  right: { en: 'the right value now', 'zh-CN': '现已为正确的值' },
  fine: { en: '`wal_level` of {node} is `{value}`', 'zh-CN': '{node} 的 `wal_level` 为 `{value}`' },
  why: { en: 'whether the settings of {node} allow replication', 'zh-CN': '{node} 的参数是否支持复制' },
}));

/** What each message shows, and about whom it is: the server that was asked, or the one that says it. */
const SAYS: Partial<Record<EventName, 'asked' | 'start' | 'wal' | 'cold'>> = {
  'walsender.too-many': 'asked',
  'connect.walsenders-exhausted': 'asked',
  'clone.setting-too-low': 'asked',
  'slot.wal-level': 'asked',
  'startup.wal-level': 'start',
  'slot.needs-wal-level': 'start',
  'recovery.wal-level-minimal': 'wal',
  'connection.hot-standby-off': 'cold',
  'connect.hot-standby-off': 'cold',
};

/** Parameters that `repmgr standby clone` asks of its source, as far as they are about this. */
const ASKED = ['wal_level', 'hot_standby', 'max_wal_senders'];

export const walLevelInsufficient = defineCause({
  id: 'wal-level-insufficient',
  group: 'replication',
  scope: 'told',
  severity: 'critical',
  title: text({ en: 'The settings rule out replication', 'zh-CN': '参数设置不支持复制' }),
  get about() {
    return text({
      en: `A server feeds standbys only with \`wal_level\` replica or logical and \`max_wal_senders\` above 0; a standby is of use to repmgr only with \`hot_standby\` on.

**How it shows itself.** \`repmgr standby clone\`: \`parameter "wal_level" must be set to …\`, \`parameter "max_wal_senders" must be set to be at least …\`, \`parameter "hot_standby" must be set to "on"\`; \`number of requested standby connections exceeds max_wal_senders (currently 0)\`; at a start \`WAL streaming (max_wal_senders > 0) requires wal_level …\`, \`WAL archival cannot be enabled when wal_level is "minimal"\`, \`… replication slot … exists, but wal_level < replica\`; on a standby \`WAL was generated with wal_level=minimal, cannot continue recovering\`, \`Hot standby mode is disabled\`.

**Lookalikes.** \`max_wal_senders\` above 0 but used up (\`wal-senders-exhausted\`). A standby with lower limits than its primary (\`standby-setting-too-low\`). A server of its own that is no part of a cluster may well use minimal.

**What to do.** Set the values, restart, and clone standbys that met WAL of the minimal level.

**Versions.** \`replica\` is called \`archive\` or \`hot_standby\` up to 9.5 and is the default from 10 on. **Sources.** PostgreSQL documentation, \`wal_level\`; repmgr documentation, "PostgreSQL configuration".`,
      'zh-CN': `服务器只有在 \`wal_level\` 为 replica 或 logical 且 \`max_wal_senders\` 大于 0 时才能为备机提供 WAL；备机须 \`hot_standby\` 为 on，repmgr 才能使用。

**表现。** \`repmgr standby clone\` 报 \`parameter "wal_level" must be set to …\`、\`parameter "max_wal_senders" must be set to be at least …\`、\`parameter "hot_standby" must be set to "on"\`；\`number of requested standby connections exceeds max_wal_senders (currently 0)\`；启动时报 \`WAL streaming (max_wal_senders > 0) requires wal_level …\`、\`WAL archival cannot be enabled when wal_level is "minimal"\`、\`… replication slot … exists, but wal_level < replica\`；备机报 \`WAL was generated with wal_level=minimal, cannot continue recovering\`、\`Hot standby mode is disabled\`。

**易混淆的情形。** \`max_wal_senders\` 大于 0 但已用尽（\`wal-senders-exhausted\`）；备机的限制低于主机（\`standby-setting-too-low\`）；不属于任何集群的单机完全可以使用 minimal。

**处理。** 设置参数并重启；遇到 minimal 级别 WAL 的备机须重新克隆。

**版本。** 9.5 及之前 \`replica\` 称为 \`archive\` 或 \`hot_standby\`，10 起为默认值。**来源。** PostgreSQL 文档 \`wal_level\`；repmgr 文档“PostgreSQL 配置”。`,
    });
  },
  explains: ['clone-failed', 'standby-not-attached', 'server-not-starting', 'recovery-stopped', 'connection-refused', 'switchover-refused'],
  leadsTo: [
    { cause: 'standby-detached', where: 'downstream' },
    { cause: 'server-start-failed', where: 'same' },
    { cause: 'node-down', where: 'same' },
  ],

  examine: (cluster) =>
    toldByOwner(
      cluster,
      wordsOf(cluster),
      (owner, words) => judge(cluster, owner, words),
      (node) => bySettings(cluster, node),
    ),

  remedies(cluster, node) {
    const kinds = wordsOf(cluster)
      .filter((word) => word.owner === node)
      .map((word) => word.kind);
    if (kinds.includes('wal')) {
      const upstream = upstreamOf(cluster, node);
      const level = upstream?.setting('wal_level');
      const isRight = level?.known === true && level.value !== 'minimal';
      const clone = recloneStandby(cluster, node, isRight);
      return isRight ? [clone] : [enableReplication(cluster, upstream, false), clone];
    }
    return [enableReplication(cluster, node, kinds.includes('start'))];
  },
});

interface Word {
  readonly owner: Node | null;
  readonly kind: 'asked' | 'start' | 'wal' | 'cold';
  readonly fact: MessageFact;
}

function wordsOf(cluster: Cluster): Word[] {
  const words = cluster.facts.of('message').flatMap((fact): Word[] => {
    // the catalogue's events are the keys of the table; what is no key there gives undefined
    const kind = SAYS[fact.event as EventName] ?? (tooMany(fact) ? 'asked' : undefined);
    if (kind === undefined || !isAbout(fact)) return [];
    return [{ owner: ownerOf(cluster, fact, kind), kind, fact }];
  });
  const asked = adoptOwner(words.filter((word) => word.kind === 'asked' || word.kind === 'start'));
  return [...asked, ...words.filter((word) => word.kind === 'wal' || word.kind === 'cold')];
}

/** The server that was asked, the standby that somebody could not get into, or the one that speaks. */
function ownerOf(cluster: Cluster, fact: MessageFact, kind: Word['kind']): Node | null {
  if (kind === 'asked') return askedServerOf(cluster, fact);
  return fact.event === 'connect.hot-standby-off' ? targetOf(cluster, fact) : cluster.nodeOf(fact);
}

/** Of messages that can mean several things, those that mean this: no sender at all, a parameter that is about it. */
function isAbout(fact: MessageFact): boolean {
  if (fact.event === 'walsender.too-many' || tooMany(fact)) return sendersAllowed(fact) === '0';
  return fact.event !== 'clone.setting-too-low' || ASKED.includes(fact.values['name'] ?? '');
}

function judge(cluster: Cluster, node: Node | null, words: readonly Word[]): Verdict {
  const label = node?.label ?? '?';
  const last = words.at(-1);
  if (last === undefined) return notApplicable;
  const shown: Evidence[] = words.slice(0, 6).map((word) => evidence(word.fact, showsOf(word)));
  const settings = node === null ? [] : wrongSettings(node);
  shown.push(...settings.map((one) => evidence(one.fact, one.shows)));
  const right = last.kind === 'asked' || last.kind === 'start' ? putRight(cluster, node, last.fact) : wentOn(node, last.fact);
  if (right !== null)
    return present('likely', {
      status: 'resolved',
      summary: said.over({ node: label }),
      evidence: [...shown, evidence(right, said.right())],
    });
  const what = settings.length > 0 ? settings.map((one) => `${one.name} = ${one.value}`) : last.fact.text;
  const summary = {
    asked: said.source({ node: label, what }),
    start: said.start({ node: label, what: last.fact.text }),
    wal: said.wal({ node: label }),
    cold: said.cold({ node: label }),
  }[last.kind];
  return present('certain', { summary, evidence: shown });
}

const showsOf = (word: Word): Message =>
  word.kind !== 'asked' ? said.says() : word.fact.event === 'clone.setting-too-low' ? said.required() : said.refused();

interface Wrong {
  readonly name: string;
  readonly value: string;
  readonly fact: Fact;
  readonly shows: Message;
}

/** Settings of a node, as the running server gives them, that rule replication out. */
function wrongSettings(node: Node): Wrong[] {
  return ASKED.flatMap((name): Wrong[] => {
    const setting = node.setting(name);
    if (!setting.known || setting.how !== 'running') return [];
    const { value, fact } = setting;
    const wrong = name === 'wal_level' ? value === 'minimal' : name === 'hot_standby' ? !isOn(value) : value === '0';
    return wrong ? [{ name, value, fact, shows: said.setting({ name, value }) }] : [];
  });
}

/** The clone went through, or the server itself gives the right values afterwards. */
function putRight(cluster: Cluster, node: Node | null, fact: MessageFact): Fact | null {
  const done = cluster
    .messages('clone.complete', 'clone.checks-passed', 'startup.ready', 'startup.ready-read-only')
    .find((one) => isLater(one, fact) && cluster.nodeOf(one) === cluster.nodeOf(fact));
  if (done !== undefined) return done;
  const level = node?.setting('wal_level');
  return level?.known && level.how === 'running' && level.value !== 'minimal' && isLater(level.fact, fact) ? level.fact : null;
}

/** A standby that could not go on with what it had and receives since: it was cloned. */
const wentOn = (node: Node | null, fact: MessageFact): Fact | null =>
  node?.messages('walreceiver.streaming', 'clone.complete').find((one) => isLater(one, fact)) ?? null;

/** No message: what a member of a cluster is set to. A server alone may use what it likes. */
function bySettings(cluster: Cluster, node: Node): Verdict {
  const wrong = wrongSettings(node).filter((one) => one.name !== 'hot_standby' || node.isStandby);
  const clustered = node.identity.registered && cluster.members.length > 1;
  if (wrong.length > 0 && clustered)
    return present('likely', {
      summary: said.source({ node: node.label, what: wrong.map((one) => `${one.name} = ${one.value}`) }),
      evidence: wrong.map((one) => evidence(one.fact, one.shows)),
    });
  const level = node.setting('wal_level');
  if (level.known) {
    const because = said.fine({ node: node.label, value: level.value });
    return level.value === 'minimal' ? notApplicable : absent(because, evidence(level.fact, because));
  }
  return node.messages('connection.replication-needed').length > 0
    ? unknown(collectSettings(cluster, node, ASKED, said.why({ node: node.label })))
    : notApplicable;
}
