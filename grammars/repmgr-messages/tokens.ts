import { createToken } from 'chevrotain';
import { lexerOf } from '../kit/config.ts';
import { Anything, Space } from '../kit/tokens.ts';

/** `Sep 19 08:35:36 cove7 repmgrd[812]: `: syslog or journald in front of the daemon's own line. */
export const Syslog = createToken({
  name: 'Syslog',
  pattern:
    /(?:[A-Za-zéûäč]{3,4}\.? {1,2}\d{1,2} \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[^ ]*) [!-\uFFFF]+ [\w.@()/-]+(?:\[\d+\])?:[ \t]*/,
});
/** The same where time and host were cut off: `repmgrd: [NOTICE] …`, `systemd[1]: …`. */
export const Relayed = createToken({ name: 'Relayed', pattern: /(?:repmgrd|kbha|systemd)(?:\[\d+\])?:[ \t]+/ });
export const Time = createToken({ name: 'Time', pattern: /\[\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:[.,]\d+)?[^\]\n]{0,8}\][ \t]*/ });
export const LevelTag = createToken({
  name: 'LevelTag',
  pattern: /\[(?:DEBUG|INFO|NOTICE|WARNING|ERROR|CRIT|ALERT|EMERG|FATAL|PANIC|DETAIL|HINT)\][ \t]*/,
});
/** `2023-11-28 07:14:02 NOTICE text`: forums that take brackets for markup swallow them. */
export const Bare = createToken({
  name: 'Bare',
  pattern: /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d +(?:DEBUG|INFO|NOTICE|WARNING|ERROR|CRIT|ALERT|EMERG|FATAL|DETAIL|HINT)(?![\w:：])[ \t]*/,
});
/** KingbaseES: `[thread pid: 4711]`, `[thread 3]` behind the level. */
export const Thread = createToken({ name: 'Thread', pattern: /\[thread[^\]\n]{0,16}\][ \t]*/ });
/** KingbaseES V9R2: `[RWC-07455]`, or `[]` where a line has no code. */
export const Code = createToken({ name: 'Code', pattern: /\[(?:RWC-\d+)?\][ \t]*/ });
/** `ERROR: `; `(null): error: ` where PostgreSQL's own code speaks inside repmgr, which has told it no name. */
export const LevelWord = createToken({
  name: 'LevelWord',
  pattern: /(?:DEBUG|INFO|NOTICE|WARNING|ERROR|CRIT|ALERT|EMERG|DETAIL|HINT):[ \t]*|\(null\): (?:error|fatal|错误|致命的)[:：][ \t]*/,
});
export const Bullet = createToken({ name: 'Bullet', pattern: /-[ \t]+/ });
export const Text = createToken({ name: 'Text', pattern: /[!-\uFFFF][^\n]*/ });

export const tokens = [Space, Syslog, Relayed, Time, Bare, LevelTag, Thread, Code, LevelWord, Bullet, Text, Anything];
export const lexer = lexerOf(tokens);
