import { collect, collectSettings } from '../../collect/commands.ts';
import type { Evidence, Verdict } from '../../core/finding.ts';
import { type Message, text, texts } from '../../core/text.ts';
import type { Cluster } from '../../model/cluster.ts';
import { ends, isLater } from '../../model/replication.ts';
import { type Demand, type Synchronous, synchronousOn } from '../../model/synchronous.ts';
import { standingOf } from '../../model/upstream.ts';
import { setSyncNames } from '../../remedies/set-sync-names.ts';
import { absent, defineCause, evidence, notApplicable, present, type Told, unknown } from '../cause.ts';

const said = texts(() => ({
  none: {
    en: '{node} waits for {count} of {names} at every commit, and none of them is connected: commits hang until one returns or the list is changed.',
    'zh-CN': '{node} 每次提交都要等待 {names} 中的 {count} 个，而它们均未连接：提交会一直挂起，直到有备机恢复或修改该列表。',
  },
  few: {
    en: '{node} waits for {count} of {names} at every commit, and only {there} of them is connected: commits hang.',
    'zh-CN': '{node} 每次提交都要等待 {names} 中的 {count} 个，而只有 {there} 个已连接：提交会挂起。',
  },
  otherNames: {
    en: '{node} waits for {names} at every commit; standbys are connected, but under other names ({connected}), so that none of them counts: commits hang.',
    'zh-CN': '{node} 每次提交都要等待 {names}；备机已连接，但名称不同（{connected}），都不算数：提交会挂起。',
  },
  waiting: {
    en: 'Commits on {node} wait for a synchronous standby; which one it asks for the bundle does not show.',
    'zh-CN': '{node} 上的提交在等待同步备机；材料未显示它要求的是哪一个。',
  },
  past: {
    en: 'Commits on {node} waited for a synchronous standby; it is there again.',
    'zh-CN': '{node} 上的提交曾等待同步备机，现已恢复。',
  },
  asks: { en: 'what {node} asks for', 'zh-CN': '{node} 的同步要求' },
  waits: { en: 'a commit waits', 'zh-CN': '有提交在等待' },
  cancelled: { en: 'somebody gave up waiting; the commit is local only', 'zh-CN': '有人取消等待；该提交仅在本地生效' },
  nobody: { en: 'nobody is connected', 'zh-CN': '没有任何连接' },
  connected: { en: 'connected under this name', 'zh-CN': '以此名称连接' },
  back: { en: 'it is synchronous again', 'zh-CN': '已恢复为同步备机' },
  isDown: { en: '{name} does not answer', 'zh-CN': '{name} 无应答' },
  empty: { en: '{node} asks for no synchronous standby', 'zh-CN': '{node} 未要求同步备机' },
  lenient: { en: '`synchronous_commit` on {node} does not wait for standbys', 'zh-CN': '{node} 的 `synchronous_commit` 不等待备机' },
  answered: { en: '{names} answers to what {node} asks for', 'zh-CN': '{names} 满足 {node} 的同步要求' },
  whySenders: { en: 'whether one of {names} is connected to {node}', 'zh-CN': '{names} 中是否有已连接到 {node} 的' },
  whySetting: { en: 'which standbys {node} waits for', 'zh-CN': '{node} 等待哪些备机' },
}));

export const synchronousStandbyAbsent = defineCause({
  id: 'synchronous-standby-absent',
  group: 'replication',
  scope: 'told',
  severity: 'critical',
  title: text({ en: 'The synchronous standby is not there: commits wait', 'zh-CN': '同步备机缺失：提交挂起' }),
  get about() {
    return text({
      en: `\`synchronous_standby_names\` asks for standbys, and too few that answer to those names are connected. Every commit that is not read-only waits, without a limit of time; reading goes on. A commit that waits is done on the primary already: cancelling it does not take it back.

**How it shows itself.** Writes hang, \`select\` works; backends with \`wait_event\` SyncRep, process titles \`COMMIT waiting for X/X\`; \`canceling wait for synchronous replication due to user request\` (取消等待同步复制) where somebody lost patience; \`pg_stat_replication\` without a row in state sync or quorum.

**Lookalikes.** A non-empty list on a standby: inert there. \`synchronous_commit\` local or off: nothing waits. KingbaseES: its repmgrd empties the list when the standby leaves, so that nothing hangs. A lock that is not granted also hangs one session, not all writes. \`remote_apply\` and a standby whose replay is paused: it is connected and does not answer.

**What to do.** Bring the standby back; it counts as soon as it streams. If it is connected under another name, write the names as they are: \`application_name\`, not the host. If it will be away, take it out of the list (a reload is enough) and put it back after.

**What not to do.** Do not restart the primary: waiting goes on afterwards. Do not cancel waiting commits one by one. Do not leave the list empty afterwards.

**Versions.** \`ANY n (…)\` from 10 on. KingbaseES manages the list itself (\`synchronous\` in repmgr.conf). **Sources.** PostgreSQL documentation, "Synchronous Replication"; source \`syncrep.c\`.`,
      'zh-CN': `\`synchronous_standby_names\` 要求的备机中，能对应这些名称且已连接的太少。所有写事务的提交都会无限期等待，读取不受影响。等待中的提交在主机上已经完成：取消等待并不会撤销它。

**表现。** 写入挂起而 \`select\` 正常；会话 \`wait_event\` 为 SyncRep，进程标题 \`COMMIT waiting for X/X\`；有人不耐烦时出现“取消等待同步复制”；\`pg_stat_replication\` 中没有 sync 或 quorum 状态的行。

**易混淆的情形。** 备机上的非空列表：不起作用；\`synchronous_commit\` 为 local 或 off：不等待；KingbaseES 的 repmgrd 在备机离开时会清空列表，因此不会挂起；锁等待只影响个别会话，而非所有写入；\`remote_apply\` 且备机回放暂停：已连接但不应答。

**处理。** 让备机恢复；开始流复制即算数。若以其他名称连接，则按实际名称填写：是 \`application_name\` 而非主机名。若备机要离开较久，先将其从列表中去掉（重新加载即可），之后再加回。

**不要做。** 不要重启主机：重启后仍会等待；不要逐个取消等待的提交；之后不要让列表一直为空。

**版本。** \`ANY n (…)\` 自 10 起。KingbaseES 自行管理该列表（repmgr.conf 的 \`synchronous\`）。**来源。** PostgreSQL 文档“同步复制”；源码 \`syncrep.c\`。`,
    });
  },
  explains: ['commits-hang', 'standby-not-attached'],

  examine: (cluster) =>
    synchronousOn(cluster).flatMap((one): Told[] => {
      const verdict = judge(cluster, one);
      return verdict.is === 'not-applicable' ? [] : [{ node: one.node, verdict }];
    }),

  remedies(cluster, node) {
    const one = synchronousOn(cluster).find((each) => each.node === node) ?? null;
    return [setSyncNames(cluster, node, one)];
  },
});

function judge(cluster: Cluster, one: Synchronous): Verdict {
  const { demand, setting, senders, waits, lenient } = one;
  const node = one.node?.label ?? 'the primary';
  const back = cluster.messages('sync.standby-active').find((fact) => waits.length > 0 && waits.every((wait) => isLater(fact, wait)));
  if (back !== undefined && waits.every((wait) => wait.kind === 'message'))
    return present('certain', {
      status: 'resolved',
      summary: said.past({ node }),
      evidence: [...shownWaits(one), evidence(back, said.back())],
    });
  if (demand === null && setting !== null) return absent(said.empty({ node }), evidence(setting, said.empty({ node })));
  if (demand === null)
    return present('likely', {
      summary: said.waiting({ node }),
      evidence: shownWaits(one),
      missing: [
        collectSettings(cluster, one.node, ['synchronous_standby_names'], said.whySetting({ node })),
        collect.replication(cluster, one.node, said.whySetting({ node })),
      ],
    });
  if (lenient !== null && waits.length === 0) return absent(said.lenient({ node }), evidence(lenient, said.lenient({ node })));
  const asked = setting === null ? [] : [evidence(setting, said.asks({ node }))];
  if (senders !== null && one.answering.length >= demand.count) {
    const because = said.answered({ names: one.answering.map((sender) => sender.name ?? '?'), node });
    return absent(because, ...one.answering.slice(0, 2).map((sender) => evidence(sender.fact, because)));
  }
  if (senders !== null) {
    const shown = [...asked, ...shownSenders(one), ...shownWaits(one)];
    return present(waits.length > 0 || one.noRows !== null || senders.length > 0 ? 'certain' : 'likely', {
      summary: summaryOf(one, demand),
      evidence: shown,
    });
  }
  const down = demand.names.flatMap((name) => {
    const standby = cluster.node(name);
    const standing = standby === null ? null : standingOf(cluster, standby);
    return standing === null || standing.state === 'runs' ? [] : [evidence(standing.fact, said.isDown({ name }))];
  });
  const missing = [collect.replication(cluster, one.node, said.whySenders({ names: demand.names, node }))];
  if (waits.length > 0 || demand.names.length - down.length < demand.count)
    return present('likely', { summary: summaryOf(one, demand), evidence: [...asked, ...down, ...shownWaits(one)], missing });
  return setting?.via === 'file' ? notApplicable : unknown(...missing);
}

function summaryOf(one: Synchronous, demand: Demand): Message {
  const names = { node: one.node?.label ?? 'the primary', names: demand.names, count: demand.count };
  const others = (one.senders ?? []).filter(
    (sender) => sender.name !== null && sender.state === 'streaming' && !one.answering.includes(sender),
  );
  if (one.answering.length > 0) return said.few({ ...names, there: one.answering.length });
  return others.length > 0 ? said.otherNames({ ...names, connected: others.map((sender) => sender.name ?? '?') }) : said.none(names);
}

function shownSenders(one: Synchronous): Evidence[] {
  if (one.senders === null || one.senders.length === 0) return one.noRows === null ? [] : [evidence(one.noRows, said.nobody())];
  return one.senders.slice(0, 4).map((sender) => evidence(sender.fact, said.connected()));
}

const shownWaits = (one: Synchronous): Evidence[] =>
  ends(one.waits).map((fact) => evidence(fact, fact.kind === 'message' ? said.cancelled() : said.waits()));
