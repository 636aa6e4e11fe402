import { text } from '../../src/core/text.ts';
import { defineGrammar } from '../kit/define.ts';
import { asksUsage, UsageFold } from './facts.ts';
import { UsageParser } from './parser.ts';
import { lexer } from './tokens.ts';

export default defineGrammar({
  kind: 'usage',
  title: text({ en: 'Help texts of programs', 'zh-CN': '程序的帮助信息' }),
  about: text({
    en: 'What any program prints for `--help`, or when it was called wrongly: usage, options, where to report bugs, English and Chinese. It says nothing of a cluster; it is known so that nothing else is read into it.',
    'zh-CN': '任何程序在 `--help` 或用法错误时打印的帮助：用法、选项、反馈地址，中英文皆可。它与集群无关；识别它是为了不被误读成别的内容。',
  }),
  prints: (command) => asksUsage(command),
  opens: (line, next) =>
    /^(?:Usage|usage|USAGE|用法|使用方法)[:：]/.test(line) &&
    next.some((after) => /^\s+(?:-{1,2}[\w?]|\S+ \[(?:OPTIONS?|选项)\])/.test(after))
      ? 0.9
      : 0,
  lexer,
  parser: () => new UsageParser(),
  fold: (context) => new UsageFold(context),
});
