import { createToken, type TokenType } from 'chevrotain';
import { lexerOf, StringParser } from '../kit/config.ts';

const Quoted = createToken({ name: 'Quoted', pattern: /"(?:[^"]|"")*"/, line_breaks: true });
/** A quote that is not closed on this line: the field goes on on the next. */
const OpenQuote = createToken({ name: 'OpenQuote', pattern: /"[^\n]*/ });
const Comma = createToken({ name: 'Comma', pattern: /,/ });
const Plain = createToken({ name: 'Plain', pattern: /[\0-\t\v-!#-+\--\uFFFF]+/ });
const Odd = createToken({ name: 'Odd', pattern: /[\0-\uFFFF]/, line_breaks: true });
const tokens: TokenType[] = [Quoted, OpenQuote, Comma, Plain, Odd];

const lexer = lexerOf(tokens);

class CsvParser extends StringParser {
  constructor() {
    super(tokens);
    this.performSelfAnalysis();
  }

  readonly fields = this.RULE('fields', (): string[] => {
    const all = [this.SUBRULE(this.field)];
    this.MANY(() => {
      this.CONSUME(Comma);
      all.push(this.SUBRULE1(this.field));
    });
    return all;
  });

  readonly field = this.RULE('field', (): string => {
    let text = '';
    this.MANY(() => {
      text += this.OR([
        { ALT: () => this.CONSUME(Quoted).image.slice(1, -1).replaceAll('""', '"') },
        { ALT: () => this.CONSUME(OpenQuote).image },
        { ALT: () => this.CONSUME(Plain).image },
        { ALT: () => this.CONSUME(Odd).image },
      ]);
    });
    return text;
  });
}

let built: CsvParser | null = null;

/** The fields of one logical line of comma-separated values (RFC 4180 as psql's `--csv` writes it); null while a quote is open. */
export function csvFields(text: string): string[] | null {
  const lexed = lexer.tokenize(text);
  if (lexed.tokens.some((token) => token.tokenType === OpenQuote)) return null;
  built ??= new CsvParser();
  built.input = lexed.tokens;
  const fields = built.fields();
  return built.errors.length === 0 ? fields : text.split(',');
}
