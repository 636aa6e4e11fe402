import { collect } from '../../collect/commands.ts';
import type { Fact } from '../../core/fact.ts';
import { text, texts } from '../../core/text.ts';
import type { Cluster } from '../../model/cluster.ts';
import { isLater } from '../../model/replication.ts';
import { type Party, type Switchover, siblingsLeft, switchoversOf } from '../../model/switchovers.ts';
import { followNewPrimary } from '../../remedies/follow-new-primary.ts';
import { absent, defineCause, evidence, notApplicable, present } from '../cause.ts';

const said = texts(() => ({
  left: {
    en: 'The switchover to {candidate} was run without `--siblings-follow`: {names} stayed with {old}. A standby that cascades behind the demoted node still gets the data, but its records, its slot and its failover depend on the wrong node; a witness goes on naming the old primary.',
    'zh-CN':
      '切换到 {candidate} 时未使用 `--siblings-follow`：{names} 仍跟随 {old}。备机级联在降级节点之后仍能收到数据，但其元数据、复制槽与故障切换都依赖于错误的节点；见证节点则仍指向旧主机。',
  },
  wouldBe: {
    en: 'A switchover to {candidate} as rehearsed would leave {names} with {old}: `--siblings-follow` is not given.',
    'zh-CN': '按预演的方式切换到 {candidate}，{names} 将仍跟随 {old}：未使用 `--siblings-follow`。',
  },
  resolved: { en: 'A switchover left {names} behind; they have been taken along since.', 'zh-CN': '曾有切换遗漏 {names}；之后已处理。' },
  warned: { en: 'repmgr lists whom it will not take along', 'zh-CN': 'repmgr 列出不会跟随的节点' },
  went: { en: 'the switchover went through all the same', 'zh-CN': '切换仍然完成' },
  stillThere: { en: 'its upstream is still {upstream}', 'zh-CN': '其上游仍为 {upstream}' },
  follows: { en: 'it follows {upstream} now', 'zh-CN': '现已跟随 {upstream}' },
  followed: { en: '`standby follow` succeeded since', 'zh-CN': '之后 `standby follow` 成功' },
  taken: { en: 'a later run takes the siblings along', 'zh-CN': '之后的执行会带上其余备机' },
  all: { en: 'the siblings are taken along', 'zh-CN': '其余备机会一并跟随' },
  why: { en: 'whom {names} follow now', 'zh-CN': '{names} 目前跟随哪个节点' },
}));

export const switchoverSiblingsLeft = defineCause({
  id: 'switchover-siblings-left',
  group: 'switchover',
  scope: 'cluster',
  severity: 'warning',
  title: text({ en: 'Other standbys were not taken along', 'zh-CN': '切换时其余备机未跟随' }),
  get about() {
    return text({
      en: `\`standby switchover\` moves only the two nodes that exchange their roles. Without \`--siblings-follow\` every other standby stays attached to the demoted node, and a witness keeps its old record.

**How it shows itself.** \`N sibling nodes found, but option "--siblings-follow" not specified\` with a list. Afterwards \`cluster show\` gives the demoted node as their upstream. If that node goes away they lose their stream, and repmgrd on them watches the wrong node.

**Lookalikes.** A rehearsal: nothing has happened yet, it is a notice. The same warning in the log of repmgrd, which promoted: the repmgrd of each sibling lets it follow. A later run with the option. A cascade that is meant to be one. \`STANDBY FOLLOW failed on node …\`: it was told to follow and could not.

**What to do.** Run \`repmgr standby follow\` on each standby of the list; on a witness \`repmgr witness register --force\` against the new primary. Next time give \`--siblings-follow\`.

**What not to do.** No new clone: they have all the data.

**Versions.** repmgr 4.0 and later; the warning from 4.1. **Sources.** repmgr documentation, "repmgr standby switchover", "repmgr standby follow".`,
      'zh-CN': `\`standby switchover\` 只处理互换角色的两个节点。不加 \`--siblings-follow\` 时，其余备机仍附着在降级节点上，见证节点保留旧记录。

**表现。** \`N sibling nodes found, but option "--siblings-follow" not specified\` 及名单。之后 \`cluster show\` 中它们的上游是已降级的节点。该节点一旦离线，它们就失去数据来源，其 repmgrd 监控的也是错误的节点。

**易混淆的情形。** 预演：尚未发生任何变化，仅作提示。repmgrd 执行提升时日志中的同一告警：各备机自己的 repmgrd 会让其跟随。之后带该选项再次执行。有意的级联。\`STANDBY FOLLOW failed on node …\`：已要求跟随但失败。

**处理。** 在名单中的每个备机上执行 \`repmgr standby follow\`；见证节点对新主机执行 \`repmgr witness register --force\`。下次切换加上 \`--siblings-follow\`。

**不要做。** 无需重新克隆：它们的数据是完整的。

**版本。** repmgr 4.0 及以上；该告警自 4.1 起。**来源。** repmgr 文档“repmgr standby switchover”“repmgr standby follow”。`,
    });
  },
  explains: ['switchover-incomplete', 'roles-disagree'],
  leadsTo: [
    { cause: 'upstream-mismatch', where: 'cluster' },
    { cause: 'witness-stale', where: 'cluster' },
  ],

  examine(cluster) {
    const runs = switchoversOf(cluster);
    const run = leaving(cluster);
    if (run === null) return notLeft(runs);
    const warned = run.said('switchover.siblings-left').map((fact) => evidence(fact, said.warned()));
    const left = siblingsLeft(cluster, run);
    const names = left.flatMap((party) => party.name ?? []);
    const params = { candidate: run.candidate.name ?? '?', old: run.demoted.name ?? '?', names: names.length > 0 ? names : ['?'] };
    const taken = laterWithOption(runs, run);
    if (!run.reached('completed')) {
      if (taken !== null)
        return present('certain', {
          status: 'resolved',
          severity: 'notice',
          summary: said.resolved(params),
          evidence: [...warned, evidence(taken, said.taken())],
        });
      // a run that was refused has left nobody anywhere
      if (!run.reached('promoted') && run.messages.some((message) => message.level === 'error')) return notLeft(runs);
      return present('likely', { severity: 'notice', summary: said.wouldBe(params), evidence: warned });
    }
    const went = run
      .said('switchover.completed', 'switchover.successful')
      .slice(-1)
      .map((fact) => evidence(fact, said.went()));
    const moved = left.map((party) => followsNow(cluster, run, party));
    const shown = moved.flatMap((one) => (one === null ? [] : [evidence(one.fact, one.said)]));
    const asks = [collect.clusterShow(cluster, run.candidate.node, said.why({ names: params.names }))];
    if (moved.length > 0 && moved.every((one) => one?.follows === true))
      return present('certain', { status: 'resolved', summary: said.resolved(params), evidence: [...warned, ...went, ...shown] });
    return present('certain', { summary: said.left(params), evidence: [...warned, ...went, ...shown], missing: asks });
  },

  remedies(cluster) {
    const run = leaving(cluster);
    return run === null ? [] : [followNewPrimary(cluster, run)];
  },
});

const leaving = (cluster: Cluster): Switchover | null =>
  switchoversOf(cluster)
    .filter((run) => !isOfDaemon(run))
    .findLast((run) => run.has('switchover.siblings-left') || siblingsLeft(cluster, run).length > 0) ?? null;

/** The warning of a promotion in the log of repmgrd, which takes no such option: the repmgrd of each sibling lets it follow. */
const isOfDaemon = (run: Switchover): boolean =>
  run.messages.every(({ event, atText }) =>
    event === 'switchover.siblings-left' ? atText !== null : event === null || !event.startsWith('switchover.'),
  );

function notLeft(runs: readonly Switchover[]) {
  const ok = runs.flatMap((run) => run.said('switchover.siblings-followed', 'switchover.siblings-following')).at(-1);
  return ok === undefined ? notApplicable : absent(said.all(), evidence(ok, said.all()));
}

/** A later run that got past that check without the warning. */
function laterWithOption(runs: readonly Switchover[], run: Switchover): Fact | null {
  const later = runs
    .slice(runs.indexOf(run) + 1)
    .find((one) => one.has('switchover.ssh-ok', 'switchover.will-promote', 'switchover.siblings-ssh-failed'));
  return later?.messages[0] ?? null;
}

/** Whom a sibling follows after the run, by the last listing or by its own follow. */
function followsNow(cluster: Cluster, run: Switchover, party: Party) {
  const end = run.messages.at(-1);
  const follow = cluster
    .messages('follow.successful')
    .findLast((fact) => end !== undefined && fact.order > end.order && cluster.nodeOf(fact) === party.node);
  if (follow !== undefined && party.node !== null) return { follows: true, fact: follow, said: said.followed() };
  const row = cluster.facts
    .of('cluster-row')
    .findLast(
      (one) => one.name === party.name && one.upstream !== null && end !== undefined && (one.order > end.order || isLater(one, end)),
    );
  if (row === undefined) return null;
  const upstream = row.upstream ?? '?';
  const follows = upstream === run.candidate.name;
  return { follows, fact: row, said: follows ? said.follows({ upstream }) : said.stillThere({ upstream }) };
}
