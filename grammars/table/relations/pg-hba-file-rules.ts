import { withMask } from '../../kit/netmask.ts';
import { columns, placeOf, type Relation, rows } from './relation.ts';

/** `{all,"my db"}`: a text array as psql prints it. */
export function arrayOf(text: string | null | undefined): string[] {
  const inner = /^\{(.*)\}$/.exec(text ?? '')?.[1];
  if (inner === undefined) return text == null ? [] : [text];
  return [...inner.matchAll(/"((?:[^"\\]|\\.)*)"|([^,]+)/g)].map((match) => (match[1] ?? match[2] ?? '').replace(/\\(.)/g, '$1'));
}

const KNOWN = columns('rule_number file_name line_number type database user_name address netmask auth_method options error');

export const pgHbaFileRules: Relation = {
  name: 'pg_hba_file_rules',
  positions: [KNOWN, columns('line_number type database user_name address netmask auth_method options error')],
  freeColumn: 'error',
  recognises: (heading) => heading.includes('auth_method') && heading.every((column) => KNOWN.includes(column)),
  open: (result) => ({
    row(record) {
      const { type, database, user_name: user, address, netmask, auth_method: method, options, error } = record.values;
      if (method === undefined || (method === null && error == null)) return rows('pg_hba_file_rules', result).row(record);
      result.emit(
        {
          kind: 'hba-rule',
          type: type ?? '',
          databases: arrayOf(database),
          users: arrayOf(user),
          address: address == null ? null : withMask(address, netmask),
          method: method ?? '',
          options: options ?? null,
          error: error ?? null,
        },
        placeOf(record),
      );
    },
  }),
};
