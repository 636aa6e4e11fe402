import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { withMask } from '../../grammars/kit/netmask.ts';
import { commandContext } from '../../grammars/shell/command.ts';
import { csvFields } from '../../grammars/table/csv.ts';
import table from '../../grammars/table/index.ts';
import { displayColumns, layoutOf } from '../../grammars/table/layout.ts';
import { queryOf } from '../../grammars/table/query.ts';
import { isoTime } from '../../grammars/table/relations/relation.ts';
import { grammarTester, readWith } from '../support/grammar-tester.ts';

grammarTester(table);

const bodies = (text: string, command: string | null = null, shell: 'sh' | 'sql' = 'sh') =>
  readWith(table, text, command === null ? null : commandContext(command, shell)).facts.map(({ at, ...body }) => body);

/** Prints a table as psql does with `\pset border 1`. */
function printed(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = columns.map((column, index) =>
    Math.max(...[column, ...rows.map((row) => row[index] ?? '')].map((cell) => stringWidth(cell))),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, index) => ` ${cell}${' '.repeat((widths[index] ?? 0) - stringWidth(cell))} `)
      .join('|')
      .trimEnd();
  return [line(columns), widths.map((width) => '-'.repeat(width + 2)).join('+'), ...rows.map(line), `(${rows.length} rows)`].join('\n');
}

/** A value: blanks inside, bars, CJK, quotes; psql's own marks of a wrapped cell stand at a cell's end, and are left out. */
const value = fc
  .array(fc.constantFrom('a', 'Z', '7', ' ', '|', '%', '"', "'", '归', '档', '/', '-', '=', 'é'), { minLength: 1, maxLength: 24 })
  .map((parts) => parts.join('').trim())
  .filter((text) => text !== '' && !/^[-=]+$/.test(text));

describe('rows parse back', () => {
  it('aligned, with bars and CJK in the values', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(value, value, value), { minLength: 1, maxLength: 6 }), (rows) => {
        const read = bodies(printed(['first', 'second', 'third'], rows));
        expect(read.map((body) => (body.kind === 'row' ? Object.values(body.values) : []))).toEqual(rows);
      }),
      { numRuns: 200 },
    );
  });

  it('expanded', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 5 }), (rows) => {
        const text = rows.map(([a, b], index) => `-[ RECORD ${index + 1} ]-+---\nslot_name | ${a}\nactive    | ${b}`).join('\n');
        expect(bodies(text).map((body) => (body.kind === 'row' ? Object.values(body.values) : []))).toEqual(rows);
      }),
    );
  });

  it('csv fields', () => {
    const field = fc.string().filter((text) => !/[\r\n]/.test(text));
    fc.assert(
      fc.property(fc.array(field, { minLength: 1, maxLength: 5 }), (fields) => {
        const line = fields.map((text) => (/[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)).join(',');
        expect(csvFields(line)).toEqual(fields);
      }),
    );
  });

  it('whatever comes, nothing throws', () => {
    const piece = fc.constantFrom(
      '|',
      '-',
      '+',
      '----+----',
      '(0 rows)',
      '-[ RECORD 1 ]-',
      'ERROR:  x',
      '\n',
      ' ',
      'name',
      'setting',
      '"',
      ',',
      '±',
      '1',
      '中',
      '\\|',
      '\t',
    );
    fc.assert(
      fc.property(
        fc.array(fc.oneof(piece, fc.string({ maxLength: 5 })), { maxLength: 60 }),
        fc.constantFrom(null, 'psql -Atc "select a, b from t"', 'psql --csv -c "show x"', 'repmgr cluster show --csv'),
        (parts, command) => {
          const text = parts.join('');
          const lines = text.split('\n');
          lines.forEach((line, index) => {
            const sure = table.opens(line, lines.slice(index + 1));
            expect(sure).toBeGreaterThanOrEqual(0);
          });
          bodies(text, command);
        },
      ),
      { numRuns: 400 },
    );
  });
});

describe('cluster show, as people paste it', () => {
  const table1 = `
 ID | Name  | Role    | Status    | Upstream | Location | Priority | Timeline | Connection string
----+-------+---------+-----------+----------+----------+----------+----------+-------------------------------------
 1  | node1 | primary | * running |          | default  | 100      | 2        | host=10.0.0.1 user=repmgr dbname=repmgr
 2  | node2 | standby |   running | node1    | default  | 100      | 2        | host=10.0.0.2 user=repmgr dbname=repmgr
`.slice(1);
  const whole = bodies(table1);

  it.each([
    ['± in the rule', (text: string) => text.replaceAll('-+-', '-±-')],
    ['blanks squeezed', (text: string) => text.replace(/ +/g, ' ').replace(/^ /gm, '')],
    ['a blank line between every two', (text: string) => text.replaceAll('\n', '\n\n')],
    ['a short rule', (text: string) => text.replace(/-{20,}$/m, '---')],
    ['no heading', (text: string) => text.split('\n').slice(2).join('\n')],
    ['a rule without heading', (text: string) => text.split('\n').slice(1).join('\n')],
    ['escaped bars', (text: string) => text.replaceAll('|', '\\|')],
    ['a Markdown table', (text: string) => text.replace(/^(.*)$/gm, (line) => (line === '' ? '' : `|${line.replaceAll('+', '|')}|`))],
    ['indented', (text: string) => text.replace(/^(?=.)/gm, '    ')],
    ['tabs for blanks', (text: string) => text.replace(/ {2,}/g, '\t')],
    ['trailing blanks', (text: string) => text.replace(/$/gm, '   ')],
    [
      'wrapped at 90',
      (text: string) =>
        text
          .split('\n')
          .flatMap((line) => line.match(/.{1,90}/g) ?? [''])
          .join('\n'),
    ],
    [
      'rows wrapped only',
      (text: string) =>
        text
          .split('\n')
          .flatMap((line, index) => (index < 2 ? [line] : (line.match(/.{1,60}/g) ?? [''])))
          .join('\n'),
    ],
  ])('%s', (_name, damage) => {
    expect(bodies(damage(table1))).toEqual(whole);
    const lines = damage(table1).split('\n');
    expect(table.opens(lines[0] ?? '', lines.slice(1))).toBeGreaterThanOrEqual(0.5);
  });

  it('the mark eaten by Markdown', () => {
    expect(bodies(table1.replace('* running', 'running'))).toMatchObject([{ mark: '', state: 'running' }, {}]);
  });

  it('columns cut off at the right', () => {
    const cut = table1.replace(/^(.{60}).*$/gm, '$1');
    expect(bodies(cut)).toMatchObject([
      { id: 1, name: 'node1', status: '* running', conninfo: null },
      { id: 2, upstream: 'node1' },
    ]);
  });

  it('leaves the messages around it to others', () => {
    const text = `${table1}\nWARNING: following issues were detected\n  - unable to connect to node "node2" (ID: 2)\n\nHINT: execute with --verbose option to see connection error messages\n`;
    expect(readWith(table, text).notUnderstood).toEqual([6, 7, 9]);
  });
});

describe('settings', () => {
  it('an empty value, its blank line lost in the paste', () => {
    expect(bodies(' archive_command \n-----------------\n(1 row)')).toMatchObject([{ kind: 'setting', value: '', via: 'show' }]);
  });

  it('KingbaseES: context kingbase is postmaster, NULL is empty', () => {
    const text = 'name|setting|context\narchive_dest|<NULL>|sighup\narchive_mode|on|kingbase\n(2 rows)';
    expect(bodies(text)).toMatchObject([
      { name: 'archive_dest', value: '' },
      { name: 'archive_mode', context: 'postmaster' },
    ]);
  });

  it('rows without heading, columns by the query, a bar in the value', () => {
    const read = bodies(
      'archive_command|cp %p /a/%f | tee -a log|sighup',
      `psql -XAtc "select name, setting, context from pg_settings where name = 'archive_command'"`,
    );
    expect(read).toMatchObject([{ kind: 'setting', value: 'cp %p /a/%f | tee -a log', context: 'sighup' }]);
  });

  it('filtered by grep', () => {
    const read = bodies(
      ' archive_mode | on | kingbase',
      'ksql -U system -d test -c "select name,setting,context from sys_settings" | grep archive_mode',
    );
    expect(read).toMatchObject([{ name: 'archive_mode', value: 'on' }]);
  });

  it('current_setting, and SHOW without heading', () => {
    expect(bodies('on', 'psql -Atc "select current_setting(\'archive_mode\')"')).toMatchObject([
      { name: 'archive_mode', value: 'on', via: 'show' },
    ]);
    expect(bodies('(disabled)\n', 'psql -At -c "show archive_command"')).toMatchObject([{ name: 'archive_command', value: '(disabled)' }]);
  });
});

describe('expanded without headings', () => {
  it('-x with -A, records divided by a blank line', () => {
    const read = bodies(
      'name|archive_mode\nsetting|on\n\nname|archive_command\nsetting|cp %p /a/%f | tee log',
      'psql -xAt -c "select name, setting from pg_settings"',
    );
    expect(read).toMatchObject([
      { name: 'archive_mode', value: 'on' },
      { name: 'archive_command', value: 'cp %p /a/%f | tee log' },
    ]);
  });

  it('no events', () => {
    expect(bodies('no matching events found', 'repmgr cluster event --event=x')).toMatchObject([
      { topic: 'no-rows', values: { relation: 'repmgr.events' } },
    ]);
  });
});

describe('what a client says beside tables', () => {
  it('no row is knowledge', () => {
    expect(bodies('(0 rows)', 'select * from sys_stat_replication;', 'sql')).toMatchObject([
      { kind: 'note', topic: 'no-rows', values: { relation: 'pg_stat_replication', query: 'select * from sys_stat_replication' } },
    ]);
    expect(bodies('（0 行记录）')).toMatchObject([{ kind: 'note', topic: 'no-rows', values: {} }]);
  });

  it.each([
    ['psql (15.18 (Debian 15.18-0+deb12u1))', 'postgresql', '15.18'],
    ['psql (16.1, server 12.7)', 'postgresql', '12.7'],
    ['ksql (V8.0)', 'kingbasees', 'V8.0'],
    ['ksql (Kingbase) V008R006C005B0041', 'kingbasees', 'V008R006C005B0041'],
  ])('%s', (line, product, version) => {
    expect(bodies(line)).toEqual([{ kind: 'version', product, version }]);
  });

  it('errors with their parts, and not those of repmgr', () => {
    const text = 'ERROR:  recovery is in progress\nHINT:  WAL control functions cannot be executed during recovery.';
    expect(bodies(text, 'psql -c "select pg_current_wal_lsn()"')).toMatchObject([
      { event: 'recovery-in-progress', hint: 'WAL control functions cannot be executed during recovery.' },
    ]);
    expect(readWith(table, 'ERROR: connection to database failed\nDETAIL: x').facts).toEqual([]);
  });

  it('names the server that did not answer', () => {
    const old =
      'psql: could not connect to server: Connection refused\n\tIs the server running on host "10.0.0.3" and accepting\n\tTCP/IP connections on port 54321?';
    expect(readWith(table, old).facts).toMatchObject([{ program: 'tool', at: { about: { host: '10.0.0.3', port: 54321 }, endLine: 3 } }]);
  });

  it('takes no prose, no heading underlined, no Markdown table of a document', () => {
    for (const [line, next] of [
      ['Summary', '-------'],
      ['| 项目 | 值 |', '|----|----|'],
      ['1, 2, and 3', 'more'],
      ['name, address', 'x'],
      ['The disk | was full', 'and so on'],
    ] as const) {
      expect(table.opens(line, [next]), line).toBe(0);
    }
  });
});

describe('parts', () => {
  it('layouts', () => {
    expect(layoutOf('----+---±---')).toMatchObject({ style: 'bars', framed: false, separators: [4, 8] });
    expect(layoutOf('+---+---+')).toMatchObject({ framed: true, separators: [4] });
    expect(layoutOf('|---|:--|')).toMatchObject({ framed: true, separators: [4] });
    expect(layoutOf('---- ---')).toMatchObject({ style: 'blanks', separators: [5] });
    expect(displayColumns('a归档b')).toEqual([0, 1, 3, 5, 6]);
  });

  it('queries', () => {
    expect(queryOf("select s.name, setting as v, count(*) from sys_catalog.sys_settings s where name like 'a%';")).toMatchObject({
      relation: 'pg_settings',
      items: [{ name: 'name' }, { name: 'v' }, { name: 'count', call: 'count' }],
    });
    expect(queryOf('select sys_is_in_recovery()')).toMatchObject({
      relation: null,
      items: [{ name: 'pg_is_in_recovery', call: 'pg_is_in_recovery' }],
    });
    expect(queryOf('select pg_last_xlog_replay_location()')).toMatchObject({ items: [{ name: 'pg_last_wal_replay_lsn' }] });
    expect(queryOf('SHOW archive_mode')).toMatchObject({ shows: 'archive_mode' });
    expect(queryOf('alter system set a = 1')).toBeNull();
  });

  it('times and masks', () => {
    expect(isoTime('2027-01-03 02:25:51.122625+08')).toBe('2027-01-03T02:25:51.122625+08:00');
    expect(isoTime('2027-01-03 02:25:51')).toBeNull();
    expect(withMask('10.0.0.0', '255.255.240.0')).toBe('10.0.0.0/20');
    expect(withMask('::', '::')).toBe('::/0');
  });
});
