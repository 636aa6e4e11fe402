import { RowParser } from '../kit/config.ts';
import { Anything } from '../kit/tokens.ts';
import { Head, KernelTime, Remark, Said, Text, tokens } from './tokens.ts';

export interface EntryRow {
  readonly row: 'entry';
  /** As printed; null where dmesg counts from the start of the machine. */
  readonly time: string | null;
  readonly host: string | null;
  readonly program: string;
  readonly pid: string | null;
  readonly text: string;
}

export type JournalRow = EntryRow | { readonly row: 'remark' } | { readonly row: 'text' } | { readonly row: 'other' };

export class JournalParser extends RowParser<JournalRow> {
  constructor() {
    super(tokens);
    this.performSelfAnalysis();
  }

  readonly line = this.RULE(
    'line',
    (): JournalRow =>
      this.OR([
        { ALT: () => this.SUBRULE(this.entry) },
        { ALT: () => this.SUBRULE(this.kernel) },
        { ALT: () => this.SUBRULE(this.remark) },
        { ALT: () => this.SUBRULE(this.text) },
        { ALT: () => this.SUBRULE(this.other) },
      ]),
  );

  /** `Nov 23 05:20:01 db1 systemd[1]: postgresql-15.service: Failed with result 'exit-code'.` */
  readonly entry = this.RULE('entry', (): JournalRow => {
    let text = '';
    const head = this.CONSUME(Head).image;
    this.OPTION(() => {
      text = this.CONSUME(Said).image.trim();
    });
    return this.ACTION((): JournalRow => {
      const [, time = '', host = '', program = '', pid] = /^(.+) (\S+) ([^[\s]+?)(?:\[(\d+)\])?:$/.exec(head) ?? [];
      return { row: 'entry', time, host, program, pid: pid ?? null, text };
    });
  });

  /** `[Wed Jan 12 05:31:50 2022] Out of memory: Killed process 1190 (postgres)` of dmesg */
  readonly kernel = this.RULE('kernel', (): JournalRow => {
    let text = '';
    const stamp = this.CONSUME(KernelTime).image;
    this.OPTION(() => {
      text = this.CONSUME(Said).image.trim();
    });
    return this.ACTION((): JournalRow => {
      const time = /^\[([A-Z].*)\]$/.exec(stamp)?.[1] ?? null;
      return { row: 'entry', time, host: null, program: 'kernel', pid: null, text };
    });
  });

  readonly remark = this.RULE('remark', (): JournalRow => {
    this.CONSUME(Remark);
    return { row: 'remark' };
  });

  readonly text = this.RULE('text', (): JournalRow => {
    this.CONSUME(Text);
    return { row: 'text' };
  });

  readonly other = this.RULE('other', (): JournalRow => {
    this.MANY(() => this.CONSUME(Anything));
    return { row: 'other' };
  });
}
