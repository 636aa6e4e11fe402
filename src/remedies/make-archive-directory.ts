/** Bring the archive directory back: mount it where it is a mount, make it where it never was. */
import { archiveDirectory } from '../collect/commands.ts';
import { hole, sh } from '../commands/command.ts';
import type { Remedy, Step } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { archiverDrains, checkIsGreen, serverUser } from './archiver-steps.ts';
import { change, check, remedy, verify } from './steps.ts';

const said = texts(() => ({
  make: { en: 'Make the archive directory on {node}', 'zh-CN': '在 {node} 上创建归档目录' },
  makeCaution: {
    en: 'Only where the path is not meant to be a mount: otherwise the archive would fill the volume below and disappear under the mount later.',
    'zh-CN': '仅当该路径本就不是挂载点时使用：否则归档会写满下层卷，之后又被挂载遮住。',
  },
  mount: { en: 'Mount the volume of the archive on {node}', 'zh-CN': '在 {node} 上挂载归档卷' },
  mountCaution: {
    en: 'For a path that `/etc/fstab` names, or that lies below one. If it did not come back at the last boot, see why (option `noauto`, a server that does not answer) before the next one.',
    'zh-CN':
      '适用于 `/etc/fstab` 中列出的路径或其下级目录。若上次开机未自动挂载，请先查明原因（`noauto` 选项、存储无响应），避免下次重启再次发生。',
  },
  fstab: { en: 'See which mounts are configured and which are there', 'zh-CN': '查看已配置和已挂载的文件系统' },
  fstabExpect: {
    en: 'Two lists: what `/etc/fstab` asks for, and what is mounted. To make the directory: no line of the first that is missing in the second stands for the archive path or a directory above it. To mount it: there is such a line.',
    'zh-CN': '两份列表：`/etc/fstab` 的配置与当前挂载。若要创建目录：第一份中没有尚未挂载且包含归档路径的行。若要挂载：存在这样的一行。',
  },
  create: { en: 'Make the directory for the OS user of the server', 'zh-CN': '为服务器的操作系统用户创建目录' },
  createExpect: {
    en: 'Mode `drwx------`, owned by the user that runs the server.',
    'zh-CN': '权限为 `drwx------`，属主为运行服务器的用户。',
  },
  createUndo: { en: '`rmdir` the directory while it is still empty.', 'zh-CN': '目录为空时可用 `rmdir` 删除。' },
  doMount: { en: 'Mount it', 'zh-CN': '挂载' },
  doMountExpect: { en: 'No error; the last line shows the volume.', 'zh-CN': '无报错；最后一行显示该卷。' },
  doMountUndo: { en: '`umount` the same mount point.', 'zh-CN': '对同一挂载点执行 `umount`。' },
  writable: { en: 'The server may write there, and there is room', 'zh-CN': '服务器可写，且空间充足' },
  writableExpect: {
    en: '`writable`, and more room than the waiting segments need. The archiver tries again by itself within a minute.',
    'zh-CN': '输出 `writable`，且剩余空间大于待归档日志总量。归档进程会在一分钟内自动重试。',
  },
  findMount: { en: 'the mount point in the second column of `/etc/fstab`', 'zh-CN': '`/etc/fstab` 第二列的挂载点' },
}));

const mounts = (cluster: Cluster, node: Node): Step =>
  check(
    { cluster, node },
    {
      title: said.fstab(),
      command: sh`grep -v ${'^#'} /etc/fstab; echo; cut -d ${' '} -f 1-4 /proc/mounts`,
      expect: said.fstabExpect(),
    },
  );

const writable = (cluster: Cluster, node: Node): Step => {
  const directory = archiveDirectory(node);
  return verify(
    { cluster, node },
    {
      title: said.writable(),
      command: sh`test -w ${directory} && echo writable && df -P ${directory}`,
      expect: said.writableExpect(),
    },
  );
};

export function makeArchiveDirectory(cluster: Cluster, node: Node): Remedy {
  const on = { cluster, node };
  const directory = archiveDirectory(node);
  return remedy({
    id: 'make-archive-directory',
    title: said.make({ node: node.label }),
    caution: said.makeCaution(),
    steps: [
      mounts(cluster, node),
      change(on, 'reload', {
        title: said.create(),
        command: sh`install -d -m 700 -o ${serverUser(node)} ${directory} && ls -ld ${directory}`,
        expect: said.createExpect(),
        undo: said.createUndo(),
        runAs: 'root',
      }),
      writable(cluster, node),
      archiverDrains(cluster, node),
    ],
    closing: checkIsGreen(cluster, node),
  });
}

export function mountArchive(cluster: Cluster, node: Node): Remedy {
  const on = { cluster, node };
  const point = hole('MOUNT_POINT', 'the mount point of the archive volume, as in /etc/fstab', said.findMount());
  return remedy({
    id: 'mount-archive',
    title: said.mount({ node: node.label }),
    caution: said.mountCaution(),
    steps: [
      mounts(cluster, node),
      change(on, 'reload', {
        title: said.doMount(),
        command: sh`mount ${point} && df -P ${point}`,
        expect: said.doMountExpect(),
        undo: said.doMountUndo(),
        runAs: 'root',
      }),
      writable(cluster, node),
      archiverDrains(cluster, node),
    ],
    closing: checkIsGreen(cluster, node),
  });
}
