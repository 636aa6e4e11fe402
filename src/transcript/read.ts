/** Reads sources into facts: one session a source, readings counted, nothing kept but what was learnt. */
import type { AnyGrammar } from '../../grammars/kit/grammar.ts';
import type { Fact } from '../core/fact.ts';
import type { Coverage, Line, NotUnderstood, Problem, Reading, Segment, Source } from '../core/source.ts';
import { looksLikeMarkdown, markdownContexts } from './markdown.ts';
import { Session } from './session.ts';

/** Above this a text is read as plain lines, even if its name ends in `.md`: marked needs the whole text at once. */
const MARKDOWN_LIMIT = 8 * 1024 * 1024;

/** One source as the input stage gives it: decoded, line ends regular, control characters resolved. */
export interface DecodedSource {
  readonly path: string;
  /** A folder's name that may name a node. */
  readonly label: string | null;
  readonly bytes: number;
  readonly encoding: string;
  readonly problems: readonly Problem[];
  /** Lines without their ends, in batches; a whole small text is one batch. */
  readonly batches: Iterable<readonly string[]>;
}

export interface ReadBundle {
  readonly sources: readonly Source[];
  readonly facts: readonly Fact[];
  readonly coverage: Coverage;
  /** Lines of prose written in Chinese, and in all: the report's language follows them. */
  readonly prose: { readonly chinese: number; readonly all: number };
  readonly notUnderstood: readonly NotUnderstood[];
  readonly defects: readonly { readonly where: string; readonly message: string; readonly error: unknown }[];
}

/** Lines not understood that a report lists; more are counted only. */
const LISTED = 2000;

export function readBundle(
  sources: Iterable<DecodedSource>,
  grammars: readonly AnyGrammar[],
  each?: (reading: Reading, source: string, line: Line) => void,
): ReadBundle {
  const facts: Fact[] = [];
  const read: Source[] = [];
  const notUnderstood: NotUnderstood[] = [];
  const defects: { where: string; message: string; error: unknown }[] = [];
  const coverage = { lines: 0, understood: 0, prose: 0, blank: 0, notUnderstood: 0 };
  const prose = { chinese: 0, all: 0 };
  let order = 0;
  let segmentId = 0;

  for (const source of sources) {
    const segments: Segment[] = [];
    let number = 0;
    const session = new Session(source.path, source.label, grammars, {
      fact: (fact) => facts.push(fact),
      segment: (segment) => segments.push(segment),
      reading: (path, line, reading) => {
        coverage.lines++;
        coverage[reading]++;
        if (reading === 'prose') {
          prose.all++;
          if (/[\u3400-\u9fff]/.test(line.text)) prose.chinese++;
        }
        each?.(reading, path, line);
      },
      notUnderstood: (line) => {
        if (notUnderstood.length < LISTED) notUnderstood.push(line);
      },
      defect: (where, error) => defects.push({ where, message: error instanceof Error ? error.message : String(error), error }),
      nextOrder: () => order++,
      nextSegment: () => segmentId++,
    });
    let first = true;
    for (const batch of source.batches) {
      const text =
        first && source.bytes <= MARKDOWN_LIMIT && looksLikeMarkdown(source.path, batch.slice(0, 400).join('\n')) ? batch.join('\n') : null;
      const contexts = text === null ? null : markdownContexts(text);
      batch.forEach((content, index) => {
        number++;
        session.push({ number, text: content }, contexts?.[index]);
      });
      first = false;
    }
    session.end();
    segments.sort((a, b) => a.line - b.line);
    read.push({ path: source.path, bytes: source.bytes, encoding: source.encoding, lines: number, problems: source.problems, segments });
  }
  facts.sort((a, b) => a.order - b.order);
  return { sources: read, facts: inReadingOrder(facts), coverage, prose, notUnderstood, defects };
}

/**
 * Facts in the order of the text, not of emission: a fold emits a listing at its end, and what was read later must not come
 * before it. `order` is given anew.
 */
function inReadingOrder(facts: readonly Fact[]): Fact[] {
  const sourceOrder = new Map<string, number>();
  for (const fact of facts) if (!sourceOrder.has(fact.span.source)) sourceOrder.set(fact.span.source, sourceOrder.size);
  const place = (fact: Fact): number => sourceOrder.get(fact.span.source) ?? 0;
  return [...facts]
    .sort((a, b) => place(a) - place(b) || a.span.line - b.span.line || a.order - b.order)
    .map((fact, index) => ({ ...fact, order: index }));
}
