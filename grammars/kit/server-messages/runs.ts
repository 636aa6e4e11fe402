import type { FactBody, Level, MessageBody } from '../../../src/core/fact.ts';
import type { At } from '../grammar.ts';

/** One message as it will be stated, before equal ones are counted together. */
export interface Noted {
  readonly program: MessageBody['program'];
  readonly level: Level;
  readonly text: string;
  readonly detail: string | null;
  readonly hint: string | null;
  readonly event: string | null;
  readonly values: Readonly<Record<string, string>>;
  /** What makes two messages the same. */
  readonly key: string;
  readonly pid: string | null;
  readonly at: At;
}

interface Run {
  readonly first: Noted;
  count: number;
  lastLine: number;
  lastAtText: string | null;
}

/** After these everything is different: what comes again afterwards is a new run, so that a report can tell before from after. */
export const TURNS: ReadonlySet<string> = new Set([
  'startup.begins',
  'startup.ready',
  'startup.ready-read-only',
  'reload.received',
  'shutdown.complete',
  'promotion.requested',
]);
/** What streaming again puts an end to; a removed segment is noticed only after it and is no new fault each time. */
const CURED_BY_STREAMING = /^walreceiver\.(?:connect-failed|start-failed|identify-failed|slot-)/;
/** Of one event, so many first and as many last runs are kept; a run between them is counted with the one before. */
const KEPT = 50;
const OPEN = 2000;

/** Counts equal messages together. Holds what was learnt, never the log: a message every second for a month is one run. */
export class Runs {
  readonly #open = new Map<string, Run>();
  readonly #byEvent = new Map<string, Run[]>();
  readonly #extra = new Map<number, [FactBody, At][]>();
  #unknown = 0;
  #further: Run | null = null;

  add(noted: Noted): void {
    if (noted.event !== null && TURNS.has(noted.event)) this.#open.clear();
    if (noted.event === 'walreceiver.streaming') {
      for (const [key, run] of this.#open) if (CURED_BY_STREAMING.test(run.first.event ?? '')) this.#open.delete(key);
    }
    const known = this.#open.get(noted.key);
    if (known !== undefined) {
      grow(known, noted, 1);
      return;
    }
    if (noted.event === null) {
      if (this.#unknown >= KEPT) {
        if (this.#further === null)
          this.#further = start({ ...noted, event: 'server.further-messages', values: {}, detail: null, hint: null });
        else grow(this.#further, noted, 1);
        return;
      }
      this.#unknown++;
    }
    const run = start(noted);
    if (this.#open.size > OPEN) this.#open.clear();
    this.#open.set(noted.key, run);
    const event = noted.event ?? '';
    const kept = this.#byEvent.get(event) ?? [];
    this.#byEvent.set(event, kept);
    kept.push(run);
    if (kept.length <= 2 * KEPT) return;
    const [dropped] = kept.splice(KEPT, 1);
    const before = kept[KEPT - 1];
    if (dropped === undefined || before === undefined) return;
    before.count += dropped.count;
    before.lastLine = dropped.lastLine;
    before.lastAtText = dropped.lastAtText;
  }

  /** Another fact of the same place (a version, a changed setting), given out in its order. */
  also(body: FactBody, at: At): void {
    const here = this.#extra.get(at.line) ?? [];
    if (this.#extra.size > OPEN) return;
    here.push([body, at]);
    this.#extra.set(at.line, here);
  }

  /** Everything in the order of the lines where it began. */
  end(emit: (body: FactBody, at: At) => void): void {
    const runs = [...this.#byEvent.values()].flat();
    if (this.#further !== null) runs.push(this.#further);
    const all: [number, FactBody, At][] = runs.map((run) => [run.first.at.line, bodyOf(run), run.first.at]);
    for (const [line, extra] of this.#extra) for (const [body, at] of extra) all.push([line, body, at]);
    for (const [, body, at] of all.sort((a, b) => a[0] - b[0])) emit(body, at);
    this.#byEvent.clear();
    this.#extra.clear();
    this.#open.clear();
    this.#further = null;
  }
}

function start(noted: Noted): Run {
  return { first: noted, count: 1, lastLine: noted.at.line, lastAtText: noted.at.atText ?? null };
}

function grow(run: Run, noted: Noted, by: number): void {
  run.count += by;
  run.lastLine = noted.at.line;
  run.lastAtText = noted.at.atText ?? run.lastAtText;
}

function bodyOf(run: Run): MessageBody {
  const { program, level, text, detail, hint, event, values, pid } = run.first;
  return {
    kind: 'message',
    program,
    level,
    text,
    detail,
    hint,
    event,
    values,
    pid,
    count: run.count,
    lastLine: run.lastLine,
    lastAtText: run.lastAtText,
  };
}
