import { describe, expect, it } from 'vitest';
import { Layers } from '../../src/transcript/layers/index.ts';
import type { Item } from '../../src/transcript/layers/item.ts';

function items(text: string): Item[] {
  const layers = new Layers();
  return [...layers.push(text.replace(/^\n/, '').replace(/\n$/, '').split('\n')), ...layers.flush()];
}

/** What is left of each line: its text, with the origin before it; frames in brackets, commands behind a dollar sign. */
const left = (text: string): string[] =>
  items(text).map((item) => {
    const what = item.reading !== null ? `(${item.reading})` : item.typed ? `$ ${item.text}` : item.text;
    return item.origin === null ? what : `${item.origin.key}: ${what}`;
  });

const untouched = (text: string): void => {
  const lines = text.replace(/^\n/, '').replace(/\n$/, '').split('\n');
  expect(left(text)).toEqual(lines);
  expect(items(text).every((item) => item.source === null)).toBe(true);
};

describe('quoted mail', () => {
  it('is read without its marks, at any depth, and keeps the line as it stands for evidence', () => {
    const text = `
> > ID | Name  | Role
> > ---+-------+--------
> >
> so it is gone
`;
    expect(left(text)).toEqual(['ID | Name  | Role', '---+-------+--------', '', 'so it is gone']);
    expect(items(text)[0]?.source).toBe('> > ID | Name  | Role');
  });

  it.each([
    ['a command that goes on', '[postgres@pg1 ~]$ repmgr -f /etc/repmgr.conf \\\n> standby switchover \\\n> --dry-run'],
    ['a here-document', "postgres@pg1:~$ cat > x <<'EOF'\n> wal_level = replica\n> EOF"],
    ['two files compared', '12c12\n< wal_level = minimal\n---\n> wal_level = replica\n> max_wal_senders = 10'],
    ['one line by itself', 'before\n> alone\nafter'],
  ])('is not seen in %s', (_name, text) => untouched(text));
});

describe('line numbers', () => {
  it('are taken off, and a row that less broke is joined', () => {
    expect(
      left(`
    412 2020-09-30 06:00:58.114 UTC [19240] FATAL:  could not start WAL streaming: ERROR:  replication slot "repmgr_slot_12" does
    412 not exist
    413 2020-09-30 06:01:03.120 UTC [19251] FATAL:  could not start WAL streaming: ERROR:  replication slot "repmgr_sl
    413 ot_12" does not exist
    414
    415 next
(END)
`),
    ).toEqual([
      '2020-09-30 06:00:58.114 UTC [19240] FATAL:  could not start WAL streaming: ERROR:  replication slot "repmgr_slot_12" does not exist',
      '(understood)',
      '2020-09-30 06:01:03.120 UTC [19251] FATAL:  could not start WAL streaming: ERROR:  replication slot "repmgr_slot_12" does not exist',
      '(understood)',
      '',
      'next',
      '(END)',
    ]);
  });

  it('are taken off lines of a log that grep -n found', () => {
    expect(
      left(
        '812:[2026-03-02 09:11:00] [NOTICE] starting monitoring\n813:DETAIL: node 2\n901:[2026-03-02 09:12:00] [ERROR] x\n10:00:00 later',
      ),
    ).toEqual([
      '[2026-03-02 09:11:00] [NOTICE] starting monitoring',
      'DETAIL: node 2',
      '[2026-03-02 09:12:00] [ERROR] x',
      '10:00:00 later',
    ]);
  });

  it('are taken off a configuration file that cat -n shows', () => {
    expect(left('     1\twal_level = replica\n     2\t\n     3\tarchive_mode = on')).toEqual([
      'wal_level = replica',
      '',
      'archive_mode = on',
    ]);
  });

  it.each([
    ['a listing of nodes', ' 1  | node1 | primary\n 2  | node2 | standby\n 3  | node3 | standby'],
    ['a squeezed listing', '1 | hawk1 | primary\n2 | hawk2 | primary\n3 | hawk3 | standby'],
    [
      'processes',
      '  412 ?        Ss     0:00 postgres: checkpointer\n  413 ?        Ss     0:00 postgres: walwriter\n  414 ?        Ss     0:01 postgres: archiver',
    ],
    ['counts', '      1 ERROR: a b\n      1 ERROR: c d\n      2 ERROR: e f'],
    ['answers', '0\n0\n0\n1'],
    [
      'the processes of a container',
      'PID   USER     TIME  COMMAND\n    1 postgres  0:00 postgres -D /data\n    2 root      0:00 sleep 10\n    3 root      0:00 sh -c date',
    ],
    [
      'records of events without bars',
      'node_id event\n------- ----------------\n      1 primary_register\n      1 a b\n      2 standby_register x',
    ],
    ['records of events between lines', ' node_id │ event\n─────────┼───────\n       1 │ a b\n       2 │ c d\n       3 │ e f'],
    ['inodes', '131090 000000010000000000000001.ready\n131091 000000010000000000000002.ready\n131092 000000010000000000000003.ready'],
    ['the history of a shell', '  501  systemctl stop postgresql\n  502  rm -rf pg_wal/*\n  503  systemctl start postgresql'],
  ])('are not seen in %s', (_name, text) => untouched(text));
});

it('line numbers are taken off a table, whose rule is no mode of a file', () => {
  expect(left('     1\t[postgres@pg1 ~]$ psql\n     2\t name | setting\n     3\t------+---------\n     4\t port | 5432').at(-1)).toBe(
    ' port | 5432',
  );
});

it('line numbers below a count are taken off', () => {
  expect(left('134 notes\n     1\tthe first of them\n     2\tthe second of them\n     3\tthe third of them').slice(1)).toEqual([
    'the first of them',
    'the second of them',
    'the third of them',
  ]);
});

it('numbers that are flags of ps are no line numbers', () => {
  untouched(`
F S   UID   PID  PPID  C PRI  NI ADDR SZ WCHAN  TTY          TIME CMD
4 S     0     1     0  0  70 -10 -  9871 -      ?        00:00:03 systemd
1 S     0     2     0  0  80   0 -     0 kthrea ?        00:00:00 kthreadd
1 S     0     3     2  0  80   0 -     0 kthrea ?        00:00:00 pool_workqueue_release
1 I     0     4     2  0  60 -20 -     0 rescue ?        00:00:00 kworker/R-rcu_gp
`);
  // the heading cut off
  untouched(`
1 S     0     2     0  0  80   0 -     0 kthrea ?        00:00:00 kthreadd
1 S     0     3     2  0  80   0 -     0 kthrea ?        00:00:00 pool_workqueue_release
1 I     0     4     2  0  60 -20 -     0 rescue ?        00:00:00 kworker/R-rcu_gp
`);
});

describe('marks that an editor changed', () => {
  it.each([
    ['-rw-r–r– 1 postgres postgres 16777216 May 16 08:23 x', '-rw-r--r-- 1 postgres postgres 16777216 May 16 08:23 x'],
    ['-rw——- 1 postgres postgres 16777216 May 16 08:23 x', '-rw------- 1 postgres postgres 16777216 May 16 08:23 x'],
    ['–status=OK –files=3', '--status=OK --files=3'],
    ['“Server role”,“OK”,“node is primary”', '"Server role","OK","node is primary"'],
  ])('%s', (text, whole) => {
    expect(left(text)).toEqual([whole]);
  });

  it.each(['we stopped here – twice', '– the first point', '“quoted”, he said', 'a – b – c'])('what somebody wrote stays: %s', (text) =>
    untouched(text),
  );
});

describe('lines that a mail broke between words', () => {
  const mail = (text: string, columns: number): string =>
    text
      .split('\n')
      .flatMap((line) => {
        const rows: string[] = [];
        for (const word of line.split(' ')) {
          const last = rows.at(-1);
          if (last === undefined || last.length + 1 + word.length > columns) rows.push(word);
          else rows[rows.length - 1] = `${last} ${word}`;
        }
        return rows;
      })
      .join('\n');
  const refused =
    '2024-06-11 04:17:52 UTC [12] FATAL:  could not connect to the primary server: FATAL:  no entry in pg_hba.conf for the host 10.0.0.3, user repmgr';
  const quiet = '2024-06-11 04:17:59 UTC [9] LOG:  short';

  it('are joined, up to the next blank line', () => {
    const text = `Our standby says:\n\n${mail(`${refused}\n${quiet}\n${refused}`, 72)}\n\nAny idea?`;
    expect(left(text).filter((line) => line !== '(understood)')).toEqual([
      'Our standby says:',
      '',
      refused,
      quiet,
      refused,
      '',
      'Any idea?',
    ]);
  });

  it('and what stands below them is left alone', () => {
    expect(left(`${mail(refused, 72)}\nWhy?`).filter((line) => line !== '(understood)')).toEqual([refused, 'Why?']);
  });

  it.each([
    [
      'a list below its head',
      `[ERROR] these errors were found in the file of the configuration:\n"a_parameter_with_a_long_name": no\n"b": no`,
    ],
    ['words of another program', `${quiet} and a bit longer, so that it looks full or so\nrsync: no\n${quiet}\nrsync: no`],
    ['lines that are wide', `${refused}\nand more words than fit\n${refused} again\nand others that do not fit`],
    ['rows that are moved in', `${quiet} ${'x'.repeat(36)}\n    ${'y'.repeat(40)} ${'z'.repeat(30)}\n    ${'w'.repeat(60)}`],
  ])('but not %s', (_name, text) => untouched(text));
});

describe('rows of a terminal that was too narrow', () => {
  const wrap = (text: string, columns: number): string =>
    text
      .split('\n')
      .flatMap((line) => line.match(new RegExp(`.{1,${columns}}`, 'g')) ?? [''])
      .join('\n');
  const log = [
    '2024-06-11 04:17:52.118 CEST [1204] LOG:  archive command failed with exit code 1',
    '2024-06-11 04:17:52.118 CEST [1204] DETAIL:  The failed archive command was: test ! -f /arch/0000000300000012000000AB && cp pg_wal/x /arch/y',
    '2024-06-11 04:17:53.902 CEST [1311] FATAL:  remaining connection slots are reserved for roles with the SUPERUSER attribute',
    '2024-06-11 04:17:59.000 CEST [1204] LOG:  short',
  ];

  it('are joined, and stand where the first of them stood', () => {
    const joined = left(wrap(log.join('\n'), 80));
    expect(joined.filter((line) => line !== '(understood)')).toEqual(log);
    // once is not enough
    untouched(wrap(log.join('\n'), 132));
    expect(items(wrap(log.join('\n'), 80)).find((item) => item.text === log[1])?.number).toBe(3);
  });

  it('with a blank that was lost where the row ended', () => {
    const first = `2024-06-11 04:17:52.118 CEST [1204] LOG:  ${'x'.repeat(37)}`;
    const other = `2024-06-11 04:17:52.118 CEST [1204] LOG:  ${'y'.repeat(38)}`;
    const third = `2024-06-11 04:17:52.118 CEST [1204] LOG:  ${'z'.repeat(38)}`;
    expect(left(`${other}yes\n${third}zip\n${first}\nend`.replace(/(.{80})(?=.)/g, '$1\n')).at(-2)).toBe(`${first} end`);
  });

  const told = (text: string): string => `2024-06-11 04:17:52 CEST [9] LOG:  ${text}`;
  it.each([
    [
      'lines of their own below a message',
      `${told('a'.repeat(50))}\nfree words\n${told('b'.repeat(80))}\nfree words\n${told('c'.repeat(80))}\nmore`,
    ],
    [
      'one message that comes again and again',
      Array.from({ length: 5 }, (_, index) => `${told(`${'same '.repeat(12)}${index}`)}\nof this`).join('\n'),
    ],
    ['a wider row', `${told('a'.repeat(60))}\nrest\n${told('b'.repeat(60))}\nrest\n${told('c'.repeat(90))}`],
    ['a statement over lines', `${told('statement: select 1 as something_long_enough_to_be_wide')}\n\tfrom a\n\twhere b`],
    ['what somebody wrote below a log', `${told('a'.repeat(60))}\nwe saw this twice`],
  ])('is not seen in %s', (_name, text) => untouched(text));
});

it('numbers that stand in a column are no line numbers, though three of them follow one another', () => {
  untouched('89\tlocal\tall\t\ttrust\n93\thost\tall\t::1\ttrust\n96\tlocal\trep\t\ttrust\n97\thost\trep\t\ttrust\n98\thost\trep\t\ttrust');
});

it('a table of psql -H keeps its tags, those of a page around it go', () => {
  const table = '<table border="1">\n  <tr>\n    <th align="center">a</th>\n  </tr>\n</table>\n<p>(0 rows)<br />\n</p>';
  expect(left(`<div>before</div>\n${table}\n<div>behind</div>`)).toEqual(['before', ...table.split('\n'), 'behind']);
  expect(left('<table border="1">\n<tr><td>a</td></tr>\n</table>')).toEqual(['', 'a', '']);
});

it('a backtick that begins the last branch of tree is no code', () => {
  untouched(`
/d/pg_wal
|-- 0000000300000012000000AB
\`-- archive_status

1 directory, 1 file
`);
});

describe('logs of containers', () => {
  it('are read as what the container wrote, with the time of the runtime', () => {
    const text = `
2025-03-04T05:12:03.021944876Z stderr F 2025-03-04 05:12:03.021 GMT [161] LOG:  entering standby mode
2025-03-04T05:12:03.100000000Z stdout P INFO: first part,
2025-03-04T05:12:03.100000001Z stdout F  second part
2025-03-04T05:12:03.200000000Z stdout F
`;
    expect(left(text)).toEqual([
      '2025-03-04 05:12:03.021 GMT [161] LOG:  entering standby mode',
      'INFO: first part, second part',
      '(understood)',
      '',
    ]);
    expect(items(text)[0]?.stamp).toBe('2025-03-04T05:12:03.021944876Z');
  });

  it.each([
    ['docker', '{"log":"[NOTICE] starting \\"x\\"\\n","stream":"stderr","time":"2024-03-01T10:00:00.1Z"}', '[NOTICE] starting "x"'],
    ['kubectl with times', '2024-03-01T10:00:00.123456789Z [NOTICE] starting', '[NOTICE] starting'],
    ['kubectl with names', '[pod/gull-0/postgresql] [NOTICE] starting', 'gull-0/postgresql: [NOTICE] starting'],
    [
      'journalctl as JSON',
      '{"__REALTIME_TIMESTAMP":"1709287200000000","_HOSTNAME":"pg1","SYSLOG_IDENTIFIER":"repmgrd","_PID":"77","MESSAGE":"[NOTICE] starting"}',
      '2024-03-01T10:00:00+0000 pg1 repmgrd[77]: [NOTICE] starting',
    ],
  ])('%s', (_name, line, inner) => {
    expect(left(line)).toEqual([inner]);
  });

  it("leaves a server's own JSON alone", () => {
    untouched('{"timestamp":"2024-03-01 10:00:00.000 CET","pid":1,"error_severity":"LOG","message":"x"}\n{"log":"no stream"}');
  });
});

describe('several logs in one', () => {
  it('stern: each pod and container by itself, continuations included', () => {
    expect(
      left(`
+ stern -n pg --tail 5 kite
kite-1 postgresql 2024-10-19 14:00:12.310 GMT [880] FATAL:  could not receive data from WAL stream: server closed the connection unexpectedly
kite-1 postgresql 	This probably means the server terminated abnormally
kite-0 repmgrd [2024-10-19 14:00:14] [NOTICE] standby node "kite-1" (ID: 1001) has disconnected
`),
    ).toEqual([
      '+ stern -n pg --tail 5 kite',
      'kite-1/postgresql: 2024-10-19 14:00:12.310 GMT [880] FATAL:  could not receive data from WAL stream: server closed the connection unexpectedly',
      'kite-1/postgresql: 	This probably means the server terminated abnormally',
      'kite-0/repmgrd: [2024-10-19 14:00:14] [NOTICE] standby node "kite-1" (ID: 1001) has disconnected',
    ]);
  });

  it('but not the columns of a record of psql', () =>
    untouched(
      '-[ RECORD 1 ]------+------------------------------\nlast_archived_time | 2022-10-03 09:12:40.11702+02\nlast_failed_time   | 2022-10-03 09:12:40.11702+02\nnow                | 2022-10-03 09:13:02.480113+02',
    ));

  it('docker compose', () => {
    expect(
      left(`
pg-0-1     | 2024-10-19 14:00:11.900 GMT [1] LOG:  starting PostgreSQL 15.4
pg-0-1     | 	on x86_64
witness-1  | [2024-10-19 14:00:14] [NOTICE] repmgrd (repmgrd 5.3.3) starting up
`),
    ).toEqual([
      'pg-0-1: 2024-10-19 14:00:11.900 GMT [1] LOG:  starting PostgreSQL 15.4',
      'pg-0-1: 	on x86_64',
      'witness-1: [2024-10-19 14:00:14] [NOTICE] repmgrd (repmgrd 5.3.3) starting up',
    ]);
  });

  it('a record of psql is none: what stands behind its names is a time and nothing else', () => {
    const record = 'last_archived_time | 2026-11-23 05:09:08.405339+00\nlast_failed_time   | 2026-11-23 05:09:12.419942+00';
    expect(items(record).map((item) => item.text)).toEqual(record.split('\n'));
  });

  it('grep over files', () => {
    expect(
      left(`
log/postgresql-Fri.log:2024-10-18 14:00:11.900 GMT [1] FATAL:  x
log/postgresql-Fri.log-2024-10-18 14:00:12.000 GMT [1] LOG:  y
/var/log/messages-20241019:77:Oct 19 14:00:14 pg1 systemd[1]: Started x.
`),
    ).toEqual([
      'log/postgresql-Fri.log: 2024-10-18 14:00:11.900 GMT [1] FATAL:  x',
      'log/postgresql-Fri.log: 2024-10-18 14:00:12.000 GMT [1] LOG:  y',
      '/var/log/messages-20241019: Oct 19 14:00:14 pg1 systemd[1]: Started x.',
    ]);
  });

  it.each([
    ['a table', 'node1 | 2024-03-01 10:00:00+08 | t\nnode2 | 2024-03-01 10:00:05+08 | t'],
    [
      'a record',
      'last_archived_time | 2024-05-20 07:59:58.30412+00\nlast_failed_time   | 2024-05-18 02:10:40.918+00\nstats_reset        | 2023-11-02 09:00:00+00',
    ],
    ['settings', 'archive_mode    | on\narchive_command | cp %p /a/%f'],
    ['configuration that grep shows', 'postgresql.conf:archive_mode = on\npostgresql.conf:wal_level = replica'],
    ['prose', 'pg-1 says 2024-03-01 10:00:00 it was down\nand then nothing'],
    ['a log', '2024-10-18 14:00:11.900 GMT [1] FATAL:  x\n2024-10-18 14:00:11.901 GMT [1] LOG:  y'],
    ['syslog', 'Oct 19 14:00:14 pg1 repmgrd[9]: [NOTICE] x\nOct 19 14:00:15 pg1 repmgrd[9]: [NOTICE] y'],
  ])('is not seen in %s', (_name, text) => untouched(text));
});

describe('Ansible', () => {
  it('gives what a command printed, line by line, under the host where it ran', () => {
    const result = {
      changed: false,
      cmd: ['repmgr', 'cluster', 'show'],
      msg: 'non-zero return code',
      rc: 25,
      stderr: 'WARNING: following issues were detected\n  - x',
      stdout: ' ID | Name\n----+------',
      stdout_lines: [' ID | Name', '----+------'],
    };
    expect(left(`TASK [show] ***********\nfatal: [pg3 -> pg1(10.2.0.4)]: FAILED! => ${JSON.stringify(result)}\nPLAY RECAP ****`)).toEqual([
      '(prose)',
      'ansible pg1: $ repmgr cluster show',
      'ansible pg1:  ID | Name',
      'ansible pg1: ----+------',
      'ansible pg1: WARNING: following issues were detected',
      'ansible pg1:   - x',
      '(understood)',
      '(prose)',
    ]);
  });

  it('reads an object over lines once, whichever form it gives', () => {
    expect(
      left(`
ok: [pg1] => {
    "changed": true,
    "stdout": "line 1\\nline 2",
    "stdout_lines": [
        "line 1",
        "line 2"
    ]
}
ok: [pg2] => {
    "result.stdout_lines": "x",
    "stdout_lines": [
        "only \\"here\\""
    ]
}
`),
    ).toEqual([
      '(understood)',
      '(understood)',
      'ansible pg1: line 1',
      'ansible pg1: line 2',
      ...Array.from({ length: 7 }, () => '(understood)'),
      '(understood)',
      'ansible pg2: only "here"',
      '(understood)',
      '(understood)',
    ]);
  });

  it('knows where an ad-hoc call ran', () => {
    expect(left('pg1 | CHANGED | rc=0 >>\nnode1\npg2 | FAILED | rc=1 >>\nerror: x\n[me@box ~]$ date')).toEqual([
      '(prose)',
      'ansible pg1: node1',
      '(prose)',
      'ansible pg2: error: x',
      '[me@box ~]$ date',
    ]);
  });

  it('leaves a result that was cut as it is', () => {
    untouched('fatal: [pg1]: FAILED! => {"changed": false, "stdout": "abc');
  });
});

describe('escapes', () => {
  it('of HTML', () => {
    expect(left('node &quot;coot3&quot; &gt; 2&amp;1\n<pre>a<br>b</pre>\n<p>c</p>')).toEqual(['node "coot3" > 2&1', 'a', 'b', 'c']);
    untouched('select a < b and c > d & 1\nhost=<address> port=5432');
  });

  it('of a wiki, once seen', () => {
    expect(left('\\[postgres@coot3 \\~]$ repmgr \\-f /etc/repmgr.conf\nWARNING: \\-\\-upstream\\-node\\-id not supplied')).toEqual([
      '[postgres@coot3 ~]$ repmgr -f /etc/repmgr.conf',
      'WARNING: --upstream-node-id not supplied',
    ]);
    untouched("sed -e 's/\\[x\\]/y/' -e 's/\\./-/'\nC:\\Users\\x> plink pg1");
  });
});

describe('chats', () => {
  it.each([
    'Freya 08:02',
    'sam  [10:05 AM]',
    '张三 2024-03-01 10:00:05',
    '李四(10086) 2024/3/1 10:00:05',
    '[10:05] Jürgen Müller:',
    'anna.k Today at 9:15 AM',
  ])('knows who wrote: %s', (line) => {
    expect(left(line)).toEqual(['(prose)']);
  });

  it.each([
    ['[08:05] sam: ERROR: x', 'ERROR: x'],
    ['[01/03/2024, 10:00:00] Anna K: [postgres@pg1 ~]$ date', '[postgres@pg1 ~]$ date'],
    ['[2024/3/1 10:00] 张三：总用量 0', '总用量 0'],
    ['10:00 <sam> total 0', 'total 0'],
  ])('reads what was written: %s', (line, text) => {
    expect(left(line)).toEqual([text]);
  });

  it.each([
    '[2024-03-01 10:00:00] [NOTICE] x',
    '[2024-03-01 10:00:00] repmgrd: x',
    '[10:00:05] ERROR: x',
    'up 10:05',
    'PostgreSQL 15.18',
    'LOG:  database system was shut down at 2024-03-01 10:00:05',
    '2024-03-01 10:00:05',
    '5月 16 10:47',
    '<redacted>',
  ])('leaves alone: %s', (line) => untouched(line));
});

describe('the dots of pg_ctl', () => {
  it.each([
    [
      'waiting for server to start....2024-07-01 08:00:02.101 CST [3211] FATAL:  x',
      ['waiting for server to start....', '2024-07-01 08:00:02.101 CST [3211] FATAL:  x'],
    ],
    ['等待服务器进程启动 ....2024-07-01 08:00:02 CST LOG:  x', ['等待服务器进程启动 ....', '2024-07-01 08:00:02 CST LOG:  x']],
  ])('end where the server says something: %s', (line, parts) => {
    expect(left(line)).toEqual(parts);
  });

  it.each(['waiting for server to start.... done', 'waiting for server to shut down.... failed', 'what is 2024-07-01 08:00:02 LOG:  x'])(
    'leaves alone: %s',
    (line) => untouched(line),
  );
});

describe('lines in lines', () => {
  it('have the number of the line they came from', () => {
    const layers = new Layers();
    const all = [...layers.push(['a', 'b\nc', 'd']), ...layers.flush()];
    expect(all.map((item) => [item.number, item.text])).toEqual([
      [1, 'a'],
      [2, 'b'],
      [2, 'c'],
      [3, 'd'],
    ]);
    expect(layers.lines).toBe(3);
  });

  it('come out the same however the lines come in', () => {
    const text = '> a\n> b\n> c\n\n[pod/x-0/pg] ERROR: y\n    1 one x\n    2 two x\n    3 three x\nend';
    const layers = new Layers();
    const one = text.split('\n').flatMap((line) => [...layers.push([line])]);
    expect([...one, ...layers.flush()]).toEqual(items(text));
  });
});

describe('emphasis', () => {
  it('is taken off a line that a program printed, and off code of several lines between single backticks', () => {
    expect(left('**ERROR: connection to database failed**')).toEqual(['ERROR: connection to database failed']);
    expect(left('`NOTICE: promoting standby to primary`')).toEqual(['NOTICE: promoting standby to primary']);
    expect(left('`INFO: one\nDETAIL: two`\nafter')).toEqual(['INFO: one', 'DETAIL: two', 'after']);
    expect(left('`[postgres@pg1 ~]$ uptime\n`')).toEqual(['[postgres@pg1 ~]$ uptime', '']);
  });

  it.each([
    ['what somebody says', '**the primary is down**'],
    ['words of code in a sentence', '`repmgr node check` says OK'],
    ['advice', '`wal_log_hints = on`'],
    ['a fence', '```\nNOTICE: x\n```'],
    ['a pgpass file', '*:*:*:repmgr:x'],
  ])('is not seen in %s', (_name, text) => untouched(text));
});

describe('what a log viewer leaves', () => {
  it('is taken off: colours without their escape character, quotes around every line', () => {
    const text = '"[38;5;6mpg [0m[38;5;2mINFO [0m ==> up"\n""\n"pg_ctl: could not start ""x"" now"';
    expect(left(text)).toEqual(['pg INFO  ==> up', '', 'pg_ctl: could not start "x" now']);
  });

  it.each([
    ['one line in quotes', 'he said\n"the primary is down"\nand left'],
    ['an error of libpq', '"could not connect to server: Connection refused\n\tIs the server running on host "a"?"'],
    ['a list of JSON', '["a",\n"b",\n"c"]'],
    ['an array', 'cells[3m] and x[12]'],
  ])('is not seen in %s', (_name, text) => untouched(text));
});

describe('tables that a log viewer exported', () => {
  it('give the lines, each of its host, with the time of the table', () => {
    const text = `
"@timestamp","host.name","message"
"Mar 1, 2026 @ 10:00:00.123","db1","[2026-03-01 10:00:00] [NOTICE] a, b"
"Mar 1, 2026 @ 10:00:01.123","db2","unable to connect to ""db1""
second line"
`;
    expect(left(text)).toEqual([
      '(understood)',
      'db1: [2026-03-01 10:00:00] [NOTICE] a, b',
      'db2: unable to connect to "db1"',
      'db2: second line',
      '(understood)',
    ]);
    expect(items(text)[1]?.stamp).toBe('2026-03-01 10:00:00.123');
  });

  it('with lines that nobody quoted', () => {
    expect(left('Time,Line\n1772359200123,FATAL:  a, "b" c')).toEqual(['(understood)', 'FATAL:  a, "b" c']);
  });

  it.each([
    ['other tables', 'name,setting\narchive_mode,on'],
    ['sentences', 'Time, money and line of sight, that is all\nnext'],
    ['a head that does not stand at the top', 'x\nTime,Line\n1,2'],
  ])('are not seen in %s', (_name, text) => untouched(text));
});

describe('the time that a viewer puts in front', () => {
  it('is taken off', () => {
    expect(left('Sun, Mar 1 2026 10:00:00 am | LOG:  x')).toEqual(['LOG:  x']);
  });
  it('is not seen in a table', () => untouched(' Sun, Mar 1 2026 | 10:00\nSun, Mar 1 | x'));
});

describe('marks that a Chinese editor made full-width', () => {
  it('are the marks that the program printed', () => {
    expect(
      left(`
2026-02-11 10:22:31.120 CST [4412] FATAL： password authentication failed for user “esrep”
ERROR： unable to connect via ES to host “10.6.6.1”， user “kingbase”
1 ｜ node1 ｜ primary ｜ * running ｜ ｜ default
2 ｜ node2 ｜ standby ｜ - failed ｜ ？ node1 ｜ default
`),
    ).toEqual([
      '2026-02-11 10:22:31.120 CST [4412] FATAL: password authentication failed for user "esrep"',
      'ERROR: unable to connect via ES to host "10.6.6.1", user "kingbase"',
      '1 | node1 | primary | * running | | default',
      '2 | node2 | standby | - failed | ? node1 | default',
    ]);
  });

  it.each([
    ['a sentence', '备库日志：如下（已脱敏）'],
    ['a value of a file', 'archive_command=“test ! -f /arch/%f”'],
    ['a statement in a log', '2026-02-11 10:22:31.120 CST [4412] LOG:  statement: insert into t values (‘说明：无’)'],
    ['a Chinese level of the server', '错误：  关系 "t" 不存在'],
  ])('are left alone in %s', (_name, text) => untouched(text));
});

describe('a paste that is moved in as a whole', () => {
  it('still has its names in front', () => {
    const line = '2026-03-01 10:00:00.000 UTC [7] LOG:  database system is ready to accept connections';
    expect(left(`\n    pg-0  | ${line}\n    pg-1  | ${line}\n\nSo.\n`)).toEqual([`pg-0: ${line}`, `pg-1: ${line}`, '', 'So.']);
  });

  it("still is Ansible's", () => {
    expect(left('\n    fatal: [pg3]: FAILED! => {"rc": 6, "stderr": "ERROR: x", "stdout": ""}\nSo.\n')).toEqual([
      'ansible pg3: ERROR: x',
      '(understood)',
      'So.',
    ]);
  });

  it.each([
    ['rows of a table', '    name | since\n    lark | 2026-03-01 10:00:00'],
    ['a log without a name', '    2026-03-01 10:00:00.000 UTC [7] LOG:  a | b c d e'],
  ])('is no matter in %s', (_name, text) => untouched(text));
});
