import { collect } from '../../collect/commands.ts';
import type { FactOf } from '../../core/fact.ts';
import type { Evidence, Remedy } from '../../core/finding.ts';
import { text, texts } from '../../core/text.ts';
import { formatWalName, parseLsn, segmentOfLsn } from '../../core/wal.ts';
import type { Cluster } from '../../model/cluster.ts';
import { laterRejoin, type Rejoin, rejoinsOf } from '../../model/rejoins.ts';
import { recloneStandby } from '../../remedies/reclone-standby.ts';
import { rejoinWithRewind } from '../../remedies/rejoin-with-rewind.ts';
import { restoreForRewind } from '../../remedies/restore-for-rewind.ts';
import { absent, defineCause, evidence, notApplicable, present, type Told } from '../cause.ts';

const said = texts(() => ({
  named: {
    en: 'pg_rewind on {node} needs the segment {segment} from before the fork, and it is no longer in the WAL directory. With that segment (and maybe more before it) from the archive the rewind can go on; otherwise the node has to be cloned.',
    'zh-CN':
      '{node} 上的 pg_rewind 需要分叉点之前的日志段 {segment}，而它已不在 WAL 目录中。若能从归档取回该日志段（可能还有更早的），回退可以继续；否则须重新克隆。',
  },
  unnamed: {
    en: 'pg_rewind on {node} needs WAL from before the fork that is no longer in the WAL directory. With it from the archive the rewind can go on; otherwise the node has to be cloned.',
    'zh-CN': '{node} 上的 pg_rewind 需要分叉点之前的 WAL，而它已不在 WAL 目录中。若能从归档取回，回退可以继续；否则须重新克隆。',
  },
  resolved: { en: 'A rewind of {node} lacked WAL once; it rejoined later.', 'zh-CN': '{node} 的回退曾缺少 WAL；之后已重新加入。' },
  due: { en: 'a rewind is due, and the server may be rewound', 'zh-CN': '需要回退，且满足前提' },
  failed: { en: 'pg_rewind does not find the WAL that it reads', 'zh-CN': 'pg_rewind 找不到所需的 WAL' },
  rejoined: { en: 'it rejoined since', 'zh-CN': '之后已重新加入' },
  done: { en: 'the rewind had all the WAL that it needed', 'zh-CN': '回退所需的 WAL 齐全' },
  why: { en: 'which segments are left on {node}', 'zh-CN': '{node} 上还剩哪些日志段' },
}));

export const rewindWalMissing = defineCause({
  id: 'rewind-wal-missing',
  group: 'switchover',
  scope: 'told',
  severity: 'warning',
  title: text({ en: 'pg_rewind lacks WAL from before the fork', 'zh-CN': '回退（pg_rewind）缺少分叉点之前的 WAL' }),
  get about() {
    return text({
      en: `pg_rewind reads the old primary's own WAL backwards from the fork to the last checkpoint before it, and forwards to its end. A server that ran on for a while, or was started and stopped since, has recycled some of it. The finding is about the node that is rewound.

**How it shows itself.** \`pg_rewind execution failed\` with \`could not open file "…/pg_wal/SEGMENT": No such file or directory\` and \`could not find previous WAL record at …\`.

**Lookalikes.** \`target server needs to use either data checksums or "wal_log_hints = on"\`: \`rewind-prerequisites-missing\`. The same message about a walsender or a restore: a standby that lacks WAL, not a rewind. \`source and target clusters are from different systems\`.

**What to do.** Fetch the named segment from the archive into the WAL directory of the stopped server, rehearse the rewind (\`pg_rewind -n\`), fetch the next one that it names, and so on; from version 13 on \`pg_rewind -c\` does that by itself with the server's \`restore_command\`. If the archive does not have them: clone.

**What not to do.** Do not start the server in between: it recycles more. No segment of another timeline under that name, no \`pg_resetwal\`.

**Versions.** pg_rewind from 9.5 on; \`-c\` from 13. **Sources.** PostgreSQL documentation and source, "pg_rewind", \`parsexlog.c\`.`,
      'zh-CN': `pg_rewind 读取旧主机自身的 WAL：从分叉点向前找到其之前最后一个检查点，再读到末尾。若服务器又运行了一段时间，或之后被启动、停止过，部分日志已被回收。本结论针对被回退的节点。

**表现。** \`pg_rewind execution failed\`，并有 \`could not open file "…/pg_wal/SEGMENT": No such file or directory\` 与 \`could not find previous WAL record at …\`（无法找到前一个 WAL 记录）。

**易混淆的情形。** \`target server needs to use either data checksums or "wal_log_hints = on"\`：属于 \`rewind-prerequisites-missing\`。walsender 或恢复过程中的同类报错：是备机缺少 WAL，与回退无关。\`source and target clusters are from different systems\`（来自不同的系统）。

**处理。** 把所提示的日志段从归档取回到已停服务器的 WAL 目录，预演回退（\`pg_rewind -n\`），再取下一个提示的日志段，依次进行；13 及以上可用 \`pg_rewind -c\`，按服务器的 \`restore_command\` 自动取回。归档中没有则重新克隆。

**不要做。** 期间不要启动服务器，否则会回收更多日志。不要用其他时间线的日志段冒充，不要使用 \`pg_resetwal\`。

**版本。** pg_rewind 自 9.5 起；\`-c\` 自 13 起。**来源。** PostgreSQL 文档与源码“pg_rewind”，\`parsexlog.c\`。`,
    });
  },
  explains: ['rejoin-refused', 'switchover-incomplete', 'recovery-stopped'],

  examine(cluster) {
    const told = new Map<string | null, Told>();
    for (const rejoin of rejoinsOf(cluster)) {
      const lacking = lacks(rejoin);
      if (lacking !== undefined) told.set(rejoin.party.name, { ...rejoin.party, verdict: judge(cluster, rejoin, lacking) });
      else if (!told.has(rejoin.party.name)) told.set(rejoin.party.name, { ...rejoin.party, verdict: complete(rejoin) });
    }
    return [...told.values()];
  },

  remedies(cluster, node, finding): readonly Remedy[] {
    const rejoin = rejoinsOf(cluster).findLast((one) => one.party.name === finding.node && lacks(one) !== undefined);
    const segment = rejoin === undefined ? null : segmentOf(rejoin, node?.segmentBytes);
    return [
      restoreForRewind(cluster, node, segment),
      { ...rejoinWithRewind(cluster, node), recommended: false },
      recloneStandby(cluster, node, false),
    ];
  },
});

const isLacking = (fact: FactOf<'message'>): boolean =>
  fact.event === 'rewind.wal-missing' || fact.values['reason'] === 'rewind.wal-missing';
const lacks = (rejoin: Rejoin): FactOf<'message'> | undefined => rejoin.messages.findLast(isLacking);

function judge(cluster: Cluster, rejoin: Rejoin, lacking: FactOf<'message'>): Told['verdict'] {
  const { node, name } = rejoin.party;
  const label = name ?? node?.label ?? 'this node';
  const rejoined = laterRejoin(cluster, rejoin)?.said('rejoin.successful').at(-1);
  const due = rejoin.said('attach.rewind-required').map((fact) => evidence(fact, said.due()));
  const shown: Evidence[] = [...due, evidence(lacking, said.failed())];
  if (rejoined !== undefined)
    return present('certain', {
      status: 'resolved',
      summary: said.resolved({ node: label }),
      evidence: [...shown, evidence(rejoined, said.rejoined())],
    });
  const segment = segmentOf(rejoin, node?.segmentBytes);
  const summary = segment === null ? said.unnamed({ node: label }) : said.named({ node: label, segment });
  return present('certain', { summary, evidence: shown, missing: [collect.walListing(cluster, node, said.why({ node: label }))] });
}

/** As pg_rewind names it, else the segment of the record that it could not find: on its own timeline, the one of the fork. */
function segmentOf(rejoin: Rejoin, segmentBytes?: number): string | null {
  const lacking = rejoin.messages.filter(isLacking);
  const named = lacking.findLast((fact) => fact.values['segment'] !== undefined)?.values['segment'];
  if (named !== undefined) return named;
  const lsn = lacking.at(-1)?.values['lsn'];
  const timeline = [...lacking, ...rejoin.said('rewind.diverged-at')].flatMap((fact) => fact.values['timeline'] ?? []).at(0);
  const position = lsn === undefined ? null : parseLsn(lsn);
  return position === null || timeline === undefined ? null : formatWalName(segmentOfLsn(position, Number(timeline), segmentBytes));
}

function complete(rejoin: Rejoin): Told['verdict'] {
  const rewound = rejoin.said('rejoin.rewinding').at(-1);
  const done = rejoin.succeeded ? rejoin.said('rejoin.successful').at(-1) : undefined;
  return rewound === undefined || done === undefined ? notApplicable : absent(said.done(), evidence(done, said.done()));
}
