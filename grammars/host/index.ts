import { text } from '../../src/core/text.ts';
import { defineGrammar } from '../kit/define.ts';
import { isHost } from './asked.ts';
import { HostFold } from './facts.ts';
import { HostParser } from './parser.ts';
import { SHAPES } from './shapes/index.ts';
import { lexer } from './tokens.ts';

const WHOLE = SHAPES.filter(({ sure }) => sure > 0).map(({ pattern, sure }) => ({
  sure,
  pattern: new RegExp(`^\\s*(?:${pattern.source})\\s*$`),
}));

export default defineGrammar({
  kind: 'host',
  title: text({
    en: 'One-liners of the host (date, hostname, uptime, free, mount, ss, ping, rpm …) and of the terminal',
    'zh-CN': '主机单行输出 (date、hostname、free、mount、ss、ping、rpm 等) 与终端',
  }),
  prints: (_command, producer) => isHost(producer),
  opens: (line) => WHOLE.find(({ pattern }) => pattern.test(line))?.sure ?? 0,
  lexer,
  parser: () => new HostParser(),
  fold: (context) => new HostFold(context),
});
