import type { IToken } from 'chevrotain';
import { lexerOf, type Row, RowParser } from '../kit/config.ts';
import { type LoggedRow, named, type QuietRow } from '../kit/server-messages/header.ts';
import { Anything } from '../kit/tokens.ts';
import { Chunk, Indented, Levelled, Opening, Pairs, Pid, Stamp, SyslogTime, Tag, tokens, UserAtDatabase, Word } from './tokens.ts';

/** A line that goes on with the message above. */
export interface IndentedRow extends Row {
  readonly row: 'indented';
  readonly text: string;
  /** By a tab, as the server writes it. */
  readonly tab: boolean;
}

/** A line that syslog or the journal relayed and that has no level word: another unit's, or the rest of a long message. */
export interface RelayedRow extends Row {
  readonly row: 'relayed';
  readonly host: string | null;
  /** `postgres`, `systemd`, `kernel`. */
  readonly tag: string;
  readonly stamp: string | null;
  readonly syslogTime: string | null;
  /** Where the text behind the tag begins in the line. */
  readonly from: number;
}

/** A line without a level: a program's own words, or something foreign. */
export interface OtherRow extends Row {
  readonly row: 'other';
}

export type LogRow = LoggedRow | QuietRow | IndentedRow | RelayedRow | OtherRow;

export const lexer = lexerOf(tokens);

interface Prefix {
  stamps: string[];
  syslogTime: string | null;
  tag: IToken | null;
  chunk: IToken | null;
  /** The word before the tag: syslog's host. */
  host: string | null;
  lastWord: string | null;
  pid: string | null;
  user: string | null;
  database: string | null;
}

export class ServerLogParser extends RowParser<LogRow> {
  constructor() {
    super(tokens);
    this.performSelfAnalysis();
  }

  override line = this.RULE(
    'line',
    (): LogRow => this.OR<LogRow>([{ ALT: () => this.SUBRULE(this.indented) }, { ALT: () => this.SUBRULE(this.entry) }]),
  );

  indented = this.RULE('indented', (): LogRow => {
    const image = this.CONSUME(Indented).image;
    return { row: 'indented', text: image.trim(), tab: image.startsWith('\t') };
  });

  /** Prefix and message; without a level word the line is another program's. */
  entry = this.RULE('entry', (): LogRow => {
    const prefix: Prefix = {
      stamps: [],
      syslogTime: null,
      tag: null,
      chunk: null,
      host: null,
      lastWord: null,
      pid: null,
      user: null,
      database: null,
    };
    this.MANY(() => {
      this.SUBRULE(this.item, { ARGS: [prefix] });
    });
    const levelled = this.OPTION(() => {
      const token = this.CONSUME(Levelled);
      return token;
    });
    return this.ACTION(() => (levelled === undefined ? withoutLevel(prefix) : withLevel(levelled.image, prefix)));
  });

  item = this.RULE('item', (prefix: Prefix): void => {
    this.OR([
      { ALT: () => this.CONSUME(Opening) },
      { ALT: () => this.#stamp(this.CONSUME(Stamp), prefix) },
      { ALT: () => this.#syslogTime(this.CONSUME(SyslogTime), prefix) },
      { ALT: () => this.#tag(this.CONSUME(Tag), prefix) },
      { ALT: () => this.#chunk(this.CONSUME(Chunk), prefix) },
      { ALT: () => this.#pid(this.CONSUME(Pid), prefix) },
      { ALT: () => this.#pairs(this.CONSUME(Pairs), prefix) },
      { ALT: () => this.#session(this.CONSUME(UserAtDatabase), prefix) },
      { ALT: () => this.#word(this.CONSUME(Word), prefix) },
      { ALT: () => this.CONSUME(Anything) },
    ]);
  });

  #stamp({ image }: IToken, prefix: Prefix): void {
    this.ACTION(() => prefix.stamps.push(image));
  }

  #syslogTime({ image }: IToken, prefix: Prefix): void {
    this.ACTION(() => {
      prefix.syslogTime ??= image;
    });
  }

  #tag(token: IToken, prefix: Prefix): void {
    this.ACTION(() => {
      if (prefix.tag !== null) return;
      prefix.tag = token;
      prefix.host = prefix.lastWord;
      prefix.pid ??= /\[(\d+)\]/.exec(token.image)?.[1] ?? null;
    });
  }

  #chunk(token: IToken, prefix: Prefix): void {
    this.ACTION(() => {
      prefix.chunk ??= token;
    });
  }

  #pid({ image }: IToken, prefix: Prefix): void {
    this.ACTION(() => {
      prefix.pid = /\d+/.exec(image)?.[0] ?? null;
    });
  }

  #pairs({ image }: IToken, prefix: Prefix): void {
    this.ACTION(() => {
      for (const pair of image.split(',')) {
        const [key = '', value = ''] = pair.split('=', 2);
        const name = key.toLowerCase();
        if (name === 'user' || name === 'u') prefix.user = named(value);
        else if (name === 'db' || name === 'd') prefix.database = named(value);
        else if (name === 'pid' || name === 'p') prefix.pid = /\d+/.exec(value)?.[0] ?? prefix.pid;
      }
    });
  }

  #session({ image }: IToken, prefix: Prefix): void {
    this.ACTION(() => {
      // `%q[%u@%d]`
      const [user, database] = (/^\[(?!unknown\]).*\]$/.test(image) ? image.slice(1, -1) : image).split('@', 2);
      prefix.user = named(user);
      prefix.database = named(database);
    });
  }

  #word({ image }: IToken, prefix: Prefix): void {
    this.ACTION(() => {
      prefix.lastWord = image;
    });
  }
}

function withLevel(image: string, prefix: Prefix): LoggedRow {
  const colon = image.search(/[:：]/);
  const rest = image.slice(colon + 1);
  return {
    row: 'logged',
    word: image.slice(0, colon),
    text: rest.trim(),
    wide: rest === '' || /^(?: {2}|\t)/.test(rest),
    stamps: prefix.stamps,
    syslogTime: prefix.syslogTime,
    host: prefix.syslogTime === null && prefix.tag === null ? null : prefix.host,
    // `[%p-%l]`, where no syslog counts its messages
    pid: prefix.pid ?? (prefix.tag === null ? (/\d+/.exec(prefix.chunk?.image ?? '')?.[0] ?? null) : null),
    user: prefix.user,
    database: prefix.database,
  };
}

function withoutLevel(prefix: Prefix): LogRow {
  const { tag, chunk } = prefix;
  if (tag === null || (prefix.syslogTime === null && prefix.stamps.length === 0)) return { row: 'other' };
  const last = chunk !== null && chunk.startOffset > tag.startOffset ? chunk : tag;
  return {
    row: 'relayed',
    host: prefix.host,
    tag: tag.image.replace(/\[\d+\]|:$/g, ''),
    stamp: prefix.stamps[0] ?? null,
    syslogTime: prefix.syslogTime,
    from: last.startOffset + last.image.length + 1,
  };
}
