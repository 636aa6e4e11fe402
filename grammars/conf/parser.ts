import type { IToken } from 'chevrotain';
import { type Row, RowParser } from '../kit/config.ts';
import { File, type Front, fileName, LineNumber, lineNumber } from '../kit/front.ts';
import { Anything, Space } from '../kit/tokens.ts';
import { Bare, Comment, Curly, DoubleQuoted, Equals, Include, Name, Open, Quoted, Section, tokens } from './tokens.ts';

/** `name = value`, `name value`, `name = 'value' # remark`. */
export interface AssignmentRow extends Row, Front {
  readonly row: 'assignment';
  /** As written. */
  readonly name: string;
  readonly equals: boolean;
  /** What it means, quotes removed as far as they are quotes. */
  readonly value: string;
  readonly quote: 'none' | 'single' | 'double' | 'typographic';
  /** How the quote ends: rightly, in a typographic quote, or not on this line. */
  readonly closes: 'yes' | 'typographic' | 'no';
  /** Words behind the closing quote, which no program takes. */
  readonly behind: string | null;
  readonly comment: string | null;
}

export interface CommentRow extends Row, Front {
  readonly row: 'comment';
  readonly text: string;
}

export interface SectionRow extends Row, Front {
  readonly row: 'section';
  readonly name: string;
}

export interface IncludeRow extends Row, Front {
  readonly row: 'include';
  readonly path: string;
}

export interface EmptyRow extends Row, Front {
  readonly row: 'empty';
}

export interface OtherRow extends Row, Front {
  readonly row: 'other';
  readonly text: string;
}

export type ConfRow = AssignmentRow | CommentRow | SectionRow | IncludeRow | EmptyRow | OtherRow;

type Value = Pick<AssignmentRow, 'value' | 'quote' | 'closes' | 'behind'>;

const CLOSING_CURLY = /[\u2018\u2019\u201C\u201D]\s*$/;

/** `''` and backslashes, as the server's own lexer takes them. */
const unescaped = (inside: string): string => inside.replaceAll("''", "'").replace(/\\(['"\\])/g, '$1');

/** The value that the tokens behind a name make; blanks at its ends are gone. */
function readValue(parts: readonly IToken[]): Value {
  const first = parts[0];
  const text = parts
    .map((part) => part.image)
    .join('')
    .trim();
  if (first === undefined) return { value: '', quote: 'none', closes: 'yes', behind: null };
  const behind =
    parts
      .slice(1)
      .map((part) => part.image)
      .join('')
      .trim() || null;
  switch (first.tokenType) {
    case Quoted:
      // `'cp %p 'dir'/%f'`: what stands there is kept whole
      if (behind !== null && behind !== ';') return { value: text, quote: 'single', closes: 'yes', behind };
      return { value: unescaped(first.image.slice(1, -1)), quote: 'single', closes: 'yes', behind: null };
    case DoubleQuoted:
      return { value: first.image.slice(1, -1), quote: 'double', closes: 'yes', behind };
    case Open:
      return {
        value: text.slice(1),
        quote: first.image.startsWith('"') ? 'double' : 'single',
        closes: CLOSING_CURLY.test(text) ? 'typographic' : 'no',
        behind: null,
      };
    case Curly:
      return { value: text, quote: 'typographic', closes: CLOSING_CURLY.test(text) ? 'typographic' : 'no', behind: null };
    default:
      return { value: text, quote: 'none', closes: 'yes', behind: null };
  }
}

export class ConfParser extends RowParser<ConfRow> {
  readonly part = this.RULE(
    'part',
    (): IToken =>
      this.OR([
        { ALT: () => this.CONSUME(Space) },
        { ALT: () => this.CONSUME(Quoted) },
        { ALT: () => this.CONSUME(DoubleQuoted) },
        { ALT: () => this.CONSUME(Open) },
        { ALT: () => this.CONSUME(Curly) },
        { ALT: () => this.CONSUME(Section) },
        { ALT: () => this.CONSUME(Equals) },
        { ALT: () => this.CONSUME(Include) },
        { ALT: () => this.CONSUME(Name) },
        { ALT: () => this.CONSUME(Bare) },
        { ALT: () => this.CONSUME(Anything) },
      ]),
  );

  readonly parts = this.RULE('parts', (): IToken[] => {
    const parts: IToken[] = [];
    this.MANY(() => {
      parts.push(this.SUBRULE(this.part));
    });
    return parts;
  });

  readonly comment = this.RULE('comment', (): string => this.CONSUME(Comment).image);

  readonly assignment = this.RULE('assignment', (): Omit<AssignmentRow, 'file' | 'number'> => {
    const name = this.CONSUME(Name).image;
    this.OPTION(() => this.CONSUME(Space));
    const equals = this.OPTION1(() => this.CONSUME(Equals)) !== undefined;
    this.OPTION2(() => this.CONSUME1(Space));
    const parts = this.SUBRULE(this.parts);
    const comment = this.OPTION3(() => this.SUBRULE(this.comment)) ?? null;
    return { row: 'assignment', name, equals, comment, ...this.ACTION(() => readValue(parts)) };
  });

  readonly section = this.RULE('section', (): { row: 'section'; name: string } => {
    const name = this.CONSUME(Section).image.slice(1, -1);
    this.OPTION(() => this.CONSUME(Space));
    this.OPTION1(() => this.SUBRULE(this.comment));
    return { row: 'section', name };
  });

  readonly include = this.RULE('include', (): { row: 'include'; path: string } => {
    this.CONSUME(Include);
    this.OPTION(() => this.CONSUME(Space));
    this.OPTION1(() => this.CONSUME(Equals));
    this.OPTION2(() => this.CONSUME1(Space));
    const parts = this.SUBRULE(this.parts);
    this.OPTION3(() => this.SUBRULE(this.comment));
    return { row: 'include', path: this.ACTION(() => readValue(parts).value) };
  });

  readonly other = this.RULE('other', (): { row: 'other'; text: string } => {
    const first = this.OR([
      { ALT: () => this.CONSUME(Quoted) },
      { ALT: () => this.CONSUME(DoubleQuoted) },
      { ALT: () => this.CONSUME(Open) },
      { ALT: () => this.CONSUME(Curly) },
      { ALT: () => this.CONSUME(Equals) },
      { ALT: () => this.CONSUME(Bare) },
      { ALT: () => this.CONSUME(Anything) },
    ]);
    const parts = this.SUBRULE(this.parts);
    const comment = this.OPTION(() => this.SUBRULE(this.comment)) ?? '';
    return { row: 'other', text: `${first.image}${this.ACTION(() => parts.map((part) => part.image).join(''))}${comment}` };
  });

  readonly line = this.RULE('line', (): ConfRow => {
    const file = this.OPTION(() => fileName(this.CONSUME(File).image)) ?? null;
    const number = this.OPTION1(() => lineNumber(this.CONSUME(LineNumber).image)) ?? null;
    this.OPTION2(() => this.CONSUME(Space));
    const row = this.OPTION3(() =>
      this.OR<Omit<ConfRow, 'file' | 'number'>>([
        { ALT: () => ({ row: 'comment', text: this.SUBRULE(this.comment) }) },
        { ALT: () => this.SUBRULE(this.section) },
        { ALT: () => this.SUBRULE(this.include) },
        { ALT: () => this.SUBRULE(this.assignment) },
        { ALT: () => this.SUBRULE(this.other) },
      ]),
    ) ?? { row: 'empty' };
    // the union of rows, each with what stood in front of it
    return { ...row, file, number } as ConfRow;
  });

  constructor() {
    super(tokens);
    this.performSelfAnalysis();
  }
}
