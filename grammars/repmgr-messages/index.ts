import { text } from '../../src/core/text.ts';
import { defineGrammar } from '../kit/define.ts';
import { guarded } from '../kit/starts.ts';
import { recognise } from './catalogue/index.ts';
import { MessagesFold } from './facts.ts';
import { MessagesParser } from './parser.ts';
import { lexer } from './tokens.ts';

const SYSLOG = guarded(
  /^(?:[A-Za-zéûäč]{3,4}\.? {1,2}\d{1,2} \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\S*) \S+ (?:repmgrd?|kbha)(?:\[\d+\])?: /,
);
/** The same without time and host, where the words are known: any program may be called before a colon. */
const RELAYED = guarded(
  /^(?:repmgrd|kbha)(?:\[\d+\])?: +(?:\[\d{4}-\d\d-\d\d [\d:.,]+\] ?)?\[(?:DEBUG|INFO|NOTICE|WARNING|ERROR|DETAIL|HINT)\](?: |$)/,
);
const BRACKETED = guarded(/^(?:\[\d{4}-\d\d-\d\d[ T][\d:.,]+[^\]]{0,8}\] ?)?\[(?:DEBUG|INFO|NOTICE|WARNING|ERROR|DETAIL|HINT)\](?: |$)/);
/** kbha's lines without a level: `[2026-03-01 10:00:01] try to start repmgrd`. */
const STAMPED = guarded(/^\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[\d.]*\] (?!\[)(\S.*)$/);
/** The same where a forum has swallowed the brackets. */
const BARE = guarded(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d +(?:DEBUG|INFO|NOTICE|WARNING|ERROR|DETAIL|HINT)(?: (\S.*)|$)/);
const WORDED = guarded(/^(DEBUG|INFO|NOTICE|WARNING|ERROR|DETAIL|HINT):( {0,2})(\S.*)?$/);
/** A block that was moved to the right: with time and level it is no line below another. */
const INDENTED = guarded(/^ {1,3}\[\d{4}-\d\d-\d\d[ T][\d:.,]+\] ?\[(?:DEBUG|INFO|NOTICE|WARNING|ERROR|DETAIL|HINT)\](?: |$)/);
const LOGS = /(?:hamgr|kbha|repmgrd?)[\w.-]*\.log/;

/** How surely a line is repmgr's: brackets are its own; `ERROR: …` with one blank may be another program's. */
function opens(line: string): number {
  const start = line.charAt(0);
  if (start === '[') {
    if (BRACKETED.test(line)) return 0.95;
    const said = STAMPED.exec(line)?.[1];
    return said !== undefined && recognise(said) !== null ? 0.9 : 0;
  }
  if (start === ' ') return INDENTED.test(line) ? 0.95 : 0;
  if (SYSLOG.test(line)) return 1;
  const bare = BARE.exec(line);
  if (bare !== null) return recognise(bare[1] ?? '') === null ? 0.6 : 0.95;
  if (RELAYED.test(line)) return 0.95;
  if (start === 'r') return /^repmgrd? \d+\.\d[\w.]*(?: \(.*\))?\s*$/.test(line) ? 0.95 : 0;
  if (start === 'c' || start === 'u') return /^(?:cannot|unable to) parse --csv output/.test(line) ? 0.95 : 0;
  if (start === 'T') return /^The following command line errors were encountered:/.test(line) ? 0.95 : 0;
  const worded = WORDED.exec(line);
  if (worded === null) return 0;
  const [, level, blanks = '', said = ''] = worded;
  const known = recognise(said);
  // Two blanks are the server's or psql's, but for messages of repmgr's library that a client shows.
  if (blanks.length === 2) return level === 'INFO' && known !== null ? 0.6 : 0;
  return known !== null ? 0.92 : 0.6;
}

export default defineGrammar({
  kind: 'repmgr-messages',
  title: text({ en: 'Messages of repmgr, repmgrd and kbha', 'zh-CN': 'repmgr、repmgrd 与 kbha 的消息' }),
  about: text({
    en: 'What repmgr 3 to 5.5, repmgrd and KingbaseES’s kbha say, on a terminal, in their logs, through syslog; NOTICE, DETAIL and HINT belong together; equal lines in a row are one fact with a count.',
    'zh-CN':
      'repmgr 3 至 5.5、repmgrd 及 KingbaseES kbha 的消息：终端、日志或 syslog；NOTICE、DETAIL、HINT 归为一组；连续相同的行合并计数。',
  }),
  prints: ({ program, args }) => {
    if (program === 'repmgrd' || program === 'kbha') return true;
    if (program === 'repmgr') {
      const words = args.filter((arg) => /^[a-z]+$/.test(arg)).join(' ');
      return !/\b(?:cluster|node (?:check|status)|(?:service|daemon) status)\b/.test(words);
    }
    if (program === 'journalctl') return args.some((arg) => /repmgr|kbha/.test(arg));
    return /^(?:cat|tail|head|less|more|grep|egrep|zcat|zgrep)$/.test(program ?? '') && args.some((arg) => LOGS.test(arg));
  },
  opens,
  named: (fileName) => LOGS.test(fileName),
  lexer,
  parser: () => new MessagesParser(),
  fold: (context) => new MessagesFold(context),
});
