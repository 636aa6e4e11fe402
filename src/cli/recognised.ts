import type { Report } from '../core/report.ts';

type Source = Report['bundle']['sources'][number];

const EXPECTED = 'expected outputs of repmgr, psql/ksql, ls of the WAL directory, configuration files or logs';
/** Files, and groups of files, that are named. */
const NAMED = 5;

/** Why nothing can be said of an input, in one line; null where something in it was recognised. */
export function nothingRecognised(report: Report): string | null {
  if (report.bundle.coverage.understood > 0) return null;
  const { sources } = report.bundle;
  if (sources.length === 0) return `no file could be read; ${EXPECTED}`;
  // files of one fate are told together: a folder of screenshots is one remark
  const fates = new Map<string, string[]>();
  for (const source of sources) fates.set(fateOf(source), [...(fates.get(fateOf(source)) ?? []), source.path]);
  const seen = [...fates]
    .slice(0, NAMED)
    .map(([fate, paths]) => (paths.length === 1 ? `${paths[0]} (${fate})` : `${paths.length} files (${fate}), ${some(paths)}`));
  const more = fates.size > seen.length ? ' and others' : '';
  return `nothing recognised in ${seen.join('; ')}${more}; ${EXPECTED}`;
}

function fateOf(source: Source): string {
  const problems = source.problems.map((problem) => problem.what);
  if (problems.length > 0) return problems.join('; ');
  if (source.lines === 0) return 'empty';
  return `${source.lines} ${source.lines === 1 ? 'line' : 'lines'}, ${source.encoding}`;
}

const some = (paths: readonly string[]): string => `${paths.slice(0, NAMED).join(', ')}${paths.length > NAMED ? ', …' : ''}`;
