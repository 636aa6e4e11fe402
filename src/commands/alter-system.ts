/** ALTER SYSTEM and its way back: a RESET takes out what the file of ALTER SYSTEM says, so where it said something before, that is set again. */
import { MASK } from '../core/secrets.ts';
import type { Node } from '../model/node.ts';
import { literal } from './command.ts';

/** Names whose elements the server quotes one by one: one text `'a, b'` would become one name. */
const LISTS: ReadonlySet<string> = new Set(['shared_preload_libraries', 'session_preload_libraries', 'local_preload_libraries']);

/** `ALTER SYSTEM SET name = 'value'`, as one statement without its semicolon. */
export function alterSystem(name: string, value: string): string {
  const words = LISTS.has(name) ? value.split(',').map((one) => literal(one.trim().replace(/^"(.*)"$/, '$1'))) : [literal(value)];
  return `ALTER SYSTEM SET ${name} = ${words.join(', ')}`;
}

/** What undoes an ALTER SYSTEM SET of these names on a node, for a text of the report: statements without the last semicolon. */
export function takenBack(node: Node | null, ...names: readonly string[]): string {
  return names
    .map((name) => {
      const before = node === null ? undefined : setBefore(node, name);
      // what was struck out of the report cannot be set again from it, and a line break ends a statement in a text
      return before === undefined || (before === '' && LISTS.has(name)) || before.includes(MASK) || /[\r\n`]/.test(before)
        ? `ALTER SYSTEM RESET ${name}`
        : alterSystem(name, before);
    })
    .join('; ');
}

/**
 * The value of the file of ALTER SYSTEM, as its last reading shows it: by a line of it, or as the place where a value in force comes from.
 * What waits for a restart and `(disabled)` are not what stands there.
 */
function setBefore(node: Node, name: string): string | undefined {
  const isOf = (path: string | null): boolean => /\.auto\.conf$/.test(path ?? '');
  const last = node.facts
    .of('setting')
    .filter((one) => one.program === 'server' && one.name === name && one.value !== '(disabled)' && one.pendingRestart !== true)
    .findLast((one) => (one.via === 'file' ? isOf(one.file) : one.sourceFile !== null));
  return last === undefined || (last.via !== 'file' && !isOf(last.sourceFile)) ? undefined : last.value;
}
