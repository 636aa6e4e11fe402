import type { UnitBody } from '../../src/core/fact.ts';

/** A heading of `kubectl get pods`, `docker ps` and `docker compose ps`: columns by where they begin. */
export interface Columns {
  readonly names: readonly string[];
  readonly starts: readonly number[];
}

export function columnsOf(heading: string): Columns | null {
  const found = [...heading.matchAll(/\S+(?: \S+)*/g)];
  const names = found.map((match) => match[0].toUpperCase());
  const status = names.some((name) => name === 'STATUS' || name === 'STATE');
  return status && names.some((name) => /^NAMES?$/.test(name)) ? { names, starts: found.map((match) => match.index) } : null;
}

/** The cells of a row: words two blanks apart, as many as the heading has; else what stands below each heading. */
function cellsOf({ names, starts }: Columns, line: string): string[] {
  const cells = line.trim().split(/\s{2,}|\t/);
  if (cells.length === names.length) return cells;
  return starts.map((start, index) => line.slice(start, starts[index + 1]).trim());
}

/** What an orchestrator or a container engine says of one container: kubectl's `1/1 Running 3`, docker's `Up 3 days (healthy)`. */
export function containerOf(columns: Columns, line: string): UnitBody | null {
  const cells = cellsOf(columns, line);
  const cell = (pattern: RegExp): string => cells[columns.names.findIndex((name) => pattern.test(name))] ?? '';
  const unit = cell(/^NAMES?$/);
  const status = cell(/^STAT(?:US|E)$/);
  if (!/^[\w.-]+$/.test(unit) || status === '') return null;
  const ready = cell(/^READY$/);
  const [, up, whole] = /^(\d+)\/(\d+)$/.exec(ready) ?? [];
  const runs = /^(?:Running|Up|running)\b/.test(status) && (up === undefined || up === whole) && !/unhealthy/.test(status);
  const restarts = cell(/^RESTARTS$/);
  return {
    kind: 'unit',
    unit,
    active: runs ? 'active' : /^(?:Exited|Error|CrashLoop|Completed|Evicted|OOMKilled|Terminat|Exit)/.test(status) ? 'failed' : 'inactive',
    sub: status,
    enabled: null,
    detail:
      [ready === '' ? '' : `${ready} ready`, restarts === '' ? '' : `${restarts} restarts`].filter((text) => text !== '').join(', ') ||
      null,
  };
}
