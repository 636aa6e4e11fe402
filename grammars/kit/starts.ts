import { createToken, Lexer } from 'chevrotain';
import { prepared } from './prepared.ts';

/** Chevrotain files characters by their codes, those from 256 on in blocks of 255. */
const fileOf = (code: number): number => (code < 256 ? code : 255 + Math.floor(code / 255));
/** A character of each file. */
const codeIn = (file: number): number => (file < 256 ? file : Math.max(256, (file - 255) * 255));

/** Files from each even entry up to the odd one behind it; null where any character may be the first. */
type Ranges = readonly number[] | null;

const rangesOf = (pattern: RegExp): Ranges | undefined => prepared(`starts ${pattern}`, () => workedOut(pattern));

/** One character of each file that a match of this pattern may begin with, for `start_chars_hint`; undefined where nothing was prepared. */
export function startsOf(pattern: RegExp): number[] | undefined {
  const ranges = rangesOf(pattern);
  return ranges === null || ranges === undefined ? undefined : files(ranges).map(codeIn);
}

/** Whether a text may match this pattern, blanks in front of it left aside: false means that it cannot. */
export function mayBegin(pattern: RegExp): (text: string) => boolean {
  const ranges = rangesOf(pattern);
  if (ranges === null || ranges === undefined) return () => true;
  const known = new Set(files(ranges));
  // a pattern that begins with blanks takes those in front
  return known.has(32) || known.has(9)
    ? () => true
    : (text) => {
        const at = text.search(/\S/);
        return at >= 0 && known.has(fileOf(text.charCodeAt(at)));
      };
}

function files(ranges: readonly number[]): number[] {
  const all: number[] = [];
  for (let at = 0; at < ranges.length; at += 2) for (let file = ranges[at] ?? 0; file <= (ranges[at + 1] ?? -1); file++) all.push(file);
  return all;
}

/** What Chevrotain's lexer keeps of its analysis; its types leave it out. */
interface Analysed {
  readonly charCodeToPatternIdxToConfig: Readonly<Record<string, readonly (readonly unknown[] | undefined)[]>>;
  readonly canModeBeOptimized: Readonly<Record<string, boolean>>;
}

/** Asked of Chevrotain, by a lexer of this token alone. */
function workedOut(pattern: RegExp): Ranges {
  // Chevrotain's reading of patterns knows no names of groups
  const plain = new RegExp(pattern.source.replace(/\(\?<[A-Za-z]\w*>/g, '('), pattern.flags.replace(/[^i]/g, ''));
  const token = createToken({ name: 'Asked', pattern: plain, line_breaks: false });
  const lexer = new Lexer([token], { skipValidations: true, positionTracking: 'onlyOffset' }) as unknown as Analysed;
  const [mode] = Object.keys(lexer.canModeBeOptimized);
  if (mode === undefined || lexer.canModeBeOptimized[mode] !== true) return null;
  const ranges: number[] = [];
  lexer.charCodeToPatternIdxToConfig[mode]?.forEach((configs, file) => {
    if (configs === undefined || configs.length === 0) return;
    if (ranges.at(-1) === file - 1) ranges[ranges.length - 1] = file;
    else ranges.push(file, file);
  });
  return ranges;
}
