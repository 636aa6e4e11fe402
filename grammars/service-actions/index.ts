import { text } from '../../src/core/text.ts';
import { defineGrammar } from '../kit/define.ts';
import { ActionsFold } from './facts.ts';
import { ActionsParser } from './parser.ts';
import { lexer } from './tokens.ts';

export default defineGrammar({
  kind: 'service-actions',
  title: text({ en: 'Service commands as repmgr would run them', 'zh-CN': 'repmgr 会执行的服务命令' }),
  prints: ({ program, args }) => program === 'repmgr' && args.includes('--list-actions'),
  opens: (line) => (line.includes('Following commands would be executed for each action:') ? 1 : 0),
  lexer,
  parser: () => new ActionsParser(),
  fold: (context) => new ActionsFold(context),
});
