/** An archive command that does not come back: see what it waits for, end it, give it a time limit. */
import { hole, lines, sh } from '../commands/command.ts';
import type { Remedy } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { archiverDrains, checkIsGreen } from './archiver-steps.ts';
import { change, check, remedy } from './steps.ts';

const said = texts({
  title: { en: 'End the archive command that hangs on {node}', 'zh-CN': '结束 {node} 上挂起的归档命令' },
  caution: {
    en: 'Only the command below the archiver is ended, never the archiver or the server. The archiver notes a failure and tries the same segment again. If what it waits for (a mount, a host) is not mended, it hangs again.',
    'zh-CN':
      '只结束归档进程之下的命令，绝不结束归档进程或服务器。归档进程会记录一次失败并重试同一日志段。若其等待的对象（挂载、主机）未修复，会再次挂起。',
  },
  look: { en: 'The archiver and everything that it waits for', 'zh-CN': '查看归档进程及其等待的命令' },
  lookExpect: {
    en: 'Below the archiver `sh -c …` and the program, with the time they run (`ELAPSED`) and their state. State `D`: it waits for a mount or a disk and cannot be ended; bring that back first. Nothing below it: it does not hang in a command; read the end of the server’s log.',
    'zh-CN':
      '归档进程之下有 `sh -c …` 及程序，并显示运行时长（`ELAPSED`）和状态。状态 `D`：在等待挂载或磁盘，无法结束，请先恢复其等待的对象。若其下没有进程：并非挂在命令上，请查看服务器日志末尾。',
  },
  mounts: { en: 'Every mount answers', 'zh-CN': '各挂载点是否有响应' },
  mountsExpect: {
    en: 'The list comes within five seconds. `df` that is ended by the time limit: a mount hangs.',
    'zh-CN': '五秒内返回列表。若 `df` 因超时被结束：有挂载卡死。',
  },
  end: { en: 'End the command', 'zh-CN': '结束该命令' },
  endExpect: {
    en: 'The line of the archiver (a safeguard: anything else stops here), no error; in the server’s log a failed attempt (exit code 143 or signal 15), and within ten seconds a new one.',
    'zh-CN': '先显示归档进程一行（保护措施：否则到此为止），无报错；服务器日志出现一次失败（退出码 143 或信号 15），十秒内重新尝试。',
  },
  endUndo: { en: 'Nothing to undo: the archiver runs the command again by itself.', 'zh-CN': '无需回退：归档进程会自行再次执行命令。' },
  findPid: {
    en: 'the PID of the process directly below the archiver (`sh -c …`), from the first step',
    'zh-CN': '第一步中紧接在归档进程之下的进程（`sh -c …`）的 PID',
  },
});

export function endHungCommand(cluster: Cluster, node: Node): Remedy {
  const on = { cluster, node };
  const pid = hole('COMMAND_PID', 'the PID of the process directly below the archiver', said.findPid());
  return remedy({
    id: 'end-hung-command',
    title: said.title({ node: node.label }),
    caution: said.caution(),
    steps: [
      check(on, {
        title: said.look(),
        command: sh`ps -eo pid,ppid,stat,etime,args --forest | grep -A 5 '[a]rchiver'`,
        expect: said.lookExpect(),
      }),
      check(on, { title: said.mounts(), command: sh`timeout 5 df -P`, expect: said.mountsExpect() }),
      change(on, 'reload', {
        title: said.end(),
        command: lines(
          sh`case ${pid} in *[!0-9]*|'') echo "COMMAND_PID: a number" >&2; exit 1;; esac`,
          sh`ps -o args= -p "$(ps -o ppid= -p ${pid} | tr -d ' ')" | grep archiver`,
          sh`kill -TERM $(ps -o pid= --ppid ${pid}) ${pid}`,
        ),
        expect: said.endExpect(),
        undo: said.endUndo(),
      }),
      archiverDrains(cluster, node),
    ],
    closing: checkIsGreen(cluster, node),
  });
}
