import { collect } from '../../collect/commands.ts';
import { text, texts } from '../../core/text.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { Node } from '../../model/node.ts';
import { isLater } from '../../model/replication.ts';
import { isFailoverDue, type PauseSign, pauseSigns } from '../../model/repmgrd.ts';
import { switchoversOf } from '../../model/switchovers.ts';
import { unpauseRepmgrd } from '../../remedies/unpause-repmgrd.ts';
import { absent, defineCause, evidence, present, type Told, unknown } from '../cause.ts';

const said = texts(() => ({
  paused: {
    en: 'repmgrd runs on {nodes}, but is paused: it watches and does nothing. When the primary fails nobody is promoted.',
    'zh-CN': '{nodes} 上的 repmgrd 在运行，但已暂停：只监视不动作。主机故障时不会有节点被提升。',
  },
  logged: {
    en: 'repmgrd on {nodes} was paused when the primary was lost: it carried out no failover.',
    'zh-CN': '主机丢失时 {nodes} 上的 repmgrd 处于暂停状态：没有执行故障切换。',
  },
  left: {
    en: 'A switchover paused repmgrd and stopped before it came to unpause it; nothing later shows it unpaused.',
    'zh-CN': '切换操作暂停了 repmgrd，但在恢复之前就中止了；之后没有显示已恢复。',
  },
  typed: {
    en: 'repmgrd was paused by hand on {nodes}, and the text ends without an unpause.',
    'zh-CN': '{nodes} 上的 repmgrd 被手工暂停，材料到结束都没有恢复。',
  },
  over: { en: 'repmgrd was paused on {nodes} for a while; later it is not.', 'zh-CN': '{nodes} 上的 repmgrd 曾被暂停，之后已恢复。' },
  yes: { en: 'paused', 'zh-CN': '已暂停' },
  no: { en: 'not paused', 'zh-CN': '未暂停' },
  aborted: { en: 'the switchover stopped after this', 'zh-CN': '切换在此之后中止' },
  why: { en: 'whether repmgrd is paused now', 'zh-CN': 'repmgrd 现在是否暂停' },
}));

export const repmgrdPaused = defineCause({
  id: 'repmgrd-paused',
  group: 'cluster',
  scope: 'told',
  severity: 'warning',
  title: text({ en: 'repmgrd was left paused', 'zh-CN': 'repmgrd 仍处于暂停状态' }),
  get about() {
    return text({
      en: `\`repmgr service pause\` keeps every repmgrd from failing over during maintenance. The pause lasts until \`unpause\`, also over restarts of the server: nothing ends it by itself, and nothing looks wrong while the primary is well.

**How it shows itself.** \`Paused?\` \`yes\` in \`repmgr service status\`; \`REPMGRD WARNING: repmgrd running but paused\`; after the primary failed \`repmgrd on this node is paused\` with \`no failover will be carried out\`; \`repmgrd paused by administrator\` under \`monitoring … in degraded state\`; \`unable to unpause repmgrd on N node(s)\` at the end of a switchover.

**Lookalikes.** A switchover pauses repmgrd itself and unpauses it at its end: a pause in its course is none that was left. \`would be paused\` belongs to a rehearsal. \`n/a\`: the server does not answer. Paused WAL replay is another thing: \`replay-paused\`. A daemon that does not run: \`repmgrd-not-running\`.

**What to do.** Make sure that the maintenance is over, then \`repmgr service unpause\` on any node and \`Paused?\` \`no\` on all. After a switchover that stopped half way, see the roles first.

**What not to do.** Do not unpause while two nodes run as primary, or while somebody works on a server.

**Versions.** repmgr 4.2 and later (\`daemon pause\`; \`service pause\` since 5.0). **Source.** repmgr documentation, "Pausing the repmgrd service".`,
      'zh-CN': `\`repmgr service pause\` 使所有 repmgrd 在维护期间不做故障切换。暂停会一直保持到 \`unpause\`，服务器重启后依然有效：不会自行解除，且主机正常时看不出任何异常。

**表现。** \`repmgr service status\` 中 \`Paused?\` 为 \`yes\`；\`REPMGRD WARNING: repmgrd running but paused\`；主机故障后日志出现 \`repmgrd on this node is paused\` 与 \`no failover will be carried out\`；\`monitoring … in degraded state\` 下有 \`repmgrd paused by administrator\`；切换结束时 \`unable to unpause repmgrd on N node(s)\`。

**易混淆的情形。** switchover 会自行暂停并在结束时恢复 repmgrd：过程中的暂停不算遗留。\`would be paused\` 属预演。\`n/a\`：服务器无应答。WAL 回放暂停是另一回事：\`replay-paused\`。未运行：\`repmgrd-not-running\`。

**处理。** 确认维护已结束，在任一节点执行 \`repmgr service unpause\`，确认所有节点 \`Paused?\` 为 \`no\`。若切换中途中止，先核对角色。

**不要做。** 存在双主或仍有人在操作服务器时不要恢复。

**版本。** repmgr 4.2 及以上（\`daemon pause\`；5.0 起为 \`service pause\`）。**来源。** repmgr 文档“Pausing the repmgrd service”。`,
    });
  },
  explains: ['no-failover', 'no-primary'],

  examine(cluster) {
    const signs = pauseSigns(cluster);
    const nodes = [...new Set(signs.map((sign) => sign.node))];
    const told = nodes.map((node): Told => ({ node, verdict: judge(cluster, signs, node) }));
    const paused = nodes.filter((_, index) => isActive(told[index]?.verdict));
    if (paused.length > 1)
      return [...told.filter(({ verdict }) => !isActive(verdict)), { node: null, verdict: together(cluster, signs, paused) }];
    if (paused.length === 0 && !signs.some((sign) => !sign.paused)) {
      const left = leftBySwitchover(cluster);
      if (left !== null) return [...told, { node: null, verdict: left }];
    }
    return told.length > 0 ? told : [{ node: null, verdict: unknown(collect.serviceStatus(cluster, null, said.why())) }];
  },

  remedies: (cluster, node) => [unpauseRepmgrd(cluster, node)],
});

function judge(cluster: Cluster, signs: readonly PauseSign[], node: Node | null): Told['verdict'] {
  const own = signs.filter((sign) => sign.node === node);
  const now = own.filter((sign) => !sign.past);
  const weighty = now.length > 0 ? now : own;
  const standing = weighty.filter((sign) => !weighty.some((other) => isLater(other.fact, sign.fact)));
  const names = { nodes: [node?.label ?? 'this node'] };
  const ask = collect.serviceStatus(cluster, node, said.why());
  const before = own.filter((sign) => sign.paused).at(-1);
  if (new Set(standing.map((sign) => sign.paused)).size > 1) return unknown(ask);
  const last = standing.at(-1);
  if (last === undefined) return unknown(ask);
  if (!last.paused) {
    if (before === undefined || !isSeen(before) || !isLater(last.fact, before.fact))
      return absent(said.no(), evidence(last.fact, said.no()));
    return present('certain', {
      status: 'resolved',
      summary: said.over(names),
      evidence: [evidence(before.fact, said.yes()), evidence(last.fact, said.no())],
    });
  }
  const seen = own.filter((sign) => sign.paused && isSeen(sign));
  if (seen.length === 0)
    return present('possible', { summary: said.typed(names), evidence: [evidence(last.fact, said.yes())], missing: [ask] });
  return present(last.past ? 'likely' : 'certain', {
    summary: last.past ? said.logged(names) : said.paused(names),
    evidence: seen.slice(-3).map((sign) => evidence(sign.fact, said.yes())),
    severity: isFailoverDue(cluster) ? 'critical' : 'warning',
    missing: last.past ? [ask] : [],
  });
}

const isActive = (verdict: Told['verdict'] | undefined): boolean => verdict?.is === 'present' && verdict.status === 'active';

/** A pause is of the whole cluster: several nodes that are paused are one finding. */
function together(cluster: Cluster, signs: readonly PauseSign[], nodes: readonly (Node | null)[]): Told['verdict'] {
  const own = (node: Node | null): readonly PauseSign[] => signs.filter((sign) => sign.node === node && sign.paused && isSeen(sign));
  const last = nodes.flatMap((node) => own(node).at(-1) ?? []);
  const names = { nodes: nodes.map((node) => node?.label ?? '?') };
  if (last.length === 0) {
    const typed = signs.filter((sign) => sign.paused).slice(-3);
    return present('possible', {
      summary: said.typed(names),
      evidence: typed.map((sign) => evidence(sign.fact, said.yes())),
      missing: [collect.serviceStatus(cluster, null, said.why())],
    });
  }
  return present(last.every((sign) => sign.past) ? 'likely' : 'certain', {
    summary: said.paused(names),
    evidence: last.map((sign) => evidence(sign.fact, said.yes())),
    severity: isFailoverDue(cluster) ? 'critical' : 'warning',
  });
}

/** Seen to be paused; `node 1 (node1) paused` is what somebody did, and may be in the middle of the work it is for. */
const isSeen = ({ fact }: PauseSign): boolean => fact.kind !== 'message' || fact.event !== 'service.paused';

/** From the shutdown of the old primary on, a run that fails does not come to unpause (repmgr's source, do_standby_switchover). */
function leftBySwitchover(cluster: Cluster): Told['verdict'] | null {
  const run = switchoversOf(cluster).at(-1);
  const pausing = run?.said('switchover.pausing', 'switchover.pausing-node').at(-1);
  if (run === undefined || pausing === undefined || run.rehearsal || !run.reached('stopping') || run.reached('completed')) return null;
  const end = run.said('switchover.shutdown-not-confirmed', 'switchover.shutdown-unclean', 'switchover.aborting', 'promote.failed').at(-1);
  if (end === undefined) return null;
  return present('possible', {
    summary: said.left(),
    evidence: [evidence(pausing, said.yes()), evidence(end, said.aborted())],
    missing: [collect.serviceStatus(cluster, run.candidate.node, said.why())],
  });
}
