import { text } from '../../src/core/text.ts';
import { defineGrammar } from '../kit/define.ts';
import { ActionsFold } from './facts.ts';
import { ActionsParser } from './parser.ts';
import { lexer } from './tokens.ts';

export default defineGrammar({
  kind: 'service-actions',
  title: text({ en: 'Service commands as repmgr would run them', 'zh-CN': 'repmgr 会执行的服务命令' }),
  about: text({
    en: '`repmgr node service --list-actions`: the commands by which repmgr would start, stop, restart, reload and promote the server, configured or by default.',
    'zh-CN': '`repmgr node service --list-actions`：repmgr 用于启动、停止、重启、重新加载和提升服务器的命令（已配置的或默认的）。',
  }),
  prints: ({ program, args }) => program === 'repmgr' && args.includes('--list-actions'),
  opens: (line) => (line.includes('Following commands would be executed for each action:') ? 1 : 0),
  lexer,
  parser: () => new ActionsParser(),
  fold: (context) => new ActionsFold(context),
});
