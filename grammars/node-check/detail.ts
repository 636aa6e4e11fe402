import { StringParser } from '../kit/config.ts';
import { Anything } from '../kit/tokens.ts';
import { Bracket, Comma, Count, detailLexer, detailTokens, Id, Missing, Name, Of, Perf, Quoted, Threshold } from './detail-tokens.ts';

/** The numbers and names in a check's details: `1 of 2 downstream nodes not attached; missing: n3 (ID: 3)`. */
export interface Detail {
  readonly count: number | null;
  readonly total: number | null;
  readonly threshold: number | null;
  readonly names: readonly string[];
  /** `files=134;16;128` of a --nagios line. */
  readonly perf: string | null;
}

class DetailParser extends StringParser {
  #count: number | null = null;
  #total: number | null = null;
  #threshold: number | null = null;
  #perf: string | null = null;
  #names: string[] = [];

  readonly amount = this.RULE('amount', (): void => {
    const count = Number(this.CONSUME(Count).image);
    let total: number | null = null;
    this.OPTION(() => {
      this.CONSUME(Of);
      total = Number(this.CONSUME1(Count).image);
    });
    this.ACTION(() => {
      if (this.#count !== null) return;
      this.#count = count;
      this.#total = total;
    });
  });

  readonly threshold = this.RULE('threshold', (): void => {
    this.CONSUME(Threshold);
    const value = Number(this.CONSUME(Count).image);
    this.ACTION(() => {
      this.#threshold = value;
    });
  });

  readonly missing = this.RULE('missing', (): void => {
    this.CONSUME(Missing);
    this.MANY(() => {
      this.OR([
        {
          ALT: () => {
            const name = this.CONSUME(Name).image;
            this.ACTION(() => this.#names.push(name));
          },
        },
        {
          ALT: () => {
            const name = this.CONSUME(Quoted).image;
            this.ACTION(() => this.#names.push(name.slice(1, -1)));
          },
        },
        { ALT: () => this.CONSUME(Id) },
        { ALT: () => this.CONSUME(Comma) },
      ]);
    });
  });

  readonly detail = this.RULE('detail', (): Detail => {
    this.ACTION(() => {
      this.#count = null;
      this.#total = null;
      this.#threshold = null;
      this.#perf = null;
      this.#names = [];
    });
    this.MANY(() => {
      this.OR([
        { ALT: () => this.SUBRULE(this.amount) },
        { ALT: () => this.SUBRULE(this.threshold) },
        { ALT: () => this.SUBRULE(this.missing) },
        {
          ALT: () => {
            const perf = this.CONSUME(Perf).image;
            this.ACTION(() => {
              this.#perf = perf.slice(1).trim();
            });
          },
        },
        { ALT: () => this.CONSUME(Id) },
        { ALT: () => this.CONSUME(Comma) },
        { ALT: () => this.CONSUME(Bracket) },
        { ALT: () => this.CONSUME(Quoted) },
        { ALT: () => this.CONSUME(Name) },
        { ALT: () => this.CONSUME(Anything) },
      ]);
    });
    return this.ACTION(() => ({
      count: this.#count,
      total: this.#total,
      threshold: this.#threshold,
      names: this.#names,
      perf: this.#perf,
    }));
  });

  constructor() {
    super(detailTokens);
    this.performSelfAnalysis();
  }
}

const NOTHING: Detail = { count: null, total: null, threshold: null, names: [], perf: null };
let parser: DetailParser | null = null;

/** Reads a detail text; what it does not hold is null. Never throws. */
export function parseDetail(text: string): Detail {
  parser ??= new DetailParser();
  parser.input = detailLexer.tokenize(text).tokens;
  const detail = parser.detail();
  return parser.errors.length > 0 ? NOTHING : detail;
}
