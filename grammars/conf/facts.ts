import type { About } from '../../src/core/fact.ts';
import type { Line } from '../../src/core/source.ts';
import type { Claim, Fold, SegmentContext } from '../kit/grammar.ts';
import { settingBody } from '../kit/setting.ts';
import { parsePrompt } from '../prompt/index.ts';
import { fileIn, filesOf, isKnown, isRepmgrParameter, isServerSetting, type Owner, ownerOf } from './files.ts';
import { looksLikeAssignment } from './looks.ts';
import type { AssignmentRow, ConfRow } from './parser.ts';

/** A quote that a wrapped paste left open is looked for on so many further lines. */
const WRAPPED = 4;

interface Held {
  readonly row: AssignmentRow;
  readonly line: number;
  endLine: number;
  value: string;
  open: boolean;
  readonly section: string | null;
  readonly text: string[];
}

/**
 * Lines of one file, or of what `grep` picked from several. Whose settings they are is told by the file's name; without one
 * by the names themselves, which is why they are stated at the end.
 */
export class ConfFold implements Fold<ConfRow> {
  readonly #context: SegmentContext;
  readonly #files: readonly string[];
  /** The file that every line without a name in front comes from; null where nothing tells. */
  readonly #file: string | null;
  readonly #greps: boolean;
  /** Lines had names of files in front. */
  #grepped = false;
  readonly #held: Held[] = [];
  #section: string | null = null;

  constructor(context: SegmentContext) {
    this.#context = context;
    this.#files = filesOf(context.command);
    this.#greps = context.command?.producers.some(({ command }) => /grep$/.test(command.program ?? '')) ?? false;
    this.#file = this.#fileOfSegment();
  }

  #fileOfSegment(): string | null {
    const [only, ...others] = this.#files;
    if (only !== undefined) return others.length === 0 ? this.#absolute(only) : null;
    if (this.#context.command !== null) return null;
    const source = this.#context.source.split(/[/\\]/).at(-1) ?? '';
    return ownerOf(source) === null ? fileIn(this.#context.lead ?? null) : source;
  }

  /** A relative path of a command, below the prompt's directory where that is shown whole. */
  #absolute(path: string): string {
    const { cwd } = this.#context.place;
    return /^[/~$]/.test(path) || cwd === null || !cwd.startsWith('/') ? path : `${cwd.replace(/\/$/, '')}/${path.replace(/^\.\//, '')}`;
  }

  claims(row: ConfRow, line: Line, next: readonly string[]): Claim {
    const last = this.#held.at(-1);
    if (last?.open && this.#closesSoon(last, line, next)) return 'loosely';
    switch (row.row) {
      case 'assignment':
        return this.#claimsAssignment(row);
      case 'comment':
        return this.#claimsComment(line.text, next);
      case 'section':
        return this.#isFile || next.some(looksLikeAssignment) ? 'yes' : 'no';
      case 'include':
        return row.path !== '' && !row.path.includes(' ') ? 'yes' : 'no';
      case 'empty':
        return row.file !== null || row.number !== null ? 'yes' : 'no';
      case 'other':
        return ((this.#greps || this.#grepped) && row.text.trim() === '--') || (this.#isFile && row.file !== null) ? 'loosely' : 'no';
    }
  }

  /** The text is known to be a file's, whatever names it holds. */
  get #isFile(): boolean {
    return this.#file !== null || this.#files.length > 0;
  }

  /** Whether the quote that is open closes on this line or on one of the next, before another assignment. */
  #closesSoon(held: Held, line: Line, next: readonly string[]): boolean {
    for (const text of [line.text, ...next].slice(0, WRAPPED - (line.number - held.line) + 1)) {
      if (looksLikeAssignment(text) || /^\s*#/.test(text)) return false;
      if (text.includes("'")) return true;
    }
    return false;
  }

  #claimsAssignment(row: AssignmentRow): Claim {
    const known = isKnown(row.name);
    // `max_wal_senders = 10 is what I set`: a sentence, unless a file is known to hold it
    if (!this.#isFile && row.file === null && row.quote === 'none' && isServerSetting(row.name) && /\s/.test(row.value)) return 'no';
    if (!row.equals) return this.#isFile && known && isPlainValue(row) ? 'yes' : 'no';
    if (known || row.file !== null || this.#isFile) return 'yes';
    // a name that nobody knows, between lines of a file: a parameter of an extension, of a newer version
    return this.#held.length > 0 && /^[a-z]/.test(row.name) ? 'loosely' : 'no';
  }

  /** A comment belongs to the file; a heading or an echoed command that begins with `#` does not. */
  #claimsComment(text: string, next: readonly string[]): Claim {
    // `# cat repmgr.conf` of root, or a tool's echo of its own command
    if (text.startsWith('#') && parsePrompt(text) !== null) return 'no';
    const follows = next.find((line) => line.trim() !== '' && !/^\s*#/.test(line));
    if (this.#isFile && (follows === undefined || this.#context.command === null)) return 'yes';
    return follows === undefined || looksLikeAssignment(follows) ? 'yes' : 'loosely';
  }

  take(row: ConfRow, line: Line): void {
    this.#grepped ||= 'file' in row && row.file !== null;
    const last = this.#held.at(-1);
    if (last?.open && line.number - last.line <= WRAPPED && !looksLikeAssignment(line.text)) {
      this.#continue(last, line);
      return;
    }
    if (row.row === 'section') this.#section = row.name;
    if (row.row !== 'assignment') return;
    const open = row.closes === 'no' && row.quote !== 'typographic';
    this.#held.push({ row, line: line.number, endLine: line.number, value: row.value, open, section: this.#section, text: [line.text] });
  }

  /** The next piece of a value whose quote is open: a paste that was wrapped. */
  #continue(held: Held, line: Line): void {
    const end = /^((?:[^']|'')*)'/.exec(line.text);
    held.value = `${held.value} ${(end?.[1] ?? line.text).trim()}`;
    held.endLine = line.number;
    held.text.push(line.text);
    held.open = end === null;
  }

  end(): void {
    const main = this.#mainOwner();
    for (const file of this.#perFile()) {
      const about = nodeOf(file);
      for (const held of file) this.#state(held, main, about);
    }
    this.#held.length = 0;
  }

  /** Files that stand in one block, one after the other: a name in front that changes, a node that is named anew. */
  #perFile(): Held[][] {
    const files: Held[][] = [];
    let names = new Set<string>();
    let last: Held | undefined;
    for (const held of this.#held) {
      const name = held.row.name.toLowerCase();
      const anew = /^node_(?:id|name)$/.test(name) && names.has(name);
      if (last === undefined || anew || last.row.file !== held.row.file) {
        files.push([]);
        names = new Set();
      }
      files.at(-1)?.push(held);
      names.add(name);
      last = held;
    }
    return files;
  }

  /** By the names that only one program has. */
  #mainOwner(): Owner | null {
    let server = 0;
    let repmgr = 0;
    for (const { row } of this.#held) {
      const [ofServer, ofRepmgr] = [isServerSetting(row.name), isRepmgrParameter(row.name)];
      if (ofServer && !ofRepmgr) server++;
      if (ofRepmgr && !ofServer) repmgr++;
    }
    return repmgr > server ? 'repmgr' : server > 0 ? 'server' : null;
  }

  #state(held: Held, main: Owner | null, node: About | null): void {
    const { row } = held;
    const file = row.file ?? this.#file;
    const owner = (file === null ? null : ownerOf(file)) ?? this.#ownerByName(row.name, main);
    if (owner === null) return;
    const about = owner === 'repmgr' ? node : null;
    const at = { line: held.line, endLine: held.endLine, excerpt: held.text.join('\n'), about };
    if (owner === 'tool') {
      const values = { file: file ?? '', section: held.section ?? '', name: row.name, value: held.value };
      this.#context.emit({ kind: 'note', topic: 'tool-option', values }, at);
      return;
    }
    this.#context.emit(settingBody(row.name, held.value, 'file', { program: owner, file, sourceLine: row.number }), at);
    const note = (topic: string, values: Record<string, string>): void =>
      this.#context.emit({ kind: 'note', topic, values: { name: row.name.toLowerCase(), program: owner, ...values } }, at);
    if (row.closes === 'typographic' || row.quote === 'typographic') {
      note('typographic-quote', { where: row.quote === 'typographic' ? 'opening' : 'closing', value: held.value });
    } else if (held.open) note('unclosed-quote', { value: held.value });
    if (row.behind !== null) note('text-behind-quote', { value: held.value, behind: row.behind });
    if (row.quote === 'none' && /\s/.test(held.value)) note('unquoted-blanks', { value: held.value });
    if (row.comment !== null && owner === 'repmgr') note('comment-behind-value', { comment: row.comment });
  }

  #ownerByName(name: string, main: Owner | null): Owner | null {
    const [ofServer, ofRepmgr] = [isServerSetting(name), isRepmgrParameter(name)];
    if (ofServer !== ofRepmgr) return ofServer ? 'server' : 'repmgr';
    return ofServer || this.#files.length === 0 ? main : null;
  }
}

/** The node that a repmgr.conf says it belongs to; repmgr 3 called the parameter `node`. */
function nodeOf(file: readonly Held[]): About | null {
  const value = (...names: string[]): string | undefined => file.filter(({ row }) => names.includes(row.name.toLowerCase())).at(-1)?.value;
  const name = value('node_name') || undefined;
  const id = Number(value('node_id', 'node') || Number.NaN);
  if (name === undefined && !Number.isInteger(id)) return null;
  return { ...(name === undefined ? {} : { name }), ...(Number.isInteger(id) ? { id } : {}) };
}

/** One word or one quoted text: `listen_addresses '*'`, `port 5432`. */
function isPlainValue(row: AssignmentRow): boolean {
  return row.value !== '' && (row.quote !== 'none' || !/\s/.test(row.value));
}
