import type { CommandBody } from '../../src/core/fact.ts';
import type { SegmentContext } from '../kit/grammar.ts';
import { messageBody } from '../kit/message.ts';
import { parseShell, quoteForShell } from '../shell/index.ts';
import type { ToolRow } from './parser.ts';

/** What one run of pg_archivecleanup said with `-d`: what it keeps, and how many files it removed. */
export class Cleanup {
  readonly tool: string;
  readonly directory: string;
  readonly oldest: string;
  readonly #begun: number;
  readonly #kept: string;
  #removed: { readonly path: string; readonly line: number; count: number } | null = null;
  #last: number;

  constructor(tool: string, path: string, line: number) {
    const slash = path.lastIndexOf('/');
    this.tool = tool;
    this.directory = slash < 0 ? '.' : path.slice(0, slash) || '/';
    this.oldest = path.slice(slash + 1);
    this.#begun = line;
    this.#kept = path;
    this.#last = line;
  }

  remove(path: string, line: number): void {
    this.#removed ??= { path, line, count: 0 };
    this.#removed.count++;
    this.#last = line;
  }

  /** @param shown the command itself stands above */
  emit(context: SegmentContext, shown: boolean): void {
    const removed = this.#removed;
    const at = { line: this.#begun, endLine: this.#last };
    // below an archive it is most often the server itself that cleans
    if (removed !== null && !shown && /(?:^|\/)(?:pg|sys)_(?:wal|xlog)$/.test(this.directory)) context.emit(this.#command, at);
    const event = removed === null ? 'archivecleanup.keeping' : 'archivecleanup.removing';
    const text = removed === null ? `keeping WAL file "${this.#kept}" and later` : `removing file "${removed.path}"`;
    const values = { path: removed?.path ?? this.#kept, tool: this.tool, oldest: this.oldest };
    const body = messageBody({ program: 'tool', level: 'info', text, event, values }, removed?.line ?? this.#begun);
    context.emit({ ...body, count: removed?.count ?? 1, lastLine: this.#last }, at);
  }

  /** The run as a command: nothing else prints these lines. */
  get #command(): CommandBody {
    const text = `${this.tool} -d ${quoteForShell(this.directory)} ${quoteForShell(this.oldest)}`;
    return { kind: 'command', shell: 'sh', text, script: parseShell(text), via: 'prompt', user: null, cwd: null };
  }
}

const KEEPS = /^(?:keeping|keep) WAL file "(.+)" and later$/;
const REMOVES = /^(?:removing file "|正在删除文件 ?")(.+)"$/;

/** The oldest file that is kept, as the first line of a run names it. */
export const keptBy = (row: ToolRow): string | null =>
  /archivecleanup$/.test(row.tool ?? '') ? (KEEPS.exec(row.text)?.[1] ?? null) : null;
export const removedBy = (row: ToolRow): string | null =>
  /archivecleanup$/.test(row.tool ?? '') ? (REMOVES.exec(row.text)?.[1] ?? null) : null;
