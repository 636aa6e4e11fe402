import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AnyGrammar, At, CommandContext, SegmentContext } from '../../grammars/kit/grammar.ts';
import { commandContext } from '../../grammars/shell/command.ts';
import type { FactBody } from '../../src/core/fact.ts';
import type { Place } from '../../src/core/source.ts';

const NOWHERE: Place = { host: null, user: null, cwd: null, label: null, heading: null };

/** One sample: `<name>.txt` holds the bytes of one output, `<name>.facts.json` what it says. */
interface Sample {
  /** The command that printed it; null: the sample stands alone and must be recognised by content. */
  readonly command: string | null;
  readonly shell?: 'sh' | 'sql';
  /** Lines that this grammar must leave alone (counted from 1); empty for a whole output. */
  readonly notUnderstood: readonly number[];
  readonly facts: readonly unknown[];
}

export interface ReadResult {
  readonly facts: readonly (FactBody & { at: At })[];
  /** Non-blank lines that the grammar did not claim. */
  readonly notUnderstood: readonly number[];
}

/** Reads a text with one grammar and nothing else: what the transcript stage does for a segment. */
export function readWith(grammar: AnyGrammar, text: string, command: CommandContext | null = null): ReadResult {
  const facts: (FactBody & { at: At })[] = [];
  const notUnderstood: number[] = [];
  const context: SegmentContext = {
    source: 'sample.txt',
    place: NOWHERE,
    command,
    emit: (body, at) => facts.push({ ...body, at }),
  };
  const reader = grammar.read(context);
  const lines = text.replace(/\n$/, '').split('\n');
  for (const [index, content] of lines.entries()) {
    const line = { number: index + 1, text: content };
    if (content.trim() === '') reader.blank(line);
    else if (/^\s*(?:……|\.\.\.+|\[\.\.\.\])[^|]{0,12}$/.test(content)) reader.elided(line);
    else if (reader.weigh(line, lines.slice(index + 1, index + 30)) === 'no') notUnderstood.push(index + 1);
    else reader.accept();
  }
  reader.end();
  return { facts, notUnderstood };
}

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/**
 * Tests a grammar on every sample of `samples/outputs/<folder>`. `GOLDEN=write` renews the facts (read the diff by eye).
 * Asserts beside equality what nobody should have to write: an output without a command is recognised by its content,
 * every line but those listed is claimed, spans lie inside the text, reading twice gives the same, a cut-off text never throws.
 */
export function grammarTester(grammar: AnyGrammar, folder: string = grammar.kind): void {
  const dir = join('samples/outputs', folder);
  const names = readdirSync(dir)
    .filter((name) => name.endsWith('.txt'))
    .map((name) => name.slice(0, -4));

  describe(`grammar ${grammar.kind} on ${dir}`, () => {
    it('has samples, one of them broken', () => {
      expect(names.length).toBeGreaterThanOrEqual(3);
      expect(names.some((name) => name.startsWith('broken'))).toBe(true);
    });

    it.each(names)('%s', (name) => {
      const text = readFileSync(join(dir, `${name}.txt`), 'utf8');
      const lines = text.replace(/\n$/, '').split('\n');
      const file = join(dir, `${name}.facts.json`);
      const known: Partial<Sample> = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
      const typed = known.command ?? null;
      const command = typed === null ? null : commandContext(typed, known.shell ?? 'sh');
      const result = readWith(grammar, text, command);
      const sample: Sample = {
        command: typed,
        ...(known.shell === undefined ? {} : { shell: known.shell }),
        notUnderstood: [...result.notUnderstood],
        facts: result.facts,
      };
      if (process.env['GOLDEN'] === 'write') writeFileSync(file, `${JSON.stringify(sample, null, 1)}\n`);
      const expected = JSON.parse(readFileSync(file, 'utf8')) as Sample;
      expect(plain(sample)).toEqual(expected);
      if (!name.startsWith('broken')) expect(result.notUnderstood).toEqual([]);

      expect(result.facts.length, 'a sample says something').toBeGreaterThan(0);
      for (const fact of result.facts) {
        expect(fact.at.line).toBeGreaterThanOrEqual(1);
        expect(fact.at.endLine ?? fact.at.line).toBeGreaterThanOrEqual(fact.at.line);
        expect(fact.at.endLine ?? fact.at.line).toBeLessThanOrEqual(lines.length);
      }
      expect(plain(readWith(grammar, text, command))).toEqual(plain(result));
      if (typed === null) {
        const first = lines.findIndex((line) => line.trim() !== '');
        expect(grammar.opens(lines[first] ?? '', lines.slice(first + 1, first + 30)), 'opens by content').toBeGreaterThanOrEqual(0.5);
      } else if ((known.shell ?? 'sh') === 'sh') {
        expect(command?.producers.some((p) => grammar.prints(p.command, p))).toBe(true);
      } else expect(grammar.answers(typed)).toBe(true);
      for (const share of [0.3, 0.6, 0.9]) {
        expect(() => readWith(grammar, text.slice(0, Math.floor(text.length * share)), command)).not.toThrow();
      }
    });

    it('never throws on foreign lines', () => {
      const strange = [
        '',
        ' ',
        '|||',
        '((((',
        '"',
        '\u0000\u0007',
        '……',
        '=====',
        '$(rm -rf /)',
        '<script>',
        '中文 说明，没有结构',
        '-'.repeat(500),
        '🙂',
      ];
      expect(() => readWith(grammar, strange.join('\n'))).not.toThrow();
    });
  });
}
