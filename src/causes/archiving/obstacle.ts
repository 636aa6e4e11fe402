/**
 * The verdict that the causes of a failing archive command share: what stands in the way is what a program said first, it stands while
 * nothing succeeded later, and what other outputs show (df, a listing) confirms or refutes it.
 */
import { collect } from '../../collect/commands.ts';
import type { Evidence, Missing, Verdict } from '../../core/finding.ts';
import { type Message, texts } from '../../core/text.ts';
import { attemptsOf } from '../../model/archive-attempts.ts';
import type { Obstacle, ObstacleKind } from '../../model/archive-obstacles.ts';
import { archiveOutcome, lastStatistics } from '../../model/archive-outcome.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { Node } from '../../model/node.ts';
import { absent, evidence, notApplicable, present, unknown } from '../cause.ts';
import { backlog, refusals } from './backlog.ts';

const said = texts(() => ({
  program: { en: 'what the program says', 'zh-CN': '程序给出的原因' },
  status: { en: 'the exit status tells: {code}', 'zh-CN': '退出码说明问题：{code}' },
  silent: {
    en: 'it fails with exit status 1 and not a word: the test in front of the copy says nothing when it refuses',
    'zh-CN': '以退出码 1 失败且没有任何输出：复制前的 test 判断拒绝时不会输出信息',
  },
  failed: { en: 'the server reports the failed attempt', 'zh-CN': '服务器记录的归档失败' },
  failedTimes: {
    en: 'the server reports the failed attempt, {count} times up to {last}',
    'zh-CN': '服务器记录的归档失败，至 {last} 共 {count} 次',
  },
  statistics: {
    en: 'the last failure ({failed}) is later than the last success ({archived})',
    'zh-CN': '最后一次失败（{failed}）晚于最后一次成功（{archived}）',
  },
  process: { en: 'the title of its archiver process: the last attempt failed', 'zh-CN': '归档进程标题：最近一次归档失败' },
  counted: { en: 'more failures are counted than before: {count}', 'zh-CN': '失败计数比此前增加：{count}' },
  never: { en: 'attempts fail, the last at {failed}, and none has succeeded', 'zh-CN': '归档尝试失败（最近一次 {failed}），且从未成功' },
  worksAgain: { en: 'the last success came after it', 'zh-CN': '此后已有归档成功' },
  works: { en: 'no attempt has failed since the last success', 'zh-CN': '最后一次成功之后没有失败' },
  other: { en: 'the program gives another reason: `{text}`', 'zh-CN': '程序给出的是其他原因：`{text}`' },
  otherStatus: { en: 'the exit status tells of something else', 'zh-CN': '退出码说明是其他原因' },
  whyLog: { en: 'what the archive program itself says on {node}', 'zh-CN': '{node} 上归档程序自身给出的原因' },
  whyArchiver: { en: 'whether {node} archives again', 'zh-CN': '{node} 是否已恢复归档' },
}));

/** What one cause adds to the common verdict. */
export interface Own {
  readonly kind: ObstacleKind;
  /** What other outputs show of it. */
  readonly seen: readonly Evidence[];
  /** `seen` shows it by itself, without a line of a program. */
  readonly seenIsEnough: boolean;
  /** What other outputs show against it. */
  readonly clear: { readonly because: Message; readonly shown: Evidence } | null;
  readonly summary: (obstacle: Obstacle | null) => Message;
  readonly past: () => Message;
  readonly asks: readonly Missing[];
}

export function obstacleVerdict(cluster: Cluster, server: Node, own: Own): Verdict {
  const attempts = attemptsOf(server);
  const outcome = archiveOutcome(server);
  const mine = attempts.obstacles.filter((obstacle) => obstacle.kind === own.kind);
  const first = mine[0];
  const { current } = attempts;
  if (first === undefined) return withoutWords(cluster, server, own);
  const passed = outcome.is === 'works' || (current !== null && current.kind !== own.kind);
  const success = outcome.is === 'works' ? outcome.shown.map((fact) => evidence(fact, said.worksAgain())) : [];
  const shown = [...mine.slice(0, 1), ...mine.slice(1).slice(-1)].map((one) => evidence(one.fact, wording(one)));
  const sure = first.spoken || own.kind === 'program';
  return present(sure ? 'certain' : own.seen.length > 0 ? 'certain' : 'likely', {
    status: passed ? 'resolved' : 'active',
    summary: passed ? own.past() : own.summary(mine.at(-1) ?? first),
    evidence: passed
      ? [...shown, ...success]
      : [...shown, ...failing(server), ...own.seen, ...backlog(server), ...refusals(cluster, server)],
    missing: passed ? [] : asks(cluster, server, own),
  });
}

/** No program named it: other outputs may show it, or something else is known to be the reason. */
function withoutWords(cluster: Cluster, server: Node, own: Own): Verdict {
  const { current } = attemptsOf(server);
  const outcome = archiveOutcome(server);
  const waits = (server.archiving.lastPending?.count ?? 0) > 0;
  const unexplained = current === null || current.kind === 'refused' || (current.kind === 'exists' && !current.spoken);
  if (own.seen.length > 0 && unexplained && outcome.is !== 'works' && (outcome.is === 'fails' || (own.seenIsEnough && waits))) {
    return present(outcome.is === 'fails' && own.seenIsEnough ? 'certain' : 'likely', {
      summary: own.summary(null),
      evidence: [...own.seen, ...failing(server), ...backlog(server), ...refusals(cluster, server)],
      missing: asks(cluster, server, own),
    });
  }
  if (current?.spoken && current.kind !== 'refused') {
    const because = said.other({ text: current.fact.text.split('\n')[0] ?? '' });
    return absent(because, evidence(current.fact, because));
  }
  if (current !== null && current.kind !== 'refused') return absent(said.otherStatus(), evidence(current.fact, wording(current)));
  if (own.clear !== null) return absent(own.clear.because, own.clear.shown);
  if (outcome.is === 'works') {
    const [fact] = outcome.shown;
    return fact === undefined ? notApplicable : absent(said.works(), evidence(fact, said.works()));
  }
  return outcome.is === 'fails' ? unknown(...asks(cluster, server, own)) : notApplicable;
}

/** What to ask for: the program's own words where the bundle lacks them, the archiver's statistics, what the cause wants to see. */
function asks(cluster: Cluster, server: Node, own: Own): Missing[] {
  const words = attemptsOf(server).obstacles.some((obstacle) => obstacle.spoken);
  return [
    ...(words ? [] : [collect.serverLog(cluster, server, said.whyLog({ node: server.label }))]),
    ...own.asks,
    ...(lastStatistics(server) === null ? [collect.archiver(cluster, server, said.whyArchiver({ node: server.label }))] : []),
  ];
}

const wording = (obstacle: Obstacle): Message =>
  obstacle.spoken
    ? said.program()
    : obstacle.kind === 'exists'
      ? said.silent()
      : said.status({ code: obstacle.fact.values['code'] ?? '?' });

/** The lines that show that attempts fail now: the server's reports, the archiver's statistics, else the title of its process. */
export function failing(server: Node): Evidence[] {
  const { failures } = attemptsOf(server);
  const last = failures.at(-1);
  const row = lastStatistics(server);
  const shown: Evidence[] = [];
  if (last !== undefined) {
    const count = failures.reduce((sum, one) => sum + one.count, 0);
    const until = last.lastAtText ?? last.atText;
    shown.push(evidence(last, count > 1 && until !== null ? said.failedTimes({ count, last: until }) : said.failed()));
  }
  if (row !== null && row.lastFailedTime !== null && archiveOutcome(server).is === 'fails') {
    const { lastArchivedTime: archived, lastFailedTime: failed } = row;
    shown.push(evidence(row.fact, archived === null ? said.never({ failed }) : said.statistics({ failed, archived })));
  } else if (row !== null && last === undefined && archiveOutcome(server).is === 'fails') {
    shown.push(evidence(row.fact, said.counted({ count: row.failed ?? 0 })));
  } else if (last === undefined && archiveOutcome(server).is === 'fails') {
    for (const fact of archiveOutcome(server).shown) shown.push(evidence(fact, said.process()));
  }
  return shown;
}
