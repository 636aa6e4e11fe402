import { RowParser } from '../kit/config.ts';
import { Anything } from '../kit/tokens.ts';
import { Label, Program, Text, tokens, Value } from './tokens.ts';

export type ControlRow =
  | { readonly row: 'field'; readonly label: string; readonly value: string }
  | { readonly row: 'failure'; readonly text: string }
  | { readonly row: 'text'; readonly text: string }
  | { readonly row: 'other' };

export class ControlParser extends RowParser<ControlRow> {
  constructor() {
    super(tokens);
    this.performSelfAnalysis();
  }

  readonly line = this.RULE(
    'line',
    (): ControlRow =>
      this.OR([
        { ALT: () => this.SUBRULE(this.field) },
        { ALT: () => this.SUBRULE(this.failure) },
        { ALT: () => this.SUBRULE(this.text) },
        { ALT: () => this.SUBRULE(this.other) },
      ]),
  );

  /** `Database cluster state:               in production` */
  readonly field = this.RULE('field', (): ControlRow => {
    const label = this.CONSUME(Label).image.slice(0, -1);
    let value = '';
    this.OPTION(() => {
      value = this.CONSUME(Value).image.trim();
    });
    return { row: 'field', label, value };
  });

  /** `pg_controldata: error: could not open file "…/global/pg_control" for reading: No such file or directory` */
  readonly failure = this.RULE('failure', (): ControlRow => {
    this.CONSUME(Program);
    let text = '';
    this.OPTION(() => {
      text = this.CONSUME(Value).image.trim();
    });
    return { row: 'failure', text };
  });

  readonly text = this.RULE('text', (): ControlRow => ({ row: 'text', text: this.CONSUME(Text).image.trim() }));

  readonly other = this.RULE('other', (): ControlRow => {
    this.MANY(() => this.CONSUME(Anything));
    return { row: 'other' };
  });
}
