/** repmgrd gets past its PID file: a stale one goes, a missing directory is made for good, of two instances one stays. */
import { pidFile } from '../collect/commands.ts';
import { daemonState, lines, sh } from '../commands/command.ts';
import type { Remedy, Step } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { startingRepmgrd } from './start-repmgrd.ts';
import { change, check, remedy, verify } from './steps.ts';

const said = texts(() => ({
  remove: { en: 'Remove the stale PID file of repmgrd on {node}', 'zh-CN': '删除 {node} 上遗留的 repmgrd PID 文件' },
  removeCaution: {
    en: 'In a container the number belongs to another process after each start: let its entry point remove the file, or put it on a volume that a start empties, else it comes back.',
    'zh-CN': '容器每次启动后该进程号都可能属于其他进程：应由入口脚本删除该文件，或放到启动时清空的卷中，否则会再次发生。',
  },
  who: { en: 'Whose number the file holds', 'zh-CN': '查看文件中的进程号属于谁' },
  whoExpect: {
    en: 'The number, and the process that has it. If it is a repmgrd, stop here: one runs. If it is another program or none, the file is stale.',
    'zh-CN': '显示进程号及其进程。若是 repmgrd，请停止：已有一个在运行。若是其他程序或没有，说明文件是遗留的。',
  },
  rm: { en: 'Remove it, unless the process is a repmgrd', 'zh-CN': '删除该文件（若该进程是 repmgrd 则不删）' },
  rmExpect: { en: 'No output. `repmgrd runs` means that nothing was removed.', 'zh-CN': '无输出。显示 `repmgrd runs` 表示未删除。' },
  rmUndo: { en: 'Nothing to undo: repmgrd writes a new one.', 'zh-CN': '无需回退：repmgrd 会写入新的文件。' },
  runs: { en: 'repmgrd runs on {node}', 'zh-CN': '确认 {node} 上的 repmgrd 正在运行' },
  runsExpect: { en: '`running` with a PID, `Paused?` no.', 'zh-CN': '显示 `running` 及 PID，`Paused?` 为 no。' },
  directory: {
    en: 'Make the directory of the PID file on {node}, for every boot',
    'zh-CN': '在 {node} 上创建 PID 文件所在目录，并在每次开机时自动创建',
  },
  directoryCaution: {
    en: 'What lies under `/run` is gone after a boot: a directory that is made once by hand is missing again. A drop-in of the unit with `RuntimeDirectory=` does the same.',
    'zh-CN': '`/run` 下的内容重启后消失：手工创建的目录会再次缺失。也可在单元的 drop-in 中设置 `RuntimeDirectory=`。',
  },
  look: { en: 'The directory, and the user of repmgrd', 'zh-CN': '查看该目录及 repmgrd 的用户' },
  lookExpect: {
    en: 'It is missing, or it belongs to another user than that of repmgrd.',
    'zh-CN': '目录不存在，或属主不是 repmgrd 的用户。',
  },
  make: { en: 'Have it made at every boot, and now', 'zh-CN': '设置开机自动创建，并立即创建' },
  makeExpect: { en: 'The directory with `{user}` as its owner.', 'zh-CN': '目录存在，属主为 `{user}`。' },
  makeUndo: { en: 'Remove `/etc/tmpfiles.d/repmgrd.conf`.', 'zh-CN': '删除 `/etc/tmpfiles.d/repmgrd.conf`。' },
  one: { en: 'Keep one repmgrd on {node}', 'zh-CN': '{node} 上只保留一个 repmgrd' },
  oneCaution: {
    en: 'The one that runs does its work. Between its stop and the next start nothing watches: do it while the primary is well.',
    'zh-CN': '正在运行的 repmgrd 工作正常。停止与再次启动之间无人监控：应在主机正常时进行。',
  },
  both: { en: 'Which repmgrd runs, and who started it', 'zh-CN': '查看运行中的 repmgrd 及其启动方式' },
  bothExpect: {
    en: 'One process: below systemd (parent 1 of its unit) or started by hand or by kbha. If systemd shows its unit as failed, it does not own the one that runs.',
    'zh-CN': '只有一个进程：由 systemd 启动，或由手工、kbha 启动。若 systemd 显示单元失败，说明它不管理正在运行的进程。',
  },
  stop: { en: 'Stop the one that was started by hand', 'zh-CN': '停止手工启动的 repmgrd' },
  stopExpect: { en: 'No repmgrd is left.', 'zh-CN': '不再有 repmgrd 进程。' },
  stopUndo: { en: 'Start it again as below.', 'zh-CN': '按下一步重新启动。' },
}));

const runs = (cluster: Cluster, node: Node | null): Step =>
  verify(
    { cluster, node },
    {
      title: said.runs({ node: node?.label ?? 'this node' }),
      command: daemonState(cluster, node),
      expect: said.runsExpect(),
    },
  );

export function removePidFile(cluster: Cluster, node: Node | null, path: string | null): Remedy {
  const on = { cluster, node };
  const names = { node: node?.label ?? 'this node' };
  const file = path ?? pidFile(node);
  return remedy({
    id: 'remove-pid-file',
    title: said.remove(names),
    caution: said.removeCaution(),
    steps: [
      check(on, {
        title: said.who(),
        command: sh`cat ${file}; ps -o pid,user,lstart,args -p "$(cat ${file})" || true`,
        expect: said.whoExpect(),
      }),
      change(on, 'reload', {
        title: said.rm(),
        command: sh`if ps -o args= -p "$(cat ${file})" | grep -q repmgrd; then echo 'repmgrd runs'; false; else rm ${file}; fi`,
        expect: said.rmExpect(),
        undo: said.rmUndo(),
      }),
      startingRepmgrd(cluster, node),
    ],
    closing: runs(cluster, node),
  });
}

export function makeRunDirectory(cluster: Cluster, node: Node | null, path: string | null): Remedy {
  const on = { cluster, node };
  const names = { node: node?.label ?? 'this node' };
  const user = node?.osUser ?? cluster.flavour.defaults.osUser;
  const file = path ?? pidFile(node);
  return remedy({
    id: 'make-run-directory',
    title: said.directory(names),
    caution: said.directoryCaution(),
    steps: [
      check(on, { title: said.look(), command: sh`ls -ld "$(dirname ${file})"; id ${user}`, expect: said.lookExpect() }),
      change(on, 'reload', {
        title: said.make(),
        command: lines(
          sh`printf 'd %s 0755 %s %s -\\n' "$(dirname ${file})" ${user} "$(id -gn ${user})" > /etc/tmpfiles.d/repmgrd.conf`,
          sh`systemd-tmpfiles --create /etc/tmpfiles.d/repmgrd.conf`,
          sh`ls -ld "$(dirname ${file})"`,
        ),
        expect: said.makeExpect({ user }),
        undo: said.makeUndo(),
        runAs: 'root',
      }),
      startingRepmgrd(cluster, node),
    ],
    closing: runs(cluster, node),
  });
}

export function oneRepmgrd(cluster: Cluster, node: Node | null, path: string | null): Remedy {
  const on = { cluster, node };
  const names = { node: node?.label ?? 'this node' };
  return remedy({
    id: 'one-repmgrd',
    title: said.one(names),
    caution: said.oneCaution(),
    steps: [
      check(on, {
        title: said.both(),
        command: sh`ps -eo pid,ppid,user,lstart,args | grep '[r]epmgrd'; cat ${path ?? pidFile(node)}; systemctl list-units --all '*repmgr*' || true`,
        expect: said.bothExpect(),
      }),
      change(on, 'reload', {
        title: said.stop(),
        command: sh`kill "$(cat ${path ?? pidFile(node)})"; sleep 3; ! pgrep -lx repmgrd`,
        expect: said.stopExpect(),
        undo: said.stopUndo(),
      }),
      startingRepmgrd(cluster, node),
    ],
    closing: runs(cluster, node),
  });
}
