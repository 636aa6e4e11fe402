import { type Row, RowParser } from '../kit/config.ts';
import { Anything, Space } from '../kit/tokens.ts';
import { Address, BackRest, Barman, CausedBy, Checked, Level, Program, Progress, Text, tokens, WalG } from './tokens.ts';

/** A line of a tool: `pg_rewind: error: could not open file …`, `P00  ERROR: [050]: unable to …`. */
export interface ToolRow extends Row {
  readonly row: 'tool' | 'other';
  /** `pg_rewind`, `pgbackrest`, `barman`; null where the line has no prefix. */
  readonly tool: string | null;
  /** The level's word as printed. */
  readonly level: string | null;
  /** pgBackRest's number. */
  readonly code: string | null;
  readonly time: string | null;
  readonly text: string;
}

export interface ReadyRow extends Row {
  readonly row: 'ready';
  readonly host: string;
  readonly port: string;
  readonly text: string;
}

export interface ProgressRow extends Row {
  readonly row: 'progress';
}

export type ToolsRow = ToolRow | ReadyRow | ProgressRow;

export class ToolsParser extends RowParser<ToolsRow> {
  readonly rest = this.RULE('rest', (): string => {
    const images: string[] = [];
    this.MANY(() => {
      images.push(
        this.OR([
          { ALT: () => this.CONSUME(Text).image },
          { ALT: () => this.CONSUME(Space).image },
          { ALT: () => this.CONSUME(Program).image },
          { ALT: () => this.CONSUME(BackRest).image },
          { ALT: () => this.CONSUME(Barman).image },
          { ALT: () => this.CONSUME(WalG).image },
          { ALT: () => this.CONSUME(Checked).image },
          { ALT: () => this.CONSUME(CausedBy).image },
          { ALT: () => this.CONSUME(Progress).image },
          { ALT: () => this.CONSUME(Address).image },
          { ALT: () => this.CONSUME(Level).image },
          { ALT: () => this.CONSUME(Anything).image },
        ]),
      );
    });
    return images.join('').trim();
  });

  readonly prefixed = this.RULE('prefixed', (): ToolRow => {
    const tool = this.CONSUME(Program).image.replace(/[:：]\s*$/, '');
    const level = this.OPTION(() => this.CONSUME(Level).image.replace(/[:：]\s*$/, '')) ?? null;
    return { row: 'tool', tool, level, code: null, time: null, text: this.SUBRULE(this.rest) };
  });

  readonly backRest = this.RULE('backRest', (): ToolRow => {
    const image = this.CONSUME(BackRest).image;
    const text = this.SUBRULE(this.rest);
    const [, time, level, code] = /^(\d{4}-\S+ \S+)? ?(?:P\d\d +)?(\w+):? ?(?:\[(\d+)\])?/.exec(image) ?? [];
    return { row: 'tool', tool: 'pgbackrest', level: level ?? null, code: code ?? null, time: time ?? null, text };
  });

  readonly barman = this.RULE('barman', (): ToolRow => {
    const image = this.CONSUME(Barman).image;
    const text = this.SUBRULE(this.rest);
    const [, time, level] = /^(\S+ \S+) .*?(\w+): ?$/.exec(image) ?? [];
    return { row: 'tool', tool: 'barman', level: level ?? null, code: null, time: time ?? null, text };
  });

  readonly walG = this.RULE('walG', (): ToolRow => {
    const image = this.CONSUME(WalG).image;
    const text = this.SUBRULE(this.rest);
    const [, level, time] = /^(?:(\w+): )?(.*?)\s*$/.exec(image) ?? [];
    return { row: 'tool', tool: 'wal-g', level: level ?? 'INFO', code: null, time: time ?? null, text };
  });

  readonly checked = this.RULE('checked', (): ToolRow => {
    const image = this.CONSUME(Checked).image;
    const hint = this.SUBRULE(this.rest);
    const level = image.endsWith('FAILED') ? 'error' : 'info';
    return { row: 'tool', tool: 'barman', level, code: null, time: null, text: hint === '' ? image : `${image} ${hint}` };
  });

  readonly causedBy = this.RULE('causedBy', (): ToolRow => {
    this.CONSUME(CausedBy);
    return { row: 'tool', tool: null, level: 'detail', code: null, time: null, text: this.SUBRULE(this.rest) };
  });

  readonly ready = this.RULE('ready', (): ReadyRow => {
    const image = this.CONSUME(Address).image;
    const [, host = '', port = ''] = /^(.*):(\d+) - $/.exec(image) ?? [];
    return { row: 'ready', host, port, text: this.SUBRULE(this.rest) };
  });

  readonly progress = this.RULE('progress', (): ProgressRow => {
    this.CONSUME(Progress);
    this.SUBRULE(this.rest);
    return { row: 'progress' };
  });

  readonly line = this.RULE('line', (): ToolsRow => {
    this.OPTION(() => this.CONSUME(Space));
    return (
      this.OPTION1(() =>
        this.OR<ToolsRow>([
          { ALT: () => this.SUBRULE(this.prefixed) },
          { ALT: () => this.SUBRULE(this.backRest) },
          { ALT: () => this.SUBRULE(this.barman) },
          { ALT: () => this.SUBRULE(this.walG) },
          { ALT: () => this.SUBRULE(this.checked) },
          { ALT: () => this.SUBRULE(this.causedBy) },
          { ALT: () => this.SUBRULE(this.ready) },
          { ALT: () => this.SUBRULE(this.progress) },
          {
            ALT: () => {
              const first = this.OR1([
                { ALT: () => this.CONSUME(Text).image },
                { ALT: () => this.CONSUME(Level).image },
                { ALT: () => this.CONSUME(Anything).image },
              ]);
              return { row: 'other', tool: null, level: null, code: null, time: null, text: `${first}${this.SUBRULE1(this.rest)}` };
            },
          },
        ]),
      ) ?? { row: 'other', tool: null, level: null, code: null, time: null, text: '' }
    );
  });

  constructor() {
    super(tokens);
    this.performSelfAnalysis();
  }
}
