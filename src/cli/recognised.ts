import type { Report } from '../core/report.ts';

/** Why nothing can be said of an input, in one line; null where something in it was recognised. */
export function nothingRecognised(report: Report): string | null {
  if (report.bundle.coverage.understood > 0) return null;
  const { sources } = report.bundle;
  const expected = 'expected outputs of repmgr, psql/ksql, ls of the WAL directory, configuration files or logs';
  if (sources.length === 0) return `no file could be read; ${expected}`;
  const seen = sources.slice(0, 5).map((source) => `${source.path} (${source.lines} lines, ${source.encoding})`);
  const more = sources.length > seen.length ? ` and ${sources.length - seen.length} more` : '';
  return `nothing recognised in ${seen.join(', ')}${more}; ${expected}`;
}
