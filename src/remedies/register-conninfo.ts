/** Give a node a connection string that every other node can use, and write it into repmgr's records. */
import { parseConninfo } from '../../grammars/conninfo/index.ts';
import { type Hole, hole, lines, program, repmgr, repmgrConfOf, sh } from '../commands/command.ts';
import type { Command, Remedy } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import { recordedRole } from '../model/listings.ts';
import type { Node } from '../model/node.ts';
import { registerNode } from './register-steps.ts';
import { change, check, remedy, verify } from './steps.ts';

const said = texts(() => ({
  title: { en: 'Register {node} with an address that other nodes reach', 'zh-CN': '用其他节点可达的地址重新登记 {node}' },
  caution: {
    en: 'Do the primary first: standbys read its new record from their own copies. A password belongs into the password file, not into the connection string.',
    'zh-CN': '先处理主机：备机从自己的元数据副本读取主机的新记录。口令应放入口令文件，不要写进连接串。',
  },
  look: { en: 'What {node} has on file, and its addresses', 'zh-CN': '查看 {node} 的配置与地址' },
  lookExpect: {
    en: 'The `conninfo` line, and the addresses of this machine: take the one that the other nodes reach.',
    'zh-CN': '显示 `conninfo` 行和本机地址：选用其他节点可达的地址。',
  },
  reach: { en: 'From {other}, reach {node} at that address', 'zh-CN': '在 {other} 上用该地址连接 {node}' },
  reachExpect: {
    en: 'One line: its address and its role. A refusal here is a matter of `listen_addresses`, a firewall or the access rules, and comes first.',
    'zh-CN': '返回一行：地址与角色。若被拒绝，先处理 `listen_addresses`、防火墙或访问规则。',
  },
  edit: { en: 'Write it into the repmgr configuration of {node}', 'zh-CN': '写入 {node} 的 repmgr 配置文件' },
  editExpect: { en: 'One `conninfo` line, with `host=`.', 'zh-CN': '只有一行 `conninfo`，且含 `host=`。' },
  editUndo: {
    en: 'The file as it was stands beside it under the name `.before`: move it back.',
    'zh-CN': '原文件保存为 `.before`，改名移回即可。',
  },
  again: { en: 'See every node by its own address', 'zh-CN': '确认各节点以自己的地址显示' },
  againExpect: {
    en: 'Each row has `host=` of its own node, one `* running` primary, no `!`. repmgrd reads the new line at its next reload or start.',
    'zh-CN': '每行的 `host=` 均为该节点自己的地址，只有一个 `* running` 主机，没有 `!`。repmgrd 在下次重新加载或启动时读取新配置。',
  },
  findHost: {
    en: 'An address or name of {node} that every other node reaches: `hostname -I` on it, then try it from the others.',
    'zh-CN': '{node} 的、其他所有节点可达的地址或主机名：在该节点执行 `hostname -I`，再从其他节点验证。',
  },
  findRest: {
    en: 'The rest of the old `conninfo` without `host`: user, dbname, port and the like, as the first step shows it.',
    'zh-CN': '旧 `conninfo` 中除 `host` 以外的部分（user、dbname、port 等），见第一步。',
  },
}));

export function registerConninfo(cluster: Cluster, node: Node | null, conninfo: string | null): Remedy {
  const target = node ?? cluster.primary ?? cluster.members[0] ?? null;
  const other = cluster.members.find((one) => one !== target && !one.isWitness) ?? target;
  const label = target?.label ?? '?';
  const on = { cluster, node: target };
  const host = hole('NODE_HOST', 'an address of this node that every other node reaches', said.findHost({ node: label }));
  const conf = repmgrConfOf(cluster, target);
  const rest = restOf(conninfo) ?? hole('CONNINFO_REST', 'the rest of the old conninfo, without host', said.findRest());
  return remedy({
    id: 'register-conninfo',
    title: said.title({ node: label }),
    caution: said.caution(),
    steps: [
      check(on, {
        title: said.look({ node: label }),
        command: lines(sh`grep -n conninfo ${conf}`, sh`hostname -I`),
        expect: said.lookExpect(),
      }),
      check(
        { cluster, node: other },
        {
          title: said.reach({ other: other?.label ?? '?', node: label }),
          command: reachIt(cluster, other, host, rest),
          expect: said.reachExpect(),
        },
      ),
      change(on, 'reload', {
        title: said.edit({ node: label }),
        command: lines(
          sh`cp -p ${conf} ${conf}.before`,
          sh`{ grep -v '^[[:space:]]*conninfo' ${conf}.before; printf "conninfo='host=%s %s'\\n" ${host} ${rest}; } > ${conf}`,
          sh`grep -n conninfo ${conf}`,
        ),
        expect: said.editExpect(),
        undo: said.editUndo(),
      }),
      // what answered under its name may have been another node: the record tells its role
      ...registerNode(cluster, target, recordedRole(cluster, target) ?? undefined),
    ],
    closing: verify(
      { cluster, node: other },
      { title: said.again(), command: repmgr(cluster, other, 'cluster', 'show'), expect: said.againExpect() },
    ),
  });
}

/** The parameters beside the host, where they are plain words and hold no secret. */
function restOf(conninfo: string | null): string | null {
  if (conninfo === null) return null;
  const { values, error } = parseConninfo(conninfo);
  const rest = Object.entries(values).filter(([name]) => name !== 'host' && name !== 'hostaddr');
  const plain = rest.every(([name, value]) => name !== 'password' && /^[\w./:@+-]+$/.test(value));
  return error !== null || !plain || rest.length === 0 ? null : rest.map(([name, value]) => `${name}=${value}`).join(' ');
}

const WHO = 'select inet_server_addr(), pg_is_in_recovery()';

function reachIt(cluster: Cluster, from: Node | null, host: Hole, rest: string | Hole): Command {
  return sh`${program(from, cluster, 'psql')} -XAtqw -v ON_ERROR_STOP=1 -d host=${host}${' '}${rest} -c ${WHO}`;
}
