import { decisive } from '../attempts.ts';
import { prepared } from '../prepared.ts';
import { type ServerEvent, wordings } from './catalogue/index.ts';
import type { Wording } from './catalogue/wording.ts';
import { alternatives, anyOf, compile, folded } from './templates.ts';

/** What a text reports, in words of its own. */
export interface Recognised {
  readonly event: ServerEvent;
  readonly values: Readonly<Record<string, string>>;
}

interface Candidate {
  readonly event: string;
  readonly wording: Wording;
  readonly rank: number;
  readonly template: string;
  pattern: RegExp | null;
}

/** Anchors are looked for in the beginning of a text only: a message says early what it is about. */
const SEARCHED = 400;
const KEPT = 4000;
const DEEPEST = 4;

/** By what the catalogue's templates, numbered in its order, are found. */
interface Anchors {
  /** Finds any anchor. */
  readonly find: string;
  /** Anchors, and the templates that may stand where one does, in the catalogue's order. */
  readonly templates: readonly (readonly [string, readonly number[]])[];
}

interface Index {
  readonly find: RegExp;
  readonly by: ReadonlyMap<string, readonly Candidate[]>;
}
let index: Index | null = null;

function anchors(): Anchors {
  const byAnchor = new Map<string, number[]>();
  let number = 0;
  for (const template of wordings().flatMap(([, wording]) => wording.say.flatMap(alternatives))) {
    const { anchor } = compile(template);
    const list = byAnchor.get(anchor) ?? [];
    list.push(number++);
    byAnchor.set(anchor, list);
  }
  // `could not open file "` also stands where `could not open file "pg_wal/` does.
  const templates = [...byAnchor.keys()].map((anchor) => {
    const all: number[] = [];
    for (let length = 0; length <= anchor.length; length++) all.push(...(byAnchor.get(anchor.slice(0, length)) ?? []));
    return [anchor, all.sort((a, b) => a - b)] as const;
  });
  return { find: anyOf(byAnchor.keys()).source, templates };
}

function built(): Index {
  const { find, templates } = prepared('anchors of messages', anchors) ?? anchors();
  const all = wordings()
    .flatMap(([event, wording]) => wording.say.flatMap(alternatives).map((template) => ({ event, wording, template })))
    .map((one, rank): Candidate => ({ ...one, rank, pattern: null }));
  return {
    find: new RegExp(find, 'g'),
    by: new Map(templates.map(([anchor, numbers]) => [anchor, numbers.map((number) => all[number] as Candidate)])),
  };
}

/**
 * The event of a message and the values that its wording holds; null for an unknown text.
 * `beside` is what stands in the message's DETAIL, HINT and CONTEXT.
 */
export function recognise(
  text: string,
  beside: { readonly detail?: string | null; readonly hint?: string | null; readonly context?: string | null } = {},
  depth = 0,
): Recognised | null {
  index ??= built();
  const plain = folded(text.length > KEPT ? text.slice(0, KEPT) : text);
  const head = plain.length > SEARCHED ? plain.slice(0, SEARCHED) : plain;
  for (const candidate of candidates(head, index)) {
    candidate.pattern ??= new RegExp(compile(candidate.template).source);
    const match = candidate.pattern.exec(plain);
    if (match !== null) return completed(candidate, valuesOf(match), beside, depth);
  }
  return plain.includes('??') ? recogniseLost(plain, beside, depth) : null;
}

let lost: readonly Candidate[] | null = null;
/** Latin words that a wording keeps when its Chinese characters are lost, long enough to tell it by. */
const TELLING = /[A-Za-z][\w./-]{6,}/;

/** Chinese wordings whose characters were each written as `?`, where enough Latin text stands between them. */
function recogniseLost(
  text: string,
  beside: { readonly detail?: string | null; readonly hint?: string | null; readonly context?: string | null },
  depth: number,
): Recognised | null {
  lost ??= wordings().flatMap(([event, wording]) =>
    wording.say.flatMap(alternatives).flatMap((template): Candidate[] => {
      const fixed = template.replaceAll(/\{[^}]*\}/g, ' ');
      if (!/[\u2E80-\u9FFF]/.test(template) || !TELLING.test(fixed)) return [];
      const source = compile(template).source.replaceAll(/[\u2E80-\u9FFF]/g, '\\?');
      return [{ event, wording, rank: 0, template, pattern: new RegExp(`^${source}`) }];
    }),
  );
  for (const candidate of lost) {
    const match = candidate.pattern?.exec(text) ?? null;
    if (match !== null) return completed(candidate, valuesOf(match), beside, depth);
  }
  return null;
}

const NONE: readonly Candidate[] = [];

/** Every wording one of whose anchors stands in the text, in the catalogue's order: what wraps others comes first. */
function candidates(head: string, { find, by }: Index): readonly Candidate[] {
  let found = NONE;
  find.lastIndex = 0;
  for (let hit = find.exec(head); hit !== null; hit = find.exec(head)) {
    const here = by.get(hit[0]) ?? NONE;
    found = found.length === 0 ? here : [...found, ...here].sort((a, b) => a.rank - b.rank);
    find.lastIndex = hit.index + 1;
  }
  return found;
}

function valuesOf(match: RegExpExecArray): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries(match.groups ?? {})) if (value !== undefined) values[name] = value.trim();
  return values;
}

function completed(
  candidate: Candidate,
  found: Record<string, string>,
  beside: { readonly detail?: string | null; readonly hint?: string | null; readonly context?: string | null },
  depth: number,
): Recognised {
  const { wording } = candidate;
  const values: Record<string, string> = { ...wording.values, ...found };
  for (const [templates, texts] of [
    [wording.detail, [beside.detail]],
    [wording.beside, [beside.hint, beside.context, beside.detail]],
  ] as const) {
    const more = first(templates ?? [], texts);
    for (const [name, value] of Object.entries(more)) values[name] ??= value;
  }
  let event = candidate.event;
  const reason = values['reason'];
  if (wording.as !== undefined && reason !== undefined && depth < DEEPEST) {
    // an upstream's message comes with its DETAIL: `ERROR:  requested …\nDETAIL:  This server's history forked …`
    const [text = reason, detail] = decisive(reason).split(/\n\s*(?:DETAIL|详细信息)[:：]\s*/);
    const inner = recognise(text, { detail: detail ?? null }, depth + 1);
    if (inner !== null) {
      event = wording.as[inner.event] ?? event;
      values['cause'] = inner.values['cause'] ?? inner.event;
      for (const [name, value] of Object.entries(inner.values)) values[name] ??= value;
      // The innermost reason is the shortest way to say it: `Connection refused`.
      if (inner.values['reason'] !== undefined) values['reason'] = inner.values['reason'];
    }
    // `Connection refused\n\tIs the server running on that host …?`: libpq's question is no part of the reason.
    values['reason'] = (values['reason'] ?? reason).split('\n')[0]?.trim() ?? '';
  }
  // The catalogue names every event that it derives in `DERIVED`; a test holds it to that.
  return { event: event as ServerEvent, values };
}

const compiled = new Map<string, RegExp>();

/** The values of the first template that fits one of the texts. */
function first(templates: readonly string[], texts: readonly (string | null | undefined)[]): Record<string, string> {
  for (const template of templates.flatMap(alternatives)) {
    let pattern = compiled.get(template);
    if (pattern === undefined) {
      pattern = new RegExp(compile(template).source);
      compiled.set(template, pattern);
    }
    for (const text of texts) {
      const match = text ? pattern.exec(folded(text)) : null;
      if (match !== null) return valuesOf(match);
    }
  }
  return {};
}
