/** Read why a node did not come back, then let it rejoin without a rewind. */
import { dataDirectory, serverLogFiles } from '../collect/commands.ts';
import { besidePrograms, program, sh } from '../commands/command.ts';
import type { Remedy, Step } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { labelOf, receives, repmgrTo, seeCluster, standbyFor, unpause, upstreamFor } from './replication-steps.ts';
import { change, check, remedy } from './steps.ts';

const said = texts(() => ({
  title: { en: 'Read why {node} did not come back, then let it rejoin', 'zh-CN': '查明 {node} 未恢复的原因后重新加入' },
  caution: {
    en: 'Without `--force-rewind`: nothing of its data is given up. If the rehearsal asks for a rewind, see the other remedy. Do not start {node} by itself meanwhile.',
    'zh-CN': '不使用 `--force-rewind`：不会放弃任何数据。若预演要求回退，见另一方案。期间不要单独启动 {node}。',
  },
  log: { en: 'What the rejoin said on {node}', 'zh-CN': '查看 {node} 上重新加入的输出' },
  logExpect: { en: 'The first ERROR names the cause: that comes first.', 'zh-CN': '第一个 ERROR 即原因：先解决它。' },
  server: { en: 'What its server said', 'zh-CN': '查看其服务器日志' },
  serverExpect: { en: 'A FATAL at its last start names what keeps it from running.', 'zh-CN': '最近一次启动时的 FATAL 会指明阻碍。' },
  state: { en: 'Whether it was shut down cleanly', 'zh-CN': '确认是否干净关闭' },
  stateExpect: {
    en: '`shut down`: go on. `in production` while no server runs: it crashed, recovery comes first.',
    'zh-CN': '`shut down`：继续。没有服务器运行却显示 `in production`：曾崩溃，须先恢复。',
  },
  recover: { en: 'Let it recover without taking connections', 'zh-CN': '在不接受连接的情况下完成恢复' },
  recoverExpect: {
    en: 'Only where the step before said `in production`. It ends by itself; the state is `shut down` afterwards. `lock file … already exists`: a server runs, stop here.',
    'zh-CN':
      '仅当上一步为 `in production` 时执行。自行结束；之后状态为 `shut down`。若提示 `lock file … already exists`，说明服务器正在运行，请停止。',
  },
  recoverUndo: { en: 'Nothing to undo: it is what any start would do.', 'zh-CN': '无需回退：任何启动都会先做这一步。' },
  rehearse: { en: 'Rehearse the rejoin', 'zh-CN': '预演重新加入' },
  rehearseExpect: {
    en: '`prerequisites for executing NODE REJOIN are met`. `pg_rewind execution required`: see the other remedy.',
    'zh-CN': '`prerequisites for executing NODE REJOIN are met`。若提示 `pg_rewind execution required`：见另一方案。',
  },
  rejoin: { en: 'Rejoin', 'zh-CN': '重新加入' },
  rejoinExpect: { en: '`NODE REJOIN successful`', 'zh-CN': '`NODE REJOIN successful`' },
  rejoinUndo: { en: 'Stop its server again.', 'zh-CN': '再次停止其服务器。' },
}));

/** `log` is the file that repmgr names on that host. */
export function rejoinAgain(cluster: Cluster, node: Node | null, log: string | null): Remedy {
  const standby = standbyFor(cluster, node);
  const upstream = upstreamFor(cluster, standby);
  const on = { cluster, node: standby };
  const label = labelOf(standby, 'the standby');
  const directory = dataDirectory(standby);
  const { serverProgram } = cluster.flavour;
  // from 13 on the rewind does this by itself
  const recover: readonly Step[] =
    cluster.major >= 13
      ? []
      : [
          change(on, 'restart', {
            title: said.recover(),
            // refuses by itself while a server runs; a PID file that a crash left is no server
            command: sh`${besidePrograms(standby, cluster, serverProgram)} --single -D ${directory} template1 < /dev/null`,
            expect: said.recoverExpect(),
            undo: said.recoverUndo(),
          }),
        ];
  return remedy({
    id: 'rejoin-again',
    title: said.title({ node: label }),
    caution: said.caution({ node: label }),
    steps: [
      seeCluster(cluster, upstream),
      ...(log === null ? [] : [check(on, { title: said.log({ node: label }), command: sh`cat ${log}`, expect: said.logExpect() })]),
      check(on, { title: said.server(), command: sh`tail -n 200 ${serverLogFiles(cluster, standby)}`, expect: said.serverExpect() }),
      check(on, {
        title: said.state(),
        command: sh`LC_ALL=C ${program(standby, cluster, 'controldata')} -D ${directory} | grep 'cluster state'`,
        expect: said.stateExpect(),
      }),
      ...recover,
      check(on, {
        title: said.rehearse(),
        command: repmgrTo(cluster, standby, upstream, 'node rejoin --dry-run'),
        expect: said.rehearseExpect(),
      }),
      change(on, 'restart', {
        title: said.rejoin(),
        command: repmgrTo(cluster, standby, upstream, 'node rejoin'),
        expect: said.rejoinExpect(),
        undo: said.rejoinUndo(),
      }),
      unpause(cluster, upstream),
    ],
    closing: receives(cluster, standby),
  });
}
