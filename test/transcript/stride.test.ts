import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { grammars } from '../../grammars/index.ts';
import { plainEnd } from '../../grammars/kit/bytes/plain.ts';
import { maskSecrets } from '../../src/core/secrets.ts';
import { LIMITS } from '../../src/input/limits.ts';
import { LineDecoder } from '../../src/input/text.ts';
import { isBlock } from '../../src/transcript/block.ts';
import { Layers } from '../../src/transcript/layers/index.ts';
import { BundleReader, type ReadBundle } from '../../src/transcript/read.ts';

/** Reads a text as the program does, in pieces; with every line looked at, or with runs of lines taken as bytes. */
function readIn(text: string, name: string, strides: boolean, size = 40_000): { read: ReadBundle; passed: number } {
  const reader = new BundleReader(grammars, strides ? undefined : () => undefined);
  const source = reader.open(name, null);
  const decoder = new LineDecoder(LIMITS);
  const bytes = Buffer.from(text);
  let passed = 0;
  for (let from = 0; from < bytes.length; from += size) {
    const batch = decoder.push(bytes.subarray(from, from + size));
    if (!isBlock(batch)) source.push(batch);
    else {
      const { pass } = batch;
      source.push(
        Object.assign(batch, {
          pass: (lines: number) => {
            passed += lines;
            pass(lines);
          },
        }),
      );
    }
  }
  source.push(decoder.end());
  source.end({ bytes: bytes.length, encoding: decoder.encoding, problems: decoder.problems });
  return { read: reader.end(), passed };
}

/** Everything that is learnt is the same; gives how many lines were passed over. */
function alike(text: string, name: string): number {
  const { read: slow } = readIn(text, name, false);
  // large pieces are looked at in another way than small ones
  const ways = [readIn(text, name, true), readIn(text, name, true, 1_000_000)];
  for (const { read: fast } of ways) {
    expect(fast.facts).toEqual(slow.facts);
    expect(fast.sources).toEqual(slow.sources);
    expect(fast.coverage).toEqual(slow.coverage);
    expect(fast.notUnderstood).toEqual(slow.notUnderstood);
    expect([...fast.secrets]).toEqual([...slow.secrets]);
  }
  return Math.min(...ways.map(({ passed }) => passed));
}

function files(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? files(path) : [path];
  });
}

const PREFIXES = {
  debian: (n: number) => `2026-11-23 05:09:${String(n % 60).padStart(2, '0')}.${100 + (n % 900)} UTC [${400 + (n % 7)}] app@shop `,
  plain: (n: number) => `2026-11-23 05:09:${String(n % 60).padStart(2, '0')}.${100 + (n % 900)} CST [${400 + (n % 7)}] `,
  own: (n: number) =>
    `2026-11-23 05:09:${String(n % 60).padStart(2, '0')} +08 ${41 + (n % 7)} 6741a3b2.${(n % 99) + 10} user=app,db=shop LINE `,
} as const;
const QUIET = [
  'LOG:  connection received: host=10.0.3.17 port=5000',
  'LOG:  duration: 0.123 ms  execute <unnamed>: SELECT id FROM orders WHERE customer_id = $1 AND state <> $2',
  "DETAIL:  parameters: $1 = '10', $2 = '05:09:06'",
  'LOG:  statement: SELECT token, session_pass_id FROM passenger\n\tWHERE a < 3 AND b > 4\n\tORDER BY 1',
  'LOG:  process 41 still waiting for ShareLock on transaction 73 after 1000.123 ms',
  '日志:  语句: select 名 from 表',
];
/** Lines between which quiet ones stand. */
const ODD = [
  "LOG:  statement: ALTER ROLE x PASSWORD 'hush-hush'",
  'LOG:  statement: select 1 where x = &quot;a&quot;',
  'LOG:  statement: <b>select</b> 1',
  'LOG:  archive command failed with exit code 1\n%DETAIL:  The failed archive command was: cp pg_wal/000000010000000000000005 /archive/000000010000000000000005',
  'LOG:  connection authorized: user=app\u001b[0m',
  'STATEMENT:  alone',
  'FATAL:  the database system is starting up',
  'LOG:  statement: \\[postgres@coot3 \\~]$ ls',
];
const BETWEEN = [
  'cp: cannot create regular file: No space left on device',
  '',
  '\tshop=# select 1',
  '\tpostgresql.conf:',
  '==> other.log <==',
  '...',
  '[postgres@node1 ~]$ ls',
];

/** Lines that wait for what follows them, or change how it is read; `^`: without a prefix, `%`: the prefix of another process. */
const WAITING = [
  '^%ERROR:  relation "a" does not exist\n%LOG:  statement: select\n\tfrom b where\n%DETAIL:  parameters: $1 = 3',
  'ERROR:  canceling statement due to lock timeout',
  'STATEMENT:  select 1',
  'LOG:  statement: select \\\\',
  '^> quoted',
  '^> > quoted\n> > more',
  '^`ERROR:  begun',
  '^"1 | node1 | primary',
  '^time,message',
  '^  12  select 1\n  13  select 2\n  14  select 3',
  '^7:2026-11-23 05:09:06 UTC [4] LOG:  archive command failed with exit code 1',
  '^pg-0-1  | 2026-11-23 05:09:06.100 UTC [1] LOG:  database system is ready to accept connections',
  '^-[ RECORD 1 ]',
  '^{',
  '^\t\tpg | 2026-11-23 05:09:06 UTC [1] LOG:  statement: select 1 from a where b',
  '^\tTASK [wait] ******\n\tPLAY RECAP *****',
  '^ERROR:  relation of a terminal that was too narrow for what it showed and bro\nke in the middle',
  '^Freya 08:02',
  '^### node2',
  '^log from db2:',
  '^\nboth nodes:',
  '^-----BEGIN PRIVATE KEY-----',
  '^[postgres@node1 ~]$ cat /data/postgresql.log',
  '^[postgres@node1 ~]$ repmgr cluster show \\\\',
  "^postgres=# select '",
  '^waiting for server to start....%LOG:  starting PostgreSQL 15.4 on x86_64-pc-linux-gnu',
  '^ID,Name,Role\n1,node1,primary',
  '^<table border="1">\n  <tr>',
];

function quietLines(prefix: (n: number) => string, count: number): string {
  return Array.from({ length: count }, (_, n) => prefix(n) + QUIET[n % QUIET.length]).join('\n');
}

describe('lines taken as bytes', () => {
  it.each(Object.entries(PREFIXES))(
    'gives the same facts of a log with prefix %s, whatever stands between quiet lines',
    (_name, prefix) => {
      const pieces = [...ODD.map((text) => prefix(0) + text.replace('%', prefix(0))), ...BETWEEN];
      const text = pieces.map((piece) => `${quietLines(prefix, 300)}\n${piece}\n`).join('');
      expect(alike(text, 'postgresql.log')).toBeGreaterThan(2000);
    },
  );

  it('gives the same facts wherever runs begin and end, whatever the lines before them wait for', () => {
    let passed = 0;
    const piece = fc.constantFrom(...ODD, ...BETWEEN.map((text) => `^${text}`), ...WAITING);
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.values(PREFIXES)),
        fc.array(fc.tuple(fc.array(piece, { minLength: 1, maxLength: 3 }), fc.integer({ min: 25, max: 60 })), {
          minLength: 5,
          maxLength: 5,
        }),
        (prefix, parts) => {
          const odd = (text: string): string => (text.startsWith('^') ? text.slice(1) : prefix(0) + text).replaceAll('%', prefix(3));
          const text = parts.map(([pieces, count]) => `${pieces.map(odd).join('\n')}\n${quietLines(prefix, count)}\n`).join('');
          passed += alike(`${quietLines(prefix, 300)}\n${text}`, 'postgresql.log');
        },
      ),
      { numRuns: 150 },
    );
    expect(passed).toBeGreaterThan(20_000);
  });

  it.each([
    ['a title behind a blank line and a run', '', 'log from db2:'],
    [
      'what is quoted behind a line that ends as if it went on',
      '',
      `${PREFIXES.plain(1)}LOG:  statement: select \\\n> [postgres@node1 ~]$ ls -l\n> total 0`,
    ],
    [
      'the statement of a quiet message of a process that failed',
      `${PREFIXES.plain(3)}ERROR:  relation "a" does not exist`,
      `${PREFIXES.plain(3)}LOG:  statement: select\n\tfrom b where\n${PREFIXES.plain(3)}DETAIL:  parameters: $1 = 'b'`,
    ],
  ])('gives the same facts of %s', (_what, above, below) => {
    for (const between of [31, 60])
      alike(
        `${quietLines(PREFIXES.plain, 200)}\n${above}\n${quietLines(PREFIXES.plain, between)}\n${below}\n${quietLines(PREFIXES.plain, 60)}`,
        'postgresql.log',
      );
  });

  it('gives the same facts of every log among the samples, quiet lines put in between', () => {
    let passed = 0;
    for (const path of files('samples/outputs/server-log').filter((file) => file.endsWith('.txt'))) {
      const text = readFileSync(path, 'utf8');
      for (const place of [1, 4]) {
        const lines = text.split('\n');
        lines.splice(Math.min(place, lines.length), 0, quietLines(PREFIXES.debian, 900), quietLines(PREFIXES.plain, 300));
        passed += alike(lines.join('\n'), 'postgresql.log');
      }
    }
    expect(passed).toBeGreaterThan(5000);
  });

  it('gives the same facts of listings, however they are ordered and dated', () => {
    const name = (n: number): string =>
      `00000001${(n >> 8).toString(16).toUpperCase().padStart(8, '0')}${(n & 255).toString(16).toUpperCase().padStart(8, '0')}`;
    const orders: Record<string, (n: number) => number> = {
      up: (n) => n,
      down: (n) => 5000 - n,
      mixed: (n) => (n * 7919) % 5003,
      twice: (n) => n >> 1,
    };
    const rows: Record<string, (n: number, of: number) => string> = {
      ready: (n, of) =>
        `-rw------- 1 postgres postgres 0 Nov ${String(1 + Math.floor(of / 400)).padStart(2)} 05:${10 + (n % 50)} ${name(n)}.ready`,
      segments: (n, of) => `-rw------- 1 kingbase kingbase ${of === 2100 ? 8192 : 16777216} 2026-11-23 05:${10 + (of % 50)} ${name(n)}`,
      mixed: (n, of) => `-rw-------. 1 postgres postgres 0 11月 23 05:09 ${name(n)}.${of > 2500 ? 'done' : 'ready'}`,
      bare: (n) => name(n),
      found: (n) => `/data/pg_wal/archive_status/${name(n)}.ready`,
    };
    for (const [kind, row] of Object.entries(rows)) {
      for (const order of kind === 'ready' ? Object.values(orders) : [orders['mixed'] ?? Number]) {
        const body = Array.from({ length: 5000 }, (_, of) => row(order(of), of));
        body.splice(3000, 0, kind === 'bare' ? 'archive_status' : '-rw------- 1 postgres postgres 0 Nov  1 05:09 00000002.history');
        const command = { bare: 'ls', found: 'find /data/pg_wal/archive_status -type f' }[kind] ?? 'ls -l';
        const text = `[postgres@node1 ~]$ ${command} $PGDATA/pg_wal\n${kind === 'bare' || kind === 'found' ? '' : 'total 80\n'}${body.join('\n')}\n[postgres@node1 ~]$ ls -l repmgr.conf\nls: cannot access 'repmgr.conf': No such file or directory\n`;
        const passed = alike(text, 'ls.txt');
        if (kind !== 'found') expect(passed).toBeGreaterThan(2000);
      }
    }
  });

  it('gives the same facts of every larger file among the cases', () => {
    for (const path of files('samples/cases').filter((file) => statSync(file).size > 20_000 && !file.endsWith('.json')))
      alike(readFileSync(path, 'utf8'), path);
  });

  it('calls nothing plain that is masked or wrapped', () => {
    const part = fc.constantFrom(
      ...'password passwd=x token auth_token=abcdef access-token:abc cipher_pass=xyz passphrase=yz sshpass apikey=qwe secret_key=abcdef <br> <b &amp; \\-\\-force \\_x\\_ api_key: 1234 md5 ://u:p@h :5432:db:u:pw -W x SCRAM-SHA-256$ 口令是abcd1234 密码 AKIA -----BEGIN PRIVATE KEY----- eyJ > < & $ # : é \u00a0 \u3000 \t \u001b[0m sig= "x" select 1 = \' , ; ( ) /a/b user=app'.split(
        / (?=\S)/,
      ),
      ' ',
      'x',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 14 }), fc.nat(3), (parts, odd) => {
        const line = `2026-11-23 05:09:06 UTC [4] LOG:  statement: ${'y'.repeat(odd)}${parts.join('')}`;
        const bytes = Buffer.from(`${line}\n${' '.repeat(500)}\n`);
        const end = plainEnd(bytes, new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), 0, 44, 62);
        if (end < 0) return;
        expect(end).toBe(bytes.indexOf('\n'));
        expect(maskSecrets(line).found).toEqual([]);
        const layers = new Layers();
        const items = [...layers.push([line]), ...layers.flush()];
        expect(items.map((item) => [item.text, item.source])).toEqual([[line, null]]);
        expect([...new LineDecoder(LIMITS).push(bytes)][0]).toBe(line);
      }),
      { numRuns: 2000 },
    );
  });
});
