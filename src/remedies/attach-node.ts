/** KingbaseES V8R3: a server that runs and that kingbasecluster has taken out: let it be reached, and attach it again. */
import { besidePrograms, hole, lines, query, sh } from '../commands/command.ts';
import type { Remedy } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { poolNodes } from '../model/pool-nodes.ts';
import { sendersQuery } from './replication-steps.ts';
import { change, check, remedy, verify, where } from './steps.ts';

const said = texts(() => ({
  title: { en: 'Attach {node} to kingbasecluster again', 'zh-CN': '将 {node} 重新加入 kingbasecluster' },
  caution: {
    en: 'Only while {node} receives from the primary that the list names. Attaching the wrong node as the primary makes two.',
    'zh-CN': '仅在 {node} 正常接收列表中主机的日志时执行。把错误的节点当作主机加入会造成双主。',
  },
  receives: { en: '{node} receives from the primary', 'zh-CN': '确认 {node} 正在接收主机的日志' },
  receivesExpect: {
    en: 'A row with the address of {node} and state `streaming`.',
    'zh-CN': '有一行的地址为 {node} 且状态为 `streaming`。',
  },
  port: { en: 'Its port is open from the other host', 'zh-CN': '从另一台主机检查其端口是否可达' },
  portExpect: {
    en: 'An answer of the server. `No route to host` or a time that runs out: a firewall that came up after a restart of the machine. `Connection refused`: the server uses another port than kingbasecluster.conf names (`backend_port`).',
    'zh-CN':
      '服务器有应答。`No route to host` 或超时：多为机器重启后防火墙随之启动；`Connection refused`：数据库端口与 kingbasecluster.conf 中的 `backend_port` 不一致。先处理。',
  },
  attach: { en: 'Attach it', 'zh-CN': '重新加入该节点' },
  attachExpect: { en: '`Command Successful`', 'zh-CN': '显示 `Command Successful`' },
  attachUndo: { en: '`pcp_detach_node` with the same options.', 'zh-CN': '用相同参数执行 `pcp_detach_node`。' },
  up: { en: 'The list calls it up', 'zh-CN': '确认列表中状态为 up' },
  upExpect: { en: '`up` for every node, one `primary`.', 'zh-CN': '所有节点为 `up`，只有一个 `primary`。' },
  findPool: { en: '`KB_POOL_VIP` in HAmodule.conf', 'zh-CN': 'HAmodule.conf 中的 `KB_POOL_VIP`' },
  findUser: { en: '`PCP_USER` in HAmodule.conf', 'zh-CN': 'HAmodule.conf 中的 `PCP_USER`' },
  findPassword: { en: 'the password of `PCP_USER`, from your safe', 'zh-CN': '`PCP_USER` 的口令（取自密码库）' },
  findConninfo: {
    en: 'how clients connect to kingbasecluster: `host=… port=9999 user=… dbname=…`',
    'zh-CN': '客户端连接 kingbasecluster 的方式：`host=… port=9999 user=… dbname=…`',
  },
}));

export function attachNode(cluster: Cluster, node: Node | null): Remedy {
  const names = { node: node?.label ?? 'this node' };
  const { primary } = cluster;
  const on = { cluster, node: primary, where: where.primary() };
  const row = poolNodes(cluster.facts).findLast((one) => one.values['hostname'] === node?.identity.address);
  const pool = hole('POOL_HOST', 'the address of kingbasecluster', said.findPool());
  const client = besidePrograms(primary, cluster, cluster.flavour.programs.psql);
  return remedy({
    id: 'attach-node',
    title: said.title(names),
    caution: said.caution(names),
    steps: [
      check(on, {
        title: said.receives(names),
        command: query(cluster, primary, sendersQuery(cluster)),
        expect: said.receivesExpect(names),
      }),
      check(on, {
        title: said.port(),
        command: sh`${besidePrograms(primary, cluster, 'sys_isready')} -h ${node?.identity.address ?? node?.host ?? '?'} -p ${node?.port ?? cluster.flavour.defaults.port} -t 5`,
        expect: said.portExpect(),
      }),
      change(on, 'reload', {
        title: said.attach(),
        command: sh`${besidePrograms(primary, cluster, 'pcp_attach_node')} -U ${hole('PCP_USER', 'the user of pcp', said.findUser())} -W ${hole('PCP_PASSWORD', 'the password of that user', said.findPassword())} -h ${pool} -n ${row?.values['node_id'] ?? '?'}`,
        expect: said.attachExpect(),
        undo: said.attachUndo(),
      }),
    ],
    closing: verify(on, {
      title: said.up(),
      command: lines(
        sh`${client} -w -d ${hole('POOL_CONNINFO', 'how clients connect to kingbasecluster', said.findConninfo())} -c ${'show pool_nodes'}`,
      ),
      expect: said.upExpect(),
    }),
  });
}
