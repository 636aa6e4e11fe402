import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRow } from '../../grammars/kit/define.ts';
import { standardHeader } from '../../grammars/kit/server-messages/header.ts';
import { LEVEL_WORDS } from '../../grammars/kit/server-messages/levels.ts';
import serverLog from '../../grammars/server-log/index.ts';
import { lexer, ServerLogParser } from '../../grammars/server-log/parser.ts';
import { commandContext } from '../../grammars/shell/command.ts';
import type { FactBody } from '../../src/core/fact.ts';
import { grammarTester, readWith } from '../support/grammar-tester.ts';

grammarTester(serverLog);

const events = (text: string): unknown[] =>
  readWith(serverLog, text)
    .facts.filter((fact): fact is typeof fact & Extract<FactBody, { kind: 'message' }> => fact.kind === 'message')
    .map((fact) => [fact.event, fact.count]);

describe('server log', () => {
  it('reads the shortcut and the grammar alike', () => {
    const parser = new ServerLogParser();
    const word = fc.constantFrom(...LEVEL_WORDS.split('|'));
    const session = fc.constantFrom('', 'repl@[unknown] ', '[unknown]@[unknown] ', 'app@shop ');
    // the input stage leaves no control character but the tab
    const body = fc.string({ unit: 'binary', minLength: 1 }).map((text) => `x${text.replace(/[^\P{Cc}\t]/gu, ' ')}`);
    fc.assert(
      fc.property(word, session, fc.constantFrom('UTC', 'CST', '+08', '+05:30'), fc.nat(99999), body, (level, who, zone, pid, text) => {
        const line = `2026-11-23 05:09:06.909 ${zone} [${pid}] ${who}${level}:  ${text}`.trimEnd();
        const quick = standardHeader(line);
        expect(quick).not.toBeNull();
        const parsed = parseRow(lexer, parser, line);
        expect(parsed).toEqual({ row: quick });
      }),
    );
  });

  it('never throws on any text', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (lines) => {
        expect(() => readWith(serverLog, lines.join('\n'))).not.toThrow();
      }),
    );
  });

  it.each([
    ['2026-11-23 05:09:06.909 UTC [41] LOG:  x', 1],
    ['2026-11-23 05:09:06.909 CST [41] 日志:  x', 1],
    ['< 2019-04-03 13:29:04 CST >LOG:  x', 1],
    ['Nov 23 05:09:06 host postgres[41]: [3-1] LOG: x', 1],
    ['LOG:  x', 0.6],
    ['ERROR: connection to database failed: FATAL:  password authentication failed', 0],
    ['psql: error: connection to server at "h", port 5432 failed: FATAL:  x', 0],
    ['[2026-11-23 05:09:06] [NOTICE] x', 0],
    ['{"timestamp":"2026-11-23 05:09:06.909 UTC","error_severity":"LOG","message":"FATAL:  x"}', 0],
  ])('opens with %s: %d', (line, sure) => expect(serverLog.opens(line, [])).toBe(sure));

  it.each([
    ['tail -100 /var/log/postgresql/postgresql-15-main.log', true],
    ['sudo journalctl -u postgresql-15 --since today', true],
    ['cat /home/kingbase/cluster/R6HA/kingbase/data/sys_log/kingbase-2026-11-23_000000.log', true],
    ['tail -n 50 /home/kingbase/cluster/R6HA/kingbase/logfile', true],
    ['tail /var/log/repmgr/repmgrd.log', false],
    ['cat hamgr.log', false],
    ['cat /etc/postgresql/15/main/postgresql.conf', false],
  ])('is printed by %s: %s', (command, prints) => {
    expect(commandContext(command, 'sh').producers.some((producer) => serverLog.prints(producer.command, producer))).toBe(prints);
  });

  it('counts a message every second for a day as one', () => {
    const lines = Array.from(
      { length: 5000 },
      (_, n) =>
        `2026-11-23 05:09:06.${String(n % 1000).padStart(3, '0')} UTC [7] WARNING:  archive_mode enabled, yet archiving is not configured`,
    );
    expect(events(lines.join('\n'))).toEqual([['archiver.not-configured', 5000]]);
  });

  it('keeps the faults of applications few', () => {
    const name = (n: number): string => String.fromCharCode(97 + (n % 26), 97 + Math.floor(n / 26));
    const lines = Array.from({ length: 300 }, (_, n) => `2026-11-23 05:09:06.909 UTC [7] app@shop ERROR:  strange ${name(n)} thing`);
    const found = events(lines.join('\n'));
    expect(found).toHaveLength(51);
    expect(found.at(-1)).toEqual(['server.further-messages', 250]);
  });

  it('says a silent program’s words only where the archiver fails behind them', () => {
    const failing = 'NFS is away\n2026-11-23 05:09:06.909 UTC [7] LOG:  archive command failed with exit code 1';
    expect(events(failing)).toEqual([
      [null, 1],
      ['archiver.command-failed', 1],
    ]);
    expect(events('NFS is away\n2026-11-23 05:09:06.909 UTC [7] LOG:  shutting down')).toEqual([['shutdown.begins', 1]]);
  });

  it('tells before a reload from after it', () => {
    const failed = '2026-11-23 05:09:06.909 UTC [7] LOG:  archive command failed with exit code 1';
    const reload = '2026-11-23 05:09:07.909 UTC [1] LOG:  received SIGHUP, reloading configuration files';
    expect(events([failed, failed, reload, failed].join('\n'))).toEqual([
      ['archiver.command-failed', 2],
      ['reload.received', 1],
      ['archiver.command-failed', 1],
    ]);
  });
});
