import { collect } from '../../collect/commands.ts';
import type { FactOf } from '../../core/fact.ts';
import type { Evidence, Verdict } from '../../core/finding.ts';
import { sizeText } from '../../core/size.ts';
import { text, texts } from '../../core/text.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { Node } from '../../model/node.ts';
import { slotsOf } from '../../model/slots.ts';
import { fullness, type KeepSetting, keepSetting, type WalKept, walKept, walVolumes } from '../../model/wal-space.ts';
import { keepLessWal } from '../../remedies/keep-more-wal.ts';
import { absent, defineCause, evidence, notApplicable, present, unknown } from '../cause.ts';

const said = texts(() => ({
  kept: {
    en: '`{name}` on {node} keeps {wanted} of WAL whether anybody needs it or not; {kept} lie on disk, and nothing else holds them.',
    'zh-CN': '{node} 的 `{name}` 无论是否需要都保留 {wanted} 的 WAL；磁盘上现有 {kept}，且没有其他因素保留它们。',
  },
  room: {
    en: '`{name}` on {node} asks to keep {wanted} of WAL, more than half of the volume ({size}).',
    'zh-CN': '{node} 的 `{name}` 要求保留 {wanted} 的 WAL，超过该卷（{size}）的一半。',
  },
  asked: {
    en: '`{name}` on {node} asks to keep {wanted} of WAL, far more than checkpoints need; how much lies on disk is not shown.',
    'zh-CN': '{node} 的 `{name}` 要求保留 {wanted} 的 WAL，远超检查点所需；材料未显示磁盘上的实际数量。',
  },
  setting: { en: '`{name}` asks for {wanted}', 'zh-CN': '`{name}` 要求保留 {wanted}' },
  disk: { en: 'on disk: {kept}', 'zh-CN': '磁盘上：{kept}' },
  checkpoints: { en: 'checkpoints need about {size}', 'zh-CN': '检查点约需 {size}' },
  volume: { en: 'the volume has {size}, {free} left', 'zh-CN': '该卷共 {size}，剩余 {free}' },
  slot: { en: 'a slot holds WAL back, not the setting', 'zh-CN': '阻止回收的是复制槽，而非该参数' },
  backlog: {
    en: '{count} files wait to be archived: that keeps WAL, not the setting',
    'zh-CN': '{count} 个文件等待归档：保留 WAL 的是归档积压，而非该参数',
  },
  modest: { en: '`{name}` asks for {wanted}: usual', 'zh-CN': '`{name}` 要求保留 {wanted}：属正常' },
  why: { en: 'how much WAL lies on {node}', 'zh-CN': '{node} 上有多少 WAL' },
}));

const GIB = 2 ** 30;
/** Beyond so many times what checkpoints need, a setting is out of proportion: the 8 GiB that KingbaseES's installer keeps beside 1 GiB are usual. */
const OUT_OF_PROPORTION = 16;
/** `max_wal_size` where the bundle does not give it: the default since 9.5. */
const USUAL_MAX_WAL = GIB;
/** From so many waiting files on the archive is what keeps WAL. */
const BACKLOG = 64;

export const walRetentionExcessive = defineCause({
  id: 'wal-retention-excessive',
  group: 'retention',
  scope: 'node',
  severity: 'warning',
  title: text({ en: 'A setting keeps far more WAL than needed', 'zh-CN': '参数保留了远超所需的 WAL' }),
  get about() {
    return text({
      en: `\`wal_keep_size\` (13 on) or \`wal_keep_segments\` keeps that much WAL behind the write position, always, whether a standby is behind or not. Set without regard to the volume, it fills it.

**How it shows itself.** The WAL directory is as large as the setting asks, slots are close, everything is archived, and a checkpoint frees nothing.

**Lookalikes.** An inactive slot. Files that wait to be archived. KingbaseES's installer sets \`wal_keep_segments = 512\` (8 GiB): usual. \`max_wal_size\` is a goal between two checkpoints; \`min_wal_size\` keeps spares only.

**What to do.** Lower the setting to what an outage of a standby needs; a reload and a checkpoint free the rest. Use slots where a standby must never be cloned again.

**What not to do.** Do not set it to 0 where no slot and no archive protects a standby.

**Versions.** \`wal_keep_segments\` up to 12 and on KingbaseES V8R6, in files; \`wal_keep_size\` from 13 on, in megabytes. **Sources.** PostgreSQL documentation, "Sending Servers".`,
      'zh-CN': `\`wal_keep_size\`（13 起）或 \`wal_keep_segments\` 始终在写入位置之后保留相应数量的 WAL，无论备机是否落后。若设置时未考虑磁盘大小，就会写满。

**表现。** WAL 目录的大小与该参数相当，复制槽位置接近，归档无积压，检查点之后也不释放空间。

**易混淆的情形。** 未激活的复制槽；等待归档的文件；KingbaseES 安装程序设置 \`wal_keep_segments = 512\`（8 GiB），属正常；\`max_wal_size\` 只是两次检查点之间的目标，\`min_wal_size\` 只保留备用文件。

**处理。** 调低到备机停机所需的数量；重新加载并执行检查点即可释放其余空间。不允许重新克隆的备机应使用复制槽。

**不要做。** 没有复制槽也没有归档保护备机时，不要设为 0。

**版本。** 12 及之前与 KingbaseES V8R6 为 \`wal_keep_segments\`（文件数）；13 起为 \`wal_keep_size\`（MB）。**来源。** PostgreSQL 文档“发送服务器”。`,
    });
  },
  explains: ['wal-growing', 'volume-full'],
  leadsTo: [{ cause: 'wal-volume-full', where: 'same' }],

  examine(cluster, node) {
    const keep = keepSetting(node);
    const kept = walKept(node).at(-1);
    if (keep === null)
      return kept !== undefined && kept.bytes >= 16 * GIB
        ? unknown(collect.slots(cluster, node, said.why({ node: node.label })))
        : notApplicable;
    const other = otherHolder(cluster, node);
    if (other !== null) return other;
    const volume = walVolumes(node).at(-1)?.volume ?? null;
    const enough = node.settingNumber('max_wal_size') ?? USUAL_MAX_WAL;
    const names = { name: keep.name, node: node.label, wanted: sizeText(keep.bytes) };
    const shown: Evidence[] = [
      evidence(keep.fact, said.setting({ name: keep.name, wanted: names.wanted })),
      ...(kept === undefined ? [] : [evidence(kept.fact, said.disk({ kept: sizeText(kept.bytes) }))]),
      ...checkpointsNeed(node, enough),
      ...(volume === null ? [] : [volumeShown(volume)]),
    ];
    if (volume?.size != null && keep.bytes * 2 >= volume.size && (fullness(volume) !== 'fine' || keep.bytes >= volume.size))
      return present('likely', { summary: said.room({ ...names, size: sizeText(volume.size) }), evidence: shown });
    if (keep.bytes < OUT_OF_PROPORTION * enough) {
      const because = said.modest({ name: keep.name, wanted: names.wanted });
      return absent(because, evidence(keep.fact, because));
    }
    return byDisk(cluster, node, keep, kept, enough, shown);
  },

  remedies: (cluster, node) => [keepLessWal(cluster, node)],
});

/** The setting is out of proportion: whether WAL lies there because of it. */
function byDisk(cluster: Cluster, node: Node, keep: KeepSetting, kept: WalKept | undefined, enough: number, shown: Evidence[]): Verdict {
  const names = { name: keep.name, node: node.label, wanted: sizeText(keep.bytes) };
  if (kept !== undefined && kept.bytes >= 2 * enough)
    return present(kept.bytes >= keep.bytes * 0.8 ? 'certain' : 'likely', {
      summary: said.kept({ ...names, kept: sizeText(kept.bytes) }),
      evidence: shown,
    });
  return present('possible', {
    summary: said.asked(names),
    evidence: shown,
    missing: [collect.walListing(cluster, node, said.why({ node: node.label }))],
    severity: 'notice',
  });
}

/** A slot far behind, or a backlog of the archive, is what keeps WAL. */
function otherHolder(cluster: Cluster, node: Node): Verdict | null {
  const slot = slotsOf(cluster).find(
    (one) => one.owner === node && one.active === false && !one.reservesNothing && one.walStatus !== 'lost',
  );
  if (slot !== undefined) return absent(said.slot(), evidence(slot.fact, said.slot()));
  const { lastPending } = node.archiving;
  if (lastPending === null || lastPending.count < BACKLOG) return null;
  const because = said.backlog({ count: lastPending.count });
  return absent(because, evidence(lastPending.fact, because));
}

function checkpointsNeed(node: Node, enough: number): Evidence[] {
  const setting = node.setting('max_wal_size');
  return setting.known ? [evidence(setting.fact, said.checkpoints({ size: sizeText(enough) }))] : [];
}

const volumeShown = (volume: FactOf<'volume'>): Evidence =>
  evidence(volume, said.volume({ size: sizeText(volume.size ?? 0), free: sizeText(volume.available ?? 0) }));
