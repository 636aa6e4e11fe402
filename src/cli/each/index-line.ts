import type { Report } from '../../core/report.ts';

/** What `--jsonl` holds of one bundle: one line, flat where it can be, for whatever counts over thousands of them. */
export interface IndexLine {
  readonly schemaVersion: 1;
  /** As it was found: the path, from where the call was made. */
  readonly bundle: string;
  readonly status: 'analysed' | 'nothing-recognised' | 'failed';
  /** The exit code of a call with this bundle alone. */
  readonly exit: number;
  /** Where the report was written, and why there is none. */
  readonly reports: readonly string[];
  readonly error: string | null;
  readonly lang: string | null;
  readonly flavour: string | null;
  readonly version: string | null;
  readonly repmgrVersion: string | null;
  readonly nodes: number;
  /** `YYYY-MM-DD`, the last day that the bundle tells of; null where it names none. */
  readonly day: string | null;
  readonly lines: number;
  readonly notUnderstood: number;
  readonly seconds: number;
  /** Findings in the order of the report; a list of objects of five fields. */
  readonly findings: readonly {
    readonly cause: string;
    readonly node: string | null;
    readonly severity: string;
    readonly confidence: string;
    readonly status: string;
  }[];
}

const NOTHING = {
  reports: [],
  error: null,
  lang: null,
  flavour: null,
  version: null,
  repmgrVersion: null,
  nodes: 0,
  day: null,
  lines: 0,
  notUnderstood: 0,
  findings: [],
} as const;

/** The line of a bundle of which there is no report. */
export function lineWithout(
  bundle: string,
  seconds: number,
  status: 'nothing-recognised' | 'failed',
  exit: number,
  error: string,
): IndexLine {
  return { schemaVersion: 1, bundle, status, exit, ...NOTHING, error, seconds };
}

export function lineOf(bundle: string, seconds: number, exit: number, report: Report, reports: readonly string[]): IndexLine {
  const { cluster, findings, lang } = report;
  return {
    schemaVersion: 1,
    bundle,
    status: 'analysed',
    exit,
    reports,
    error: report.defects[0]?.message ?? null,
    lang,
    flavour: cluster.flavour,
    version: cluster.version,
    repmgrVersion: cluster.repmgrVersion,
    nodes: cluster.nodes.length,
    day: lastDay(report),
    lines: report.bundle.coverage.lines,
    notUnderstood: report.bundle.coverage.notUnderstood,
    seconds,
    findings: findings.map(({ cause, node, severity, confidence, status }) => ({ cause, node, severity, confidence, status })),
  };
}

function lastDay({ timeline, findings, answers }: Report): string | null {
  const told = timeline.map(({ at, atText }) => at ?? atText ?? '');
  const cited = [...findings, ...answers].flatMap(({ evidence }) => evidence.map(({ text }) => text));
  const days = [...told, ...cited].flatMap((text) => text.match(/\b\d{4}-\d\d-\d\d\b/g) ?? []);
  return days.reduce<string | null>((last, day) => (last === null || day > last ? day : last), null);
}
