import { RowParser } from '../kit/config.ts';
import { Anything } from '../kit/tokens.ts';
import type { Groups, Shape } from './shapes/shape.ts';
import { SHAPE_TOKENS, Text, tokens } from './tokens.ts';

export type HostRow =
  | { readonly row: 'shape'; readonly shape: Shape; readonly groups: Groups }
  | { readonly row: 'text'; readonly text: string }
  | { readonly row: 'other' };

export class HostParser extends RowParser<HostRow> {
  constructor() {
    super(tokens);
    this.performSelfAnalysis();
  }

  readonly line = this.RULE(
    'line',
    (): HostRow =>
      this.OR([
        ...SHAPE_TOKENS.map(({ shape, token }) => ({
          ALT: (): HostRow => {
            const { payload } = this.CONSUME(token);
            // the matcher of a shape's token puts the pattern's groups there
            return { row: 'shape', shape, groups: payload as Groups };
          },
        })),
        { ALT: () => this.SUBRULE(this.text) },
        { ALT: () => this.SUBRULE(this.other) },
      ]),
  );

  readonly text = this.RULE('text', (): HostRow => ({ row: 'text', text: this.CONSUME(Text).image.trimEnd() }));

  readonly other = this.RULE('other', (): HostRow => {
    this.MANY(() => this.CONSUME(Anything));
    return { row: 'other' };
  });
}
