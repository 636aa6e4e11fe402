/** Change a password that was seen: the role, and right behind it the password file of every node. */
import { daemonState, hole, lines, raw, repmgr, repmgrConfOf, sh, statementsWithSecret } from '../commands/command.ts';
import type { Remedy, Step } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { writePassword } from './password-file.ts';
import { registerNode } from './register-steps.ts';
import { passwordInConninfo, pause, unpause } from './replication-steps.ts';
import { change, check, remedy, verify, where } from './steps.ts';

const said = texts(() => ({
  title: { en: 'Change the password that was seen, on all nodes in one go', 'zh-CN': '更换已泄露的口令，所有节点一次完成' },
  caution: {
    en: 'Between the new role password and the last password file new connections of repmgr fail for moments; running ones stay. Take every other user of the password along (applications, monitoring, backup). On KingbaseES the vendor has a one-shot script for `system` and `esrep`: use that for these two.',
    'zh-CN':
      '从修改角色口令到更新完最后一个口令文件之间，repmgr 的新连接会短暂失败，已有连接不受影响。使用该口令的其他程序（应用、监控、备份）须一并更新。KingbaseES 的 `system` 与 `esrep` 请使用厂商的一键修改脚本。',
  },
  where: { en: 'Where {node} keeps passwords: files that must change along', 'zh-CN': '查看 {node} 保存口令的位置，需一并修改' },
  whereExpect: {
    en: 'The password file with mode `-rw-------`; no count above 0: a password in a conninfo must be taken out there.',
    'zh-CN': '口令文件权限为 `-rw-------`；计数应为 0：若 conninfo 中写有口令，应从中去除。',
  },
  file: { en: 'Write the new password into the password file of {node}', 'zh-CN': '将新口令写入 {node} 的口令文件' },
  fileExpect: { en: 'No output, exit status 0. A copy of the old file is kept.', 'zh-CN': '无输出，退出码 0。旧文件保留副本。' },
  fileUndo: { en: 'Put the copy (`.before`) back.', 'zh-CN': '恢复副本（`.before`）。' },
  conninfo: {
    en: 'Take the password out of the conninfo of {node}: the password file has it now',
    'zh-CN': '从 {node} 的 conninfo 中去除口令：口令文件已有新口令',
  },
  conninfoExpect: {
    en: 'A `conninfo` line without `password=`. The copy beside it still holds the old password: remove it when all is well.',
    'zh-CN': '显示的 `conninfo` 行不含 `password=`。旁边的副本仍含旧口令：确认无误后删除。',
  },
  role: { en: 'Change the role on the primary', 'zh-CN': '在主机上修改角色口令' },
  roleExpect: {
    en: 'No error. The log does not show the password: logging of statements is off for this session.',
    'zh-CN': '无报错。该会话已关闭语句日志，日志中不会出现口令。',
  },
  roleUndo: { en: 'The same with the old password.', 'zh-CN': '以旧口令执行同样的操作。' },
  works: { en: 'All nodes reach each other with the new password', 'zh-CN': '确认各节点使用新口令可以互相连接' },
  worksExpect: {
    en: 'No `?` and no `!`, every node running; repmgrd running and not paused.',
    'zh-CN': '没有 `?` 与 `!`，所有节点运行正常；repmgrd 运行且未暂停。',
  },
  findPassword: { en: 'a new password, from your vault', 'zh-CN': '新口令，取自口令库' },
  findUser: { en: 'the role whose password was seen: `user=` beside it', 'zh-CN': '口令已泄露的角色：见其旁边的 `user=`' },
}));

export function changePassword(cluster: Cluster): Remedy {
  const { passwordFile } = cluster.flavour;
  const nodes: readonly (Node | null)[] = cluster.members.length > 0 ? cluster.members : [null];
  const primary = cluster.primary ?? nodes[0] ?? null;
  const on = { cluster, node: primary, where: where.primary() };
  const user = primary?.repmgrUser ?? hole('DB_USER', 'the role whose password was seen', said.findUser());
  const password = hole('NEW_PASSWORD', 'the new password', said.findPassword());
  const name = (node: Node | null): string => node?.label ?? 'this node';
  const inFile = (node: Node | null): Step =>
    change({ cluster, node }, 'reload', {
      title: said.file({ node: name(node) }),
      command: writePassword(cluster, node, sh`${user}`, password),
      expect: said.fileExpect(),
      undo: said.fileUndo(),
    });
  const written = (node: Node | null): Step[] => [inFile(node), ...(holdsPassword(node) ? withoutPassword(cluster, node) : [])];
  return remedy({
    id: 'change-password',
    title: said.title(),
    caution: said.caution(),
    steps: [
      ...nodes.map((node) =>
        check(
          { cluster, node },
          {
            title: said.where({ node: name(node) }),
            command: lines(sh`ls -l ${raw(passwordFile)} || true`, passwordInConninfo(cluster, node)),
            expect: said.whereExpect(),
          },
        ),
      ),
      pause(cluster, primary),
      change(on, 'reload', {
        title: said.role(),
        command: statementsWithSecret(cluster, primary, password, { role: sh`${user}` }, [
          "SET log_statement = 'none';",
          'SET log_min_duration_statement = -1;',
          `ALTER ROLE :"role" PASSWORD :'secret';`,
        ]),
        expect: said.roleExpect(),
        undo: said.roleUndo(),
      }),
      ...nodes.flatMap(written),
      unpause(cluster, primary),
    ],
    closing: verify(on, {
      title: said.works(),
      command: lines(repmgr(cluster, primary, 'cluster', 'show'), daemonState(cluster, primary)),
      expect: said.worksExpect(),
    }),
  });
}

/** In its configuration file, or in its record. */
function holdsPassword(node: Node | null): boolean {
  const configured = node?.repmgrSetting('conninfo');
  const all = [configured?.known ? configured.value : '', node?.identity.conninfo ?? ''];
  return all.some((conninfo) => /\bpassword\s*=/.test(conninfo));
}

/** A password in a conninfo outweighs the password file; the record is written anew, since it has the same conninfo. */
function withoutPassword(cluster: Cluster, node: Node | null): Step[] {
  const conf = repmgrConfOf(cluster, node);
  return [
    change({ cluster, node }, 'reload', {
      title: said.conninfo({ node: node?.label ?? '?' }),
      command: lines(
        sh`cp -p ${conf} ${conf}.before`,
        sh`sed -i ${"/^[[:space:]]*conninfo/s/[[:space:]]*password[[:space:]]*=[^[:space:]']*//"} ${conf}`,
        sh`grep conninfo ${conf}`,
      ),
      expect: said.conninfoExpect(),
      undo: said.fileUndo(),
    }),
    ...registerNode(cluster, node),
  ];
}
