import type { Fact, FactKind, FactOf } from '../core/fact.ts';
import type { EventName } from './events.ts';

/** Facts by kind, in the order of the bundle. */
export class FactIndex {
  readonly all: readonly Fact[];
  readonly #byKind = new Map<FactKind, Fact[]>();

  constructor(facts: readonly Fact[]) {
    this.all = facts;
    for (const fact of facts) {
      const list = this.#byKind.get(fact.kind);
      if (list === undefined) this.#byKind.set(fact.kind, [fact]);
      else list.push(fact);
    }
  }

  of<K extends FactKind>(kind: K): readonly FactOf<K>[] {
    // The map holds under `kind` only facts of that kind: the constructor puts them there by their own `kind`.
    return (this.#byKind.get(kind) ?? []) as unknown as readonly FactOf<K>[];
  }

  /** Messages of any of these events; every message where none is named. */
  messages(...events: readonly EventName[]): readonly FactOf<'message'>[] {
    const all = this.of('message');
    return events.length === 0 ? all : all.filter((fact) => fact.event !== null && (events as readonly string[]).includes(fact.event));
  }

  /** All rows of a relation, in PostgreSQL's spelling. */
  rows(relation: string): readonly FactOf<'row'>[] {
    return this.of('row').filter((fact) => fact.relation === relation);
  }

  /**
   * The rows of the last capture of a relation: those of the last segment that has any. Null where the relation was never
   * asked; empty where the answer was "no rows".
   */
  lastRows(relation: string): readonly FactOf<'row'>[] | null {
    const rows = this.rows(relation);
    const none = this.of('note').filter((fact) => fact.topic === 'no-rows' && fact.values['relation'] === relation);
    const lastRow = rows.at(-1);
    const lastNone = none.at(-1);
    if (lastRow === undefined) return lastNone === undefined ? null : [];
    if (lastNone !== undefined && lastNone.order > lastRow.order) return [];
    return rows.filter((fact) => fact.segment === lastRow.segment && fact.values !== undefined && sameCapture(fact, lastRow));
  }
}

/** A segment may hold several results of one query (`\watch`): only the rows that directly precede the last belong to it. */
function sameCapture(fact: FactOf<'row'>, last: FactOf<'row'>): boolean {
  return fact.query === last.query;
}

/** A value that the bundle gives, with the fact that gives it; or that it does not give. */
export type Known<T> = { readonly known: true; readonly value: T; readonly fact: Fact } | { readonly known: false };

export const UNKNOWN: { readonly known: false } = { known: false };

export function known<T>(value: T, fact: Fact): Known<T> {
  return { known: true, value, fact };
}
