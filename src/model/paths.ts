/** What the bundle shows of one path on a node: that it is not there, or who owns it and who may write. */
import type { Entry, FactOf } from '../core/fact.ts';
import type { Node } from './node.ts';

export interface SeenEntry {
  readonly entry: Entry;
  readonly fact: FactOf<'directory'>;
}

/** The entry of a path in the listings of its own directory (`ls -la DIR` shows DIR as `.`) or of the one above; the last word on it. */
export function entryOf(node: Node, path: string): SeenEntry | null {
  const parent = path.replace(/\/[^/]+$/, '') || '/';
  const name = path.slice(path.lastIndexOf('/') + 1);
  const found = node.facts.of('directory').flatMap((fact) => {
    const own = fact.path === path ? '.' : fact.path === parent ? name : null;
    return own === null ? [] : fact.others.filter((entry) => entry.name === own).map((entry) => ({ entry, fact }));
  });
  return found.at(-1) ?? null;
}

/** A program that could not find a path, or a directory above it, as the last word on it: a later listing takes it back. */
export function missingPath(node: Node, path: string): FactOf<'path-error'> | null {
  const error = node.facts
    .of('path-error')
    .filter((fact) => fact.reason === 'missing' && (path === fact.path || path.startsWith(`${fact.path.replace(/\/$/, '')}/`)))
    .at(-1);
  if (error === undefined) return null;
  const listed = node.facts.of('directory').some((fact) => fact.path === path && fact.order > error.order);
  return listed ? null : error;
}

/**
 * Whether a user may write into a directory, by its mode: null where the groups of the user would have to be known.
 * Root may always, and a mode says nothing of a file system that is read-only.
 */
export function mayWrite(entry: Entry, user: string): boolean | null {
  const mode = entry.mode ?? '';
  if (mode.length < 10 || entry.owner === null) return null;
  if (user === 'root') return true;
  if (entry.owner === user) return mode.charAt(2) === 'w';
  if (entry.group === user) return mode.charAt(5) === 'w' || mode.charAt(8) === 'w';
  if (mode.charAt(8) === 'w') return true;
  return mode.charAt(5) === 'w' ? null : false;
}

/** Whether a file may be run by a user who does not own it: null where only its group could tell. */
export function mayRun(entry: Entry): boolean | null {
  const mode = entry.mode ?? '';
  if (mode.length < 10) return null;
  return /x|s/.test(mode.slice(3)) ? null : false;
}
