import type { TokenType } from 'chevrotain';
import { StringParser } from '../kit/config.ts';
import * as T from './tokens.ts';

export interface Pair {
  readonly name: string;
  /** Null: no `=` behind the name. */
  readonly value: string | null;
  readonly openQuote: boolean;
}

/** Libpq takes a backslash off whatever character it stands before, inside quotes and outside. */
const unescaped = (text: string): string => text.replace(/\\([\s\S]?)/g, '$1');

/** `host=10.0.0.1 user='esrep' password = 'it\'s'`, as libpq's conninfo_parse reads it. */
export class KeywordParser extends StringParser {
  constructor() {
    super(T.keywordTokens);
    this.performSelfAnalysis();
  }

  readonly pairs = this.RULE('pairs', (): Pair[] => {
    const pairs: Pair[] = [];
    this.MANY(() =>
      this.OR([
        { ALT: () => pairs.push(this.SUBRULE(this.pair)) },
        { ALT: () => this.CONSUME(T.Blank) },
        { ALT: () => this.CONSUME(T.Control) },
        // Nothing has a name here (`='x'`, `'x' y=1`): passed over, as an error of `index`.
        { ALT: () => pairs.push(this.SUBRULE(this.nameless)) },
      ]),
    );
    return pairs;
  });

  readonly pair = this.RULE('pair', (): Pair => {
    const name = this.CONSUME(T.Bare).image;
    let value: { text: string; openQuote: boolean } | null = null;
    this.OPTION(() => this.CONSUME(T.Blank));
    this.OPTION1(() => {
      this.CONSUME(T.Equals);
      value = { text: '', openQuote: false };
      this.OPTION2(() => this.CONSUME1(T.Blank));
      this.OPTION3(() => {
        value = this.SUBRULE(this.value);
      });
    });
    return this.ACTION(() => pairOf(name, value));
  });

  readonly nameless = this.RULE('nameless', (): Pair => {
    const token = this.OR([
      { ALT: () => this.CONSUME(T.Equals) },
      { ALT: () => this.CONSUME(T.Quoted) },
      { ALT: () => this.CONSUME(T.OpenQuote) },
    ]);
    return { name: '', value: token.image, openQuote: false };
  });

  readonly value = this.RULE('value', (): { text: string; openQuote: boolean } =>
    this.OR([
      {
        ALT: () => {
          const image = this.CONSUME(T.Quoted).image;
          return { text: unescaped(image.slice(1, -1)), openQuote: false };
        },
      },
      {
        ALT: () => {
          const image = this.CONSUME(T.OpenQuote).image;
          return { text: unescaped(image.slice(1)), openQuote: true };
        },
      },
      {
        ALT: () => {
          let text = this.CONSUME(T.Bare).image;
          this.MANY(() => {
            text += this.OR1([
              { ALT: () => this.CONSUME1(T.Bare).image },
              { ALT: () => this.CONSUME(T.Equals).image },
              { ALT: () => this.CONSUME1(T.Quoted).image },
              { ALT: () => this.CONSUME1(T.OpenQuote).image },
            ]);
          });
          return { text: unescaped(text), openQuote: false };
        },
      },
    ]),
  );
}

function pairOf(name: string, value: { text: string; openQuote: boolean } | null): Pair {
  return { name, value: value?.text ?? null, openQuote: value?.openQuote ?? false };
}

export interface Uri {
  /** `user` or `user:password`, still percent-encoded; null where none is given. */
  readonly userInfo: string | null;
  readonly hosts: readonly { readonly host: string; readonly port: string }[];
  readonly dbname: string | null;
  readonly params: readonly { readonly name: string; readonly value: string | null }[];
}

export class UriParser extends StringParser {
  constructor() {
    super(T.uriTokens);
    this.performSelfAnalysis();
  }

  readonly uri = this.RULE('uri', (): Uri => {
    const hosts: { host: string; port: string }[] = [];
    const params: { name: string; value: string | null }[] = [];
    let userInfo: string | null = null;
    let dbname: string | null = null;
    this.CONSUME(T.Scheme);
    this.OPTION(() => {
      userInfo = this.CONSUME(T.UserInfo).image;
    });
    this.AT_LEAST_ONE_SEP({ SEP: T.Comma, DEF: () => hosts.push(this.SUBRULE(this.host)) });
    this.OPTION1(() => {
      this.CONSUME(T.Slash);
      dbname = this.#text([T.Text, T.Comma, T.Colon, T.Equals, T.Ampersand, T.Slash, T.Ipv6], 1);
    });
    this.OPTION2(() => {
      this.CONSUME(T.Question);
      this.MANY_SEP({ SEP: T.Ampersand, DEF: () => params.push(this.SUBRULE(this.param)) });
    });
    return { userInfo, hosts, dbname, params };
  });

  readonly host = this.RULE('host', (): { host: string; port: string } => {
    let host = '';
    let port = '';
    this.OPTION(() => {
      host = this.OR([
        { ALT: () => this.CONSUME(T.Ipv6).image.slice(1, -1) },
        {
          ALT: () => {
            let name = this.CONSUME(T.Text).image;
            this.MANY(() => {
              name += this.CONSUME1(T.Text).image;
            });
            return name;
          },
        },
      ]);
    });
    this.OPTION1(() => {
      this.CONSUME(T.Colon);
      this.MANY1(() => {
        port += this.CONSUME2(T.Text).image;
      });
    });
    return { host, port };
  });

  readonly param = this.RULE('param', (): { name: string; value: string | null } => {
    let value: string | null = null;
    const name = this.#text([T.Text, T.Colon, T.Comma, T.Slash], 2);
    this.OPTION(() => {
      this.CONSUME(T.Equals);
      value = this.#text([T.Text, T.Colon, T.Comma, T.Slash, T.Question, T.Ipv6], 3);
    });
    return { name, value };
  });

  /** Any number of these tokens as one text; `index` tells its places in a rule apart. */
  #text(of: readonly TokenType[], index: number): string {
    let text = '';
    this.many(index, () => {
      text += this.or(
        index,
        of.map((token) => ({ ALT: () => this.consume(index, token).image })),
      );
    });
    return text;
  }
}
