import { guarded } from '../../../grammars/kit/starts.ts';
import type { Item } from './item.ts';
import { frame, inside } from './item.ts';
import { type Ahead, Layer, looksLogged } from './layer.ts';

const NUMBERED = /^ {0,8}(\d{1,7})(?: |\t|$)(.*)$/;
const GREPPED = /^(\d{1,8})[:-](.*)$/;
const TIMED = /^\[?\d{4}-\d\d-\d\d[ T]\d\d:\d\d/;
/** What stands behind a number that is an id, a process or a size. */
const COLUMN = guarded(/^\s*(?:[|│]|[?]\s|pts\/|tty|postgres: |(?!-+\+|-{11})[dl-][r-][w-][xsS-]|[A-Z]\s+\d+\s+\d+\s)/);
/** The head of `ps` and `top`: processes count from 1. */
const COUNTED = guarded(/^ *(?:F +(?:S +)?UID|PPID|PID|进程号?|LWP|NUM|ID|UID) +[A-Z%]\S*(?: |$)/);
const RULE = /^[ +|├]*[-─]{2,}[-─+┼| ]*$/;
/** So many lines in a row show that the numbers count them. */
const PROOF = 2;
/** Narrower terminals are rare. */
const WIDE = 60;
/** Words that stand at an end of a row which broke at a blank; else a row breaks inside a word. */
const WORD = guarded(
  /^(?:not|exists?|does|is|to|the|of|for|from|with|on|in|at|by|no|and|or|failed|could|cannot|was|has|been|an?|be|server|node)$/,
);

/** The line numbers of `less -N`, `cat -n`, `nl`, `grep -n` and of editors. A number that is repeated goes on with the line above. */
export class LineNumbers extends Layer {
  #last: number | null = null;
  /** The number of the last line that `grep -n` found. */
  #found: number | null = null;
  /** Below the rule or the head of a table, whose first column may count. */
  #ruled = false;

  constructor() {
    super(6);
  }

  override get idle(): boolean {
    return this.#last === null && this.#found === null && !this.#ruled;
  }

  protected override maybe(text: string): boolean {
    const code = text.charCodeAt(0);
    return code === 0x20 || (code >= 0x30 && code <= 0x39);
  }

  protected override passes(item: Item): void {
    // a blank line inside a listing has its number; one without ends nothing
    if (item.text !== '') {
      this.#last = null;
      this.#found = null;
    }
    // numbers before tabs that do not count are a column, and so are those below them
    const column = NUMBERED.test(item.text) && (this.#ruled || /\t[^\t]*\t/.test(item.text));
    this.#ruled = RULE.test(item.text) || COUNTED.test(item.text) || column;
  }

  protected override unwrap(item: Item, next: Ahead): readonly Item[] {
    const grepped = this.#behindColon(item.text);
    if (grepped !== null) return [inside(item, grepped)];
    const match = NUMBERED.exec(item.text);
    const number = Number(match?.[1]);
    if (
      match === null ||
      (this.#last === null ? this.#ruled || !counts(item.text, next) : number - this.#last > 1 || number < this.#last)
    ) {
      this.passes(item);
      return [item];
    }
    const goesOn = number === this.#last;
    this.#last = number;
    if (goesOn) return [frame(item)];
    let text = match[2] ?? '';
    for (let ahead = 0; ahead < next.length; ahead++) {
      const more = NUMBERED.exec(next.at(ahead)?.text ?? '');
      if (more === null || Number(more[1]) !== number) break;
      text = joined(text, more[2] ?? '');
    }
    return [inside(item, text)];
  }

  /** A line of a log that `grep -n` found, and what follows it under greater numbers: continuation lines have no time. */
  #behindColon(text: string): string | null {
    const match = GREPPED.exec(text);
    const number = Number(match?.[1]);
    if (match === null || (!TIMED.test(match[2] ?? '') && (this.#found === null || number <= this.#found))) {
      this.#found = null;
      return null;
    }
    this.#found = number;
    return match[2] ?? '';
  }
}

/** Whether this line and those behind it are counted, and what stands there is no column of ids, counts or files. */
function counts(text: string, next: Ahead): boolean {
  const first = NUMBERED.exec(text);
  if (first === null || /^ {2,8}\d+ {2}\S/.test(text)) return false;
  let row = { number: Number(first[1]), text: first[2] ?? '' };
  const rows = [row];
  for (let ahead = 0; ahead < PROOF; ahead++) {
    const match = NUMBERED.exec(next.at(ahead)?.text ?? '');
    if (match === null) return false;
    const following = { number: Number(match[1]), text: match[2] ?? '' };
    const counted = following.number === row.number + 1 || (following.number === row.number && wrapped(row.text, following.text));
    if (!counted) return false;
    rows.push(following);
    row = following;
  }
  return rows.some((one) => /\S\s+\S/.test(one.text)) && !rows.some((one) => COLUMN.test(one.text));
}

/** A number that comes again goes on with the row above only if that one is long. */
const wrapped = (row: string, following: string): boolean => row.length >= WIDE && !looksLogged(following);

/** Two rows of one line. The blank at which a row broke was lost if a word ends or begins there. */
function joined(text: string, more: string): string {
  if (/\s$/.test(text)) return text + more;
  const before = /[A-Za-z]+$/.exec(text)?.[0] ?? '';
  const after = /^[A-Za-z]+/.exec(more)?.[0] ?? '';
  return WORD.test(before) || WORD.test(after) ? `${text} ${more}` : text + more;
}
