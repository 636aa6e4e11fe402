/** `standby switchover --force` with a backlog: what it does and does not do, and what must be saved first. */
import { dataDirectory } from '../collect/commands.ts';
import { daemonState, hole, lines, query, raw, repmgr, sh } from '../commands/command.ts';
import { walNames } from '../commands/wal-names.ts';
import type { Remedy, Step } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { change, check, remedy, verify } from './steps.ts';

const said = texts(() => ({
  title: {
    en: 'Switch over now with --force, after copying the waiting segments aside',
    'zh-CN': '先把待归档日志段另存，再用 --force 立即切换',
  },
  caution: {
    en: '`--force` only skips the check of the backlog: it deletes nothing itself and repairs nothing. Archiving stays as broken as before, and {node} as a standby recycles its waiting segments together with their status files without archiving them, so the archive gets a gap. An outage of seconds; repmgrd is paused and unpaused by the switchover. Only where the switchover cannot wait for archiving.',
    'zh-CN':
      '`--force` 只是跳过积压检查：它本身不删除任何文件，也不修复任何问题。归档依旧不可用；{node} 降为备机后会把待归档日志段连同状态文件一起回收而不归档，归档因此出现空洞。业务中断数秒；切换过程会自行暂停并恢复 repmgrd。仅在无法等待归档修复时使用。',
  },
  rehearse: { en: 'Rehearse it: apart from the backlog nothing may be in the way', 'zh-CN': '预演：除积压外不得有其他阻碍' },
  rehearseExpect: {
    en: 'Warnings about the pending archive files only, then `prerequisites for executing STANDBY SWITCHOVER are met`',
    'zh-CN': '仅有待归档文件的警告，随后为 `prerequisites for executing STANDBY SWITCHOVER are met`',
  },
  positions: { en: 'The standby has received and replayed what {node} has written', 'zh-CN': '备机已接收并回放 {node} 写入的日志' },
  positionsExpect: {
    en: 'State `streaming`, and the positions a few bytes apart or equal.',
    'zh-CN': '状态为 `streaming`，各位置相等或只差少量字节。',
  },
  save: { en: 'Copy the segments that wait aside, on {node}', 'zh-CN': '在 {node} 上把待归档日志段另存' },
  saveExpect: {
    en: 'Two equal numbers: segments that wait and exist, and copies.',
    'zh-CN': '两个数字相等：仍存在的待归档日志段数与副本数。',
  },
  saveUndo: {
    en: 'Remove the copies once archiving works and a new base backup has been verified.',
    'zh-CN': '归档恢复且新的基础备份校验通过后，再删除副本。',
  },
  switch: { en: 'Switch over, on the standby that becomes the primary', 'zh-CN': '在将成为主机的备机上执行切换' },
  switchExpect: { en: '`STANDBY SWITCHOVER has completed successfully`', 'zh-CN': '`STANDBY SWITCHOVER has completed successfully`' },
  switchUndo: { en: 'Switch back the same way, run on {node}.', 'zh-CN': '在 {node} 上以同样方式切换回来。' },
  after: { en: 'See the roles, and that repmgrd runs unpaused', 'zh-CN': '确认角色，并确认 repmgrd 运行且未暂停' },
  afterExpect: {
    en: 'One primary `* running`, each standby `running` under it; `Paused?` is no everywhere. Then configure archiving on every node and take a base backup.',
    'zh-CN': '只有一个主机 `* running`，各备机 `running` 且上游为它；所有 `Paused?` 均为 no。随后在每个节点配置归档并做基础备份。',
  },
  findSave: {
    en: 'A directory on {node} with room for the waiting segments (16 MiB each by default), on another volume than the data.',
    'zh-CN': '{node} 上空间足够存放待归档日志段（默认每个 16 MiB）的目录，且不在数据卷上。',
  },
}));

/** Copies every segment that has a `.ready` file and still exists, counts both sides. */
export function copyWaitingAside(cluster: Cluster, node: Node): Step {
  const save = hole('SAVE_DIR', 'a directory on another volume with room for the waiting segments', said.findSave({ node: node.label }));
  const wal = sh`${dataDirectory(node)}/${raw(walNames(cluster).directory)}`;
  return change({ cluster, node }, 'reload', {
    title: said.save({ node: node.label }),
    command: lines(
      sh`mkdir -p -m 700 ${save}`,
      sh`wal=${wal}`,
      raw2('waiting=0'),
      sh`for ready in "$wal"/archive_status/*.ready; do segment=$(basename "$ready" .ready); if test -f "$wal/$segment"; then cp -p "$wal/$segment" ${save}/ && waiting=$((waiting + 1)); fi; done`,
      sh`sync; echo "$waiting"; find ${save}/ -maxdepth 1 -type f | wc -l`,
    ),
    expect: said.saveExpect(),
    undo: said.saveUndo(),
  });
}

const raw2 = (literal: string) => sh`${raw(literal)}`;

export function forcedSwitchover(cluster: Cluster, node: Node): Remedy {
  const standby = cluster.members.find((other) => other !== node && !other.isWitness) ?? null;
  const on = { cluster, node: standby };
  const { sentColumn, replayColumn } = walNames(cluster);
  const replication = `select application_name, state, ${sentColumn}, ${replayColumn} from ${cluster.flavour.catalog}stat_replication`;
  return remedy({
    id: 'forced-switchover',
    title: said.title(),
    recommended: false,
    caution: said.caution({ node: node.label }),
    steps: [
      check(on, {
        title: said.rehearse(),
        command: repmgr(cluster, standby, 'standby', 'switchover', '--dry-run', '--force'),
        expect: said.rehearseExpect(),
      }),
      check(
        { cluster, node },
        { title: said.positions({ node: node.label }), command: query(cluster, node, replication), expect: said.positionsExpect() },
      ),
      copyWaitingAside(cluster, node),
      change(on, 'failover', {
        title: said.switch(),
        command: repmgr(cluster, standby, 'standby', 'switchover', '--siblings-follow', '--force'),
        expect: said.switchExpect(),
        undo: said.switchUndo({ node: node.label }),
      }),
    ],
    closing: verify(on, {
      title: said.after(),
      command: lines(repmgr(cluster, standby, 'cluster', 'show'), daemonState(cluster, standby)),
      expect: said.afterExpect(),
    }),
  });
}
