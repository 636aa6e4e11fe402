/** What programs refuse in configuration files, wherever it is told: logs, views, repmgr's own checks, rules that cannot be read. */
import type { Fact, FactOf } from '../core/fact.ts';
import type { EventName } from './events.ts';
import type { FactIndex } from './facts.ts';
import { needsRestart } from './setting-traits.ts';

export interface FileError {
  /** Settings of the server, its access rules, or repmgr.conf. */
  readonly of: 'settings' | 'access' | 'repmgr';
  readonly file: string | null;
  readonly line: number | null;
  /** The parameter that is wrong, where it is one. */
  readonly name: string | null;
  readonly fact: Fact;
  /** The program says so; false where only the text of the file shows it. */
  readonly told: boolean;
  /** The server did not start, it did not merely keep its old values. */
  readonly atStart: boolean;
  /** The file as a whole is of another time: recovery.conf under PostgreSQL 12 and later. */
  readonly outlived: boolean;
  /** A later load, start or call went through. */
  readonly mended: boolean;
}

const SETTINGS: readonly EventName[] = ['reload.syntax-error', 'reload.invalid-value', 'reload.unknown-parameter'];
const ACCESS: readonly EventName[] = ['reload.hba-line-invalid'];
/** Verdicts on a whole file: told only where no line was. */
const WHOLE: readonly EventName[] = [
  'recovery.conf-file-unsupported',
  'reload.rejected',
  'startup.settings-error',
  'reload.hba-rejected',
  'startup.hba-error',
];
const REPMGR: readonly EventName[] = ['config.value-invalid', 'config.syntax-error', 'config.conninfo-invalid'];

/** `setting could not be applied`: of a setting that needs a restart it only says so; of any other that the value is wrong. */
export function isPending(row: FactOf<'setting'>, major: number): boolean {
  return /could not be applied|无法应用|不能应用/.test(row.error ?? '') && needsRestart(row.name, major);
}

export function fileErrors(facts: FactIndex, major: number): readonly FileError[] {
  const found = [...ofMessages(facts), ...ofRows(facts, major), ...ofRules(facts), ...ofRepmgr(facts)];
  return found.sort((a, b) => a.fact.order - b.fact.order);
}

const lineIn = (text: string | null | undefined): number | null => {
  const number = /(?:line|第|行)\s*(\d+)/.exec(text ?? '')?.[1];
  return number === undefined ? null : Number(number);
};

function ofMessages(facts: FactIndex): FileError[] {
  // an ERROR is the answer to a statement that was typed, not a line of a file
  const messages = facts.messages(...SETTINGS, ...ACCESS, ...WHOLE).filter((fact) => fact.program === 'server' && fact.level !== 'error');
  const isWhole = (fact: FactOf<'message'>): boolean => WHOLE.includes(fact.event as EventName);
  const isAccess = (fact: FactOf<'message'>): boolean => /hba/.test(fact.event ?? '');
  const atLines = messages.filter((fact) => !isWhole(fact));
  const wholes = messages.filter(
    (fact) => isWhole(fact) && !atLines.some((one) => isAccess(one) === isAccess(fact) && one.segment === fact.segment),
  );
  return [...atLines, ...wholes].map((fact) => {
    const { values } = fact;
    const context = values['context'];
    return {
      of: isAccess(fact) ? 'access' : 'settings',
      file: values['hbaFile'] ?? /"([^"]+)"/.exec(context ?? '')?.[1] ?? values['file'] ?? null,
      line: Number(values['line'] ?? Number.NaN) || lineIn(context) || lineIn(fact.detail),
      name: values['name'] ?? null,
      fact,
      told: true,
      atStart:
        fact.level === 'fatal' ||
        messages.some((one) => one.segment === fact.segment && one.event?.startsWith('startup.') === true && one.order > fact.order),
      outlived: fact.event === 'recovery.conf-file-unsupported',
      mended: loadedSince(facts, fact, messages),
    };
  });
}

/** A reload or a start behind it in the same text, with no complaint behind that. */
function loadedSince(facts: FactIndex, error: Fact, errors: readonly Fact[]): boolean {
  const loads = facts
    .messages('reload.received', 'startup.ready', 'startup.ready-read-only')
    .filter((fact) => fact.span.source === error.span.source && fact.order > error.order);
  const last = loads.at(-1);
  return last !== undefined && !errors.some((other) => other.span.source === error.span.source && other.order > last.order);
}

/** Rows of pg_file_settings with an error; a later capture without it mends it. */
function ofRows(facts: FactIndex, major: number): FileError[] {
  const rows = facts.of('setting').filter((fact) => fact.via === 'file_settings');
  const last = rows.at(-1);
  const none = facts
    .of('note')
    .filter((fact) => fact.topic === 'no-rows' && fact.values['relation'] === 'pg_file_settings')
    .at(-1);
  return rows
    .filter((row) => row.error !== null && row.error !== '' && !isPending(row, major))
    .map((row) => ({
      of: 'settings',
      file: row.sourceFile,
      line: row.sourceLine,
      name: row.name,
      fact: row,
      told: true,
      atStart: false,
      outlived: false,
      mended: (none !== undefined && none.order > row.order) || (last !== undefined && last.segment !== row.segment),
    }));
}

/** A rule that is in force and fits nobody: no error of the file. */
export const isWithoutSsl = (error: string | null): boolean => /^hostssl record cannot match|^ho(?:st|t)ssl记录无法匹配/.test(error ?? '');

/** Rules of pg_hba_file_rules with an error, and lines of the file that cannot be read. */
function ofRules(facts: FactIndex): FileError[] {
  const rules = facts.of('hba-rule');
  return rules
    .filter((rule) => rule.error !== null && !isWithoutSsl(rule.error))
    .map((rule) => ({
      of: 'access',
      file: null,
      line: null,
      name: null,
      fact: rule,
      told: !/^(?:\S*:)?\s*(?:\d+[:\s])?\s*(?:local|host\w*)\b/.test(rule.excerpt),
      atStart: false,
      outlived: false,
      mended: false,
    }));
}

function ofRepmgr(facts: FactIndex): FileError[] {
  const named = facts.messages(...REPMGR).filter((fact) => fact.level !== 'warning');
  // a repmgrd that was told to read its file anew says only that it could not; where it says more, that is the error
  const retained = facts
    .messages('config.retained')
    .filter((fact) => /unable to parse/.test(fact.text) && !named.some((one) => one.span.source === fact.span.source));
  return [...named, ...retained].map((fact) => ({
    of: 'repmgr',
    file: fact.values['path'] ?? confBefore(facts, fact),
    line: Number(fact.values['line'] ?? Number.NaN) || null,
    name: fact.values['name'] ?? null,
    fact,
    told: true,
    atStart: false,
    outlived: false,
    mended: facts.all.some(
      (later) =>
        later.order > fact.order &&
        later.span.source === fact.span.source &&
        (later.kind === 'cluster-row' || later.kind === 'node-check' || (later.kind === 'message' && later.event === 'config.reloaded')),
    ),
  }));
}

/** The file that repmgr said it uses. */
function confBefore(facts: FactIndex, fact: Fact): string | null {
  const used = facts.messages('config.using-file').filter((one) => one.order < fact.order && one.span.source === fact.span.source);
  return used.at(-1)?.values['path'] ?? null;
}

/** The line of a file that an error is about, where the bundle shows it. */
export function shownLine(facts: FactIndex, error: FileError): FactOf<'setting'> | null {
  const base = (path: string | null): string => path?.split('/').at(-1) ?? '';
  const written = facts.of('setting').filter((fact) => fact.via === 'file' && (error.of === 'repmgr') === (fact.program === 'repmgr'));
  const byName = written.filter((fact) => error.name !== null && fact.name === error.name.toLowerCase());
  const byLine = written.filter((fact) => error.line !== null && fact.sourceLine === error.line && base(fact.file) === base(error.file));
  return byLine.at(-1) ?? byName.at(-1) ?? null;
}
