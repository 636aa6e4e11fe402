/** Writing a node's record anew: what each kind of node is registered with. Run on the node itself. */
import { repmgr } from '../commands/command.ts';
import type { Command, Step } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import { senderOf } from '../model/following.ts';
import type { Node } from '../model/node.ts';
import type { Role } from '../model/roles.ts';
import { repmgrTo } from './replication-steps.ts';
import { change, check } from './steps.ts';

const said = texts(() => ({
  role: { en: 'What {node} runs as', 'zh-CN': '确认 {node} 的实际角色' },
  roleExpect: {
    en: 'The record will say what you register: a primary answers `Role: primary` and runs as one. The warnings at the end name what disagrees.',
    'zh-CN': '登记什么，元数据就写什么：确认实际角色后再登记。末尾的警告会指出不一致之处。',
  },
  register: { en: 'Write the record of {node} anew, as a {role}', 'zh-CN': '将 {node} 重新登记为 {role}' },
  registerExpect: {
    en: '`primary node record (ID: …) updated` or `standby registration complete`. Another active primary record is set inactive by the registration of a primary.',
    'zh-CN':
      '`primary node record (ID: …) updated` 或 `standby registration complete`。登记主机时，其他仍为活动状态的主机记录会被置为非活动。',
  },
  registerUndo: {
    en: 'Register the node again as it was; the old record is in the listing taken before.',
    'zh-CN': '按原样重新登记；旧记录见之前的列表。',
  },
}));

/** `primary`, `standby` or `witness` as the node is, or as it is told to be. */
export function registerNode(cluster: Cluster, node: Node | null, as?: Role | undefined): Step[] {
  const role = as ?? (node?.isWitness ? 'witness' : node?.isPrimary || isRefusedAsSecond(cluster, node) ? 'primary' : 'standby');
  const on = { cluster, node };
  const label = node?.label ?? 'this node';
  return [
    check(on, { title: said.role({ node: label }), command: repmgr(cluster, node, 'node', 'status'), expect: said.roleExpect() }),
    change(on, 'reload', {
      title: said.register({ node: label, role }),
      command: registerCommand(cluster, node, role),
      expect: said.registerExpect(),
      undo: said.registerUndo(),
    }),
  ];
}

/** repmgr looks first whether the server is a standby: what it refuses because of another primary on record does not run as one. */
const isRefusedAsSecond = (cluster: Cluster, node: Node | null): boolean =>
  cluster.messages('register.primary-exists').some((fact) => cluster.askedOn(fact) === node);

/** A witness is told where the primary is; the others find it by their records. */
export function registerCommand(cluster: Cluster, node: Node | null, role: string, primary: Node | null = cluster.primary): Command {
  if (role === 'witness') return repmgrTo(cluster, node, primary, 'witness register --force');
  // without it repmgr takes the primary for its upstream
  const from = node === null || role !== 'standby' ? null : (senderOf(cluster, node)?.node ?? null);
  const under = from === null || from === primary || from.id === null ? [] : [`--upstream-node-id=${from.id}`];
  return repmgr(cluster, node, role, 'register', '--force', ...under);
}
