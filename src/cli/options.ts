import { extname } from 'node:path';
import { UsageError } from '../core/errors.ts';
import { CONFIDENCES, SEVERITIES, type Severity } from '../core/ids.ts';
import type { Report } from '../core/report.ts';
import type { Lang } from '../core/text.ts';
import { REDACT_KINDS, type RedactKind } from '../redact/replace.ts';
import { FORMATS, type Format } from '../report/render.ts';

/** Options that the commands which read a bundle share, as commander gives them. */
export interface ReportOptions {
  readonly format: string;
  readonly output: readonly string[];
  readonly lang: string;
  readonly failOn?: string;
  readonly brief?: boolean;
  readonly mermaid?: boolean;
  /** `true` where it stands bare. */
  readonly redact?: string | true;
  readonly redactMap?: string;
  readonly quiet?: boolean;
  /** False for `--no-color`. */
  readonly color?: boolean;
  readonly verbose?: boolean;
}

export function langOf(word: string): Lang | 'auto' {
  if (word === 'en' || word === 'zh-CN' || word === 'auto') return word;
  if (/^zh/i.test(word)) return 'zh-CN';
  throw new UsageError(`unknown language: ${word}; one of en, zh-CN, auto`);
}

export function formatOf(word: string): Format {
  const format = FORMATS.find((one) => one === word);
  if (format === undefined) throw new UsageError(`unknown format: ${word}; one of ${FORMATS.join(', ')}`);
  return format;
}

const ENDINGS: Readonly<Record<string, Format>> = {
  '.md': 'md',
  '.markdown': 'md',
  '.html': 'html',
  '.htm': 'html',
  '.json': 'json',
  '.txt': 'text',
  '.sarif': 'sarif',
};

/** The format that a file's ending says. */
export function formatOfFile(path: string): Format {
  const format = ENDINGS[extname(path).toLowerCase()];
  if (format === undefined)
    throw new UsageError(`cannot tell the format of ${path}; name it with an ending of ${Object.keys(ENDINGS).join(', ')}`);
  return format;
}

export type FailOn = Severity | 'incomplete';

export function failOnOf(word: string | undefined): FailOn | null {
  if (word === undefined) return null;
  if (word === 'incomplete') return word;
  const severity = SEVERITIES.find((one) => one === word);
  if (severity === undefined) throw new UsageError(`unknown value of --fail-on: ${word}; one of ${SEVERITIES.join(', ')}, incomplete`);
  return severity;
}

/** Whether `--fail-on` is met: an asserted, open finding at least that severe, or something not read or not understood. */
export function fails(report: Report, failOn: FailOn | null): boolean {
  if (failOn === null) return false;
  if (failOn === 'incomplete')
    return report.bundle.coverage.notUnderstood > 0 || report.bundle.sources.some((source) => source.problems.length > 0);
  const limit = SEVERITIES.indexOf(failOn);
  return report.findings.some(
    (finding) =>
      finding.status === 'active' && CONFIDENCES.indexOf(finding.confidence) < 2 && SEVERITIES.indexOf(finding.severity) <= limit,
  );
}

/** `--redact bundle/`: where what follows names no kinds, the option stands bare and does not swallow the input. */
export function bareRedact(argv: readonly string[]): string[] {
  const kinds: readonly string[] = REDACT_KINDS;
  return argv.map((word, at) => {
    const next = argv[at + 1];
    const swallows = word === '--redact' && next !== undefined && !next.split(',').some((one) => kinds.includes(one.trim()));
    return swallows ? `--redact=${kinds.join(',')}` : word;
  });
}

/** Whether a command that writes only some formats was asked for another one: told before anything is read. */
export function onlyFormats(command: string, allowed: readonly Format[], options: ReportOptions): void {
  for (const format of [...options.output.map(formatOfFile), formatOf(options.format)])
    if (!allowed.includes(format)) throw new UsageError(`${command} writes ${allowed.join(' and ')}, not ${format}`);
}

/** What `--redact` replaces; nothing where it is not given. */
export function redactKindsOf(option: string | true | undefined): readonly RedactKind[] {
  if (option === undefined) return [];
  if (option === true) return REDACT_KINDS;
  return option.split(',').map((word) => {
    const kind = REDACT_KINDS.find((one) => one === word.trim());
    if (kind === undefined) throw new UsageError(`unknown kind for --redact: ${word}; of ${REDACT_KINDS.join(', ')}`);
    return kind;
  });
}
