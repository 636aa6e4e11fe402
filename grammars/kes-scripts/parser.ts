import { type Row, RowParser } from '../kit/config.ts';
import { Anything, Space } from '../kit/tokens.ts';
import { LevelTag, Pair, Parameter, Stamp, StepTag, Text, tokens } from './tokens.ts';

/** A line of sys_monitor.sh or cluster_install.sh. */
export interface ScriptRow extends Row {
  readonly row: 'script';
  readonly indent: number;
  readonly time: string | null;
  /** `RUNNING`, `CONFIG_CHECK`, `INSTALL`. */
  readonly step: string | null;
  /** `INFO`, `ERROR` … */
  readonly level: string | null;
  /** `kernel.sem` of `[ERROR] [kernel.sem] 250 …`. */
  readonly parameter: string | null;
  /** `name=value`. */
  readonly pair: { readonly name: string; readonly value: string } | null;
  readonly text: string;
}

const bare = (image: string): string => image.trim().slice(1, -1);

export class ScriptParser extends RowParser<ScriptRow> {
  readonly rest = this.RULE('rest', (): string => {
    const images: string[] = [];
    this.MANY(() => {
      images.push(
        this.OR([
          { ALT: () => this.CONSUME(Text).image },
          { ALT: () => this.CONSUME(Pair).image },
          { ALT: () => this.CONSUME(Parameter).image },
          { ALT: () => this.CONSUME(Space).image },
          { ALT: () => this.CONSUME(Stamp).image },
          { ALT: () => this.CONSUME(StepTag).image },
          { ALT: () => this.CONSUME(LevelTag).image },
          { ALT: () => this.CONSUME(Anything).image },
        ]),
      );
    });
    return images.join('').trim();
  });

  readonly line = this.RULE('line', (): ScriptRow => {
    const indent = this.OPTION(() => this.CONSUME(Space).image) ?? '';
    const time = this.OPTION1(() => this.CONSUME(Stamp).image);
    const step = this.OPTION2(() => this.CONSUME(StepTag).image);
    const level = this.OPTION3(() => this.CONSUME(LevelTag).image);
    const parameter = this.OPTION4(() => this.CONSUME(Parameter).image);
    const text = this.SUBRULE(this.rest);
    return this.ACTION(() => {
      const [, name, value = ''] = /^([A-Za-z_]\w*)=(.*)$/.exec(text) ?? [];
      return {
        row: 'script',
        indent: indent.length,
        time: time?.trim() ?? null,
        step: step === undefined ? null : bare(step),
        level: level === undefined ? null : bare(level),
        parameter: parameter === undefined ? null : bare(parameter),
        pair: name === undefined ? null : { name, value: value.trim() },
        text,
      };
    });
  });

  constructor() {
    super(tokens);
    this.performSelfAnalysis();
  }
}
