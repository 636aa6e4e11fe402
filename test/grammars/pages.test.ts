import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createToken } from 'chevrotain';
import { describe, expect, it } from 'vitest';
import { grammars } from '../../grammars/index.ts';
import { type Row, RowParser } from '../../grammars/kit/config.ts';
import { ebnfOf, rulesOf } from '../../grammars/kit/ebnf.ts';
import { railroad } from '../../scripts/railroad.ts';

const A = createToken({ name: 'A', pattern: 'a' });
const B = createToken({ name: 'B', pattern: 'b' });

class Small extends RowParser<Row> {
  constructor() {
    super([A, B]);
    this.performSelfAnalysis();
  }

  override readonly line = this.RULE('line', (): Row => {
    this.OPTION(() => this.CONSUME(A));
    this.OR([{ ALT: () => this.SUBRULE(this.pairs) }, { ALT: () => this.CONSUME1(A) }]);
    return { row: 'line' };
  });

  readonly pairs = this.RULE('pairs', (): null => {
    this.AT_LEAST_ONE(() => this.CONSUME(B));
    this.MANY(() => {
      this.CONSUME(A);
      this.CONSUME1(B);
    });
    return null;
  });

  /** Nobody uses it: it is no part of the grammar. */
  readonly unused = this.RULE('unused', (): null => {
    this.CONSUME(A);
    return null;
  });
}

describe('a parser as EBNF', () => {
  const rules = rulesOf(new Small(), 'line');

  it('has the rules that the start rule uses, choices in parentheses inside sequences', () => {
    expect(ebnfOf(rules)).toBe('line = [ A ], ( pairs | A ) ;\npairs = B, { B }, { A, B } ;');
  });

  it('is drawn with every part of it', () => {
    const svg = railroad('small', rules);
    expect(svg.match(/class="t"/g)).toHaveLength(5);
    expect(svg.match(/<a href="#pairs">/g)).toHaveLength(1);
    expect(svg).not.toMatch(/NaN|undefined|<script|https?:(?!\/\/www\.w3\.org\/2000\/svg)/);
  });
});

describe('the pages of the grammars', () => {
  it.each(grammars.map((grammar) => [grammar.kind, grammar] as const))('%s has one, with every sample and a diagram', (kind, grammar) => {
    const page = readFileSync(`docs/grammars/${kind}.md`, 'utf8');
    expect(existsSync(`docs/grammars/${kind}.svg`)).toBe(true);
    for (const lang of ['en', 'zh-CN'] as const) {
      expect(grammar.about[lang].length).toBeGreaterThan(20);
      expect(page).toContain(grammar.about[lang]);
    }
    const samples = readdirSync(`samples/outputs/${kind}`).filter((file) => file.endsWith('.txt'));
    for (const file of samples) expect(page).toContain(`samples/outputs/${kind}/${file}`);
    expect(page).toContain(ebnfOf(rulesOf(grammar.parser(), 'line')));
  });

  it('are in their list', () => {
    const list = readFileSync('docs/grammars/README.md', 'utf8');
    for (const { kind } of grammars) expect(list).toContain(`[${kind}](${kind}.md)`);
  });
});
