/** Slots: drop one that nobody needs, make one that is missing. */
import { hole, literal, query, sh, statements } from '../commands/command.ts';
import type { Remedy } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { labelOf, primaryFor, receives, seeCluster, sendersQuery, standbyFor, upstreamFor } from './replication-steps.ts';
import { change, check, remedy, verify } from './steps.ts';

const said = texts({
  drop: { en: 'Drop the slot that nobody needs on {owner}', 'zh-CN': '删除 {owner} 上无人使用的复制槽' },
  dropCaution: {
    en: 'The WAL that only this slot keeps is recycled at the next checkpoint: whoever was to resume from it (a standby that is only down, a logical subscriber) must be cloned or started anew. Ask its owner first.',
    'zh-CN':
      '仅由该复制槽保留的 WAL 会在下一个检查点被回收：本应从它继续的对象（只是停机的备机、逻辑订阅端）必须重新克隆或重建。请先询问其归属。',
  },
  look: { en: 'The slots of {owner}, what each holds, and who is connected', 'zh-CN': '查看 {owner} 的复制槽、各自保留的 WAL 及已连接者' },
  lookExpect: {
    en: 'The slot is inactive (`f`), and no registered node or subscriber is to come back to it. `wal_status` lost means that it protects nothing any more.',
    'zh-CN': '该槽未激活（`f`），且没有已登记节点或订阅端会再使用它。`wal_status` 为 lost 表示已不再保护任何 WAL。',
  },
  dropIt: { en: 'Drop it', 'zh-CN': '删除该复制槽' },
  dropExpect: { en: 'No error. An active slot is refused: that is right.', 'zh-CN': '无报错。仍在使用的槽会被拒绝，这是正确的。' },
  dropUndo: {
    en: 'A slot of that name can be made again, but it starts from now: what it held is gone.',
    'zh-CN': '可重建同名复制槽，但只从当前位置开始：原先保留的内容已不存在。',
  },
  gone: { en: 'The slot is gone and WAL shrinks after a checkpoint', 'zh-CN': '确认复制槽已删除，检查点后 WAL 减少' },
  goneExpect: {
    en: 'The slot is not listed; the number of segments falls. `node check` says that all slots are active.',
    'zh-CN': '列表中已无该槽；日志段数量下降。`node check` 显示所有复制槽均处于活动状态。',
  },
  findSlot: { en: 'The name in the first column of the check before.', 'zh-CN': '前一步检查结果的第一列。' },
  make: { en: 'Make the missing slot on {owner}', 'zh-CN': '在 {owner} 上创建缺失的复制槽' },
  makeCaution: {
    en: 'A new slot keeps WAL from the moment it is made. If the standby has missed segments that are gone already, it must be cloned.',
    'zh-CN': '新复制槽只从创建之时起保留 WAL。若备机缺少的日志段已被回收，则须重新克隆。',
  },
  free: { en: 'The slot is not there, and there is room for one', 'zh-CN': '确认该槽不存在且仍有空位' },
  freeExpect: {
    en: 'The name is not listed, and fewer rows than `max_replication_slots`.',
    'zh-CN': '列表中没有该名称，且行数少于 `max_replication_slots`。',
  },
  makeIt: { en: 'Make it, reserving WAL at once', 'zh-CN': '创建并立即保留 WAL' },
  makeExpect: {
    en: 'The name and a position. The standby connects within seconds by itself.',
    'zh-CN': '返回名称与位置。备机会在数秒内自行连接。',
  },
  makeUndo: { en: 'Drop the slot again.', 'zh-CN': '再次删除该复制槽。' },
  findMissing: {
    en: '`Missing physical replication slots` of `repmgr node check`, or the name in the log of the standby (repmgr: `repmgr_slot_` and the node id).',
    'zh-CN': '`repmgr node check` 的 `Missing physical replication slots`，或备机日志中的名称（repmgr 命名为 `repmgr_slot_` 加节点 ID）。',
  },
});

const slotsQuery = (cluster: Cluster, owner: Node | null): string => {
  const { catalog } = cluster.flavour;
  const at = owner?.isStandby ? `${catalog}last_wal_replay_lsn()` : `${catalog}current_wal_lsn()`;
  return `select slot_name, slot_type, active, restart_lsn, pg_size_pretty(${catalog}wal_lsn_diff(${at}, restart_lsn)) as held from ${catalog}replication_slots order by restart_lsn`;
};

/** `names` are those that the bundle shows; none makes a placeholder. */
export function dropSlot(cluster: Cluster, owner: Node | null, name: string | null, recommended: boolean): Remedy {
  const node = owner ?? primaryFor(cluster, null);
  const on = { cluster, node };
  const { catalog } = cluster.flavour;
  const drop = `select ${catalog}drop_replication_slot`;
  const see = query(cluster, node, slotsQuery(cluster, node), sendersQuery(cluster));
  return remedy({
    id: 'drop-slot',
    title: said.drop({ owner: labelOf(node) }),
    recommended,
    caution: said.dropCaution(),
    steps: [
      seeCluster(cluster, node),
      check(on, { title: said.look({ owner: labelOf(node) }), command: see, expect: said.lookExpect() }),
      change(on, 'destructive', {
        title: said.dropIt(),
        command:
          name === null
            ? statements(cluster, node, { slot: sh`${hole('SLOT', 'the slot to drop', said.findSlot())}` }, [`${drop}(:'slot');`])
            : query(cluster, node, `${drop}(${literal(name)})`),
        expect: said.dropExpect(),
        undo: said.dropUndo(),
      }),
    ],
    closing: verify(on, {
      title: said.gone(),
      command: query(cluster, node, 'checkpoint', slotsQuery(cluster, node)),
      expect: said.goneExpect(),
    }),
  });
}

export function makeSlot(cluster: Cluster, owner: Node | null, name: string | null): Remedy {
  const node = owner ?? upstreamFor(cluster, standbyFor(cluster, null));
  const on = { cluster, node };
  const { catalog } = cluster.flavour;
  const make = `select ${catalog}create_physical_replication_slot`;
  return remedy({
    id: 'make-slot',
    title: said.make({ owner: labelOf(node) }),
    caution: said.makeCaution(),
    steps: [
      check(on, {
        title: said.free(),
        command: query(cluster, node, slotsQuery(cluster, node), 'show max_replication_slots'),
        expect: said.freeExpect(),
      }),
      change(on, 'reload', {
        title: said.makeIt(),
        command:
          name === null
            ? statements(cluster, node, { slot: sh`${hole('SLOT', 'the slot to make', said.findMissing())}` }, [`${make}(:'slot', true);`])
            : query(cluster, node, `${make}(${literal(name)}, true)`),
        expect: said.makeExpect(),
        undo: said.makeUndo(),
      }),
    ],
    closing: receives(cluster, cluster.members.find((one) => one !== node && !one.isWitness) ?? null),
  });
}
