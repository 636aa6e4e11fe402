/** Give a client the right password: a line at the top of its password file, where the first that fits decides. */
import { besidePrograms, type Hole, hole, lines, query, raw, sh } from '../commands/command.ts';
import type { Command, Remedy } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Rejection } from '../model/access.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { labelOf, passwordInConninfo, receives, standbyFor, upstreamFor } from './replication-steps.ts';
import { change, check, remedy, verify } from './steps.ts';

const said = texts(() => ({
  title: { en: 'Give {from} the password that {to} accepts', 'zh-CN': '为 {from} 配置 {to} 接受的口令' },
  caution: {
    en: "Do not change the password in the database before every node has the new one: each change locks out all others at once. On KingbaseES change it with the vendor's script only.",
    'zh-CN': '在所有节点都具备新口令之前，不要修改库中的口令：每次修改都会立即使其他节点无法连接。KingbaseES 请只用厂商脚本修改。',
  },
  file: {
    en: 'The password file of the OS user on {from}, without its passwords',
    'zh-CN': '查看 {from} 上操作系统用户的口令文件（不含口令）',
  },
  fileExpect: {
    en: 'Mode `-rw-------` (otherwise it is ignored), and which line is the first that fits host, port, database and user.',
    'zh-CN': '权限为 `-rw-------`（否则会被忽略），并看出哪一行最先匹配主机、端口、数据库与用户。',
  },
  own: { en: 'Whether the standby carries a password of its own', 'zh-CN': '确认备机自身是否带有口令' },
  ownExpect: {
    en: '`0`. With `1` a password stands in `primary_conninfo` and outweighs the file: take it out there.',
    'zh-CN': '返回 `0`。若为 `1`，口令写在 `primary_conninfo` 中并优先于口令文件：应从那里去除。',
  },
  write: { en: 'Write the password on {from}', 'zh-CN': '在 {from} 上写入口令' },
  writeExpect: {
    en: 'No output, exit status 0. The receiver reads the file at its next attempt, within five seconds; nothing needs a restart.',
    'zh-CN': '无输出，退出码 0。接收进程在五秒内下次重试时读取，无需重启。',
  },
  writeUndo: { en: 'Put the copy (`.before`) back.', 'zh-CN': '恢复副本（`.before`）。' },
  connects: { en: '{from} gets in', 'zh-CN': '确认 {from} 可以连接' },
  connectsExpect: { en: 'A row with `1`, and no error.', 'zh-CN': '返回 `1`，无报错。' },
  findPassword: {
    en: 'The password of the role that connects, from your vault; a `:` or `\\` in it is escaped by the command.',
    'zh-CN': '连接所用角色的口令（取自密码库）；其中的 `:` 与 `\\` 由命令自动转义。',
  },
  findUser: {
    en: '`user=` of `primary_conninfo` or of the conninfo in repmgr.conf',
    'zh-CN': '`primary_conninfo` 或 repmgr.conf 中 conninfo 的 `user=`',
  },
}));

export function passwordFile(cluster: Cluster, node: Node | null, rejection: Rejection | null, recommended: boolean): Remedy {
  const standby = standbyFor(cluster, node);
  const upstream = rejection?.to ?? upstreamFor(cluster, standby);
  const on = { cluster, node: standby };
  const names = { from: labelOf(standby, 'the standby'), to: labelOf(upstream) };
  const { passwordFile: file, passwordTool: tool } = cluster.flavour;
  const user = rejection?.user ?? standby?.repmgrUser ?? upstream?.repmgrUser ?? hole('DB_USER', 'the user that connects', said.findUser());
  const password = hole('REPMGR_PASSWORD', 'the password of the role', said.findPassword());
  const closing =
    rejection?.replication === false
      ? verify(on, { title: said.connects(names), command: query(cluster, upstream, 'select 1'), expect: said.connectsExpect() })
      : receives(cluster, standby);
  return remedy({
    id: 'password-file',
    title: said.title(names),
    recommended,
    caution: said.caution(),
    steps: [
      check(on, {
        title: said.file(names),
        command: tool === null ? sh`ls -l ${raw(file)} && cut -d: -f1-4 ${raw(file)}` : sh`ls -l ${raw(file)}`,
        expect: said.fileExpect(),
      }),
      check(on, {
        title: said.own(),
        command: passwordInConninfo(cluster, standby),
        expect: said.ownExpect(),
      }),
      change(on, 'reload', {
        title: said.write(names),
        command: writePassword(cluster, standby, sh`${user}`, password),
        expect: said.writeExpect(),
        undo: said.writeUndo(),
      }),
    ],
    closing,
  });
}

/** Into the file that this product's clients read: a line at its top, or by the tool that encodes it. */
export function writePassword(cluster: Cluster, node: Node | null, user: Command, password: Hole): Command {
  const { passwordFile, passwordTool } = cluster.flavour;
  return passwordTool === null
    ? firstLine(raw(passwordFile), user, password)
    : sh`${besidePrograms(node, cluster, passwordTool)} -H '*' -P '*' -D '*' -U ${user} -W ${password}`;
}

function firstLine(file: ReturnType<typeof raw>, user: Command, password: Hole): Command {
  return lines(
    sh`umask 077`,
    sh`touch ${file}`,
    sh`cp -p ${file} ${file}.before`,
    sh`secret=$(printf '%s' ${password} | sed 's/[\\\\:]/\\\\&/g')`,
    sh`{ printf '*:*:*:%s:%s\\n' ${user} ${raw('"$secret"')}; cat ${file}.before; } > ${file}`,
    sh`chmod 600 ${file}`,
  );
}
