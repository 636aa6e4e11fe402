/** Slots: drop one that nobody needs, make one that is missing. */
import { hole, literal, query, sh, statements } from '../commands/command.ts';
import { walNames } from '../commands/wal-names.ts';
import type { Remedy, Step } from '../core/finding.ts';
import { type Message, texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { labelOf, primaryFor, receives, seeCluster, sendersQuery, standbyFor, upstreamFor } from './replication-steps.ts';
import { change, check, type On, remedy, verify } from './steps.ts';

const said = texts(() => ({
  drop: { en: 'Drop the slot that nobody needs on {owner}', 'zh-CN': '删除 {owner} 上无人使用的复制槽' },
  dropCaution: {
    en: 'The WAL that only this slot keeps is recycled at the next checkpoint: whoever was to resume from it (a standby that is only down, a logical subscriber) must be cloned or started anew. Ask its owner first. A logical slot is dropped from the database that it belongs to.',
    'zh-CN':
      '仅由该复制槽保留的 WAL 会在下一个检查点被回收：本应从它继续的对象（只是停机的备机、逻辑订阅端）必须重新克隆或重建。请先询问其归属。逻辑复制槽须连接到其所属数据库后删除。',
  },
  look: { en: 'The slots of {owner}, what each holds, and who is connected', 'zh-CN': '查看 {owner} 的复制槽、各自保留的 WAL 及已连接者' },
  lookExpect: {
    en: 'The slot is inactive (`f`), and no registered node or subscriber is to come back to it. `wal_status` lost means that it protects nothing any more.',
    'zh-CN': '该槽未激活（`f`），且没有已登记节点或订阅端会再使用它。`wal_status` 为 lost 表示已不再保护任何 WAL。',
  },
  dropIt: { en: 'Drop it, and let a checkpoint recycle what it kept', 'zh-CN': '删除该复制槽，并执行检查点回收其保留的 WAL' },
  dropExpect: { en: 'No error. An active slot is refused: that is right.', 'zh-CN': '无报错。仍在使用的槽会被拒绝，这是正确的。' },
  dropUndo: {
    en: 'A slot of that name can be made again, but it starts from now: what it held is gone.',
    'zh-CN': '可重建同名复制槽，但只从当前位置开始：原先保留的内容已不存在。',
  },
  gone: { en: 'The slot is gone, and none that is left is inactive', 'zh-CN': '确认该复制槽已删除，且其余复制槽均处于活动状态' },
  goneExpect: {
    en: 'The slot is not listed; every slot that is left is active and holds little. The number of WAL files falls with the checkpoint.',
    'zh-CN': '列表中已无该槽；其余复制槽均为活动状态且保留量很小。WAL 文件数随检查点下降。',
  },
  wake: { en: 'Find out who used the slot on {owner}, and bring that back', 'zh-CN': '查明 {owner} 上复制槽的使用者并使其恢复' },
  wakeCaution: {
    en: 'Nothing is changed here. Whoever the slot belongs to still needs the WAL that it keeps: a backup tool, or a server that has to be rewound and rejoined. Watch the volume meanwhile.',
    'zh-CN': '此处不做任何修改。复制槽的使用者（备份工具，或需要回退并重新加入的服务器）仍需要其保留的 WAL。期间注意磁盘空间。',
  },
  wakeExpect: {
    en: 'Whose slot it is. A backup tool (barman, pg_receivewal): see its service on its own host, and start it. A node that runs as a second primary: settle that first, its rejoin takes the slot into use again.',
    'zh-CN':
      '确认复制槽属于谁。备份工具（barman、pg_receivewal）：到其所在主机检查并启动服务。以第二主机身份运行的节点：先处理双主，重新加入后会再次使用该槽。',
  },
  awake: { en: 'The slot is in use again, and what it holds shrinks', 'zh-CN': '确认复制槽重新被使用，保留量下降' },
  awakeExpect: { en: 'Active `t`, and `held` falls from one call to the next.', 'zh-CN': '活动为 `t`，`held` 逐次下降。' },
  findSlot: { en: 'The name in the first column of the check before.', 'zh-CN': '前一步检查结果的第一列。' },
  renew: {
    en: 'Make the lost slot of {owner} anew: its WAL is gone, nothing is lost by it',
    'zh-CN': '重建 {owner} 上已失效的复制槽：其 WAL 早已不在，不会再损失任何内容',
  },
  renewExpect: {
    en: 'No error; the new slot is returned. `is active` means that it is in use again: then stop here and look.',
    'zh-CN': '无报错，返回新建的槽。若提示正在使用（active），说明它又被使用：请停下核实。',
  },
  left: {
    en: 'Drop the slot that {standby} has left behind on {owner}',
    'zh-CN': '删除 {standby} 遗留在 {owner} 上的复制槽',
  },
  leftExpect: {
    en: 'An empty line for each slot that was dropped. No output: the slot is in use still, so {standby} has not moved: look at the step before.',
    'zh-CN': '每删除一个槽显示一个空行。无输出表示槽仍在使用，{standby} 尚未切换：请查看上一步。',
  },
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
  makeIt: { en: 'Make it', 'zh-CN': '创建复制槽' },
  makeExpect: {
    en: 'The name is returned. The standby connects within seconds by itself.',
    'zh-CN': '返回名称。备机会在数秒内自行连接。',
  },
  makeUndo: { en: 'Drop the slot again.', 'zh-CN': '再次删除该复制槽。' },
  findMissing: {
    en: '`Missing physical replication slots` of `repmgr node check`, or the name in the log of the standby (repmgr: `repmgr_slot_` and the node id).',
    'zh-CN': '`repmgr node check` 的 `Missing physical replication slots`，或备机日志中的名称（repmgr 命名为 `repmgr_slot_` 加节点 ID）。',
  },
}));

/** What each slot holds back, by the positions that a node of this role has. */
export const slotsQuery = (cluster: Cluster, owner: Node | null): string => {
  const { catalog } = cluster.flavour;
  const names = walNames(cluster);
  const at = owner?.isStandby ? names.replayed : names.current;
  const status = cluster.major >= 13 ? ', wal_status' : '';
  return `select slot_name, slot_type, active, restart_lsn${status}, pg_size_pretty(${names.diff}(${at}, restart_lsn)) as held from ${catalog}replication_slots order by restart_lsn`;
};

/** Statements for each slot, and some behind them all; a placeholder where the bundle names no slot. */
function forSlots(
  on: On,
  slots: readonly string[],
  each: (slot: string) => readonly string[],
  find: Message,
  then: readonly string[] = [],
) {
  const { cluster, node } = on;
  if (slots.length > 0) return query(cluster, node, ...slots.flatMap((slot) => each(literal(slot))), ...then);
  const slot = sh`${hole('SLOT', 'the name of the slot', find)}`;
  return statements(
    cluster,
    node,
    { slot },
    [...each(":'slot'"), ...then].map((line) => `${line};`),
  );
}

const dropCall = (cluster: Cluster, slot: string): string => `select ${cluster.flavour.catalog}drop_replication_slot(${slot})`;

/** Reserving WAL at once needs 9.6; before 10 the slot reserves with the standby's first connection, seconds later. */
const makeCall = (cluster: Cluster, slot: string): string =>
  `select ${cluster.flavour.catalog}create_physical_replication_slot(${slot}${cluster.major >= 10 ? ', true' : ''})`;

/** `slots` are those that the bundle shows; none makes a placeholder. */
export function dropSlots(cluster: Cluster, owner: Node | null, slots: readonly string[], recommended: boolean): Remedy {
  const node = owner ?? primaryFor(cluster, null);
  const on = { cluster, node };
  return remedy({
    id: 'drop-slot',
    title: said.drop({ owner: labelOf(node) }),
    recommended,
    caution: said.dropCaution(),
    steps: [
      seeCluster(cluster, node),
      check(on, {
        title: said.look({ owner: labelOf(node) }),
        command: query(cluster, node, slotsQuery(cluster, node), sendersQuery(cluster)),
        expect: said.lookExpect(),
      }),
      change(on, 'destructive', {
        title: said.dropIt(),
        command: forSlots(on, slots, (slot) => [dropCall(cluster, slot)], said.findSlot(), ['CHECKPOINT']),
        expect: said.dropExpect(),
        undo: said.dropUndo(),
      }),
    ],
    closing: verify(on, { title: said.gone(), command: query(cluster, node, slotsQuery(cluster, node)), expect: said.goneExpect() }),
  });
}

/** A slot whose user is known to exist, only not as a standby of today: reads only. */
export function wakeSlotUser(cluster: Cluster, owner: Node | null): Remedy {
  const node = owner ?? primaryFor(cluster, null);
  const on = { cluster, node };
  const names = { owner: labelOf(node) };
  return remedy({
    id: 'wake-slot-user',
    title: said.wake(names),
    caution: said.wakeCaution(),
    steps: [
      seeCluster(cluster, node),
      check(on, {
        title: said.look(names),
        command: query(cluster, node, slotsQuery(cluster, node), sendersQuery(cluster)),
        expect: said.wakeExpect(),
      }),
    ],
    closing: verify(on, { title: said.awake(), command: query(cluster, node, slotsQuery(cluster, node)), expect: said.awakeExpect() }),
  });
}

/**
 * A lost slot made anew: it protects nothing, and from 16 on it stays lost although its standby streams again. Nothing is lost by
 * dropping it. A clone finds the new one and uses it.
 */
export function renewSlots(cluster: Cluster, owner: Node | null, slots: readonly string[]): Step {
  const on = { cluster, node: owner };
  return change(on, 'reload', {
    title: said.renew({ owner: labelOf(owner) }),
    command: forSlots(on, slots, (slot) => [dropCall(cluster, slot), makeCall(cluster, slot)], said.findSlot()),
    expect: said.renewExpect(),
    undo: said.makeUndo(),
  });
}

/** The slots that a standby had on its former upstream, once it follows another: they keep WAL for nobody. An active one stays. */
export function dropLeftSlots(cluster: Cluster, owner: Node, slots: readonly string[], standby: Node): Step {
  const { catalog } = cluster.flavour;
  const names = { standby: standby.label, owner: owner.label };
  const drops = slots.map(
    (slot) =>
      `select ${catalog}drop_replication_slot(slot_name) from ${catalog}replication_slots where slot_name = ${literal(slot)} and not active`,
  );
  return change({ cluster, node: owner }, 'reload', {
    title: said.left(names),
    command: query(cluster, owner, ...drops),
    expect: said.leftExpect(names),
    undo: said.dropUndo(),
  });
}

export function makeSlots(cluster: Cluster, owner: Node | null, slots: readonly string[], standby: Node | null): Remedy {
  const node = owner ?? upstreamFor(cluster, standbyFor(cluster, standby));
  const on = { cluster, node };
  return remedy({
    id: 'make-slot',
    title: said.make({ owner: labelOf(node) }),
    caution: said.makeCaution(),
    steps: [
      seeCluster(cluster, node),
      check(on, {
        title: said.free(),
        command: query(cluster, node, slotsQuery(cluster, node), 'show max_replication_slots'),
        expect: said.freeExpect(),
      }),
      change(on, 'reload', {
        title: said.makeIt(),
        command: forSlots(on, slots, (slot) => [makeCall(cluster, slot)], said.findMissing()),
        expect: said.makeExpect(),
        undo: said.makeUndo(),
      }),
    ],
    closing: receives(cluster, standby ?? cluster.members.find((one) => one !== node && !one.isWitness) ?? null),
  });
}
