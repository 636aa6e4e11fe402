/** What the command line names, as files: folders and globs are searched, links and devices are named and left alone. */
import { type Dirent, readdir, type Stats, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { UsageError } from '../core/errors.ts';
import { byNumber } from '../core/path.ts';
import type { Problem } from '../core/source.ts';
import type { Limits } from './limits.ts';
import { printable } from './names.ts';
import { problem } from './problems.ts';

/** One file to read, or a reason why something is not read. */
export interface Found {
  /** As the report names it. */
  readonly path: string;
  /** Where it is on this machine; null for standard input. */
  readonly file: string | null;
  /** Found in a folder, not named on the command line. */
  readonly searched: boolean;
  readonly problem: Problem | null;
}

/** @throws UsageError where an input does not exist */
export async function findInputs(inputs: readonly string[], limits: Limits): Promise<Found[]> {
  const found: Found[] = [];
  for (const input of inputs) found.push(...(await findInput(input, inputs.length === 1, limits)));
  return found;
}

async function findInput(input: string, alone: boolean, limits: Limits): Promise<readonly Found[]> {
  if (input === '-' || input === '/dev/stdin') return [{ path: 'stdin', file: null, searched: false, problem: null }];
  const stat = statOf(input);
  if (stat?.isDirectory() === true) {
    // several folders are told apart by their names; one folder's name says nothing
    const prefix = alone ? '' : `${basename(resolve(input))}/`;
    return search('**', { cwd: input, prefix, limits });
  }
  if (stat !== null) {
    const path = printable(basename(input));
    const pipe = stat.isFIFO() && !/^\/(?:dev|proc\/self)\/fd\//.test(input);
    const refused = pipe ? problem.pipe() : stat.isFile() || stat.isFIFO() ? null : problem.special('device or socket');
    return [{ path, file: input, searched: false, problem: refused }];
  }
  const matches = await search(input, { cwd: '.', prefix: '', limits });
  if (matches.length === 0) throw new UsageError(`no such file or directory: ${printable(input)}`);
  return matches;
}

function statOf(path: string): Stats | null {
  try {
    return statSync(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw new UsageError(`cannot read ${printable(path)} (${code}); check its permissions`);
  }
}

interface Search {
  readonly cwd: string;
  readonly prefix: string;
  readonly limits: Limits;
}

async function search(pattern: string, { cwd, prefix, limits }: Search): Promise<Found[]> {
  const files: string[] = [];
  const refused: { readonly name: string; readonly problem: Problem }[] = [];
  const folders = new Folders((path, code) => refused.push({ name: inside(path, cwd), problem: problem.unreadable(code) }));
  let seen = 0;
  const { default: glob } = await import('fast-glob');
  const stream = glob.stream(pattern, {
    cwd,
    dot: true,
    onlyFiles: false,
    followSymbolicLinks: false,
    objectMode: true,
    suppressErrors: true,
    // one deeper than is read, so that it can be said
    deep: limits.folderDepth + 1,
    fs: { readdir: folders.readdir as unknown as typeof readdir },
  });
  for await (const item of stream as AsyncIterable<unknown>) {
    const { path, dirent } = item as { path: string; dirent: Dirent };
    if (dirent.isFile()) files.push(path);
    else if (dirent.isDirectory()) {
      if (path.split('/').length > limits.folderDepth) refused.push({ name: path, problem: problem.folders(limits.folderDepth) });
    } else refused.push({ name: path, problem: dirent.isSymbolicLink() ? problem.link() : problem.special(specialName(dirent)) });
    if (++seen >= limits.listed) break;
  }
  files.sort(byNumber);
  const kept = files.filter((path) => path.split('/').length <= limits.folderDepth + 1).slice(0, limits.entries);
  const left = files.length - kept.length;
  const of = (name: string, why: Problem | null): Found => ({
    path: printable(prefix + name),
    file: folders.real(resolve(cwd, name)),
    searched: true,
    problem: why,
  });
  return [
    ...kept.map((path) => of(path, null)),
    ...refused.sort((a, b) => byNumber(a.name, b.name)).map((one) => of(one.name, one.problem)),
    ...(left > 0 && files.length > limits.entries ? [of('…', problem.entries(limits.entries, left))] : []),
  ];
}

const inside = (path: string, cwd: string): string => path.slice(resolve(cwd).length + 1) || '.';

const specialName = (dirent: Dirent): string => (dirent.isFIFO() ? 'named pipe' : dirent.isSocket() ? 'socket' : 'device');

/**
 * `readdir` for fast-glob. Folders that cannot be read, which it passes over, are named; names with a line break, which its
 * patterns never match, are written out.
 */
class Folders {
  readonly #refuse: (path: string, code: string) => void;
  readonly #real = new Map<string, string>();

  constructor(refuse: (path: string, code: string) => void) {
    this.#refuse = refuse;
  }

  /** Where a path as the search names it really is. */
  real(path: string): string {
    if (this.#real.size === 0) return path;
    const folder = dirname(path);
    return this.#real.get(path) ?? (folder === path ? path : join(this.real(folder), basename(path)));
  }

  readonly readdir = (path: string, options: object, done: (error: NodeJS.ErrnoException | null, entries?: Dirent[]) => void): void => {
    const real = this.real(path);
    readdir(real, options as { withFileTypes: true }, (error, entries) => {
      // a folder that is gone, or that a glob only supposes, is no problem
      if (error !== null && error.code !== 'ENOENT') this.#refuse(path, error.code ?? 'error');
      for (const entry of entries ?? []) {
        if (!/[\n\r\u2028\u2029]/.test(entry.name)) continue;
        const shown = printable(entry.name);
        this.#real.set(join(path, shown), join(real, entry.name));
        entry.name = shown;
      }
      done(error, entries);
    });
  };
}
