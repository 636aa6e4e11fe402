import { RowParser } from '../kit/config.ts';
import { Anything } from '../kit/tokens.ts';
import { Command, Comment, Schedule, Setting, Shebang, Text, tokens } from './tokens.ts';

export type ScriptRow =
  | { readonly row: 'shebang' | 'comment' | 'other' }
  /** A line of a cron table: what runs, behind when. */
  | { readonly row: 'job'; readonly schedule: string; readonly command: string }
  | { readonly row: 'setting'; readonly text: string }
  | { readonly row: 'text'; readonly text: string };

export class ScriptParser extends RowParser<ScriptRow> {
  constructor() {
    super(tokens);
    this.performSelfAnalysis();
  }

  readonly line = this.RULE(
    'line',
    (): ScriptRow =>
      this.OR([
        { ALT: () => this.SUBRULE(this.shebang) },
        { ALT: () => this.SUBRULE(this.comment) },
        { ALT: () => this.SUBRULE(this.job) },
        { ALT: () => this.SUBRULE(this.setting) },
        { ALT: () => this.SUBRULE(this.text) },
        { ALT: () => this.SUBRULE(this.other) },
      ]),
  );

  readonly shebang = this.RULE('shebang', (): ScriptRow => {
    this.CONSUME(Shebang);
    return { row: 'shebang' };
  });

  readonly comment = this.RULE('comment', (): ScriptRow => {
    this.CONSUME(Comment);
    return { row: 'comment' };
  });

  /** `15 * * * * find /var/lib/pgsql/9.6/data/pg_xlog -type f -mmin +90 -delete` */
  readonly job = this.RULE('job', (): ScriptRow => {
    const schedule = this.CONSUME(Schedule).image;
    const command = this.CONSUME(Command).image.trim();
    return { row: 'job', schedule, command };
  });

  readonly setting = this.RULE('setting', (): ScriptRow => ({ row: 'setting', text: this.CONSUME(Setting).image.trim() }));

  readonly text = this.RULE('text', (): ScriptRow => ({ row: 'text', text: this.CONSUME(Text).image.trimEnd() }));

  readonly other = this.RULE('other', (): ScriptRow => {
    this.MANY(() => this.CONSUME(Anything));
    return { row: 'other' };
  });
}
