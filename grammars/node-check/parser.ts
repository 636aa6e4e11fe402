import { type Row, RowParser } from '../kit/config.ts';
import { Anything } from '../kit/tokens.ts';
import { CsvLabel, Detail, Foreign, Head, Label, Nagios, Option, Status, tokens } from './tokens.ts';

export type StatusWord = 'OK' | 'WARNING' | 'CRITICAL' | 'UNKNOWN';

export interface HeadRow extends Row {
  readonly row: 'head';
  readonly node: string;
}

/** One check: `label` as printed; null for the one-line output of a single check, which names none. */
export interface CheckRow extends Row {
  readonly row: 'check';
  readonly form: 'text' | 'csv' | 'nagios' | 'single';
  readonly label: string | null;
  readonly status: StatusWord;
  /** What stands behind the status, punctuation and all. */
  readonly rest: string;
}

/** `"Node name","n"` and `"Node ID","1"` of --csv. */
export interface IdentityRow extends Row {
  readonly row: 'identity';
  readonly what: 'name' | 'id';
  readonly value: string;
}

/** `--status=CRITICAL --files=134 --threshold=128` */
export interface OptionsRow extends Row {
  readonly row: 'options';
  readonly options: Readonly<Record<string, string>>;
}

export type NodeCheckRow = HeadRow | CheckRow | IdentityRow | OptionsRow | { readonly row: 'other' };

const unquoted = (text: string): string =>
  text
    .trim()
    .replace(/^[,\s]*["“”]/, '')
    .replace(/["“”]$/, '');

export class NodeCheckParser extends RowParser<NodeCheckRow> {
  readonly tail = this.RULE('tail', (): string => {
    const images: string[] = [];
    this.MANY(() => {
      images.push(
        this.OR([
          { ALT: () => this.CONSUME(Detail).image },
          { ALT: () => this.CONSUME(Foreign).image },
          { ALT: () => this.CONSUME(Status).image },
          { ALT: () => this.CONSUME(Option).image },
          { ALT: () => this.CONSUME(Label).image },
          { ALT: () => this.CONSUME(CsvLabel).image },
          { ALT: () => this.CONSUME(Nagios).image },
          { ALT: () => this.CONSUME(Head).image },
          { ALT: () => this.CONSUME(Anything).image },
        ]),
      );
    });
    return images.join(' ');
  });

  readonly head = this.RULE('head', (): HeadRow => {
    const image = this.CONSUME(Head).image;
    return { row: 'head', node: /["“”]([^"“”]*)/.exec(image)?.[1] ?? '' };
  });

  readonly check = this.RULE('check', (): CheckRow => {
    const label = this.CONSUME(Label).image.replace(/[ \t]*[:：]$/, '');
    const status = this.CONSUME(Status).image as StatusWord;
    const rest = this.SUBRULE(this.tail);
    return { row: 'check', form: 'text', label, status, rest };
  });

  readonly csv = this.RULE('csv', (): CheckRow | IdentityRow => {
    const label = this.CONSUME(CsvLabel).image.replace(/^"|",$/g, '');
    // The value is quoted, too: `"OK","node is primary"`; quotes inside are not doubled (repmgr-action-node.c).
    const rest = this.SUBRULE(this.tail);
    return this.ACTION(() => {
      if (label === 'Node name' || label === 'Node ID') {
        return { row: 'identity', what: label === 'Node ID' ? 'id' : 'name', value: unquoted(rest) };
      }
      const [, status = 'UNKNOWN', detail = ''] = /^"(\w+)"(?:,(.*))?$/.exec(rest) ?? [];
      return { row: 'check', form: 'csv', label, status: status as StatusWord, rest: unquoted(detail) };
    });
  });

  readonly nagios = this.RULE('nagios', (): CheckRow => {
    const label = this.CONSUME(Nagios).image;
    const status = this.CONSUME(Status).image as StatusWord;
    const rest = this.SUBRULE(this.tail);
    return { row: 'check', form: 'nagios', label, status, rest };
  });

  readonly single = this.RULE('single', (): CheckRow => {
    const status = this.CONSUME(Status).image as StatusWord;
    const rest = this.CONSUME(Detail).image;
    const more = this.SUBRULE(this.tail);
    return { row: 'check', form: 'single', label: null, status, rest: `${rest}${more}` };
  });

  readonly options = this.RULE('options', (): OptionsRow => {
    const options: Record<string, string> = {};
    this.AT_LEAST_ONE(() => {
      const image = this.CONSUME(Option).image;
      this.ACTION(() => {
        const [name = '', value = ''] = image.slice(2).split(/=(.*)/);
        options[name] = value.replace(/["“”]+$/, '');
      });
    });
    return { row: 'options', options };
  });

  readonly other = this.RULE('other', (): { row: 'other' } => {
    this.OR([{ ALT: () => this.CONSUME(Foreign) }, { ALT: () => this.CONSUME(Detail) }, { ALT: () => this.CONSUME(Anything) }]);
    this.SUBRULE(this.tail);
    return { row: 'other' };
  });

  readonly line = this.RULE(
    'line',
    (): NodeCheckRow =>
      this.OR<NodeCheckRow>([
        { ALT: () => this.SUBRULE(this.head) },
        { ALT: () => this.SUBRULE(this.check) },
        { ALT: () => this.SUBRULE(this.csv) },
        { ALT: () => this.SUBRULE(this.nagios) },
        { ALT: () => this.SUBRULE(this.single) },
        { ALT: () => this.SUBRULE(this.options) },
        { ALT: () => this.SUBRULE(this.other) },
      ]),
  );

  constructor() {
    super(tokens);
    this.performSelfAnalysis();
  }
}
