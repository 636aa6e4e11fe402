/** Throw the backlog away: offered last, destructive, never recommended. The archive keeps a hole for good. */
import { collect, dataDirectory } from '../collect/commands.ts';
import { lines, program, query, raw, repmgr, sh } from '../commands/command.ts';
import { walNames } from '../commands/wal-names.ts';
import type { Remedy } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { baseBackupSteps } from './base-backup.ts';
import { change, check, remedy } from './steps.ts';

const said = texts(() => ({
  title: {
    en: 'Throw the backlog away (last resort: the volume is about to fill up and no archive can be had)',
    'zh-CN': '丢弃积压（最后手段：卷即将写满且无法提供任何归档目录）',
  },
  caution: {
    en: 'Lost for good: every WAL segment that waits. No recovery to a point in time from the last backup before it to the next base backup after it, whatever else happens. A standby or a slot that still needs such a segment must be cloned again. Prefer to enlarge the volume, or to archive to any directory with room. No file in the live WAL directory is deleted by hand here: the server itself recycles what it no longer needs.',
    'zh-CN':
      '永久丢失：所有待归档的日志段。从此前最后一次备份到之后新的基础备份之间，无论如何都无法按时间点恢复。仍需要这些日志段的备机或复制槽只能重新克隆。应优先扩容，或先归档到任何有空间的目录。此方案不手工删除 WAL 目录中的任何文件：由服务器自行回收不再需要的日志。',
  },
  slots: { en: 'Which slot needs which segment', 'zh-CN': '查看各复制槽所需的最早日志位置' },
  slotsExpect: {
    en: 'Every `restart_lsn` close to the present position. A slot far behind belongs to a standby that needs the old segments: stop here and look at it first.',
    'zh-CN': '所有 `restart_lsn` 都接近当前位置。若某个槽远远落后，说明有备机仍需要旧日志：停止操作，先处理它。',
  },
  standbys: { en: 'Where the standbys are', 'zh-CN': '查看各备机的位置' },
  standbysExpect: {
    en: 'Every registered standby is listed, `streaming`, with a replay position close to the present one.',
    'zh-CN': '所有注册的备机都在列表中，状态为 `streaming`，回放位置接近当前位置。',
  },
  redo: { en: 'The oldest segment that crash recovery needs', 'zh-CN': '崩溃恢复所需的最早日志段' },
  redoExpect: {
    en: '`REDO WAL file`: everything from this segment on must stay.',
    'zh-CN': '`REDO WAL file`：从该日志段起的所有日志必须保留。',
  },
  backup: { en: 'The last base backup that can be used, and where it lies', 'zh-CN': '最近一次可用的基础备份及其位置' },
  backupExpect: {
    en: 'The customer confirms in writing which backup it is and that recovery beyond it is given up.',
    'zh-CN': '客户书面确认所依据的备份，并同意放弃其后的时间点恢复。',
  },
  noop: { en: 'Let the archiver pass the waiting segments without storing them', 'zh-CN': '让归档进程放行待归档日志段而不保存' },
  noopExpect: {
    en: 'The `.ready` files are gone within seconds; the next checkpoint recycles the segments.',
    'zh-CN': '`.ready` 文件在数秒内消失；下一次检查点会回收这些日志段。',
  },
  noopUndo: {
    en: 'The setting is taken back by the next step; the segments that went through are not.',
    'zh-CN': '设置由下一步撤销；已放行的日志段无法找回。',
  },
  reset: {
    en: 'Take the pass-through back at once: while it stands nothing is archived and nobody is warned',
    'zh-CN': '立即撤销放行设置：它存在期间不会归档任何日志，也没有任何告警',
  },
  resetExpect: { en: 'The value is what it was before; then configure archiving properly.', 'zh-CN': '恢复为原值；随后应正确配置归档。' },
  resetUndo: { en: 'Nothing to undo.', 'zh-CN': '无需回退。' },
}));

export function discardBacklog(cluster: Cluster, node: Node): Remedy {
  const on = { cluster, node };
  const { catalog } = cluster.flavour;
  const steps = baseBackupSteps(cluster, node);
  return remedy({
    id: 'discard-backlog',
    title: said.title(),
    recommended: false,
    caution: said.caution(),
    steps: [
      check(on, { title: said.slots(), command: collect.slots(cluster, node, said.slots()).command, expect: said.slotsExpect() }),
      check(on, {
        title: said.standbys(),
        command: collect.replication(cluster, node, said.standbys()).command,
        expect: said.standbysExpect(),
      }),
      check(on, {
        title: said.redo(),
        command: sh`LC_ALL=C ${program(node, cluster, 'controldata')} -D ${dataDirectory(node)} | grep ${'REDO WAL file'}`,
        expect: said.redoExpect(),
      }),
      check(on, {
        title: said.backup(),
        command: sh`find ${dataDirectory(node)}/${raw(walNames(cluster).directory)}/archive_status -name '*.backup.*' -exec ls -l {} +`,
        expect: said.backupExpect(),
      }),
      change(on, 'destructive', {
        title: said.noop(),
        command: lines(
          query(cluster, node, "ALTER SYSTEM SET archive_command = '/bin/true'", `SELECT ${catalog}reload_conf()`),
          sh`sleep 20`,
          query(cluster, node, 'CHECKPOINT'),
        ),
        expect: said.noopExpect(),
        undo: said.noopUndo(),
      }),
      change(on, 'reload', {
        title: said.reset(),
        command: query(cluster, node, 'ALTER SYSTEM RESET archive_command', `SELECT ${catalog}reload_conf()`),
        expect: said.resetExpect(),
        undo: said.resetUndo(),
      }),
      ...steps.slice(0, -1),
    ],
    closing:
      steps.at(-1) ?? check(on, { title: said.slots(), command: repmgr(cluster, node, 'node', 'check'), expect: said.slotsExpect() }),
  });
}
