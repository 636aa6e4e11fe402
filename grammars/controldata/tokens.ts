import type { TokenType } from 'chevrotain';
import { lexerOf } from '../kit/config.ts';
import { Anything, atLineStart, Blank, restBehind } from '../kit/tokens.ts';

/** `pg_controldata: error: `, `pg_controldata: 错误: `, before 12 without the level. */
export const Program = atLineStart(
  'Program',
  /(?:\S*\/)?(?:pg|sys)_controldata[:：][ \t]*(?:(?:fatal|error|warning|致命的|错误|警告)[:：])?/,
);
/** `Latest checkpoint's REDO location:`, `wal_level设置：` */
export const Label = atLineStart('Label', /[A-Za-z0-9\u3400-\u9FFF][^:：\n]{1,59}[:：]/);
export const Value = restBehind('Value', Program, Label);
/** A line without a label: the text below a warning, or a value that awk cut out. */
export const Text = atLineStart('Text', /[!-\uFFFF][^\n]*/);

export const tokens: TokenType[] = [Blank, Value, Program, Label, Text, Anything];
export const lexer = lexerOf(tokens);
