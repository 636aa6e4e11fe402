/** Reads sources into facts: one session a source, readings counted, nothing kept but what was learnt. */
import type { AnyGrammar } from '../../grammars/kit/grammar.ts';
import type { Fact } from '../core/fact.ts';
import { byNumber } from '../core/path.ts';
import type { Coverage, Line, NotUnderstood, Problem, Reading, Segment, Source } from '../core/source.ts';
import type { Batch } from './block.ts';
import type { Origin } from './layers/item.ts';
import { Readings } from './readings.ts';
import { Session } from './session.ts';
import type { Sink } from './sink.ts';
import { SourceReader } from './source-reader.ts';

/** One source as the input stage gives it: decoded, line ends regular, control characters resolved. */
export interface DecodedSource {
  readonly path: string;
  /** A folder's name that may name a node. */
  readonly label: string | null;
  /** In order; a whole small text is one batch. */
  readonly batches: AsyncIterable<Batch> | Iterable<Batch>;
  /** What follows is final once the batches have been read. */
  readonly bytes: number;
  readonly encoding: string;
  readonly problems: readonly Problem[];
}

export interface ReadBundle {
  readonly sources: readonly Source[];
  readonly facts: readonly Fact[];
  readonly coverage: Coverage;
  /** Lines of prose written in Chinese, and in all: the report's language follows them. */
  readonly prose: { readonly chinese: number; readonly all: number };
  readonly notUnderstood: readonly NotUnderstood[];
  readonly defects: readonly { readonly where: string; readonly message: string; readonly error: unknown }[];
  /** Values that were struck out of lines. They may stand elsewhere, too; they are never shown. */
  readonly secrets: ReadonlySet<string>;
}

/** Lines not understood that a report lists; more are counted only. */
const LISTED = 2000;

/** Reads every source to its end; `each` sees every line with what became of it. */
export async function readBundle(
  sources: AsyncIterable<DecodedSource> | Iterable<DecodedSource>,
  grammars: readonly AnyGrammar[],
  each?: (source: string, line: Line, reading: Reading) => void,
): Promise<ReadBundle> {
  const reader = new BundleReader(grammars, each);
  for await (const source of sources) {
    const text = reader.open(source.path, source.label);
    for await (const batch of source.batches) text.push(batch);
    text.end(source);
  }
  return reader.end();
}

/** What is learnt of a bundle, source by source. The lines are pushed, so that it does not matter where they come from. */
export class BundleReader {
  readonly #grammars: readonly AnyGrammar[];
  readonly #each: ((source: string, line: Line, reading: Reading) => void) | undefined;
  readonly #facts: Fact[] = [];
  readonly #sources: Source[] = [];
  readonly #notUnderstood: NotUnderstood[] = [];
  readonly #defects: { where: string; message: string; error: unknown }[] = [];
  readonly #coverage = { lines: 0, understood: 0, prose: 0, blank: 0, notUnderstood: 0 };
  readonly #prose = { chinese: 0, all: 0 };
  readonly #secrets = new Set<string>();
  #order = 0;
  #segment = 0;

  constructor(grammars: readonly AnyGrammar[], each?: (source: string, line: Line, reading: Reading) => void) {
    this.#grammars = grammars;
    this.#each = each;
  }

  /** Begins the next source. */
  open(path: string, label: string | null): SourceReader {
    const segments: Segment[] = [];
    const coverage = { lines: 0, understood: 0, prose: 0, blank: 0, notUnderstood: 0 };
    const readings = new Readings(
      (line, reading) => {
        coverage.lines++;
        coverage[reading]++;
        this.#count(line, reading);
        this.#each?.(path, line, reading);
      },
      (lines) => {
        for (const counted of [coverage, this.#coverage]) {
          counted.lines += lines;
          counted.understood += lines;
        }
      },
    );
    const sink: Sink = {
      fact: (fact) => this.#facts.push(fact),
      segment: (segment) => segments.push(segment),
      reading: (line, reading) => readings.add(line, reading),
      notUnderstood: (line) => {
        if (this.#notUnderstood.length < LISTED) this.#notUnderstood.push(line);
      },
      defect: (where, error) => this.#defects.push({ where, message: error instanceof Error ? error.message : String(error), error }),
      nextOrder: () => this.#order++,
      nextSegment: () => this.#segment++,
      secrets: this.#secrets,
    };
    const session = (origin: Origin | null): Session => new Session(path, label, origin, this.#grammars, sink);
    // whoever wants to see every line has none passed over
    const strides = this.#each === undefined;
    return new SourceReader({
      path,
      begin: session,
      readings,
      strides,
      done: (lines, { bytes, encoding, problems }) => {
        segments.sort((a, b) => a.line - b.line);
        this.#sources.push({ path, bytes, encoding, lines, coverage, problems, segments });
      },
    });
  }

  end(): ReadBundle {
    return {
      sources: this.#sources,
      facts: inReadingOrder(this.#facts),
      coverage: this.#coverage,
      prose: this.#prose,
      notUnderstood: this.#notUnderstood,
      defects: this.#defects,
      secrets: this.#secrets,
    };
  }

  #count(line: Line, reading: Reading): void {
    this.#coverage.lines++;
    this.#coverage[reading]++;
    if (reading !== 'prose') return;
    this.#prose.all++;
    if (/[\u3400-\u9fff]/.test(line.text)) this.#prose.chinese++;
  }
}

/**
 * Facts in the order of the text, not of emission: a fold emits a listing at its end, and what was read later must not come
 * before it. Sources are taken by their names: that of a disk or an archive says nothing. `order` is given anew.
 */
function inReadingOrder(facts: readonly Fact[]): Fact[] {
  const sources = [...new Set(facts.map((fact) => fact.span.source))].sort(byNumber);
  const sourceOrder = new Map(sources.map((source, index) => [source, index]));
  const place = (fact: Fact): number => sourceOrder.get(fact.span.source) ?? 0;
  return [...facts]
    .sort((a, b) => place(a) - place(b) || a.span.line - b.span.line || a.order - b.order)
    .map((fact, index) => ({ ...fact, order: index }));
}
