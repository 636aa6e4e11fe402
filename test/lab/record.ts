/** What the lab has found out, as it is kept in the project: `npm run docs` makes the table and the program's own data of it. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pause } from './cluster/host.ts';
import { FOLDER, isWell, type Result } from './results.ts';

export const RECORD = 'test/lab/results.json';

/** One remedy on one fault, or one lookalike. */
export interface Row {
  readonly fault: string;
  readonly flavour: 'postgresql' | 'kingbasees';
  readonly cause: string | null;
  readonly remedy: string | null;
  readonly steps: number;
  /** Whether the cluster was well afterwards (a lookalike: whether the program kept quiet). */
  readonly well: boolean;
  readonly notRun: string | null;
  readonly lost: number;
  readonly lostWal: number;
  /** What was not as it should be; null where all was. */
  readonly trouble: string | null;
  readonly date: string;
  readonly versions: string;
}

export function rowsOf(result: Result): Row[] {
  const { fault, flavour, lost, lostWal, date, versions } = result;
  const common = { fault, flavour, lost, lostWal, date, versions };
  const [trouble = null] = [...result.misjudged, ...result.ailments];
  if (result.remedies.length === 0) {
    const [cause = null] = result.expect;
    return [{ ...common, cause, remedy: null, steps: 0, well: isWell(result), notRun: result.notRun, trouble }];
  }
  return result.remedies.map((run) => ({
    ...common,
    cause: run.cause,
    remedy: run.remedy,
    steps: run.steps,
    well: run.trouble.length === 0 && result.ailments.length === 0 && result.misjudged.length === 0,
    notRun: null,
    trouble: run.trouble[0] ?? trouble,
  }));
}

export function recorded(): Row[] {
  return existsSync(RECORD) ? (JSON.parse(readFileSync(RECORD, 'utf8')) as Row[]) : [];
}

/** Puts a result in the place of the last one of the same fault; faults that are no more go. */
export function record(result: Result, faults: readonly string[]): void {
  const lock = join(FOLDER, 'record.lock');
  while (!taken(lock)) pause(0.1);
  const others = recorded().filter((row) => row.fault !== result.fault && faults.includes(row.fault));
  const key = (row: Row): string => [row.cause ?? '', row.fault, row.remedy ?? ''].join(' ');
  const rows = [...others, ...rowsOf(result)].sort((a, b) => key(a).localeCompare(key(b)));
  writeFileSync(`${lock}/rows`, `[\n${rows.map((row) => ` ${JSON.stringify(row)}`).join(',\n')}\n]\n`);
  renameSync(`${lock}/rows`, RECORD);
  rmSync(lock, { recursive: true });
}

/** Lanes record side by side. What a lane that was killed has left is taken over. */
function taken(lock: string): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch {
    if (existsSync(lock) && Date.now() - statSync(lock).mtimeMs > 30_000) rmSync(lock, { recursive: true, force: true });
    return false;
  }
}
