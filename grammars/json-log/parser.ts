import { lexerOf, type Row, RowParser } from '../kit/config.ts';
import { PASSED, QUIET_FIELD, type QuietRow } from '../kit/server-messages/header.ts';
import { Anything } from '../kit/tokens.ts';
import { CloseBrace, CloseBracket, Colon, Comma, Literal, OpenBrace, OpenBracket, Text, tokens } from './tokens.ts';

/** A JSON object, numbers and literals as printed; lists are not kept (no log of these holds anything in one). */
export interface Members {
  readonly [name: string]: string | Members | null;
}

export interface ObjectRow extends Row {
  readonly row: 'object';
  readonly members: Members;
}

export interface OtherRow extends Row {
  readonly row: 'other';
}

export type JsonRow = ObjectRow | QuietRow | OtherRow;

export const lexer = lexerOf(tokens);

export class JsonLogParser extends RowParser<JsonRow> {
  constructor() {
    super(tokens);
    this.performSelfAnalysis();
  }

  override line = this.RULE(
    'line',
    (): JsonRow =>
      this.OR<JsonRow>([{ ALT: () => ({ row: 'object', members: this.SUBRULE(this.object) }) }, { ALT: () => this.SUBRULE(this.other) }]),
  );

  object = this.RULE('object', (): Members => {
    const members: Record<string, string | Members | null> = {};
    this.CONSUME(OpenBrace);
    this.MANY_SEP({
      SEP: Comma,
      DEF: () => {
        const name = this.CONSUME(Text).image;
        this.CONSUME(Colon);
        const value = this.SUBRULE(this.value);
        this.ACTION(() => {
          members[unescaped(name)] = value;
        });
      },
    });
    this.CONSUME(CloseBrace);
    return members;
  });

  value: () => string | Members | null = this.RULE('value', (): string | Members | null =>
    this.OR<string | Members | null>([
      { ALT: () => unescaped(this.CONSUME(Text).image) },
      { ALT: () => this.#literal(this.CONSUME(Literal).image) },
      { ALT: () => this.SUBRULE(this.object) },
      { ALT: () => this.SUBRULE(this.list) },
    ]),
  );

  list = this.RULE('list', (): null => {
    this.CONSUME(OpenBracket);
    this.MANY_SEP({ SEP: Comma, DEF: () => this.SUBRULE(this.value) });
    this.CONSUME(CloseBracket);
    return null;
  });

  other = this.RULE('other', (): JsonRow => {
    this.OR([
      { ALT: () => this.CONSUME(CloseBrace) },
      { ALT: () => this.CONSUME(OpenBracket) },
      { ALT: () => this.CONSUME(CloseBracket) },
      { ALT: () => this.CONSUME(Colon) },
      { ALT: () => this.CONSUME(Comma) },
      { ALT: () => this.CONSUME(Text) },
      { ALT: () => this.CONSUME(Literal) },
      { ALT: () => this.CONSUME(Anything) },
    ]);
    this.MANY(() =>
      this.OR1([
        { ALT: () => this.CONSUME1(OpenBrace) },
        { ALT: () => this.CONSUME1(CloseBrace) },
        { ALT: () => this.CONSUME1(OpenBracket) },
        { ALT: () => this.CONSUME1(CloseBracket) },
        { ALT: () => this.CONSUME1(Colon) },
        { ALT: () => this.CONSUME1(Comma) },
        { ALT: () => this.CONSUME1(Text) },
        { ALT: () => this.CONSUME1(Literal) },
        { ALT: () => this.CONSUME1(Anything) },
      ]),
    );
    return { row: 'other' };
  });

  #literal(image: string): string | null {
    return image === 'null' ? null : image;
  }
}

const SHORT: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

function unescaped(image: string): string {
  return image
    .slice(1, -1)
    .replace(/\\(?:u([0-9A-Fa-f]{4})|(.))/g, (_all, code: string | undefined, one: string) =>
      code === undefined ? (SHORT[one] ?? one) : String.fromCharCode(Number.parseInt(code, 16)),
    );
}

const PASSED_OVER = new RegExp(`"error_severity":"LOG",(?:"state_code":"00000",)?"message":"(?:${QUIET_FIELD})`);

/** The shortcut: the platform's own reader, made into the same row. Null for anything that is no JSON object. */
export function quickly(text: string): ObjectRow | QuietRow | null {
  if (!text.startsWith('{')) return null;
  if (text.startsWith('{"timestamp"') && text.endsWith('}') && PASSED_OVER.test(text)) return PASSED;
  try {
    const value: unknown = JSON.parse(text);
    return { row: 'object', members: membersOf(value) };
  } catch {
    return null;
  }
}

function membersOf(value: unknown): Members {
  const members: Record<string, string | Members | null> = {};
  for (const [name, one] of Object.entries(value ?? {})) {
    members[name] =
      typeof one === 'string' ? one : one === null || Array.isArray(one) ? null : typeof one === 'object' ? membersOf(one) : String(one);
  }
  return members;
}
