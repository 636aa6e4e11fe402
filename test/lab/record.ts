/** What the lab has found out, as it is kept in the project: `npm run docs` makes the table and the program's own data of it. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { isWell, type Result } from './results.ts';

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
  readonly date: string;
  readonly versions: string;
}

export function rowsOf(result: Result): Row[] {
  const { fault, flavour, lost, date, versions } = result;
  const common = { fault, flavour, lost, date, versions };
  if (result.remedies.length === 0) {
    const [cause = null] = result.expect;
    return [{ ...common, cause, remedy: null, steps: 0, well: isWell(result), notRun: result.notRun }];
  }
  return result.remedies.map((run) => ({
    ...common,
    cause: run.cause,
    remedy: run.remedy,
    steps: run.steps,
    well: run.trouble.length === 0 && result.ailments.length === 0,
    notRun: null,
  }));
}

export function recorded(): Row[] {
  return existsSync(RECORD) ? (JSON.parse(readFileSync(RECORD, 'utf8')) as Row[]) : [];
}

/** Puts a result in the place of the last one of the same fault; faults that are no more go. */
export function record(result: Result, faults: readonly string[]): void {
  const others = recorded().filter((row) => row.fault !== result.fault && faults.includes(row.fault));
  const key = (row: Row): string => [row.cause ?? '', row.fault, row.remedy ?? ''].join(' ');
  const rows = [...others, ...rowsOf(result)].sort((a, b) => key(a).localeCompare(key(b)));
  writeFileSync(RECORD, `[\n${rows.map((row) => ` ${JSON.stringify(row)}`).join(',\n')}\n]\n`);
}
