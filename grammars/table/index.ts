import { text } from '../../src/core/text.ts';
import { defineGrammar } from '../kit/define.ts';
import { guarded } from '../kit/starts.ts';
import { tableFold } from './facts.ts';
import { isRowCount, isTitle, openingOf } from './openings.ts';
import { TableParser } from './parser.ts';
import { CLIENTS, isStatement, repmgrCall } from './query.ts';
import { lexer } from './tokens.ts';

const CLIENT_LINE = guarded(/^(?:psql|ksql|gsql)(?: \(|: ?(?:error|fatal|FATAL|ERROR|错误|致命错误|could not connect)|:\S+:\d+: )/);

function opens(line: string, next: readonly string[]): number {
  if (line.trim() === '') return 0;
  if (CLIENT_LINE.test(line)) return 0.9;
  if (isRowCount(line)) return 0.6;
  if (isTitle(line, next)) return 0.9;
  if (/^(?:输入 "help"|Type "help" for help|授权类型[:：])/.test(line)) return 0.8;
  if (/^(?:ERROR|错误): {2}\S/.test(line) && /^(?:LINE \d+:|第 ?\d+ ?行)/.test(next[0] ?? '')) return 0.9;
  if (/^\w+ -{8,}\s*$/.test(line)) return 0.7;
  const opening = openingOf(line, next);
  if (opening === null) return 0;
  switch (opening.is) {
    case 'expanded':
    case 'pairs':
    case 'rule':
    case 'html':
      return 1;
    case 'aligned':
      return opening.columns.length > 1 ? 1 : 0.9;
    case 'rows':
      return 0.95;
    case 'separated':
      return 0.9;
  }
}

export default defineGrammar({
  kind: 'table',
  title: text({ en: 'Tables of psql, ksql and repmgr', 'zh-CN': 'psql、ksql 与 repmgr 的表格输出' }),
  about: text({
    en: 'Results of psql, ksql and repmgr: aligned, expanded, unaligned, CSV, every border style, wrapped or damaged by a paste; known headings become statements on nodes, slots, settings, senders.',
    'zh-CN':
      'psql、ksql 与 repmgr 的结果：对齐、扩展、非对齐、CSV、各种边框，以及粘贴时折行或损坏的表格；已知表头转为关于节点、复制槽、参数、发送进程的事实。',
  }),
  prints: (command) =>
    command.program !== null && (CLIENTS.has(command.program) || (command.program === 'repmgr' && repmgrCall(command.args) !== null)),
  answers: isStatement,
  opens,
  lexer,
  parser: () => new TableParser(),
  fold: tableFold,
});
