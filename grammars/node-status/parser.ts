import { type Row, RowParser } from '../kit/config.ts';
import { Anything } from '../kit/tokens.ts';
import { CsvKey, Head, Key, Option, tokens, Value } from './tokens.ts';

export interface HeadRow extends Row {
  readonly row: 'head';
  readonly node: string;
}

/** `Archive command: cp %p …`; the value is empty where nothing stands behind the colon. */
export interface KeyRow extends Row {
  readonly row: 'key';
  readonly csv: boolean;
  /** As printed. */
  readonly key: string;
  readonly value: string;
}

export interface StateRow extends Row {
  readonly row: 'state';
  readonly options: readonly string[];
}

export type NodeStatusRow = HeadRow | KeyRow | StateRow | { readonly row: 'other' };

export class NodeStatusParser extends RowParser<NodeStatusRow> {
  readonly value = this.RULE('value', (): string => {
    const images: string[] = [];
    // A value may begin like a key (`Role: Role`): every token is text here.
    this.MANY(() => {
      images.push(
        this.OR([
          { ALT: () => this.CONSUME(Value).image },
          { ALT: () => this.CONSUME(Key).image },
          { ALT: () => this.CONSUME(CsvKey).image },
          { ALT: () => this.CONSUME(Head).image },
          { ALT: () => this.CONSUME(Option).image },
          { ALT: () => this.CONSUME(Anything).image },
        ]),
      );
    });
    return images.join(' ').trimEnd();
  });

  readonly head = this.RULE('head', (): HeadRow => {
    const image = this.CONSUME(Head).image;
    return { row: 'head', node: /["“”]([^"“”]*)/.exec(image)?.[1] ?? '' };
  });

  readonly key = this.RULE('key', (): KeyRow => {
    const key = this.CONSUME(Key).image.replace(/[ \t]*[:：]$/, '');
    return { row: 'key', csv: false, key, value: this.SUBRULE(this.value) };
  });

  readonly csv = this.RULE('csv', (): KeyRow => {
    const key = this.CONSUME(CsvKey).image.replace(/^"|",$/g, '');
    const value = this.SUBRULE(this.value);
    return { row: 'key', csv: true, key, value: this.ACTION(() => value.replace(/^"|"$/g, '')) };
  });

  readonly state = this.RULE('state', (): StateRow => {
    const options: string[] = [];
    this.AT_LEAST_ONE(() => {
      options.push(this.CONSUME(Option).image);
    });
    return { row: 'state', options };
  });

  readonly other = this.RULE('other', (): { row: 'other' } => {
    this.OR([{ ALT: () => this.CONSUME(Value) }, { ALT: () => this.CONSUME(Anything) }]);
    this.SUBRULE(this.value);
    return { row: 'other' };
  });

  readonly line = this.RULE(
    'line',
    (): NodeStatusRow =>
      this.OR<NodeStatusRow>([
        { ALT: () => this.SUBRULE(this.head) },
        { ALT: () => this.SUBRULE(this.key) },
        { ALT: () => this.SUBRULE(this.csv) },
        { ALT: () => this.SUBRULE(this.state) },
        { ALT: () => this.SUBRULE(this.other) },
      ]),
  );

  constructor() {
    super(tokens);
    this.performSelfAnalysis();
  }
}
