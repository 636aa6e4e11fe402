import { text } from '../../src/core/text.ts';
import { defineGrammar } from '../kit/define.ts';
import { guarded } from '../kit/starts.ts';
import { ControlFold, isControldata, warns } from './facts.ts';
import { keyOf } from './labels.ts';
import { ControlParser } from './parser.ts';
import { lexer } from './tokens.ts';

const LABEL = guarded(/^\s*([A-Za-z0-9\u3400-\u9FFF][^:：]{1,59})[:：]/);
const FAILURE = /^(?:\S*\/)?(?:pg|sys)_controldata[:：]/;

export default defineGrammar({
  kind: 'controldata',
  title: text({ en: 'pg_controldata / sys_controldata', 'zh-CN': 'pg_controldata / sys_controldata 输出' }),
  about: text({
    en: '`pg_controldata` (9.3 to 18) and `sys_controldata` (V8R3 to V9), English and Chinese, whole, grepped, or one value cut out by awk. A primary’s copies of its settings are stated as settings; a standby’s control file holds the primary’s.',
    'zh-CN':
      '`pg_controldata`（9.3 至 18）与 `sys_controldata`（V8R3 至 V9）的中英文输出，可为整份、grep 后的部分，或 awk 截取的单个值。主库控制文件中的参数视为其设置；备机控制文件里的是主库的。',
  }),
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
