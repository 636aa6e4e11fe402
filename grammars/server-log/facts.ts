import type { About } from '../../src/core/fact.ts';
import type { Line } from '../../src/core/source.ts';
import type { Claim, Fold, SegmentContext } from '../kit/grammar.ts';
import { isLost, type LoggedRow, levelOf, QUIET } from '../kit/server-messages/header.ts';
import { LEVEL_WORDS, PARTS } from '../kit/server-messages/levels.ts';
import { recognise } from '../kit/server-messages/match.ts';
import { type Head, ServerMessages } from '../kit/server-messages/messages.ts';
import { momentOf } from '../kit/server-messages/moments.ts';
import { looksTold } from '../kit/server-messages/programs.ts';
import { QuietLines } from '../kit/server-messages/quiet.ts';
import type { LogRow, RelayedRow } from './parser.ts';

const GOES_ON = new RegExp(`^(?:\\S.{0,200})?(?<![A-Za-z])(?:${LEVEL_WORDS})[:：]  `);
/** `-- Logs begin at …`, `-- Journal begins at …`, `-- Boot 3f… --`, `-- No entries --`. */
const JOURNAL = /^-- (?:Logs|Journal|Boot|Reboot|No entries|日志)/;
/** A program's text seldom runs for longer without the server saying something itself. */
const NEAR = 8;

export function logFold(context: SegmentContext): Fold<LogRow> {
  const messages = new ServerMessages((body, at) => context.emit(body, at));
  let started = false;
  let lastLine = 0;
  const quietLines = new QuietLines();

  let noted = false;
  const note = (line: Line): void => {
    if (noted) return;
    noted = true;
    context.emit({ kind: 'note', topic: 'characters-lost', values: {} }, { line: line.number });
  };

  const quiet = (line: Line): void => {
    messages.quiet(line.number);
    quietLines.learn(line.text);
  };

  const logged = (row: LoggedRow, line: Line): void => {
    const about: About | null = row.host === null ? null : { host: row.host };
    const stamp = stampOf(row);
    const level = levelOf(row.word);
    if (isLost(row.word)) note(line);
    // four lost characters are a FATAL or a DETAIL
    const part = PARTS.get(row.word) ?? (row.word === '????' && recognise(row.text) === null ? 'detail' : undefined);
    if (part !== undefined && messages.part(part, row.text, row.pid, line.number, line.text)) return;
    if (level === 'log' && QUIET.test(row.text)) {
      quiet(line);
      return;
    }
    // Some KingbaseES builds write NOTICE as 提示: a "hint" without a message above is one.
    const head: Head = { level: level ?? 'notice', pid: row.pid, stamp, about, user: row.user, database: row.database };
    if (level === null && row.word !== '提示') return;
    if (isToolsOwn(row)) messages.program(line.text, line.number, head);
    else messages.message(head, row.text, line.number, line.text);
  };

  return {
    claims(row, line, next): Claim {
      switch (row.row) {
        case 'quiet':
          return 'yes';
        case 'logged':
          if (!row.wide && !prefixed(row) && !started) return isServers(row.word) && recognise(row.text) !== null ? 'yes' : 'no';
          return row.wide || prefixed(row) || row.word === 'LOG' ? 'yes' : 'loosely';
        case 'indented':
          if (!started) return 'no';
          return row.tab && line.number === lastLine + 1 ? 'yes' : 'loosely';
        case 'relayed':
          return ours(row) ? 'yes' : started ? 'loosely' : 'no';
        case 'other': {
          if (JOURNAL.test(line.text)) return 'yes';
          if (started && line.number === lastLine + 1 && messages.isCutBefore(line.text)) return 'loosely';
          const goesOn = next.slice(0, NEAR).some((one) => GOES_ON.test(one));
          if (looksTold(line.text) && (started || goesOn)) return started && line.number === lastLine + 1 ? 'yes' : 'loosely';
          return goesOn ? 'loosely' : 'no';
        }
      }
    },
    take(row, line) {
      started = true;
      const next = line.number === lastLine + 1;
      lastLine = line.number;
      if (row.row === 'quiet') quiet(line);
      else if (row.row === 'logged') logged(row, line);
      else if (row.row === 'indented') messages.more(row.text, line.number, line.text);
      else if (row.row === 'relayed') relayed(row, line, messages);
      else if (next && messages.isCutBefore(line.text)) messages.more(line.text.trim(), line.number, line.text);
      else if (!JOURNAL.test(line.text)) messages.program(line.text, line.number);
    },
    end: () => messages.end(),
    stride: {
      ahead: (bytes, from, most) => quietLines.run(bytes, from, most),
      take(bytes, from, line) {
        const run = quietLines.run(bytes, from, Number.POSITIVE_INFINITY);
        if (run.lines > 0) {
          lastLine = line + run.lines - 1;
          messages.quiet(lastLine);
        }
        return run;
      },
    },
  };
}

/** The server's own time, unless only a container runtime's names a moment (`…Z stdout F 2026-11-23 05:09:06 CST`). */
function stampOf(row: LoggedRow): string | null {
  const own = row.stamps.at(-1) ?? row.syslogTime;
  if (momentOf(own) !== null) return own;
  return row.stamps.find((stamp) => momentOf(stamp) !== null) ?? own;
}

/** Levels that no other program of a cluster has. */
const isServers = (word: string): boolean => /^(?:LOG|FATAL|PANIC|日志|致命错误)$/.test(word);

function prefixed(row: LoggedRow): boolean {
  return row.pid !== null || row.stamps.length > 0 || row.syslogTime !== null;
}

/** The server writes its zone behind the time, of which some (`CST`) name no moment; other programs write none. */
const ZONED = / (?:[A-Z]{2,5}|[+-]\d\d(?::?\d\d)?)$/;

/** `2026-03-16 07:35:09,257 [20914] ERROR: Barman cloud WAL archive check exception`: Python and pgBackRest leave one blank. */
function isToolsOwn(row: LoggedRow): boolean {
  const stamp = row.stamps.at(-1);
  return !row.wide && stamp !== undefined && row.syslogTime === null && row.host === null && momentOf(stamp) === null && !ZONED.test(stamp);
}

function ours(row: RelayedRow): boolean {
  return /^(?:postgres|postgresql|kingbase|systemd|kernel|pg_ctl|sys_ctl)/i.test(row.tag);
}

function relayed(row: RelayedRow, line: Line, messages: ServerMessages): void {
  const text = line.text.slice(row.from).trim();
  const head: Head = {
    level: 'info',
    pid: null,
    stamp: row.stamp ?? row.syslogTime,
    about: row.host === null ? null : { host: row.host },
  };
  // `postgres[41]: [3-2] #011Is the server running …?`: syslog cuts messages and writes tabs as #011.
  if (/^(?:postgres|kingbase)/i.test(row.tag) && /^#011/.test(text)) messages.more(text.replace(/^(?:#011)+/, ''), line.number, line.text);
  else if (/^(?:systemd|kernel)/.test(row.tag)) messages.system(text, line.number, head);
  else messages.program(text, line.number, head);
}
