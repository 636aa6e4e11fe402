import type { Line } from '../../src/core/source.ts';
import type { Claim, Fold, SegmentContext } from '../kit/grammar.ts';
import { clientFact, isMetaAnswer } from './client-lines.ts';
import { layoutOf } from './layout.ts';
import { Messages } from './messages.ts';
import { isFoot, isRule, isTitle, mayOpen, type Opening, openingOf } from './openings.ts';
import type { TableRow } from './parser.ts';
import { type Asked, askedBy, columnsOfQuery, isStatement, postgresName, type Query, queryOf } from './query.ts';
import { columnName, noRows, Result } from './result.ts';
import { AlignedShape } from './shapes/aligned.ts';
import { ExpandedShape } from './shapes/expanded.ts';
import { HtmlShape } from './shapes/html.ts';
import { SeparatedShape } from './shapes/separated.ts';
import type { Plan, Shape } from './shapes/shape.ts';

export class TableFold implements Fold<TableRow> {
  readonly #context: SegmentContext;
  #asked: Asked;
  /** What `\d NAME` prints goes on below the columns. */
  #describes: boolean;
  readonly #messages: Messages;
  #shape: Shape | null = null;
  /** Lines that still belong to the head of the open table: the rule, the rest of a wrapped heading. */
  #head = 0;
  #results = 0;
  #plan: { readonly line: number; readonly plan: Plan } | null = null;
  #lastLine = 1;
  /** Whether a line has been taken: a tag (`SET`, `BEGIN`) is the client's only behind another line of its own. */
  #begun = false;

  constructor(context: SegmentContext) {
    this.#context = context;
    this.#asked = askedBy(context.command);
    this.#describes = /\\d/.test(context.command?.text ?? '');
    this.#messages = new Messages((body, at) => context.emit(body, at));
  }

  claims(row: TableRow, line: Line, next: readonly string[]): Claim {
    const plan = this.#weigh(row, line, next);
    this.#plan = plan === null ? null : { line: line.number, plan };
    return plan?.claim ?? 'no';
  }

  take(_row: TableRow, line: Line): void {
    if (this.#plan?.line === line.number) this.#plan.plan.act();
    this.#plan = null;
    this.#lastLine = line.number;
    this.#begun = true;
  }

  end(): void {
    this.#messages.flush();
    this.#close(null, this.#lastLine);
  }

  #weigh(row: TableRow, line: Line, next: readonly string[]): Plan | null {
    if (this.#head > 0) {
      return {
        claim: 'yes',
        act: () => {
          this.#head--;
        },
      };
    }
    const message = this.#messages.weigh(row, line, next, this.#asked.client);
    if (message !== null) return message;
    switch (row.row) {
      case 'rowCount':
        return this.#does(() => this.#footer(row.count, line.number));
      case 'joinedHeading':
        return this.#does(() =>
          this.#begin(
            {
              is: 'aligned',
              columns: [columnName(row.heading)],
              layout: layoutOf(line.text.replace(/^.*? (?=-)/, '')),
              escaped: false,
              skip: 0,
              wrap: null,
            },
            row,
            line,
            next,
          ),
        );
      case 'banner':
      case 'license':
      case 'connected':
      case 'chatter':
        return this.#does(() => {
          const fact = clientFact(row, this.#asked);
          if (fact !== null) this.#context.emit(fact, { line: line.number });
        });
      case 'tag':
        if (this.#shape !== null || !(this.#asked.client || this.#begun)) break;
        return this.#does(() => {
          const fact = clientFact(row, this.#asked);
          if (fact !== null) this.#context.emit(fact, { line: line.number });
        });
      default:
    }
    if (isMetaAnswer(this.#context.command?.text ?? '', line.text)) return this.#does(() => undefined);
    if (this.#asked.client && this.#isEcho(line.text)) return this.#does(() => this.#echo(line));
    // around what `\d` lists
    const title = isTitle(line.text, next);
    if (title || (this.#describes && isFoot(line.text)))
      return this.#does(() => {
        this.#describes ||= title;
        this.#close(null, line.number);
      });
    return this.#noEvents(row, line) ?? this.#rowOrOpening(row, line, next);
  }

  /** A statement that psql shows before its result (`-a`, `-e`). */
  #isEcho(text: string): boolean {
    const { statement, statements } = this.#asked;
    const plain = (one: string): string => one.trim().replace(/;+$/, '').replace(/\s+/g, ' ');
    const told = plain(text);
    if (statements.length > 0)
      return told.length > 4 && (statements.some((one) => plain(one) === told) || plain(statements.join('; ')) === told);
    return !statement && /;\s*$/.test(text) && isStatement(text) && !/[|│]/.test(text);
  }

  #echo(line: Line): void {
    this.#close(null, line.number);
    const query = this.#asked.statements.length > 0 ? null : queryOf(line.text);
    if (query !== null) this.#asked = { ...this.#asked, queries: [...this.#asked.queries.slice(0, this.#results), query] };
  }

  /** `repmgr cluster event` without a row. */
  #noEvents(row: TableRow, line: Line): Plan | null {
    if (row.row !== 'other' || !/^no matching events found/.test(line.text)) return null;
    return this.#does(() => this.#context.emit(noRows('repmgr.events', null), { line: line.number }));
  }

  /** A new table's heading goes before a row of the open one: it is followed by its rule. */
  #rowOrOpening(row: TableRow, line: Line, next: readonly string[]): Plan | null {
    const shape = this.#shape?.done === true ? null : this.#shape;
    const [after = '', behind = ''] = next.filter((text) => text.trim() !== '');
    const own =
      isRule(after) &&
      ((shape instanceof AlignedShape && shape.framed) || (shape instanceof ExpandedShape && shape.keeps(line.text, behind)));
    if (shape !== null && !own && mayOpen(line.text, next)) {
      const opening = this.#opening(line, next);
      const other = !(shape instanceof ExpandedShape) && (opening?.is === 'expanded' || opening?.is === 'rule');
      if (opening !== null && (opening.is === 'aligned' || other)) return this.#does(() => this.#begin(opening, row, line, next));
    }
    const heading = shape instanceof SeparatedShape ? this.#nextHeading(line, shape) : null;
    if (heading !== null) return this.#does(() => this.#begin(heading, row, line, next));
    const plan = shape?.weigh(row, line, next) ?? null;
    if (plan !== null) return { claim: plan.claim, act: () => this.#afterMessages(() => plan.act()) };
    const opening = this.#opening(line, next);
    return opening === null ? null : this.#does(() => this.#begin(opening, row, line, next));
  }

  /** csv divides the results of several statements by nothing: the columns of the next one are its heading. */
  #nextHeading(line: Line, shape: SeparatedShape): Opening | null {
    const { queries, options } = this.#asked;
    if (queries.length < 2 || options.tuplesOnly) return null;
    const separator = options.csv ? ',' : shape.separator;
    const columns = line.text.split(separator).map(columnName);
    const named = queries.slice(this.#results + 1).some((query) => columnsOfQuery(query)?.join() === columns.join());
    return named ? { is: 'separated', columns, separator, heading: true, relation: null } : null;
  }

  #does(act: () => void): Plan {
    return { claim: 'yes', act: () => this.#afterMessages(act) };
  }

  #afterMessages(act: () => void): void {
    this.#messages.flush();
    act();
  }

  #opening(line: Line, next: readonly string[]): Opening | null {
    return openingOf(line.text, next, this.#asked, this.#query(null));
  }

  /**
   * The query of a result: the only one, or the one in turn; of several the first whose columns are those printed, since
   * statements that fail or print no rows are passed over.
   * @param columns the heading; null: the query whose rows may come without one, as long as there is one left
   */
  #query(columns: readonly string[] | null, turn = this.#results + (this.#shape === null ? 0 : 1)): Query | null {
    const { queries, repmgr } = this.#asked;
    if (repmgr !== null && queries.length === 0)
      return { text: repmgr.view, relation: null, argument: null, items: [], shows: null, pattern: null };
    if (columns === null) return queries[turn] ?? null;
    const inTurn = queries.slice(Math.min(turn, Math.max(queries.length - 1, 0)));
    const wanted = columns.join();
    return inTurn.find((query) => columnsOfQuery(query)?.join() === wanted) ?? inTurn[0] ?? null;
  }

  #begin(opening: Opening, row: TableRow, line: Line, next: readonly string[]): void {
    this.#close(null, line.number);
    const emit = this.#context.emit.bind(this.#context);
    // an expanded result is opened when its first record has ended
    const turn = this.#results;
    const result = (columns: readonly string[]): Result => new Result(columns, this.#query(columns, turn), emit, line.number);
    switch (opening.is) {
      case 'aligned':
        this.#shape = new AlignedShape(result(opening.columns), opening.layout, opening.escaped, opening.wrap);
        this.#head = opening.skip;
        return;
      case 'rows':
        this.#shape = new AlignedShape(
          result(opening.columns),
          opening.framed ? { style: 'bars', framed: true, separators: [], width: 0 } : null,
          opening.escaped,
          null,
        );
        break;
      case 'separated': {
        const { columns, relation } = opening;
        const opened = relation === null ? result(columns) : new Result(columns, this.#query(columns), emit, line.number, relation);
        this.#shape = new SeparatedShape(opened, opening.separator, !opening.heading, opening.told === true);
        if (opening.heading) return;
        break;
      }
      case 'expanded':
        this.#shape = new ExpandedShape(result, columnName, line.text.startsWith('*'));
        break;
      case 'html':
        this.#shape = new HtmlShape(result, columnName);
        break;
      case 'pairs': {
        const pairs = new ExpandedShape(result, columnName, false, this.#asked.options.csv);
        pairs.start(line.number);
        this.#shape = pairs;
        break;
      }
      case 'rule':
        return;
    }
    this.#shape.weigh(row, line, next)?.act();
  }

  /** `-t` prints neither headings nor footers: a blank line divides the results of several statements. */
  blank(line: Line): void {
    const { expanded, unaligned, tuplesOnly } = this.#asked.options;
    if (expanded && (unaligned || tuplesOnly) && this.#shape instanceof ExpandedShape) this.#shape.start(line.number + 1);
    if (this.#shape instanceof SeparatedShape && this.#asked.options.tuplesOnly && this.#asked.queries.length > 1)
      this.#close(null, this.#lastLine);
  }

  #footer(count: number, line: number): void {
    if (this.#shape === null && count === 0) this.#context.emit(noRows(this.#askedRelation(), this.#query(null)), { line });
    if (this.#shape === null) this.#results++;
    this.#close(count, line);
  }

  /** Without heading and query the file's name may tell: `node1/pg_stat_wal_receiver.txt` holds nothing but `(0 rows)`. */
  #askedRelation(): string | null {
    const file = /(?:pg|sys)_(?:stat|replication|file|hba|settings)\w*/.exec(this.#context.source.split(/[/\\]/).at(-1) ?? '');
    return this.#query(null)?.relation ?? (file === null ? null : postgresName(file[0]));
  }

  #close(count: number | null, line: number): void {
    const shape = this.#shape;
    this.#shape = null;
    this.#head = 0;
    if (shape === null) return;
    shape.close(count, line);
    this.#results++;
  }
}

export const tableFold = (context: SegmentContext): Fold<TableRow> => {
  const fold = new TableFold(context);
  return {
    claims: (row, line, next) => fold.claims(row, line, next),
    take: (row, line) => fold.take(row, line),
    blank: (line) => fold.blank(line),
    end: () => fold.end(),
  };
};
