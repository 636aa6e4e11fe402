import { sh } from '../../commands/command.ts';
import type { Evidence, Missing } from '../../core/finding.ts';
import { text, texts } from '../../core/text.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { Node } from '../../model/node.ts';
import { messageAfter } from '../../model/replication.ts';
import { type ServiceFailure, serviceCommandsOf, serviceFailuresOf } from '../../model/service-commands.ts';
import { serviceFaultsOf } from '../../model/service-faults.ts';
import { stopsWithoutEffect } from '../../model/stops-without-effect.ts';
import { switchoversOf } from '../../model/switchovers.ts';
import { allowServiceCommands } from '../../remedies/allow-service-commands.ts';
import { absent, defineCause, evidence, present, type Told } from '../cause.ts';

const said = texts(() => ({
  known: {
    en: 'The OS user on {node} may not run `{command}`: the server is not told to {action}, whatever repmgr plans. A switchover waits for nothing, a failover promotes nobody.',
    'zh-CN': '{node} 上的操作系统用户无权执行 `{command}`：服务器并未收到 {action} 指令。切换会白白等待，故障切换则无人被提升。',
  },
  unknown: {
    en: 'The OS user on {node} may not run the configured service command: the server is not told what repmgr plans. A switchover waits for nothing, a failover promotes nobody.',
    'zh-CN': '{node} 上的操作系统用户无权执行所配置的服务命令：服务器并未收到指令。切换会白白等待，故障切换则无人被提升。',
  },
  guessed: {
    en: '`{command}` did nothing on {node}: the switchover waited for the server to go down, and right afterwards it takes connections as before. It is run through sudo without a terminal, where sudo refuses whatever would ask for a password; its own words are not in the bundle.',
    'zh-CN':
      '{node} 上的 `{command}` 没有起作用：切换等待停库超时，而随后服务器仍照常接受连接。该命令在没有终端的情况下经 sudo 执行，凡需要输入密码的都会被 sudo 拒绝；材料中没有 sudo 自身的输出。',
  },
  gaveUp: { en: 'the switchover gives up waiting', 'zh-CN': '切换放弃等待' },
  runs: { en: 'the server runs on', 'zh-CN': '服务器仍在运行' },
  resolved: {
    en: 'The OS user on {node} was not allowed to run a service command once; it has worked since.',
    'zh-CN': '{node} 上的操作系统用户曾无权执行服务命令；之后已可执行。',
  },
  ran: { en: 'the command that was to be run', 'zh-CN': '要执行的命令' },
  denied: { en: 'it is refused', 'zh-CN': '执行被拒绝' },
  configured: { en: 'so it is configured', 'zh-CN': '配置如此' },
  worked: { en: 'the same command has worked since', 'zh-CN': '之后同样的命令执行成功' },
  works: { en: 'the service command works: the server stopped', 'zh-CN': '服务命令可用：服务器已停止' },
  what: { en: 'what the OS user may run with sudo, without being asked', 'zh-CN': '该操作系统用户可免密 sudo 执行的命令' },
  why: { en: 'whether {node} may run its service commands', 'zh-CN': '{node} 是否有权执行服务命令' },
}));

export const serviceCommandNotPermitted = defineCause({
  id: 'service-command-not-permitted',
  group: 'switchover',
  scope: 'told',
  severity: 'critical',
  title: text({ en: 'The OS user may not run the service command', 'zh-CN': '操作系统用户无权执行服务命令' }),
  get about() {
    return text({
      en: `repmgr starts, stops and promotes the server with the \`service_*_command\` lines of its configuration, as the server's OS user and without a terminal. \`sudo\` that asks for a password, a unit that only root may handle (polkit), a script without the right to be executed (exit 126): the command is refused, and nothing happens.

**How it shows itself.** \`sudo: a password is required\`, \`sudo: a terminal is required …\`, \`[sudo] password for …\`, \`Interactive authentication required\`, \`Access denied\`; in syslog \`sudo[…]: … a password is required\` or \`command not allowed\`. In a switchover the refusal is not shown at all: the stop simply never happens (\`shutdown of the primary server could not be confirmed\`). \`repmgr node service\` exits with 5. \`promote command exited with error code …\`.

**Lookalikes.** A command that is not found (exit 127) or does the wrong thing: \`service-command-misconfigured\`. \`Permission denied\` of an archive command or of a start log. A password that ssh asks for.

**What to do.** One sudoers line for exactly these commands, checked with \`visudo -cf\` before it is put in place; then \`sudo -n -l COMMAND\` as the OS user.

**What not to do.** No \`NOPASSWD: ALL\`, no root login for repmgr.

**Versions.** repmgr 4.0 and later. KingbaseES's installer sets no such commands: there it is sys_ctl itself that is refused. **Sources.** repmgr documentation, "Configuration file service command settings"; sudoers manual.`,
      'zh-CN': `repmgr 以数据库操作系统用户、无终端方式执行配置中的 \`service_*_command\` 来启动、停止和提升服务器。\`sudo\` 要求密码、单元只允许 root 操作（polkit）、脚本没有执行权限（退出码 126）都会使命令被拒绝，结果什么也没发生。

**表现。** \`sudo: a password is required\`、\`sudo: a terminal is required …\`、\`[sudo] password for …\`、\`Interactive authentication required\`、\`Access denied\`；syslog 中有 \`sudo[…]: … a password is required\` 或 \`command not allowed\`。切换过程中完全看不到拒绝信息：停库根本没有发生（\`shutdown of the primary server could not be confirmed\`）。\`repmgr node service\` 退出码为 5。\`promote command exited with error code …\`。

**易混淆的情形。** 命令不存在（退出码 127）或做了别的事：\`service-command-misconfigured\`。归档命令或启动日志的 \`Permission denied\`。ssh 要求的密码。

**处理。** 为这些命令写一行 sudoers，放置之前用 \`visudo -cf\` 检查；之后以该操作系统用户执行 \`sudo -n -l COMMAND\` 确认。

**不要做。** 不要写 \`NOPASSWD: ALL\`，不要让 repmgr 使用 root 登录。

**版本。** repmgr 4.0 及以上。KingbaseES 安装程序不设置这些命令：那里被拒绝的是 sys_ctl 本身。**来源。** repmgr 文档“Configuration file service command settings”；sudoers 手册。`,
    });
  },
  explains: [
    'switchover-incomplete',
    'promotion-refused',
    'rejoin-refused',
    'no-failover',
    'no-primary',
    'server-not-starting',
    'follow-failed',
  ],
  leadsTo: [
    { cause: 'primary-missing', where: 'cluster' },
    { cause: 'node-down', where: 'same' },
  ],

  examine(cluster) {
    const denied = serviceFailuresOf(cluster).filter((failure) => failure.reason === 'denied');
    const names = [...new Set(denied.map((failure) => failure.party.name))];
    if (names.length === 0) {
      const guesses = guessed(cluster);
      return guesses.length > 0 ? guesses : allowed(cluster);
    }
    return names.map((name): Told => {
      const own = denied.filter((failure) => failure.party.name === name);
      return { ...(own[0]?.party ?? { node: null, name }), verdict: judge(cluster, own) };
    });
  },

  remedies: (cluster, node) => [allowServiceCommands(cluster, node, refusedOn(cluster, node))],
});

/** The commands that were refused on a node, as they were run. */
const refusedOn = (cluster: Cluster, node: Node | null): readonly string[] => [
  ...serviceFailuresOf(cluster)
    .filter((failure) => failure.reason === 'denied' && failure.party.node === node)
    .flatMap((failure) => failure.command?.text ?? []),
  ...stopsWithoutEffect(cluster).flatMap(({ command }) => (command.sudo && command.party.node === node ? [command.text] : [])),
];

function judge(cluster: Cluster, denied: readonly ServiceFailure[]): Told['verdict'] {
  const last = denied.at(-1) as ServiceFailure;
  const refusal = last.facts.at(-1);
  const node = last.party.node?.label ?? last.party.name ?? 'this node';
  const shown: Evidence[] = denied
    .slice(0, 1)
    .concat(denied.slice(1).slice(-1))
    .flatMap((failure) =>
      failure.facts.map((fact, index) => evidence(fact, index === failure.facts.length - 1 ? said.denied() : said.ran())),
    );
  const command = last.command;
  const configured = serviceCommandsOf(cluster)
    .filter((one) => one.parameter !== null && one.text === command?.text)
    .slice(-1);
  const all = [...shown, ...configured.map((one) => evidence(one.fact, said.configured()))];
  const since =
    refusal === undefined
      ? null
      : messageAfter(cluster, refusal, ['switchover.shutdown-clean', 'promote.successful', 'rejoin.successful', 'switchover.completed']);
  if (since !== null)
    return present('certain', { status: 'resolved', summary: said.resolved({ node }), evidence: [...all, evidence(since, said.worked())] });
  const summary = command === null ? said.unknown({ node }) : said.known({ node, command: command.text, action: command.action });
  return present('certain', { summary, evidence: all, missing: [ask(last.party.node)] });
}

/** A stop through sudo that did nothing, and no word of why. */
function guessed(cluster: Cluster): readonly Told[] {
  const faults = serviceFaultsOf(cluster);
  return stopsWithoutEffect(cluster)
    .filter(({ command }) => command.sudo && !faults.some((fault) => fault.action === 'stop' && fault.party.name === command.party.name))
    .map(({ command, facts }): Told => {
      const says = [said.ran(), said.gaveUp(), said.runs()];
      return {
        ...command.party,
        verdict: present('likely', {
          summary: said.guessed({ node: command.party.node?.label ?? command.party.name ?? 'this node', command: command.text }),
          evidence: facts.flatMap((fact, index) => (says[index] === undefined ? [] : [evidence(fact, says[index])])),
          missing: [ask(command.party.node)],
        }),
      };
    })
    .slice(-1);
}

/** A switchover whose stop command worked: the OS user may run it. */
function allowed(cluster: Cluster): readonly Told[] {
  return switchoversOf(cluster)
    .flatMap((run): Told[] => {
      const stopped = run.said('switchover.shutdown-clean').at(-1);
      const sudo = serviceCommandsOf(cluster).some((one) => one.sudo && run.messages.some((message) => message === one.fact));
      return stopped === undefined || !sudo ? [] : [{ ...run.demoted, verdict: absent(said.works(), evidence(stopped, said.works())) }];
    })
    .slice(-1);
}

function ask(node: Node | null): Missing {
  return { what: said.what(), why: said.why({ node: node?.label ?? 'this node' }), node: node?.name ?? null, command: sh`sudo -n -l` };
}
