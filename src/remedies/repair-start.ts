/** Mend what a failed start named, and start the server with what keeps that from making a second primary. */
import { dataDirectory } from '../collect/commands.ts';
import { hole, lines, program, raw, sh } from '../commands/command.ts';
import { walNames } from '../commands/wal-names.ts';
import type { Command, Remedy, Step } from '../core/finding.ts';
import { type Message, texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import type { FailedStart } from '../model/starts.ts';
import { startPrimary, startStandby } from './start-server.ts';
import { change, check } from './steps.ts';

const said = texts(() => ({
  look: { en: 'What stands in the way on {node}', 'zh-CN': '查看 {node} 上的障碍' },
  portExpect: {
    en: 'The program that listens there. A pooler or another instance: one of the two needs another port. A server of the same data directory: it runs already, start nothing.',
    'zh-CN': '显示监听该端口的程序。若是连接池或其他实例：其中之一须换端口。若是同一数据目录的服务器：已在运行，不要再启动。',
  },
  freePort: { en: 'Stop the program that holds the port', 'zh-CN': '停止占用端口的程序' },
  freePortExpect: { en: 'Nothing listens on that port any more.', 'zh-CN': '该端口不再有程序监听。' },
  freePortUndo: { en: 'Start it again, on another port.', 'zh-CN': '换用其他端口后重新启动该程序。' },
  addressExpect: {
    en: 'An address in `listen_addresses` that this machine does not have (yet: a virtual address that is on the other node?). Write the one it has, or `*`.',
    'zh-CN': '`listen_addresses` 中有本机没有的地址（可能是 VIP 尚在另一节点）。改为本机地址或 `*`。',
  },
  lockExpect: {
    en: 'A process that is no server, or none: the file is stale. A server process: it runs, stop here.',
    'zh-CN': '该进程不是数据库服务器或不存在：文件是遗留的。若是数据库服务器进程：已在运行，请停止。',
  },
  unlock: { en: 'Set the lock file aside, unless a server process lives', 'zh-CN': '移走锁文件（若服务器进程存活则不移）' },
  unlockExpect: {
    en: 'No output. `a server runs` means that nothing was changed.',
    'zh-CN': '无输出。显示 `a server runs` 表示未做修改。',
  },
  unlockUndo: { en: 'Move `{file}.stale` back.', 'zh-CN': '将 `{file}.stale` 移回。' },
  rightsExpect: {
    en: 'The mode of the directory; what was opened by a recursive chmod shows in the files below it, too.',
    'zh-CN': '显示目录权限；若曾递归 chmod，其下文件的权限也会不同。',
  },
  close: { en: 'Close the data directory to others', 'zh-CN': '收回其他用户对数据目录的权限' },
  closeExpect: { en: '`drwx------`', 'zh-CN': '`drwx------`' },
  closeUndo: { en: 'Not needed: the server accepts nothing wider.', 'zh-CN': '无需回退：服务器不接受更宽的权限。' },
  ownerExpect: {
    en: 'Two users that differ: the owner has to be `{user}`, who starts the server.',
    'zh-CN': '两个用户不同：属主应为启动服务器的 `{user}`。',
  },
  own: { en: 'Give the data directory to {user}', 'zh-CN': '将数据目录的属主改为 {user}' },
  ownExpect: { en: 'The directory belongs to `{user}`.', 'zh-CN': '目录属主为 `{user}`。' },
  ownUndo: { en: '`chown -R` with the owner of the first step.', 'zh-CN': '用第一步所示的属主执行 `chown -R`。' },
  mountExpect: {
    en: 'Whether the volume is in `/etc/fstab` and mounted. An empty directory under a mount point is no data directory.',
    'zh-CN': '查看该卷是否在 `/etc/fstab` 中且已挂载。挂载点下的空目录不是数据目录。',
  },
  mount: { en: 'Mount what `/etc/fstab` lists', 'zh-CN': '挂载 `/etc/fstab` 中的卷' },
  mountedExpect: {
    en: 'The data directory is there, with `PG_VERSION` or its sister in it.',
    'zh-CN': '数据目录存在，其中有 `PG_VERSION` 或相应文件。',
  },
  mountUndo: { en: '`umount` of the same volume.', 'zh-CN': '`umount` 该卷。' },
  fileExpect: {
    en: 'The directory, and whether `{user}` may write to the file or make it.',
    'zh-CN': '显示目录，以及 `{user}` 能否写入或创建该文件。',
  },
  makeFile: { en: 'Make the file for {user}', 'zh-CN': '为 {user} 创建该文件' },
  makeFileExpect: { en: 'The file belongs to `{user}`.', 'zh-CN': '文件属主为 `{user}`。' },
  makeFileUndo: { en: 'Remove the file if it is empty.', 'zh-CN': '若文件为空可删除。' },
  makeDirectory: { en: 'Make the directory for {user}', 'zh-CN': '为 {user} 创建该目录' },
  makeDirectoryExpect: {
    en: 'The directory belongs to `{user}`. Below `/run` it is gone after the next boot: let a tmpfiles.d entry or the unit make it.',
    'zh-CN': '目录属主为 `{user}`。`/run` 下的目录重启后会消失：应由 tmpfiles.d 或单元创建。',
  },
  makeDirectoryUndo: { en: '`rmdir` of the same directory.', 'zh-CN': '`rmdir` 该目录。' },
  insideExpect: {
    en: 'A file of the data directory itself: it does not come back by hand. On a standby clone again; on a primary restore from the backup.',
    'zh-CN': '属于数据目录内部的文件，无法手工补回。备机应重新克隆；主机应从备份恢复。',
  },
  memoryExpect: {
    en: '`shared_buffers` against free memory and huge pages; a segment in `ipcs -m` that a crashed server left, with nobody attached.',
    'zh-CN': '比较 `shared_buffers` 与可用内存、大页；`ipcs -m` 中是否有崩溃的服务器遗留、无人连接的段。',
  },
  semExpect: {
    en: 'The four numbers of `kernel.sem`, and how many sets are in use.',
    'zh-CN': '显示 `kernel.sem` 的四个值及已用的信号量组数。',
  },
  sem: { en: 'Raise the limit of semaphores', 'zh-CN': '提高信号量上限' },
  semDone: { en: 'The new numbers.', 'zh-CN': '显示新值。' },
  semUndo: { en: 'Remove `{file}` and set the old numbers with `sysctl -w`.', 'zh-CN': '删除 `{file}`，并用 `sysctl -w` 恢复旧值。' },
  tlsExpect: {
    en: 'A key is readable by its owner only, and belongs to the user of the server or to root.',
    'zh-CN': '私钥只能由属主读取，且属于服务器用户或 root。',
  },
  key: { en: 'Close the key file', 'zh-CN': '收紧私钥文件权限' },
  keyExpect: { en: '`-rw-------`', 'zh-CN': '`-rw-------`' },
  keyUndo: { en: '`chmod` with the mode of the first step.', 'zh-CN': '按第一步所示的权限执行 `chmod`。' },
  libraryExpect: {
    en: 'The names in `shared_preload_libraries`, and the libraries that are there. Install the package of the one that is missing, for this version of the server, or take its name out.',
    'zh-CN': '显示 `shared_preload_libraries` 中的名称以及已有的库。为当前服务器版本安装缺少的软件包，或去掉其名称。',
  },
  recoveryExpect: {
    en: 'The state, the checkpoint and the segment that it needs. If the segment is in the archive, put it back; if not, a standby has to be cloned again, a primary restored. Never `resetwal`.',
    'zh-CN': '显示状态、检查点及其所需的 WAL 段。若归档中有该段则放回；否则备机须重新克隆，主机须从备份恢复。切勿使用 `resetwal`。',
  },
  restoreExpect: {
    en: 'The command in force. Run it by hand as `{user}` for that file: what it says is the fault (archive host, ssh, a program that is not there). Where it passes on the code of ssh or rsync (255), let it end with 1 instead.',
    'zh-CN':
      '显示生效的命令。以 `{user}` 手工为该文件执行：其报错即原因（归档主机、ssh、程序不存在）。若它直接返回 ssh 或 rsync 的退出码（255），应改为返回 1。',
  },
  findUnit: { en: 'the unit of the program that the step before shows', 'zh-CN': '上一步所示程序的 systemd 单元' },
}));

const SYSCTL = '/etc/sysctl.d/90-database-semaphores.conf';

export function repairStart(cluster: Cluster, node: Node | null, start: FailedStart | null): Remedy {
  const steps = start === null ? [] : stepsFor(cluster, node, start);
  return node?.isPrimary === true ? startPrimary(cluster, node, steps) : startStandby(cluster, node, steps);
}

function stepsFor(cluster: Cluster, node: Node | null, start: FailedStart): Step[] {
  const on = { cluster, node };
  const user = node?.osUser ?? cluster.flavour.defaults.osUser;
  const look = (command: Command, expect: Message): Step =>
    check(on, { title: said.look({ node: node?.label ?? 'this node' }), command, expect, runAs: 'root' });
  const data = dataDirectory(node);
  const what = start.what;
  const path = what === null ? data : what.startsWith('/') ? what : sh`${data}/${what}`;
  const conf = sh`grep -nE ${'^(listen_addresses|port|shared_buffers|huge_pages|shared_preload_libraries)'} ${data}/${raw(cluster.flavour.files.main)} ${data}/${raw(cluster.flavour.files.auto)}`;
  switch (start.fault) {
    case 'port':
      return [
        look(sh`ss -lntp | grep ${`:${what ?? cluster.flavour.defaults.port} `}; ps -ef`, said.portExpect()),
        change(on, 'restart', {
          title: said.freePort(),
          command: sh`systemctl stop ${hole('OTHER_UNIT', 'the unit of the program that holds the port', said.findUnit())}`,
          expect: said.freePortExpect(),
          undo: said.freePortUndo(),
          runAs: 'root',
        }),
      ];
    case 'address':
      return [look(lines(sh`ip -o addr show`, conf), said.addressExpect())];
    case 'lock-file':
      return [
        look(sh`head -n 1 ${path}; ps -o pid,user,lstart,args -p "$(head -n 1 ${path} | tr -d ' -')" || true`, said.lockExpect()),
        change(on, 'reload', {
          title: said.unlock(),
          command: sh`if ps -o args= -p "$(head -n 1 ${path} | tr -d ' -')" | grep -Eq 'postgres|kingbase'; then echo 'a server runs'; false; else mv ${path} ${path}.stale; fi`,
          expect: said.unlockExpect(),
          undo: said.unlockUndo({ file: what ?? '?' }),
          runAs: 'root',
        }),
      ];
    case 'rights':
      return [
        look(sh`ls -ld ${path}; find ${path} -maxdepth 1 -perm /077 -ls`, said.rightsExpect()),
        change(on, 'reload', {
          title: said.close(),
          command: sh`chmod 700 ${path} && ls -ld ${path}`,
          expect: said.closeExpect(),
          undo: said.closeUndo(),
          runAs: 'root',
        }),
      ];
    case 'owner':
      return [
        look(sh`ls -ld ${path}; id ${user}`, said.ownerExpect({ user })),
        change(on, 'reload', {
          title: said.own({ user }),
          command: sh`chown -R ${user}: ${path} && ls -ld ${path}`,
          expect: said.ownExpect({ user }),
          undo: said.ownUndo(),
          runAs: 'root',
        }),
      ];
    case 'no-directory':
      return [
        look(sh`grep -v '^#' /etc/fstab; findmnt -l; ls -ld ${path} || true`, said.mountExpect()),
        change(on, 'reload', {
          title: said.mount(),
          command: sh`mount -a && ls ${path}`,
          expect: said.mountedExpect(),
          undo: said.mountUndo(),
          runAs: 'root',
        }),
      ];
    case 'start-log':
    case 'closed':
      return [
        look(sh`ls -ld "$(dirname ${path})"; ls -l ${path} || true`, said.fileExpect({ user })),
        change(on, 'reload', {
          title: said.makeFile({ user }),
          command: sh`touch ${path} && chown ${user}: ${path} && ls -l ${path}`,
          expect: said.makeFileExpect({ user }),
          undo: said.makeFileUndo(),
          runAs: 'root',
        }),
      ];
    case 'missing': {
      const inside = what === null || !what.startsWith('/') || (typeof data === 'string' && what.startsWith(`${data}/`));
      const seen = sh`ls -ld "$(dirname ${path})" || true; ls -l ${path} || true`;
      if (inside) return [look(seen, said.insideExpect())];
      return [
        look(seen, said.fileExpect({ user })),
        change(on, 'reload', {
          title: said.makeDirectory({ user }),
          command: sh`install -d -o ${user} -m 755 "$(dirname ${path})" && ls -ld "$(dirname ${path})"`,
          expect: said.makeDirectoryExpect({ user }),
          undo: said.makeDirectoryUndo(),
          runAs: 'root',
        }),
      ];
    }
    case 'memory':
      return [
        look(
          lines(sh`free -m`, sh`sysctl vm.nr_hugepages vm.overcommit_memory kernel.shmmax kernel.shmall`, sh`ipcs -m`, conf),
          said.memoryExpect(),
        ),
      ];
    case 'semaphores':
      return [
        look(sh`sysctl kernel.sem; ipcs -us`, said.semExpect()),
        change(on, 'reload', {
          title: said.sem(),
          command: lines(sh`echo 'kernel.sem = 500 256000 250 1024' > ${SYSCTL}`, sh`sysctl -p ${SYSCTL}`),
          expect: said.semDone(),
          undo: said.semUndo({ file: SYSCTL }),
          runAs: 'root',
        }),
      ];
    case 'tls':
      return [
        look(sh`ls -l ${path}`, said.tlsExpect()),
        change(on, 'reload', {
          title: said.key(),
          command: sh`chmod 600 ${path} && ls -l ${path}`,
          expect: said.keyExpect(),
          undo: said.keyUndo(),
          runAs: 'root',
        }),
      ];
    case 'library':
      return [look(lines(conf, sh`ls "$(dirname ${program(node, cluster, 'ctl')})/../lib"`), said.libraryExpect())];
    case 'restore': {
      const { main, auto } = cluster.flavour.files;
      const seen = sh`grep -s restore_command ${data}/${raw(main)} ${data}/${raw(auto)} ${data}/recovery.conf`;
      return [look(seen, said.restoreExpect({ user }))];
    }
    case 'recovery':
    case 'history':
      return [
        look(
          lines(sh`LC_ALL=C ${program(node, cluster, 'controldata')} -D ${data}`, sh`ls -la ${data}/${raw(walNames(cluster).directory)}/`),
          said.recoveryExpect(),
        ),
      ];
    default:
      return [];
  }
}
