/** Bring a node whose history forked back: rewind it to the fork and let it follow the node that counts. */
import { dataDirectory } from '../collect/commands.ts';
import { hole, literal, query, sh } from '../commands/command.ts';
import { walNames } from '../commands/wal-names.ts';
import type { Command, Remedy } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import { recordedRole, rowsOf } from '../model/listings.ts';
import type { Node } from '../model/node.ts';
import { twoPrimaries } from '../model/primaries.ts';
import { usesRepmgrSlots } from '../model/slots.ts';
import { compareHistories } from './compare-histories.ts';
import { freeGuard, holdGuard } from './guard.ts';
import { recoverByScript } from './recover-by-script.ts';
import { registerNode } from './register-steps.ts';
import { labelOf, pause, receives, repmgrTo, restart, seeCluster, standbyFor, unpause, upstreamFor } from './replication-steps.ts';
import { change, check, onStandby, remedy, undo, where } from './steps.ts';

const said = texts(() => ({
  title: { en: 'Rewind {standby} to the fork and rejoin it under {upstream}', 'zh-CN': '将 {standby} 回退到分叉点并重新加入 {upstream}' },
  caution: {
    en: 'What {standby} wrote after the fork is lost for good: transactions that only it holds disappear. If two nodes took writes, let the owners of the data decide first which one counts, and keep a copy of the data directory. {standby} is down meanwhile.',
    'zh-CN':
      '{standby} 在分叉之后写入的内容将永久丢失：仅存于该节点的事务会消失。若两个节点都接受过写入，须先由业务方决定以哪个为准，并保留数据目录的副本。操作期间 {standby} 停机。',
  },
  keep: { en: 'Keep a copy of the data directory of {standby}', 'zh-CN': '保留 {standby} 数据目录的副本' },
  keepExpect: { en: 'The copy is complete; the server is stopped.', 'zh-CN': '复制完成；服务器已停止。' },
  keepUndo: { en: 'Remove the copy when nobody asks for it any more.', 'zh-CN': '确认无人需要后删除副本。' },
  checkpoint: {
    en: 'Let {upstream} write its timeline into its control file',
    'zh-CN': '在 {upstream} 上执行检查点，使控制文件记录新的时间线',
  },
  checkpointExpect: {
    en: 'No error. Until its first checkpoint after the promotion the control file of {upstream} names the old timeline: the rewind would find nothing to do, and the rejoin would fail. Where a checkpoint has been made since, nothing is done.',
    'zh-CN':
      '无报错。提升后首个检查点完成之前，{upstream} 的控制文件仍是旧时间线：回退会认为无需处理，随后重新加入失败。若之后已有检查点，则不做任何操作。',
  },
  checkpointUndo: {
    en: 'Drop the slot again where the rejoin is given up: it keeps WAL.',
    'zh-CN': '若放弃重新加入，须再次删除该复制槽：它会保留 WAL。',
  },
  dry: { en: 'Rehearse the rejoin', 'zh-CN': '预演重新加入' },
  dryExpect: {
    en: '`prerequisites for executing NODE REJOIN are met`, or which segments are missing: then restore them from the archive or clone.',
    'zh-CN': '`prerequisites for executing NODE REJOIN are met`；若提示缺少日志段，则从归档恢复或重新克隆。',
  },
  rejoin: { en: 'Rejoin with rewind', 'zh-CN': '回退并重新加入' },
  rejoinExpect: { en: '`NODE REJOIN successful`', 'zh-CN': '`NODE REJOIN successful`' },
  rejoinUndo: { en: 'Cannot be undone; the copy made before holds the old state.', 'zh-CN': '无法回退；旧状态仅存于事先的副本中。' },
  findCopy: {
    en: 'A directory on {standby} on a volume with room for the whole data directory.',
    'zh-CN': '{standby} 上空间足够容纳整个数据目录的目录。',
  },
}));

export function rejoinWithRewind(
  cluster: Cluster,
  node: Node | null,
  upstream: Node | null = upstreamFor(cluster, standbyFor(cluster, node)),
  recommended = true,
): Remedy {
  const standby = standbyFor(cluster, node);
  const { clusterConf } = cluster.flavour;
  if (clusterConf !== null) return recoverByScript(cluster, clusterConf, standby, upstream, recommended);
  const on = onStandby(cluster, standby);
  const names = { standby: labelOf(standby, 'the standby'), upstream: labelOf(upstream) };
  const copy = hole('COPY_DIR', 'a directory with room for the whole data directory', said.findCopy({ standby: names.standby }));
  return remedy({
    id: 'rejoin-with-rewind',
    title: said.title(names),
    recommended,
    caution: said.caution({ standby: names.standby }),
    steps: [
      seeCluster(cluster, upstream, twoPrimaries(cluster) === null ? null : upstream),
      ...compareHistories(cluster, standby, upstream),
      pause(cluster, upstream),
      ...holdGuard(cluster, standby),
      restart(cluster, standby, 'stop'),
      change(on, 'reload', {
        title: said.keep({ standby: names.standby }),
        command: sh`cp -a ${dataDirectory(standby)} ${copy}/ && du -sh ${copy}`,
        expect: said.keepExpect(),
        undo: said.keepUndo(),
      }),
      // promoted by hand: its records still call the other one the primary, and repmgr would look for that one
      ...(isRecordedPrimary(cluster, upstream) ? [] : registerNode(cluster, upstream, 'primary')),
      change({ cluster, node: upstream, where: where.upstream() }, 'reload', {
        title: said.checkpoint({ upstream: names.upstream }),
        command: checkpointOf(cluster, upstream, standby),
        expect: said.checkpointExpect({ upstream: names.upstream }),
        undo: holdsSlot(cluster, standby) ? said.checkpointUndo() : undo.nothing(),
      }),
      check(on, {
        title: said.dry(),
        command: repmgrTo(cluster, standby, upstream, 'node rejoin --force-rewind --dry-run'),
        expect: said.dryExpect(),
      }),
      change(on, 'destructive', {
        title: said.rejoin(),
        command: repmgrTo(cluster, standby, upstream, 'node rejoin --force-rewind'),
        expect: said.rejoinExpect(),
        undo: said.rejoinUndo(),
      }),
      ...freeGuard(cluster, standby),
      unpause(cluster, upstream),
    ],
    closing: receives(cluster, standby, upstream),
  });
}

const holdsSlot = (cluster: Cluster, standby: Node | null): boolean =>
  usesRepmgrSlots(cluster) && standby?.id != null && cluster.major >= 10;

/**
 * A checkpoint where the control file still names the timeline before the promotion. The WAL since the fork, which the node needs next, would be
 * recycled by it: the slot that repmgr uses for the node keeps that, made while the last checkpoint still lies before the fork.
 */
function checkpointOf(cluster: Cluster, upstream: Node | null, standby: Node | null): Command {
  const { catalog } = cluster.flavour;
  const { current, fileName } = walNames(cluster);
  const isNew = `select lpad(upper(to_hex(timeline_id)), 8, '0') = substr(${fileName}(${current}), 1, 8) from ${catalog}control_checkpoint()`;
  const slot = literal(`repmgr_slot_${standby?.id}`);
  const taken = `select 1 from ${catalog}replication_slots where slot_name = ${slot}`;
  const hold = holdsSlot(cluster, standby)
    ? [`select ${catalog}create_physical_replication_slot(${slot}, true) where not exists (${taken})`]
    : [];
  // before 9.6 nobody tells, and a checkpoint is made in any case
  return sh`test "$(${query(cluster, upstream, isNew)} 2>/dev/null)" = t || ${query(cluster, upstream, ...hold, 'CHECKPOINT')}`;
}

/** Whether the records call it the primary, as far as the bundle shows them; its own copy is what counts. */
function isRecordedPrimary(cluster: Cluster, node: Node | null): boolean {
  const own = node === null ? [] : rowsOf(cluster, node).filter((row) => row.listing.viewer === node);
  const recorded = own.at(-1)?.recorded ?? recordedRole(cluster, node);
  return recorded === null || recorded === 'primary';
}
