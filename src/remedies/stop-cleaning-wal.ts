/** A script that cleans the live WAL directory is stopped before its next run. */

import { collect } from '../collect/commands.ts';
import { sh } from '../commands/command.ts';
import type { Remedy } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { change, check, remedy, verify } from './steps.ts';

const said = texts(() => ({
  title: { en: 'Stop the job that removes segments from the live WAL directory', 'zh-CN': '停用删除在用 WAL 日志段的任务' },
  caution: {
    en: 'Without the job the WAL directory may grow: see what keeps WAL (slots, archiving, `wal_keep_*`) and mend that instead.',
    'zh-CN': '停用后 WAL 目录可能增长：应查明并处理保留 WAL 的原因（复制槽、归档、`wal_keep_*`）。',
  },
  find: { en: 'Find where the job is scheduled: what cron runs for every user', 'zh-CN': '查找任务的调度位置：所有用户的 cron 任务' },
  findExpect: {
    en: 'The line that names the script, or `archivecleanup`, and the file it stands in; below `/var/spool/cron` that is named after its user, root maybe.',
    'zh-CN': '包含该脚本或 `archivecleanup` 的行及其所在文件；`/var/spool/cron` 下的文件以所属用户命名，可能是 root。',
  },
  stop: {
    en: "Comment the lines of the user's crontab that run `archivecleanup` or remove files in the WAL directory; a copy is kept. Lines that call a script, tables of other users, and files in /etc/cron.d are edited by hand as found in the first step",
    'zh-CN':
      '注释掉该用户 crontab 中运行 `archivecleanup` 或删除 WAL 目录文件的行，并保留副本；调用脚本的行、其他用户的 crontab 及 /etc/cron.d 中的文件按第一步的结果手工修改',
  },
  stopExpect: { en: 'The crontab with those lines commented.', 'zh-CN': '相应行已被注释的 crontab。' },
  stopUndo: { en: '`crontab "$HOME/crontab.before-repmgr-doctor"`', 'zh-CN': '`crontab "$HOME/crontab.before-repmgr-doctor"`' },
  see: { en: 'What keeps WAL on this node', 'zh-CN': '查看该节点上保留 WAL 的因素' },
  seeExpect: {
    en: 'Every slot active, with a `restart_lsn` close to the present position.',
    'zh-CN': '所有复制槽均为活动状态，`restart_lsn` 接近当前位置。',
  },
}));

/** Comments a line that runs an archive cleaner, or that names the WAL directory beside something that removes. */
const CLEANS = '/archivecleanup|(pg|sys)_(wal|xlog).*(rm |-delete)|(rm |-delete).*(pg|sys)_(wal|xlog)/s/^[^#]/#&/';

export function stopCleaningWal(cluster: Cluster, node: Node): Remedy {
  const on = { cluster, node };
  return remedy({
    id: 'stop-cleaning-wal',
    title: said.title(),
    caution: said.caution(),
    steps: [
      check(on, {
        title: said.find(),
        // a line may name a script only; and who may read the tables of all users is root
        command: sh`grep -rsvE ${'^[[:space:]]*(#|$)'} /etc/crontab /etc/cron.d /var/spool/cron || true`,
        expect: said.findExpect(),
        runAs: 'root',
      }),
      change(on, 'reload', {
        title: said.stop(),
        command: sh`crontab -l > "$HOME/crontab.before-repmgr-doctor" && sed -E ${CLEANS} "$HOME/crontab.before-repmgr-doctor" | crontab - && crontab -l`,
        expect: said.stopExpect(),
        undo: said.stopUndo(),
      }),
    ],
    closing: verify(on, { title: said.see(), command: collect.slots(cluster, node, said.see()).command, expect: said.seeExpect() }),
  });
}
