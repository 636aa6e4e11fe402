/** What keeps an input, or a part of it, from being read: said in the coverage table, and the analysis goes on. */
import type { Problem } from '../core/source.ts';
import { texts } from '../core/text.ts';
import { MIB } from './limits.ts';

const said = texts(() => ({
  entries: {
    en: 'more than {limit} files: {left} are not read; give the folder of one node, or an archive of what matters',
    'zh-CN': '文件超过 {limit} 个：有 {left} 个未读取；请指定单个节点的目录，或只打包相关文件',
  },
  members: { en: 'more than {limit} files in all: what follows is not read', 'zh-CN': '文件总数超过 {limit} 个：后续文件未读取' },
  folders: { en: 'folders deeper than {limit} levels: not read', 'zh-CN': '目录嵌套超过 {limit} 层：未读取' },
  nested: { en: 'archives nested deeper than {limit} levels: not opened', 'zh-CN': '压缩包嵌套超过 {limit} 层：未打开' },
  unpacked: { en: 'more than {limit} MiB unpacked in all: what follows is not read', 'zh-CN': '解压总量超过 {limit} MiB：后续内容未读取' },
  member: { en: 'more than {limit} MiB unpacked: read up to there', 'zh-CN': '解压后超过 {limit} MiB：只读到此处' },
  ratio: {
    en: 'unpacks to more than {limit} times its size, as no log does: read up to there',
    'zh-CN': '解压后超过原大小的 {limit} 倍，日志不会如此：只读到此处',
  },
  held: {
    en: 'a zip of more than {limit} MiB inside something else: not opened; give it by itself',
    'zh-CN': '内嵌的 zip 超过 {limit} MiB：未打开；请单独提供',
  },
  window: {
    en: 'needs a window of {size} MiB to unpack, more than {limit}: not opened',
    'zh-CN': '解压所需窗口为 {size} MiB，超过 {limit} MiB：未打开',
  },
  seconds: { en: 'reading took more than {limit} seconds: what follows is not read', 'zh-CN': '读取超过 {limit} 秒：后续内容未读取' },
  line: {
    en: 'lines longer than {limit} KiB: {count}, the first is line {line}; cut there',
    'zh-CN': '有 {count} 行超过 {limit} KiB（首行为第 {line} 行）：已截断',
  },
  nul: {
    en: 'NUL bytes: {count}, the first on line {line}; left out (a crash leaves them, or a log cut by copytruncate)',
    'zh-CN': '含 {count} 个 NUL 字节（首个在第 {line} 行）：已略去（崩溃或 copytruncate 会留下）',
  },
  onlyNul: { en: 'NUL bytes only: nothing to read', 'zh-CN': '全部为 NUL 字节：无内容可读' },
  undecodable: {
    en: 'lines with bytes that no encoding explains: {count}, the first is line {line}',
    'zh-CN': '有 {count} 行含任何编码都无法解释的字节（首行为第 {line} 行）',
  },
  invisible: { en: 'control characters only: nothing that was ever on a screen', 'zh-CN': '全部为控制字符：没有任何可显示内容' },
  damaged: { en: 'damaged ({reason}): read up to there', 'zh-CN': '已损坏（{reason}）：只读到此处' },
  header: {
    en: 'headers that are damaged: {count}; the files behind them are lost, what follows is read',
    'zh-CN': '{count} 个文件头已损坏：其后的文件丢失，后续内容照常读取',
  },
  size: { en: 'the archive says {said} bytes, it holds {real}', 'zh-CN': '压缩包声明为 {said} 字节，实际为 {real} 字节' },
  crc: { en: 'the checksum is wrong: what was read may be damaged', 'zh-CN': '校验和不符：读取的内容可能已损坏' },
  link: { en: 'a link: not followed', 'zh-CN': '链接：未跟随' },
  special: { en: 'a {type}: not read', 'zh-CN': '{type}：未读取' },
  pipe: { en: 'a named pipe: not read; use - for what is piped in', 'zh-CN': '命名管道：未读取；管道输入请用 -' },
  unreadable: { en: 'cannot be read ({reason})', 'zh-CN': '无法读取（{reason}）' },
  encrypted: { en: 'encrypted: unpack it with its password first', 'zh-CN': '已加密：请先用密码解压' },
  method: {
    en: 'compressed by zip method {method}, which is not read: unpack it first',
    'zh-CN': 'zip 压缩方法 {method} 不支持：请先解压',
  },
  packed: { en: 'a {format} archive, which is not read: unpack it first', 'zh-CN': '{format} 压缩包不支持：请先解压' },
  picture: { en: 'a picture ({format}): not read; paste the text instead', 'zh-CN': '图片（{format}）：未读取；请改为粘贴文本' },
  document: { en: 'a document ({format}): not read; save it as plain text', 'zh-CN': '文档（{format}）：未读取；请另存为纯文本' },
  journal: {
    en: 'a binary journal: not read; export it with `journalctl --file` to text',
    'zh-CN': '二进制 journal：未读取；请用 `journalctl --file` 导出为文本',
  },
  binary: { en: 'binary: not read', 'zh-CN': '二进制文件：未读取' },
}));

const limit = (what: Problem['what']): Problem => ({ kind: 'limit', what });
const damaged = (what: Problem['what']): Problem => ({ kind: 'damaged', what });
const notOpened = (what: Problem['what']): Problem => ({ kind: 'not-opened', what });
const mebi = (bytes: number): number => Math.round(bytes / MIB);

/** The problems of an input, each made in one place. */
export const problem = {
  entries: (most: number, left: number): Problem => limit(said.entries({ limit: most, left })),
  members: (most: number): Problem => limit(said.members({ limit: most })),
  folders: (most: number): Problem => limit(said.folders({ limit: most })),
  nested: (most: number): Problem => limit(said.nested({ limit: most })),
  unpacked: (most: number): Problem => limit(said.unpacked({ limit: mebi(most) })),
  member: (most: number): Problem => limit(said.member({ limit: mebi(most) })),
  ratio: (most: number): Problem => limit(said.ratio({ limit: most })),
  held: (most: number): Problem => limit(said.held({ limit: mebi(most) })),
  window: (size: number, most: number): Problem => limit(said.window({ size: mebi(size), limit: mebi(most) })),
  seconds: (most: number): Problem => limit(said.seconds({ limit: most })),
  line: (count: number, most: number, line: number): Problem => limit(said.line({ count, limit: Math.round(most / 1024), line })),
  nul: (count: number, line: number): Problem => damaged(said.nul({ count, line })),
  onlyNul: (): Problem => damaged(said.onlyNul()),
  undecodable: (count: number, line: number): Problem => damaged(said.undecodable({ count, line })),
  invisible: (): Problem => damaged(said.invisible()),
  damaged: (reason: string): Problem => damaged(said.damaged({ reason })),
  header: (count: number): Problem => damaged(said.header({ count })),
  size: (promised: number, real: number): Problem => damaged(said.size({ said: promised, real })),
  crc: (): Problem => damaged(said.crc()),
  link: (): Problem => ({ kind: 'link', what: said.link() }),
  special: (type: string): Problem => notOpened(said.special({ type })),
  pipe: (): Problem => notOpened(said.pipe()),
  unreadable: (reason: string): Problem => notOpened(said.unreadable({ reason })),
  encrypted: (): Problem => notOpened(said.encrypted()),
  method: (method: number): Problem => notOpened(said.method({ method })),
  packed: (format: string): Problem => notOpened(said.packed({ format })),
  picture: (format: string): Problem => notOpened(said.picture({ format })),
  document: (format: string): Problem => notOpened(said.document({ format })),
  journal: (): Problem => notOpened(said.journal()),
  binary: (): Problem => notOpened(said.binary()),
};

/** A limit that was reached while reading: it ends one source, and is no defect. */
export class LimitReached extends Error {
  readonly problem: Problem;

  constructor(reached: Problem) {
    super('limit reached');
    this.problem = reached;
  }
}

/** What an error of reading means to a reader of the report. */
export function problemOf(error: unknown): Problem {
  if (error instanceof LimitReached) return error.problem;
  const code = error instanceof Error && 'code' in error ? String(error.code) : null;
  if (code !== null && /^E[A-Z]+$/.test(code) && 'syscall' in (error as object)) return problem.unreadable(code);
  const message = error instanceof Error ? error.message : String(error);
  return problem.damaged((message.split('\n')[0] ?? '').replace(/\.$/, '').slice(0, 120));
}
