import type { IToken } from 'chevrotain';
import { RowParser } from '../kit/config.ts';
import { bytesOf } from '../kit/size.ts';
import * as T from './tokens.ts';

/** One row of a long listing. */
export interface EntryRow {
  readonly row: 'entry';
  readonly mode: string;
  readonly owner: string | null;
  readonly group: string | null;
  readonly size: number | null;
  readonly time: string | null;
  /** As printed, with path and ` -> target` where the listing has them. */
  readonly name: string;
}

export type LsRow =
  | EntryRow
  | { readonly row: 'total'; readonly text: string; readonly bytes: number }
  | { readonly row: 'heading'; readonly path: string }
  | { readonly row: 'error'; readonly program: string; readonly path: string; readonly reason: string }
  /** A number at the start: a count, a size of `du`, a line of `uniq -c`. */
  | { readonly row: 'number'; readonly amount: string; readonly rest: string }
  /** A branch of `tree`; a depth of 1 is in the directory that was asked for, 0 that directory. */
  | { readonly row: 'branch'; readonly depth: number; readonly entry: EntryRow }
  | { readonly row: 'tree-end' }
  | { readonly row: 'names'; readonly words: readonly string[] }
  | { readonly row: 'other' };

export class LsParser extends RowParser<LsRow> {
  constructor() {
    super(T.lsTokens);
    this.performSelfAnalysis();
  }

  readonly line = this.RULE(
    'line',
    (): LsRow =>
      this.OR([
        { ALT: () => this.SUBRULE(this.entry) },
        { ALT: () => this.SUBRULE(this.numbered) },
        { ALT: () => this.SUBRULE(this.total) },
        { ALT: () => this.SUBRULE(this.heading) },
        { ALT: () => this.SUBRULE(this.error) },
        { ALT: () => this.SUBRULE(this.branch) },
        { ALT: () => this.SUBRULE(this.root) },
        { ALT: () => this.SUBRULE(this.treeEnd) },
        { ALT: () => this.SUBRULE(this.names) },
        { ALT: () => this.SUBRULE(this.other) },
      ]),
  );

  readonly entry = this.RULE('entry', (): LsRow => {
    const mode = this.CONSUME(T.Mode).image;
    const columns: IToken[] = [];
    let time: string | null = null;
    let name: string | null = null;
    this.AT_LEAST_ONE(() =>
      columns.push(
        this.OR([
          { ALT: () => this.CONSUME(T.Amount) },
          { ALT: () => this.CONSUME(T.Word) },
          { ALT: () => this.CONSUME(T.Quoted) },
          { ALT: () => this.CONSUME(T.WalEntry) },
          { ALT: () => this.CONSUME(T.Total) },
        ]),
      ),
    );
    this.OPTION(() => {
      time = this.OR1([{ ALT: () => this.CONSUME(T.When).image }, { ALT: () => this.CONSUME(T.Epoch).image }]);
      name = this.CONSUME(T.Name).image;
    });
    return this.ACTION(() => {
      const images = columns.map(({ image }) => image);
      return time === null ? (untimed(mode, columns) ?? entryOf(mode, images, null, null)) : entryOf(mode, images, time, name);
    });
  });

  /** `2146429 4 -rw-r--r-- …` (inode, blocks), `139`, `2.2G /data`, `188 done` */
  readonly numbered = this.RULE('numbered', (): LsRow => {
    const amount = this.CONSUME(T.Amount).image;
    const rest: IToken[] = [];
    this.MANY(() => rest.push(this.CONSUME1(T.Amount)));
    return this.OR([
      { ALT: () => this.SUBRULE(this.entry) },
      {
        ALT: () => {
          this.MANY1(() => rest.push(this.SUBRULE(this.foreign)));
          return this.ACTION(() => ({ row: 'number' as const, amount, rest: joined(rest) }));
        },
      },
    ]);
  });

  readonly total = this.RULE('total', (): LsRow => {
    let text: string | null = null;
    let more = false;
    const word = this.CONSUME(T.Total).image;
    this.OPTION(() => {
      text = this.CONSUME(T.Amount).image;
    });
    this.MANY(() => {
      this.SUBRULE(this.any);
      more = true;
    });
    if (text === null || more) return { row: 'other' };
    return { row: 'total', text: `${word} ${text}`, bytes: bytesOf(text, 1024) };
  });

  readonly heading = this.RULE('heading', (): LsRow => {
    const image = this.CONSUME(T.Heading).image;
    return { row: 'heading', path: unquoted(image.slice(0, -1)) };
  });

  /** `ls: cannot access '/x': No such file or directory`, `ls: 无法访问'/x': 没有那个文件或目录`, BusyBox's `ls: /x: No such …` */
  readonly error = this.RULE('error', (): LsRow => {
    const complainer = this.CONSUME(T.Complainer).image;
    const path: IToken[] = [];
    let reason: string | null = null;
    this.OPTION(() => this.CONSUME(T.Failing));
    this.MANY(() => path.push(this.SUBRULE(this.foreign)));
    this.OPTION1(() => {
      reason = this.CONSUME(T.Reason).image;
      this.MANY1(() => this.SUBRULE(this.any));
    });
    return this.ACTION((): LsRow => {
      const text = unquoted(joined(path).replace(/[:：]$/, ''));
      if (reason === null || text === '') return { row: 'other' };
      const program = /([\w]+)[:：] $/.exec(complainer)?.[1] ?? '';
      return { row: 'error', program, path: text, reason };
    });
  });

  /** `│   ├── [-rw------- postgres postgres  16M Mar  1 09:00]  000000010000000000000001` */
  readonly branch = this.RULE('branch', (): LsRow => {
    const branch = this.CONSUME(T.Branch).image;
    const bracket = this.OPTION(() => this.CONSUME(T.Bracket).image) ?? null;
    const name: IToken[] = [];
    this.MANY(() => name.push(this.SUBRULE(this.any)));
    return this.ACTION(() => ({ row: 'branch' as const, depth: branch.length / 4, entry: branchOf(bracket, joined(name)) }));
  });

  /** `[4.0K Mar  1 09:00]  /data/pg_wal`, above the branches */
  readonly root = this.RULE('root', (): LsRow => {
    const bracket = this.CONSUME(T.Bracket).image;
    const name: IToken[] = [];
    this.MANY(() => name.push(this.SUBRULE(this.any)));
    return this.ACTION(() => ({ row: 'branch' as const, depth: 0, entry: branchOf(bracket, joined(name)) }));
  });

  readonly treeEnd = this.RULE('treeEnd', (): LsRow => {
    this.CONSUME(T.TreeEnd);
    return { row: 'tree-end' };
  });

  readonly names = this.RULE('names', (): LsRow => {
    const words: string[] = [];
    words.push(
      this.OR([
        { ALT: () => this.CONSUME(T.Word).image },
        { ALT: () => this.CONSUME(T.WalEntry).image },
        { ALT: () => this.CONSUME(T.Quoted).image },
      ]),
    );
    this.MANY(() => words.push(this.SUBRULE(this.any).image));
    return { row: 'names', words };
  });

  readonly other = this.RULE('other', (): LsRow => {
    this.OR([
      { ALT: () => this.CONSUME(T.When) },
      { ALT: () => this.CONSUME(T.Failing) },
      { ALT: () => this.CONSUME(T.Reason) },
      { ALT: () => this.CONSUME(T.Epoch) },
      { ALT: () => this.CONSUME(T.Anything) },
    ]);
    this.MANY(() => this.SUBRULE(this.any));
    return { row: 'other' };
  });

  readonly foreign = this.RULE(
    'foreign',
    (): IToken =>
      this.OR([
        { ALT: () => this.CONSUME(T.Word) },
        { ALT: () => this.CONSUME(T.WalEntry) },
        { ALT: () => this.CONSUME(T.Quoted) },
        { ALT: () => this.CONSUME(T.Amount) },
        { ALT: () => this.CONSUME(T.Total) },
        { ALT: () => this.CONSUME(T.Heading) },
        { ALT: () => this.CONSUME(T.When) },
        { ALT: () => this.CONSUME(T.Epoch) },
        { ALT: () => this.CONSUME(T.Name) },
        { ALT: () => this.CONSUME(T.Complainer) },
        { ALT: () => this.CONSUME(T.Failing) },
        { ALT: () => this.CONSUME(T.Branch) },
        { ALT: () => this.CONSUME(T.Bracket) },
        { ALT: () => this.CONSUME(T.TreeEnd) },
        { ALT: () => this.CONSUME(T.Anything) },
      ]),
  );

  readonly any = this.RULE(
    'any',
    (): IToken =>
      this.OR([{ ALT: () => this.SUBRULE(this.foreign) }, { ALT: () => this.CONSUME(T.Mode) }, { ALT: () => this.CONSUME(T.Reason) }]),
  );
}

/** The tokens as they stood, blanks between them included. */
function joined(tokens: readonly IToken[]): string {
  let text = '';
  let end: number | null = null;
  for (const { image, startOffset } of tokens) {
    text += ' '.repeat(end === null ? 0 : Math.max(0, startOffset - end)) + image;
    end = startOffset + image.length;
  }
  return text.trim();
}

/** Without the quotes of `ls -Q`, GNU ls on a terminal, and find's typographic ones. */
export function unquoted(text: string): string {
  const inside = /^(?:'(.*)'|"(.*)"|[‘“](.*)[’”]|`(.*)')$/.exec(text.trim());
  if (inside === null) return text.trim();
  return inside[2] === undefined ? (inside[1] ?? inside[3] ?? inside[4] ?? '') : unescaped(inside[2]);
}

/** `a\ b`, `a\"b`, `\346\226\207` of `find -ls`, `ls -b`, `ls -Q` and tree. */
export function unescaped(text: string): string {
  if (!text.includes('\\')) return text;
  const bytes = (octal: string): string =>
    new TextDecoder().decode(Uint8Array.from(octal.slice(1).split('\\'), (one) => Number.parseInt(one, 8)));
  return text.replace(/(?:\\[0-3][0-7]{2})+/g, bytes).replace(/\\([ "'\\])/g, '$1');
}

const source = (pattern: unknown): string => (pattern instanceof RegExp ? pattern.source : '');
/** `-rw------- 1 postgres postgres 16777216 Nov 23 05:09 000000010000000000000005`: nothing quoted, nothing left out. */
const PLAIN = new RegExp(
  `^(${source(T.Mode.PATTERN)}) +\\d+ +([A-Za-z_][\\w-]*) +([A-Za-z_][\\w-]*) +(${source(T.Amount.PATTERN)}) +(${source(T.When.PATTERN)}) ([0-9A-Za-z_.-]+)$`,
);

/** The plain row of a long listing by one pattern; null for every other line. Gives what the parser gives. */
export function plainEntry(text: string): EntryRow | null {
  const match = PLAIN.exec(text);
  if (match === null) return null;
  const [, mode = '', owner = '', group = '', size = '', time = '', name = ''] = match;
  return { row: 'entry', mode, owner, group, size: bytesOf(size, 1), time, name };
}

/** What `tree -pugsD` puts in brackets; only what was asked for stands there. */
function branchOf(bracket: string | null, name: string): EntryRow {
  const inside = bracket?.trim().slice(1, -1) ?? '';
  const time = whenIn(inside);
  const columns = (time === null ? inside : inside.replace(time, '')).split(/\s+/).filter((column) => column !== '');
  const mode = columns[0] !== undefined && /^[-dlcbps][-rwxsStT]{9}$/.test(columns[0]) ? (columns.shift() ?? '') : '';
  const size = columns.findLast((column) => /^[\d.]+[KMGT]?$/.test(column)) ?? null;
  const [owner = null, group = null] = columns.filter((column) => /^[A-Za-z_]/.test(column));
  return { row: 'entry', mode, owner, group, size: size === null ? null : bytesOf(size, 1), time, name };
}
const whenIn = (text: string): string | null => new RegExp(source(T.When.PATTERN)).exec(text)?.[0] ?? null;

/**
 * Rows without a time: `l????????? ? ? ? ? ? name`, of which ls could not learn more, and those of an empty `--time-style=+`, which has
 * two blanks in front of the name.
 */
function untimed(mode: string, columns: readonly IToken[]): LsRow | null {
  const unknown = columns.findLastIndex(({ image }) => image === '?');
  if (mode.endsWith('?????????'))
    return { row: 'entry', mode, owner: null, group: null, size: null, time: null, name: joined(columns.slice(unknown + 1)) };
  const size = columns.findLastIndex(
    ({ image, startOffset, tokenType }, index) =>
      tokenType === T.Amount && columns[index + 1]?.startOffset === startOffset + image.length + 2,
  );
  if (size < 1) return null;
  const images = columns.slice(0, size + 1).map(({ image }) => image);
  return entryOf(mode, images, '', joined(columns.slice(size + 1)));
}

/** SELinux: `system_u:object_r:mnt_t:s0`. */
const CONTEXT = /^[\w-]+:[\w-]+:/;

/**
 * Columns between mode and time: links, owner, group, size; `-g` and `-o` leave one out, `-Z` adds a context before the size,
 * devices have `major, minor` for a size. Without a time only the row of RHEL 6's `ls -Z` is whole: owner, group, context, name;
 * `-rw------- 1 kingbase` is a row that breaks off.
 */
function entryOf(mode: string, columns: readonly string[], time: string | null, printed: string | null): LsRow {
  const numeric = (text: string | undefined): boolean => text !== undefined && /^\d+$/.test(text);
  const rest = numeric(columns[0]) && columns.length > 2 ? columns.slice(1) : [...columns];
  if (time === null) {
    const name = rest.at(-1) ?? '';
    if (rest.length !== 4 || !CONTEXT.test(rest[2] ?? '')) return { row: 'other' };
    return { row: 'entry', mode, owner: rest[0] ?? null, group: rest[1] ?? null, size: null, time, name };
  }
  const last = rest.pop() ?? '';
  if (rest.at(-1)?.endsWith(',')) rest.pop();
  const [owner, group] = rest.filter((column) => column !== '?' && !CONTEXT.test(column));
  const size = /^\d/.test(last) ? bytesOf(last, 1) : null;
  return {
    row: 'entry',
    mode,
    owner: owner ?? null,
    group: group ?? null,
    size,
    time: time === '' ? null : time,
    name: (printed ?? '').trim(),
  };
}
