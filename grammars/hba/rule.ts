import type { HbaRuleBody } from '../../src/core/fact.ts';
import { withMask } from '../kit/netmask.ts';

export const TYPE = /^(?:local|host|hostssl|hostnossl|hostgssenc|hostnogssenc)$/;
/** PostgreSQL 9.6 to 17; KingbaseES adds those of the Chinese standards (scram-sm3, sm3, sm4) and its own. */
export const METHOD =
  /^(?:trust|reject|md5|password|scram-sha-256|scram-sm3|sm3|sm4|gss|sspi|ident|peer|pam|bsd|ldap|radius|cert|oauth|krb5)$/;

const unquoted = (word: string): string => word.trim().replace(/^"(.*)"$/, '$1');
const list = (field: string | undefined): string[] => (field ?? '').match(/(?:"[^"]*"|[^",])+/g)?.map(unquoted) ?? [];

const isAddress = (text: string): boolean => /^\d{1,3}(?:\.\d{1,3}){3}$|^[0-9a-f]*:[0-9a-f:.]+$/i.test(text);

/**
 * A rule as the server reads its fields. What the server would refuse is told in `error`, in its own words: an address without
 * its mask takes the method for the mask.
 */
export function ruleOf(fields: readonly string[]): HbaRuleBody {
  const [type = '', databases, users, ...rest] = fields;
  let address: string | null = null;
  let error: string | null = null;
  if (type !== 'local') {
    const [first, mask] = rest;
    if (first !== undefined && isAddress(first)) {
      if (mask !== undefined && isAddress(mask)) {
        address = withMask(first, mask);
        rest.splice(0, 2);
      } else {
        address = first;
        rest.splice(0, 1);
        error = mask === undefined ? 'end-of-line before netmask specification' : `invalid IP mask "${mask}"`;
      }
    } else address = rest.shift() ?? null;
  }
  const [method, ...options] = rest.map(unquoted);
  if (!TYPE.test(type)) error = `invalid connection type "${type}"`;
  else if (method === undefined) error ??= 'end-of-line before authentication method';
  else if (!METHOD.test(method)) error ??= `invalid authentication method "${method}"`;
  return {
    kind: 'hba-rule',
    type,
    databases: list(databases),
    users: list(users),
    address: address === null ? null : unquoted(address),
    method: method ?? '',
    options: options.length === 0 ? null : options.join(' '),
    error,
  };
}
