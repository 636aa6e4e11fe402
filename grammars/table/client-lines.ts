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
      const quoted = [...row.text.matchAll(/["“]([^"”]*)["”]/g)].map((match) => match[1] ?? '');
      // English names the database first, Chinese (`您现在以用户名"system"连接到数据库"kingbase"`) the user.
      const chinese = /^您现在以用户/.test(row.text);
      const database = quoted[chinese ? 1 : 0];
      const user = quoted[chinese ? 0 : 1];
      return { kind: 'note', topic: 'connected', values: { ...(database ? { database } : {}), ...(user ? { user } : {}) } };
    }
    case 'tag':
      return settingChanged(row.text, asked);
    case 'chatter':
      return null;
  }
}
