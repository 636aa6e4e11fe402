import { isRootCommand } from '../../grammars/prompt/plausible.ts';
import type { Line } from '../core/source.ts';
import type { Candidates } from './candidates.ts';

/** The shell of a command that stands without its prompt, where its output follows right below; null for anything else. */
export function unpromptedShell(line: Line, next: readonly string[], candidates: Candidates): 'sh' | 'sql' | null {
  const text = line.text.trim();
  const shell = isRootCommand(text) ? 'sh' : /^(?:select|show)\b.*;?$/i.test(text) ? 'sql' : null;
  if (shell === null) return null;
  const below = next.findIndex((one) => one.trim() !== '');
  const first = next[below];
  if (first === undefined || below > 1) return null;
  const printed = candidates.best({ number: line.number + below + 1, text: first }, next.slice(below + 1));
  return printed === null || (shell === 'sql' && !printed.answers(text)) ? null : shell;
}
