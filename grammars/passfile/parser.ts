import { type Row, RowParser } from '../kit/config.ts';
import { Anything } from '../kit/tokens.ts';
import { Colon, Comment, Part, tokens } from './tokens.ts';

/** `host:port:database:user:password`; the password is not in the row. */
export interface EntryRow extends Row {
  readonly row: 'entry';
  readonly host: string;
  readonly port: string;
  readonly database: string;
  readonly user: string;
}

export interface OtherRow extends Row {
  readonly row: 'comment' | 'other';
}

export type PassfileRow = EntryRow | OtherRow;

const plain = (part: string | undefined): string => (part ?? '').replace(/\\([:\\])/g, '$1');

export class PassfileParser extends RowParser<PassfileRow> {
  readonly parts = this.RULE('parts', (): string[] => {
    const parts: string[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: Colon, DEF: () => parts.push(this.CONSUME(Part).image) });
    return parts;
  });

  readonly rest = this.RULE('rest', (): boolean => {
    let any = false;
    this.MANY(() => {
      this.OR([
        { ALT: () => this.CONSUME(Part) },
        { ALT: () => this.CONSUME(Colon) },
        { ALT: () => this.CONSUME(Anything) },
        { ALT: () => this.CONSUME(Comment) },
      ]);
      any = true;
    });
    return any;
  });

  readonly line = this.RULE(
    'line',
    (): PassfileRow =>
      this.OR<PassfileRow>([
        {
          ALT: () => {
            this.CONSUME(Comment);
            return { row: 'comment' };
          },
        },
        {
          ALT: () => {
            const parts = this.SUBRULE(this.parts);
            const more = this.SUBRULE(this.rest);
            if (parts.length < 5 || more) return { row: 'other' };
            const [host, port, database, user] = parts.map(plain);
            return { row: 'entry', host: host ?? '', port: port ?? '', database: database ?? '', user: user ?? '' };
          },
        },
        {
          ALT: () => {
            this.OR1([{ ALT: () => this.CONSUME(Colon) }, { ALT: () => this.CONSUME(Anything) }]);
            this.SUBRULE1(this.rest);
            return { row: 'other' };
          },
        },
      ]),
  );

  constructor() {
    super(tokens);
    this.performSelfAnalysis();
  }
}
