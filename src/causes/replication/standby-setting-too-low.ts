import { collectSettings } from '../../collect/commands.ts';
import type { Verdict } from '../../core/finding.ts';
import { text, texts } from '../../core/text.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { Node } from '../../model/node.ts';
import { isLater, type MessageFact, upstreamOf } from '../../model/replication.ts';
import { raiseStandbySetting } from '../../remedies/raise-standby-setting.ts';
import { absent, defineCause, evidence, notApplicable, present, type Told, unknown } from '../cause.ts';

const said = texts(() => ({
  stopped: {
    en: '{name} is {value} on {node} and {higher} on its primary: a standby may not have less, so its server stops.',
    'zh-CN': '{name} 在 {node} 上为 {value}，在主机上为 {higher}：备机不得低于主机，因此服务器停止。',
  },
  paused: {
    en: '{name} is {value} on {node} and {higher} on its primary: a standby may not have less, so replay has paused itself. Resuming it would stop the server.',
    'zh-CN': '{name} 在 {node} 上为 {value}，在主机上为 {higher}：备机不得低于主机，因此回放自行暂停。此时恢复回放会使服务器停止。',
  },
  compared: {
    en: '{name} is {value} on {node} and {higher} on its primary {primary}: at its next restart (up to 13 at once) the standby will not come up.',
    'zh-CN': '{name} 在 {node} 上为 {value}，在主机 {primary} 上为 {higher}：备机下次重启（13 及之前立即）将无法启动。',
  },
  past: {
    en: '{name} was too low on {node} ({value}); it came up since.',
    'zh-CN': '{node} 的 {name} 曾过低（{value}），之后已正常启动。',
  },
  says: { en: 'the setting is lower than on the primary', 'zh-CN': '该参数低于主机' },
  here: { en: 'the value of the standby', 'zh-CN': '备机的值' },
  there: { en: 'the value of the primary', 'zh-CN': '主机的值' },
  up: { en: 'it came up since', 'zh-CN': '之后已正常启动' },
  enough: { en: 'none of the five settings is lower on {node} than on {primary}', 'zh-CN': '{node} 的五个参数均不低于 {primary}' },
  why: { en: 'whether a setting is lower on {node} than on its primary', 'zh-CN': '{node} 是否有参数低于主机' },
}));

/** Settings that a standby may not have lower than its primary (PostgreSQL documentation, "Hot Standby: Administrator's Overview"). */
const SETTINGS = ['max_connections', 'max_worker_processes', 'max_wal_senders', 'max_prepared_transactions', 'max_locks_per_transaction'];

export const standbySettingTooLow = defineCause({
  id: 'standby-setting-too-low',
  group: 'replication',
  scope: 'told',
  severity: 'critical',
  title: text({ en: 'A setting is lower on the standby than on its primary', 'zh-CN': '备机参数低于主机' }),
  get about() {
    return text({
      en: `\`max_connections\`, \`max_worker_processes\`, \`max_wal_senders\`, \`max_prepared_transactions\` and \`max_locks_per_transaction\` size what a standby must track of its primary. Raised on the primary alone, they stop the standby as soon as the change is replayed: from 14 on replay pauses itself while the server runs, and the next start fails; up to 13 the server stops at once.

**How it shows itself.** \`recovery aborted because of insufficient parameter settings\`, \`hot standby is not possible because of insufficient parameter settings\` with the DETAIL \`NAME = N is a lower setting than on the primary server, where its value was N\`; up to 13 \`hot standby is not possible because NAME = N is a lower setting than on the master server\` (无法实施热备操作…这个设置低于在主服务器的设置). repmgr says only that replay is paused, or that the node is down.

**Lookalikes.** A pause by hand: no such line in the log. A *higher* value on the standby is harmless. \`max_replication_slots\` is not one of them. A value that waits for a restart on the primary is not in force yet.

**What to do.** Raise the setting on the standby to the primary's value, restart the standby (restarting is what ends the pause). Raise standbys first and the primary last; when lowering, the primary first.

**What not to do.** Do not call \`pg_wal_replay_resume()\`: the server shuts down. Do not clone: nothing is wrong with the data. Do not set \`hot_standby = off\` to get it up.

**Versions.** \`max_wal_senders\` counts from 12 on; the pause exists from 14 on. KingbaseES V8R6 behaves like 12. **Source.** PostgreSQL documentation, "Hot Standby".`,
      'zh-CN': `\`max_connections\`、\`max_worker_processes\`、\`max_wal_senders\`、\`max_prepared_transactions\` 与 \`max_locks_per_transaction\` 决定备机跟踪主机所需的资源。若只在主机上调高，变更一旦回放，备机即受阻：14 起服务器运行时回放自行暂停，下次启动失败；13 及之前服务器立即停止。

**表现。** \`recovery aborted because of insufficient parameter settings\`、\`hot standby is not possible because of insufficient parameter settings\`，DETAIL 为 \`NAME = N is a lower setting than on the primary server, where its value was N\`；13 及之前为“无法实施热备操作…这个设置低于在主服务器的设置”。repmgr 只显示回放暂停或节点失败。

**易混淆的情形。** 手工暂停：日志中没有上述行；备机的值*更高*无害；\`max_replication_slots\` 不在其列；主机上等待重启的值尚未生效。

**处理。** 将备机参数调到主机的值并重启备机（重启即结束暂停）。调高时先备机后主机；调低时先主机后备机。

**不要做。** 不要执行 \`pg_wal_replay_resume()\`：服务器会关闭；不要重新克隆，数据没有问题；不要为了启动而设置 \`hot_standby = off\`。

**版本。** \`max_wal_senders\` 自 12 起计入；自动暂停自 14 起。KingbaseES V8R6 与 12 相同。**来源。** PostgreSQL 文档“热备”。`,
    });
  },
  explains: [
    'replication-lag',
    'server-not-starting',
    'node-not-running',
    'standby-not-attached',
    'rejoin-refused',
    'switchover-refused',
    'promotion-refused',
  ],
  leadsTo: [
    { cause: 'replay-paused', where: 'same' },
    { cause: 'server-start-failed', where: 'same' },
    { cause: 'node-down', where: 'same' },
    { cause: 'replication-lag-excessive', where: 'same' },
    { cause: 'standby-detached', where: 'same' },
  ],

  examine(cluster) {
    const byNode = new Map<Node | null, MessageFact[]>();
    for (const fact of cluster.messages('standby.setting-too-low')) {
      const node = cluster.nodeOf(fact);
      byNode.set(node, [...(byNode.get(node) ?? []), fact]);
    }
    const told = [...byNode].map(([node, facts]): Told => ({ node, verdict: logged(cluster, node, facts) }));
    const rest = cluster.members.filter((node) => !node.isPrimary && !node.isWitness && !byNode.has(node));
    return [...told, ...rest.map((node): Told => ({ node, verdict: compared(cluster, node) }))].filter(
      ({ verdict }) => verdict.is !== 'not-applicable',
    );
  },

  remedies(cluster, node) {
    const fact = cluster
      .messages('standby.setting-too-low')
      .filter((one) => cluster.nodeOf(one) === node)
      .at(-1);
    const low = node === null ? null : lowOf(cluster, node);
    const { setting, primaryValue } = fact?.values ?? {};
    return [raiseStandbySetting(cluster, node, setting ?? low?.name ?? null, primaryValue ?? low?.higher ?? null)];
  },
});

/** What the log says; over where the server came up behind it without saying so again. */
function logged(cluster: Cluster, node: Node | null, facts: readonly MessageFact[]): Verdict {
  const last = facts.reduce((latest, fact) => (isLater(fact, latest) ? fact : latest));
  const { setting: name = '?', value = '?', primaryValue: higher = '?', effect } = last.values;
  const names = { name, value, higher, node: node?.label ?? 'the standby' };
  const up = cluster
    .messages('startup.ready-read-only', 'startup.ready')
    .find((fact) => cluster.nodeOf(fact) === node && fact.span.source === last.span.source && isLater(fact, last));
  const again =
    up !== undefined && effect === 'paused' && !cluster.messages('startup.begins').some((fact) => isLater(fact, last) && isLater(up, fact));
  if (up !== undefined && !again)
    return present('certain', {
      status: 'resolved',
      summary: said.past(names),
      evidence: [evidence(last, said.says()), evidence(up, said.up())],
    });
  const first = facts[0];
  return present('certain', {
    summary: effect === 'paused' ? said.paused(names) : said.stopped(names),
    evidence: (first === undefined || first === last ? [last] : [first, last]).map((fact) => evidence(fact, said.says())),
  });
}

interface Low {
  readonly name: string;
  readonly value: string;
  readonly higher: string;
  readonly primary: Node;
}

/** The first setting in force that is lower on a standby than on its primary. */
function lowOf(cluster: Cluster, node: Node): Low | null {
  const primary = cluster.primary ?? upstreamOf(cluster, node);
  if (primary === null || primary === node) return null;
  for (const name of SETTINGS) {
    if (name === 'max_wal_senders' && cluster.major < 12) continue;
    const here = node.setting(name);
    const there = primary.setting(name);
    if (!here.known || !there.known || here.how !== 'running' || there.how !== 'running') continue;
    if (here.fact.via === 'control' || there.fact.pendingRestart === true) continue;
    if (Number(here.value) < Number(there.value)) return { name, value: here.value, higher: there.value, primary };
  }
  return null;
}

/** What the settings of both show, where no log tells. */
function compared(cluster: Cluster, node: Node): Verdict {
  const low = lowOf(cluster, node);
  if (low !== null) {
    const here = node.setting(low.name);
    const there = low.primary.setting(low.name);
    if (!here.known || !there.known) return notApplicable;
    return present('likely', {
      summary: said.compared({ node: node.label, name: low.name, value: low.value, higher: low.higher, primary: low.primary.label }),
      evidence: [evidence(here.fact, said.here()), evidence(there.fact, said.there())],
      severity: 'warning',
    });
  }
  const primary = cluster.primary ?? upstreamOf(cluster, node);
  const shown = SETTINGS.map((name) => node.setting(name)).find((setting) => setting.known && setting.how === 'running');
  const theirs = primary?.setting('max_connections');
  if (shown?.known && primary !== null && theirs?.known) {
    const because = said.enough({ node: node.label, primary: primary.label });
    return absent(because, evidence(shown.fact, because));
  }
  const stuck = cluster.messages('status.replay-paused').some((fact) => fact.values['node'] === node.name);
  return stuck ? unknown(collectSettings(cluster, node, SETTINGS, said.why({ node: node.label }))) : notApplicable;
}
