import { collectEvents } from '../../collect/commands.ts';
import type { FactOf } from '../../core/fact.ts';
import type { Verdict } from '../../core/finding.ts';
import { type Message, text, texts } from '../../core/text.ts';
import { type EventRun, eventRunsOf } from '../../model/event-commands.ts';
import type { Node } from '../../model/node.ts';
import { isLater } from '../../model/replication.ts';
import { repairEventScript } from '../../remedies/repair-event-script.ts';
import { absent, defineCause, evidence, notApplicable, perServer, present, serverOf, unknown } from '../cause.ts';

const said = texts(() => ({
  failed: {
    en: 'The event notification command of {node} failed for `{event}`: what it is there for (moving an address, a proxy, an alarm) has not happened. The event itself went through.',
    'zh-CN': '{node} 的事件通知命令在 `{event}` 事件时执行失败：它应做的事（切换 VIP、代理、告警）没有发生。事件本身已完成。',
  },
  unnamed: {
    en: 'The event notification command of {node} failed: what it is there for (moving an address, a proxy, an alarm) has not happened.',
    'zh-CN': '{node} 的事件通知命令执行失败：它应做的事（切换 VIP、代理、告警）没有发生。',
  },
  resolved: {
    en: 'The event notification command of {node} failed once; it has run without an error since.',
    'zh-CN': '{node} 的事件通知命令曾执行失败；之后已正常执行。',
  },
  run: { en: 'what was run, and what it printed', 'zh-CN': '执行的命令及其输出' },
  fails: { en: 'it ended with an error', 'zh-CN': '以错误结束' },
  configured: { en: 'the command as configured', 'zh-CN': '配置的命令' },
  later: { en: 'run without an error', 'zh-CN': '正常执行' },
  fine: { en: 'the notification command ran without an error', 'zh-CN': '通知命令正常执行' },
  why: { en: 'whether the notification command of {node} has failed', 'zh-CN': '{node} 的通知命令是否曾失败' },
}));

/** Events after which clients have to be led to another node. */
const MOVES = /^(?:standby_promote|standby_switchover|repmgrd_failover_promote|standby_follow|repmgrd_failover_follow)$/;
/** Commands that lead them there, by their names. */
const LEADS = /vip|virtual|float|arping|\bip\b|keepalived|haproxy|proxy|bouncer|pgpool|dns|route|consul|etcd|lvs/i;

export const eventScriptFailing = defineCause({
  id: 'event-script-failing',
  group: 'cluster',
  scope: 'told',
  severity: 'warning',
  title: text({ en: 'The event notification command fails', 'zh-CN': '事件通知命令执行失败' }),
  get about() {
    return text({
      en: `repmgr and repmgrd run \`event_notification_command\` after each event that \`event_notifications\` lists. Its exit status changes nothing for the event, so a promotion succeeds although the script that should move the virtual IP, the proxy or the alarm has failed, and clients go on talking to the old address.

**How it shows itself.** \`unable to execute event notification command\` (a WARNING) with \`parsed event notification command was:\`, on the node where the event happened: mostly the new primary. The line above it is often the script's own: \`command not found\`, \`Permission denied\`.

**Lookalikes.** A script that prints an error and ends with 0: repmgr reports nothing, and nobody can tell from its log whether the address moved. A script that is not called at all: the event is not listed, or it happened on another node. KingbaseES's own VIP is kbha's matter: \`vip-not-manageable\`. A failed \`promote_command\`: \`service-command-misconfigured\`.

**What to do.** First see where the address or the proxy points now, and lead it to the primary by hand. Then run the script as the OS user of repmgrd with the environment that repmgrd has: absolute paths, sudo without a password.

**What not to do.** Do not promote or switch over again to trigger it.

**Versions.** All of repmgr 3 to 5. **Sources.** repmgr documentation, "Generating event notifications from repmgr events"; repmgr source, \`dbutils.c\`.`,
      'zh-CN': `repmgr 与 repmgrd 在 \`event_notifications\` 列出的事件之后执行 \`event_notification_command\`。其退出码不影响事件本身：即使负责切换 VIP、代理或告警的脚本失败，提升仍会成功，而客户端继续访问旧地址。

**表现。** 在事件发生的节点（多为新主机）上出现警告 \`unable to execute event notification command\` 以及 \`parsed event notification command was:\`。其上一行往往是脚本自身的输出：\`command not found\`、\`Permission denied\`。

**易混淆的情形。** 脚本打印了错误但返回 0：repmgr 不会报告，从日志看不出地址是否已切换。脚本根本没有被调用：事件未列入，或发生在其他节点。KingbaseES 自带的 VIP 由 kbha 管理：\`vip-not-manageable\`。\`promote_command\` 失败：\`service-command-misconfigured\`。

**处理。** 先查看地址或代理当前指向何处，手工指向主机。再以 repmgrd 的操作系统用户、在与 repmgrd 相同的环境中执行脚本：使用绝对路径，sudo 免密码。

**不要做。** 不要为了触发脚本而再次提升或切换。

**版本。** repmgr 3 至 5 均如此。**来源。** repmgr 文档“Generating event notifications from repmgr events”；repmgr 源码 \`dbutils.c\`。`,
    });
  },
  explains: ['switchover-incomplete', 'connection-refused'],

  examine: (cluster) => perServer(cluster, judge).filter(({ verdict }) => verdict.is !== 'not-applicable'),

  remedies(cluster, node) {
    const server = serverOf(cluster, node);
    return [repairEventScript(cluster, node, server === null ? null : tellingRun(eventRunsOf(server)))];
  },
});

/** Of the runs that failed the last one that clients depend on, else the last one: a reload of repmgrd that was told as well moves nobody. */
function tellingRun(runs: readonly EventRun[]): EventRun | null {
  const failed = runs.filter((run) => run.failed !== null);
  return failed.findLast((run) => MOVES.test(run.event ?? '')) ?? failed.at(-1) ?? null;
}

function judge(server: Node): Verdict {
  const runs = eventRunsOf(server);
  const last = runs.findLast((run) => run.failed !== null);
  const node = server.label;
  if (last?.failed == null) {
    const run = runs.at(-1);
    if (run?.started != null) return absent(said.fine(), evidence(run.started, said.later()));
    const set = server.repmgrSetting('event_notification_command');
    return set.known && set.value !== '' ? unknown(collectEvents(server, said.why({ node }))) : notApplicable;
  }
  const { failed } = last;
  const told = tellingRun(runs) ?? last;
  const shown = [...startOf(told), evidence(told.failed ?? failed, said.fails()), ...configuredOn(server)];
  const since = runs.findLast((run) => run.failed === null && run.started !== null && isLater(run.started, failed));
  if (since?.started != null)
    return present('certain', {
      status: 'resolved',
      summary: said.resolved({ node }),
      evidence: [...shown, evidence(since.started, said.later())],
    });
  const leads = MOVES.test(told.event ?? '') && LEADS.test(`${told.command ?? ''}\n${told.output}`);
  return present('certain', { summary: summaryOf(told, node), evidence: shown, severity: leads ? 'critical' : 'warning' });
}

const summaryOf = (run: EventRun, node: string): Message =>
  run.event === null ? said.unnamed({ node }) : said.failed({ node, event: run.event });

const startOf = (run: EventRun) => (run.started === null ? [] : [evidence(run.started, said.run())]);

function configuredOn(server: Node) {
  const facts: readonly FactOf<'setting'>[] = server.facts.of('setting');
  const fact = facts.findLast((one) => one.program === 'repmgr' && one.name === 'event_notification_command' && one.value !== '');
  return fact === undefined ? [] : [evidence(fact, said.configured())];
}
