import { describe, expect, it } from 'vitest';
import { areWords, isElision, looksLikeProse } from '../../src/transcript/prose.ts';

describe('what a person wrote among outputs', () => {
  it.each([
    '{noformat}',
    '{code:title=coot3 postgresql.log}',
    '[nothing after that until now, 19:40]',
    '(after the query was gone; it writes about 90 GB of temp)',
    '（重启之后又出现了一次）',
    '=== node2 ===',
    '-------------------- node2 --------------------',
  ])('a remark: %s', (line) => expect(looksLikeProse(line)).toBe(true));

  it.each(['[NOTICE] executing switchover on node "node2"', '{"level":"info","msg":"x"}', '[41] done', '(1 row)', '[root@pg1 ~]'])(
    'no remark: %s',
    (line) => expect(looksLikeProse(line)).toBe(false),
  );

  it.each(['[27 lines removed]', '(120 more lines omitted)', '……', '[...]', '（省略）'])('left out: %s', (line) =>
    expect(isElision(line)).toBe(true),
  );

  it.each(['(3 rows)', '[27 lines]', '27 lines removed'])('nothing left out: %s', (line) => expect(isElision(line)).toBe(false));

  it.each([
    '532,streaming,0/3000000,1,,logical replication launcher',
    '32355\t\t\tautovacuum launcher',
    'C0001\tbackup verification finished\tok',
    '2023-08-07 06:12:40 remove wal-tools:amd64 1.4-2 <none>',
    '[NOTICE] something nobody knows yet',
    'pg1   fsync on   archive off',
    '--- on --- off',
  ])('no words of a person: %s', (line) => expect([areWords(line), looksLikeProse(line)]).toEqual([false, false]));

  it.each(['we saw this on both nodes', 'ticket 4711, second attempt', '== on jay1 =='])('words: %s', (line) =>
    expect(areWords(line)).toBe(true),
  );
});
