// Inputs of the benchmark, made anew in a temporary folder: what real bundles hold, larger.
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const MIB = 1024 * 1024;
const two = (value) => String(value).padStart(2, '0');
const hex = (value, digits) => value.toString(16).toUpperCase().padStart(digits, '0');
const segment = (number) => `00000001${hex(number >> 8, 8)}${hex(number & 255, 8)}`;

/** Writes pieces of text until they end. */
function write(path, pieces) {
  const file = openSync(path, 'w');
  let held = '';
  for (const piece of pieces) {
    held += piece;
    if (held.length < MIB) continue;
    writeSync(file, held);
    held = '';
  }
  writeSync(file, held);
  closeSync(file);
  return path;
}

/** `ls -l` of an archive_status in which nothing was archived for months. */
export function listing(path, rows) {
  const lines = function* () {
    yield '[postgres@node1 ~]$ ls -l $PGDATA/pg_wal/archive_status\ntotal 0\n';
    for (let row = 0; row < rows; row++) {
      const minute = Math.floor((row * 43_200) / rows);
      const when = `Nov ${String(1 + Math.floor(minute / 1440)).padStart(2)} ${two(Math.floor(minute / 60) % 24)}:${two(minute % 60)}`;
      yield `-rw------- 1 postgres postgres 0 ${when} ${segment(row)}.ready\n`;
    }
  };
  return write(path, lines());
}

/** What servers log most, `log_statement` and `log_min_duration_statement` on: one in a thousand lines is of interest. */
const USUAL = [
  'LOG:  connection received: host=10.0.3.17 port=$N',
  'LOG:  connection authorized: user=app database=shop application_name=web-$N SSL enabled (protocol=TLSv1.3, cipher=TLS_AES_256_GCM_SHA384, bits=256)',
  'LOG:  duration: 0.$N ms  parse <unnamed>: SELECT id, total, state FROM orders WHERE customer_id = $1 AND state <> $2',
  'LOG:  duration: 1.$N ms  execute <unnamed>: SELECT id, total, state FROM orders WHERE customer_id = $1 AND state <> $2',
  "DETAIL:  parameters: $1 = '$N', $2 = 'open'",
  "LOG:  statement: UPDATE stock SET amount = amount - 1, changed_at = '2026-11-23 05:09:06.$N' WHERE article = $N",
  'LOG:  duration: 12.$N ms  statement: SELECT a.id, a.name, count(*)\n\tFROM article a JOIN stock s ON s.article = a.id\n\tWHERE a.price < $N AND s.amount > 0\n\tGROUP BY a.id, a.name\n\tORDER BY 3 DESC LIMIT 20',
  'LOG:  statement: COMMIT',
  'LOG:  temporary file: path "base/pgsql_tmp/pgsql_tmp$N.0", size 1073741824',
  'STATEMENT:  SELECT * FROM orders ORDER BY total',
  'LOG:  disconnection: session time: 0:00:0$D.123 user=app database=shop host=10.0.3.17 port=$N',
  'LOG:  process $N still waiting for ShareLock on transaction 73$N after 1000.123 ms',
];
const OF_INTEREST = [
  'LOG:  archive command failed with exit code 1',
  'FATAL:  remaining connection slots are reserved for non-replication superuser connections',
  'ERROR:  requested WAL segment 0000000100000000000000A3 has already been removed',
  'LOG:  checkpoint complete: wrote 113 buffers (0.7%); 0 WAL file(s) added, 0 removed, 1 recycled; write=11.4 s, sync=0.1 s, total=11.6 s; sync files=32, longest=0.1 s, average=0.1 s; distance=16384 kB, estimate=16384 kB',
];

/** A server's log in stderr format with the prefix `%m [%p] %q%u@%d `. */
export function serverLog(path, bytes, month = '2026-11', end = '') {
  const lines = function* () {
    let written = 0;
    for (let line = 0; written < bytes; line++) {
      const second = Math.floor(line / 20);
      const stamp = `${month}-${two(1 + (Math.floor(second / 86_400) % 28))} ${two(Math.floor(second / 3600) % 24)}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)}.${String(line % 1000).padStart(3, '0')} UTC`;
      const interest = line % 1000 === 999;
      const text = interest
        ? OF_INTEREST[Math.floor(line / 1000) % OF_INTEREST.length]
        : USUAL[line % USUAL.length].replaceAll('$N', String(1000 + (line % 9000))).replaceAll('$D', String(line % 10));
      const who = interest || line % 12 === 0 ? '' : 'app@shop ';
      const piece = `${stamp} [${4000 + (line % 37)}] ${who}${text}\n`;
      written += piece.length;
      yield piece;
    }
    yield end;
  };
  return write(path, lines());
}

const USERS = Array.from({ length: 25 }, (_, index) => `user_${String.fromCharCode(97 + index)}`);
const DATABASES = ['shop', 'crm', 'billing', 'repmgr', 'postgres', 'wh_01', 'wh_02'];
const PROGRAMS = ['psql', 'web', '[unknown]', 'pg_dump', 'repmgrd', 'app worker', 'PostgreSQL JDBC Driver'];
const SAID = [
  'LOG:  duration: 0.$N ms  statement: SELECT * FROM t WHERE id = $N',
  'LOG:  connection received: host=10.0.0.17 port=$N',
  'LOG:  statement: UPDATE accounts SET token_count = $N WHERE id = $N',
  "DETAIL:  parameters: $1 = '$N'",
  'LOG:  execute <unnamed>: select a, b from c where d < $N',
  "LOG:  statement: insert into passenger(name) values ('x$N')",
  'ERROR:  duplicate key value violates unique constraint "k$N"',
];

/** The log of a server of many, as pgBadger asks for it (`%t [%p]: [%l-1] user=%u,db=%d,app=%a,client=%h `); one line in 60 is an error. */
export function busyLog(path, bytes) {
  const lines = function* () {
    let written = 0;
    for (let line = 0; written < bytes; line++) {
      // numbers that repeat late, so that neighbours differ
      const pick = (all) => all[(line * 7919 + Math.floor(line / all.length)) % all.length];
      const second = Math.floor(line / 30);
      const stamp = `2026-11-${two(1 + (Math.floor(second / 86_400) % 28))} ${two(Math.floor(second / 3600) % 24)}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)} CST`;
      const who = `user=${pick(USERS)},db=${pick(DATABASES)},app=${pick(PROGRAMS)},client=10.0.${line % 7}.${(line * 13) % 250}`;
      const said = SAID[line % 60 === 59 ? 6 : (line * 5) % 6].replaceAll('$N', String((line * 7919) % 100_000));
      const piece = `${stamp} [${[41, 873, 4021, 31_877, 210_334][(line * 3) % 5] + (line % 9)}]: [${1 + (line % 200)}-1] ${who} ${said}\n`;
      written += piece.length;
      yield piece;
    }
  };
  return write(path, lines());
}

/** A bundle of one node, of so many bytes: its configuration, a listing, a log. */
export function bundle(folder, bytes, number) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'postgresql.conf'),
    `# written by the benchmark\nlisten_addresses = '*'\nport = 5432\nwal_level = replica\narchive_mode = on\narchive_command = ${number % 3 === 0 ? "''" : "'cp %p /archive/%f'"}\nmax_wal_senders = 10\nwal_keep_size = 1GB\n`,
  );
  writeFileSync(
    join(folder, 'version.txt'),
    `postgres=# select version();\n                                                 version\n---------------------------------------------------------------------------------------------------------\n PostgreSQL ${13 + (number % 5)}.4 on x86_64-pc-linux-gnu, compiled by gcc (GCC) 8.5.0 20210514 (Red Hat 8.5.0-4), 64-bit\n(1 row)\n`,
  );
  listing(join(folder, 'archive_status.txt'), Math.floor(bytes / 4 / 78));
  const month = `2026-${two(6 + (number % 6))}`;
  const fault =
    number % 3 === 1
      ? `${month}-27 05:09:06.909 UTC [41] LOG:  archive command failed with exit code 1\n${month}-27 05:09:06.909 UTC [41] DETAIL:  The failed archive command was: cp pg_wal/000000010000000000000005 /archive/000000010000000000000005\n`
      : `${month}-27 05:09:06.909 UTC [41] LOG:  database system is ready to accept connections\n`;
  serverLog(join(folder, 'postgresql.log'), Math.floor((bytes * 3) / 4), month, fault);
  return folder;
}
