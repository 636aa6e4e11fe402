import { collect } from '../../collect/commands.ts';
import type { Evidence, Remedy, Verdict } from '../../core/finding.ts';
import { type Message, text, texts } from '../../core/text.ts';
import { type Reason, type Rejection, rejectionsOf, ruleFor, rulesOf } from '../../model/access.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { Node } from '../../model/node.ts';
import type { Reception } from '../../model/reception.ts';
import { ends, targetOf, upstreamOf } from '../../model/replication.ts';
import { admitConnection } from '../../remedies/admit-connection.ts';
import { askForEncryption, checkCertificates, encryptConnection } from '../../remedies/encrypt-connection.ts';
import { grantReading } from '../../remedies/grant-reading.ts';
import { grantReplication } from '../../remedies/grant-replication.ts';
import { passwordFile } from '../../remedies/password-file.ts';
import { defineCause, evidence, present, type Told, unknown } from '../cause.ts';
import { judgeReceptions, nameOf } from './not-receiving.ts';

const said = texts(() => ({
  'no-rule': {
    en: 'The access rules of {to} have no line that lets {who} in from {from}.',
    'zh-CN': '{to} 的访问规则中没有允许 {who} 从 {from} 连接的记录。',
  },
  'reject-rule': {
    en: 'A line in the access rules of {to} rejects {who} from {from}.',
    'zh-CN': '{to} 的访问规则中有一条记录明确拒绝 {who} 从 {from} 连接。',
  },
  password: {
    en: '{to} does not accept the password with which {who} connects from {from}: the password file or the stored password is old.',
    'zh-CN': '{to} 不接受 {who} 从 {from} 连接时使用的口令：口令文件或库中的口令已过时。',
  },
  'no-password': {
    en: '{to} asks for a password, and {from} has none for {who}: no line of its password file fits.',
    'zh-CN': '{to} 要求口令，而 {from} 没有 {who} 的口令：口令文件中没有匹配的记录。',
  },
  method: {
    en: '{to} does not accept {who} from {from} by the method that its access rules name (peer, ident, a client too old …).',
    'zh-CN': '{to} 的访问规则所用的认证方式（peer、ident，或客户端过旧）不接受 {who} 从 {from} 连接。',
  },
  role: {
    en: 'The role {who} does not exist on {to}, or may not log in.',
    'zh-CN': '{to} 上不存在角色 {who}，或该角色不允许登录。',
  },
  'not-permitted': {
    en: 'The role {who} may not replicate: it lacks the REPLICATION attribute on {to}.',
    'zh-CN': '角色 {who} 没有复制权限：在 {to} 上缺少 REPLICATION 属性。',
  },
  'no-reading': {
    en: 'The role {who} may not read the files of {to}, as pg_rewind does: it is no superuser there, and lacks EXECUTE on the functions for that.',
    'zh-CN': '角色 {who} 无权读取 {to} 的文件，而 pg_rewind 需要：它不是超级用户，也没有相应函数的 EXECUTE 权限。',
  },
  encryption: {
    en: '{who} asks for an encrypted connection from {from}, and {to} offers none.',
    'zh-CN': '{who} 从 {from} 要求加密连接，而 {to} 未启用加密。',
  },
  certificate: {
    en: 'The certificates of {from} and {to} do not fit: the connection of {who} is not made. One side lacks a certificate, or does not trust the other’s.',
    'zh-CN': '{from} 与 {to} 之间的证书不匹配，{who} 的连接未能建立：一方缺少证书，或不信任对方的证书。',
  },
  'rule-encrypts': {
    en: 'The rule of {to} for {who} from {from} demands encryption (`hostssl`), and {to} has `ssl` off: it can let nobody in.',
    'zh-CN': '{to} 上适用于 {who}（来自 {from}）的规则要求加密（`hostssl`），而 {to} 的 `ssl` 为 off：该规则无法放行任何连接。',
  },
  plain: {
    en: 'The rule of {to} for {who} from {from} demands encryption (`hostssl`), and the connection comes without it: its `sslmode` forbids it.',
    'zh-CN': '{to} 上适用于 {who}（来自 {from}）的规则要求加密（`hostssl`），而连接未加密：其 `sslmode` 禁用了加密。',
  },
  untold: {
    en: 'A connection that repmgr needs was not made, and its messages do not say why; mostly it is an access rule or a password.',
    'zh-CN': 'repmgr 所需的连接未能建立，且消息未说明原因；通常是访问规则或口令的问题。',
  },
  unlisted: {
    en: '{from} does not receive, and the access rules of {to} hold no line for replication from {address}.',
    'zh-CN': '{from} 未接收 WAL，且 {to} 的访问规则中没有允许从 {address} 进行复制的记录。',
  },
  rejected: { en: 'rejected {count} times', 'zh-CN': '被拒绝 {count} 次' },
  onceRejected: { en: 'the connection is rejected', 'zh-CN': '连接被拒绝' },
  letIn: { en: 'later it is let in', 'zh-CN': '之后已可连接' },
  rule: { en: 'a rule for replication: it does not fit', 'zh-CN': '复制规则：与该连接不匹配' },
  notIn: { en: 'it does not receive', 'zh-CN': '未接收 WAL' },
  whyRules: { en: 'which rule decides on {who} from {from}', 'zh-CN': '由哪条规则决定 {who} 从 {from} 的连接' },
  whyLog: { en: 'what the receiver of {from} is told', 'zh-CN': '{from} 的接收进程得到的答复' },
}));

export const replicationAuthRejected = defineCause({
  id: 'replication-auth-rejected',
  group: 'replication',
  scope: 'told',
  severity: 'critical',
  title: text({ en: 'A connection of replication or of repmgr is rejected', 'zh-CN': '复制连接或 repmgr 连接被拒绝（认证失败）' }),
  get about() {
    return text({
      en: `The server answers and refuses: its access rules have no line for this client, the password is wrong or missing, or the role may not replicate. The standby asks again every five seconds and receives nothing meanwhile; repmgr and repmgrd cannot watch or follow.

**How it shows itself.** \`no pg_hba.conf entry for replication connection from host …\`, \`pg_hba.conf rejects …\`, \`password authentication failed for user …\`, \`fe_sendauth: no password supplied\`, \`Peer authentication failed\`, \`must be superuser or replication role to start walsender\`, \`server does not support SSL, but SSL was required\`, \`connection requires a valid client certificate\`, \`certificate verify failed\`; in Chinese logs 没有来自主机…的复制连接的pg_hba.conf记录, Password 认证失败. On the upstream as a FATAL of its own, on the standby inside \`could not connect to the primary server\`, in repmgr under \`connection to database failed\`. \`cluster show\` says \`? running\`.

**Lookalikes.** The HINT of older repmgr to raise \`max_wal_senders\` under a password error. An application's user without a rule: none of replication's business. A rejection that stopped: the standby streams since. \`database system is starting up\`: it passes. A rule for database \`all\` does not cover replication: that needs the word \`replication\`. \`no pg_hba.conf entry … SSL off\` (\`no encryption\`) right below another refusal of the same client: libpq’s second try, without encryption; the first refusal is the reason. The same message alone, and a \`hostssl\` line that would fit: no line is missing, one side does not encrypt.

**What to do.** Add the missing line for exactly this client and user, on every node, since any may become the upstream; check the file with \`pg_hba_file_rules\` before the reload. Or put the right password into the password file of the OS user that runs the server.

**What not to do.** No \`trust\` from everywhere, no restart: a reload is enough. Do not clone the standby again; nothing is wrong with its data.

**Versions.** The view of the rules exists from 10 on, the password's default method is scram-sha-256 from 14 on. **Sources.** PostgreSQL documentation, "Client Authentication"; repmgr documentation, "Permissions".`,
      'zh-CN': `服务器有应答但拒绝连接：访问规则中没有该客户端的记录，口令错误或缺失，或角色没有复制权限。备机每五秒重试一次，期间收不到任何 WAL；repmgr 与 repmgrd 也无法监控与跟随。

**表现。** \`no pg_hba.conf entry for replication connection from host …\`、\`pg_hba.conf rejects …\`、\`password authentication failed for user …\`、\`fe_sendauth: no password supplied\`、\`Peer authentication failed\`、\`must be superuser or replication role to start walsender\`、\`server does not support SSL, but SSL was required\`、\`connection requires a valid client certificate\`、\`certificate verify failed\`；中文日志为“没有来自主机…的复制连接的pg_hba.conf记录”“Password 认证失败”。上游日志中为单独的 FATAL，备机上包含在“无法连接到主用服务器”之内，repmgr 中位于 \`connection to database failed\` 之下。\`cluster show\` 显示 \`? running\`。

**易混淆的情形。** 旧版 repmgr 在口令错误之下提示增大 \`max_wal_senders\`；应用用户没有规则，与复制无关；已停止的拒绝：备机之后正常接收；\`database system is starting up\` 会自行结束；数据库写 \`all\` 的规则不包含复制，必须写 \`replication\`；同一客户端被拒绝之后紧接着出现的 \`no pg_hba.conf entry … SSL off\`（\`no encryption\`）只是 libpq 不加密的第二次尝试，原因在前一条；若单独出现且已有匹配的 \`hostssl\` 行，则不缺规则，而是有一方未启用加密。

**处理。** 只为该客户端与用户补充缺少的记录，并在每个节点上补充（任何节点都可能成为上游）；重新加载前用 \`pg_hba_file_rules\` 检查。或把正确口令写入运行服务器的操作系统用户的口令文件。

**不要做。** 不要对所有地址使用 \`trust\`，也无需重启，重新加载即可；不要重新克隆备机，其数据没有问题。

**版本。** 规则视图自 10 起提供；自 14 起口令默认方式为 scram-sha-256。**来源。** PostgreSQL 文档“客户端认证”；repmgr 文档“权限”。`,
    });
  },
  explains: [
    'standby-not-attached',
    'connection-refused',
    'clone-failed',
    'register-failed',
    'node-not-answering',
    'follow-failed',
    'rejoin-refused',
    'switchover-refused',
    'replication-lag',
    'repmgrd-problem',
  ],
  leadsTo: [
    { cause: 'standby-detached', where: 'same' },
    { cause: 'replication-slot-inactive', where: 'cluster' },
  ],

  examine(cluster) {
    const rejections = rejectionsOf(cluster);
    const byNode = new Map<Node | null, Rejection[]>();
    for (const rejection of rejections) byNode.set(rejection.from, [...(byNode.get(rejection.from) ?? []), rejection]);
    const told = [...byNode].map(([node, list]): Told => ({ node, verdict: rejected(cluster, list) }));
    const others = judgeReceptions(cluster, ['auth'], (reception) => fromRules(cluster, reception));
    return [...told, ...others.filter(({ node }) => !byNode.has(node))];
  },

  remedies(cluster, node) {
    const list = rejectionsOf(cluster).filter((one) => one.from === node);
    const rejection = list.filter((one) => one.undone === null).at(-1) ?? list.at(-1) ?? null;
    return remediesFor(cluster, node, rejection);
  },
});

function remediesFor(cluster: Cluster, node: Node | null, rejection: Rejection | null): readonly Remedy[] {
  const reason = rejection?.reason ?? 'no-rule';
  const admit = admitConnection(cluster, node, rejection, reason !== 'untold' && !/password/.test(reason));
  const password = passwordFile(cluster, node, rejection, /password/.test(reason));
  if (reason === 'no-reading') return [grantReading(cluster, rejection)];
  if (reason === 'not-permitted' || reason === 'role') return [grantReplication(cluster, rejection)];
  if (reason === 'plain') return [askForEncryption(cluster, node, rejection)];
  if (reason === 'encryption' || reason === 'rule-encrypts') return [encryptConnection(cluster, node, rejection)];
  if (reason === 'certificate') return [checkCertificates(cluster, node, rejection)];
  return /password/.test(reason) ? [password] : reason === 'untold' ? [admit, password] : [admit];
}

const labelOf = (node: Node | null, otherwise: string): string => node?.name ?? node?.identity.address ?? otherwise;

/** Verdict on everything that was rejected for one who asked: what still stands, else what was put right. */
function rejected(cluster: Cluster, list: readonly Rejection[]): Verdict {
  const standing = list.filter((one) => one.undone === null);
  const told = standing.filter((one) => one.reason !== 'untold');
  const shown = told.length > 0 ? told : standing.length > 0 ? standing : list;
  const last = shown.at(-1);
  // `list` is never empty: it was made of a rejection.
  if (last === undefined) throw new Error('no rejection');
  const undone = standing.length === 0 ? last.undone : null;
  return present(last.reason === 'untold' ? 'likely' : 'certain', {
    status: undone === null ? 'active' : 'resolved',
    summary: summaryOf(cluster, last),
    evidence: [
      ...ends(shown).map((one) => evidence(one.fact, times(one.fact.count))),
      ...rulesShown(last),
      ...(undone === null ? [] : [evidence(undone, said.letIn())]),
    ],
    missing: undone === null ? [collect.hba(cluster, last.to ?? upstreamOf(cluster, last.from), said.whyRules(names(last)))] : [],
    // the data of another cluster have other roles
    ...(shown.every((one) => one.reason === 'role') ? { toldBy: [['foreign-cluster'] as const] } : {}),
  });
}

const times = (count: number): Message => (count > 1 ? said.rejected({ count }) : said.onceRejected());

const names = (one: Rejection): { who: string; from: string; to: string } => ({
  who: one.user ?? (one.replication ? 'replication' : 'repmgr'),
  from: one.client ?? labelOf(one.from, one.replication ? 'the standby' : 'this node'),
  to: labelOf(one.to, targetOf(one.fact) ?? 'the upstream'),
});

const summaryOf = (cluster: Cluster, one: Rejection): Message => {
  const to = one.to ?? upstreamOf(cluster, one.from);
  const reason: Reason = one.reason;
  return reason === 'untold' ? said.untold() : said[reason](names({ ...one, to }));
};

/** The rules of the server that rejects, where the bundle shows them: those for replication. */
function rulesShown({ to, replication }: Rejection): Evidence[] {
  const rules = to === null || !replication ? null : rulesOf(to);
  return (rules ?? []).filter((rule) => rule.databases.includes('replication')).map((rule) => evidence(rule, said.rule()));
}

/** No message says so, but the standby does not receive and the rules of its upstream leave it out. */
function fromRules(cluster: Cluster, reception: Reception): Verdict | null {
  const { standby, attachment, obstacle } = reception;
  if (standby === null || obstacle !== null || attachment.detached === null) return null;
  const upstream = upstreamOf(cluster, standby);
  const address = standby.identity.address;
  const rules = upstream === null ? null : rulesOf(upstream);
  const who = { who: 'replication', from: nameOf(reception) };
  if (rules === null || upstream === null || address === null)
    return unknown(collect.hba(cluster, upstream, said.whyRules(who)), collect.serverLog(cluster, standby, said.whyLog(who)));
  const rule = ruleFor(rules, { address, user: cluster.flavour.defaults.repmgrUser, database: 'replication' });
  if (rule !== null) return unknown(collect.serverLog(cluster, standby, said.whyLog(who)));
  const shown = rules.filter((one) => one.databases.includes('replication')).map((one) => evidence(one, said.rule()));
  return present('possible', {
    summary: said.unlisted({ from: nameOf(reception), to: labelOf(upstream, 'the upstream'), address }),
    evidence: [evidence(attachment.detached, said.notIn()), ...shown],
    missing: [collect.serverLog(cluster, standby, said.whyLog(who))],
  });
}
