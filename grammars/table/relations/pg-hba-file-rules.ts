import { columns, placeOf, type Relation, rows } from './relation.ts';

/** `{all,"my db"}`: a text array as psql prints it. */
export function arrayOf(text: string | null | undefined): string[] {
  const inner = /^\{(.*)\}$/.exec(text ?? '')?.[1];
  if (inner === undefined) return text == null ? [] : [text];
  return [...inner.matchAll(/"((?:[^"\\]|\\.)*)"|([^,]+)/g)].map((match) => (match[1] ?? match[2] ?? '').replace(/\\(.)/g, '$1'));
}

/** `127.0.0.1` and `255.255.255.255` as the file has them, `127.0.0.1/32`; a mask with holes stays beside its address. */
export function withMask(address: string, netmask: string | null | undefined): string {
  if (netmask == null) return address;
  const parts = netmask.includes(':') ? ipv6Groups(netmask) : netmask.split('.').map((part) => Number(part).toString(2).padStart(8, '0'));
  const bits = /^(1*)0*$/.exec(parts.join(''));
  return bits === null ? `${address} ${netmask}` : `${address}/${bits[1]?.length ?? 0}`;
}

function ipv6Groups(mask: string): string[] {
  const [before = '', after] = mask.split('::');
  const head = before === '' ? [] : before.split(':');
  const tail = after === undefined || after === '' ? [] : after.split(':');
  const zeros = after === undefined ? [] : new Array<string>(Math.max(8 - head.length - tail.length, 0)).fill('0');
  return [...head, ...zeros, ...tail].map((group) => Number.parseInt(group, 16).toString(2).padStart(16, '0'));
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
