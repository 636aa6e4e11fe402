import { describe, expect, it } from 'vitest';
import journal from '../../grammars/journal/index.ts';
import { grammarTester, readWith } from '../support/grammar-tester.ts';

grammarTester(journal);

const events = (text: string): unknown[] =>
  readWith(journal, text).facts.flatMap(({ at, ...body }) => (body.kind === 'message' ? [[body.event, at.about?.host ?? null]] : []));

describe('the system log', () => {
  it('says what happened to the host, and names it', () => {
    expect(events('Nov 23 05:20:00 db1 kernel: Out of memory: Kill process 44 (postgres) score 900')).toEqual([
      ['systemd.out-of-memory', 'db1'],
    ]);
    expect(events('[ 812.551203] Buffer I/O error on device sdb1, logical block 3')).toEqual([['system.disk-failing', null]]);
    expect(events('Nov 23 05:20:00 db1 CRON[8]: pam_unix(cron:session): session opened for user root')).toEqual([]);
  });

  it.each(['Nov 23 05:20:00', 'Nov 23 is the day', '[2026-11-23 05:09:08] [NOTICE] repmgrd starting up', '[12] job', 'kernel: panic'])(
    'leaves %s alone',
    (line) => expect(journal.opens(line, [])).toBe(0),
  );

  it('leaves the lines of the server and of repmgrd to their grammars', () => {
    for (const program of ['postgres[41]', 'repmgrd[812]', 'kingbase[3]', 'kbha[9]'])
      expect(journal.opens(`Nov 23 05:20:00 db1 ${program}: [5-1] LOG:  something`, [])).toBe(0);
  });
});
