import type { IToken } from 'chevrotain';
import { RowParser } from '../kit/config.ts';
import { Anything, Integer, Word } from '../kit/tokens.ts';
import { Branch, Clock, Day, Decimal, Heading, tokens } from './tokens.ts';

/** One word of a row: what it can be tells which column it may stand in. */
export interface Cell {
  readonly is: 'word' | 'integer' | 'decimal' | 'clock' | 'day' | 'branch';
  readonly text: string;
  /** Where it begins in the line. */
  readonly offset: number;
}

export type PsRow =
  | { readonly row: 'heading'; readonly columns: readonly string[] }
  | { readonly row: 'process'; readonly cells: readonly Cell[] }
  | { readonly row: 'other' };

export class PsParser extends RowParser<PsRow> {
  constructor() {
    super(tokens);
    this.performSelfAnalysis();
  }

  readonly line = this.RULE(
    'line',
    (): PsRow =>
      this.OR([
        { ALT: () => this.SUBRULE(this.heading) },
        { ALT: () => this.SUBRULE(this.process) },
        { ALT: () => this.SUBRULE(this.other) },
      ]),
  );

  readonly heading = this.RULE('heading', (): PsRow => {
    const image = this.CONSUME(Heading).image;
    return { row: 'heading', columns: image.trim().split(/[ \t]+/) };
  });

  /** `postgres      47      41  0 05:09 ?        00:00:00 postgres: archiver failed on 000000010000000000000017` */
  readonly process = this.RULE('process', (): PsRow => {
    const cells: Cell[] = [];
    this.AT_LEAST_ONE(() => cells.push(this.SUBRULE(this.cell)));
    return { row: 'process', cells };
  });

  readonly cell = this.RULE('cell', (): Cell => {
    let is: Cell['is'] = 'word';
    const of = (kind: Cell['is'], token: IToken): IToken => {
      is = kind;
      return token;
    };
    const token = this.OR([
      { ALT: () => of('integer', this.CONSUME(Integer)) },
      { ALT: () => of('decimal', this.CONSUME(Decimal)) },
      { ALT: () => of('clock', this.CONSUME(Clock)) },
      { ALT: () => of('day', this.CONSUME(Day)) },
      { ALT: () => of('branch', this.CONSUME(Branch)) },
      { ALT: () => of('word', this.CONSUME(Word)) },
    ]);
    return { is, text: token.image, offset: token.startOffset };
  });

  readonly other = this.RULE('other', (): PsRow => {
    this.MANY(() => this.CONSUME(Anything));
    return { row: 'other' };
  });
}
