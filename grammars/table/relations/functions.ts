import type { VersionBody } from '../../../src/core/fact.ts';
import { settingBody } from '../../kit/setting.ts';
import { columns, isoTime, MOMENTS, type Relation, type ResultContext, rows } from './relation.ts';

/** Functions whose single value is worth a fact; 9.6's `xlog`/`location` names are brought to these before. */
export const FUNCTIONS: ReadonlySet<string> = new Set([
  ...columns(`
    pg_is_in_recovery pg_is_wal_replay_paused pg_get_wal_replay_pause_state pg_current_wal_lsn pg_current_wal_insert_lsn
    pg_current_wal_flush_lsn pg_last_wal_receive_lsn pg_last_wal_replay_lsn pg_last_xact_replay_timestamp pg_walfile_name
    pg_wal_lsn_diff pg_reload_conf pg_switch_wal pg_promote pg_wal_replay_pause pg_wal_replay_resume pg_is_in_backup
    pg_postmaster_start_time pg_conf_load_time pg_drop_replication_slot pg_create_physical_replication_slot
    pg_create_restore_point pg_backup_start_time pg_size_pretty pg_database_size inet_server_addr inet_server_port current_setting
    version now clock_timestamp current_timestamp current_user current_database txid_current_snapshot`),
]);

/** `PostgreSQL 15.18 (Debian …) on x86_64…`, `KingbaseES V008R006C004B0021 on …`, V8R3's `Kingbase V008R003C002B0100 …`. */
export function productVersion(text: string): VersionBody | null {
  const match = /\b(PostgreSQL|Kingbase(?:ES)?) (V\d[0-9A-Z]*|\d[\w.]*)/i.exec(text);
  if (match?.[1] === undefined || match[2] === undefined) return null;
  return { kind: 'version', product: match[1].toLowerCase() === 'postgresql' ? 'postgresql' : 'kingbasees', version: match[2] };
}

function readFunctions(result: ResultContext): ReturnType<Relation['open']> {
  const calls = new Map((result.query?.items ?? []).map((item) => [item.name, item]));
  return {
    row(record) {
      const at = { line: record.line, endLine: record.endLine, ...timeOf(record.values) };
      for (const [column, value] of Object.entries(record.values)) {
        const item = calls.get(column);
        const name = FUNCTIONS.has(column) ? column : (item?.call ?? column);
        const version = name === 'version' && value !== null ? productVersion(value) : null;
        const setting = name === 'current_setting' ? /^'([\w.]+)'/.exec(item?.argument?.trim() ?? '')?.[1] : undefined;
        if (version !== null) result.emit(version, at);
        else if (setting !== undefined) result.emit(settingBody(setting, value, 'show'), at);
        else if (FUNCTIONS.has(name))
          result.emit({ kind: 'row', relation: name, values: { [name]: value }, query: result.query?.text ?? null }, at);
        else rows(null, result).row({ ...record, values: { [column]: value } });
      }
    },
  };
}

function timeOf(values: Readonly<Record<string, string | null>>): { at: string | null; atText: string | null } {
  const moment = Object.entries(values).find(([column, value]) => MOMENTS.has(column) && value !== null)?.[1] ?? null;
  return { at: isoTime(moment), atText: moment };
}

/** Results of `select f(), g()`: each known function becomes a row of its own, named by the function. */
export const functions: Relation = {
  name: 'functions',
  positions: [],
  freeColumn: null,
  recognises: (heading) => heading.length > 0 && heading.every((column) => FUNCTIONS.has(column)),
  open: readFunctions,
};
