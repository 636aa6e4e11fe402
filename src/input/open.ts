/** Opens what the command line names: files, folders, globs, standard input. The only stage that reads from the world. */
import { readFileSync, statSync } from 'node:fs';
import { basename, dirname, relative, resolve } from 'node:path';
import glob from 'fast-glob';
import { UsageError } from '../core/errors.ts';
import type { DecodedSource } from '../transcript/read.ts';
import { decode } from './decode.ts';

export async function* openInputs(inputs: readonly string[]): AsyncGenerator<DecodedSource> {
  for (const input of inputs) {
    if (input === '-') {
      yield sourceOf('stdin', null, readFileSync(0));
      continue;
    }
    let stat: ReturnType<typeof statSync> | null = null;
    try {
      stat = statSync(input);
    } catch {
      const found = glob.sync(input, { dot: true, onlyFiles: true, followSymbolicLinks: false }).sort(byNumber);
      if (found.length === 0) throw new UsageError(`no such file or directory: ${input}`);
      for (const path of found) yield sourceOf(path, labelOf(path), readFileSync(path));
      continue;
    }
    if (stat.isDirectory()) {
      const found = glob.sync('**/*', { cwd: input, dot: true, onlyFiles: true, followSymbolicLinks: false }).sort(byNumber);
      for (const path of found) yield sourceOf(path, labelOf(path), readFileSync(resolve(input, path)));
    } else yield sourceOf(relative(dirname(input), input), null, readFileSync(input));
  }
}

const byNumber = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true });
const labelOf = (path: string): string | null => {
  const parts = dirname(path)
    .split('/')
    .filter((part) => part !== '.' && part !== '');
  return parts.length === 0 ? null : (parts.at(-1) ?? null);
};

function sourceOf(path: string, label: string | null, bytes: Buffer): DecodedSource {
  const decoded = decode(bytes);
  return {
    path,
    label: label ?? (basename(path) === path ? null : labelOf(path)),
    bytes: bytes.length,
    encoding: decoded.encoding,
    problems: [],
    batches: [decoded.lines],
  };
}
