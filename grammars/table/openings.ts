import { guarded } from '../kit/starts.ts';
import { cutAtBlanks, displayColumns, type Layout, layoutOf, pieces } from './layout.ts';
import { type Asked, NOTHING_ASKED, type Query } from './query.ts';
import { isMatrixCsv } from './relations/cluster-matrix.ts';
import { columnsByShape } from './relations/cluster-show.ts';
import { columnsAsked, headless, isKnownHeading } from './relations/index.ts';
import type { Relation } from './relations/relation.ts';
import { isEventCsv } from './relations/repmgr-events.ts';
import { isServiceCsv } from './relations/service-status.ts';
import { columnName } from './result.ts';
import { barsOf, padded } from './shapes/shape.ts';
import { toldByRow } from './told-by-row.ts';

/** The first line of a result, as far as the lines behind it tell. */
export type Opening =
  /** A heading with its rule; `skip` lines behind the first belong to the head. */
  | {
      readonly is: 'aligned';
      readonly columns: readonly string[];
      readonly layout: Layout;
      readonly escaped: boolean;
      readonly skip: number;
      readonly wrap: number | null;
    }
  /** Rows whose heading is lost: this line is a row already. */
  | { readonly is: 'rows'; readonly columns: readonly string[]; readonly escaped: boolean; readonly framed: boolean }
  /** `-A`, `--csv`; with `heading` the line is the heading, else a row. */
  | {
      readonly is: 'separated';
      readonly columns: readonly string[];
      readonly separator: string;
      readonly heading: boolean;
      readonly relation: Relation | null;
      /** Told by the row itself: so must every other row be. */
      readonly told?: true;
    }
  | { readonly is: 'expanded' }
  /** `-H` */
  | { readonly is: 'html' }
  /** `-x` with `-A` or `-t`: pairs without a record's heading, a blank line between records. */
  | { readonly is: 'pairs' }
  /** The upper rule of a frame, or the rule of a heading that is lost. */
  | { readonly is: 'rule' };

const RULE = guarded(/^[ \t]*[|+├┌└╔╠╚╟╞╒╓╘╙]?:?[-─═]{2,}[-─═+|±┌┐└┘├┤┬┴┼╒╓╔╕╖╗╘╙╚╛╜╝╞╟╠╡╢╣╤╥╦╧╨╩╪╫╬: \t]*$/);
export const isRule = (text: string): boolean => RULE.test(text);
const RECORD = /^(?:[+┌├╞]?[-─]\[ ?(?:RECORD|Record|记录) ?\d+ ?\]|\* (?:Record|记录) \d+\s*$)/;
export const isRecordHead = (text: string): boolean => RECORD.test(text);
export const isRowCount = (text: string): boolean => /^\s*[(（]\d+ ?(?:rows?|行记录|行|条记录)[)）]\s*$/.test(text);

const NAME = /^[A-Za-z_?\u4e00-\u9fff"][\w$?. "()\u4e00-\u9fff-]{0,62}\??$/;
/** An underlined line of prose is no heading: psql pads the name with a blank at both sides of a rule two wider. */
function isOneColumnHead(text: string, layout: Layout, known: boolean): boolean {
  const name = text.trim();
  if (!NAME.test(name) || (!known && /\s/.test(name))) return false;
  const identifier = isKnownHeading([columnName(name)]);
  const width = (displayColumns(text.trimEnd()).at(-1) ?? 0) - (/^ /.test(text) ? 1 : 0);
  if (layout.width < width) return false;
  return known || identifier || (/^ +\S/.test(text) && layout.width >= width + 2);
}

function escapedBars(text: string): boolean {
  return text.includes('\\|') && barsOf(text).length === 0;
}

function aligned(text: string, rule: string, known: boolean, skip: number, wrap: number | null): Opening | null {
  const layout = layoutOf(rule);
  if (layout.style === 'blanks') {
    const columns = cutAtBlanks(text, layout)?.map(columnName) ?? [];
    return columns.length >= 2 && columns.every((name) => NAME.test(name))
      ? { is: 'aligned', columns, layout, escaped: false, skip, wrap }
      : null;
  }
  const escaped = escapedBars(text);
  const bars = barsOf(text, escaped);
  const columns = pieces(text, bars, layout.framed).map(columnName);
  if (columns.length === 1) {
    if (layout.separators.length > 0 || !isOneColumnHead(columns[0] === undefined || !layout.framed ? text : columns[0], layout, known))
      return null;
    return { is: 'aligned', columns, layout, escaped, skip, wrap };
  }
  if (columns.some((name) => name === '' || name.length > 64)) return null;
  // A Markdown table of a document, or a paste of output: only known headings are ours.
  const markdown = /^\s*\|/.test(rule) || (layout.separators.length === 0 && /^\s*:?-+:?\s*$/.test(rule));
  if (markdown && !known && !isKnownHeading(columns)) return null;
  return { is: 'aligned', columns, layout, escaped, skip, wrap };
}

/** A head that was wrapped at a fixed width: `k` lines of heading, then as many of the rule. */
function wrappedHead(text: string, after: readonly string[], known: boolean): Opening | null {
  const count = after.findIndex(isRule) + 1;
  if (count < 2 || count > 4 || !/[|│]/.test(text)) return null;
  const rules = after.slice(count - 1, 2 * count - 1);
  const width = rules[0]?.trimEnd().length ?? 0;
  const head = [text, ...after.slice(0, count - 1)];
  if (width < 20 || rules.length < count || !rules.every(isRule) || !rules.slice(0, -1).every((rule) => rule.trimEnd().length === width))
    return null;
  if (head.slice(0, -1).some((line) => line.trimEnd().length > width || line.trimEnd().length < width / 2)) return null;
  const heading = head.map((line) => padded(line, width)).join('');
  return aligned(heading, rules.map((rule) => rule.trimEnd()).join(''), known, 2 * count - 1, width);
}

/** Rows of so many cells, and `(2 rows)` behind them. */
function endsCounted(after: readonly string[], count: number): boolean {
  const footer = after.findIndex(isRowCount);
  return footer >= 0 && after.slice(0, footer).every((line) => line.split('|').length >= count);
}

/** Heading of `-A`: names between bars; that of `--csv`: between commas. */
function separatedHead(text: string, after: readonly string[], asked: Asked, query: Query | null): Opening | null {
  // Cheap first: called on every line that nobody claims.
  if (!/^\s*"?[A-Za-z_?\u4e00-\u9fff][\w?. ()\u4e00-\u9fff]*"?\s*[|,\t;]/.test(text) && asked.options.separator === '|') return null;
  const options = asked.options;
  const separators = options.csv ? [','] : options.unaligned && options.separator !== '|' ? [options.separator] : ['|', ',', '\t', ';'];
  for (const separator of separators) {
    if (!text.includes(separator)) continue;
    const columns = text.split(separator).map((name) => columnName(name.replace(/^"|"$/g, '')));
    if (!columns.every((name) => NAME.test(name))) continue;
    const following = after[0];
    const fits = following === undefined || isRowCount(following) || following.split(separator).length >= columns.length;
    const counted = fits && columns.length > 1 && separator === '|' && endsCounted(after, columns.length);
    const wanted = query !== null && columnsAsked(query, columns.length)?.join() === columns.join();
    if ((isKnownHeading(columns) && fits) || counted || wanted || ((options.csv || options.unaligned) && !options.tuplesOnly)) {
      return { is: 'separated', columns, separator, heading: true, relation: null };
    }
  }
  return null;
}

const PROMPT = /^\S*[=*!^-][#>](?: |$)/;
/** A one-column result without a rule: the name, one value, `(1 row)`; or, by the command, the value alone. */
function oneValue(text: string, after: readonly string[], asked: Asked, query: Query | null): Opening | null {
  if (!asked.client && !/^\s*[a-z_]\w*\s*$/i.test(text)) return null;
  const name = columnName(text);
  const wanted = query === null ? null : (columnsAsked(query, 1)?.[0] ?? null);
  const counted = after[1] !== undefined && isRowCount(after[1]);
  const empty = after[0] !== undefined && isRowCount(after[0]);
  const columns = [name];
  if (NAME.test(name) && (counted || empty) && (wanted === name || isKnownHeading(columns) || asked.options.unaligned)) {
    return { is: 'separated', columns, separator: '|', heading: true, relation: null };
  }
  if (isFunctionHead(name, text, after[0])) return { is: 'separated', columns, separator: '|', heading: true, relation: null };
  // the value of a setting may hold bars itself
  if (wanted === null || !asked.client || (/[|│]/.test(text) && query?.shows == null)) return null;
  if (wanted === name) return { is: 'separated', columns, separator: '|', heading: true, relation: null };
  // `\t` was typed before: a value and nothing else stands between two prompts
  const alone = asked.statement && (after[0] === undefined || PROMPT.test(after[0])) && /^ ?(?!\.\.|--|[…([<【（])\S+$/.test(text);
  const bare = asked.options.tuplesOnly || asked.options.csv || alone;
  return bare
    ? { is: 'separated', columns: [wanted], separator: '|', heading: asked.options.csv && !asked.options.tuplesOnly, relation: null }
    : null;
}

/** `pg_is_in_recovery` above `f`: csv of one column, which has no footer. */
const isFunctionHead = (name: string, text: string, value = ''): boolean =>
  text.trim() === text && /^pg_\w+$/.test(name) && isKnownHeading([name]) && /^(?:[tf]|[0-9A-F]+\/[0-9A-F]+|[0-9A-F]{24})$/.test(value);

/** Rows without heading, their columns told by the query (`-At`, `| grep`). */
function bareRows(text: string, next: readonly string[], asked: Asked, query: Query | null): Opening | null {
  if (query === null || !asked.client) {
    const columns = query === null ? toldByRow(text, next) : null;
    return columns === null ? null : { is: 'separated', columns, separator: '|', heading: false, relation: null, told: true };
  }
  const separator = asked.options.csv ? ',' : asked.options.unaligned ? asked.options.separator : '|';
  if (!text.includes(separator)) return null;
  const count = text.split(separator).length;
  const columns =
    columnsAsked(query, count) ?? (query.items.length > 1 && query.items.length < count ? columnsAsked(query, query.items.length) : null);
  return columns === null ? null : { is: 'separated', columns, separator, heading: false, relation: null };
}

function repmgrCsv(text: string, next: readonly string[], asked: Asked): Opening | null {
  const call = asked.repmgr;
  const relation = isServiceCsv(text)
    ? headless.serviceStatusCsv
    : isEventCsv(text)
      ? headless.clusterEventCsv
      : call?.csv === true && /^\d+,-?\d+,-?\d+$/.test(text.trim())
        ? call.view === 'cluster-show'
          ? headless.clusterShowCsv
          : headless.clusterMatrixCsv
        : isMatrixCsv(text, next)
          ? headless.clusterMatrixCsv
          : null;
  const columns = relation?.positions[0];
  if (relation === null || columns === undefined) return null;
  return { is: 'separated', columns, separator: ',', heading: false, relation };
}

/** Columns of a row that lacks its heading, by the shape of repmgr's rows. */
function shapedRow(text: string): Opening | null {
  if (!/^[ \t|\\]*(?:\d+ *|(?:\* *master|standby|witness|FAILED) +)\\?\|/.test(text)) return null;
  const escaped = escapedBars(text);
  const framed = /^\s*\\?\|/.test(text);
  const columns = columnsByShape(pieces(text, barsOf(text, escaped), framed).map((cell) => cell.replaceAll('\\', '')));
  return columns === null ? null : { is: 'rows', columns, escaped, framed };
}

const PAIR = /^\s*([a-z_]\w*)\s*[|│]/;
/** `failed_count | 5210` below another: an expanded record whose `-[ RECORD 1 ]-` was not copied. */
function recordWithoutHead(text: string, after: readonly string[]): Opening | null {
  const first = PAIR.exec(text)?.[1];
  const end = after.findIndex((line) => !PAIR.test(line) || PAIR.exec(line)?.[1] === first);
  const names = [text, ...(end < 0 ? after : after.slice(0, end))].map((line) => PAIR.exec(line)?.[1] ?? '');
  return names.length > 2 && !names.includes('') && new Set(names).size === names.length && isKnownHeading(names) ? { is: 'pairs' } : null;
}

/**
 * Whether a result begins with this line, and how it is printed.
 * @param next the lines behind it, for the rule; blank ones are overlooked (a paste with a blank line between every two rows)
 */
export function openingOf(text: string, next: readonly string[], asked: Asked = NOTHING_ASKED, query: Query | null = null): Opening | null {
  if (isRecordHead(text)) return { is: 'expanded' };
  const after: string[] = [];
  for (const line of next) {
    if (line.trim() !== '') after.push(line);
    if (after.length === 8) break;
  }
  const known = asked.client || asked.repmgr !== null;
  const { expanded, unaligned, tuplesOnly } = asked.options;
  if (expanded && (unaligned || tuplesOnly) && /^\s*[\w?]+\s*[|│]/.test(text)) return { is: 'pairs' };
  if (expanded && asked.options.csv && /^[\w?"]+,/.test(text)) return { is: 'pairs' };
  if (/^<table border="\d"/.test(text) && /^ {2}<(?:tr|caption)\b/.test(after[0] ?? '')) return { is: 'html' };
  if (isRule(text)) {
    const head = after[0];
    if (head === undefined || isRule(head)) return null;
    const framed = /^\s*[+┌╔╒╓]/.test(text) && after[1] !== undefined && isRule(after[1]) && /^\s*[|│║]/.test(head);
    return framed || (/[+±┼]/.test(text) && shapedRow(head) !== null) ? { is: 'rule' } : null;
  }
  const rule = after[0];
  if (rule !== undefined && isRule(rule)) {
    const found = aligned(text, rule, known, 1, null);
    if (found !== null) return found;
  }
  if (/[|│]/.test(text)) {
    const found = wrappedHead(text, after, known) ?? shapedRow(text) ?? recordWithoutHead(text, next);
    if (found !== null) return found;
  }
  return (
    repmgrCsv(text, next, asked) ??
    separatedHead(text, after, asked, query) ??
    oneValue(text, after, asked, query) ??
    bareRows(text, next, asked, query)
  );
}

/** Whether a line behind the first rows of a result may begin another one; cheap, since it is asked of every row. */
export function mayOpen(text: string, next: readonly string[]): boolean {
  if (isRecordHead(text) || isRule(text)) return true;
  const after = next.slice(0, 8).filter((line) => line.trim() !== '');
  return after.slice(0, 4).some(isRule);
}

const TITLE = guarded(
  /^ {2,}(?:(?:Table|View|Materialized view|Index|Sequence|Foreign table|Partitioned table) "[^"]+"|List of [a-z ]+|(?:数据表|视图|索引|序列数?|物化视图) ?"[^"]+"|[\u4e00-\u9fff]{2,12}列表)\s*$/,
);

/** The title that psql sets above what `\d`, `\l` and `\dx` list. */
export const isTitle = (text: string, next: readonly string[]): boolean =>
  TITLE.test(text) && (isRule(next[0] ?? '') || isRule(next[1] ?? ''));

/** What `\d NAME` prints below the columns. */
export const isFoot = (text: string): boolean =>
  /^(?:(?:Indexes|Check constraints|Foreign-key constraints|Referenced by|Triggers|Tablespace|Inherits|Access method|Replica Identity|索引|检查约束限制|外部键\(FK\)限制|由引用|触发器)(?:[:：].*)?| {4}(?:"[^"]+"|TABLE "[^"]+") .+)$/.test(
    text,
  );
