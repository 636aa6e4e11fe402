import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { grammars } from '../../grammars/index.ts';
import type { AnyGrammar, CommandContext } from '../../grammars/kit/grammar.ts';
import { commandContext } from '../../grammars/shell/command.ts';
import { readBundle } from '../../src/transcript/read.ts';
import { sourcesOf } from '../support/bundle.ts';
import { readWith } from '../support/grammar-tester.ts';

/** A line takes microseconds; what needs seconds is caught in its own patterns. */
const SLOW = 5000;

interface Sample {
  readonly text: string;
  readonly command: CommandContext | null;
}

function samplesOf(kind: string): Sample[] {
  const dir = `samples/outputs/${kind}`;
  return readdirSync(dir)
    .filter((file) => file.endsWith('.txt'))
    .map((file) => {
      const { command, shell } = JSON.parse(readFileSync(`${dir}/${file.replace(/txt$/, 'facts.json')}`, 'utf8'));
      return { text: readFileSync(`${dir}/${file}`, 'utf8'), command: command === null ? null : commandContext(command, shell ?? 'sh') };
    });
}

/** Reads with a grammar as a session does, and asks it of every line whether its output opens there. */
function survives(grammar: AnyGrammar, text: string, command: CommandContext | null): void {
  const before = performance.now();
  const { facts, notUnderstood } = readWith(grammar, text, command);
  const lines = text.replace(/\n$/, '').split('\n');
  lines.forEach((line, index) => {
    const sure = grammar.opens(line, lines.slice(index + 1, index + 30));
    expect(sure).toBeGreaterThanOrEqual(0);
    expect(sure).toBeLessThanOrEqual(1);
  });
  expect(performance.now() - before, text.slice(0, 200)).toBeLessThan(SLOW);
  expect(notUnderstood.every((line) => line >= 1 && line <= lines.length)).toBe(true);
  for (const { at } of facts) {
    expect(at.line).toBeGreaterThanOrEqual(1);
    expect(at.endLine ?? at.line).toBeLessThanOrEqual(lines.length);
  }
}

/** A sample as accidents leave it: cut off, bytes replaced, lines lost, doubled or run together. */
const damaged = (samples: readonly Sample[]): fc.Arbitrary<Sample> =>
  fc.constantFrom(...samples).chain(({ text, command }) => {
    const size = Math.min(text.length, 4000);
    const at = fc.nat(Math.max(0, size - 1));
    const what = fc.constantFrom(
      '',
      ' ',
      '\n',
      '\u0000',
      '\u007f',
      '"',
      "'",
      '|',
      '(',
      '\\',
      '-'.repeat(200),
      '/'.repeat(200),
      ' '.repeat(200),
      '。',
      '🙂',
      '9'.repeat(40),
    );
    return fc
      .record({ end: fc.integer({ min: 1, max: size }), holes: fc.array(fc.tuple(at, fc.nat(8), what), { maxLength: 6 }) })
      .map(({ end, holes }) => {
        let left = text.slice(0, end);
        for (const [from, length, put] of holes) left = left.slice(0, from) + put + left.slice(from + length);
        return { text: left, command };
      });
  });

const bytes = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.constantFrom('\n', ': ', ' | ', '   ', '2026-11-23 05:09:06 UTC', 'postgres', '100%', '中文', '-- ', '='),
    ),
    {
      maxLength: 30,
    },
  )
  .map((parts) => parts.join(''));

describe.each(grammars.map((grammar) => [grammar.kind, grammar] as const))('grammar %s', (kind, grammar) => {
  const samples = samplesOf(kind);

  it('survives random text', () => {
    fc.assert(
      fc.property(bytes, fc.constantFrom(null, ...samples.map(({ command }) => command)), (text, command) =>
        survives(grammar, text, command),
      ),
      { numRuns: 60 },
    );
  });

  it('survives damaged samples', () => {
    fc.assert(
      fc.property(damaged(samples), ({ text, command }) => survives(grammar, text, command)),
      { numRuns: 60 },
    );
  });
});

describe('readings', () => {
  it('add up, and every line has exactly one, whatever a bundle holds', async () => {
    const all = grammars.flatMap(({ kind }) => samplesOf(kind).map(({ text }) => text));
    const files = fc.array(
      fc.oneof(
        bytes,
        fc.constantFrom(...all),
        damaged(all.map((text) => ({ text, command: null }))).map(({ text }) => text),
      ),
      {
        minLength: 1,
        maxLength: 3,
      },
    );
    await fc.assert(
      fc.asyncProperty(files, fc.constantFrom('txt', 'md', 'log', 'conf'), async (texts, ending) => {
        const bundle = Object.fromEntries(texts.map((text, index) => [`n${index}/file.${ending}`, text]));
        const seen = new Map<string, number>();
        const read = await readBundle(sourcesOf(bundle), grammars, (source, line) => {
          const key = `${source}:${line.number}`;
          seen.set(key, (seen.get(key) ?? 0) + 1);
        });
        expect(read.defects).toEqual([]);
        const { lines, understood, prose, blank, notUnderstood } = read.coverage;
        expect(understood + prose + blank + notUnderstood).toBe(lines);
        expect(read.sources.reduce((sum, source) => sum + source.lines, 0)).toBe(lines);
        expect(seen.size).toBe(lines);
        expect([...seen.values()].every((times) => times === 1)).toBe(true);
        for (const fact of read.facts) expect(fact.span.endLine).toBeGreaterThanOrEqual(fact.span.line);
      }),
      { numRuns: 60 },
    );
  });
});
