/** A third voice for two nodes: a witness, which tells a dead primary from a cut line. */
import { type Hole, hole, lines, program, raw, repmgr, sh, upstreamConnection } from '../commands/command.ts';
import type { Command, Remedy } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import { seeCluster, watches } from './replication-steps.ts';
import { change, check, remedy, verify, where } from './steps.ts';

const said = texts(() => ({
  title: { en: 'Register a witness on a third machine, beside the primary', 'zh-CN': '在第三台机器上登记 witness（与主机同侧）' },
  caution: {
    en: 'Needs a small server of its own with the repmgr extension, on a machine that fails together with neither node: not on the standby, not in its room. Where two sites are, it stands with the primary: the other side then never has a majority when the line is cut.',
    'zh-CN':
      '需要一台独立的小型服务器并安装 repmgr 扩展，且不会与任一节点同时故障：不要放在备机上，也不要与备机同机房。若有两个机房，应与主机同侧：链路中断时另一侧就不会形成多数。',
  },
  there: {
    en: 'On the witness machine: its own configuration, and its way to the primary',
    'zh-CN': '在 witness 机器上检查其配置及到主机的连接',
  },
  thereExpect: {
    en: 'A `node_id` that no other node has, a `conninfo` with the host of the witness, and a primary that answers.',
    'zh-CN': '`node_id` 与其他节点不同，`conninfo` 的主机为 witness 自身，且主机可以连接。',
  },
  register: { en: 'Register the witness', 'zh-CN': '登记 witness' },
  registerExpect: { en: '`witness registration complete`', 'zh-CN': '`witness registration complete`' },
  registerUndo: { en: '`repmgr witness unregister` on that machine.', 'zh-CN': '在该机器上执行 `repmgr witness unregister`。' },
  daemon: { en: 'Start repmgrd on the witness', 'zh-CN': '在 witness 上启动 repmgrd' },
  daemonExpect: {
    en: 'No error. It keeps the copy of the records on the witness up to date. Where a service of the package starts it, enable and start that instead.',
    'zh-CN': '无报错。它负责更新 witness 上的元数据副本。若由软件包的服务启动，则改为启用并启动该服务。',
  },
  daemonUndo: { en: '`pkill -x repmgrd` on the witness.', 'zh-CN': '在 witness 上执行 `pkill -x repmgrd`。' },
  seen: { en: 'Three rows, and repmgrd on each', 'zh-CN': '确认共有三行且每个节点都有 repmgrd' },
  seenExpect: {
    en: 'A row `witness`, `* running`, with the primary as its upstream, and a repmgrd that runs on it.',
    'zh-CN': '出现 `witness` 一行，状态 `* running`，上游为主机，且其上 repmgrd 正在运行。',
  },
  findConf: {
    en: 'the repmgr configuration of the witness: node_id, node_name, conninfo, data_directory',
    'zh-CN': 'witness 的 repmgr 配置文件：node_id、node_name、conninfo、data_directory',
  },
}));

export function addWitness(cluster: Cluster): Remedy {
  const { primary } = cluster;
  const nowhere = { cluster, node: null, where: where.witness() };
  const conf = hole('WITNESS_CONF', 'the repmgr configuration file of the witness', said.findConf());
  return remedy({
    id: 'add-witness',
    title: said.title(),
    caution: said.caution(),
    steps: [
      seeCluster(cluster, primary),
      check(nowhere, {
        title: said.there(),
        command: lines(
          sh`grep -nE '^[[:space:]]*(node_id|node_name|conninfo|data_directory)' ${conf}`,
          sh`${register(cluster, conf)} --dry-run`,
        ),
        expect: said.thereExpect(),
      }),
      change(nowhere, 'reload', {
        title: said.register(),
        command: register(cluster, conf),
        expect: said.registerExpect(),
        undo: said.registerUndo(),
      }),
      change(nowhere, 'reload', {
        title: said.daemon(),
        command: sh`${program(null, cluster, 'repmgrd')} -f ${conf} ${raw('--daemonize')}`,
        expect: said.daemonExpect(),
        undo: said.daemonUndo(),
      }),
      verify(
        { cluster, node: primary, where: where.primary() },
        { title: said.seen(), command: repmgr(cluster, primary, 'cluster', 'show'), expect: said.seenExpect() },
      ),
    ],
    closing: watches(cluster, primary),
  });
}

/** With the configuration of the witness, not with that of a data node. */
const register = (cluster: Cluster, conf: Hole): Command =>
  sh`${program(null, cluster, 'repmgr')} -f ${conf} -d ${upstreamConnection(cluster.primary)} witness register`;
