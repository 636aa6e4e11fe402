/** Find out what kept a standby from becoming the primary, then promote it again. */
import { serverLogFiles } from '../collect/commands.ts';
import { query, repmgr, sh } from '../commands/command.ts';
import { walNames } from '../commands/wal-names.ts';
import type { Remedy } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { labelOf } from './replication-steps.ts';
import { change, check, remedy, verify } from './steps.ts';

const said = texts(() => ({
  title: { en: 'Promote {node} again, once it is clear what kept it', 'zh-CN': '查明原因后再次提升 {node}' },
  caution: {
    en: 'Only where no other primary runs or can come back by itself (a supervisor, kbha): two primaries are worse than none.',
    'zh-CN': '仅在没有其他主机运行、也不会自行恢复（监管程序、kbha）时执行：双主比无主更糟。',
  },
  alone: { en: 'No primary runs anywhere', 'zh-CN': '确认没有任何主机在运行' },
  aloneExpect: {
    en: 'No row is `* running` as primary, and the old primary is down for sure (see on its host). With one running, stop here.',
    'zh-CN': '没有任何 `* running` 的主机，且旧主机确已停止（到其主机上确认）。若有主机在运行，请停止。',
  },
  state: { en: 'What {node} is doing', 'zh-CN': '查看 {node} 在做什么' },
  stateExpect: {
    en: '`t` for recovery. Replay paused `t`: resume it first. A replay position that moves: it is still busy, wait. One that stands still behind the received one: its log says for what it waits.',
    'zh-CN': '恢复为 `t`。回放暂停为 `t`：先恢复回放。回放位置在前进：仍在忙，等待。停在已接收位置之前不动：日志会说明在等什么。',
  },
  log: { en: 'What its log says from that moment on', 'zh-CN': '查看该时刻之后的日志' },
  logExpect: {
    en: '`received promote request` and what follows it. Without that line the server was never asked.',
    'zh-CN': '`received promote request` 及其后的内容。没有这一行说明服务器从未收到提升请求。',
  },
  rehearse: { en: 'Rehearse the promotion', 'zh-CN': '预演提升' },
  rehearseExpect: {
    en: '`prerequisites for executing STANDBY PROMOTE are met`',
    'zh-CN': '`prerequisites for executing STANDBY PROMOTE are met`',
  },
  promote: { en: 'Promote it', 'zh-CN': '执行提升' },
  promoteExpect: { en: '`STANDBY PROMOTE successful`', 'zh-CN': '`STANDBY PROMOTE successful`' },
  promoteUndo: { en: 'A switchover back, once the old primary has rejoined.', 'zh-CN': '旧主机重新加入后再切换回来。' },
  done: { en: '{node} takes writes, and the records say so', 'zh-CN': '确认 {node} 可写，且元数据一致' },
  doneExpect: { en: '{node} is the only `* running` primary.', 'zh-CN': '{node} 是唯一 `* running` 的主机。' },
}));

export function promoteAgain(cluster: Cluster, node: Node | null): Remedy {
  const on = { cluster, node };
  const { catalog } = cluster.flavour;
  const names = walNames(cluster);
  const label = labelOf(node, 'the standby');
  const siblings = cluster.members.length > 2 ? ['--siblings-follow'] : [];
  return remedy({
    id: 'promote-again',
    title: said.title({ node: label }),
    caution: said.caution(),
    steps: [
      check(on, { title: said.alone(), command: repmgr(cluster, node, 'cluster', 'show'), expect: said.aloneExpect() }),
      check(on, {
        title: said.state({ node: label }),
        command: query(cluster, node, `select ${catalog}is_in_recovery(), ${names.isPaused}, ${names.received}, ${names.replayed}`),
        expect: said.stateExpect(),
      }),
      check(on, { title: said.log(), command: sh`tail -n 200 ${serverLogFiles(cluster, node)}`, expect: said.logExpect() }),
      check(on, {
        title: said.rehearse(),
        command: repmgr(cluster, node, 'standby', 'promote', '--dry-run', ...siblings),
        expect: said.rehearseExpect(),
      }),
      change(on, 'failover', {
        title: said.promote(),
        command: repmgr(cluster, node, 'standby', 'promote', ...siblings),
        expect: said.promoteExpect(),
        undo: said.promoteUndo(),
      }),
    ],
    closing: verify(on, {
      title: said.done({ node: label }),
      command: repmgr(cluster, node, 'cluster', 'show'),
      expect: said.doneExpect({ node: label }),
    }),
  });
}
