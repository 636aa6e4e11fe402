import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { grammars } from '../../grammars/index.ts';
import { LIMITS } from '../../src/input/limits.ts';
import { LineDecoder } from '../../src/input/text.ts';
import { BundleReader } from '../../src/transcript/read.ts';

const MIB = 1024 * 1024;
/** At this length, what grows with the square takes minutes. */
const LONG = MIB / 4;

/** Seconds of processors, which other work on the machine does not make more of. */
function secondsOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

/** Bytes that are kept, garbage collected. */
function kept(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  return process.memoryUsage().heapUsed;
}

describe('a flood', () => {
  it.each(['x', '-', '/a', 'a.b.', 'word ', "'a' ", '{"a":"b"},', '归档', '| a ', '2024-03-01 10:00:00 UTC [1] LOG:  x '])(
    'lines of 256 KiB of %j take no time that grows with the square of their length',
    (unit) => {
      const line = unit.repeat(Math.ceil(LONG / unit.length)).slice(0, LONG);
      const seconds = secondsOf(() => {
        const reader = new BundleReader(grammars);
        const source = reader.open('postgresql.log', null);
        source.push([line, line]);
        source.end({ bytes: 2 * LONG, encoding: 'utf-8', problems: [] });
        expect(reader.end().coverage.lines).toBe(2);
      });
      expect(seconds).toBeLessThan(20);
    },
  );

  it('a log without end is held in bounds: what is kept does not grow with it', () => {
    const line = (n: number): string =>
      `2026-11-23 05:09:06.${100 + (n % 900)} UTC [${400 + (n % 7)}] app@shop LOG:  statement: select ${n}`;
    const fault = '2026-11-23 05:09:07.000 UTC [41] LOG:  archive command failed with exit code 1';
    const block = Buffer.from(`${Array.from({ length: 12_000 }, (_, n) => (n % 1000 === 999 ? fault : line(n))).join('\n')}\n`);
    const reader = new BundleReader(grammars);
    const source = reader.open('postgresql.log', null);
    const decoder = new LineDecoder(LIMITS);
    const push = (times: number): void => {
      for (let time = 0; time < times; time++) source.push(decoder.push(block));
    };
    push(20);
    const before = kept();
    push(60);
    expect(kept() - before).toBeLessThan(4 * MIB);
    source.end({ bytes: block.length * 80, encoding: 'utf-8', problems: [] });
    const { facts, coverage } = reader.end();
    expect(coverage).toEqual({ lines: 80 * 12_000, understood: 80 * 12_000, prose: 0, blank: 0, notUnderstood: 0 });
    expect(facts.filter((fact) => fact.kind === 'message').map((fact) => [fact.event, fact.count])).toEqual([
      ['archiver.command-failed', 80 * 12],
    ]);
  });
});
