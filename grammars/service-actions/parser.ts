import { type Row, RowParser } from '../kit/config.ts';
import { Anything } from '../kit/tokens.ts';
import { Action, Heading, Quoted, tokens } from './tokens.ts';

export interface HeadingRow extends Row {
  readonly row: 'heading';
}

/** `   stop: "sudo systemctl stop postgresql-15"` */
export interface ActionRow extends Row {
  readonly row: 'action';
  readonly action: string;
  readonly command: string;
}

export interface OtherRow extends Row {
  readonly row: 'other';
}

export type ActionsRow = HeadingRow | ActionRow | OtherRow;

export class ActionsParser extends RowParser<ActionsRow> {
  readonly action = this.RULE('action', (): ActionRow => {
    const label = this.CONSUME(Action).image;
    const quoted = this.CONSUME(Quoted).image;
    return { row: 'action', action: label.trim().replace(/:$/, ''), command: quoted.slice(1, -1).trim() };
  });

  readonly other = this.RULE('other', (): OtherRow => {
    this.MANY(() => {
      this.OR([{ ALT: () => this.CONSUME(Anything) }, { ALT: () => this.CONSUME(Quoted) }]);
    });
    return { row: 'other' };
  });

  readonly line = this.RULE(
    'line',
    (): ActionsRow =>
      this.OR<ActionsRow>([
        {
          ALT: () => {
            this.CONSUME(Heading);
            return { row: 'heading' };
          },
        },
        { ALT: () => this.SUBRULE(this.action) },
        { ALT: () => this.SUBRULE(this.other) },
      ]),
  );

  constructor() {
    super(tokens);
    this.performSelfAnalysis();
  }
}
