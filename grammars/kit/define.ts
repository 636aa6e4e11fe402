import type { Line } from '../../src/core/source.ts';
import type { Row, RowParser } from './config.ts';
import type { AnyGrammar, Claim, Grammar, Reader, SegmentContext } from './grammar.ts';

/**
 * Makes a grammar usable: its parser is built at first use (some 3 ms) and then reused for every line.
 * A line that the parser refuses is not claimed; `expected` keeps the reason for `inspect`.
 */
export function defineGrammar<R extends Row>(grammar: Grammar<R>): AnyGrammar {
  let built: RowParser<R> | null = null;
  const parser = (): RowParser<R> => {
    built ??= grammar.parser();
    return built;
  };
  return {
    kind: grammar.kind,
    title: grammar.title,
    about: grammar.about,
    prints: (command, producer) => grammar.prints(command, producer),
    answers: (statement) => grammar.answers?.(statement) ?? false,
    opens: (line, next) => grammar.opens(line, next),
    named: (fileName) => grammar.named?.(fileName) ?? false,
    lexer: grammar.lexer,
    parser,
    read: (context) => readerOf(grammar, parser(), context),
  };
}

/** Parses one line with a grammar's lexer and parser: the row, or why there is none. */
export function parseRow<R extends Row>(
  lexer: Grammar<R>['lexer'],
  parser: RowParser<R>,
  text: string,
): { readonly row: R } | { readonly expected: string } {
  const lexed = lexer.tokenize(text);
  const broken = lexed.errors[0];
  if (broken !== undefined) return { expected: `no token at column ${broken.offset + 1}` };
  parser.input = lexed.tokens;
  const row = parser.line();
  const error = parser.errors[0];
  if (error !== undefined) return { expected: error.message };
  return { row };
}

function readerOf<R extends Row>(grammar: Grammar<R>, parser: RowParser<R>, context: SegmentContext): Reader {
  const fold = grammar.fold(context);
  let weighed: { row: R; line: Line } | null = null;
  let expected: string | null = null;
  return {
    get expected() {
      return expected;
    },
    weigh(line, next): Claim {
      weighed = null;
      const quick = grammar.shortcut?.(line.text) ?? null;
      const parsed = quick === null ? parseRow(grammar.lexer, parser, line.text) : { row: quick };
      if ('expected' in parsed) {
        expected = parsed.expected;
        return 'no';
      }
      const claim = fold.claims(parsed.row, line, next);
      // a line that the format does not know says nothing about what was expected
      expected = claim === 'no' && parsed.row.row !== 'other' ? `no ${parsed.row.row} is expected here` : null;
      if (claim !== 'no') weighed = { row: parsed.row, line };
      return claim;
    },
    accept() {
      if (weighed !== null) fold.take(weighed.row, weighed.line);
      weighed = null;
    },
    blank: (line) => fold.blank?.(line),
    elided: (line) => fold.elided?.(line),
    end: () => fold.end?.(),
    stride: fold.stride ?? null,
  };
}
