/** An archive command that does not come back: see what it waits for, end it, give it a time limit. */
import { dataDirectory } from '../collect/commands.ts';
import { lines, raw, sh } from '../commands/command.ts';
import type { Remedy } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { archiverDrains, checkIsGreen } from './archiver-steps.ts';
import { change, check, remedy } from './steps.ts';

const said = texts(() => ({
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
    en: 'The archiver, below it what is ended, no error; in the server’s log a failed attempt (exit code 143 or signal 15), and within ten seconds a new one. The archiver alone: nothing hangs any more.',
    'zh-CN':
      '显示归档进程及其下被结束的进程，无报错；服务器日志出现一次失败（退出码 143 或信号 15），十秒内重新尝试。若只有归档进程一行：已没有挂起的命令。',
  },
  endUndo: { en: 'Nothing to undo: the archiver runs the command again by itself.', 'zh-CN': '无需回退：归档进程会自行再次执行命令。' },
}));

export function endHungCommand(cluster: Cluster, node: Node): Remedy {
  const on = { cluster, node };
  const pidFile = sh`${dataDirectory(node)}/${raw(cluster.flavour.files.pid)}`;
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
          // the innermost first: a shell that waits ends by itself
          sh`below() ( for pid in $(ps -o pid= --ppid "$1"); do below "$pid"; echo "$pid"; done )`,
          sh`archiver=$(ps -o pid= -o args= --ppid "$(head -n 1 ${pidFile})" | awk '/: .*archiver/ {print $1}')`,
          sh`test -n "$archiver" || { echo "no archiver runs below the server" >&2; exit 1; }`,
          sh`ps -o pid,ppid,stat,etime,args -p "$archiver"`,
          sh`hung=$(below "$archiver")`,
          sh`for pid in $hung; do ps -o pid= -o ppid= -o stat= -o etime= -o args= -p "$pid" || true; done`,
          sh`test -z "$hung" || kill -TERM $hung`,
        ),
        expect: said.endExpect(),
        undo: said.endUndo(),
      }),
      archiverDrains(cluster, node),
    ],
    closing: checkIsGreen(cluster, node),
  });
}
