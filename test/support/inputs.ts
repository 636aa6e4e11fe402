import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fill } from '../../src/core/text.ts';
import { LIMITS, type Limits } from '../../src/input/limits.ts';
import { openInputs } from '../../src/input/open.ts';

/** A folder of its own for one test, gone afterwards. */
export async function inFolder<T>(files: Readonly<Record<string, string | Buffer>>, run: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'repmgr-doctor-'));
  try {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), content);
    }
    return await run(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export interface Opened {
  readonly path: string;
  readonly label: string | null;
  readonly encoding: string;
  readonly bytes: number;
  readonly lines: readonly string[];
  readonly problems: readonly string[];
}

/** Everything that the input stage gives for these inputs. */
export async function opened(inputs: readonly string[], limits: Partial<Limits> = {}): Promise<Opened[]> {
  const all: Opened[] = [];
  for await (const source of openInputs(inputs, { ...LIMITS, ...limits })) {
    const lines: string[] = [];
    for await (const batch of source.batches) for (const line of batch) lines.push(line);
    all.push({
      path: source.path,
      label: source.label,
      encoding: source.encoding,
      bytes: source.bytes,
      lines,
      problems: source.problems.map((problem) => `${problem.kind}: ${fill(problem.what, 'en')}`),
    });
  }
  return all;
}

/** The same for files that exist for the test only. */
export const openedFiles = (files: Readonly<Record<string, string | Buffer>>, limits: Partial<Limits> = {}): Promise<Opened[]> =>
  inFolder(files, (folder) => opened([folder], limits));
