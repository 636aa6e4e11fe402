import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import ls from '../../grammars/ls/index.ts';
import nodeCheck from '../../grammars/node-check/index.ts';
import { commandContext } from '../../grammars/shell/command.ts';
import table from '../../grammars/table/index.ts';
import type { ClusterRowBody, DirectoryBody, NodeCheckBody, RowBody } from '../../src/core/fact.ts';
import { readWith } from '../support/grammar-tester.ts';
import { type ListedFile, longListing, type PsqlForm, printed, psqlOptions, repmgrTable } from '../support/printers.ts';

const name = fc.stringMatching(/^[a-z][a-z0-9_]{1,11}$/);
const word = fc.oneof(
  fc.stringMatching(/^[A-Za-z][\w.:/=%-]{0,20}$/),
  fc.nat(100_000).map(String),
  fc.constantFrom('归档', '主机 node1', 'on', 'f', '0/3000148', '2026-11-29 13:56:36.73443+00', 'host=pg1 port=5432', 'a, b', 'say "yes"'),
);

const form: fc.Arbitrary<PsqlForm> = fc.record({
  format: fc.constantFrom('aligned', 'aligned', 'unaligned', 'csv'),
  border: fc.constantFrom(0, 1, 2),
  unicode: fc.boolean(),
  expanded: fc.boolean(),
  tuplesOnly: fc.boolean(),
  null: fc.constantFrom('', '(null)', '<NULL>', 'NULL'),
  lang: fc.constantFrom('en', 'zh-CN'),
});

describe('what psql prints, in any form', () => {
  const result = fc
    .uniqueArray(name, { minLength: 2, maxLength: 6 })
    .chain((columns) =>
      fc.record({ columns: fc.constant(columns), rows: fc.array(rowOf(columns.length), { minLength: 1, maxLength: 4 }) }),
    );
  const rowOf = (length: number): fc.Arbitrary<(string | null)[]> =>
    fc.array(fc.option(word, { freq: 4 }), { minLength: length, maxLength: length }).filter((row) => row.some((cell) => cell !== null));

  it('is read as it was', () => {
    fc.assert(
      fc.property(result, form, ({ columns, rows }, how) => {
        // csv of records, and rows without heading in a frame or without bars, are no forms that people use
        fc.pre(how.format !== 'csv' || !how.expanded);
        fc.pre(how.format !== 'aligned' || !how.tuplesOnly || how.expanded || (how.border === 1 && !how.unicode));
        const command = commandContext(`psql ${psqlOptions(how)} -c "select ${columns.join(', ')} from pool_state"`, 'sh');
        const text = printed(columns, rows, how);
        const { facts, notUnderstood } = readWith(table, text, command);
        expect(notUnderstood, text).toEqual([]);
        const expected = rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index] ?? null])));
        expect(
          facts.map((fact) => (fact as unknown as RowBody).values),
          text,
        ).toEqual(expected);
      }),
      { numRuns: 400 },
    );
  });
});

describe('what repmgr prints', () => {
  const node = fc.record({
    name: fc.stringMatching(/^[a-z][a-z0-9-]{0,9}$/),
    role: fc.constantFrom('primary', 'standby', 'witness'),
    status: fc.constantFrom('* running', '  running', '! running as primary', '? unreachable', '- failed', '! running'),
    upstream: fc.constantFrom('', 'node1', '? node1', '! pg-a'),
    priority: fc.nat(1000),
    timeline: fc.constantFrom('', '1', '12', 'n/a', '?'),
  });

  it('as cluster show: the rows are those that were printed', () => {
    fc.assert(
      fc.property(fc.array(node, { minLength: 1, maxLength: 5 }), (nodes) => {
        const rows = nodes.map(({ name: called, role, status, upstream, priority, timeline }, index) => [
          String(index + 1),
          called,
          role,
          status,
          upstream,
          'default',
          String(priority),
          timeline,
          `host=${called} user=repmgr dbname=repmgr connect_timeout=2`,
        ]);
        const columns = ['ID', 'Name', 'Role', 'Status', 'Upstream', 'Location', 'Priority', 'Timeline', 'Connection string'];
        const text = repmgrTable(columns, rows);
        const { facts, notUnderstood } = readWith(table, text, commandContext('repmgr cluster show', 'sh'));
        expect(notUnderstood, text).toEqual([]);
        const read = facts.filter((fact) => fact.kind === 'cluster-row') as unknown as ClusterRowBody[];
        expect(read.map((row) => [row.id, row.name, row.role, row.status, row.priority, row.conninfo])).toEqual(
          nodes.map((one, index) => [index + 1, one.name, one.role, one.status.trim(), one.priority, rows[index]?.at(-1)]),
        );
        expect(read.map((row) => [row.upstreamMark, row.upstream])).toEqual(
          nodes.map(({ upstream }) => [/^[?!]/.exec(upstream)?.[0] ?? '', upstream.replace(/^[?!] /, '') || null]),
        );
      }),
      { numRuns: 200 },
    );
  });

  it('as node check: labels, states and numbers are those that were printed', () => {
    const checks = fc.record({
      ready: fc.nat(100_000),
      lag: fc.nat(100_000),
      missing: fc.uniqueArray(fc.stringMatching(/^[a-z][a-z0-9_]{0,9}$/), { minLength: 1, maxLength: 4 }),
      status: fc.constantFrom('OK', 'WARNING', 'CRITICAL'),
    });
    fc.assert(
      fc.property(checks, name, ({ ready, lag, missing, status }, called) => {
        const names = missing.map((one, index) => `${one} (ID: ${index + 2})`).join(', ');
        const text = [
          `Node "${called}":`,
          `\tReplication lag: ${status} (${lag} seconds, critical threshold: 600))`,
          `\tWAL archiving: ${status} (${ready} pending archive ready files, critical threshold: 128)`,
          `\tDownstream servers: CRITICAL (${missing.length} of 9 downstream nodes not attached; missing: ${names})`,
        ].join('\n');
        const { facts, notUnderstood } = readWith(nodeCheck, text);
        expect(notUnderstood, text).toEqual([]);
        const read = facts as unknown as (NodeCheckBody & { at: { about?: { name?: string } } })[];
        expect(read.map((one) => [one.check, one.status, one.count])).toEqual([
          ['replication-lag', status, lag],
          ['archive-ready', status, ready],
          ['downstream', 'CRITICAL', missing.length],
        ]);
        expect(read[2]?.names).toEqual(missing);
        expect(read.every((one) => one.at.about?.name === called)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

describe('what ls -l prints', () => {
  const segment = fc.nat(0xffff).map((number) => `0000000100000000${number.toString(16).toUpperCase().padStart(8, '0')}`);
  const time = fc.constantFrom(
    'Nov 23 05:09',
    'Nov 23  2021',
    '11月 23 05:09',
    '11月23日 05:08',
    '2026-11-23 08:53',
    '2026-11-23 08:53:17.187765906 +0000',
  );
  const file = (names: fc.Arbitrary<string>): fc.Arbitrary<ListedFile> =>
    fc.record({
      name: names,
      mode: fc.constantFrom('-rw-------', '-rw-r-----.', '-rwxr-xr-x', '-rw-r--r--+'),
      owner: fc.constantFrom('postgres', 'kingbase', 'root', 'db-user', 'u_1'),
      group: fc.constantFrom('postgres', 'kingbase', 'dba'),
      size: fc.constantFrom(0, 41, 16_777_216, 1_073_741_824),
      time,
    });
  const files = fc.record({
    segments: fc.uniqueArray(file(segment), { selector: (one) => one.name, maxLength: 6 }),
    ready: fc.uniqueArray(file(segment.map((one) => `${one}.ready`)), { selector: (one) => one.name, maxLength: 4 }),
    done: fc.uniqueArray(file(segment.map((one) => `${one}.done`)), { selector: (one) => one.name, maxLength: 4 }),
    others: fc.uniqueArray(file(fc.stringMatching(/^[a-z][\w. -]{0,10}\w$/)), { selector: (one) => one.name, maxLength: 4 }),
  });

  it('is counted and kept as it was, in any order', () => {
    fc.assert(
      fc.property(
        files.chain((all) =>
          fc.tuple(fc.constant(all), fc.shuffledSubarray(Object.values(all).flat(), { minLength: Object.values(all).flat().length })),
        ),
        fc.constantFrom('total' as const, '总用量' as const, '总计' as const),
        ([all, shuffled], total) => {
          fc.pre(shuffled.length > 0);
          const text = longListing(shuffled, total);
          const { facts, notUnderstood } = readWith(ls, text, commandContext('ls -l /srv/wal', 'sh'));
          expect(notUnderstood, text).toEqual([]);
          expect(facts).toHaveLength(1);
          const directory = facts[0] as unknown as DirectoryBody;
          const counted = [directory.segments, directory.ready, directory.done].map(({ count }) => count);
          expect(counted).toEqual([all.segments.length, all.ready.length, all.done.length]);
          expect(directory.segments.bytes ?? 0).toBe(all.segments.reduce((sum, { size }) => sum + size, 0));
          const names = all.ready.map((one) => one.name).sort();
          expect([directory.ready.first, directory.ready.last]).toEqual([names[0] ?? null, names.at(-1) ?? null]);
          const plain = ({ name: called, mode, owner, group, size, time: when }: ListedFile) => [called, mode, owner, group, size, when];
          expect(directory.others.map((one) => plain(one as unknown as ListedFile)).sort()).toEqual(all.others.map(plain).sort());
        },
      ),
      { numRuns: 200 },
    );
  });
});
