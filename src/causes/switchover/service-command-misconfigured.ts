import { serviceActions } from '../../commands/command.ts';
import type { Evidence, Missing, Remedy } from '../../core/finding.ts';
import type { Confidence } from '../../core/ids.ts';
import { type Message, text, texts } from '../../core/text.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { Node } from '../../model/node.ts';
import { messageAfter } from '../../model/replication.ts';
import { serviceCommandsOf } from '../../model/service-commands.ts';
import { type FaultKind, type ServiceFault, serviceFaultsOf } from '../../model/service-faults.ts';
import { correctServiceCommand } from '../../remedies/correct-service-command.ts';
import { absent, defineCause, evidence, notApplicable, present, type Told } from '../cause.ts';

const said = texts(() => ({
  recursion: {
    en: 'On {node} the promote command of the server is `repmgr standby promote` itself, which runs that same command again, until no connection is free: nobody is ever promoted.',
    'zh-CN': '{node} 上服务器的提升命令就是 `repmgr standby promote` 自身，它会再次执行同一命令，如此循环直到连接耗尽：永远无法完成提升。',
  },
  'wrong-action': {
    en: 'On {node} the command for {action} calls `repmgr {found}` instead of `repmgr {wanted}`: when repmgrd needs it, it does not do what it is there for.',
    'zh-CN': '{node} 上用于 {action} 的命令调用的是 `repmgr {found}`，而应为 `repmgr {wanted}`：repmgrd 需要时它不起作用。',
  },
  misspelt: {
    en: 'On {node} the command for {action} calls `{found}`, a misspelt `{wanted}`: when it is needed, nothing is run.',
    'zh-CN': '{node} 上用于 {action} 的命令调用的是 `{found}`，应为 `{wanted}`（拼写错误）：需要时什么也不会执行。',
  },
  opposite: {
    en: 'On {node} the command for {action} does `{found}` instead.',
    'zh-CN': '{node} 上用于 {action} 的命令实际执行的是 `{found}`。',
  },
  'wrong-directory': {
    en: 'On {node} the command for {action} names the data directory `{found}`; the server uses `{wanted}`.',
    'zh-CN': '{node} 上用于 {action} 的命令指向数据目录 `{found}`，而服务器使用的是 `{wanted}`。',
  },
  'wrong-unit': {
    en: 'On {node} the command for {action} names the unit `{found}`; the server runs as `{wanted}`, so nothing happens to it.',
    'zh-CN': '{node} 上用于 {action} 的命令指向单元 `{found}`，而服务器实际以 `{wanted}` 运行，命令对它不起作用。',
  },
  'wrong-file': {
    en: 'On {node} the command for {action} names the configuration file `{found}`, which is not there; repmgr runs with `{wanted}`.',
    'zh-CN': '{node} 上用于 {action} 的命令指向不存在的配置文件 `{found}`，而 repmgr 使用的是 `{wanted}`。',
  },
  'not-found': {
    en: 'On {node} the command for {action} calls a program or a unit that does not exist there.',
    'zh-CN': '{node} 上用于 {action} 的命令所调用的程序或单元不存在。',
  },
  'no-configuration': {
    en: 'On {node} pg_ctl alone cannot start the server: `postgresql.conf` lies outside the data directory, and no `service_start_command` says so. A rejoin or a clone ends with a server that does not start.',
    'zh-CN':
      '{node} 上单靠 pg_ctl 无法启动服务器：`postgresql.conf` 不在数据目录中，且未设置 `service_start_command`。重新加入或克隆之后服务器启动失败。',
  },
  'no-directory': {
    en: 'On {node} the command for {action} names a directory that is no data directory.',
    'zh-CN': '{node} 上用于 {action} 的命令指向的目录不是数据目录。',
  },
  'no-effect': {
    en: 'On {node} the command for {action} did nothing: the switchover waited for the server to go down, and right afterwards it takes connections as before. A stopping server takes none.',
    'zh-CN': '{node} 上用于 {action} 的命令没有起作用：切换等待停库超时，而随后服务器仍照常接受连接。正在停止的服务器不会接受新连接。',
  },
  resolved: { en: 'A service command on {node} was wrong once; it has worked since.', 'zh-CN': '{node} 上的服务命令曾有误；之后已正常。' },
  written: { en: 'the command as it stands', 'zh-CN': '现有命令' },
  turnedOut: { en: 'how it turned out', 'zh-CN': '执行结果' },
  shows: { en: 'what is right there', 'zh-CN': '实际情况' },
  failed: { en: 'it fails for that', 'zh-CN': '因此失败' },
  fine: { en: 'the command for {action} does what it should: `{command}`', 'zh-CN': '用于 {action} 的命令正确：`{command}`' },
  worked: { en: 'it has worked since', 'zh-CN': '之后已正常' },
  what: { en: 'the commands that repmgr would run on that node', 'zh-CN': 'repmgr 会在该节点执行的命令' },
  why: { en: 'whether the service commands of {node} are right', 'zh-CN': '{node} 的服务命令是否正确' },
}));

export const serviceCommandMisconfigured = defineCause({
  id: 'service-command-misconfigured',
  group: 'switchover',
  scope: 'told',
  severity: 'critical',
  title: text({ en: 'A service command is wrong', 'zh-CN': '服务命令配置错误' }),
  get about() {
    return text({
      en: `repmgr starts, stops and promotes the server with the \`service_*_command\` lines of its configuration, repmgrd promotes and follows with \`promote_command\` and \`follow_command\`. One of them does something else than it should: it calls itself, names another directory, unit or version, stops where it should start, is misspelt, or is missing where the default cannot work.

**How it shows itself.** \`promoting standby to primary\` in bursts, then \`too many clients\` (\`service_promote_command\` that calls \`repmgr standby promote\`). \`unknown repmgr action\`. \`promote command exited with error code 127\`, \`Unit … not found\`, \`could not access the server configuration file\` (Debian's packages: pg_ctl alone does not find it). In a switchover the failure of a stop command is not shown: \`shutdown of the primary server could not be confirmed\`. \`repmgr node service --list-actions\` prints what would be run.

**Lookalikes.** A command that is refused: \`service-command-not-permitted\`. A stop in smart mode works, but waits for clients: \`switchover-shutdown-timeout\`. A script of one's own, whose content the bundle does not show. \`postgresql.service\` on Debian, which is only a shell around the real units. \`promote_command\` is meant to be \`repmgr standby promote\`; \`service_promote_command\` is not.

**What to do.** Correct the line on every node; see the commands with \`--list-actions\`; let repmgrd reload; rehearse.

**What not to do.** Do not try a promote command on a live cluster to see whether it works.

**Versions.** repmgr 4.0 and later. On KingbaseES no service commands are set; \`promote_command\` and \`follow_command\` are. **Sources.** repmgr documentation, "Configuration file service command settings", "Required configuration for automatic failover".`,
      'zh-CN': `repmgr 用配置中的 \`service_*_command\` 启动、停止和提升服务器，repmgrd 用 \`promote_command\` 与 \`follow_command\` 提升和跟随。其中某一条做了别的事：调用了自身、指向其他目录、单元或版本、该启动却停止、拼写错误，或在默认方式行不通时没有设置。

**表现。** 短时间内大量 \`promoting standby to primary\`，随后 \`too many clients\`（\`service_promote_command\` 调用了 \`repmgr standby promote\`）。\`unknown repmgr action\`。\`promote command exited with error code 127\`、\`Unit … not found\`、\`could not access the server configuration file\`（Debian 软件包：单靠 pg_ctl 找不到配置文件）。切换中停库命令失败不会显示：\`shutdown of the primary server could not be confirmed\`。\`repmgr node service --list-actions\` 可列出会执行的命令。

**易混淆的情形。** 命令被拒绝执行：\`service-command-not-permitted\`。smart 方式停库是有效的，只是等待客户端：\`switchover-shutdown-timeout\`。自写脚本，材料未显示其内容。Debian 上的 \`postgresql.service\` 只是真正单元的外壳。\`promote_command\` 本就应为 \`repmgr standby promote\`，\`service_promote_command\` 则不是。

**处理。** 在每个节点改正该行；用 \`--list-actions\` 查看；让 repmgrd 重新加载；再预演。

**不要做。** 不要为了试验而在运行中的集群执行提升命令。

**版本。** repmgr 4.0 及以上。KingbaseES 不设置服务命令，但设置 \`promote_command\` 与 \`follow_command\`。**来源。** repmgr 文档“Configuration file service command settings”“Required configuration for automatic failover”。`,
    });
  },
  explains: [
    'promotion-refused',
    'switchover-incomplete',
    'rejoin-refused',
    'no-failover',
    'no-primary',
    'server-not-starting',
    'follow-failed',
    'connection-refused',
  ],
  leadsTo: [
    { cause: 'primary-missing', where: 'cluster' },
    { cause: 'node-rejecting-connections', where: 'same' },
  ],

  examine(cluster) {
    const all = serviceFaultsOf(cluster);
    // a file of nobody in particular repeats what a node was seen to run
    const named = new Set(all.filter((fault) => fault.party.name !== null).map((fault) => fault.kind));
    const faults = all.filter((fault) => fault.party.name !== null || !named.has(fault.kind));
    const names = [...new Set(faults.map((fault) => fault.party.name))];
    const told = names.map((name): Told => {
      const own = faults.filter((fault) => fault.party.name === name);
      return { ...(own[0]?.party ?? { node: null, name }), verdict: judge(cluster, own) };
    });
    return [...told, ...rightOnes(cluster, new Set(names))];
  },

  remedies(cluster, node): readonly Remedy[] {
    const own = serviceFaultsOf(cluster).filter((fault) => fault.party.node === node);
    const worst = weightiest(own);
    return worst === undefined ? [] : [correctServiceCommand(cluster, node, worst)];
  },
});

/** What was seen to fail weighs most, then the kind that leaves no doubt. */
const ORDER: readonly FaultKind[] = [
  'recursion',
  'misspelt',
  'wrong-action',
  'opposite',
  'wrong-file',
  'no-configuration',
  'no-directory',
  'wrong-unit',
  'wrong-directory',
  'not-found',
  'no-effect',
];
function weightiest(faults: readonly ServiceFault[]): ServiceFault | undefined {
  return [...faults].sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || Number(b.failed) - Number(a.failed))[0];
}

function judge(cluster: Cluster, faults: readonly ServiceFault[]): Told['verdict'] {
  const worst = weightiest(faults) as ServiceFault;
  const node = worst.party.node?.label ?? worst.party.name ?? 'this node';
  const shown = evidenceOf(
    cluster,
    faults.filter((fault) => fault.kind === worst.kind),
  );
  const last = worst.facts.at(-1);
  const since =
    last === undefined || !worst.failed
      ? null
      : messageAfter(cluster, last, ['promote.successful', 'rejoin.successful', 'switchover.completed']);
  if (since !== null)
    return present('certain', {
      status: 'resolved',
      summary: said.resolved({ node }),
      evidence: [...shown, evidence(since, said.worked())],
    });
  return present(confidenceOf(cluster, worst), {
    summary: summaryOf(worst, node),
    evidence: shown,
    missing: [ask(cluster, worst.party.node)],
  });
}

function summaryOf(fault: ServiceFault, node: string): Message {
  const { action } = fault;
  const params = { node, action, found: fault.found ?? '?', wanted: fault.wanted ?? '?' };
  switch (fault.kind) {
    case 'recursion':
    case 'no-configuration':
      return said[fault.kind]({ node });
    case 'opposite':
      return said.opposite({ node, action, found: params.found });
    case 'not-found':
    case 'no-directory':
    case 'no-effect':
      return said[fault.kind]({ node, action });
    default:
      return said[fault.kind](params);
  }
}

/** A directory may be the same one under another name (a link), a unit may be renamed: sure only where it was seen to fail. */
function confidenceOf(cluster: Cluster, fault: ServiceFault): Confidence {
  if (fault.kind === 'no-effect') return 'likely';
  // pg_ctl's own words are not shown: the layout tells
  if (fault.kind === 'no-configuration' && fault.facts.every((fact) => fact.kind === 'message' && fact.detail === null)) return 'likely';
  if (fault.failed || !['wrong-directory', 'wrong-unit'].includes(fault.kind)) return 'certain';
  return failuresOf(cluster, fault).length > 0 ? 'certain' : 'likely';
}

/** Messages that fit a command that did not do its work. */
function failuresOf(cluster: Cluster, fault: ServiceFault) {
  const all = fault.action === 'stop' ? cluster.messages('switchover.shutdown-not-confirmed') : [];
  return fault.action === 'promote' ? cluster.messages('repmgrd.promote-failed', 'promote.server-failed', 'promote.failed') : all;
}

function evidenceOf(cluster: Cluster, faults: readonly ServiceFault[]): Evidence[] {
  const first = faults.slice(0, 1).concat(faults.slice(1).slice(-1));
  const shown = first.flatMap((fault) =>
    fault.facts.map((fact, index) =>
      evidence(
        fact,
        index === 0
          ? fault.failed && fault.facts.length === 1
            ? said.turnedOut()
            : said.written()
          : fault.failed
            ? said.turnedOut()
            : said.shows(),
      ),
    ),
  );
  const fails = faults
    .slice(0, 1)
    .flatMap((fault) => failuresOf(cluster, fault))
    .slice(-1);
  return [...shown, ...fails.map((fact) => evidence(fact, said.failed()))];
}

/** Nodes whose configured commands all read right. */
function rightOnes(cluster: Cluster, wrong: ReadonlySet<string | null>): readonly Told[] {
  const commands = serviceCommandsOf(cluster).filter((command) => command.parameter !== null && !wrong.has(command.party.name));
  const names = [...new Set(commands.map((command) => command.party.name))];
  return names.map((name): Told => {
    const command = commands.find((one) => one.party.name === name && one.programs.length > 0);
    if (command === undefined) return { node: null, name, verdict: notApplicable };
    const because = said.fine({ action: command.action, command: command.text });
    return { ...command.party, verdict: absent(because, evidence(command.fact, because)) };
  });
}

function ask(cluster: Cluster, node: Node | null): Missing {
  return {
    what: said.what(),
    why: said.why({ node: node?.label ?? 'this node' }),
    node: node?.name ?? null,
    command: serviceActions(cluster, node),
  };
}
