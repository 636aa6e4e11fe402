import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { processOf } from '../../grammars/kit/process-titles.ts';
import ps from '../../grammars/ps/index.ts';
import { commandContext } from '../../grammars/shell/command.ts';
import { grammarTester, readWith } from '../support/grammar-tester.ts';

grammarTester(ps);

const bodies = (text: string, command: string | null = null) =>
  readWith(ps, text, command === null ? null : commandContext(command, 'sh')).facts.map(({ at, ...body }) => body);

describe('titles of processes', () => {
  it.each([
    ['postgres: archiver archiving 000000010000000000000017', 'archiver', 'archiving 000000010000000000000017'],
    ['postgres: archiver failed on 000000010000000000000017', 'archiver', 'failed on 000000010000000000000017'],
    ['postgres: 15/main: archiver last was 000000010000000000000017', 'archiver', 'last was 000000010000000000000017'],
    ['postgres: archiver process   last was 00000004.history', 'archiver', 'last was 00000004.history'],
    ['kingbase: archiver   archiving 0000000500000012000000A7', 'archiver', 'archiving 0000000500000012000000A7'],
    ['kingbase: archiver process', 'archiver', null],
    ['postgres: walsender repmgr 127.0.0.1(51588) streaming 0/3706000', 'walsender', 'repmgr 127.0.0.1(51588) streaming 0/3706000'],
    ['postgres: wal sender process repmgr 10.0.0.2(4312) sending backup "x"', 'walsender', 'repmgr 10.0.0.2(4312) sending backup "x"'],
    ['postgres: wal receiver process   streaming 2F/B7012A40', 'walreceiver', 'streaming 2F/B7012A40'],
    ['postgres: east: startup waiting for 00000001000000000000000F', 'startup', 'waiting for 00000001000000000000000F'],
    ['postgres: startup process   recovering 00000001000000000000000F', 'startup', 'recovering 00000001000000000000000F'],
    ['postgres: checkpointer ', 'background', null],
    ['postgres: bgworker: logical replication launcher', 'background', null],
    ['postgres: autovacuum worker orders', 'background', null],
    ['kingbase: esrep esrep 192.168.57.31(40022) idle', 'backend', 'idle'],
    ['postgres: alpha: app orders [local] idle in transaction', 'backend', 'idle in transaction'],
    ['/usr/lib/postgresql/15/bin/postgres -D /data', 'postmaster', null],
    ['/opt/Kingbase/ES/V9/Server/bin/kingbase -D /data', 'postmaster', null],
    ['repmgrd -f /etc/repmgr.conf', 'repmgrd', null],
    ['/kes/bin/kbha -A daemon -f ../etc/repmgr.conf', 'kbha', null],
    ['/usr/bin/repmgr standby clone -h n1', 'repmgr', null],
    ['sh -c /usr/bin/repmgr standby promote', 'other', null],
    ['vim /etc/postgres', 'other', null],
    ['postgres: could not access the server configuration file', 'other', null],
  ])('%s', (command, role, activity) => {
    expect(processOf(command)).toEqual({ role, activity });
  });
});

describe('the width of a terminal', () => {
  const head = 'UID          PID    PPID  C STIME TTY          TIME CMD';
  const row = (command: string): string => `postgres      50       1  0 23:53 ?        00:00:00 ${command}`;
  const cuts = (...rows: string[]): unknown[] =>
    bodies([head, ...rows].join('\n'), 'ps -fu postgres').map((fact) => 'cut' in fact && fact.cut);

  it('may be cut where the terminal ends', () => {
    expect(cuts(row('/usr/lib/postgresql/15/bin/p'), row('postgres: checkpointer'))).toEqual([true, false]);
    const wide = 'repmgrd -f /srv/clusters/orders/production/etc/repm';
    const wider = ['/opt/pg/bin/postgres -D /srv/clusters/orders/production', '/opt/pg/bin/postgres -D /srv/clusters/invoices/test/data'];
    expect(cuts(row(wide), ...wider.map((command) => row(command.slice(0, wide.length))))).toEqual([true, true, true]);
  });

  it('are whole where one row is the longest', () => {
    expect(cuts(row('repmgrd -f /srv/clusters/orders/production/etc/repmgr.conf'), row('postgres: checkpointer'))).toEqual([false, false]);
    expect(cuts(row('repmgrd -f /r.conf'), row('repmgrd -f /s.conf'))).toEqual([false, false]);
  });
});

describe('rows of ps', () => {
  it('are no process where they are the search, and the search alone says that none runs', () => {
    const search = 'root  81  80  0 14:02 pts/0  00:00:00 grep --color=auto repmgrd';
    expect(bodies(search, 'ps -ef | grep repmgrd')).toEqual([{ kind: 'note', topic: 'no-process', values: { pattern: 'repmgrd' } }]);
    const daemon = 'postgres  70  1  0 14:00 ?  00:00:00 repmgrd -f /etc/repmgr.conf';
    expect(bodies(`${daemon}\n${search}`, 'ps -ef | grep repmgrd')).toMatchObject([{ kind: 'process', role: 'repmgrd' }]);
    expect(bodies(search)).toEqual([]);
  });

  it('name no account where ps gives a number or cuts the name', () => {
    const row = (user: string): unknown => bodies(`${user}  41  1  0 05:09 ?  00:00:00 postgres -D /d`)[0];
    expect(row('postgres')).toMatchObject({ user: 'postgres', pid: 41, role: 'postmaster' });
    expect(row('999')).toMatchObject({ user: null });
    expect(row('postgre+')).toMatchObject({ user: null });
  });

  it.each([
    'postgres is running',
    'UID is wrong',
    '2026-11-23 05:09:06.909 UTC [41] LOG:  starting PostgreSQL 15.18',
    'postgres: could not find the database system',
    'root 12 13 things',
    'PID file exists',
  ])('are not: %s', (line) => {
    expect(ps.opens(line, [])).toBeLessThan(0.5);
    expect(bodies(line)).toEqual([]);
  });

  const row = fc.record({
    user: fc.constantFrom('postgres', 'kingbase', 'root', 'pg-admin'),
    pid: fc.integer({ min: 1, max: 4_194_304 }),
    time: fc.constantFrom('05:09', 'Mar03', '6月12', '2024'),
    command: fc.constantFrom(
      'postgres: archiver last was 000000010000000000000016',
      'kingbase -D /data',
      'repmgrd -f /x',
      'cp a b',
      '/usr/sbin/sshd -D',
    ),
  });

  it('print and parse back, under a heading and without', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 6 }), fc.boolean(), (rows, headed) => {
        const text = [
          ...(headed ? ['UID          PID    PPID  C STIME TTY          TIME CMD'] : []),
          ...rows.map(
            ({ user, pid, time, command }) =>
              `${user.padEnd(8)} ${String(pid).padStart(7)}       1  0 ${time} ?        00:00:00 ${command}`,
          ),
        ].join('\n');
        expect(bodies(text)).toMatchObject(rows.map(({ user, pid, command }) => ({ kind: 'process', user, pid, command })));
      }),
      { numRuns: 200 },
    );
  });
});
