/** More WAL kept for standbys that fall behind, or less: `wal_keep_size`, before 13 and on KingbaseES V8R6 `wal_keep_segments`. */
import { takenBack } from '../commands/alter-system.ts';
import { hole, query, sh, statements } from '../commands/command.ts';
import type { Remedy } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { slotsQuery } from './replication-slots.ts';
import { andNext, labelOf, primaryFor, seeSenders } from './replication-steps.ts';
import { change, check, remedy, verify } from './steps.ts';

const said = texts(() => ({
  more: { en: 'Keep more WAL on {node} for standbys that are away', 'zh-CN': '在 {node} 上为离线的备机保留更多 WAL' },
  moreCaution: {
    en: 'Prevents the next time; what is gone stays gone. The volume of WAL must have room for it. Set it on every node that may become primary. A replication slot for each standby (`use_replication_slots` in repmgr.conf) protects without guessing a size, but can fill the volume.',
    'zh-CN':
      '只能预防下一次，已删除的日志无法找回。WAL 所在卷须有相应空间。应在每个可能成为主机的节点上设置。为每个备机使用复制槽（repmgr.conf 的 `use_replication_slots`）无需估算大小，但可能写满磁盘。',
  },
  less: { en: 'Keep less WAL on {node}', 'zh-CN': '减少 {node} 保留的 WAL' },
  lessCaution: {
    en: 'A standby without a slot that is further behind than the new value loses the WAL that it needs and must be cloned: see the first steps. The space is free after the next checkpoint.',
    'zh-CN': '没有复制槽且落后超过新值的备机会失去所需 WAL，只能重新克隆：先看前面的检查。空间在下一个检查点之后释放。',
  },
  now: { en: 'What is kept now, by which setting, and where that is written', 'zh-CN': '查看当前保留量的设置及其来源' },
  nowExpect: {
    en: 'The value and its `sourcefile`. With `source` `command line` it has to be changed there instead.',
    'zh-CN': '显示取值与 `sourcefile`。若 `source` 为 `command line`，须在启动命令中修改。',
  },
  set: { en: 'Set it on {node} and reload', 'zh-CN': '在 {node} 上设置并重新加载' },
  setExpect: { en: 'No error, and `t`.', 'zh-CN': '无报错，返回 `t`。' },
  setUndo: { en: '`{back}` and reload.', 'zh-CN': '执行 `{back}` 并重新加载。' },
  free: { en: 'Set it, reload, and let a checkpoint recycle', 'zh-CN': '设置、重新加载，并执行检查点以回收' },
  slots: { en: 'No slot keeps more than the setting does', 'zh-CN': '确认没有复制槽保留得更多' },
  slotsExpect: {
    en: 'Every slot active and holding little; else the slot is what keeps WAL.',
    'zh-CN': '所有槽均活动且保留量很小；否则保留 WAL 的是复制槽。',
  },
  there: { en: 'The value is in force', 'zh-CN': '确认取值已生效' },
  thereExpect: { en: 'The value that you set, from `configuration file`.', 'zh-CN': '为所设置的值，来源为 `configuration file`。' },
  findSize: {
    en: 'WAL of the longest outage of a standby that is to be survived: WAL written in an hour × hours, for example `8GB`; less than the free space of the volume.',
    'zh-CN': '需要承受的备机最长离线时间内产生的 WAL：每小时产生量 × 小时数，例如 `8GB`；须小于该卷剩余空间。',
  },
  findSegments: {
    en: 'The same as a number of 16 MB files: 512 is 8 GB.',
    'zh-CN': '折算为 16 MB 文件的个数：512 即 8 GB。',
  },
}));

/** The setting's name for this product and version. */
export const keepName = (cluster: Cluster): 'wal_keep_size' | 'wal_keep_segments' =>
  cluster.flavour.knowsSetting('wal_keep_size', cluster.major) ? 'wal_keep_size' : 'wal_keep_segments';

const isSize = (name: string): boolean => name === 'wal_keep_size';

export const keepMoreWal = (cluster: Cluster, upstream: Node | null): Remedy => setKeep(cluster, upstream, 'more', false);
export const keepLessWal = (cluster: Cluster, upstream: Node | null): Remedy => setKeep(cluster, upstream, 'less', true);

function setKeep(cluster: Cluster, upstream: Node | null, how: 'more' | 'less', checkpoint: boolean): Remedy {
  const node = primaryFor(cluster, upstream);
  const on = { cluster, node };
  const name = keepName(cluster);
  const { catalog } = cluster.flavour;
  const shown = query(cluster, node, `select name, setting, unit, source, sourcefile from ${catalog}settings where name = '${name}'`);
  const value = isSize(name)
    ? hole('WAL_KEEP_SIZE', 'a size, for example 8GB', said.findSize())
    : hole('WAL_KEEP_SEGMENTS', 'a number of files, for example 512', said.findSegments());
  return remedy({
    id: how === 'more' ? 'keep-more-wal' : 'keep-less-wal',
    title: said[how]({ node: labelOf(node) }),
    recommended: true,
    caution: how === 'more' ? said.moreCaution() : said.lessCaution(),
    steps: [
      check(on, { title: said.now(), command: shown, expect: said.nowExpect() }),
      ...(how === 'more'
        ? []
        : [
            seeSenders(cluster, node),
            check(on, { title: said.slots(), command: query(cluster, node, slotsQuery(cluster, node)), expect: said.slotsExpect() }),
          ]),
      ...(how === 'more' ? andNext(cluster, node) : [node]).map((each) =>
        change({ cluster, node: each }, 'reload', {
          title: checkpoint ? said.free() : said.set({ node: labelOf(each) }),
          command: statements(cluster, each, { value: sh`${value}` }, [
            `ALTER SYSTEM SET ${name} = :'value';`,
            `SELECT ${catalog}reload_conf();`,
            ...(checkpoint ? ['SELECT pg_sleep(2);', 'CHECKPOINT;'] : []),
          ]),
          expect: said.setExpect(),
          undo: said.setUndo({ back: takenBack(node, name) }),
        }),
      ),
    ],
    closing: verify(on, { title: said.there(), command: shown, expect: said.thereExpect() }),
  });
}
