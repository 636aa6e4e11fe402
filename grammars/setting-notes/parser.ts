import { type Row, RowParser } from '../kit/config.ts';
import { Anything, Space } from '../kit/tokens.ts';
import { Bar, Equals, Name, Owner, tokens, Value } from './tokens.ts';

/** `teal2 (now primary):  archive_mode | off | default`: a setting that a person retells of a node. */
export interface NoteRow extends Row {
  readonly row: 'note';
  readonly owner: string;
  readonly name: string;
  /** `|` of a query's row, `=` of a file. */
  readonly by: '|' | '=';
  readonly value: string;
}

export interface OtherRow extends Row {
  readonly row: 'other';
}

export type NotesRow = NoteRow | OtherRow;

export class NotesParser extends RowParser<NotesRow> {
  readonly note = this.RULE('note', (): NotesRow => {
    const owner = this.CONSUME(Owner).image;
    this.OPTION(() => this.CONSUME(Space));
    const name = this.CONSUME(Name).image;
    this.OPTION1(() => this.CONSUME1(Space));
    const by = this.OR<'|' | '='>([
      {
        ALT: () => {
          this.CONSUME(Bar);
          return '|';
        },
      },
      {
        ALT: () => {
          this.CONSUME(Equals);
          return '=';
        },
      },
    ]);
    const value = this.OPTION2(() => this.CONSUME(Value))?.image ?? '';
    return {
      row: 'note',
      owner: owner.replace(/[ \t]*[(（].*$/, '').replace(/[:：]$/, ''),
      name,
      by,
      value: value.trim(),
    };
  });

  readonly line = this.RULE(
    'line',
    (): NotesRow =>
      this.OR<NotesRow>([
        { ALT: () => this.SUBRULE(this.note) },
        {
          ALT: () => {
            this.MANY(() => {
              this.OR1([
                { ALT: () => this.CONSUME(Name) },
                { ALT: () => this.CONSUME(Bar) },
                { ALT: () => this.CONSUME(Equals) },
                { ALT: () => this.CONSUME(Space) },
                { ALT: () => this.CONSUME(Value) },
                { ALT: () => this.CONSUME(Anything) },
              ]);
            });
            return { row: 'other' };
          },
        },
      ]),
  );

  constructor() {
    super(tokens);
    this.performSelfAnalysis();
  }
}
