import { guarded } from '../../grammars/kit/starts.ts';

/** Lines that say where what follows comes from. */

/** What tools and people put around a file's name. */
const FILE_HEAD = guarded(
  /^(?:==> (.+) <==|[-=*#]{3,} ?(?:file|文件)[:：] ?(.+?) ?[-=*#]{3,}|[-=*#]{2,} ?(\S+\.(?:conf|log|txt|csv)) ?[-=*#]{2,})$/,
);
const PATH = guarded(/^(?:\*\*)?((?:[~/]|\.{1,2}\/)?[\w.@/-]+\.(?:conf|auto\.conf|log))(?:\*\*)?[:：]?$/);

/** The file named by `==> hamgr.log <==` of tail, `--- repmgr.conf ---`; '' for a rule of colons; null for every other line. */
export function fileHead(line: string): string | null {
  const text = line.trim();
  if (/^:{5,}$/.test(text)) return '';
  const match = FILE_HEAD.exec(text);
  return match === null ? null : (match[1] ?? match[2] ?? match[3] ?? '');
}

/** A path and nothing else, a colon at most: `/etc/repmgr.conf`, `postgresql.auto.conf:`. */
export function pathAlone(line: string): string | null {
  return PATH.exec(line.trim())?.[1] ?? null;
}

/** The file that a sentence names last: `both nodes' repmgr.conf:`. */
export function fileNamed(text: string | null): string | null {
  const words = text?.match(/[\w./~-]+\.conf\b/g) ?? [];
  return words.at(-1)?.split('/').at(-1) ?? null;
}

/** The title of a Markdown heading, which may be a tool's echo of its own command (`# repmgr cluster show`). */
export function headingTitle(line: string): string | null {
  return /^#{1,4} +(\S.*)$/.exec(line)?.[1] ?? null;
}

/** A tool's echo of the statement it ran: `-- system@test on node1: select …`. */
export function echoedStatement(line: string): { readonly host: string | null; readonly statement: string } | null {
  const match = /^-- (?:(\S+)@(\S+) on (\S+?): )?((?:select|show|table|with)\b.+)$/i.exec(line);
  return match === null ? null : { host: match[3] ?? null, statement: match[4] ?? '' };
}
