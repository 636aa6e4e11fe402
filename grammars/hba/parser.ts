import { type Row, RowParser } from '../kit/config.ts';
import { File, type Front, fileName, LineNumber, lineNumber } from '../kit/front.ts';
import { Anything } from '../kit/tokens.ts';
import { Comment, Field, tokens } from './tokens.ts';

/** A rule of pg_hba.conf, or a mapping of pg_ident.conf: the fields as written. */
export interface FieldsRow extends Row, Front {
  readonly row: 'fields';
  readonly fields: readonly string[];
}

export interface CommentRow extends Row, Front {
  readonly row: 'comment';
  readonly text: string;
}

export interface OtherRow extends Row, Front {
  readonly row: 'other';
}

export type HbaRow = FieldsRow | CommentRow | OtherRow;

export class HbaParser extends RowParser<HbaRow> {
  readonly fields = this.RULE('fields', (): string[] => {
    const fields: string[] = [];
    this.AT_LEAST_ONE(() => fields.push(this.CONSUME(Field).image));
    return fields;
  });

  readonly other = this.RULE('other', (): { row: 'other' } => {
    this.CONSUME(Anything);
    this.MANY(() =>
      this.OR([{ ALT: () => this.CONSUME(Field) }, { ALT: () => this.CONSUME1(Anything) }, { ALT: () => this.CONSUME(Comment) }]),
    );
    return { row: 'other' };
  });

  readonly line = this.RULE('line', (): HbaRow => {
    const file = this.OPTION(() => fileName(this.CONSUME(File).image)) ?? null;
    const number = this.OPTION1(() => lineNumber(this.CONSUME(LineNumber).image)) ?? null;
    const row = this.OPTION2(() =>
      this.OR<Omit<HbaRow, 'file' | 'number'>>([
        { ALT: () => ({ row: 'comment', text: this.CONSUME(Comment).image }) },
        {
          ALT: () => {
            const fields = this.SUBRULE(this.fields);
            this.OPTION3(() => this.CONSUME1(Comment));
            return { row: 'fields', fields };
          },
        },
        { ALT: () => this.SUBRULE(this.other) },
      ]),
    ) ?? { row: 'other' };
    // the union of rows, each with what stood in front of it
    return { ...row, file, number } as HbaRow;
  });

  constructor() {
    super(tokens);
    this.performSelfAnalysis();
  }
}
