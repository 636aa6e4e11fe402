import { type Row, RowParser } from '../kit/config.ts';
import { Anything, Integer, Lsn, Space } from '../kit/tokens.ts';
import { Comment, Label, Text, tokens } from './tokens.ts';

/** A line of a timeline history file: `1<tab>0/8C000000<tab>no recovery target specified`. */
export interface HistoryRow extends Row {
  readonly row: 'history';
  readonly parent: number;
  readonly switchedAt: string;
  readonly reason: string;
}

/** `START WAL LOCATION: 0/2000028 (file 000000010000000000000002)` */
export interface LabelRow extends Row {
  readonly row: 'label';
  readonly key: string;
  readonly value: string;
}

/** Any other line as it stands: one of postmaster.pid. */
export interface TextRow extends Row {
  readonly row: 'text' | 'comment';
  readonly text: string;
}

export type DataFileRow = HistoryRow | LabelRow | TextRow;

export class DataFileParser extends RowParser<DataFileRow> {
  readonly rest = this.RULE('rest', (): string => {
    const images: string[] = [];
    this.MANY(() => {
      images.push(
        this.OR([
          { ALT: () => this.CONSUME(Space).image },
          { ALT: () => this.CONSUME(Text).image },
          { ALT: () => this.CONSUME(Lsn).image },
          { ALT: () => this.CONSUME(Integer).image },
          { ALT: () => this.CONSUME(Label).image },
          { ALT: () => this.CONSUME(Comment).image },
          { ALT: () => this.CONSUME(Anything).image },
        ]),
      );
    });
    return images.join('').trim();
  });

  readonly numbered = this.RULE('numbered', (): DataFileRow => {
    const number = this.CONSUME(Integer).image;
    this.OPTION(() => this.CONSUME(Space));
    const lsn = this.OPTION1(() => this.CONSUME(Lsn).image);
    const rest = this.SUBRULE(this.rest);
    if (lsn === undefined) return { row: 'text', text: `${number} ${rest}`.trim() };
    return { row: 'history', parent: Number(number), switchedAt: lsn, reason: rest };
  });

  readonly label = this.RULE('label', (): LabelRow => {
    const key = this.CONSUME(Label).image.slice(0, -1);
    return { row: 'label', key, value: this.SUBRULE(this.rest) };
  });

  readonly other = this.RULE('other', (): TextRow => {
    const first = this.OR([
      { ALT: () => this.CONSUME(Text).image },
      { ALT: () => this.CONSUME(Lsn).image },
      { ALT: () => this.CONSUME(Anything).image },
    ]);
    return { row: 'text', text: `${first}${this.SUBRULE(this.rest)}` };
  });

  readonly line = this.RULE('line', (): DataFileRow => {
    this.OPTION(() => this.CONSUME(Space));
    return (
      this.OPTION1(() =>
        this.OR<DataFileRow>([
          { ALT: () => this.SUBRULE(this.numbered) },
          { ALT: () => this.SUBRULE(this.label) },
          { ALT: () => ({ row: 'comment', text: this.CONSUME(Comment).image }) },
          { ALT: () => this.SUBRULE(this.other) },
        ]),
      ) ?? { row: 'text', text: '' }
    );
  });

  constructor() {
    super(tokens);
    this.performSelfAnalysis();
  }
}
