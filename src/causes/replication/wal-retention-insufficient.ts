import { collectSettings } from '../../collect/commands.ts';
import type { Fact } from '../../core/fact.ts';
import type { Evidence, Verdict } from '../../core/finding.ts';
import { sizeText } from '../../core/size.ts';
import { type Message, text, texts } from '../../core/text.ts';
import { archivesNothing } from '../../model/archives.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { Node } from '../../model/node.ts';
import { metOf, receptionsOf } from '../../model/reception.ts';
import { askedServerOf, isLater, type MessageFact, upstreamOf } from '../../model/replication.ts';
import { isOn } from '../../model/settings.ts';
import { slotsOf } from '../../model/slots.ts';
import { keepSetting } from '../../model/wal-space.ts';
import { keepMoreWal } from '../../remedies/keep-more-wal.ts';
import { absent, defineCause, evidence, notApplicable, present, type Told } from '../cause.ts';

const said = texts(() => ({
  clone: {
    en: '{node} keeps no WAL for a standby that is being cloned: repmgr uses no slot, `{name}` is 0, and no archive is named. The clone could miss what is written meanwhile.',
    'zh-CN': '{node} 不为正在克隆的备机保留 WAL：repmgr 未使用复制槽，`{name}` 为 0，也未指定归档。克隆期间产生的 WAL 可能丢失。',
  },
  removed: {
    en: '{node} kept too little WAL for {standby}: {what}. An outage longer than that ends in a clone.',
    'zh-CN': '{node} 为 {standby} 保留的 WAL 太少：{what}。停机时间稍长就只能重新克隆。',
  },
  nothing: {
    en: 'Nothing protects a standby of {node} that falls behind: {what}.',
    'zh-CN': '没有任何机制保护 {node} 落后的备机：{what}。',
  },
  refused: { en: 'repmgr refuses to clone without', 'zh-CN': '缺少保护时 repmgr 拒绝克隆' },
  cloned: { en: 'cloned later', 'zh-CN': '之后已克隆' },
  keep: { en: '`{name}` keeps {kept}', 'zh-CN': '`{name}` 保留 {kept}' },
  noSlots: { en: 'no replication slot protects it', 'zh-CN': '没有复制槽保护' },
  noArchive: { en: 'nothing is archived', 'zh-CN': '没有归档' },
  noRestore: { en: 'the standby takes nothing from an archive', 'zh-CN': '备机未配置从归档恢复' },
  gone: { en: 'a segment was gone before the standby had it', 'zh-CN': '备机取得之前日志段已被删除' },
  slots: { en: 'slots keep WAL for the standbys of {node}', 'zh-CN': '复制槽为 {node} 的备机保留 WAL' },
  kept: { en: '`{name}` keeps {kept} on {node}', 'zh-CN': '{node} 的 `{name}` 保留 {kept}' },
  why: { en: 'what keeps WAL for standbys of {node}', 'zh-CN': '{node} 用什么为备机保留 WAL' },
}));

const KEEP_NAMES = ['wal_keep_segments', 'wal_keep_size'];

export const walRetentionInsufficient = defineCause({
  id: 'wal-retention-insufficient',
  group: 'replication',
  scope: 'told',
  severity: 'warning',
  title: text({ en: 'Too little WAL is kept for standbys', 'zh-CN': '为备机保留的 WAL 不足' }),
  get about() {
    return text({
      en: `A standby that is away, slow or being cloned needs WAL that its upstream would recycle after a checkpoint. Three things can protect it: a replication slot, \`wal_keep_size\` / \`wal_keep_segments\`, or an archive that it restores from. With none of them, minutes decide.

**How it shows itself.** \`repmgr standby clone\`: \`parameter "wal_keep_…" on the upstream server must be be set …\`; a standby that hears \`requested WAL segment … has already been removed\` after a short outage, while \`use_replication_slots\` is off, the keep setting is small and \`restore_command\` is empty.

**Lookalikes.** Slots in use: the keep setting may then be 0. A lost slot (\`replication-slot-lost\`): there was protection, with a limit. WAL that somebody deleted.

**What to do.** Keep more WAL (a reload is enough), use slots (\`use_replication_slots\` in repmgr.conf, then clone or follow), or let standbys restore from the archive.

**Versions.** \`wal_keep_segments\` up to 12 and on KingbaseES V8R6, \`wal_keep_size\` from 13 on. KingbaseES's installer keeps 512 files and uses slots. **Sources.** PostgreSQL documentation, "Log-Shipping Standby Servers"; repmgr documentation, "Standby cloning".`,
      'zh-CN': `离线、缓慢或正在克隆的备机需要的 WAL，上游在检查点之后就可能回收。三种机制可以保护它：复制槽、\`wal_keep_size\` / \`wal_keep_segments\`、可供其恢复的归档。若都没有，几分钟就可能决定成败。

**表现。** \`repmgr standby clone\` 报 \`parameter "wal_keep_…" on the upstream server must be be set …\`；备机短暂停机后报 \`requested WAL segment … has already been removed\`，而 \`use_replication_slots\` 未启用、保留参数很小、\`restore_command\` 为空。

**易混淆的情形。** 使用复制槽时保留参数可以为 0；槽已失效（\`replication-slot-lost\`）：曾有保护但有上限；WAL 被人为删除。

**处理。** 保留更多 WAL（重新加载即可）；使用复制槽（repmgr.conf 的 \`use_replication_slots\`，之后克隆或跟随）；或让备机从归档恢复。

**版本。** 12 及之前与 KingbaseES V8R6 为 \`wal_keep_segments\`，13 起为 \`wal_keep_size\`。KingbaseES 安装程序保留 512 个文件并使用复制槽。**来源。** PostgreSQL 文档“日志传送备服务器”；repmgr 文档“克隆备机”。`,
    });
  },
  explains: ['clone-failed', 'standby-not-attached'],
  leadsTo: [{ cause: 'wal-removed-before-standby', where: 'downstream' }],

  examine(cluster) {
    const told = new Map<Node | null, Verdict>();
    for (const fact of cluster.messages('clone.setting-too-low')) {
      if (!KEEP_NAMES.includes(fact.values['name'] ?? '')) continue;
      const node = askedServerOf(cluster, fact);
      told.set(node, refusedClone(cluster, node, fact));
    }
    for (const reception of receptionsOf(cluster)) {
      const found = metOf(reception, 'wal-removed');
      const upstream = upstreamOf(cluster, reception.standby);
      const removed = found?.met.facts.at(-1);
      if (found === null || found.by !== null || removed === undefined || told.has(upstream)) continue;
      const verdict = fellBehind(cluster, upstream, reception.standby, removed);
      if (verdict !== null) told.set(upstream, verdict);
    }
    for (const node of cluster.nodes) if (node.isPrimary && !told.has(node)) told.set(node, bySettings(cluster, node));
    return [...told].flatMap(([node, verdict]): Told[] => (verdict.is === 'not-applicable' ? [] : [{ node, verdict }]));
  },

  remedies: (cluster, node) => [keepMoreWal(cluster, node)],
});

function refusedClone(cluster: Cluster, node: Node | null, fact: MessageFact): Verdict {
  const summary = said.clone({ node: node?.label ?? '?', name: fact.values['name'] ?? 'wal_keep_size' });
  const done = cluster.messages('clone.complete', 'clone.checks-passed').find((one) => isLater(one, fact));
  const shown = [evidence(fact, said.refused()), ...unprotected(cluster, node, null).map((one) => evidence(one.fact, one.shows))];
  if (done === undefined) return present('certain', { summary, evidence: shown });
  return present('likely', { status: 'resolved', summary, evidence: [...shown, evidence(done, said.cloned())] });
}

/** Something that could have protected a standby, and did not. */
interface Lack {
  readonly of: 'keep' | 'slots' | 'archive';
  readonly fact: Fact;
  readonly shows: Message;
}

function unprotected(cluster: Cluster, upstream: Node | null, standby: Node | null): Lack[] {
  const nodes = [upstream, standby].filter((node) => node !== null);
  const keep = upstream === null ? null : keepSetting(upstream);
  const noSlots = nodes.map((node) => node.repmgrSetting('use_replication_slots')).find((setting) => setting.known && !isOn(setting.value));
  const slotName = standby?.setting('primary_slot_name');
  const restore = standby?.setting('restore_command');
  const nothing = archivesNothing(upstream);
  const lacks: Lack[] = [];
  if (keep !== null)
    lacks.push({ of: 'keep', fact: keep.fact, shows: said.keep({ name: keep.name, kept: keep.bytes === 0 ? '0' : sizeText(keep.bytes) }) });
  if (noSlots?.known) lacks.push({ of: 'slots', fact: noSlots.fact, shows: said.noSlots() });
  else if (slotName?.known && slotName.value === '') lacks.push({ of: 'slots', fact: slotName.fact, shows: said.noSlots() });
  else {
    const asked = noSlotRows(cluster, upstream);
    if (asked !== null) lacks.push({ of: 'slots', fact: asked, shows: said.noSlots() });
  }
  if (nothing !== null) lacks.push({ of: 'archive', fact: nothing, shows: said.noArchive() });
  else if (restore?.known && restore.value === '') lacks.push({ of: 'archive', fact: restore.fact, shows: said.noRestore() });
  return lacks;
}

/** The upstream was asked for its slots and has none, nor is it repmgr's intention that it has. */
function noSlotRows(cluster: Cluster, upstream: Node | null): Fact | null {
  const intended = upstream?.repmgrSetting('use_replication_slots');
  if (upstream === null || (intended?.known && isOn(intended.value)) || slotsOf(cluster).some((slot) => slot.owner === upstream))
    return null;
  return (
    upstream.facts.of('note').findLast((fact) => fact.topic === 'no-rows' && fact.values['relation'] === 'pg_replication_slots') ?? null
  );
}

/** A standby lost its WAL: certain only where all three are shown to be lacking; with a slot it is another cause's. */
function fellBehind(cluster: Cluster, upstream: Node | null, standby: Node | null, removed: MessageFact): Verdict | null {
  if (slotsOf(cluster).some((slot) => slot.owner === upstream && !slot.logical)) return null;
  const lacks = unprotected(cluster, upstream, standby);
  const kinds = new Set(lacks.map((one) => one.of));
  if (kinds.size < 2) return null;
  const shown: Evidence[] = [...lacks.map((one) => evidence(one.fact, one.shows)), evidence(removed, said.gone())];
  const what = lacks.map((one) => whatOf(one));
  return present(kinds.size === 3 ? 'likely' : 'possible', {
    summary: said.removed({ node: upstream?.label ?? '?', standby: standby?.label ?? '?', what }),
    evidence: shown,
    missing:
      kinds.size === 3
        ? []
        : [collectSettings(cluster, upstream, ['archive_mode', 'archive_command'], said.why({ node: upstream?.label ?? '?' }))],
  });
}

/** Short words for a list in a sentence; program text, the same in both languages. */
const whatOf = (lack: Lack): string => {
  const setting = lack.fact.kind === 'setting' ? lack.fact : null;
  if (setting !== null) return `${setting.name} = ${setting.value === '' ? "''" : setting.value}${setting.unit === 'MB' ? ' MB' : ''}`;
  return 'pg_replication_slots: 0';
};

/** Nothing has happened yet: told only where all three are lacking, and asserted where slots and archive were decided against. */
function bySettings(cluster: Cluster, node: Node): Verdict {
  const keep = keepSetting(node);
  const slots = slotsOf(cluster).filter((slot) => slot.owner === node && !slot.logical && !slot.temporary);
  const first = slots[0];
  if (first !== undefined) return absent(said.slots({ node: node.label }), evidence(first.fact, said.slots({ node: node.label })));
  if (keep === null) return notApplicable;
  if (keep.bytes > 0) {
    const because = said.kept({ name: keep.name, kept: sizeText(keep.bytes), node: node.label });
    return absent(because, evidence(keep.fact, because));
  }
  const standby = cluster.members.find((one) => one !== node && !one.isWitness) ?? null;
  const lacks = unprotected(cluster, node, standby);
  if (standby === null || new Set(lacks.map((one) => one.of)).size < 3) return notApplicable;
  const decided =
    lacks.some((one) => isDecision(one.fact, 'use_replication_slots')) && lacks.some((one) => isDecision(one.fact, 'archive_mode'));
  return present(decided ? 'likely' : 'possible', {
    severity: 'notice',
    summary: said.nothing({ node: node.label, what: lacks.map((one) => whatOf(one)) }),
    evidence: lacks.map((one) => evidence(one.fact, one.shows)),
  });
}

const isDecision = (fact: Fact, name: string): boolean => fact.kind === 'setting' && fact.name === name;
