/** Room on the volume of WAL, in the order that loses nothing: enlarge, start, then end what holds WAL back. No file of the WAL directory is touched. */
import { dataDirectory } from '../collect/commands.ts';
import { lines, program, query, raw, sh } from '../commands/command.ts';
import { walNames } from '../commands/wal-names.ts';
import type { Remedy } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { enlargeVolume } from './enlarge-volume.ts';
import { keepName } from './keep-more-wal.ts';
import { slotsQuery } from './replication-slots.ts';
import { labelOf, restart } from './replication-steps.ts';
import { check, remedy, verify } from './steps.ts';

const said = texts(() => ({
  title: {
    en: 'Make room on the volume of WAL of {node}, then end what holds WAL back',
    'zh-CN': '为 {node} 的 WAL 所在卷腾出空间，再消除阻止 WAL 回收的原因',
  },
  caution: {
    en: 'Never delete files in the WAL directory, nor `.ready` files, nor run an archive cleaner on it: a server that lacks one segment does not start any more. Room comes from a larger volume or from files that are not the server’s; the server itself recycles WAL as soon as nothing holds it.',
    'zh-CN':
      '绝不要删除 WAL 目录中的文件或 `.ready` 文件，也不要对其运行归档清理工具：缺少一个日志段，服务器就无法启动。空间应来自扩容，或移走不属于数据库的文件；一旦没有因素阻止，服务器会自行回收 WAL。',
  },
  room: { en: 'How full the volumes are', 'zh-CN': '查看各卷使用情况' },
  roomExpect: {
    en: 'The line of the WAL directory. Look at `Available`, and at the inodes below.',
    'zh-CN': '查看 WAL 目录所在行的 `Available`，以及下方的 inode。',
  },
  what: { en: 'What lies there: WAL, data, and what is neither', 'zh-CN': '查看占用者：WAL、数据及其他' },
  whatExpect: {
    en: 'The largest entries last. Old logs, dumps and core files may be moved to another volume; nothing in the WAL directory or in `base` may. Go on when the first check shows room for several segments again: a start needs it.',
    'zh-CN':
      '最大的在最后。旧日志、转储、core 文件可移到其他卷；WAL 目录与 `base` 中的任何文件都不能动。第一步显示可用空间足够容纳若干日志段后再继续：启动需要空间。',
  },
  findMore: {
    en: 'How much to add: WAL of some hours at least, for example `20G`; `vgs` shows what is free.',
    'zh-CN': '增加的大小：至少数小时的 WAL 产生量，例如 `20G`；`vgs` 可查看剩余空间。',
  },
  holders: { en: 'What holds WAL back', 'zh-CN': '查看阻止 WAL 回收的因素' },
  holdersExpect: {
    en: 'A slot that is inactive or holds much; archiving whose last failure is later than its last success; a large `{keep}`. Each has its own remedy. With none of them, a CHECKPOINT frees the space.',
    'zh-CN':
      '未激活或保留量大的复制槽；最近失败时间晚于最近成功时间的归档；过大的 `{keep}`。各有对应的处理方案。若都没有，执行 CHECKPOINT 即可释放。',
  },
  good: { en: 'There is room, and the server runs', 'zh-CN': '确认空间充足且服务器运行' },
  goodExpect: {
    en: '`Available` grows or stays; the server answers. If it goes on falling, something still holds WAL back.',
    'zh-CN': '`Available` 增长或保持；服务器可连接。若仍在下降，说明仍有因素阻止回收。',
  },
}));

/** `device` is the file system's device by df; `down`: the server does not run. */
export function freeWalVolume(cluster: Cluster, node: Node | null, device: string | null, down: boolean): Remedy {
  const on = { cluster, node };
  const { catalog } = cluster.flavour;
  const data = dataDirectory(node);
  const wal = sh`${data}/${raw(walNames(cluster).directory)}/.`;
  const room = sh`df -P ${data} ${wal}`;
  const keep = keepName(cluster);
  return remedy({
    id: 'free-wal-volume',
    title: said.title({ node: labelOf(node, 'this node') }),
    caution: said.caution(),
    steps: [
      check(on, { title: said.room(), command: lines(room, sh`df -Pi ${wal}`), expect: said.roomExpect() }),
      check(on, { title: said.what(), command: sh`du -xk ${data} --max-depth=1 | sort -n | tail -n 15`, expect: said.whatExpect() }),
      ...enlargeVolume(cluster, node, device, said.findMore()),
      ...(down ? [restart(cluster, node, 'start')] : []),
      check(on, {
        title: said.holders(),
        command: query(
          cluster,
          node,
          slotsQuery(cluster, node),
          `select last_archived_wal, last_archived_time, last_failed_wal, last_failed_time from ${catalog}stat_archiver`,
          `show ${keep}`,
        ),
        expect: said.holdersExpect({ keep }),
      }),
    ],
    closing: verify(on, {
      title: said.good(),
      command: lines(room, sh`${program(node, cluster, 'ctl')} -D ${data} status`),
      expect: said.goodExpect(),
    }),
  });
}
