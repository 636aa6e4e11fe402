import {
  EarlyExitException,
  EmbeddedActionsParser,
  type ILexingResult,
  type IParserConfig,
  type IParserErrorMessageProvider,
  type IToken,
  Lexer,
  NoViableAltException,
  type TokenType,
  type TokenVocabulary,
  tokenLabel,
} from 'chevrotain';
import { choosing, entering, LookaheadWhenNeeded, type Looking, type Paths } from './lookahead.ts';
import { asked, prepared } from './prepared.ts';
import { begun } from './tokens.ts';

/** Any row: `row` names its shape, `other` is a line that the grammar does not know. */
export interface Row {
  readonly row: string;
}

const messages = {
  noAlternative: (next: IToken | undefined, ruleName: string) => `no ${ruleName} begins with "${next?.image ?? 'end of line'}"`,
  earlyExit: (next: IToken | undefined, ruleName: string) => `${ruleName} breaks off at "${next?.image ?? 'end of line'}"`,
};

/** `expected X, found "y"`: short, since it is shown beside a line in `inspect`. */
const terse: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: ({ expected, actual }) => `expected ${tokenLabel(expected)}, found "${actual.image}"`,
  buildNotAllInputParsedMessage: ({ firstRedundant }) => `unexpected "${firstRedundant.image}"`,
  buildNoViableAltMessage: ({ actual, ruleName }) => messages.noAlternative(actual[0], ruleName),
  buildEarlyExitMessage: ({ actual, ruleName }) => messages.earlyExit(actual[0], ruleName),
};

/** Set where the program is packed: what the tests have checked is not checked at every start. */
declare const PACKED: boolean | undefined;
const skipValidations = typeof PACKED !== 'undefined' && PACKED;

const parserConfig = (maxLookahead: number): IParserConfig => ({
  maxLookahead,
  lookaheadStrategy: new LookaheadWhenNeeded({ maxLookahead }),
  recoveryEnabled: false,
  skipValidations,
  errorMessageProvider: terse,
});

/** What Chevrotain calls on a parser by itself; its types leave it out. */
interface Inside {
  definedRulesNames: readonly string[];
  tokensMap: Readonly<Record<string, TokenType>>;
  lookAheadFuncsCache: ReadonlyMap<number, Looking>;
  selfAnalysisDone: boolean;
  enableRecording(): void;
  disableRecording(): void;
  setLaFuncCache(key: number, looking: unknown): void;
  getCurrRuleFullName(): string;
  SAVE_ERROR(error: Error): Error;
}
const inside = (parser: object): Inside => parser as Inside;
const chevrotain = inside(EmbeddedActionsParser.prototype);

/** A place in a grammar where the next tokens decide: its key, whether it is optional, and its paths by the names of tokens. */
type Place = readonly [key: number, optional: boolean, paths: readonly (readonly (readonly string[])[])[]];

/** Chevrotain's parser without what takes long before the first line and is not needed here. */
abstract class LightParser extends EmbeddedActionsParser {
  /**
   * Chevrotain records a grammar by calling its rules, and follows what it recorded to find out how they begin. Where that was prepared,
   * neither is done.
   */
  override performSelfAnalysis(): void {
    const self = inside(this);
    const key = `look-ahead ${self.definedRulesNames.join(' ')}: ${Object.keys(self.tokensMap).join(' ')}`;
    const places = prepared(key, () => this.#analysed());
    if (places === undefined) this.#analysed();
    else for (const place of places) self.setLaFuncCache(place[0], lookingAt(place, self.tokensMap));
    self.selfAnalysisDone = true;
  }

  #analysed(): Place[] {
    const self = inside(this);
    if (!self.selfAnalysisDone) super.performSelfAnalysis();
    return asked === null
      ? []
      : Array.from(self.lookAheadFuncsCache, ([key, { optional, paths }]) => [
          key,
          optional,
          paths().map((sequences) => sequences.map((sequence) => sequence.map(({ name }) => name))),
        ]);
  }

  /**
   * Chevrotain puts a hundred methods on the parser and deletes them again while it records, which takes as long as the rest of its
   * analysis and leaves an object that is slow for good. Here the parser inherits them as long as it records.
   */
  enableRecording(): void {
    const recording = Object.create(Object.getPrototypeOf(this));
    chevrotain.enableRecording.call(recording);
    Object.setPrototypeOf(this, recording);
  }

  disableRecording(): void {
    Object.setPrototypeOf(this, Object.getPrototypeOf(Object.getPrototypeOf(this)));
  }

  /** As Chevrotain does it, without working out again what was expected, which `terse` does not tell. */
  raiseNoAltException(): never {
    const [next, before, ruleName] = [this.LA(1), this.LA(0), inside(this).getCurrRuleFullName()];
    throw inside(this).SAVE_ERROR(new NoViableAltException(messages.noAlternative(next, ruleName), next, before));
  }

  raiseEarlyExitException(): never {
    const [next, before, ruleName] = [this.LA(1), this.LA(0), inside(this).getCurrRuleFullName()];
    throw inside(this).SAVE_ERROR(new EarlyExitException(messages.earlyExit(next, ruleName), next, before));
  }
}

function lookingAt([, optional, names]: Place, tokens: Readonly<Record<string, TokenType>>): Looking {
  const paths = (): Paths => names.map((sequences) => sequences.map((sequence) => sequence.flatMap((name) => tokens[name] ?? [])));
  return optional ? entering(paths) : choosing(paths);
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
      built ??= new Lexer(tokens.map(begun), { skipValidations, ensureOptimizations: true, positionTracking: 'onlyOffset' });
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
