/** End an exclusive backup that nobody will finish (up to PostgreSQL 14, KingbaseES V8R6). */
import { dataDirectory } from '../collect/commands.ts';
import { lines, query, repmgr, sh } from '../commands/command.ts';
import type { Remedy } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { change, check, remedy, verify } from './steps.ts';

const said = texts(() => ({
  title: { en: 'End the exclusive backup on {node}', 'zh-CN': '结束 {node} 上的独占备份' },
  caution: {
    en: 'Ends the backup for whoever runs it: a job that is still copying then has a backup that cannot be restored. End it only where the job is dead; else wait for it. Take a fresh backup afterwards.',
    'zh-CN': '会为发起者结束备份：若任务仍在拷贝，该备份将无法恢复。仅当任务已不存在时才结束，否则请等待。之后重新做一次备份。',
  },
  since: { en: 'Since when, and under which label', 'zh-CN': '查看开始时间与备份标签' },
  sinceExpect: {
    en: '`t`, the time when it began, and the LABEL of the job. `f`: it has ended, nothing to do.',
    'zh-CN': '显示 `t`、开始时间以及任务的 LABEL。若为 `f`，说明已结束，无需处理。',
  },
  job: { en: 'Whether the job that began it still runs', 'zh-CN': '查看发起备份的任务是否仍在运行' },
  jobExpect: {
    en: 'No backup client among the sessions, and no copying process (rsync, tar, cp, the agent of a backup product) on the host.',
    'zh-CN': '会话中没有备份客户端，主机上没有拷贝进程（rsync、tar、cp 或备份软件的代理）。',
  },
  stop: { en: 'End it', 'zh-CN': '结束备份' },
  stopExpect: {
    en: 'A position. It waits until the last segment is archived; where archiving does not work it goes on waiting: mend archiving first.',
    'zh-CN': '返回一个位置。该命令会等到最后一个日志段归档完成；归档不可用时会一直等待，须先修复归档。',
  },
  stopUndo: { en: 'Cannot be undone; the backup has to be taken anew.', 'zh-CN': '无法回退；备份须重新做。' },
  ready: { en: 'The switchover passes this check', 'zh-CN': '确认切换通过该检查' },
  readyExpect: {
    en: '`f`, then `prerequisites for executing STANDBY SWITCHOVER are met`',
    'zh-CN': '显示 `f`，随后为 `prerequisites for executing STANDBY SWITCHOVER are met`',
  },
}));

export function endExclusiveBackup(cluster: Cluster, node: Node | null): Remedy {
  const on = { cluster, node };
  const { catalog } = cluster.flavour;
  const standby = cluster.members.find((other) => other !== node && !other.isWitness) ?? node;
  const mode = query(cluster, node, `select ${catalog}is_in_backup(), ${catalog}backup_start_time(), now()`);
  return remedy({
    id: 'end-exclusive-backup',
    title: said.title({ node: node?.label ?? 'this node' }),
    caution: said.caution(),
    steps: [
      check(on, { title: said.since(), command: lines(mode, sh`cat ${dataDirectory(node)}/backup_label`), expect: said.sinceExpect() }),
      check(on, {
        title: said.job(),
        command: lines(
          query(
            cluster,
            node,
            `select pid, usename, application_name, client_addr, state, query from ${catalog}stat_activity where query ilike '%backup%'`,
          ),
          sh`ps -ef`,
        ),
        expect: said.jobExpect(),
      }),
      change(on, 'reload', {
        title: said.stop(),
        command: query(cluster, node, `select ${catalog}stop_backup()`),
        expect: said.stopExpect(),
        undo: said.stopUndo(),
      }),
    ],
    closing: verify(
      { cluster, node: standby },
      {
        title: said.ready(),
        command: lines(
          query(cluster, node, `select ${catalog}is_in_backup()`),
          repmgr(cluster, standby, 'standby', 'switchover', '--dry-run'),
        ),
        expect: said.readyExpect(),
      },
    ),
  });
}
