/** What the lab has found out: one file for each fault below `.lab`, and what is kept of it in the project. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RemedyRun } from './remedy.ts';

export interface Result {
  readonly fault: string;
  readonly flavour: 'postgresql' | 'kingbasees';
  readonly expect: readonly string[];
  /** What is wrong with the diagnosis; nothing where it is right. */
  readonly misjudged: readonly string[];
  readonly remedies: readonly RemedyRun[];
  /** Why no remedy was run. */
  readonly notRun: string | null;
  /** What ails the cluster after the remedies, and what a fresh bundle still tells. */
  readonly ailments: readonly string[];
  /** Rows of the canary table that are gone, of those that some node had. */
  readonly lost: number;
  /** Segments that were archived, or waited for it, and are nowhere afterwards. */
  readonly lostWal: number;
  readonly seconds: number;
  readonly date: string;
  readonly versions: string;
  /** Of the program that was judged (`fingerprint`). */
  readonly program: string;
}

export const FOLDER = '.lab';

export const isWell = (result: Result): boolean =>
  result.misjudged.length === 0 && result.ailments.length === 0 && result.remedies.every((run) => run.trouble.length === 0);

const SOURCES: readonly string[] = ['src', 'grammars', 'test/lab'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .filter((name) => /\.(?:ts|sh)$/.test(name) && !name.endsWith('remedies/verified.ts') && !name.startsWith('faults/'))
    .map((name) => readFileSync(join(folder, name), 'latin1')),
);

/** Of the program and of the lab as they were at the start: a result of another state is none. What the results themselves have changed does not count. */
export function fingerprint(fault: string): string {
  const hash = createHash('sha256');
  for (const text of SOURCES) hash.update(text);
  hash.update(readFileSync(`test/lab/faults/${fileOf(fault)}.ts`));
  return hash.digest('hex').slice(0, 12);
}

/** A fault without a file of its own is another one in the dress of KingbaseES. */
export function fileOf(fault: string): string {
  return existsSync(`test/lab/faults/${fault}.ts`) ? fault : fault.replace(/^kes-/, '');
}

export function resultOf(fault: string): Result | null {
  const file = join(FOLDER, fault, 'result.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Result) : null;
}

export function keep(result: Result): void {
  writeFileSync(join(FOLDER, result.fault, 'result.json'), `${JSON.stringify(result, null, 1)}\n`);
}

export function allResults(): Result[] {
  if (!existsSync(FOLDER)) return [];
  return readdirSync(FOLDER)
    .sort()
    .flatMap((fault) => resultOf(fault) ?? []);
}
