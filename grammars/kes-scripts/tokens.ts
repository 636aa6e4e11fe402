import { createToken } from 'chevrotain';
import { lexerOf } from '../kit/config.ts';
import { Anything, Space } from '../kit/tokens.ts';

/** `2025-02-08 07:33:20 ` without brackets: the scripts' own stamp. */
export const Stamp = createToken({ name: 'Stamp', pattern: /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[ \t]+/ });
export const StepTag = createToken({ name: 'StepTag', pattern: /\[(?:CONFIG_CHECK|RUNNING|INSTALL)\][ \t]*/ });
export const LevelTag = createToken({ name: 'LevelTag', pattern: /\[(?:INFO|WARNING|ERROR|NOTICE)\][ \t]*/ });
/** `[kernel.sem]`, `[ulimit.mem lock]`: the parameter that a check is about. */
export const Parameter = createToken({ name: 'Parameter', pattern: /\[[A-Za-z][\w. -]*\][ \t]*/ });
/** `db_user=system` behind ` [INFO]`. */
export const Pair = createToken({ name: 'Pair', pattern: /[A-Za-z_]\w*=[^\n]*/ });
export const Text = createToken({ name: 'Text', pattern: /[!-\uFFFF][^\n]*/ });

export const tokens = [Space, Stamp, StepTag, LevelTag, Parameter, Pair, Text, Anything];
export const lexer = lexerOf(tokens);
