import type { Evidence, Finding } from '../../core/finding.ts';
import type { CauseId } from '../../core/ids.ts';
import { type Lang, type Message, texts } from '../../core/text.ts';
import { evidence } from '../../model/evidence.ts';
import { type Ask, open, type TitleOf } from './answer.ts';

const said = texts(() => ({
  question: { en: 'May I switch over now?', 'zh-CN': '现在可以切换吗？' },
  refused: {
    en: 'No: more than {threshold} files wait on {node}, repmgr refuses. `--force` would skip the check, delete nothing and repair nothing; as a standby {node} then recycles what waits, unarchived.',
    'zh-CN':
      '不可以：{node} 上等待归档的文件超过 {threshold} 个，repmgr 会拒绝。`--force` 只会跳过检查，不删除也不修复任何内容；{node} 降为备机后会把等待归档的日志段不归档即回收。',
  },
  passes: {
    en: 'repmgr would let it pass as long as no more than {threshold} files wait on {node} ({count} at the last count), and it would do harm: nothing archives on {node}, and as a standby it recycles what waits, unarchived. Mend archiving first.',
    'zh-CN':
      '只要 {node} 上等待归档的文件不超过 {threshold} 个（最后一次计数 {count}），repmgr 会放行，但有害：{node} 没有归档方式，降为备机后会把等待归档的日志段不归档即回收。请先修复归档。',
  },
  rehearsed: {
    en: 'A rehearsal found all prerequisites met; nothing open in the bundle speaks against it. Rehearse again right before.',
    'zh-CN': '预演显示所有前提条件均满足，材料中没有未解决的阻碍。执行前请再次预演。',
  },
  done: {
    en: 'The last switchover in the bundle completed; nothing open speaks against another. Rehearse first: `standby switchover --dry-run`.',
    'zh-CN': '材料中的最后一次切换已成功完成，没有未解决的阻碍。切换前请先预演：`standby switchover --dry-run`。',
  },
  unknown: {
    en: 'The bundle does not tell: no rehearsal and no completed switchover is in it. Rehearse: `standby switchover --dry-run` changes nothing.',
    'zh-CN': '材料不足以判断：其中没有预演，也没有已完成的切换。请预演：`standby switchover --dry-run` 不做任何修改。',
  },
  met: { en: 'the rehearsal passed', 'zh-CN': '预演通过' },
  completed: { en: 'the last switchover completed', 'zh-CN': '最后一次切换已完成' },
  waits: { en: 'the last count', 'zh-CN': '最后一次计数' },
}));

/** Causes that do not stand in the way of a planned switchover by themselves. */
const HARMLESS: readonly CauseId[] = [
  'archive-gap',
  'archive-status-orphaned',
  'wal-removed-by-hand',
  'credentials-exposed',
  'archive-backlog-draining',
  'archive-command-noop',
  'durability-disabled',
  'event-script-failing',
];

const blocks = (finding: Finding): boolean => finding.severity !== 'notice' && !HARMLESS.includes(finding.cause);

export const maySwitchOver: Ask = (cluster, findings, titleOf) => {
  if (!cluster.flavour.usesRepmgr) return null;
  if (cluster.members.length < 2 && cluster.messages('switchover.executing', 'switchover.dry-run').length === 0) return null;
  const answer = (message: Message, shown: readonly Evidence[] = []) => ({
    id: 'may-switch-over',
    question: said.question(),
    answer: message,
    evidence: shown,
  });
  const blocking = open(findings).filter(blocks);
  const archive = blocking.filter((finding) => finding.cause === 'archive-command-missing');
  if (archive.length > 0 && blocking.length === archive.length) {
    const node =
      cluster.nodes.find((one) => archive.some((finding) => finding.node === one.name) && one.isPrimary) ??
      cluster.nodes.find((one) => archive.some((finding) => finding.node === one.name));
    const last = node?.archiving.lastPending;
    if (node !== undefined && last) {
      const threshold = node.archiving.pending.map((one) => one.threshold ?? 0).reduce((a, b) => Math.max(a, b), 0) || 128;
      const shown = [evidence(last.fact, said.waits())];
      return last.count > threshold
        ? answer(said.refused({ node: node.label, threshold }), shown)
        : answer(said.passes({ node: node.label, threshold, count: last.count }), shown);
    }
  }
  if (blocking.length > 0) {
    return answer(
      inTheWay(blocking, titleOf),
      blocking.flatMap((finding) => finding.evidence.slice(0, 1)),
    );
  }
  const met = cluster.messages('switchover.prerequisites-met').at(-1);
  if (met !== undefined) return answer(said.rehearsed(), [evidence(met, said.met())]);
  const completed = cluster.messages('switchover.completed').at(-1);
  if (completed !== undefined) return answer(said.done(), [evidence(completed, said.completed())]);
  return answer(said.unknown());
};

/** `No. In the way: <title> (<node>); …`: titles are texts in both languages, names of nodes are values. */
function inTheWay(blocking: readonly Finding[], titleOf: TitleOf): Message {
  const nodes = new Map(blocking.flatMap((finding, index) => (finding.node === null ? [] : [[`node${index}`, finding.node] as const])));
  const list = (lang: Lang, between: string, around: (name: string) => string): string =>
    blocking
      .map((finding, index) => `${titleOf(finding.cause)[lang]}${nodes.has(`node${index}`) ? around(`{node${index}}`) : ''}`)
      .join(between);
  return {
    text: {
      en: `No. In the way: ${list('en', '; ', (name) => ` (${name})`)}.`,
      'zh-CN': `不可以。阻碍：${list('zh-CN', '；', (name) => `（${name}）`)}。`,
    },
    params: Object.fromEntries(nodes),
  };
}
