/** Give the server time to stop, or a stop that does not wait for clients, before the switchover is tried again. */
import { query, repmgr, serviceActions } from '../commands/command.ts';
import { walNames } from '../commands/wal-names.ts';
import type { Remedy, Step } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { seeParameter, setParameter } from './repmgr-conf.ts';
import { check, remedy, verify } from './steps.ts';

const said = texts(() => ({
  wait: { en: 'Before the next attempt: let the stop take up to {seconds} seconds', 'zh-CN': '再次切换之前：允许停库最多 {seconds} 秒' },
  waitCaution: {
    en: 'More time helps where the server is only slow. Where the archiver hangs or fails, no time is enough: mend archiving first. Applications have no primary while the switchover waits.',
    'zh-CN': '只有停库慢的情况才靠延长时间解决。若归档卡住或失败，多长时间都不够：须先修复归档。等待期间应用没有主机可用。',
  },
  holds: { en: 'What would hold {node} when it stops', 'zh-CN': '查看 {node} 停库时会被什么拖住' },
  holdsExpect: {
    en: 'Archiver not `archiving` the same segment for long, few files waiting, every standby `streaming` and close to the primary, no base backup (`backup`) running.',
    'zh-CN': '归档进程没有长时间停在同一日志段，待归档文件很少，各备机 `streaming` 且差距很小，没有正在进行的基础备份（`backup`）。',
  },
  backlog: { en: 'How many files wait on {node}', 'zh-CN': '查看 {node} 上待归档文件数' },
  backlogExpect: { en: '`OK`, a handful at most.', 'zh-CN': '显示 `OK`，最多几个。' },
  rehearse: { en: 'Rehearse the switchover', 'zh-CN': '预演切换' },
  rehearseExpect: {
    en: '`parameter "shutdown_check_timeout" is set to {seconds} seconds`, then `prerequisites for executing STANDBY SWITCHOVER are met`',
    'zh-CN':
      '`parameter "shutdown_check_timeout" is set to {seconds} seconds`，随后为 `prerequisites for executing STANDBY SWITCHOVER are met`',
  },
  fast: {
    en: 'Stop {node} in fast mode: a smart stop waits until every client has left',
    'zh-CN': '让 {node} 以 fast 方式停库：smart 方式会等待所有客户端退出',
  },
  fastCaution: {
    en: 'A fast stop ends open sessions and rolls their transactions back; that is what a switchover needs.',
    'zh-CN': 'fast 方式会断开会话并回滚未完成的事务；切换正需要如此。',
  },
  fastNow: { en: 'The stop command that a switchover would run on {node}', 'zh-CN': '确认切换会在 {node} 上执行的停库命令' },
  fastNowExpect: { en: 'The command with `-m fast`.', 'zh-CN': '显示带 `-m fast` 的命令。' },
}));

function seeHolders(cluster: Cluster, node: Node | null): Step[] {
  const { catalog } = cluster.flavour;
  const label = node?.label ?? 'this node';
  return [
    check(
      { cluster, node },
      {
        title: said.holds({ node: label }),
        command: query(
          cluster,
          node,
          `select last_archived_wal, last_archived_time, last_failed_wal, last_failed_time, now() from ${catalog}stat_archiver`,
          `select application_name, state, ${walNames(cluster).sentColumn}, ${walNames(cluster).replayColumn} from ${catalog}stat_replication`,
        ),
        expect: said.holdsExpect(),
      },
    ),
    check(
      { cluster, node },
      {
        title: said.backlog({ node: label }),
        command: repmgr(cluster, node, 'node', 'check', '--archive-ready'),
        expect: said.backlogExpect(),
      },
    ),
  ];
}

/** `seconds` is at least five times what was not enough. */
export function raiseShutdownTimeout(cluster: Cluster, candidate: Node | null, old: Node | null, seconds: number): Remedy {
  return remedy({
    id: 'raise-shutdown-timeout',
    title: said.wait({ seconds }),
    caution: said.waitCaution(),
    steps: [
      ...seeHolders(cluster, old),
      seeParameter(cluster, candidate, 'shutdown_check_timeout'),
      setParameter(cluster, candidate, 'shutdown_check_timeout', String(seconds)),
    ],
    closing: verify(
      { cluster, node: candidate },
      {
        title: said.rehearse(),
        command: repmgr(cluster, candidate, 'standby', 'switchover', '--dry-run'),
        expect: said.rehearseExpect({ seconds }),
      },
    ),
  });
}

/** `command` is the configured stop command. */
export function stopFast(cluster: Cluster, old: Node | null, command: string): Remedy {
  const label = old?.label ?? '?';
  return remedy({
    id: 'stop-fast',
    title: said.fast({ node: label }),
    caution: said.fastCaution(),
    steps: [
      seeParameter(cluster, old, 'service_stop_command'),
      setParameter(cluster, old, 'service_stop_command', command.replace(/(\s(?:-m\s*|--mode[= ]))s(?:mart)?\b/, '$1fast')),
    ],
    closing: verify(
      { cluster, node: old },
      {
        title: said.fastNow({ node: label }),
        command: serviceActions(cluster, old, '--action=stop'),
        expect: said.fastNowExpect(),
      },
    ),
  });
}
