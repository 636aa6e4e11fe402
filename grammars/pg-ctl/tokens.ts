import { createToken } from 'chevrotain';
import { lexerOf } from '../kit/config.ts';
import { Anything, Space } from '../kit/tokens.ts';

/** `pg_ctl: `, `sys_ctl: ` in front of its errors. */
export const Program = createToken({ name: 'Program', pattern: /(?:pg|sys)_ctl[:：][ \t]*/ });
/** `waiting for server to start....`: what comes of it stands on the same line, the shell's error too. */
export const Waiting = createToken({
  name: 'Waiting',
  pattern: /(?:waiting for server to (?:start|shut down|promote)|(?:正在)?等待服务器(?:进程)?(?:启动|关闭|加载|提升))[ \t]*[.…]*[ \t]*/,
});
export const Outcome = createToken({
  name: 'Outcome',
  pattern: /(?:[.…]+[ \t]+)?(?:done|完成|stopped waiting|已停止等待|failed|失败)[ \t]*(?![!-\uFFFF])/,
});
export const Text = createToken({ name: 'Text', pattern: /[!-\uFFFF][^\n]*/ });

export const tokens = [Space, Program, Waiting, Outcome, Text, Anything];
export const lexer = lexerOf(tokens);
