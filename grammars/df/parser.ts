import type { IToken } from 'chevrotain';
import { RowParser } from '../kit/config.ts';
import { Anything, Word } from '../kit/tokens.ts';
import * as T from './tokens.ts';

export type DfRow =
  | { readonly row: 'heading'; readonly columns: readonly string[] }
  /** Every word of a row in order: which column is which, the heading or the row's shape tells. */
  | { readonly row: 'cells'; readonly cells: readonly Cell[] }
  | { readonly row: 'complaint'; readonly text: string }
  | { readonly row: 'other' };

export interface Cell {
  readonly is: 'word' | 'amount' | 'percent' | 'dash';
  readonly text: string;
}

export class DfParser extends RowParser<DfRow> {
  constructor() {
    super(T.tokens);
    this.performSelfAnalysis();
  }

  readonly line = this.RULE(
    'line',
    (): DfRow =>
      this.OR([
        { ALT: () => this.SUBRULE(this.heading) },
        { ALT: () => this.SUBRULE(this.complaint) },
        { ALT: () => this.SUBRULE(this.row) },
        { ALT: () => this.SUBRULE(this.other) },
      ]),
  );

  /** `Filesystem     Type  Size  Used Avail Use% Mounted on`; BusyBox and BSD have other words, `-i` has inodes. */
  readonly heading = this.RULE('heading', (): DfRow => {
    const columns: IToken[] = [this.CONSUME(T.Filesystem)];
    this.AT_LEAST_ONE(() =>
      columns.push(
        this.OR([{ ALT: () => this.CONSUME(Word) }, { ALT: () => this.CONSUME(T.Amount) }, { ALT: () => this.CONSUME(T.MountedOn) }]),
      ),
    );
    return this.ACTION((): DfRow => ({ row: 'heading', columns: columns.map((token) => token.image) }));
  });

  /** `df: '/mnt/archive': Stale file handle` */
  readonly complaint = this.RULE('complaint', (): DfRow => {
    let text = '';
    this.CONSUME(T.Program);
    this.OPTION(() => {
      text = this.CONSUME(T.Complaint).image.trim();
    });
    return { row: 'complaint', text };
  });

  /** `/dev/vda  252G  23G  79G  23% /srv/pgsql`, in two lines where the device's name is long. */
  readonly row = this.RULE('row', (): DfRow => {
    const cells: Cell[] = [];
    this.AT_LEAST_ONE(() => cells.push(this.SUBRULE(this.cell)));
    return { row: 'cells', cells };
  });

  readonly cell = this.RULE(
    'cell',
    (): Cell =>
      this.OR([
        { ALT: () => ({ is: 'percent' as const, text: this.CONSUME(T.Percent).image }) },
        { ALT: () => ({ is: 'amount' as const, text: this.CONSUME(T.Amount).image }) },
        { ALT: () => ({ is: 'dash' as const, text: this.CONSUME(T.Dash).image }) },
        { ALT: () => ({ is: 'word' as const, text: this.CONSUME(Word).image }) },
      ]),
  );

  readonly other = this.RULE('other', (): DfRow => {
    this.MANY(() => this.OR([{ ALT: () => this.CONSUME(Anything) }, { ALT: () => this.CONSUME(T.MountedOn) }]));
    return { row: 'other' };
  });
}
