import { text } from '../../src/core/text.ts';
import { defineGrammar } from '../kit/define.ts';
import { ControlFold, isControldata, warns } from './facts.ts';
import { keyOf } from './labels.ts';
import { ControlParser } from './parser.ts';
import { lexer } from './tokens.ts';

const LABEL = /^\s*([A-Za-z0-9\u3400-\u9FFF][^:：]{1,59})[:：]/;
const FAILURE = /^(?:\S*\/)?(?:pg|sys)_controldata[:：]/;

export default defineGrammar({
  kind: 'controldata',
  title: text({ en: 'pg_controldata / sys_controldata', 'zh-CN': 'pg_controldata / sys_controldata 输出' }),
  prints: (_command, producer) => isControldata(producer),
  opens(line) {
    const label = LABEL.exec(line)?.[1];
    if (label === undefined) return 0;
    if (FAILURE.test(line)) return 0.96;
    if (keyOf(label) !== null) return 0.95;
    return /^(?:WARNING|警告)$/.test(label) && warns(line) ? 0.95 : 0;
  },
  lexer,
  parser: () => new ControlParser(),
  fold: (context) => new ControlFold(context),
});
