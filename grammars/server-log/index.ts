import type { SimpleCommand } from '../../src/core/shell.ts';
import { text } from '../../src/core/text.ts';
import { defineGrammar } from '../kit/define.ts';
import { standardLine } from '../kit/server-messages/header.ts';
import { LEVEL_WORDS, LEVELS } from '../kit/server-messages/levels.ts';
import { recognise } from '../kit/server-messages/match.ts';
import { looksTold } from '../kit/server-messages/programs.ts';
import { guarded } from '../kit/starts.ts';
import { logFold } from './facts.ts';
import { type LogRow, lexer, ServerLogParser } from './parser.ts';

const READERS = new Set('cat tail head less more zcat zless grep egrep fgrep zgrep sed awk'.split(' '));
/** Names of a server's log: `postgresql-2026-11-23.log`, `pg_log/…`, `sys_log/…`, KingbaseES's start log `logfile`, `startup.log`. */
const LOG_FILE = guarded(
  /(?:pg_?log|sys_?log|data\/log|pgsql\/log)\/[^/\s]+$|(?:^|\/)logfile$|\.log(?:\.\d+)?(?:\.gz|\.txt)?$|(?:postgres|kingbase|server)[^/\s]*log[^/\s]*$/i,
);
const NOT_THE_SERVERS = guarded(
  /repmgr|hamgr|kbha|patroni|pgbouncer|pgpool|pgbackrest|sys_rman|(?:stanza-create|archive-push(?:-async)?|backup|check)\.log|barman|(?:failover|recovery|kbst(?:art|op))\.?log|\.csv|\.json|\.conf|(?:syslog|messages)$/i,
);
const UNIT = /postgres|kingbase|pgsql/i;

const ANY = guarded(new RegExp(`(?:${LEVEL_WORDS})(?:：|:[ \\t])`));
/** The standard prefix needs no second blank, which a paste may have lost. */
const STANDARD = guarded(
  new RegExp(
    `^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)? (?:[A-Z]{2,5}|[+-]\\d\\d(?::?\\d\\d)?) \\[\\d+\\] (?:\\S+@\\S+ )?(?:${LEVEL_WORDS})[:：]`,
  ),
);
/** Its Chinese words written as question marks. */
const LOST = guarded(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)? (?:[A-Z]{2,5}|[+-]\d\d(?::?\d\d)?) \[\d+\] (?:\S+@\S+ )?\?{2,12}: {2}\S/);
const TIMED = guarded(
  new RegExp(
    `(?:\\d\\d:\\d\\d:\\d\\d|\\[\\d+(?:-\\d+)?\\]|(?:user|db|pid|app)=|\\d{10}\\.\\d{3})[^\\n]{0,200}?(?<![A-Za-z"])(?:${LEVEL_WORDS})[:：]  \\S`,
  ),
);
const SYSLOG = guarded(new RegExp(`(?:postgres|kingbase)\\w*\\[\\d+\\]: .{0,120}?(?:${LEVEL_WORDS})[:：] `));
/** A line of repmgr's own log, which may quote the server's words. */
const REPMGRS = guarded(/^\[[^\]]*\] ?\[(?:DEBUG|INFO|NOTICE|WARNING|ERROR|DETAIL|HINT)\](?: |$)/);
/** journalctl's first line, and systemd's own words before the server's. */
const JOURNAL = guarded(/^-- (?:Logs|Journal|Boot) |^\S+ +\d+ \d\d:\d\d:\d\d \S+ systemd\[1\]: /);
const BARE = guarded(new RegExp(`^(?:${[...LEVELS.keys()].join('|')}):  \\S`));

/** Levels of the server alone, at the beginning or behind a prefix with a time, in which no other program's level stands. */
const SERVERS = guarded(
  /^(?:(?:(?!ERROR|WARN|INFO|DEBUG|Exception)[^\n"']){0,60}?\d\d:\d\d:\d\d(?:(?!ERROR|WARN|INFO|DEBUG|Exception)[^\n"']){0,120}?[ :,\])])?(?:LOG|FATAL|PANIC|日志|致命错误)[:：] ?(\S.*)$/,
);

/** What a program complains of stands above the server's own report of it, so a pasted log often begins with it. */
const REPORT = guarded(/archive command failed|archive command was terminated|could not restore file|归档命令|无法从归档文件/);
function reported(next: readonly string[]): boolean {
  const blank = next.findIndex((one) => one.trim() === '');
  return next.slice(0, Math.min(blank < 0 ? 6 : blank, 6)).some((one) => REPORT.test(one) && !one.startsWith('{'));
}

function prints(command: SimpleCommand): boolean {
  const { program, args } = command;
  if (program === 'journalctl') return args.some((arg) => UNIT.test(arg));
  if (program === null || !READERS.has(program)) return false;
  if (/grep$/.test(program) && args.some((arg) => /^-\w*c|^--count/.test(arg))) return false;
  return args.some((arg) => LOG_FILE.test(arg) && !NOT_THE_SERVERS.test(arg));
}

/** The server's log in stderr format, with any `log_line_prefix`, also through syslog, the journal or a container runtime. */
export default defineGrammar<LogRow>({
  kind: 'server-log',
  title: text({ en: 'Server log', 'zh-CN': '数据库服务器日志' }),
  about: text({
    en: 'The server’s log on stderr with any `log_line_prefix`, through syslog, the journal or a container runtime; PostgreSQL 9.x to 18 and KingbaseES, levels and messages in English and Chinese.',
    'zh-CN':
      '数据库服务器 stderr 日志，任意 `log_line_prefix`，可经 syslog、journal 或容器；PostgreSQL 9.x 至 18 与 KingbaseES，级别与消息为中文或英文。',
  }),
  prints,
  opens(line, next) {
    if (JOURNAL.test(line)) return next.slice(0, 4).some((one) => SYSLOG.test(one)) ? 0.7 : 0;
    // the server never begins a line with blanks: a paste that is moved in is moved back before
    if (line.startsWith('{') || line.startsWith('  ') || line.startsWith('\t') || REPMGRS.test(line)) return 0;
    if (LOST.test(line)) return 0.9;
    if (line.startsWith('@ERROR: ') || !ANY.test(line)) return looksTold(line) && reported(next) ? 0.9 : 0;
    if (STANDARD.test(line) || TIMED.test(line) || SYSLOG.test(line)) return 1;
    // Without a prefix these may also be psql's: likely, never sure.
    if (BARE.test(line)) return 0.6;
    // levels that no other program has, where a paste has squeezed the blanks and the words are the server's
    const said = SERVERS.exec(line)?.[1];
    return said !== undefined && recognise(said) !== null ? 0.6 : 0;
  },
  named: (fileName) => LOG_FILE.test(fileName) && !NOT_THE_SERVERS.test(fileName),
  shortcut: standardLine,
  lexer,
  parser: () => new ServerLogParser(),
  fold: logFold,
});
