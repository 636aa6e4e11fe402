/** The role that connects: let it log in and replicate. */
import { hole, query, statementsAbout } from '../commands/command.ts';
import type { Remedy } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Rejection } from '../model/access.ts';
import type { Cluster } from '../model/cluster.ts';
import { labelOf, primaryFor, receives } from './replication-steps.ts';
import { change, check, remedy, where } from './steps.ts';

const said = texts(() => ({
  title: { en: 'Give the role the right to log in and to replicate', 'zh-CN': '授予角色登录与复制权限' },
  caution: {
    en: 'If the role is not there at all, the name in the conninfo is wrong, or somebody dropped it: find out which before you make a new one.',
    'zh-CN': '若角色根本不存在，则可能是 conninfo 中的名称写错，或角色被删除：先弄清楚再决定是否新建。',
  },
  see: { en: 'The roles that may replicate on {node}', 'zh-CN': '查看 {node} 上具有复制权限的角色' },
  seeExpect: {
    en: 'Whether the role is there, and what it lacks: login (`rolcanlogin`) or replication (`rolreplication`, or superuser).',
    'zh-CN': '角色是否存在，缺少登录（`rolcanlogin`）还是复制（`rolreplication` 或超级用户）权限。',
  },
  grant: {
    en: 'Grant it; roles live on the primary and reach the standbys by replication',
    'zh-CN': '授权；角色在主机上修改，经复制到达备机',
  },
  grantExpect: { en: 'No error. The standby asks again within five seconds.', 'zh-CN': '无报错。备机会在五秒内重试。' },
  grantUndo: { en: '`alter role … noreplication` for the same role.', 'zh-CN': '对同一角色执行 `alter role … noreplication`。' },
  findUser: { en: '`user=` of `primary_conninfo` on the standby', 'zh-CN': '备机 `primary_conninfo` 的 `user=`' },
}));

export function grantReplication(cluster: Cluster, rejection: Rejection | null): Remedy {
  const primary = primaryFor(cluster, rejection?.to ?? null);
  const on = { cluster, node: primary, where: where.primary() };
  const roles = `${cluster.flavour.catalog}roles`;
  const user = rejection?.user ?? hole('DB_USER', 'the user that connects', said.findUser());
  return remedy({
    id: 'grant-replication',
    title: said.title(),
    caution: said.caution(),
    steps: [
      check(on, {
        title: said.see({ node: labelOf(primary) }),
        command: query(
          cluster,
          primary,
          `select rolname, rolcanlogin, rolreplication, rolsuper from ${roles} where rolreplication or rolsuper`,
        ),
        expect: said.seeExpect(),
      }),
      change(on, 'reload', {
        title: said.grant(),
        command: statementsAbout(cluster, primary, user, ['alter role :"role" login replication;']),
        expect: said.grantExpect(),
        undo: said.grantUndo(),
      }),
    ],
    closing: receives(cluster, rejection?.from ?? null),
  });
}
