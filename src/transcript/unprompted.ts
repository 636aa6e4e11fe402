import type { AnyGrammar, CommandContext } from '../../grammars/kit/grammar.ts';
import { isRootCommand } from '../../grammars/prompt/plausible.ts';
import { commandContext } from '../../grammars/shell/command.ts';
import type { Line, Place } from '../core/source.ts';
import type { Candidates } from './candidates.ts';
import type { LineContext } from './markdown.ts';

const FENCE = /^ {0,3}(?:`{3,}|~{3,})[\w-]*\s*$/;
const NOWHERE: Place = { host: null, user: null, cwd: null, label: null, heading: null };

function shellOf(text: string): 'sh' | 'sql' | null {
  return isRootCommand(text) ? 'sh' : /^(?:select|show)\b.*;?$/i.test(text) ? 'sql' : null;
}

/** A command that no prompt shows. */
export interface Unprompted {
  readonly text: string;
  readonly shell: 'sh' | 'sql';
  /** It stands in the words above a fence that holds its output. */
  readonly above: boolean;
}

/** The command of a line that stands without its prompt, where its output follows; null for anything else. */
export function unprompted(
  line: Line,
  { block }: LineContext,
  top: boolean,
  gap: boolean,
  next: () => readonly string[],
  candidates: Candidates,
): Unprompted | null {
  const above = block === 'prose' ? commandAbove(line, next(), candidates) : null;
  if (above !== null) return { text: above, shell: 'sh', above: true };
  // the first line of a block of code or of a paste
  const first = (top && block === 'code') || (gap && block === 'text');
  const shell = first ? unpromptedShell(line, next(), candidates) : null;
  return shell === null ? null : { text: line.text.trim(), shell, above: false };
}

/** The shell of a command, its output right below. */
function unpromptedShell(line: Line, next: readonly string[], candidates: Candidates): 'sh' | 'sql' | null {
  const text = line.text.trim();
  const shell = shellOf(text);
  if (shell === null) return null;
  const below = next.findIndex((one) => one.trim() !== '');
  const first = next[below];
  if (first === undefined || below > 1) return null;
  const output = { number: line.number + below + 1, text: first };
  const printed = candidates.best(output, next.slice(below + 1));
  if (printed !== null) return shell === 'sql' && !printed.answers(text) ? null : shell;
  return shell === 'sh' && isPrinted(commandContext(text, 'sh'), output, next.slice(below + 1), candidates) ? 'sh' : null;
}

/** A command in the words above a fence that holds its output and nothing else: `repmgr cluster show`, in backticks or behind `$`. */
function commandAbove(line: Line, next: readonly string[], candidates: Candidates): string | null {
  const text = line.text
    .trim()
    .replace(/[:：]$/, '')
    .replace(/^(`+)(.+)\1$/, '$2')
    .replace(/^\$ +/, '')
    .trim();
  if (shellOf(text) !== 'sh') return null;
  const fence = next.findIndex((one) => one.trim() !== '');
  if (fence < 0 || fence > 1 || !FENCE.test(next[fence] ?? '')) return null;
  const first = next[fence + 1];
  if (first === undefined || FENCE.test(first)) return null;
  const output = { number: line.number + fence + 2, text: first };
  return isPrinted(commandContext(text, 'sh'), output, next.slice(fence + 2), candidates) ? text : null;
}

/** Whether a line has the shape of what a command prints. */
function isPrinted(command: CommandContext, line: Line, next: readonly string[], candidates: Candidates): boolean {
  const takes = (grammar: AnyGrammar): boolean =>
    grammar.read({ source: '', place: NOWHERE, command, lead: null, emit: () => undefined }).weigh(line, next) === 'yes';
  return candidates.printed(command).some(takes);
}
