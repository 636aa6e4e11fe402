/** Let one client in: a line in the access rules for exactly its address, user and database, checked before the reload. */
import { accessErrors, accessRules, hasFileViews } from '../collect/server-views.ts';
import { hole, lines, query, raw, sh } from '../commands/command.ts';
import type { Command, Remedy } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import { type Rejection, rulesOf } from '../model/access.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { targetOf } from '../model/replication.ts';
import { labelOf, receives, standbyFor, upstreamFor } from './replication-steps.ts';
import { change, check, remedy, verify, where } from './steps.ts';

const said = texts(() => ({
  title: { en: 'Let {client} in: one line in the access rules of {to}', 'zh-CN': '放行 {client}：在 {to} 的访问规则中增加一行' },
  caution: {
    en: 'Write the same line for the other direction into the rules of every node that may become the upstream; otherwise the next role change meets the same wall. Never `trust`, never an address range wider than needed.',
    'zh-CN': '每个可能成为上游的节点都要写入对应方向的同样规则，否则下次角色切换会遇到同样的拒绝。不要使用 `trust`，地址范围不要超出需要。',
  },
  see: { en: 'The rules in force on {to}, and where their file is', 'zh-CN': '查看 {to} 当前生效的规则及文件位置' },
  seeExpect: {
    en: 'No rule that fits this client stands above (the first one that fits decides), and no row has an `error`. Note the method of the other lines.',
    'zh-CN': '没有更靠前且匹配该客户端的规则（第一条匹配者生效），且没有 `error`。记下其他规则使用的认证方式。',
  },
  add: { en: 'Add the line on {to}; a copy of the file is kept', 'zh-CN': '在 {to} 上增加该行，并保留原文件副本' },
  addExpect: { en: 'No output, exit status 0. Nothing is in force yet.', 'zh-CN': '无输出，退出码 0。此时尚未生效。' },
  addUndo: { en: 'Put the copy (`.before`) back and reload.', 'zh-CN': '恢复副本（`.before`）并重新加载。' },
  errors: { en: 'The file reads without an error', 'zh-CN': '确认文件没有错误' },
  errorsExpect: {
    en: 'No row. With one, take the line back: a file with an error is not loaded, and a server that starts with it does not come up.',
    'zh-CN': '没有返回行。若有，请撤回该行：有错误的文件不会被加载，服务器重启时也无法启动。',
  },
  reload: { en: 'Reload on {to}', 'zh-CN': '在 {to} 上重新加载' },
  reloadExpect: { en: '`t`. The standby asks again within five seconds by itself.', 'zh-CN': '返回 `t`。备机会在五秒内自行重试。' },
  reloadUndo: { en: 'Put the copy (`.before`) back and reload again.', 'zh-CN': '恢复副本（`.before`）并再次重新加载。' },
  connects: { en: '{client} gets in', 'zh-CN': '确认 {client} 可以连接' },
  connectsExpect: { en: 'A row with `1`, and no error.', 'zh-CN': '返回 `1`，无报错。' },
  findClient: {
    en: 'The address that the server prints in its message (`host "…"`); the address of the standby as the upstream sees it.',
    'zh-CN': '服务器消息中显示的地址（`host "…"`）；即上游看到的备机地址。',
  },
  copyExpect: {
    en: '`t`. A base backup does not ask again by itself: run it once more, as it was typed.',
    'zh-CN': '返回 `t`。基础备份不会自行重试：请按原命令再执行一次。',
  },
  asks: { en: 'Ask as the base backup does, from {client}', 'zh-CN': '在 {client} 上以基础备份的方式连接' },
  asksExpect: {
    en: 'One row: the identifier of the cluster, its timeline and position. `no password supplied`: the address is let in now, and its password belongs into `.pgpass` of the user who runs the copy.',
    'zh-CN': '返回一行：集群标识、时间线和位置。若为 `no password supplied`：地址已放行，密码应写入执行备份的用户的 `.pgpass`。',
  },
  findUser: {
    en: '`user=` of `primary_conninfo` or of the conninfo in repmgr.conf',
    'zh-CN': '`primary_conninfo` 或 repmgr.conf 中 conninfo 的 `user=`',
  },
  findDatabase: { en: '`dbname=` of the conninfo in repmgr.conf', 'zh-CN': 'repmgr.conf 中 conninfo 的 `dbname=`' },
  findMethod: {
    en: 'The method of the other lines in that file: `scram-sha-256` (default from 14 on) or `md5`.',
    'zh-CN': '该文件其他记录使用的方式：`scram-sha-256`（14 起默认）或 `md5`。',
  },
}));

export function admitConnection(cluster: Cluster, node: Node | null, rejection: Rejection | null, recommended: boolean): Remedy {
  const standby = standbyFor(cluster, node);
  const upstream = rejection?.to ?? upstreamFor(cluster, standby);
  const on = { cluster, node: upstream, where: where.upstream() };
  const local = rejection?.client === '[local]';
  const client = local ? 'local' : (rejection?.client ?? standby?.identity.address ?? 'standby');
  const names = { client, to: labelOf(upstream) };
  const line = ruleLine(upstream, standby, rejection, local);
  // the first rule that fits decides: above a line that rejects, or that asks for another method
  const first = local || rejection?.reason === 'reject-rule' || rejection?.reason === 'method';
  const { catalog } = cluster.flavour;
  // before 10 nobody but the log tells, after the reload
  const errors = verify(on, { title: said.errors(), command: accessErrors(cluster, upstream), expect: said.errorsExpect() });
  const replication = rejection?.replication ?? true;
  const copy = rejection === null ? null : copyOf(rejection);
  return remedy({
    id: copy === null ? 'admit-connection' : 'admit-base-backup',
    title: said.title(names),
    recommended,
    caution: said.caution(),
    steps: [
      check(on, {
        title: said.see(names),
        command: accessRules(cluster, upstream),
        expect: said.seeExpect(),
      }),
      change(on, 'reload', {
        title: said.add(names),
        command: first ? insertFirst(cluster, upstream, line) : append(cluster, upstream, line),
        expect: said.addExpect(),
        undo: said.addUndo(),
      }),
      ...(hasFileViews(cluster) ? [errors] : []),
      change(on, 'reload', {
        title: said.reload(names),
        command: query(cluster, upstream, `select ${catalog}reload_conf()`),
        expect: copy === null ? said.reloadExpect() : said.copyExpect(),
        undo: said.reloadUndo(),
      }),
      ...(hasFileViews(cluster) ? [] : [errors]),
    ],
    closing:
      copy !== null
        ? verify({ cluster, node: standby, where: where.standby() }, { title: said.asks(names), command: copy, expect: said.asksExpect() })
        : replication
          ? receives(cluster, standby)
          : verify(
              { cluster, node: standby },
              { title: said.connects(names), command: query(cluster, upstream, 'select 1'), expect: said.connectsExpect() },
            ),
  });
}

/** A base backup without repmgr: the connection that it asks for; null where it is none, or where is not told. */
function copyOf({ fact, user }: Rejection): Command | null {
  const host = targetOf(fact);
  if (fact.values['tool'] !== 'pg_basebackup' || host === undefined || user === null) return null;
  if (!/^[\w.:/-]+$/.test(host) || !/^[\w.-]+$/.test(user)) return null;
  const port = fact.values['port'] ?? /\bport (\d+)/.exec(fact.text)?.[1];
  const conninfo = `host=${host}${port === undefined ? '' : ` port=${port}`} user=${user} replication=yes`;
  return sh`psql -XAtqw -d ${conninfo} -c IDENTIFY_SYSTEM`;
}

/** `host  replication  repmgr  10.9.0.12/32  scram-sha-256`, with holes where the bundle does not tell. */
function ruleLine(upstream: Node | null, standby: Node | null, rejection: Rejection | null, local: boolean): Command {
  const replication = rejection?.replication ?? true;
  const user = rejection?.user ?? standby?.repmgrUser ?? upstream?.repmgrUser ?? null;
  const database = replication ? 'replication' : (rejection?.database ?? upstream?.repmgrDatabase ?? standby?.repmgrDatabase ?? null);
  const address = rejection?.client ?? standby?.identity.address ?? null;
  const method = methodOf(upstream, replication);
  const parts = [
    local ? 'local' : 'host',
    database ?? hole('DB_NAME', 'the database of repmgr', said.findDatabase()),
    user ?? hole('DB_USER', 'the user that connects', said.findUser()),
    ...(local ? [] : [address === null ? hole('CLIENT_ADDRESS', 'the address of the client', said.findClient()) : range(address)]),
    method ?? hole('AUTH_METHOD', 'the authentication method of the other rules', said.findMethod()),
  ];
  const words = parts.reduce<Command | null>((all, part) => (all === null ? sh`${part}` : sh`${all} ${part}`), null);
  return words ?? sh``;
}

/** One address: `/32`, `/128`; a host's name stands as it is. */
const range = (address: string): string =>
  /^[\d.]+$/.test(address) ? `${address}/32` : address.includes(':') ? `${address}/128` : address;

/** The method that the rules of this server use for the same sort of connection. */
function methodOf(upstream: Node | null, replication: boolean): string | null {
  const rules = (upstream === null ? null : rulesOf(upstream)) ?? [];
  const alike = rules.filter((rule) => rule.type.startsWith('host') && rule.databases.includes('replication') === replication);
  return alike.map((rule) => rule.method).find((method) => /^(?:scram|md5|cert|sm)/.test(method)) ?? null;
}

/** The file, as the server names it, in a variable of its own. */
const hbaFile = (cluster: Cluster, node: Node | null): Command =>
  sh`hba=$(${query(cluster, node, 'show hba_file')})${raw('\ncp -p "$hba" "$hba.before"')}`;

/** After a line end of its own: a last line without one would take the rule in. */
function append(cluster: Cluster, node: Node | null, line: Command): Command {
  return lines(hbaFile(cluster, node), sh`{ echo; echo ${line}; } >> ${raw('"$hba"')}`);
}

function insertFirst(cluster: Cluster, node: Node | null, line: Command): Command {
  return lines(hbaFile(cluster, node), sh`{ echo ${line}; cat ${raw('"$hba.before"')}; } > ${raw('"$hba"')}`);
}
