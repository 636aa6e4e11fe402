/** Let the server write to its archive directory: own exactly that directory, or make its file system writable again. */
import { archiveDirectory } from '../collect/commands.ts';
import { sh } from '../commands/command.ts';
import type { Remedy, Step } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { archiverDrains, checkIsGreen, serverUser } from './archiver-steps.ts';
import { change, check, remedy, verify } from './steps.ts';

const said = texts(() => ({
  own: {
    en: 'Give the archive directory of {node} to the OS user of the server',
    'zh-CN': '将 {node} 的归档目录属主改为服务器的操作系统用户',
  },
  ownCaution: {
    en: 'This directory only, not what lies above it and not its contents. If somebody else writes there (a second server, a backup job), agree on another directory instead.',
    'zh-CN': '仅限该目录，不涉及上级目录和其中的文件。若还有其他程序写入该目录（另一台服务器、备份任务），应改用其他目录。',
  },
  look: {
    en: 'Who owns it now, with which mode, on which file system, and who runs the server',
    'zh-CN': '查看当前属主、权限、所在文件系统及运行服务器的用户',
  },
  lookExpect: {
    en: 'The owner is not the user of the data directory, or the mode lacks `w` for it. Note both for the way back. With `ro` among the mount options this is the wrong remedy.',
    'zh-CN': '属主不是数据目录的用户，或其缺少 `w` 权限。请记下两者以便回退。若挂载选项含 `ro`，则不适用本方案。',
  },
  give: { en: 'Give it to the user of the server', 'zh-CN': '修改属主与权限' },
  giveExpect: {
    en: 'Mode `drwx------`, owned by the user that runs the server.',
    'zh-CN': '权限为 `drwx------`，属主为运行服务器的用户。',
  },
  giveUndo: { en: '`chown` and `chmod` back to what the first step showed.', 'zh-CN': '用 `chown`、`chmod` 恢复为第一步显示的值。' },
  writable: { en: 'The server may write there', 'zh-CN': '服务器可写' },
  writableExpect: {
    en: '`writable`. The archiver tries again by itself within a minute. `not writable` in spite of owner and mode: an export option (NFS), an access list or SELinux.',
    'zh-CN': '输出 `writable`，归档进程会在一分钟内自动重试。若属主和权限正确仍为 `not writable`：检查 NFS 导出选项、ACL 或 SELinux。',
  },
  remount: { en: 'Make the file system of the archive on {node} writable again', 'zh-CN': '将 {node} 归档所在文件系统恢复为可写' },
  remountCaution: {
    en: 'A file system goes read-only by itself to save what is on it. Only after the kernel log shows no error of the disk, or after the file system was checked; until then archive to another directory.',
    'zh-CN': '文件系统自行变为只读是为了保护数据。仅在内核日志无磁盘错误、或文件系统已检查之后执行；在此之前先归档到其他目录。',
  },
  kernel: { en: 'What the kernel said of it, and how it is mounted', 'zh-CN': '查看内核日志和挂载方式' },
  kernelExpect: {
    en: 'No line with `I/O error`, `EXT4-fs error`, `XFS … shutdown` for this device. With one: stop, check the disk first.',
    'zh-CN': '该设备没有 `I/O error`、`EXT4-fs error`、`XFS … shutdown` 等记录。若有：停止，先检查磁盘。',
  },
  doRemount: { en: 'Mount it read-write', 'zh-CN': '重新挂载为读写' },
  doRemountExpect: { en: '`rw` among the options.', 'zh-CN': '挂载选项含 `rw`。' },
  doRemountUndo: { en: 'The same with `remount,ro`.', 'zh-CN': '以 `remount,ro` 执行同样的命令。' },
}));

const writable = (cluster: Cluster, node: Node): Step =>
  verify(
    { cluster, node },
    {
      title: said.writable(),
      command: sh`if test -w ${archiveDirectory(node)}; then echo writable; else echo "not writable"; fi`,
      expect: said.writableExpect(),
    },
  );

export function ownArchiveDirectory(cluster: Cluster, node: Node): Remedy {
  const on = { cluster, node };
  const directory = archiveDirectory(node);
  return remedy({
    id: 'own-archive-directory',
    title: said.own({ node: node.label }),
    caution: said.ownCaution(),
    steps: [
      check(on, {
        title: said.look(),
        command: sh`id -un; ls -ld ${directory}; findmnt -n -o TARGET,SOURCE,OPTIONS -T ${directory}`,
        expect: said.lookExpect(),
      }),
      change(on, 'reload', {
        title: said.give(),
        command: sh`chown ${serverUser(node)} ${directory} && chmod 700 ${directory} && ls -ld ${directory}`,
        expect: said.giveExpect(),
        undo: said.giveUndo(),
        runAs: 'root',
      }),
      writable(cluster, node),
      archiverDrains(cluster, node),
    ],
    closing: checkIsGreen(cluster, node),
  });
}

export function remountArchive(cluster: Cluster, node: Node): Remedy {
  const on = { cluster, node };
  const directory = archiveDirectory(node);
  return remedy({
    id: 'remount-archive',
    title: said.remount({ node: node.label }),
    recommended: false,
    caution: said.remountCaution(),
    steps: [
      check(on, {
        title: said.kernel(),
        command: sh`findmnt -n -o TARGET,SOURCE,OPTIONS -T ${directory}; dmesg -T | tail -n 100`,
        expect: said.kernelExpect(),
        runAs: 'root',
      }),
      change(on, 'reload', {
        title: said.doRemount(),
        command: sh`mount -o remount,rw "$(findmnt -n -o TARGET -T ${directory})" && findmnt -n -o TARGET,OPTIONS -T ${directory}`,
        expect: said.doRemountExpect(),
        undo: said.doRemountUndo(),
        runAs: 'root',
      }),
      writable(cluster, node),
      archiverDrains(cluster, node),
    ],
    closing: checkIsGreen(cluster, node),
  });
}
