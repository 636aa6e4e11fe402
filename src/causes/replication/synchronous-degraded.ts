import { collect, collectSettings } from '../../collect/commands.ts';
import type { Evidence, Verdict } from '../../core/finding.ts';
import { type Message, text, texts } from '../../core/text.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { Node } from '../../model/node.ts';
import { type Degradation, degradationsOf } from '../../model/synchronous.ts';
import { restoreSync } from '../../remedies/restore-sync.ts';
import { absent, defineCause, evidence, notApplicable, present, type Told, unknown } from '../cause.ts';

const said = texts(() => ({
  emptied: {
    en: 'Synchronous replication is off on {node}: the list of synchronous standbys was `{before}` and is empty now. What is committed may be lost with this server.',
    'zh-CN': '{node} 的同步复制已失效：同步备机列表原为 `{before}`，现为空。已提交的内容可能随该服务器丢失。',
  },
  emptiedUnknown: {
    en: 'Synchronous replication was switched off on {node}: the list of synchronous standbys was emptied, and nothing shows that it was put back.',
    'zh-CN': '{node} 的同步复制被关闭：同步备机列表被清空，未见恢复。',
  },
  meant: {
    en: '{node} is meant to replicate synchronously (`synchronous` {mode} in repmgr.conf), and asks for no standby although one is connected.',
    'zh-CN': '{node} 应为同步复制（repmgr.conf 中 `synchronous` 为 {mode}），但备机已连接却没有同步要求。',
  },
  byDesign: {
    en: '{node} replicates asynchronously while its standby is away: with `synchronous` {mode} repmgrd empties the list so that commits do not hang, and fills it again when the standby returns.',
    'zh-CN': '备机离开期间 {node} 为异步复制：`synchronous` 为 {mode} 时，repmgrd 会清空列表以免提交挂起，备机恢复后再填回。',
  },
  past: { en: 'Synchronous replication on {node} was off for a while, and is back.', 'zh-CN': '{node} 的同步复制曾失效，现已恢复。' },
  was: { en: 'it was asked for', 'zh-CN': '曾要求同步' },
  gone: { en: 'the list is emptied', 'zh-CN': '列表被清空' },
  now: { en: 'the list is empty', 'zh-CN': '列表为空' },
  typed: { en: 'a command that empties the list', 'zh-CN': '清空列表的命令' },
  again: { en: 'asked for again', 'zh-CN': '重新要求同步' },
  mode: { en: 'what is meant', 'zh-CN': '配置意图' },
  stands: { en: '{node} asks for synchronous standbys: `{value}`', 'zh-CN': '{node} 要求同步备机：`{value}`' },
  whySenders: { en: 'whether the standby of {node} is connected again', 'zh-CN': '{node} 的备机是否已重新连接' },
  whyNow: { en: 'whether the list of {node} is still empty', 'zh-CN': '{node} 的列表是否仍为空' },
}));

export const synchronousDegraded = defineCause({
  id: 'synchronous-degraded',
  group: 'replication',
  scope: 'told',
  severity: 'warning',
  title: text({ en: 'Synchronous replication was dropped to asynchronous', 'zh-CN': '同步复制降级为异步' }),
  get about() {
    return text({
      en: `Somebody or something took the standbys out of \`synchronous_standby_names\`: a person in a hurry, a guard script, KingbaseES's repmgrd. Commits no longer wait, everything looks well, and a transaction that was acknowledged may be lost with the primary.

**How it shows itself.** \`parameter "synchronous_standby_names" changed to ""\` in the log of the primary; \`synchronous_standby_names = ''\` in the auto configuration file while the main file still names standbys; all rows \`async\` where sync or quorum is expected. KingbaseES: \`SET synchronous TO "async"\`, \`change synchronous_standby_names from "ANY 1( node2)" to ""\` in hamgr.log.

**Lookalikes.** Asynchronous by choice: nothing ever asked for more. KingbaseES with \`synchronous\` quorum empties the list while the standby is away, by design, and fills it when it returns; during a switchover it does so for a moment. A standby's own list is inert. A list that names nobody who is there is the opposite fault: commits hang.

**What to do.** See that a standby streams, then put the list back (a reload). On KingbaseES let repmgrd do it: see that it runs and is not paused; a value set by hand is overwritten.

**What not to do.** Do not put the list back while no standby is connected: every commit would hang. Do not leave a script that only empties.

**Versions.** All; the KingbaseES part is V8R6 and V9 (V8R3 is not a repmgr cluster: its own cluster manager rewrites the file, see \`sync_flag\` in HAmodule.conf). **Sources.** PostgreSQL documentation, "Synchronous Replication"; captures of KingbaseES V8R6.`,
      'zh-CN': `有人或某个程序把备机从 \`synchronous_standby_names\` 中去掉：匆忙的操作、守护脚本，或 KingbaseES 的 repmgrd。提交不再等待，一切看似正常，而已确认的事务可能随主机一起丢失。

**表现。** 主机日志 \`parameter "synchronous_standby_names" changed to ""\`；auto 配置文件中 \`synchronous_standby_names = ''\` 而主配置文件仍写着备机；本应为 sync 或 quorum 的各行均为 \`async\`。KingbaseES：hamgr.log 中的 \`SET synchronous TO "async"\`、\`change synchronous_standby_names from "ANY 1( node2)" to ""\`。

**易混淆的情形。** 本来就选择异步：从未要求同步；KingbaseES 的 \`synchronous\` 为 quorum 时，备机离开期间清空列表是设计行为，恢复后会填回，切换过程中也会短暂如此；备机自身的列表不起作用；列表中的名称无人对应则是相反的故障：提交挂起。

**处理。** 确认备机处于流复制，然后恢复列表（重新加载）。KingbaseES 由 repmgrd 处理：确认其在运行且未暂停；手工设置的值会被覆盖。

**不要做。** 没有备机连接时不要恢复列表，否则所有提交都会挂起；不要保留只清空而不恢复的脚本。

**版本。** 所有版本；KingbaseES 部分适用于 V8R6 与 V9（V8R3 不是 repmgr 集群，由其自身的集群管理程序改写文件，见 HAmodule.conf 的 \`sync_flag\`）。**来源。** PostgreSQL 文档“同步复制”；KingbaseES V8R6 实测。`,
    });
  },
  explains: ['commits-hang'],
  yieldsTo: ['synchronous-standby-absent'],

  examine: (cluster) =>
    degradationsOf(cluster).flatMap((one): Told[] => {
      const verdict = judge(cluster, one);
      return verdict.is === 'not-applicable' ? [] : [{ node: one.node, verdict }];
    }),

  remedies: (cluster, node) => [
    restoreSync(cluster, node, degradationsOf(cluster).find((one) => one.node === node)?.before?.value ?? null),
  ],
});

function judge(cluster: Cluster, one: Degradation): Verdict {
  const node = one.node?.label ?? 'the primary';
  const { before, emptied, restored, empty, mode, connected, switching } = one;
  if (emptied === null && mode === null)
    return restored !== null && one.value !== null
      ? absent(said.stands({ node, value: one.value }), evidence(restored, said.stands({ node, value: one.value })))
      : notApplicable;
  const shown: Evidence[] = [
    ...(before === null || before.fact === emptied ? [] : [evidence(before.fact, said.was())]),
    ...(emptied === null ? [] : [evidence(emptied, emptied.kind === 'command' ? said.typed() : said.gone())]),
    ...one.typed.filter((fact) => fact !== emptied).map((fact) => evidence(fact, said.typed())),
  ];
  if (restored !== null && emptied !== null)
    return present('certain', { status: 'resolved', summary: said.past({ node }), evidence: [...shown, evidence(restored, said.again())] });
  const stands =
    empty === null || shown.some((item) => item.source === empty.span.source && item.line === empty.span.line)
      ? []
      : [evidence(empty, said.now())];
  const meant = mode === null ? [] : [evidence(mode.fact, said.mode())];
  const all = [...shown, ...stands, ...meant];
  const missing = missingFor(cluster, one.node, node, empty !== null);
  // A switchover and a promotion take the list away for a moment by themselves; what came of it is not shown.
  if (switching) return unknown(...missing);
  if (emptied === null && mode !== null) {
    if (empty === null) return unknown(...missing);
    if (connected === null) return notApplicable;
    return present(connected ? 'likely' : 'possible', {
      summary: connected ? said.meant({ node, mode: mode.value }) : said.byDesign({ node, mode: mode.value }),
      evidence: all,
      severity: connected ? 'warning' : 'notice',
    });
  }
  const byDesign = mode !== null && connected === false;
  return present(emptied?.kind === 'command' && empty === null ? 'likely' : before !== null || empty !== null ? 'certain' : 'likely', {
    summary: byDesign ? said.byDesign({ node, mode: mode.value }) : summaryOf(node, before?.value ?? null),
    evidence: all,
    missing,
    ...(byDesign ? { severity: 'notice' as const } : {}),
  });
}

const summaryOf = (node: string, before: string | null): Message =>
  before === null ? said.emptiedUnknown({ node }) : said.emptied({ node, before });

function missingFor(cluster: Cluster, node: Node | null, name: string, isShown: boolean) {
  return [
    ...(isShown ? [] : [collectSettings(cluster, node, ['synchronous_standby_names'], said.whyNow({ node: name }))]),
    collect.replication(cluster, node, said.whySenders({ node: name })),
  ];
}
