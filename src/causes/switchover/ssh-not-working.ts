import { besidePrograms, hole, sh } from '../../commands/command.ts';
import type { Evidence, Missing } from '../../core/finding.ts';
import { type Message, text, texts } from '../../core/text.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { EventName } from '../../model/events.ts';
import { type Login, loginsOf } from '../../model/logins.ts';
import type { Node } from '../../model/node.ts';
import { isLater, messageAfter, stateOf } from '../../model/replication.ts';
import { isOn } from '../../model/settings.ts';
import { type Ends, passwordlessSsh, sshTo } from '../../remedies/passwordless-ssh.ts';
import { repmgrOverThere } from '../../remedies/repmgr-over-there.ts';
import { secureCommand } from '../../remedies/secure-command.ts';
import { absent, defineCause, evidence, present, type Told, unknown } from '../cause.ts';

const said = texts(() => ({
  login: {
    en: '{from} cannot log in to {host} by ssh without a password. Switchovers that involve it are refused before anything is changed; the databases themselves are not affected.',
    'zh-CN': '{from} 无法通过 ssh 免密登录 {host}。涉及该主机的切换会在做任何更改之前被拒绝；数据库本身不受影响。',
  },
  loginDenied: {
    en: '{from} cannot log in to {host} by ssh: its key is not accepted there. Switchovers that involve it are refused before anything is changed; the databases themselves are not affected.',
    'zh-CN': '{from} 无法通过 ssh 登录 {host}：对端不接受其密钥。涉及该主机的切换会在做任何更改之前被拒绝；数据库本身不受影响。',
  },
  loginOwn: {
    en: '{from} gets no way in to {host} with `{client}` (port {port}), which stands in for ssh here. Switchovers that involve it and recoveries of it are refused before anything is changed; the databases themselves are not affected.',
    'zh-CN':
      '{from} 无法用 `{client}`（端口 {port}）连接 {host}，该集群以它代替 ssh。涉及该主机的切换和自动恢复会在做任何更改之前被拒绝；数据库本身不受影响。',
  },
  nobody: {
    en: 'The listing got no answer from any node, the asking one included: ssh without a password does not work between them, or repmgr is not found where ssh arrives. Switchovers are refused before anything is changed.',
    'zh-CN':
      '该列表未得到任何节点的应答，包括发起询问的节点：节点间 ssh 免密登录不可用，或登录后找不到 repmgr。切换会在做任何更改之前被拒绝。',
  },
  someone: {
    en: '{from} cannot log in to another node by ssh: its key is not accepted there. Which node it is, repmgr does not say. Switchovers that involve it are refused before anything is changed.',
    'zh-CN': '{from} 无法通过 ssh 登录另一节点：对端不接受其密钥。repmgr 未说明是哪个节点。涉及该节点的切换会在做任何更改之前被拒绝。',
  },
  loginHostKey: {
    en: '{from} does not log in to {host} by ssh: the host key there is unknown to it or has changed. Switchovers that involve it are refused before anything is changed.',
    'zh-CN': '{from} 不会通过 ssh 登录 {host}：对端的主机密钥未知或已变化。涉及该主机的切换会在做任何更改之前被拒绝。',
  },
  loginNetwork: {
    en: '{from} gets no answer from {host} on its ssh port. Switchovers that involve it are refused before anything is changed.',
    'zh-CN': '{from} 连接 {host} 的 ssh 端口没有应答。涉及该主机的切换会在做任何更改之前被拒绝。',
  },
  repmgr: {
    en: 'ssh from {from} to {host} works, but repmgr is not found there ({path}): switchovers are refused before anything is changed.',
    'zh-CN': '{from} 到 {host} 的 ssh 正常，但在对端找不到 repmgr（{path}）：切换会在做任何更改之前被拒绝。',
  },
  repmgrLate: {
    en: 'ssh from {from} to {host} works, but repmgr is not found there ({path}): what was to be done on {host} was not done.',
    'zh-CN': '{from} 到 {host} 的 ssh 正常，但在对端找不到 repmgr（{path}）：需要在 {host} 上执行的步骤没有执行。',
  },
  repmgrSomewhere: {
    en: 'ssh from {from} to another node works, but repmgr is not found there ({path}): what repmgr asks of that node is not answered, and a switchover that involves it is refused. The PATH of a login without a terminal is not that of a prompt.',
    'zh-CN':
      '{from} 到另一节点的 ssh 正常，但在对端找不到 repmgr（{path}）：repmgr 向该节点的询问得不到结果，涉及该节点的 switchover 会被拒绝。非交互登录的 PATH 与命令行中的不同。',
  },
  resolved: { en: '{host} could not be reached by ssh; later in the bundle it can.', 'zh-CN': '{host} 曾无法通过 ssh 访问；之后已恢复。' },
  fails: { en: 'repmgr does not get in by ssh', 'zh-CN': 'repmgr 无法通过 ssh 登录' },
  failsOwn: { en: '`{client}` does not get in', 'zh-CN': '`{client}` 无法连接对端' },
  listed: {
    en: 'the listing got no answer from there by ssh',
    'zh-CN': '列表显示通过 ssh 未得到该节点的应答',
  },
  notFound: { en: 'repmgr cannot be run there', 'zh-CN': '对端无法执行 repmgr' },
  works: { en: 'ssh to it works', 'zh-CN': '到该主机的 ssh 正常' },
  found: { en: 'repmgr is found there', 'zh-CN': '对端能够执行 repmgr' },
  switched: { en: 'a switchover has succeeded since', 'zh-CN': '此后已有切换成功' },
  noHost: {
    en: 'ssh was called with an empty host: the registered conninfo names none, so it was never tried',
    'zh-CN': 'ssh 的目标主机为空：注册的 conninfo 中没有 host，ssh 并未真正尝试',
  },
  unused: {
    en: '`{setting}` is on: repmgr uses {client} between the nodes and needs no ssh',
    'zh-CN': '`{setting}` 已开启：节点之间使用 {client}，不需要 ssh',
  },
  unexplained: { en: 'ssh itself says nothing more: repmgr calls it with `-q`', 'zh-CN': 'ssh 未给出更多信息：repmgr 以 `-q` 调用' },
  denied: { en: 'the key is not accepted there', 'zh-CN': '对端不接受该密钥' },
  hostKey: { en: "the host's key is unknown or has changed", 'zh-CN': '主机密钥未知或已变化' },
  network: { en: 'the host does not answer on its ssh port', 'zh-CN': '该主机的 ssh 端口没有应答' },
  what: { en: "ssh's own words, and whether repmgr runs there", 'zh-CN': 'ssh 的具体报错，以及对端能否执行 repmgr' },
  why: { en: 'why ssh to {host} fails', 'zh-CN': '到 {host} 的 ssh 为何失败' },
  whatOwn: { en: 'the own words of {client}, and whether repmgr runs there', 'zh-CN': '{client} 的具体报错，以及对端能否执行 repmgr' },
  whyOwn: { en: 'why {client} to {host} fails', 'zh-CN': '{client} 连接 {host} 为何失败' },
  findHost: {
    en: 'the host of the other node, as in its registered conninfo',
    'zh-CN': '对端节点的主机名或地址，即其注册的 conninfo 中的 host',
  },
}));

export const sshNotWorking = defineCause({
  id: 'ssh-not-working',
  group: 'switchover',
  scope: 'told',
  severity: 'warning',
  title: text({ en: 'ssh between the nodes does not work', 'zh-CN': '节点间 ssh 不可用' }),
  get about() {
    return text({
      en: `repmgr leads a switchover by logging in to the other hosts as the server's OS user, without a password (\`BatchMode\`), and running repmgr there. Either the login fails, or repmgr is not found on the other side. The finding is about the host that cannot be reached.

**How it shows itself.** \`unable to connect via SSH to host …\` (the user is empty unless \`-R\` was given), \`N of N sibling nodes unreachable via SSH\`, \`unable to execute "…repmgr" on …\` with \`command not found\`, \`node N inaccessible via SSH\` under \`cluster matrix\` and \`crosscheck\` (exit 12). repmgr calls ssh with \`-q\`, which hides the reason: try by hand with \`ssh -o BatchMode=yes\` as the same OS user.

**Lookalikes.** An empty host \`""\`: the registered conninfo names no host. \`inaccessible via SSH\` while ssh works: repmgr itself fails there. \`repmgr: command not found\` at a prompt is that shell's PATH only. An archive or backup host that ssh does not reach. Another OS user for whom ssh works. KingbaseES with \`use_scmd\` on: ssh is not used, \`sys_securecmd\` (port 8890) is; then "via ES" in a message means that.

**What to do.** Log in by hand in batch mode, see the reason, install the key and the host key, or set \`pg_bindir\` (KingbaseES: \`sys_bindir\`). Then \`cluster crosscheck\` and the rehearsal of the switchover.

**What not to do.** Do not switch host key checking off, do not use root, do not open password logins.

**Versions.** repmgr 4.0 and later; the warnings of matrix and crosscheck from 4.2. **Sources.** repmgr documentation, "Performing a switchover"; its source, \`repmgr-action-standby.c\`, \`repmgr-action-cluster.c\`; the vendor's manual for sys_securecmd.`,
      'zh-CN': `repmgr 执行切换时，以数据库操作系统用户免密（\`BatchMode\`）登录其他主机，并在对端执行 repmgr。要么登录失败，要么对端找不到 repmgr。本结论针对的是无法到达的那台主机。

**表现。** \`unable to connect via SSH to host …\`（未指定 \`-R\` 时 user 为空属正常）、\`N of N sibling nodes unreachable via SSH\`、\`unable to execute "…repmgr" on …\` 并带 \`command not found\`、\`cluster matrix\` 与 \`crosscheck\` 下方的 \`node N inaccessible via SSH\`（退出码 12）。repmgr 以 \`-q\` 调用 ssh，原因被隐藏：请以同一操作系统用户手工执行 \`ssh -o BatchMode=yes\`。

**易混淆的情形。** 主机为空 \`""\`：注册的 conninfo 没有 host。ssh 正常却显示 \`inaccessible via SSH\`：是对端 repmgr 自身失败。终端里的 \`repmgr: command not found\` 只是该 shell 的 PATH。归档或备份主机的 ssh 不通。换一个操作系统用户 ssh 正常。KingbaseES 开启 \`use_scmd\`：节点间用 \`sys_securecmd\`（端口 8890），不用 ssh；报错中的 “via ES” 指的就是它。

**处理。** 以批处理方式手工登录查明原因，安装公钥与主机密钥，或设置 \`pg_bindir\`（KingbaseES 为 \`sys_bindir\`）。之后执行 \`cluster crosscheck\` 与切换预演。

**不要做。** 不要关闭主机密钥校验，不要使用 root，不要开放密码登录。

**版本。** repmgr 4.0 及以上；matrix 与 crosscheck 的告警自 4.2 起。**来源。** repmgr 文档“Performing a switchover”；源码 \`repmgr-action-standby.c\`、\`repmgr-action-cluster.c\`；厂商手册中的 sys_securecmd。`,
    });
  },
  explains: ['switchover-refused', 'ssh-refused', 'clone-failed', 'switchover-incomplete', 'rejoin-refused'],

  examine(cluster) {
    const told = new Map<string, Told>();
    for (const [target, logins] of targetsOf(cluster)) {
      const verdict = judge(cluster, logins);
      if (verdict !== null) told.set(target, { node: lastOf(logins).to, name: target === UNKNOWN ? null : target, verdict });
    }
    return [...told.values()];
  },

  remedies(cluster, node, finding) {
    const logins = targetsOf(cluster).get(node?.label ?? finding.node ?? UNKNOWN) ?? [];
    const ends = endsOf(cluster, logins, node);
    const shell = cluster.flavour.remoteShell;
    if (shell !== null && usesOwnShell(cluster, logins)) return [secureCommand(cluster, ends, shell)];
    const found = logins.filter((login) => !login.works).some((login) => login.what === 'repmgr');
    return [found ? repmgrOverThere(cluster, ends) : passwordlessSsh(cluster, ends)];
  },
});

const UNKNOWN = '?';
const isUnknown = (login: Login): boolean => login.to === null && login.host === null;

const lastOf = (logins: readonly Login[]): Login => logins.at(-1) as Login;

/** Hosts that repmgr or its users logged in to, with every word on each; hosts outside the cluster are nobody's business here. */
function targetsOf(cluster: Cluster): ReadonlyMap<string, readonly Login[]> {
  const logins = loginsOf(cluster);
  const called = new Set(logins.filter((login) => login.how !== 'typed').map((login) => login.host));
  const targets = new Map<string, Login[]>();
  for (const login of logins) {
    if (login.to?.identity.registered !== true && !called.has(login.host)) continue;
    const target = login.to?.label ?? login.host ?? UNKNOWN;
    targets.set(target, [...(targets.get(target) ?? []), login]);
  }
  return targets;
}

function judge(cluster: Cluster, logins: readonly Login[]): Told['verdict'] | null {
  const failures = logins.filter((login) => !login.works);
  const worked = logins.filter((login) => login.works);
  const last = failures.at(-1);
  if (last === undefined)
    return worked.some((login) => login.how === 'repmgr') ? absent(said.works(), ...worked.slice(-1).map(shown)) : null;
  if (last.host === '') return absent(said.noHost(), shown(last));
  const shell = cluster.flavour.remoteShell;
  const scmd = shell === null ? null : scmdSetting(cluster, last.from, shell.setting);
  if (shell !== null && scmd !== null && failures.every((login) => login.how === 'typed')) {
    const because = said.unused({ setting: shell.setting, client: shell.client });
    return absent(because, evidence(scmd, because));
  }

  const refused = failures.filter((login) => login.how === 'repmgr');
  const gotIn = worked.find((login) => login.what === 'login');
  if (refused.length === 0 && gotIn !== undefined && failures.every((login) => login.how === 'listed' && !isLater(gotIn.fact, login.fact)))
    return unknown(ask(cluster, last));
  const repaired = worked.find((login) => isLater(login.fact, last.fact) && covers(login, last));
  const switched = messageAfter(cluster, last.fact, ['switchover.completed']);
  const own = usesOwnShell(cluster, failures) ? shell : null;
  const shownAll = [...failures.slice(0, 1), ...failures.slice(1).slice(-3)].map((login): Evidence => {
    return own !== null && login.how === 'repmgr' && login.what === 'login' ? evidence(login.fact, said.failsOwn(own)) : shown(login);
  });
  if (repaired !== undefined || switched !== null)
    return present('certain', {
      status: 'resolved',
      summary: said.resolved({ host: nameOf(last) }),
      evidence: [
        ...shownAll,
        ...(repaired === undefined ? [] : [shown(repaired)]),
        ...(switched === null ? [] : [evidence(switched, said.switched())]),
      ],
    });
  return present(confidenceOf(cluster, failures), {
    summary: summaryOf(cluster, failures),
    evidence: shownAll,
    missing: [ask(cluster, last)],
  });
}

/** A login that works clears a failed login; repmgr that is found clears both. */
const covers = (works: Login, failed: Login): boolean => failed.what === 'login' || works.what === 'repmgr';

function confidenceOf(cluster: Cluster, failures: readonly Login[]): 'certain' | 'likely' | 'possible' {
  const refused = failures.find((login) => login.how === 'repmgr');
  // repmgr reaches the primary's database before it tries ssh; a sibling may simply be down
  if (refused !== undefined) return isDown(cluster, refused.to) && !hasDaemonStopped(cluster) ? 'possible' : 'certain';
  const listed = failures.find((login) => login.how === 'listed');
  const typed = failures.find((login) => login.how === 'typed');
  if (listed !== undefined && typed !== undefined) return 'certain';
  if (listed !== undefined && isUnknown(listed)) return 'likely';
  if (listed !== undefined) return answersItself(cluster, listed) ? 'likely' : 'possible';
  return typed?.fact.place.user === cluster.flavour.defaults.osUser || typed?.fact.place.user === typed?.from?.osUser
    ? 'likely'
    : 'possible';
}

/** The daemon of the product's own shell, by its unit: who is not let in there is not only down. */
function hasDaemonStopped(cluster: Cluster): boolean {
  const shell = cluster.flavour.remoteShell;
  const unit = shell === null ? undefined : cluster.facts.of('unit').findLast((fact) => daemonOf(shell.client).test(fact.unit));
  return unit !== undefined && /failed|inactive|dead/.test(unit.active ?? '');
}

/** `securecmdd.service` of `sys_securecmd`. */
const daemonOf = (client: string): RegExp => new RegExp(`^(?:sys_)?${client.replace(/^sys_/, '')}d\\b`);

const isDown = (cluster: Cluster, node: Node | null): boolean =>
  node !== null && /failed|unreachable/.test(stateOf(cluster, node)?.state ?? '');

/** Whether a listing shows that the database of the node could be reached from where ssh could not. */
function answersItself(cluster: Cluster, login: Login): boolean {
  return cluster.facts
    .of('matrix')
    .some(
      (cell) =>
        cell.status === 'works' && cell.to === login.to?.name && cell.from !== cell.to && cell.span.source === login.fact.span.source,
    );
}

/** The setting that puts the product's own remote shell in place of ssh, where it is on. */
function scmdSetting(cluster: Cluster, from: Node | null, name: string) {
  const nodes = from === null ? cluster.nodes : [from, ...cluster.nodes];
  for (const node of nodes) {
    const setting = node.repmgrSetting(name);
    if (setting.known) return isOn(setting.value) ? setting.fact : null;
  }
  return null;
}

/** `via ES`: KingbaseES's messages name its own shell so, from V9 by its path. */
const namesOwnShell = ({ fact }: Login, client: string): boolean =>
  fact.kind === 'message' && (/ via ES /.test(fact.text) || fact.text.includes(client));

/** Whether repmgr has its own shell in place of ssh. */
function usesOwnShell(cluster: Cluster, logins: readonly Login[]): boolean {
  const shell = cluster.flavour.remoteShell;
  if (shell === null) return false;
  if (logins.some((login) => namesOwnShell(login, shell.client))) return true;
  return scmdSetting(cluster, logins[0]?.from ?? null, shell.setting) !== null;
}

/** What ssh said when somebody tried by hand; repmgr itself calls it with `-q`, which says nothing. */
const REASONS: Readonly<Partial<Record<EventName, 'denied' | 'hostKey' | 'network'>>> = {
  'ssh.permission-denied': 'denied',
  'ssh.denied': 'denied',
  'ssh.host-key': 'hostKey',
  'net.host-key': 'hostKey',
  'ssh.unreachable': 'network',
};
const reasonOf = (login: Login) => (login.reason === null ? undefined : REASONS[login.reason]);
const SUMMARIES = { denied: said.loginDenied, hostKey: said.loginHostKey, network: said.loginNetwork } as const;

function shown(login: Login): Evidence {
  if (login.works) return evidence(login.fact, login.what === 'repmgr' ? said.found() : said.works());
  if (login.what === 'repmgr') return evidence(login.fact, said.notFound());
  if (login.how === 'listed') return evidence(login.fact, said.listed());
  if (login.how === 'repmgr') return evidence(login.fact, said.fails());
  const reason = reasonOf(login);
  return evidence(login.fact, reason === undefined ? said.unexplained() : said[reason]());
}

const nameOf = (login: Login): string => login.to?.label ?? login.host ?? 'the other nodes';

function summaryOf(cluster: Cluster, failures: readonly Login[]): Message {
  const last = lastOf(failures);
  // the only one that is known may be the one that is called
  const others = last.to === null && cluster.nodes.length < 2 ? [] : cluster.nodes.filter((node) => node !== last.to);
  const from = last.from ?? others[0] ?? null;
  const names = { from: from?.label ?? 'this node', host: nameOf(last) };
  const missing = failures.findLast((login) => login.what === 'repmgr');
  if (isUnknown(last) && missing === last) return said.repmgrSomewhere({ ...names, path: last.path ?? 'repmgr' });
  if (isUnknown(last)) return last.how === 'listed' ? said.nobody() : said.someone(names);
  if (missing?.path !== undefined) return said.repmgrLate({ ...names, path: missing.path });
  if (missing?.fact.kind === 'message') return said.repmgr({ ...names, path: missing.fact.values['path'] ?? 'repmgr' });
  const reason = failures.map(reasonOf).findLast((one) => one !== undefined);
  const shell = cluster.flavour.remoteShell;
  if (reason === undefined && shell !== null && usesOwnShell(cluster, failures)) return said.loginOwn({ ...names, ...shell });
  return (reason === undefined ? said.login : SUMMARIES[reason])(names);
}

function endsOf(cluster: Cluster, logins: readonly Login[], node: Node | null): Ends {
  const failed = logins.filter((login) => !login.works);
  const from = failed.findLast((login) => login.from !== null && login.from !== node)?.from ?? null;
  const user = failed
    .flatMap((login) => (login.fact.kind === 'message' ? [login.fact.values['user'] ?? ''] : []))
    .find((name) => name !== '');
  return {
    from: from ?? cluster.members.find((other) => other !== node) ?? null,
    to: node,
    host: failed.findLast((login) => login.host !== null)?.host ?? node?.host ?? null,
    user: user ?? null,
  };
}

function ask(cluster: Cluster, login: Login): Missing {
  const shell = cluster.flavour.remoteShell;
  const host = login.host ?? hole('OTHER_HOST', 'the host of the other node', said.findHost());
  const ends: Ends = { from: login.from, to: login.to, host: typeof host === 'string' ? host : null, user: null };
  const node = login.from?.name ?? null;
  if (shell !== null && usesOwnShell(cluster, [login]))
    return {
      what: said.whatOwn(shell),
      why: said.whyOwn({ ...shell, host: nameOf(login) }),
      node,
      command: sh`${besidePrograms(login.from, cluster, shell.client)} -q -o ConnectTimeout=10 -p ${shell.port} ${host} 'command -v repmgr'`,
    };
  return {
    what: said.what(),
    why: said.why({ host: nameOf(login) }),
    node,
    command: sh`${sshTo(ends)} 'command -v repmgr'`,
  };
}
