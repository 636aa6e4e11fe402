/** The role with which pg_rewind connects: let it read the files of the node that counts. */
import { hole, statementsAbout } from '../commands/command.ts';
import type { Remedy } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Rejection } from '../model/access.ts';
import type { Cluster } from '../model/cluster.ts';
import { labelOf, primaryFor } from './replication-steps.ts';
import { change, check, remedy, verify } from './steps.ts';

const said = texts(() => ({
  title: { en: 'Let the role read what pg_rewind needs', 'zh-CN': '授予该角色 pg_rewind 所需的读取权限' },
  caution: {
    en: 'Whoever has these rights reads every file of the server. They belong to one database: the one that the rejoin connects to. Before version 11 only a superuser can do it. repmgr hands pg_rewind the registered conninfo of the target, whatever stands behind `-d`.',
    'zh-CN':
      '拥有这些权限即可读取服务器的所有文件。权限属于单个数据库，须在重新加入时所连接的数据库中授予。11 之前只有超级用户可行。无论 `-d` 写什么，repmgr 交给 pg_rewind 的都是目标节点注册的 conninfo。',
  },
  see: { en: 'What the role is on {node}', 'zh-CN': '查看 {node} 上该角色的属性' },
  seeExpect: {
    en: 'One row. `rolsuper` `t`: then the rights are not what is missing. No row: the name is another one.',
    'zh-CN': '一行。若 `rolsuper` 为 `t`，则缺少的不是权限；没有行则说明角色名不同。',
  },
  grant: { en: 'Grant the four functions', 'zh-CN': '授予四个函数的执行权限' },
  grantExpect: { en: '`GRANT` four times.', 'zh-CN': '四次 `GRANT`。' },
  grantUndo: { en: 'The same with `revoke … from`.', 'zh-CN': '改用 `revoke … from` 收回。' },
  may: { en: 'It may read now; then rejoin again', 'zh-CN': '确认已可读取，然后再次执行重新加入' },
  mayExpect: { en: '`t`', 'zh-CN': '`t`' },
  findUser: {
    en: 'The `user` behind `--source-server=` of pg_rewind: that of the registered conninfo of the target.',
    'zh-CN': 'pg_rewind 的 `--source-server=` 中的 `user`，即目标节点注册的 conninfo 中的用户。',
  },
}));

export function grantReading(cluster: Cluster, rejection: Rejection | null): Remedy {
  const primary = primaryFor(cluster, rejection?.to ?? null);
  const on = { cluster, node: primary };
  const { catalog } = cluster.flavour;
  const user = rejection?.user ?? null;
  const role = user === null ? hole('DB_USER', 'the user that connects', said.findUser()) : user;
  const of = (what: string) => `grant execute on function ${catalog}${what} to :"role";`;
  const ask = (sql: string) => statementsAbout(cluster, primary, role, [sql]);
  return remedy({
    id: 'grant-reading',
    title: said.title(),
    caution: said.caution(),
    steps: [
      check(on, {
        title: said.see({ node: labelOf(primary) }),
        command: ask(`select rolname, rolcanlogin, rolsuper from ${catalog}roles where rolname = :'role';`),
        expect: said.seeExpect(),
      }),
      change(on, 'reload', {
        title: said.grant(),
        command: statementsAbout(cluster, primary, role, [
          of('ls_dir(text, boolean, boolean)'),
          of('stat_file(text, boolean)'),
          of('read_binary_file(text)'),
          of('read_binary_file(text, bigint, bigint, boolean)'),
        ]),
        expect: said.grantExpect(),
        undo: said.grantUndo(),
      }),
    ],
    closing: verify(on, {
      title: said.may(),
      command: ask(`select has_function_privilege(:'role', '${catalog}read_binary_file(text, bigint, bigint, boolean)', 'execute');`),
      expect: said.mayExpect(),
    }),
  });
}
