import type { Level, MessageBody } from '../../src/core/fact.ts';
import type { Line } from '../../src/core/source.ts';
import { decisive } from '../kit/attempts.ts';
import type { At, Claim, Fold, SegmentContext } from '../kit/grammar.ts';
import { levelOf } from '../kit/message.ts';
import { aboutOf } from './about.ts';
import { daemonOf, reasonIn, recognise, valuesOfDetail } from './catalogue/index.ts';
import type { MessageRow, MessagesRow, TextRow } from './parser.ts';
import { Repeats } from './repeats.ts';

/** An item of a list under a message: `  - node "n2" (ID: 2) is not attached …`, with lines of its own below. */
interface Item {
  readonly line: number;
  endLine: number;
  readonly indent: number;
  readonly text: string;
  readonly below: string[];
  /** Those of them that are bullets: the nodes or slots that the item counts. */
  readonly bullets: string[];
}

/** A message while its DETAIL, HINT and unprefixed lines still come. */
interface Group {
  readonly line: number;
  endLine: number;
  readonly level: Level;
  readonly program: string | null;
  readonly pid: string | null;
  readonly host: string | null;
  readonly time: string | null;
  readonly code: string | null;
  readonly text: string[];
  readonly detail: string[];
  readonly hint: string[];
  readonly items: Item[];
  /** Where an unprefixed line belongs. */
  part: 'text' | 'detail' | 'hint';
  /** A blank line came: what follows belongs here only where a quote is open or a list goes on. */
  blank: boolean;
  /** The last line was one without a prefix. */
  running: boolean;
}

/** An item about a parameter of the configuration, which a paste may have moved to the left. */
const PARAMETER = /^"\w+": \S/;

/** Heads of lists whose items are findings of their own. */
const LIST_HEADS = new Set(['status.issues', 'config.errors', 'config.problems', 'usage.parameters']);

/** Unprefixed lines that are some program's words: `pg_rewind: error: …`, `FATAL:  …`, `connection to server at …`, `sudo: …`. */
const PROGRAM_WORDS =
  /^(?:[a-z][\w./-]{1,40}(?:\[\d+\])?: \S|(?:FATAL|LOG|ERROR|PANIC|DETAIL|HINT|WARNING|NOTICE): {2}|connection to server |could not |server closed |timeout expired|致命错误|错误|日志|提示|详细信息|Is the server running|\t| done$|waiting for server|server (?:started|stopped|promoted)|Permission denied|No such file|select |SELECT |update |UPDATE |insert |INSERT |"$)/;

/** A tool that repmgr ran and whose answer it quotes under its ERROR. */
const TOOL_WORDS = /^(?:(?:pg|sys)_(?:rewind|basebackup|verifybackup)): /;
/** repmgr 3 gives the reason in the same line: `connection to database failed: FATAL:  …`. */
const BECAUSE = /: +((?:FATAL|ERROR|致命错误|错误)[:：].*|(?:could not|fe_sendauth|connection to server|timeout expired|无法).*)$/s;

/** `repmgr --version`: `repmgr 5.3.3`, `repmgr 3.0.2 (PostgreSQL 9.4.4)`. */
const VERSION = /^repmgrd? (\d+\.\d[\w.]*)(?: \(.*\))?\s*$/;

/** What repmgr says of words it does not know: without a level, the words below. */
const USAGE = /^The following command line (?:errors|parameters) were encountered:?\s*$/;
/** What repmgr 3 says of another node's answer, below that node's own words. */
const NOT_PARSED = /^(?:cannot|unable to) parse --csv output/;
const NO_PREFIX = { row: 'message', program: null, pid: null, host: null, time: null, level: 'ERROR', code: null, spaced: false } as const;

const isBare = (text: string): boolean => USAGE.test(text) || NOT_PARSED.test(text);
const openQuote = (text: string): boolean => (text.match(/["“”]/g)?.length ?? 0) % 2 === 1;

/** The heading of a table and its rule. */
const isHeading = (text: string, next: readonly string[]): boolean => text.includes('|') && /^[ \t|]*-{2,}[-+|± ]*$/.test(next[0] ?? '');

export class MessagesFold implements Fold<MessagesRow> {
  readonly #context: SegmentContext;
  readonly #repeats: Repeats;
  #group: Group | null = null;
  #daemon: 'repmgrd' | 'kbha' | null;

  constructor(context: SegmentContext) {
    this.#context = context;
    this.#repeats = new Repeats(context);
    // hamgr.log is KingbaseES's name for repmgrd's log
    const said = `${context.source.split(/[/\\]/).at(-1) ?? ''} ${context.command?.text ?? ''}`;
    this.#daemon = /kbha[\w.-]*\.log/.test(said) ? 'kbha' : /(?:hamgr|repmgrd)[\w.-]*\.log/.test(said) ? 'repmgrd' : null;
  }

  claims(row: MessagesRow, line: Line, next: readonly string[]): Claim {
    if (row.row === 'message') {
      if (row.level === null && row.program === null) return recognise(row.text) === null ? 'no' : 'yes';
      if (row.level === null) return /^(?:repmgrd?|kbha|systemd)$/.test(row.program ?? '') ? 'yes' : 'no';
      if (!row.spaced) return 'yes';
      // `ERROR:  relation … does not exist` is the server's answer quoted below repmgr's own line, or psql's
      if (this.#group !== null && !this.#group.blank) return this.#isAnnounced(this.#group) ? 'yes' : 'loosely';
      return row.level === 'INFO' || row.level === 'NOTICE' ? 'loosely' : 'no';
    }
    if ((VERSION.test(row.text) || isBare(row.text)) && row.indent === 0) return 'yes';
    const group = this.#group;
    if (group === null || isHeading(line.text, next)) return 'no';
    if (this.#isQuoteOpen(group) && group.endLine - group.line < 40) return 'loosely';
    if (row.bullet && row.indent > 0) return 'loosely';
    if (group.blank) return 'no';
    if (row.bullet && group.items.length > 0) return 'loosely';
    const above = group[group.part].at(-1) ?? '';
    const awaits = group.items.length === 0 && (above === '' || /[:：]$/.test(above.trimEnd()));
    // libpq's or pg_rewind's words where repmgr announced them: no other grammar's output opens here
    if (awaits && group.level !== 'info') return group.endLine - group.line < 60 ? 'yes' : 'no';
    if (TOOL_WORDS.test(row.text) && group.level === 'error') return 'yes';
    if (awaits || row.indent > 0 || group.running || PROGRAM_WORDS.test(row.text))
      return group.endLine - group.line < 60 ? 'loosely' : 'no';
    return 'no';
  }

  take(row: MessagesRow, line: Line): void {
    const version = row.row === 'other' && row.indent === 0 ? VERSION.exec(row.text)?.[1] : undefined;
    if (version !== undefined) {
      this.#finish();
      this.#repeats.release();
      this.#context.emit({ kind: 'version', product: 'repmgr', version }, { line: line.number });
    } else if (row.row === 'other' && row.indent === 0 && isBare(row.text)) {
      this.#finish();
      this.#group = this.#open({ ...NO_PREFIX, text: row.text }, line, 'error');
      this.#group.text.push(row.text);
      this.#group.part = 'detail';
    } else if (row.row === 'other') this.#continue(row, line);
    else if (row.spaced && row.level !== 'INFO' && row.level !== 'NOTICE' && this.#group !== null) {
      this.#continue({ row: 'other', indent: 0, bullet: false, text: line.text.trim() }, line);
    } else if (this.#goesOn(row)) {
      const said = /^(\s*)([-*•]\s+)?(.*)$/s.exec(line.text.slice(line.text.indexOf(']: ') + 3)) ?? [];
      this.#continue(
        { row: 'other', indent: said[1]?.length ?? 0, bullet: said[2] !== undefined, text: said[3] ?? row.text },
        line,
        row.text,
      );
    } else this.#prefixed(row, line);
  }

  /** journald gives each line of a message its own prefix: what has no level goes on with the message before, of the same process. */
  #goesOn(row: MessageRow): boolean {
    const group = this.#group;
    if (group === null || row.level !== null || row.pid === null || !/^(?:repmgrd?|kbha)$/.test(row.program ?? '')) return false;
    const known = recognise(row.text) !== null && reasonIn(row.text) === null && row.text.trim() === row.text;
    return !known && group.program === row.program && group.pid === row.pid;
  }

  blank(): void {
    if (this.#group !== null) this.#group.blank = true;
  }

  end(): void {
    this.#finish();
    this.#repeats.release();
  }

  #isQuoteOpen(group: Group): boolean {
    const last = group.items.at(-1);
    return last === undefined ? openQuote(group[group.part].join('\n')) : openQuote([last.text, ...last.below].join('\n'));
  }

  /** `DETAIL: ` with nothing behind it: the server's answer to repmgr's own query comes on the next line. */
  #isAnnounced(group: Group): boolean {
    return group.level === 'error' && group.part === 'detail' && group.detail.at(-1) === '';
  }

  #prefixed(row: MessageRow, line: Line): void {
    // `…timelineDETAIL: this node's timeline is 5`: a newline was lost between two lines
    const joined = /^(.*\S)\s*(?:\[(DETAIL|HINT)\]\s*|(DETAIL|HINT): )(.*)$/.exec(row.text);
    const text = joined?.[1] ?? row.text;
    if (row.level === 'DETAIL' || row.level === 'HINT') {
      this.#group ??= this.#open(row, line, 'info');
      this.#addPart(this.#group, row.level, text, line);
    } else {
      this.#finish();
      this.#group = this.#open(row, line, row.level === null ? 'info' : levelOf(row.level));
      this.#group.text.push(text);
    }
    const word = joined?.[2] ?? joined?.[3];
    if (word !== undefined) this.#addPart(this.#group, word, joined?.[4] ?? '', line);
  }

  #addPart(group: Group, word: string, text: string, line: Line): void {
    group.part = word === 'HINT' ? 'hint' : 'detail';
    group[group.part].push(text);
    group.endLine = line.number;
    group.blank = false;
    group.running = false;
  }

  #open(row: MessageRow, line: Line, level: Level): Group {
    return {
      line: line.number,
      endLine: line.number,
      level,
      program: row.program,
      pid: row.pid,
      host: row.host,
      time: row.time,
      code: row.code,
      text: [],
      detail: [],
      hint: [],
      items: [],
      part: 'text',
      blank: false,
      running: false,
    };
  }

  #continue(row: TextRow, line: Line, words = line.text.trim()): void {
    const group = this.#group;
    if (group === null) return;
    const inQuote = this.#isQuoteOpen(group);
    const last = group.items.at(-1);
    group.endLine = line.number;
    group.running = true;
    group.blank = false;
    const isItem = row.bullet
      ? row.indent > 0 || group.items.length > 0
      : (row.indent > 0 || PARAMETER.test(row.text)) && this.#listsPlainly(group);
    if (isItem && !inQuote && (last === undefined || row.indent <= last.indent)) {
      group.items.push({ line: line.number, endLine: line.number, indent: row.indent, text: row.text, below: [], bullets: [] });
    } else if (last !== undefined && (row.indent > 0 || inQuote || (last.below.length === 0 && last.text.endsWith(':')))) {
      last.below.push(row.bullet ? row.text : words);
      if (row.bullet) last.bullets.push(row.text.replace(/\s*\(ID:.*/, ''));
      last.endLine = line.number;
    } else if (inQuote || group.part !== 'text') group[group.part].push(words);
    else {
      group.part = 'detail';
      group.detail.push(words);
    }
  }

  /** `following errors were found in the configuration file:` and `following problems detected:` (matrix) list without bullets. */
  #listsPlainly(group: Group): boolean {
    const event = recognise(group.text.join(' '))?.event;
    return event !== undefined && LIST_HEADS.has(event);
  }

  #program(group: Group, event: string | null): MessageBody['program'] {
    if (group.program === 'kbha' || /^kbha\b/.test(group.text[0] ?? '')) return 'kbha';
    if (group.program !== null && /^repmgrd/.test(group.program)) return 'repmgrd';
    if (group.program === 'systemd') return 'system';
    const daemon = daemonOf(event);
    if (daemon === 'kbha') return 'kbha';
    if (daemon === 'repmgrd' && group.time !== null) this.#daemon ??= 'repmgrd';
    return group.time === null && daemon === null ? 'repmgr' : (this.#daemon ?? 'repmgr');
  }

  #finish(): void {
    const group = this.#group;
    if (group === null) return;
    this.#group = null;
    const cut = group.text.length === 0;
    const text = (cut ? group.detail : group.text).join('\n').trim();
    const detail = cut ? [] : group.detail.filter((part) => part !== '');
    const known = recognise(text);
    const event = known?.event ?? null;
    const isList = event !== null && LIST_HEADS.has(event);
    if (!isList) detail.push(...group.items.flatMap((item) => [item.text, ...item.below]));
    const below = detail.join('\n');
    const because = below !== '' ? below : event === null ? text : BECAUSE.exec(text)?.[1];
    // repmgr 3: the reason in the line itself, libpq's question below it
    const inLine = below === '' ? null : reasonIn(BECAUSE.exec(text)?.[1] ?? '');
    const reason = (because === undefined ? null : reasonIn(decisive(because))) ?? inLine;
    const names = isList ? [] : group.items.map((item) => item.text);
    const values: Record<string, string> = {
      ...(event === reason?.event ? {} : (reason?.values ?? {})),
      ...valuesOfDetail(below),
      ...known?.values,
      ...(reason === null || reason.event === event ? {} : { reason: reason.event }),
      ...(group.code === null ? {} : { code: group.code }),
      ...(names.length === 0 ? {} : { names: names.join(', ') }),
    };
    const program = this.#program(group, event);
    const hint = group.hint.filter((part) => part !== '').join('\n');
    const quiet = group.level === 'info' || group.level === 'debug';
    if (!quiet || event !== null || cut) {
      // systemd has no level words; what the catalogue knows of it is a failure
      const said = {
        program,
        level: program === 'system' && event !== null ? ('error' as const) : group.level,
        text,
        detail: below === '' ? null : below,
        hint: hint === '' ? null : hint,
        event,
        values,
        pid: group.pid,
      };
      // A list's items are facts of their own: its head ends before them, a HINT below them belongs to it all the same.
      const endLine = isList && group.items.length > 0 ? group.line : group.endLine;
      this.#repeats.say(said, {
        line: group.line,
        endLine,
        atText: group.time,
        at: zoned(group.time),
        about: aboutOf(event, values, group.host),
      });
    }
    this.#alsoSays(text, group);
    if (isList) for (const item of group.items) this.#item(item, group, program);
  }

  #item(item: Item, group: Group, program: MessageBody['program']): void {
    const known = recognise(item.text);
    const below = item.below.join('\n');
    const reason = reasonIn(decisive(below));
    const values: Record<string, string> = {
      ...reason?.values,
      ...known?.values,
      ...(reason === null ? {} : { reason: reason.event }),
      ...(item.bullets.length === 0 ? {} : { names: item.bullets.join(', ') }),
    };
    const event = known?.event ?? null;
    this.#repeats.say(
      { program, level: group.level, text: item.text.trim(), detail: below === '' ? null : below, event, values },
      { line: item.line, endLine: item.endLine, atText: group.time, at: zoned(group.time), about: aboutOf(event, values, group.host) },
    );
  }

  /** Facts inside a message: KingbaseES echoes the remote archive check, repmgrd tells its version. */
  #alsoSays(text: string, group: Group): void {
    const at: At = { line: group.line, endLine: group.endLine, atText: group.time, at: zoned(group.time) };
    const check = /--status=(OK|WARNING|CRITICAL|UNKNOWN)(?: --files=(\d+))?(?: --threshold=(\d+))?/.exec(text);
    const status = check?.[1];
    if (status !== undefined && /archive-ready/.test(text)) {
      this.#repeats.release();
      this.#context.emit(
        {
          kind: 'node-check',
          check: 'archive-ready',
          // One of the four words of the pattern above.
          status: status as 'OK' | 'WARNING' | 'CRITICAL' | 'UNKNOWN',
          detail: null,
          count: check?.[2] === undefined ? null : Number(check[2]),
          total: null,
          threshold: check?.[3] === undefined ? null : Number(check[3]),
          names: [],
        },
        at,
      );
    }
    const version = /^repmgrd \(repmgrd? ([\w.]+)\) starting up/.exec(text)?.[1];
    if (version !== undefined) {
      this.#repeats.release();
      this.#context.emit({ kind: 'version', product: 'repmgr', version }, at);
    }
  }
}

/** A time with its zone (journald's ISO form) as it is; repmgr's own has none. */
const zoned = (time: string | null): string | null =>
  time !== null && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d.*(?:Z|[+-]\d\d:?\d\d)$/.test(time) ? time : null;
