import { BLANK, isLetter, LF, TAB } from '../bytes/characters.ts';
import { Openings } from '../bytes/openings.ts';
import { plainEnd } from '../bytes/plain.ts';
import { REACH, Shapes } from '../bytes/shapes.ts';
import { Runner } from '../bytes/simd/runner.ts';
import type { Stretch } from '../grammar.ts';
import { NOTHING } from './header.ts';
import { PARTS } from './levels.ts';

/** A mark that may close a prompt does so in the beginning of a line only. */
const PROMPTS = 62;

const QUIET = 1;
const PART = 2;
const LOG_WORDS = ['LOG', '日志'];
const texts = new Openings().add(NOTHING, QUIET);
/** Levels of messages that may be quiet, and the parts of messages. */
const levels = new Openings()
  .add(
    LOG_WORDS.map((word) => `${word}:  `),
    QUIET,
  )
  .add(
    [...PARTS.keys()].map((word) => `${word}:  `),
    PART,
  );
/** Headings of Ansible. */
const ansible = new Openings().add(['PLAY ', 'TASK [', 'RUNNING HANDLER ['], QUIET);
const BAR = 0x7c;
/** Fewer bytes are not worth what `Runner` takes to be made. */
const MUCH = 128 * 1024;
/** Made once; null where this processor cannot. */
let runner: Runner | null | undefined;
const NONE: Stretch = { lines: 0, end: 0 };
const LOG = new RegExp(`(?:${LOG_WORDS.join('|')}):  `);

/** Lines of a server's log that report nothing, as bytes: most of a big log is passed over without being decoded. */
export class QuietLines {
  readonly #prefixes = new Shapes();
  readonly #much: number;

  /** Of so many bytes and more, lines are taken sixteen bytes at once. */
  constructor(much = MUCH) {
    this.#much = much;
  }

  /** A line that was read and reports nothing: lines with the shape of its prefix may be passed over. */
  learn(line: string): void {
    const at = LOG.exec(line)?.index;
    if (at !== undefined) this.#prefixes.learn(line.slice(0, at));
  }

  /** The quiet lines from `from` on, some `most` of them: with what goes on with them, which is quiet, too. */
  run(bytes: Uint8Array, from: number, most: number): Stretch {
    // what lies behind the lines is looked at and never taken: the end of a line ends whatever is compared
    const { buffer, byteOffset, byteLength } = bytes;
    const length = Math.min(buffer.byteLength - byteOffset, byteLength + REACH);
    const view = new DataView(buffer, byteOffset, length);
    const fast = byteLength < this.#much ? null : this.#runner();
    let at = from;
    let lines = 0;
    while ((lines < most || bytes[at] === TAB) && at < bytes.length) {
      const run = fast?.run(bytes, at, most - lines, lines > 0, this.#prefixes.all) ?? NONE;
      if (run.lines > 0) {
        at = run.end;
        lines += run.lines;
        if (at === bytes.length || (lines >= most && bytes[at] !== TAB)) break;
      }
      // not amid a message: no run begins with what goes on
      const goesOn = bytes[at] === TAB;
      const inside = goesOn ? (lines === 0 ? -1 : continuation(bytes, view, at)) : this.#header(view, at, length, lines > 0);
      const end = inside < 0 ? -1 : plainEnd(bytes, view, at, inside, goesOn ? 0 : at + PROMPTS);
      if (end < 0) break;
      at = end + 1;
      lines++;
    }
    return { end: at, lines };
  }

  #runner(): Runner | null {
    if (runner === undefined) runner = Runner.make(levels, texts, IN_WORD);
    return runner;
  }

  /** Where the text goes on behind a prefix, a level and the beginning of a quiet message; -1 where any of these is missing. */
  #header(view: DataView, from: number, length: number, follows: boolean): number {
    if (from + REACH > length) return -1;
    const prefixes = this.#prefixes;
    let known = false;
    for (let shape = 0; shape < prefixes.count; shape++) {
      const prefix = prefixes.end(shape, view, from, length);
      if (prefix < 0) continue;
      known = true;
      const level = levels.at(view, prefix);
      if (level === 0) continue;
      prefixes.prefer(shape);
      if (level === PART) return follows ? levels.end : -1;
      return texts.at(view, levels.end) === 0 ? -1 : texts.end;
    }
    if (!known) prefixes.miss();
    return -1;
  }
}

/**
 * The first character of a line that goes on behind a tab and is words, as a statement is; -1 for anything that may be something
 * else: a prompt (`\tshop=# `), a file's name above its lines, a remark that lines were left out, a line behind a container's name.
 */
function continuation(bytes: Uint8Array, view: DataView, from: number): number {
  let begin = from + 1;
  while (bytes[begin] === BLANK || bytes[begin] === TAB) begin++;
  let at = begin;
  if (!isLetter(bytes[at] as number) && bytes[at] !== 0x22) return -1;
  while (IN_WORD[bytes[at] as number] === 1) at++;
  if (bytes[at] !== BLANK) return -1;
  while (bytes[at] === BLANK) at++;
  return bytes[at] === LF || bytes[at] === BAR || ansible.at(view, begin) !== 0 ? -1 : begin;
}

/** No mark that a prompt may hold. */
const IN_WORD = new Uint8Array(256);
for (let byte = 0; byte < 128; byte++) if (/[\w.,*()'"]/.test(String.fromCharCode(byte))) IN_WORD[byte] = 1;
