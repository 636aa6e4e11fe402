import { type Row, RowParser } from '../kit/config.ts';
import { Anything, Space } from '../kit/tokens.ts';
import { Outcome, Program, Text, tokens, Waiting } from './tokens.ts';

/** `waiting for server to start..../bin/sh: /d/../logfile: Permission denied`: `rest` is what stands behind the dots. */
export interface WaitingRow extends Row {
  readonly row: 'waiting';
  readonly text: string;
  readonly outcome: string | null;
  readonly rest: string;
}

/** ` done`, ` stopped waiting` alone on the line after an error broke the first one. */
export interface OutcomeRow extends Row {
  readonly row: 'outcome';
  readonly text: string;
}

export interface TextRow extends Row {
  readonly row: 'said' | 'other';
  readonly text: string;
}

export type CtlRow = WaitingRow | OutcomeRow | TextRow;

export class CtlParser extends RowParser<CtlRow> {
  readonly rest = this.RULE('rest', (): string => {
    const images: string[] = [];
    this.MANY(() => {
      images.push(
        this.OR([
          { ALT: () => this.CONSUME(Text).image },
          { ALT: () => this.CONSUME(Anything).image },
          { ALT: () => this.CONSUME(Space).image },
          { ALT: () => this.CONSUME(Outcome).image },
          { ALT: () => this.CONSUME(Program).image },
          { ALT: () => this.CONSUME(Waiting).image },
        ]),
      );
    });
    return images.join('').trim();
  });

  readonly waiting = this.RULE('waiting', (): WaitingRow => {
    const text = this.CONSUME(Waiting).image.trim();
    const outcome = this.OPTION(() => this.CONSUME(Outcome).image.trim()) ?? null;
    return { row: 'waiting', text, outcome, rest: this.SUBRULE(this.rest) };
  });

  readonly line = this.RULE('line', (): CtlRow => {
    this.OPTION(() => this.CONSUME(Space));
    return (
      this.OPTION1(() =>
        this.OR<CtlRow>([
          { ALT: () => this.SUBRULE(this.waiting) },
          {
            ALT: () => {
              this.CONSUME(Program);
              return { row: 'said', text: this.SUBRULE(this.rest) };
            },
          },
          {
            ALT: () => {
              const text = this.CONSUME(Outcome).image.trim();
              this.SUBRULE1(this.rest);
              return { row: 'outcome', text };
            },
          },
          {
            ALT: () => {
              const first = this.OR1([{ ALT: () => this.CONSUME(Text).image }, { ALT: () => this.CONSUME(Anything).image }]);
              return { row: 'other', text: `${first}${this.SUBRULE2(this.rest)}`.trim() };
            },
          },
        ]),
      ) ?? { row: 'other', text: '' }
    );
  });

  constructor() {
    super(tokens);
    this.performSelfAnalysis();
  }
}
