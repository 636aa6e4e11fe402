import type { FactOf } from '../core/fact.ts';
import type { FactIndex } from './facts.ts';

/** What a setting is on one node, as of the last word on it. */
export type Setting =
  | {
      readonly known: true;
      readonly name: string;
      /** Empty where it is set to nothing. */
      readonly value: string;
      /**
       * `running`: the server itself said so; `file`: only a file or a statement says so, and whether it is in force is open.
       */
      readonly how: 'running' | 'file';
      readonly fact: FactOf<'setting'>;
      /** Every word on it, in order. */
      readonly history: readonly FactOf<'setting'>[];
    }
  | { readonly known: false; readonly name: string };

const RUNNING = ['pg_settings', 'show', 'status', 'log', 'control'];

/** Files by how late they are read: the last one wins (KingbaseES: kingbase.conf, es_rep.conf, kingbase.auto.conf). */
function layer(fact: FactOf<'setting'>): number {
  if (fact.via === 'statement') return 3;
  const file = fact.file ?? fact.span.source;
  if (/auto\.conf/.test(file)) return 2;
  if (/es_rep\.conf/.test(file)) return 1;
  return 0;
}

/**
 * The effective value: what the running server said last; a file counts only where the server was never asked,
 * and there the latest layer wins, within a layer the last line. `(disabled)` is PostgreSQL's display of archive_command
 * while archive_mode is off: the value itself stays unknown.
 */
export function effectiveSetting(facts: FactIndex, name: string, program: 'server' | 'repmgr' = 'server'): Setting {
  const history = facts.of('setting').filter((fact) => fact.name === name && fact.program === program && fact.value !== '(disabled)');
  const running = history.filter((fact) => RUNNING.includes(fact.via)).at(-1);
  if (running !== undefined && program === 'server')
    return { known: true, name, value: running.value, how: 'running', fact: running, history };
  const files = history.filter((fact) => !RUNNING.includes(fact.via) && fact.error === null && fact.applied !== false);
  let best = files[0];
  for (const fact of files) if (best !== undefined && layer(fact) >= layer(best)) best = fact;
  if (best === undefined) return { known: false, name };
  return { known: true, name, value: best.value, how: program === 'repmgr' ? 'running' : 'file', fact: best, history };
}

/** Whether a boolean setting is on, in any spelling that the server takes. */
export function isOn(value: string): boolean {
  return /^(?:on|true|yes|1|t|y)$/i.test(value);
}

/** A size or time setting in bytes or milliseconds: the number with its unit, or the unit that pg_settings gives. Null where it is no number. */
export function settingNumber(fact: FactOf<'setting'>): number | null {
  const match = /^(-?\d+(?:\.\d+)?)\s*([A-Za-z]*)$/.exec(fact.value.trim());
  if (match === null) return null;
  const unit = match[2] || fact.unit || '';
  const prefix = /^(\d+)([A-Za-z]+)$/.exec(unit);
  const factor = UNITS[prefix === null ? unit : (prefix[2] ?? '')] ?? 1;
  return Number(match[1]) * factor * (prefix === null ? 1 : Number(prefix[1]));
}

/** Bytes for sizes, milliseconds for times (PostgreSQL documentation, "Parameter Names and Values"). */
const UNITS: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1024,
  MB: 1024 ** 2,
  GB: 1024 ** 3,
  TB: 1024 ** 4,
  us: 0.001,
  ms: 1,
  s: 1000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};
