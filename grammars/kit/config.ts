import {
  EmbeddedActionsParser,
  type ILexingResult,
  type ILookaheadStrategy,
  type IParserConfig,
  type IParserErrorMessageProvider,
  type IToken,
  Lexer,
  LLkLookaheadStrategy,
  type TokenType,
  type TokenVocabulary,
  tokenLabel,
} from 'chevrotain';

/** Any row: `row` names its shape, `other` is a line that the grammar does not know. */
export interface Row {
  readonly row: string;
}

/** `expected X, found "y"`: short, since it is shown beside a line in `inspect`. */
const terse: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: ({ expected, actual }) => `expected ${tokenLabel(expected)}, found "${actual.image}"`,
  buildNotAllInputParsedMessage: ({ firstRedundant }) => `unexpected "${firstRedundant.image}"`,
  buildNoViableAltMessage: ({ actual, ruleName }) => `no ${ruleName} begins with "${actual[0]?.image ?? 'end of line'}"`,
  buildEarlyExitMessage: ({ actual, ruleName }) => `${ruleName} breaks off at "${actual[0]?.image ?? 'end of line'}"`,
};

/** Set where the program is packed: what the tests have checked is not checked at every start. */
declare const PACKED: boolean | undefined;
const skipValidations = typeof PACKED !== 'undefined' && PACKED;

/**
 * Chevrotain's own look-ahead, each function of it made when the parser first comes to its place in the grammar: a ticket goes through
 * few of the places that there are.
 */
class LookaheadWhenNeeded extends LLkLookaheadStrategy {
  override buildLookaheadForAlternation(place: Parameters<ILookaheadStrategy['buildLookaheadForAlternation']>[0]) {
    return made(() => super.buildLookaheadForAlternation(place));
  }

  override buildLookaheadForOptional(place: Parameters<ILookaheadStrategy['buildLookaheadForOptional']>[0]) {
    return made(() => super.buildLookaheadForOptional(place));
  }
}

/** A function that is made at its first call. Chevrotain calls it with the parser as `this`. */
function made<This, Given extends unknown[], Result>(make: () => (this: This, ...given: Given) => Result) {
  let known: ((this: This, ...given: Given) => Result) | null = null;
  return function (this: This, ...given: Given): Result {
    known ??= make();
    return known.apply(this, given);
  };
}

const parserConfig = (maxLookahead: number): IParserConfig => ({
  maxLookahead,
  lookaheadStrategy: new LookaheadWhenNeeded({ maxLookahead }),
  recoveryEnabled: false,
  skipValidations,
  errorMessageProvider: terse,
});

/** What Chevrotain calls while it records a parser's grammar; its types leave them out. */
interface Recording {
  enableRecording(): void;
  disableRecording(): void;
}
const chevrotain = EmbeddedActionsParser.prototype as unknown as Recording;

/**
 * Chevrotain records a grammar with a hundred methods that it puts on the parser and deletes again, which takes as long as the rest
 * of its analysis and leaves an object that is slow for good. Here the parser inherits them as long as it records.
 */
abstract class LightParser extends EmbeddedActionsParser implements Recording {
  enableRecording(): void {
    const recording = Object.create(Object.getPrototypeOf(this));
    chevrotain.enableRecording.call(recording);
    Object.setPrototypeOf(this, recording);
  }

  disableRecording(): void {
    Object.setPrototypeOf(this, Object.getPrototypeOf(Object.getPrototypeOf(this)));
  }
}

/** What a grammar needs of a lexer. */
export interface LineLexer {
  readonly tokens: readonly TokenType[];
  tokenize(text: string): ILexingResult;
}

/**
 * The one way a lexer is made. Later tokens never win over earlier ones; order is precedence. It is built at first use: a
 * ticket needs a few of them, and building all is most of the program's start.
 */
export function lexerOf(tokens: TokenType[]): LineLexer {
  let built: Lexer | null = null;
  return {
    tokens,
    tokenize(text) {
      built ??= new Lexer(tokens, { skipValidations, ensureOptimizations: true, positionTracking: 'onlyOffset' });
      return built.tokenize(text);
    },
  };
}

/**
 * A parser of single lines: the start rule is `line`, rules return typed rows (embedded actions).
 * A subclass defines its rules as class fields and ends its constructor with `this.performSelfAnalysis()`.
 * One instance is reused for every line.
 */
export abstract class RowParser<R extends Row> extends LightParser {
  abstract readonly line: () => R;

  constructor(vocabulary: TokenVocabulary) {
    super(vocabulary, parserConfig(1));
  }
}

/** A parser of one string (a conninfo, a shell command) with the same configuration; its start rule is named by the grammar. */
export abstract class StringParser extends LightParser {
  constructor(vocabulary: TokenVocabulary, lookahead = 1) {
    super(vocabulary, parserConfig(lookahead));
  }
}

/** Everything between two tokens of one line as it was typed, blanks included. */
export function imageBetween(text: string, first: IToken, last: IToken): string {
  return text.slice(first.startOffset, last.startOffset + last.image.length);
}
