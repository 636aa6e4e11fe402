/** Resume replay, once it is known who paused it and that no setting did. */
import { query } from '../commands/command.ts';
import { walNames } from '../commands/wal-names.ts';
import type { Remedy } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { labelOf, standbyFor } from './replication-steps.ts';
import { change, check, remedy, verify } from './steps.ts';

const said = texts(() => ({
  title: { en: 'Resume replay on {node}', 'zh-CN': '恢复 {node} 的回放' },
  caution: {
    en: 'Somebody may have paused it on purpose (a consistent report, a look at data before a mistake is replayed): ask first, what is replayed cannot be taken back. If the log says `insufficient parameter settings`, resuming stops the server: raise the setting instead.',
    'zh-CN':
      '可能有人故意暂停（一致性报表、在误操作被回放前查看数据）：请先询问，已回放的内容无法撤回。若日志显示 `insufficient parameter settings`，恢复会使服务器停止：应先调高参数。',
  },
  state: {
    en: 'Whether {node} is a standby whose replay is paused, and how much waits',
    'zh-CN': '确认 {node} 是回放已暂停的备机及待回放量',
  },
  stateExpect: {
    en: '`t` (standby), `t` (paused), and the bytes that wait. `f` first: this is a primary, stop here.',
    'zh-CN': '第一列 `t`（备机），第二列 `t`（已暂停），第三列为待回放字节数。若第一列为 `f`，该节点是主机，请停止。',
  },
  lower: { en: 'No setting is lower than on the primary', 'zh-CN': '确认没有参数低于主机' },
  lowerExpect: {
    en: 'Each value at least that of the primary (run the same there).',
    'zh-CN': '各值不低于主机（在主机上执行同样的查询比较）。',
  },
  resume: { en: 'Resume', 'zh-CN': '恢复回放' },
  resumeExpect: {
    en: 'An empty line. `recovery is not in progress` would mean: this is a primary.',
    'zh-CN': '返回空行。若提示 `recovery is not in progress`，说明该节点是主机。',
  },
  resumeUndo: {
    en: 'Pause it again (`…wal_replay_pause()`); what was replayed meanwhile stays.',
    'zh-CN': '可再次暂停（`…wal_replay_pause()`）；期间已回放的内容保留。',
  },
  catches: { en: 'It catches up: run it again after some seconds', 'zh-CN': '确认正在追平：数秒后再执行一次' },
  catchesExpect: {
    en: '`t` (standby), `f` (no longer paused), and the bytes that wait fall to near 0.',
    'zh-CN': '第一列 `t`（备机），第二列 `f`（不再暂停），待回放字节数降到接近 0。',
  },
}));

export function resumeReplay(cluster: Cluster, node: Node | null): Remedy {
  const standby = standbyFor(cluster, node);
  const on = { cluster, node: standby };
  const { catalog: c } = cluster.flavour;
  const wal = walNames(cluster);
  const names = { node: labelOf(standby, 'the standby') };
  const state = `select ${c}is_in_recovery(), ${wal.isPaused}, ${wal.diff}(${wal.received}, ${wal.replayed})`;
  const settings = `select name, setting from ${c}settings where name in ('max_connections', 'max_worker_processes', 'max_wal_senders', 'max_prepared_transactions', 'max_locks_per_transaction')`;
  return remedy({
    id: 'resume-replay',
    title: said.title(names),
    caution: said.caution(),
    steps: [
      check(on, { title: said.state(names), command: query(cluster, standby, state), expect: said.stateExpect() }),
      check(on, { title: said.lower(), command: query(cluster, standby, settings), expect: said.lowerExpect() }),
      change(on, 'reload', {
        title: said.resume(),
        command: query(cluster, standby, `select ${wal.resume}`),
        expect: said.resumeExpect(),
        undo: said.resumeUndo(),
      }),
    ],
    closing: verify(on, { title: said.catches(), command: query(cluster, standby, state), expect: said.catchesExpect() }),
  });
}
