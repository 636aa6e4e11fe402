import { RowParser } from '../kit/config.ts';
import { Anything } from '../kit/tokens.ts';
import * as T from './tokens.ts';

export type UnitRow =
  | { readonly row: 'head'; readonly unit: string; readonly description: string }
  | { readonly row: 'listed'; readonly unit: string; readonly columns: readonly string[] }
  | { readonly row: 'key'; readonly key: string; readonly value: string }
  | { readonly row: 'branch'; readonly pid: number | null; readonly command: string }
  | { readonly row: 'state'; readonly state: string }
  | { readonly row: 'debian'; readonly columns: readonly string[] }
  | { readonly row: 'heading'; readonly text: string }
  | { readonly row: 'text'; readonly text: string }
  | { readonly row: 'other' };

const words = (text: string): string[] => text.trim().split(/[ \t]+/);
const unitName = (image: string): string => image.replace(/^[●○×↻*]?[ \t]*/, '');

export class UnitParser extends RowParser<UnitRow> {
  constructor() {
    super(T.tokens);
    this.performSelfAnalysis();
  }

  readonly line = this.RULE(
    'line',
    (): UnitRow =>
      this.OR([
        { ALT: () => this.SUBRULE(this.heading) },
        { ALT: () => this.SUBRULE(this.head) },
        { ALT: () => this.SUBRULE(this.listed) },
        { ALT: () => this.SUBRULE(this.key) },
        { ALT: () => this.SUBRULE(this.branch) },
        { ALT: () => this.SUBRULE(this.state) },
        { ALT: () => this.SUBRULE(this.debian) },
        { ALT: () => this.SUBRULE(this.text) },
        { ALT: () => this.SUBRULE(this.other) },
      ]),
  );

  readonly heading = this.RULE('heading', (): UnitRow => ({ row: 'heading', text: this.CONSUME(T.Heading).image }));

  /** `● postgresql.service - PostgreSQL RDBMS` */
  readonly head = this.RULE('head', (): UnitRow => {
    const unit = this.CONSUME(T.Head).image;
    const description = this.CONSUME(T.Rest).image;
    return this.ACTION(() => ({ row: 'head' as const, unit: unitName(unit), description: description.replace(/^-\s*/, '').trim() }));
  });

  /** `postgresql@15-main.service loaded active running PostgreSQL Cluster 15-main` */
  readonly listed = this.RULE('listed', (): UnitRow => {
    const unit = this.CONSUME(T.Listed).image;
    const rest = this.CONSUME(T.Rest).image;
    return this.ACTION(() => ({ row: 'listed' as const, unit: unitName(unit), columns: words(rest) }));
  });

  /** `Active: failed (Result: exit-code) since Mon 2023-04-17 08:00:03 UTC; 3 days ago` */
  readonly key = this.RULE('key', (): UnitRow => {
    let value = '';
    const key = this.CONSUME(T.Key).image.slice(0, -1);
    this.OPTION(() => {
      value = this.CONSUME(T.Rest).image.trim();
    });
    return { row: 'key', key, value };
  });

  /** `├─1177 /usr/lib/postgresql/15/bin/postgres -D /var/lib/postgresql/15/main` */
  readonly branch = this.RULE('branch', (): UnitRow => {
    let command = '';
    const image = this.CONSUME(T.Branch).image;
    this.OPTION(() => {
      command = this.CONSUME(T.Rest).image.trim();
    });
    const pid = this.ACTION(() => /(\d+)$/.exec(image)?.[1]);
    return { row: 'branch', pid: pid === undefined ? null : Number(pid), command };
  });

  readonly state = this.RULE('state', (): UnitRow => ({ row: 'state', state: this.CONSUME(T.State).image }));

  /** `15  main    5432 online,recovery postgres /var/lib/postgresql/15/main /var/log/…` */
  readonly debian = this.RULE('debian', (): UnitRow => {
    const row = this.CONSUME(T.Debian).image;
    const rest = this.CONSUME(T.Rest).image;
    return this.ACTION(() => ({ row: 'debian' as const, columns: [...words(row), ...words(rest)] }));
  });

  readonly text = this.RULE('text', (): UnitRow => ({ row: 'text', text: this.CONSUME(T.Text).image.trimEnd() }));

  readonly other = this.RULE('other', (): UnitRow => {
    this.MANY(() => this.CONSUME(Anything));
    return { row: 'other' };
  });
}
