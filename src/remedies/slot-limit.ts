/** How much WAL a slot may hold (`max_slot_wal_keep_size`, 13 on): raised before a slot is lost, and so that it is not lost again. */
import { takenBack } from '../commands/alter-system.ts';
import { hole, query, sh, statements } from '../commands/command.ts';
import type { Remedy, Step } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { slotsQuery } from './replication-slots.ts';
import { andNext, labelOf } from './replication-steps.ts';
import { change, check, remedy, verify } from './steps.ts';

const NAME = 'max_slot_wal_keep_size';

const said = texts(() => ({
  title: { en: 'Let slots on {owner} hold more WAL before they are given up', 'zh-CN': '提高 {owner} 上复制槽可保留的 WAL 上限' },
  caution: {
    en: 'The volume of WAL must have room for it: a higher limit protects the standby, no limit at all (-1) lets an abandoned slot fill the volume. A slot that is lost already does not come back by it.',
    'zh-CN': 'WAL 所在卷须有相应空间：提高上限可保护备机；不设上限（-1）时被遗弃的槽可能写满磁盘。已失效的槽不会因此恢复。',
  },
  look: { en: 'The limit, the slots, and what each holds', 'zh-CN': '查看上限、各复制槽及其保留量' },
  lookExpect: {
    en: '`wal_status`: unreserved may be lost at the next checkpoint, lost is gone.',
    'zh-CN': '`wal_status`：unreserved 可能在下一个检查点失效，lost 为已失效。',
  },
  set: { en: 'Raise the limit on {owner} and reload', 'zh-CN': '在 {owner} 上提高上限并重新加载' },
  setExpect: { en: 'No error, and `t`.', 'zh-CN': '无报错，返回 `t`。' },
  setUndo: { en: '`{back}` and reload.', 'zh-CN': '执行 `{back}` 并重新加载。' },
  good: { en: 'No slot is unreserved', 'zh-CN': '确认没有 unreserved 的复制槽' },
  goodExpect: {
    en: '`wal_status` reserved or extended for every slot in use.',
    'zh-CN': '所有在用的槽 `wal_status` 为 reserved 或 extended。',
  },
  find: {
    en: 'More than a standby misses during the longest outage that is to be survived, less than the free space of the volume: `df` of the WAL directory, WAL written in an hour × hours. For example `100GB`.',
    'zh-CN': '大于备机最长离线期间产生的 WAL，小于该卷剩余空间：参考 WAL 目录的 `df`、每小时产生量 × 小时数。例如 `100GB`。',
  },
}));

/** One step, for the products and versions that know the setting; none for others. */
export function raiseSlotLimitStep(cluster: Cluster, owner: Node | null): Step[] {
  if (!cluster.flavour.knowsSetting(NAME, cluster.major)) return [];
  const size = sh`${hole('SLOT_LIMIT', 'a size, for example 100GB', said.find())}`;
  return andNext(cluster, owner).map((node) =>
    change({ cluster, node }, 'reload', {
      title: said.set({ owner: labelOf(node) }),
      command: statements(cluster, node, { value: size }, [
        `ALTER SYSTEM SET ${NAME} = :'value';`,
        `SELECT ${cluster.flavour.catalog}reload_conf();`,
      ]),
      expect: said.setExpect(),
      undo: said.setUndo({ back: takenBack(node, NAME) }),
    }),
  );
}

export function raiseSlotLimit(cluster: Cluster, owner: Node | null): Remedy {
  const on = { cluster, node: owner };
  const see = query(cluster, owner, slotsQuery(cluster, owner), `show ${NAME}`);
  return remedy({
    id: 'raise-slot-limit',
    title: said.title({ owner: labelOf(owner) }),
    caution: said.caution(),
    steps: [check(on, { title: said.look(), command: see, expect: said.lookExpect() }), ...raiseSlotLimitStep(cluster, owner)],
    closing: verify(on, { title: said.good(), command: see, expect: said.goodExpect() }),
  });
}
