import type { IToken } from 'chevrotain';
import type { ShellRedirect, ShellWord } from '../../src/core/shell.ts';
import { StringParser } from '../kit/config.ts';
import * as T from './tokens.ts';
import { type Part, wordOf } from './word.ts';

/** What stands side by side in a shell text; `assemble` makes the tree of it. */
export type Element =
  | {
      readonly element: 'command';
      readonly words: readonly ShellWord[];
      readonly redirects: readonly ShellRedirect[];
      readonly openQuote: boolean;
    }
  | { readonly element: 'connector'; readonly operator: string }
  | { readonly element: 'open' }
  | { readonly element: 'close' };

/** Commands, connectors and parentheses in their order: nesting is left to `assemble`, so that no depth of text can exhaust the stack. */
export class ShellParser extends StringParser {
  constructor() {
    super(T.shellTokens);
    this.performSelfAnalysis();
  }

  readonly script = this.RULE('script', (): Element[] => {
    const elements: Element[] = [];
    this.MANY(() => {
      this.OR([
        { ALT: () => elements.push(this.SUBRULE(this.command)) },
        {
          ALT: () => {
            const operator = this.CONSUME(T.Connector).image;
            elements.push({ element: 'connector', operator });
          },
        },
        {
          ALT: () => {
            this.CONSUME(T.Newline);
            elements.push({ element: 'connector', operator: '\n' });
          },
        },
        {
          ALT: () => {
            this.CONSUME(T.Open);
            elements.push({ element: 'open' });
          },
        },
        {
          ALT: () => {
            this.CONSUME(T.Close);
            elements.push({ element: 'close' });
          },
        },
        { ALT: () => this.CONSUME(T.Comment) },
        { ALT: () => this.CONSUME(T.Space) },
      ]);
    });
    return elements;
  });

  readonly command = this.RULE('command', (): Element => {
    const words: ShellWord[] = [];
    const redirects: ShellRedirect[] = [];
    let openQuote = false;
    this.AT_LEAST_ONE(() => {
      this.OR([
        {
          ALT: () => {
            const word = this.SUBRULE(this.word);
            words.push(word.word);
            openQuote ||= word.openQuote;
          },
        },
        { ALT: () => redirects.push(this.SUBRULE(this.redirect)) },
      ]);
      this.OPTION(() => this.CONSUME(T.Space));
    });
    return { element: 'command', words, redirects, openQuote };
  });

  readonly redirect = this.RULE(
    'redirect',
    (): ShellRedirect =>
      this.OR([
        { ALT: () => ({ operator: this.CONSUME(T.Duplicate).image, target: null }) },
        {
          ALT: () => {
            const operator = this.CONSUME(T.Redirect).image;
            let target: ShellWord | null = null;
            this.OPTION(() => this.CONSUME(T.Space));
            this.OPTION1(() => {
              target = this.SUBRULE(this.word).word;
            });
            return { operator, target };
          },
        },
      ]),
  );

  readonly word = this.RULE('word', (): { word: ShellWord; openQuote: boolean } => {
    const parts: Part[] = [];
    const take = (kind: Part['kind'], token: IToken): void => {
      parts.push({ kind, image: token.image });
    };
    this.AT_LEAST_ONE(() =>
      this.OR([
        { ALT: () => take('plain', this.CONSUME(T.Plain)) },
        { ALT: () => take('single', this.CONSUME(T.SingleQuoted)) },
        { ALT: () => take('ansi', this.CONSUME(T.AnsiQuoted)) },
        { ALT: () => take('double', this.CONSUME(T.DoubleQuoted)) },
        { ALT: () => take('open', this.CONSUME(T.OpenQuote)) },
        { ALT: () => take('escaped', this.CONSUME(T.Escaped)) },
        { ALT: () => take('expansion', this.CONSUME(T.Substitution)) },
        { ALT: () => take('expansion', this.CONSUME(T.Backquoted)) },
        { ALT: () => take('expansion', this.CONSUME(T.Variable)) },
        { ALT: () => take('plain', this.CONSUME(T.Odd)) },
      ]),
    );
    return this.ACTION(() => ({ word: wordOf(parts), openQuote: parts.some((part) => part.kind === 'open') }));
  });
}
