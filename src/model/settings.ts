import type { FactOf } from '../core/fact.ts';
import { type Action, actionsOf } from './actions.ts';
import type { FactIndex } from './facts.ts';
import { baseUnit, needsRestart } from './setting-traits.ts';

type SettingFact = FactOf<'setting'>;

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
      readonly fact: SettingFact;
      /** Every word on it, in order. */
      readonly history: readonly SettingFact[];
    }
  | { readonly known: false; readonly name: string };

/** The server's own answers, and repmgr's that asked it. */
const ASKED: readonly SettingFact['via'][] = ['pg_settings', 'show', 'status'];
const WRITTEN: readonly SettingFact['via'][] = ['file', 'file_settings', 'statement', 'installer'];

/** Lines that a product ships and its own tools override elsewhere: seen in a file they say nothing (KingbaseES manual, captures of V8R6). */
const SHIPPED: readonly { readonly file: RegExp; readonly name: string; readonly value: string }[] = [
  { file: /(?:^|\/)kingbase\.conf$/, name: 'archive_command', value: 'exit 0' },
];

const fileOf = (fact: SettingFact): string => fact.file ?? fact.sourceFile ?? fact.span.source;
const baseName = (path: string): string => path.split('/').at(-1) ?? path;

/**
 * Files by how late they are read, the last one wins: postgresql.conf, then what it includes, then postgresql.auto.conf, which
 * ALTER SYSTEM writes; on KingbaseES kingbase.conf, es_rep.conf, kingbase.auto.conf. Negative for a file that nobody reads.
 */
function layer(fact: SettingFact): number {
  if (fact.via === 'statement') return 3;
  if (fact.via === 'installer') return 0;
  const name = baseName(fileOf(fact));
  if (/\.(?:done|sample|bak|orig|old|save|rpmsave|rpmnew|dpkg-\w+)\b|~$|\.conf[._-]?\d{4,}/.test(name)) return -1;
  if (/auto\.conf/.test(name)) return 3;
  if (/es_rep\.conf/.test(name) || /\/conf\.d\//.test(fileOf(fact))) return 2;
  return 1;
}

/**
 * The effective value. What the running server said last outweighs its files, unless the same transcript shows that a file was
 * edited afterwards (or ALTER SYSTEM used) and loaded. Where the server was never asked the latest layer of files counts, within
 * a layer the last line. `(disabled)` is PostgreSQL's display of archive_command while archive_mode is off: the value stays unknown.
 */
export function effectiveSetting(facts: FactIndex, name: string, program: 'server' | 'repmgr' = 'server', major = 15): Setting {
  const history = facts.of('setting').filter((fact) => fact.name === name && fact.program === program && fact.value !== '(disabled)');
  const written = writtenLast(history);
  const found = (fact: SettingFact, how: 'running' | 'file'): Setting => ({ known: true, name, value: fact.value, how, fact, history });
  if (program === 'repmgr') return written === undefined ? { known: false, name } : found(written, 'running');
  const running = runningLast(history);
  if (running !== undefined) {
    if (written !== undefined && wasLoadedAfter(facts, written, running, needsRestart(name, major))) return found(written, 'file');
    return found(running, 'running');
  }
  if (written !== undefined) return found(written, 'file');
  // the control file holds what the primary's WAL was written with: on a standby that is the primary's value
  const control = history.filter((fact) => fact.via === 'control').at(-1);
  return control === undefined ? { known: false, name } : found(control, 'running');
}

/** The last answer of the server; what its log says of a reload counts after it in the same text only, since a log tells the past. */
function runningLast(history: readonly SettingFact[]): SettingFact | undefined {
  const asked = history.filter((fact) => ASKED.includes(fact.via)).at(-1);
  const logged = history.filter((fact) => fact.via === 'log').at(-1);
  if (asked === undefined || logged === undefined) return asked ?? logged;
  return logged.span.source === asked.span.source && logged.order > asked.order ? logged : asked;
}

/** What the files of a node say, whatever runs: of several lines the one that would count. */
export function writtenSetting(facts: FactIndex, name: string): SettingFact | undefined {
  return writtenLast(facts.of('setting').filter((fact) => fact.name === name && fact.program === 'server' && fact.value !== '(disabled)'));
}

function writtenLast(history: readonly SettingFact[]): SettingFact | undefined {
  let best: SettingFact | undefined;
  for (const fact of history) {
    if (!WRITTEN.includes(fact.via) || fact.error !== null || fact.applied === false || layer(fact) < 0) continue;
    const file = fileOf(fact);
    if (SHIPPED.some((line) => line.name === fact.name && line.value === fact.value && line.file.test(file))) continue;
    if (best === undefined || layer(fact) >= layer(best)) best = fact;
  }
  return best;
}

/**
 * Whether the same transcript shows, behind what the server said, that this was written and then loaded: `vi es_rep.conf`, the new
 * line, `sys_ctl reload`. A file that was merely shown later may hold what another layer overrides.
 */
function wasLoadedAfter(facts: FactIndex, written: SettingFact, running: SettingFact, restart: boolean): boolean {
  if (written.span.source !== running.span.source || written.order < running.order) return false;
  const done = facts
    .of('command')
    .filter((fact) => fact.span.source === running.span.source && fact.order > running.order)
    .flatMap((fact) => actionsOf(fact).filter((action) => !action.dryRun));
  const changed = written.via === 'statement' ? written.order : editOf(done, written)?.fact.order;
  if (changed === undefined) return false;
  const loads: readonly Action['kind'][] = restart ? ['restart', 'start'] : ['restart', 'start', 'reload'];
  return done.some((action) => loads.includes(action.kind) && action.fact.order > changed);
}

/** The edit of a file before it was shown. */
function editOf(done: readonly Action[], written: SettingFact): Action | undefined {
  const name = baseName(fileOf(written));
  return done
    .filter((action) => action.kind === 'file-edited' && action.fact.order < written.order && baseName(action.target ?? '') === name)
    .at(-1);
}

/** Whether a boolean setting is on, in any spelling that the server takes. */
export function isOn(value: string): boolean {
  return /^(?:on|true|yes|1|t|y)$/i.test(value);
}

export function isOff(value: string): boolean {
  return /^(?:off|false|no|0|f|n)$/i.test(value);
}

/** A value in one spelling, for comparing what two nodes or a file and a server say: `1GB` and `1024` MB, `yes` and `on`. */
export function normalValue(fact: SettingFact): string {
  const value = fact.value.trim();
  if (/^(?:on|true|yes|t|y)$/i.test(value)) return 'on';
  if (/^(?:off|false|no|f|n)$/i.test(value)) return 'off';
  const number = settingNumber(fact);
  return number === null ? value : String(number);
}

/**
 * A size or time setting in bytes or milliseconds: the number with its unit, the unit that pg_settings gives, or the one that the
 * setting has by itself. Null where it is no number.
 */
export function settingNumber(fact: SettingFact): number | null {
  const match = /^(-?\d+(?:\.\d+)?)\s*([A-Za-z]*)$/.exec(fact.value.trim());
  if (match === null) return null;
  const unit = match[2] || fact.unit || baseUnit(fact.name) || '';
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
