import type { AnyGrammar, CommandContext, Reader } from '../../grammars/kit/grammar.ts';
import type { FactBody } from '../core/fact.ts';
import type { Prompt } from '../core/shell.ts';
import type { Line, Place, Segment } from '../core/source.ts';

/** The segment that is being read. */
export interface Open {
  readonly id: number;
  readonly grammar: AnyGrammar | null;
  readonly reader: Reader | null;
  readonly first: number;
  last: number;
  understood: number;
  readonly command: string | null;
  readonly place: Place;
}

/** Gives it the line that it weighed last. */
export function accept(open: Open, line: Line): void {
  open.reader?.accept();
  if (line.number > open.last || open.understood === 0) open.understood++;
  open.last = line.number;
}

/** What would have been understood where a line was not. */
export function wanted(open: Open | null, expected: AnyGrammar | null, command: CommandContext | null): string | null {
  if (open?.grammar) return open.reader?.expected == null ? open.grammar.kind : `${open.grammar.kind}: ${open.reader.expected}`;
  return expected === null ? null : `${expected.kind}, as ${command?.text.slice(0, 60) ?? 'the name says'}`;
}

/** What is told of it when it has been read. */
export function segmentOf(open: Open, source: string): Segment {
  const { id, grammar, command, place, first, last, understood } = open;
  return { id, kind: grammar?.kind ?? 'unknown', command, place, capturedAt: null, source, line: first, endLine: last, understood };
}

/** Where a shell's prompt stands: what it leaves out is as before, but for the directory. */
export function placeOf({ host, user, cwd }: Prompt, before: Place): Place {
  return { ...before, host: host ?? before.host, user: user ?? before.user, cwd };
}

/** A command that stands behind a prompt. */
export function typed({ script }: CommandContext, shell: 'sh' | 'sql', text: string, { user, cwd }: Place): FactBody {
  return { kind: 'command', shell, text, script, via: 'prompt', user, cwd };
}
