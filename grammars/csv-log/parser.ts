import { lexerOf, type Row, RowParser } from '../kit/config.ts';
import { PASSED, QUIET_FIELD, type QuietRow } from '../kit/server-messages/header.ts';
import { Anything } from '../kit/tokens.ts';
import { Comma, LogTime, Open, Plain, Quoted, tokens } from './tokens.ts';

/** One record: the fields by position, quotes taken off; null for an empty unquoted field (SQL NULL). */
export interface RecordRow extends Row {
  readonly row: 'record';
  readonly fields: readonly (string | null)[];
  /** The last field's quote is open: the record goes on with the next line. */
  readonly open: boolean;
}

/** Anything that does not begin like a record: the rest of one, or a foreign line. */
export interface OtherRow extends Row {
  readonly row: 'other';
}

export type CsvRow = RecordRow | QuietRow | OtherRow;

export const lexer = lexerOf(tokens);

export class CsvLogParser extends RowParser<CsvRow> {
  constructor() {
    super(tokens);
    this.performSelfAnalysis();
  }

  override line = this.RULE(
    'line',
    (): CsvRow => this.OR<CsvRow>([{ ALT: () => this.SUBRULE(this.record) }, { ALT: () => this.SUBRULE(this.other) }]),
  );

  record = this.RULE('record', (): CsvRow => {
    const fields: (string | null)[] = [this.CONSUME(LogTime).image];
    let open = false;
    this.MANY(() => {
      this.CONSUME(Comma);
      const field = this.OPTION(() => this.SUBRULE(this.field)) ?? { value: null, open: false };
      this.ACTION(() => {
        fields.push(field.value);
        open = field.open;
      });
    });
    return { row: 'record', fields, open };
  });

  field = this.RULE('field', (): { value: string | null; open: boolean } =>
    this.OR([
      { ALT: () => ({ value: unquoted(this.CONSUME(Quoted).image, 1), open: false }) },
      { ALT: () => ({ value: unquoted(this.CONSUME(Open).image, 0), open: true }) },
      { ALT: () => ({ value: this.CONSUME(Plain).image, open: false }) },
      { ALT: () => ({ value: this.CONSUME(LogTime).image, open: false }) },
    ]),
  );

  other = this.RULE('other', (): CsvRow => {
    this.AT_LEAST_ONE(() => {
      this.OR([
        { ALT: () => this.CONSUME(Quoted) },
        { ALT: () => this.CONSUME(Open) },
        { ALT: () => this.CONSUME(Comma) },
        { ALT: () => this.CONSUME(Plain) },
        { ALT: () => this.CONSUME(Anything) },
      ]);
      // A timestamp in the middle of a foreign line.
      this.OPTION(() => this.CONSUME(LogTime));
    });
    return { row: 'other' };
  });
}

function unquoted(image: string, closing: 0 | 1): string {
  return image.slice(1, image.length - closing).replaceAll('""', '"');
}

const FIELD = '(?:"[^"]*"|[^,"]*)';
const PASSED_OVER = new RegExp(`^\\d{4}-\\d\\d-[^,"]+,${FIELD}(?:,${FIELD}){9},(?:LOG|日志),00000,"(?:${QUIET_FIELD})`);

/** The shortcut: a record that reports nothing and is complete on its line. Null for any other. */
export function quickly(text: string): QuietRow | null {
  return PASSED_OVER.test(text) && quotes(text) % 2 === 0 ? PASSED : null;
}

export function quotes(text: string): number {
  let count = 0;
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at + 1)) count++;
  return count;
}
