import { settingBody } from '../../kit/setting.ts';
import { columns, placeOf, type Relation, type ResultContext, rows, type TableRecord } from './relation.ts';

const ALL = columns(
  'name setting unit category short_desc extra_desc context vartype source min_val max_val enumvals boot_val reset_val sourcefile sourceline pending_restart',
);
const KNOWN = new Set([...ALL, 'current_setting', 'now']);

const truth = (text: string | null | undefined): boolean | null => (text == null ? null : /^(?:t|true|on|yes|1)$/i.test(text));

function readSetting(result: ResultContext, record: TableRecord): void {
  const { name, setting, unit, context, source, sourcefile, sourceline, pending_restart: pending } = record.values;
  const value = setting === undefined ? record.values['current_setting'] : setting;
  if (name == null || value === undefined) {
    rows('pg_settings', result).row(record);
    return;
  }
  result.emit(
    settingBody(name, value, 'pg_settings', {
      unit: unit ?? null,
      context: context === 'kingbase' ? 'postmaster' : (context ?? null),
      source: source ?? null,
      sourceFile: sourcefile ?? null,
      sourceLine: sourceline == null ? null : Number(sourceline),
      pendingRestart: truth(pending),
    }),
    placeOf(record),
  );
}

export const pgSettings: Relation = {
  name: 'pg_settings',
  positions: [ALL],
  freeColumn: 'setting',
  recognises: (heading) => heading.includes('name') && heading.includes('setting') && heading.every((column) => KNOWN.has(column)),
  open: (result) => ({ row: (record) => readSetting(result, record) }),
};

/** psql's `\dconfig` (15 and later). */
export const dconfig: Relation = {
  name: '\\dconfig',
  positions: [],
  freeColumn: 'value',
  recognises: (heading) => /^(?:parameter|参数),(?:value|值)(?:,|$)/.test(heading.join()),
  open: (result) => ({
    row({ values, line, endLine }) {
      const [name, value] = Object.values(values);
      if (name != null) result.emit(settingBody(name, value ?? null, 'show'), { line, endLine });
    },
  }),
};

/** `SHOW ALL`: name, setting, description. */
export const showAll: Relation = {
  name: 'show all',
  positions: [['name', 'setting', 'description']],
  freeColumn: 'setting',
  recognises: (heading) => heading.join() === 'name,setting,description',
  open: (result) => ({
    row: (record) => result.emit(settingBody(record.values['name'] ?? '', record.values['setting'] ?? null, 'show'), placeOf(record)),
  }),
};

export const pgFileSettings: Relation = {
  name: 'pg_file_settings',
  positions: [columns('sourcefile sourceline seqno name setting applied error')],
  freeColumn: 'setting',
  recognises: (heading) =>
    heading.includes('name') &&
    (heading.includes('applied') || heading.includes('seqno') || (heading.includes('error') && heading.includes('sourcefile'))),
  open: (result) => ({
    row(record) {
      const { name, setting, sourcefile, sourceline, applied, error } = record.values;
      if (name == null) return rows('pg_file_settings', result).row(record);
      result.emit(
        settingBody(name, setting ?? null, 'file_settings', {
          sourceFile: sourcefile ?? null,
          sourceLine: sourceline == null ? null : Number(sourceline),
          applied: truth(applied),
          error: error ?? null,
        }),
        placeOf(record),
      );
    },
  }),
};
