import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRow } from '../../grammars/kit/define.ts';
import type { CommandContext } from '../../grammars/kit/grammar.ts';
import ls from '../../grammars/ls/index.ts';
import { LsParser, plainEntry } from '../../grammars/ls/parser.ts';
import { lsLexer } from '../../grammars/ls/tokens.ts';
import { commandContext } from '../../grammars/shell/command.ts';
import type { FactBody } from '../../src/core/fact.ts';
import { grammarTester, readWith } from '../support/grammar-tester.ts';

grammarTester(ls);

/** Reads as in a session whose prompt stood in `cwd`. */
function read(text: string, command: string | null, cwd: string | null = null): FactBody[] {
  const context: CommandContext | null = command === null ? null : commandContext(command, 'sh');
  const facts: FactBody[] = [];
  const place = { host: null, user: null, cwd, label: null, heading: null };
  const reader = ls.read({ source: 'session.txt', place, command: context, emit: (body) => facts.push(body) });
  const lines = text.split('\n');
  lines.forEach((content, index) => {
    if (reader.weigh({ number: index + 1, text: content }, lines.slice(index + 1)) !== 'no') reader.accept();
  });
  reader.end();
  return facts;
}
const directories = (facts: FactBody[]): Extract<FactBody, { kind: 'directory' }>[] => facts.filter((fact) => fact.kind === 'directory');
const row = (name: string, size = '16777216', mode = '-rw-------'): string => `${mode} 1 postgres postgres ${size} Nov 23 05:09 ${name}`;

describe('numbers of several commands', () => {
  const ready = 'ls /d/pg_wal/archive_status/*.ready | wc -l';
  it.each([
    [`du -sh /d/pg_wal; ${ready}`, '5.0G\t/d/pg_wal\n7', ['du 5368709120', 'entries 7']],
    [`du -s /d/pg_wal; ${ready}`, '1024\t/d/pg_wal\n8', ['du 1048576', 'entries 8']],
    [`${ready}; du -s /d/pg_wal`, '8\n1024\t/d/pg_wal', ['entries 8', 'du 1048576']],
    [`${ready}; wc -c /d/x`, '9\n120 /d/x', ['entries 9']],
    [`wc -c /d/x; ${ready}`, '120 /d/x\n9', ['entries 9']],
    [`du -s /d; wc -l /d/x; ${ready}`, '2\t/d\n3 /d/x\n4', ['du 2048', 'lines 3', 'entries 4']],
    [`wc -l /d/x /d/y; ${ready}`, '1 /d/x\n2 /d/y\n3 total\n4', ['lines 1', 'lines 2', 'entries 4']],
  ])('are told apart: %s', (command, text, told) => {
    const facts = read(text, command).map((fact) =>
      fact.kind === 'count' ? `${fact.counts} ${fact.value}` : fact.kind === 'note' ? `${fact.topic} ${fact.values['bytes']}` : fact.kind,
    );
    expect(facts).toEqual(told);
  });
});

describe('path of a listing', () => {
  it.each([
    ['ls -l /d/pg_wal/', '/x', '/d/pg_wal'],
    ['ls -l', '/d/pg_wal', '/d/pg_wal'],
    ['ls -l', '~', null],
    ['ls -l ./archive_status//', '/d/pg_wal', '/d/pg_wal/archive_status'],
    ['ls -l sys_wal', '~', 'sys_wal'],
    ['cd /d && ll pg_wal', '/x', '/d/pg_wal'],
    ["su - postgres -c 'ls -l'", '/root', null],
    ['ssh n2 ls -l /d', '/x', '/d'],
    ['ls -l $PGDATA/pg_wal', '/x', '$PGDATA/pg_wal'],
  ])('%s in %s', (command, cwd, path) => {
    expect(directories(read(`total 4\n${row('x')}`, command, cwd)).map((fact) => fact.path)).toEqual([path]);
  });

  it('is the directory of files that are named themselves', () => {
    expect(directories(read(row('repmgr.conf'), 'ls -l repmgr.conf', '/etc')).map(({ path, atLeast }) => [path, atLeast])).toEqual([
      ['/etc', true],
    ]);
    expect(directories(read(`${row('/a/x')}\n${row('/b/y')}`, 'ls -l /a/x /b/y')).map(({ path, atLeast }) => [path, atLeast])).toEqual([
      ['/a', true],
      ['/b', true],
    ]);
  });

  it('belongs to the next command after a second total', () => {
    expect(directories(read(`total 0\ntotal 4\n${row('x')}`, 'ls -l /a; ls -l /b')).map(({ path, entries }) => [path, entries])).toEqual([
      ['/a', 0],
      ['/b', 1],
    ]);
  });
});

describe('what a directory holds', () => {
  const SEGMENT = '000000010000000000000005';
  it.each([
    [[SEGMENT, 'archive_status'], 'ls -l /x', 'wal'],
    [[SEGMENT], 'ls -l /d/pg_wal', 'wal'],
    [[SEGMENT], 'ls -l /d/sys_xlog/', 'wal'],
    [[SEGMENT], 'ls -l /x', 'archive'],
    [[SEGMENT], null, 'archive'],
    [[`${SEGMENT}.gz`], null, 'archive'],
    [[`${SEGMENT}-0123456789abcdef0123456789abcdef01234567.lz4`], null, 'archive'],
    [[`${SEGMENT}.ready`], null, 'archive-status'],
    [['base', 'global', 'SYS_VERSION'], null, 'data'],
    [['a', 'b'], 'ls -l /x', 'other'],
  ] as const)('%j by %s: %s', (names, command, holds) => {
    const text = names.map((name) => row(name, '1', name === 'archive_status' ? 'drwx------' : '-rw-------')).join('\n');
    expect(directories(read(`total 4\n${text}`, command)).map((fact) => fact.holds)).toEqual([holds]);
  });

  it('is read off the file name where a listing is empty', () => {
    const holds = (source: string): unknown => {
      const facts: FactBody[] = [];
      const place = { host: null, user: null, cwd: null, label: null, heading: null };
      const reader = ls.read({ source, place, command: null, emit: (body) => facts.push(body) });
      reader.weigh({ number: 1, text: 'total 0' }, []);
      reader.accept();
      reader.end();
      return directories(facts).map((fact) => fact.holds);
    };
    expect([holds('n2/ls_archive.txt'), holds('n2/ls_archive_status.txt'), holds('n2/ls.txt')]).toEqual([
      ['archive'],
      ['archive-status'],
      ['other'],
    ]);
  });
});

describe('counts', () => {
  const count = (command: string, text: string, cwd: string | null = null): unknown[] =>
    read(text, command, cwd).map((fact) => (fact.kind === 'count' ? [fact.path, fact.pattern, fact.counts, fact.value] : fact.kind));
  it.each([
    ['ls -lh /d/pg_wal/ | wc -l', [['/d/pg_wal', null, 'lines-of-ls-l', 139]]],
    ['ls /d/pg_wal | wc -l', [['/d/pg_wal', null, 'entries', 139]]],
    ['ls -l /d/pg_wal | grep -v total | wc -l', [['/d/pg_wal', null, 'entries', 139]]],
    ['ls /d/archive_status/*.ready | wc -l', [['/d/archive_status', '*.ready', 'entries', 139]]],
    ['ls -l /d/archive_status | grep ready | wc -l', [['/d/archive_status', 'ready', 'entries', 139]]],
    ["find /d -name '*.ready' -type f | wc -l", [['/d', '*.ready', 'entries', 139]]],
    ['ls archive_status | grep -c "\\.ready$"', [['/w/archive_status', '\\.ready$', 'entries', 139]]],
    ['ps -ef | grep walsender | wc -l', [[null, 'walsender', 'lines', 139]]],
  ])('%s', (command, expected) => {
    expect(count(command, '139', '/w')).toEqual(expected);
  });

  it('takes the numbers of several commands in order', () => {
    expect(count('ls /a | wc -l; ls /b | wc -l', '1\n2')).toEqual([
      ['/a', null, 'entries', 1],
      ['/b', null, 'entries', 2],
    ]);
  });
});

describe('rows', () => {
  const parser = new LsParser();
  const rows = fc.record({
    mode: fc.constantFrom('-rw-------', 'drwxr-xr-x', '-rw-r--r--.', 'drwx------+'),
    owner: fc.constantFrom('postgres', 'kingbase', 'root', 'a-b'),
    size: fc.constantFrom('0', '330', '16777216', '16M', '8.0K', '2.2G', '16,777,216'),
    time: fc.constantFrom(
      'Nov 23 05:09',
      'Nov  3  2021',
      '5月 16 08:23',
      '11月23日 05:08',
      '11月  5  2021',
      '2026-11-23 08:53',
      '2026-11-23 08:53:17.187765906 +0000',
    ),
    name: fc.constantFrom(
      '00000001000000000000000A',
      '00000001000000000000000A.ready',
      '00000002.history',
      'standby.signal',
      'a b',
      'x -> y',
      "it's",
      '中文',
      '23',
    ),
  });

  it('parse back, by the parser and by its shortcut', () => {
    fc.assert(
      fc.property(rows, ({ mode, owner, size, time, name }) => {
        const text = `${mode}  1 ${owner} ${owner}  ${size} ${time} ${name}`;
        const parsed = parseRow(lsLexer, parser, text);
        expect(parsed).toMatchObject({ row: { row: 'entry', mode, owner, group: owner, time, name } });
        const quick = plainEntry(text);
        if (quick !== null) expect({ row: quick }).toEqual(parsed);
      }),
      { numRuns: 300 },
    );
    expect(plainEntry(row('00000001000000000000000A'))).not.toBeNull();
  });

  it('keep sizes, targets and what is cut off', () => {
    const [body] = directories(
      read(
        `total 8\nlrwxrwxrwx 1 root root 10 Nov 23 05:09 pg_wal -> /wal/pg_wal\n${row('000000010000000000000005')}\n${row('000000010000000000000006', '0')}`,
        'ls -l /d',
      ),
    );
    expect(body?.others).toMatchObject([{ name: 'pg_wal', type: 'link', target: '/wal/pg_wal', line: 2 }]);
    expect(body?.odd).toMatchObject([{ name: '000000010000000000000006', size: 0, line: 4 }]);
    expect(body?.segments).toMatchObject({ count: 2, first: '000000010000000000000005', bytes: 16777216 });
  });

  it('of any text never throw, and a million of them cost a summary', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.constantFrom(null, 'ls -l', 'ls', 'find /x', 'ls | wc -l', 'du -sh'),
        (text, command) => void read(text, command),
      ),
    );
    const names = Array.from({ length: 20_000 }, (_none, index) =>
      row(`0000000100000000${index.toString(16).toUpperCase().padStart(8, '0')}.ready`, '0'),
    );
    const [fact] = readWith(ls, names.join('\n')).facts;
    expect(fact).toMatchObject({ kind: 'directory', ready: { count: 20_000 } });
    expect(JSON.stringify(fact).length).toBeLessThan(4000);
  });

  it.each(['Upgrade:', 'total cost of it', '说明：', '139', '2 things', 'ls -l', '| -rw------- | 1 |', 'base of it'])(
    'leave %s alone',
    (line) => {
      expect(read(line, null)).toEqual([]);
      expect(ls.opens(line, [])).toBeLessThan(0.5);
    },
  );
});

describe('what a listing does not mean', () => {
  const others = (text: string, command: string): string[] =>
    directories(read(text, command)).flatMap((fact) => fact.others.map((entry) => entry.name));

  it.each([
    [
      'sizes and dates that awk left beside the names',
      '16777216 0000000100000000000000FA\n12 notes',
      "ls -l /d | awk '{print $5,$9}'",
      ['notes'],
    ],
    ['the parts of a name with blanks', 'with blank', 'ls -1 /d', ['with blank']],
    ['the parts of a name that find prints', '/d/with blank', 'find /d -newer x', ['with blank']],
    ['the columns of -printf', '12 /d/notes', "find /d -printf '%s %p\\n'", ['notes']],
    ['quotes within quotes', '-rw-r--r-- 1 a b 0 Nov 29 23:53 "two\\"q"', 'ls -lQ /d', ['two"q']],
    ['octal bytes of a name', '7 4 -rw-r--r-- 1 a b 0 Nov 29 23:53 /d/\\346\\226\\207', 'find /d -ls', ['文']],
    ['seconds of the epoch', '-rw-r--r-- 1 a b 1073741824 1795996433 with blank', 'ls -l --time-style=+%s /d', ['with blank']],
  ])('%s', (_what, text, command, names) => expect(others(text, command)).toEqual(names));

  it('counts no bytes as lines', () => {
    expect(read('  16777216 /d/x\n  16777216 total', 'wc -c /d/*')).toEqual([]);
    expect(read('  3 9 120 /d/x\n  3 9 120 total', 'wc /d/*')).toMatchObject([{ kind: 'count', path: '/d/x', value: 3, counts: 'lines' }]);
  });

  it('sizes of du in the unit that was asked for', () => {
    const noted = (text: string, command: string): unknown =>
      read(text, command).map((fact) => (fact.kind === 'note' ? [fact.topic, fact.values] : fact));
    expect(noted('13k\t/d', 'du -s --si /d')).toEqual([['du', { path: '/d', bytes: '13000', text: '13k' }]]);
    expect(noted('7\t/d', 'du --inodes /d')).toEqual([['inodes', { path: '/d', inodes: '7' }]]);
    expect(noted('4\t2026-11-29 23:53\t/d', 'du --time /d')).toEqual([['du', { path: '/d', bytes: '4096', text: '4' }]]);
  });

  it('of a format that prints no name nothing is understood', () => {
    expect(read('16777216', "find /d -printf '%s\\n'")).toEqual([]);
  });
});
