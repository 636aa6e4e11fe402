import type { IToken } from 'chevrotain';
import { type Row, RowParser } from '../kit/config.ts';
import { Anything, Space } from '../kit/tokens.ts';
import { Bare, Bullet, Code, LevelTag, LevelWord, Relayed, Syslog, Text, Thread, Time, tokens } from './tokens.ts';

/** A line with a prefix: `[2022-03-01 13:12:23] [ERROR] [RWC-07455] text`, `ERROR: text`, `Sep 19 08:35:36 h repmgrd: [..] [NOTICE] text`. */
export interface MessageRow extends Row {
  readonly row: 'message';
  /** `repmgrd`, `systemd`: the program that syslog names. */
  readonly program: string | null;
  readonly pid: string | null;
  /** The host that syslog names. */
  readonly host: string | null;
  /** As printed: the line's own time, else syslog's. */
  readonly time: string | null;
  /** `ERROR`, `DETAIL` …; null for a syslog line of another program. */
  readonly level: string | null;
  readonly code: string | null;
  /** `INFO:  set_repmgrd_pid()`: two blanks are the server's spacing, one is repmgr's. */
  readonly spaced: boolean;
  readonly text: string;
}

/** A line without a prefix: libpq's text, a bullet, a command, or something foreign. */
export interface TextRow extends Row {
  readonly row: 'other';
  readonly indent: number;
  readonly bullet: boolean;
  readonly text: string;
}

export type MessagesRow = MessageRow | TextRow;

interface Mark {
  level: string;
  spaced: boolean;
}

export class MessagesParser extends RowParser<MessagesRow> {
  readonly rest = this.RULE('rest', (): string => {
    const images: string[] = [];
    this.MANY(() => {
      const token = this.OR([
        { ALT: () => this.CONSUME(Text) },
        { ALT: () => this.CONSUME(Bullet) },
        { ALT: () => this.CONSUME(LevelWord) },
        { ALT: () => this.CONSUME(LevelTag) },
        { ALT: () => this.CONSUME(Time) },
        { ALT: () => this.CONSUME(Thread) },
        { ALT: () => this.CONSUME(Code) },
        { ALT: () => this.CONSUME(Syslog) },
        { ALT: () => this.CONSUME(Relayed) },
        { ALT: () => this.CONSUME(Bare) },
        { ALT: () => this.CONSUME(Space) },
        { ALT: () => this.CONSUME(Anything) },
      ]);
      images.push(token.image);
    });
    return images.join('').trimEnd();
  });

  readonly mark = this.RULE(
    'mark',
    (): Mark =>
      this.OR([
        {
          ALT: () => {
            const tag = this.CONSUME(LevelTag).image;
            return { level: /\w+/.exec(tag)?.[0] ?? '', spaced: false };
          },
        },
        {
          ALT: () => {
            const word = this.CONSUME(LevelWord).image;
            return { level: /^[A-Z]+/.exec(word)?.[0] ?? 'ERROR', spaced: /:[ \t]{2}/.test(word) };
          },
        },
      ]),
  );

  /** `[RWC-07455] [thread pid: 12] text`: tags between level and text, in any order. */
  readonly tail = this.RULE('tail', (): { code: string | null; text: string } => {
    let code: string | null = null;
    const tag = this.OPTION(() => this.CONSUME(Code));
    if (tag !== undefined) code = /RWC-\d+/.exec(tag.image)?.[0] ?? null;
    this.OPTION1(() => this.CONSUME(Thread));
    const text = this.SUBRULE(this.rest);
    return { code, text };
  });

  readonly message = this.RULE('message', (): MessageRow => {
    let syslog: IToken | undefined;
    let time: IToken | undefined;
    let marked: Mark | undefined;
    let bare: IToken | undefined;
    this.OR([
      {
        ALT: () => {
          syslog = this.OR1([{ ALT: () => this.CONSUME1(Syslog) }, { ALT: () => this.CONSUME1(Relayed) }]);
          time = this.OPTION(() => this.CONSUME(Time));
          marked = this.OPTION1(() => this.SUBRULE(this.mark));
        },
      },
      {
        ALT: () => {
          time = this.CONSUME1(Time);
          marked = this.OPTION2(() => this.SUBRULE1(this.mark));
        },
      },
      {
        ALT: () => {
          bare = this.CONSUME(Bare);
        },
      },
      {
        ALT: () => {
          marked = this.SUBRULE2(this.mark);
        },
      },
    ]);
    const { code, text } = this.SUBRULE(this.tail);
    return this.ACTION(() => {
      const front = /^(?:(.+?) (\S+) )?([\w.@()/-]+?)(?:\[(\d+)\])?:\s*$/.exec(syslog?.image ?? '');
      const [, day, word] = /^(\S+ \S+) +(\w+)/.exec(bare?.image ?? '') ?? [];
      return {
        row: 'message',
        program: front?.[3] ?? null,
        pid: front?.[4] ?? null,
        host: front?.[2] ?? null,
        time: time === undefined ? (front?.[1] ?? day ?? null) : time.image.trim().slice(1, -1),
        level: marked?.level ?? word ?? null,
        code,
        spaced: marked?.spaced ?? false,
        text,
      };
    });
  });

  readonly plain = this.RULE('plain', (): { bullet: boolean; text: string } =>
    this.OR([
      {
        ALT: () => {
          this.CONSUME(Bullet);
          return { bullet: true, text: this.SUBRULE(this.rest) };
        },
      },
      {
        ALT: () => {
          const first = this.OR1([
            { ALT: () => this.CONSUME(Text).image },
            { ALT: () => this.CONSUME(Thread).image },
            { ALT: () => this.CONSUME(Code).image },
            { ALT: () => this.CONSUME(Anything).image },
          ]);
          return { bullet: false, text: `${first}${this.SUBRULE1(this.rest)}`.trimEnd() };
        },
      },
    ]),
  );

  readonly line = this.RULE('line', (): MessagesRow => {
    const indent = this.OPTION(() => this.CONSUME(Space).image) ?? '';
    const row = this.OPTION1(() =>
      this.OR<MessagesRow>([
        { ALT: () => this.SUBRULE(this.message) },
        {
          ALT: () => {
            const plain = this.SUBRULE(this.plain);
            return { row: 'other', indent: indent.length, ...plain };
          },
        },
      ]),
    );
    return row ?? { row: 'other', indent: indent.length, bullet: false, text: '' };
  });

  constructor() {
    super(tokens);
    this.performSelfAnalysis();
  }
}
