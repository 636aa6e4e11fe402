import type { Line } from '../../src/core/source.ts';
import type { Claim, Fold, SegmentContext } from '../kit/grammar.ts';
import { isRootCommand } from '../prompt/plausible.ts';
import type { FieldsRow, HbaRow } from './parser.ts';
import { ruleOf, TYPE } from './rule.ts';

const isIdent = (name: string): boolean => /(?:pg|sys)_ident|ident.*\.conf/.test(name);
const isHba = (name: string): boolean => /hba/.test(name);

/** Rules of one file, or of what `grep` picked from it. Mappings of pg_ident.conf are understood and not stated. */
export class HbaFold implements Fold<HbaRow> {
  readonly #context: SegmentContext;
  /** The file is named: by the command, by its own name. */
  #kind: 'hba' | 'ident' | null;

  constructor(context: SegmentContext) {
    this.#context = context;
    const named =
      context.command === null
        ? [context.source.split('/').at(-1) ?? '', context.lead ?? '']
        : context.command.producers.flatMap(({ command }) => command.args);
    this.#kind = named.some(isHba) ? 'hba' : named.some(isIdent) ? 'ident' : null;
  }

  claims(row: HbaRow, _line: Line, next: readonly string[]): Claim {
    if (row.row === 'other') return row.file === null && row.number === null ? 'no' : 'yes';
    if (row.row === 'fields') return this.#claimsFields(row);
    const follows = next.find((text) => text.trim() !== '' && !/^\s*#/.test(text));
    if (/^#\s*TYPE\s+DATABASE\s+USER/.test(row.text)) return 'yes';
    if (this.#kind !== null)
      return this.#context.command === null || follows === undefined || isRule(follows) || !isRootCommand(row.text.replace(/^\s*#+\s*/, ''))
        ? 'yes'
        : 'loosely';
    return follows !== undefined && isRule(follows) ? 'yes' : 'no';
  }

  #claimsFields({ fields, file }: FieldsRow): Claim {
    if (isRuleOf(fields)) return 'yes';
    if (this.#kind === null && file === null) return 'no';
    if (/^include(?:_if_exists|_dir)?$/.test(fields[0] ?? '')) return fields.length === 2 ? 'yes' : 'no';
    if (this.#kind === 'ident') return fields.length === 3 ? 'yes' : 'no';
    // a rule that breaks off or begins with a slip, in a file of rules
    return /^(?:host|local)/.test(fields[0] ?? '') ? 'yes' : 'no';
  }

  take(row: HbaRow, line: Line): void {
    if (row.row !== 'fields' || this.#kind === 'ident' || !/^(?:host|local)/.test(row.fields[0] ?? '')) return;
    this.#kind = 'hba';
    this.#context.emit(ruleOf(row.fields), { line: line.number });
  }
}

/** Enough fields to be a rule; what is wrong with one is told by the rule. */
function isRuleOf(fields: readonly string[]): boolean {
  return TYPE.test(fields[0] ?? '') && fields.length >= (fields[0] === 'local' ? 4 : 5);
}

/** Whether a line reads like a rule: cheap, for looking ahead. */
export function isRule(line: string): boolean {
  const fields = line
    .replace(/^[^\s:]+\.conf[:-]/, '')
    .replace(/^\s*\d{1,6}[:\t -]/, '')
    .trim()
    .split(/\s+/);
  return isRuleOf(fields) && (fields[0] === 'local' || /[./:]|^(?:all|samehost|samenet)$/.test(fields[3] ?? '') || fields.length === 5);
}
