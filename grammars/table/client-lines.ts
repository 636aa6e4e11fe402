import type { FactBody, VersionBody } from '../../src/core/fact.ts';
import { settingBody } from '../kit/setting.ts';
import type { ClientRow } from './parser.ts';
import type { Asked } from './query.ts';

/**
 * `psql (15.18 (Debian 15.18-0+deb12u1))`, `psql (15.1, server 14.2)`, `ksql (V8.0)`, `ksql (Kingbase) V008R006C005B0041`.
 * Where client and server differ, the server's version counts.
 */
export function bannerVersion(text: string): VersionBody | null {
  const server = /[,，]\s*(?:server|服务器)\s*(\S+?)\)?(?:\s|$)/i.exec(text)?.[1];
  const match = /^(psql|ksql|gsql) \((?:PostgreSQL\) ?|Kingbase(?:ES)?\)? ?)?(V?\d[\w.]*)/.exec(text);
  const version = server ?? match?.[2];
  if (version === undefined) return null;
  return { kind: 'version', product: text.startsWith('ksql') || /^V\d/.test(version) ? 'kingbasees' : 'postgresql', version };
}

/** A statement that changed a setting, as its tag confirms: `alter system set archive_command = '…'` and `ALTER SYSTEM`. */
function settingChanged(tag: string, asked: Asked): FactBody | null {
  if (tag.trim() !== 'ALTER SYSTEM') return null;
  const statement = asked.statements.find((text) => /^\s*alter\s+system\s+set\b/i.test(text));
  const match = /^\s*alter\s+system\s+set\s+"?([\w.]+)"?\s*(?:=|\bto\b)\s*(.+?)\s*;?\s*$/is.exec(statement ?? '');
  if (match?.[1] === undefined || match[2] === undefined) return null;
  const quoted = /^'(.*)'$/s.exec(match[2]);
  return settingBody(match[1], quoted?.[1]?.replaceAll("''", "'") ?? match[2], 'statement');
}

const CONNECTED: Readonly<Record<string, RegExp>> = {
  database: /(?:database|数据库) ?["“]([^"”]*)["”]/,
  user: /(?:user|用户名?) ?["“]([^"”]*)["”]/,
  host: /(?:on host|主机) ?["“]([^"”]*)["”]/,
  address: /(?:address|地址) ?["“]([^"”]*)["”]/,
  socket: /(?:socket in|套接字) ?["“]([^"”]*)["”]/,
  port: /(?:at port|端口号?) ?["“]([^"”]*)["”]/,
};

/** What a line of the client itself says; null where it says nothing of use. */
export function clientFact(row: ClientRow, asked: Asked): FactBody | null {
  switch (row.row) {
    case 'banner':
      return bannerVersion(row.text);
    case 'license': {
      const type = row.text.replace(/^[^:：]*[:：]\s*/, '').replace(/[.。]\s*$/, '');
      return { kind: 'note', topic: 'license', values: { type } };
    }
    case 'connected': {
      const named = Object.entries(CONNECTED).map(([name, pattern]) => [name, pattern.exec(row.text)?.[1]] as const);
      const values = named.filter((entry): entry is readonly [string, string] => entry[1] !== undefined && entry[1] !== '');
      return { kind: 'note', topic: 'connected', values: Object.fromEntries(values) };
    }
    case 'tag':
      return settingChanged(row.text, asked);
    case 'chatter':
      return null;
  }
}

/** What `\\pset`, `\\set`, `\\encoding` and `\\echo` print: of the client, not of the server. */
export function isMetaAnswer(command: string, text: string): boolean {
  const [, meta, rest = ''] = /^\s*\\(pset|set|encoding|q?echo)\b\s*(.*?)\s*$/s.exec(command) ?? [];
  if (meta === 'pset') return rest === '' && /^[a-z_]+(?: +\S.*| *)$/.test(text);
  if (meta === 'set') return rest === '' && /^[A-Za-z_]\w* = '.*'$/.test(text);
  if (meta === 'encoding') return rest === '' && /^[A-Z][A-Z0-9_]+$/.test(text);
  return meta !== undefined && text.trim() === rest.replace(/^'(.*)'$/, '$1').trim();
}
