import type { CountBody } from '../../src/core/fact.ts';
import type { SimpleCommand } from '../../src/core/shell.ts';
import type { Producer, SegmentContext } from '../kit/grammar.ts';

/** One listing that the command asked for. */
interface Wanted {
  /** The directory, where there is exactly one; null where headings tell, or nothing. */
  readonly path: string | null;
  /** Nothing is named: the directory where the command ran, whichever that is. */
  readonly here: boolean;
  /** Long rows; otherwise bare names. */
  readonly long: boolean;
  /** Filters, globs or tests leave entries out. */
  readonly partial: boolean;
  /** They are left out at the ends only: `tail`, `head`. */
  readonly ends: boolean;
  /** In order of names, and nothing is left out in front: `ls | head`. */
  readonly begins: boolean;
  /** By find: every row carries its path, and the directory asked for is the first. */
  readonly finds: boolean;
  /** `ls -F`: `/`, `*`, `@` behind the names. */
  readonly marked: boolean;
  /** A line is one name, blanks and all: find, `ls -1`, ls into a pipe. */
  readonly single: boolean;
  /** `ls -m`: names divided by commas. */
  readonly commas: boolean;
  /** awk or cut left some columns: numbers beside the names are no names. */
  readonly reshaped: boolean;
  /** What `find -printf` was told to print. */
  readonly format: string | null;
}

/** What du counts, and in what. */
interface Measured {
  readonly of: 'bytes' | 'inodes';
  /** Bytes of a number without its unit. */
  readonly unit: number;
  /** Of its units. */
  readonly base: 1000 | 1024;
}

/** So many numbers wc prints in a row; the first counts lines, or none does. */
interface WcColumns {
  readonly columns: number;
  readonly lines: boolean;
}

/** A number that comes. */
interface Expected {
  readonly count: Omit<CountBody, 'kind' | 'value'>;
  readonly wc: WcColumns | null;
}

/** What the command of a segment lets one expect. */
export interface Asked {
  readonly listings: readonly Wanted[];
  /** In order. */
  readonly counts: readonly Expected[];
  /** `uniq -c`: any number of `188 done` lines. */
  readonly tallies: { readonly path: string | null } | null;
  /** `wc -l` of several files: a number and a name each, and the sum. */
  readonly several: boolean;
  /** Of the last wc. */
  readonly wc: WcColumns | null;
  readonly du: Measured | null;
  /** Directory in which the last of the commands ran, absolute; null where unknown. */
  readonly cwd: string | null;
}

const LISTERS = new Set(['ls', 'll', 'la', 'l', 'dir', 'vdir', 'lsd']);
const GREPS = new Set(['grep', 'egrep', 'fgrep', 'zgrep']);
const CUTTING = new Set([...GREPS, 'head', 'tail', 'sed', 'awk', 'gawk', 'more', 'less']);
const RESHAPING = new Set(['awk', 'gawk', 'sed', 'cut', 'column', 'tr', 'rev']);

export function isLister(command: SimpleCommand): boolean {
  return LISTERS.has(command.program ?? '');
}

/** Single letters given, of all option words: `-lrth` has l, r, t, h. */
function letters(command: SimpleCommand): string {
  return command.args.filter((arg) => /^-[A-Za-z0-9]/.test(arg)).join('');
}

const operands = (command: SimpleCommand): string[] => command.args.filter((arg) => !arg.startsWith('-'));

/** Whether a command's output ends in numbers: `… | wc -l`, `grep -c`, `wc -l FILE`. */
export function counts({ command, filters }: Producer): boolean {
  return [command, ...filters].some((stage) => isCounter(stage) || isTally(stage));
}
const isCounter = (stage: SimpleCommand): boolean => stage.program === 'wc' || (GREPS.has(stage.program ?? '') && /c/.test(letters(stage)));
const isTally = (stage: SimpleCommand): boolean => stage.program === 'uniq' && /c/.test(letters(stage));

/** `a/./b//c/../d/` as `a/b/d`; the root stays `/`. */
export function normal(path: string): string {
  const absolute = path.startsWith('/');
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (part !== '..' || !absolute) parts.push(part);
  }
  return (absolute ? '/' : '') + parts.join('/') || '.';
}

/** A path as a command names it, joined to the directory where it ran if that is known; null for `.` of an unknown one. */
export function located(cwd: string | null, path: string): string | null {
  if (path.startsWith('/')) return normal(path);
  if (/^[~$]/.test(path)) return path.replace(/(.)\/+$/, '$1');
  const relative = normal(path);
  if (cwd !== null) return normal(`${cwd}/${relative}`);
  return relative === '.' ? null : relative;
}

const isGlob = (path: string): boolean => /[*?[]/.test(path);
const directoryOf = (path: string): string => (path.includes('/') ? path.slice(0, path.lastIndexOf('/')) || '/' : '.');
const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Reads the producers of a segment's command in order, following `cd`. */
export function askedBy({ command, place }: SegmentContext): Asked {
  const listings: Wanted[] = [];
  const numbers: Expected[] = [];
  let tallies: Asked['tallies'] = null;
  let several = false;
  let wc: Asked['wc'] = null;
  let du: Asked['du'] = null;
  // `su - kingbase -c 'ls'` and ssh begin in a home directory, not where the prompt stands.
  const moved =
    /\bsu\b|\brunuser\b|\bsudo +-\w*i/.test(command?.text ?? '') || (command?.producers.some(({ host }) => host !== null) ?? false);
  let cwd = !moved && place.cwd?.startsWith('/') ? normal(place.cwd) : null;
  for (const producer of command?.producers ?? []) {
    const stage = producer.command;
    const counter = [stage, ...producer.filters].findLast(({ program }) => program === 'wc');
    const columns = counter === undefined ? null : wcOf(counter);
    wc = columns ?? wc;
    if (stage.program === 'cd') cwd = located(cwd, stage.args[0] ?? '~');
    else if (producer.filters.some(isTally)) tallies = { path: pathOf(stage, cwd) };
    else if (stage.program === 'wc' && counts(producer) && (operands(stage).length > 1 || operands(stage).some(isGlob))) several = true;
    else if (counts(producer)) numbers.push({ count: countOf(producer, cwd), wc: columns });
    else if (stage.program === 'du') du = measuredBy(stage);
    else if (isLister(stage) || stage.program === 'find' || (stage.program === 'tree' && /i/.test(letters(stage))))
      listings.push(wanted(producer, cwd));
  }
  return { listings, counts: numbers, tallies, several, wc, du, cwd: cwd?.startsWith('/') ? cwd : null };
}

function wcOf(stage: SimpleCommand): WcColumns {
  const words: Readonly<Record<string, string>> = { lines: 'l', words: 'w', chars: 'm', bytes: 'c', 'max-line-length': 'L' };
  const told = stage.args
    .map((arg) => (arg.startsWith('--') ? (words[arg.slice(2)] ?? '') : /^-[clmwL]+$/.test(arg) ? arg.slice(1) : ''))
    .join('');
  const columns = new Set(told).size;
  return columns === 0 ? { columns: 3, lines: true } : { columns, lines: told.includes('l') };
}

function measuredBy(stage: SimpleCommand): Measured {
  const flags = letters(stage);
  return {
    of: stage.args.includes('--inodes') ? 'inodes' : 'bytes',
    unit: stage.args.includes('--inodes') || /b/.test(flags) ? 1 : /m/.test(flags) ? 1024 ** 2 : 1024,
    base: stage.args.includes('--si') ? 1000 : 1024,
  };
}

/** The directory that `ls` or `find` was told to look into; null where there are several. */
function pathOf(stage: SimpleCommand, cwd: string | null): string | null {
  if (!isLister(stage) && stage.program !== 'find' && stage.program !== 'tree') return null;
  if (stage.program === 'tree') return located(cwd, operands(stage)[0] ?? '.');
  const all = stage.program === 'find' ? stage.args.slice(0, Math.max(0, findTests(stage))) : operands(stage);
  const paths = [...new Set(all.map((path) => (isGlob(path) ? directoryOf(path) : path)))];
  return paths.length > 1 ? null : located(cwd, paths[0] ?? '.');
}

/** Where find's tests begin. */
function findTests(stage: SimpleCommand): number {
  const at = stage.args.findIndex((arg) => /^[-!(]/.test(arg));
  return at < 0 ? stage.args.length : at;
}

const findName = (stage: SimpleCommand): string | null => {
  const at = stage.args.findIndex((arg) => /^-i?(?:name|path|regex)$/.test(arg));
  return at < 0 ? null : (stage.args[at + 1] ?? null);
};

/** find's tests, without what it is told to do with what it finds. */
function testsOf(stage: SimpleCommand): readonly string[] {
  const tests: string[] = [];
  const words = stage.args.slice(findTests(stage));
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (/^-f?printf$/.test(word)) at++;
    else if (/^-(?:exec|execdir|ok|okdir)$/.test(word)) while (at < words.length && !/^[;+]$/.test(words[at] ?? '')) at++;
    else tests.push(word);
  }
  return tests;
}

/** What is printed a line, whatever becomes of it. */
const wholeLines = (filters: readonly SimpleCommand[]): boolean =>
  !filters.some(({ program }) => RESHAPING.has(program ?? '') || /^(?:xargs|paste)$/.test(program ?? ''));

function wanted({ command: stage, filters }: Producer, cwd: string | null): Wanted {
  const flags = letters(stage);
  const find = stage.program === 'find';
  const tree = stage.program === 'tree';
  const paths = find ? [] : operands(stage);
  const narrowed = find ? testsOf(stage).some((arg) => /^-(?!type$|maxdepth$|mindepth$|ls$|print0?$)/.test(arg)) : paths.some(isGlob);
  const format = find ? stage.args.indexOf('-printf') : -1;
  return {
    path: pathOf(stage, cwd),
    here: !find && paths.length === 0,
    long: find
      ? stage.args.includes('-ls')
      : (/[lgon]/.test(flags) || /^(?:ll|vdir)$/.test(stage.program ?? '')) &&
        !filters.some((filter) => RESHAPING.has(filter.program ?? '')),
    ends: !narrowed && !(!find && /d/.test(flags)) && filters.every((filter) => !CUTTING.has(filter.program ?? '') || cutsEnds(filter)),
    begins: !find && !tree && !/[tSrUXvcuf]/.test(flags) && !/--sort|--reverse/.test(stage.args.join(' ')) && filters.every(isHead),
    partial: narrowed || (!find && /d/.test(flags)) || filters.some((filter) => CUTTING.has(filter.program ?? '')),
    finds: find || tree,
    marked: /[Fp]/.test(flags) && !find,
    single: wholeLines(filters) && (find || tree || /1/.test(flags) || (filters.length > 0 && !/[Cxm]/.test(flags))),
    commas: !find && !tree && /m/.test(flags),
    reshaped: !wholeLines(filters),
    format: format < 0 || !wholeLines(filters) ? null : (stage.args[format + 1] ?? ''),
  };
}

/** `head -20`, `tail -n 5`, `sed -n '1,20p'`, more and less (a screenful). */
function cutsEnds(filter: SimpleCommand): boolean {
  if (filter.program === 'sed')
    return /^-n$/.test(filter.args[0] ?? '') && /^(?:\d+|\/[^/]*\/),(?:\d+|\$|\/[^/]*\/)p$/.test(filter.args[1] ?? '');
  return /^(?:head|tail|more|less)$/.test(filter.program ?? '');
}

/** `head`, `head -20`: from the first line on. */
const isHead = (filter: SimpleCommand): boolean =>
  filter.program === 'head' || (filter.program === 'sed' && /^-n$/.test(filter.args[0] ?? '') && /^1,\d+p$/.test(filter.args[1] ?? ''));

/** The pattern of a grep, or null for `-v`. */
function grepPattern(stage: SimpleCommand): string | null {
  if (/v/.test(letters(stage))) return null;
  const explicit = stage.args.findIndex((arg) => /^-\w*e$/.test(arg));
  return (explicit < 0 ? operands(stage)[0] : stage.args[explicit + 1]) ?? null;
}

function countOf({ command: stage, filters }: Producer, cwd: string | null): Omit<CountBody, 'kind' | 'value'> {
  const greps = filters.filter((filter) => GREPS.has(filter.program ?? ''));
  const grepped = greps.map(grepPattern).findLast((pattern) => pattern !== null) ?? null;
  if (stage.program === 'find') {
    return { path: pathOf(stage, cwd), pattern: grepped ?? findName(stage), counts: 'entries' };
  }
  if (isLister(stage)) {
    const glob = operands(stage).find(isGlob);
    const pattern = grepped ?? (glob === undefined ? null : nameOf(glob));
    const long = /[lgo]/.test(letters(stage)) || /^(?:ll|vdir)$/.test(stage.program ?? '');
    const headed = long && greps.length === 0 && glob === undefined;
    // `-a` counts `.` and `..`, `-R` headings and blank lines.
    const exact = !/[aR]/.test(letters(stage)) && operands(stage).length < 2;
    return {
      path: pathOf(stage, cwd),
      pattern,
      counts: headed && exact ? 'lines-of-ls-l' : exact || pattern !== null ? 'entries' : 'lines',
    };
  }
  const own = GREPS.has(stage.program ?? '');
  const files = own ? operands(stage).slice(1) : operands(stage);
  const file = own || stage.program === 'wc' || stage.program === 'cat' ? files.at(-1) : undefined;
  return { path: file === undefined ? null : located(cwd, file), pattern: grepped ?? (own ? grepPattern(stage) : null), counts: 'lines' };
}
