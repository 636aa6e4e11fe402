/** A new base backup, and how to know that it is usable. */
import { connectionString, hole, lines, program, query, raw, sh } from '../commands/command.ts';
import { walNames } from '../commands/wal-names.ts';
import type { Remedy, Step } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { change, check, remedy, verify } from './steps.ts';

const said = texts(() => ({
  title: { en: 'Take a new base backup, after archiving works on the present primary', 'zh-CN': '当前主机归档恢复后，做一次新的基础备份' },
  caution: {
    en: 'Reads the whole database and sends it over the network: take it when the load allows. Until it is finished and verified, nothing behind the gap can be recovered to a point in time.',
    'zh-CN': '会读取整个数据库并经网络传输：请在负载允许时进行。在其完成并校验之前，空洞之后的数据无法按时间点恢复。',
  },
  works: {
    en: 'Finish a segment on {node} now, and see that it reaches the archive',
    'zh-CN': '在 {node} 上立即切换一个日志段，确认其能够归档',
  },
  worksExpect: {
    en: '`last_archived_time` is of this minute and later than `last_failed_time`. If not, mend archiving first: a backup whose WAL is not archived is not recoverable.',
    'zh-CN': '`last_archived_time` 为当前时间且晚于 `last_failed_time`。否则先修复归档：WAL 未归档的备份无法恢复。',
  },
  worksUndo: {
    en: 'Nothing to undo: the server goes on in the next segment.',
    'zh-CN': '无需回退：服务器继续写入下一个日志段。',
  },
  space: { en: 'Room for the backup', 'zh-CN': '备份空间' },
  spaceExpect: {
    en: '`Available` is larger than the sum of the databases printed above it.',
    'zh-CN': '`Available` 大于上方显示的数据库总大小。',
  },
  take: { en: 'Take the backup', 'zh-CN': '执行基础备份' },
  takeExpect: {
    en: 'Exit status 0 and no warning about WAL that was not archived.',
    'zh-CN': '退出码为 0，且没有“WAL 未归档”之类的警告。',
  },
  takeUndo: {
    en: 'Remove the directory of the unfinished backup; the running server is not changed.',
    'zh-CN': '删除未完成的备份目录；运行中的服务器不受影响。',
  },
  good: { en: 'The backup is whole', 'zh-CN': '校验备份完整' },
  goodExpect: {
    en: '`backup successfully verified`. Then restore it once on another machine: a backup that was never restored is a hope.',
    'zh-CN': '`backup successfully verified`（备份已成功验证）。随后在另一台机器上实际恢复一次：从未恢复过的备份不可信。',
  },
  label: { en: 'The backup has its label and the WAL that it begins with', 'zh-CN': '备份包含标签文件及起始 WAL' },
  labelExpect: {
    en: "`START WAL LOCATION` of today; the segment that it names is in the archive or in the backup's WAL directory. Then restore it once on another machine: this version has no tool that verifies a backup.",
    'zh-CN':
      '`START WAL LOCATION` 为今天；其中的日志段在归档目录或备份的 WAL 目录中。随后在另一台机器上实际恢复一次：该版本没有校验备份的工具。',
  },
  findBackup: {
    en: 'An empty directory (or one to be made) outside the data directory, on a volume with room for the whole database.',
    'zh-CN': '数据目录之外的空目录（或待创建目录），所在卷能容纳整个数据库。',
  },
}));

const backupDir = () => hole('BACKUP_DIR', 'an empty directory with room for the whole database', said.findBackup());

/** Room first; a segment is finished to see that archiving works (a change, if a small one); then the backup. The last step is a verification. */
export function baseBackupSteps(cluster: Cluster, node: Node): Step[] {
  const on = { cluster, node };
  const { catalog } = cluster.flavour;
  const archived = `select last_archived_wal, last_archived_time, last_failed_time, now() from ${catalog}stat_archiver`;
  const closing =
    cluster.major >= 13
      ? verify(on, { title: said.good(), command: sh`${program(node, cluster, 'verifybackup')} ${backupDir()}`, expect: said.goodExpect() })
      : verify(on, {
          title: said.label(),
          command: sh`cat ${backupDir()}/backup_label && ls -l ${backupDir()}/${raw(walNames(cluster).directory)}`,
          expect: said.labelExpect(),
        });
  return [
    check(on, {
      title: said.space(),
      command: lines(
        query(cluster, node, 'select pg_size_pretty(sum(pg_database_size(oid))) from pg_database'),
        sh`df -P "$(dirname ${backupDir()})"`,
      ),
      expect: said.spaceExpect(),
    }),
    change(on, 'reload', {
      title: said.works({ node: node.label }),
      command: lines(query(cluster, node, `select ${walNames(cluster).switch}`), sh`sleep 5`, query(cluster, node, archived)),
      expect: said.worksExpect(),
      undo: said.worksUndo(),
    }),
    change(on, 'reload', {
      title: said.take(),
      command: sh`${program(node, cluster, 'basebackup')} -w -d ${connectionString(node)} -D ${backupDir()} -X stream -c fast`,
      expect: said.takeExpect(),
      undo: said.takeUndo(),
    }),
    closing,
  ];
}

export function baseBackup(cluster: Cluster, node: Node): Remedy {
  const steps = baseBackupSteps(cluster, node);
  const closing = steps.at(-1);
  if (closing === undefined) throw new Error('a base backup has steps');
  return remedy({ id: 'base-backup', title: said.title(), caution: said.caution(), steps: steps.slice(0, -1), closing });
}
