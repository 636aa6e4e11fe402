import type { FactBody } from '../../src/core/fact.ts';
import type { Line } from '../../src/core/source.ts';
import type { Claim, Fold, SegmentContext } from '../kit/grammar.ts';
import { type Answer, answersOf } from './asked.ts';
import type { HostRow } from './parser.ts';
import type { Shape } from './shapes/shape.ts';

type ShapeRow = Extract<HostRow, { row: 'shape' }>;

/** `while sleep 60; do date; psql …; done`: the answers come round again. */
const LOOPS = /\b(?:while|for|until|watch)\b/;

/** A row or a head of columns: what goes on below a blank line. */
const COLUMNS = /^(?=.*[\d%/]).*\S {2,}\S.* {2,}\S/;

export class HostFold implements Fold<HostRow> {
  readonly #context: SegmentContext;
  readonly #answers: readonly Answer[];
  readonly #programs: ReadonlySet<string>;
  readonly #loops: boolean;
  /** The answer that is next, and how many lines it has given. */
  #next = 0;
  #lines = 0;
  #blank = false;
  /** What the output is about: the file of stat, the host of ping. */
  #remembered: string | null = null;

  constructor(context: SegmentContext) {
    this.#context = context;
    this.#answers = answersOf(context.command);
    this.#programs = new Set(context.command?.producers.map(({ command }) => command.program ?? '') ?? []);
    this.#loops = LOOPS.test(context.command?.text ?? '');
  }

  claims(row: HostRow, line: Line, next: readonly string[]): Claim {
    if (row.row === 'other') return 'no';
    if (row.row === 'shape') {
      if (row.shape.programs.some((program) => this.#programs.has(program))) return 'yes';
      if (row.shape.sure > 0 || row.shape.before?.pattern.test(next[0] ?? '') === true) return 'yes';
    }
    const at = this.#answering(line.text);
    if (at === null) return 'no';
    if (this.#answers[at]?.noise !== true) return 'yes';
    return this.#blank && !COLUMNS.test(line.text) ? 'no' : 'loosely';
  }

  take(row: HostRow, line: Line): void {
    this.#blank = false;
    const said = row.row === 'shape' && this.#isShape(row) ? this.#shape(row, line) : this.#answer(line.text);
    for (const body of said === null || said === undefined ? [] : [said].flat()) this.#context.emit(body, { line: line.number });
  }

  blank(): void {
    this.#blank = true;
  }

  #shape({ shape, groups }: ShapeRow, line: Line): ReturnType<NonNullable<Shape['say']>> {
    if (shape.remembers !== undefined) this.#remembered = groups[shape.remembers] ?? this.#remembered;
    const all = shape.recalls === undefined || this.#remembered === null ? groups : { [shape.recalls]: this.#remembered, ...groups };
    return shape.say?.(all, line.number) ?? null;
  }

  #isShape(row: ShapeRow): boolean {
    return row.shape.sure > 0 || row.shape.before !== undefined || row.shape.programs.some((program) => this.#programs.has(program));
  }

  /** The answer, from the next one on, that a line can be; null where it is none. */
  #answering(text: string): number | null {
    const count = this.#answers.length;
    const last = this.#loops ? this.#next + count : count;
    for (let at = this.#next; at < last; at++) {
      const index = at % count;
      if (this.#answers[index]?.read(text, at === this.#next ? this.#lines : 0)) return index;
    }
    return null;
  }

  #answer(text: string): readonly FactBody[] {
    const at = this.#answering(text);
    const answer = at === null ? undefined : this.#answers[at];
    if (at === null || answer === undefined) return [];
    if (at !== this.#next) this.#lines = 0;
    const said = answer.read(text, this.#lines) ?? [];
    this.#next = answer.many ? at : at + 1;
    this.#lines = answer.many ? this.#lines + 1 : 0;
    return said;
  }
}
