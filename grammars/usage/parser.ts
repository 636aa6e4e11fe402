import { type Row, RowParser } from '../kit/config.ts';
import { Anything } from '../kit/tokens.ts';
import { Foot, Heading, Indented, Sentence, tokens, Usage } from './tokens.ts';

export interface UsageRow extends Row {
  readonly row: 'usage' | 'indented' | 'heading' | 'foot' | 'sentence' | 'other';
}

export class UsageParser extends RowParser<UsageRow> {
  readonly other = this.RULE('other', (): UsageRow => {
    this.MANY(() => this.CONSUME(Anything));
    return { row: 'other' };
  });

  readonly line = this.RULE(
    'line',
    (): UsageRow =>
      this.OR<UsageRow>([
        {
          ALT: () => {
            this.CONSUME(Usage);
            return { row: 'usage' };
          },
        },
        {
          ALT: () => {
            this.CONSUME(Indented);
            return { row: 'indented' };
          },
        },
        {
          ALT: () => {
            this.CONSUME(Heading);
            return { row: 'heading' };
          },
        },
        {
          ALT: () => {
            this.CONSUME(Foot);
            return { row: 'foot' };
          },
        },
        {
          ALT: () => {
            this.CONSUME(Sentence);
            return { row: 'sentence' };
          },
        },
        { ALT: () => this.SUBRULE(this.other) },
      ]),
  );

  constructor() {
    super(tokens);
    this.performSelfAnalysis();
  }
}
