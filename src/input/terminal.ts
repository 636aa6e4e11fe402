/** Recordings of terminals (`script`) and coloured output: what stood on the screen in the end. */
import { isWide } from '../core/width.ts';

const ESC = '\u001b';
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f]/;
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f]/g;
/** Sequences that move nothing: titles, character sets, modes, colours. */
const SILENT = new RegExp(
  [
    `${ESC}[\\]PX^_][^\\u0007${ESC}]*(?:\\u0007|${ESC}\\\\|$)`,
    `${ESC}[()*+#%][0-9A-Za-z]`,
    `${ESC}[0-9=>A-OQ-WYZac-z|}~]`,
    `${ESC}\\[[?>=!]?[0-9;:]*[ "'$]?[bcghilmnpqrstuvwxyz]`,
    `${ESC}\\[[?>=][0-9;]*[A-Z@]`,
  ].join('|'),
  'g',
);
/** What is left to carry out: cursor moves and erasures, returns, backspaces, and characters. */
const TOKENS = new RegExp(`${ESC}\\[([0-9;]*)([@-~])|${ESC}.?|[\\s\\S]`, 'gu');

/** Cells of one line: more are no line but a screen that a program painted. */
const CELLS = 32_768;
/** Below this a return after a blank is a return, above it may be how readline goes on in the next row. */
const NARROWEST = 40;

/** Carries out what a terminal was told, line by line. The width is learnt from the recording. */
export class Terminal {
  #width: number | null = null;

  /** The head of a recording, `Script started on … [TERM="xterm" TTY="/dev/pts/0" COLUMNS="120" LINES="30"]`. */
  begin(firstLine: string): void {
    const columns = /\bCOLUMNS="(\d{2,4})"/.exec(firstLine)?.[1];
    if (columns !== undefined) this.#width = Number(columns);
  }

  /** One line as the screen showed it; `\n` inside where it held several lines. */
  show(line: string): string {
    if (!CONTROL.test(line)) return line;
    const text = line.replace(SILENT, '').replace(/^\r+|\r+$/g, '');
    if (!/[\b\r\u001b]/.test(text)) return text.replace(CONTROLS, '');
    if (!/[\b\u001b]/.test(text)) return returned(text).replace(CONTROLS, '');
    return this.#play(text);
  }

  #play(text: string): string {
    const pages: string[] = [];
    let cells: string[] = [];
    let at = 0;
    let last = '';
    const rowStart = (): number => (this.#width === null ? 0 : at - (at % this.#width));
    for (const [token, count, move] of text.matchAll(TOKENS)) {
      if (move !== undefined) {
        const n = Math.max(1, Number.parseInt(count || '1', 10) || 1);
        const up = (this.#width ?? 0) * n;
        if (move === 'C') at += n;
        else if (move === 'D') at = Math.max(0, at - n);
        else if (move === 'A') at = Math.max(0, at - up);
        else if (move === 'B') at += up;
        else if (move === 'G') at = rowStart() + n - 1;
        else if (move === 'P') cells.splice(at, n);
        else if (move === '@' && cells.length < CELLS) cells.splice(at, 0, ...' '.repeat(Math.min(n, 500)));
        else if (move === 'X') cells.fill(' ', at, at + n);
        else if (move === 'K' && count === '1') cells.fill(' ', rowStart(), at + 1);
        else if (move === 'K' && count === '2') cells.fill(' ', rowStart());
        else if (move === 'K' || (move === 'J' && (count === '' || count === '0'))) cells.length = Math.min(cells.length, at);
        else if (move === 'H' || move === 'f' || move === 'J') {
          // a program paints the screen: what stands there so far is a line of its own
          pages.push(shown(cells));
          cells = [];
          at = 0;
        }
        at = Math.min(at, CELLS);
      } else if (token === '\r') {
        // in the last column readline writes a blank and returns: the next row goes on with the same line
        if (this.#width === null && last === ' ' && at > NARROWEST) this.#width = at - 1;
        at = rowStart();
      } else if (token === '\b') at = Math.max(0, at - 1);
      else if (token === '\t' || (token >= ' ' && token !== '\u007f')) {
        while (cells.length < at) cells.push(' ');
        cells[at++] = token;
        if (isWide(token)) cells[at++] = '';
        if (at > CELLS) break;
      }
      last = token;
    }
    pages.push(shown(cells));
    return pages.filter((page, index) => page !== '' || index === pages.length - 1).join('\n');
  }
}

const shown = (cells: readonly string[]): string => cells.join('').trimEnd();

/**
 * Lone carriage returns and nothing else: a progress display, of which the last state counts; a command that readline wrapped,
 * row by row with a blank and a return; else the ends of lines on an old system or in an editor.
 */
function returned(text: string): string {
  const states = text.split('\r');
  const shape = (state: string): string =>
    state
      .replace(/[\d.]+/g, '0')
      .replace(/\s+/g, ' ')
      .trim();
  const first = shape(states[0] ?? '');
  const alike = states.every((state) => {
    const one = shape(state);
    return one === '' || one.slice(0, 8) === first.slice(0, 8) || one.slice(-8) === first.slice(-8);
  });
  if (alike) return states.findLast((state) => state.trim() !== '') ?? '';
  const rows = states.slice(0, -1);
  const wrapped = rows.every((row) => row.endsWith(' ') && row.length > NARROWEST && row.length === rows[0]?.length);
  return wrapped ? [...rows.map((row) => row.slice(0, -1)), states.at(-1)].join('') : states.join('\n');
}
