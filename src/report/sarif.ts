/** The report as SARIF 2.1.0 (OASIS), for viewers of code reviews: a rule a cause, a result a finding, a location an evidence. */
import type { Log, Notification, PhysicalLocation, ReportingDescriptor, Result } from 'sarif';
import type { Report, ReportEvidence, ReportFinding } from '../core/report.ts';

const LEVELS = { critical: 'error', warning: 'warning', notice: 'note' } as const;

export function sarif(report: Report): string {
  return `${JSON.stringify(sarifLog(report), null, 2)}\n`;
}

export function sarifLog(report: Report): Log {
  const rules = rulesOf(report);
  const indexOf = new Map(rules.map((rule, index) => [rule.id, index]));
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: report.tool.name, version: report.tool.version, language: report.lang, rules } },
        language: report.lang,
        artifacts: report.bundle.sources.map((source) => ({
          location: { uri: uriOf(source.path) },
          length: source.bytes,
          encoding: source.encoding,
        })),
        invocations: [
          {
            executionSuccessful: report.defects.length === 0,
            toolExecutionNotifications: [
              ...report.bundle.sources.flatMap((source) =>
                source.problems.map((problem) =>
                  notice(`${problem.kind}: ${problem.what}`, { artifactLocation: { uri: uriOf(source.path) } }),
                ),
              ),
              ...report.defects.map(
                (defect): Notification => ({ level: 'error', message: { text: `${defect.where}: ${defect.message}` } }),
              ),
            ],
          },
        ],
        results: report.findings.map((finding) => resultOf(finding, indexOf.get(finding.cause) ?? -1)),
        columnKind: 'utf16CodeUnits',
      },
    ],
  };
}

const notice = (text: string, physicalLocation: PhysicalLocation): Notification => ({
  level: 'warning',
  message: { text },
  locations: [{ physicalLocation }],
});

function rulesOf(report: Report): ReportingDescriptor[] {
  const titles = new Map(report.findings.map((finding) => [finding.cause, finding]));
  return [...titles.values()].map((finding) => ({
    id: finding.cause,
    shortDescription: { text: finding.title },
    help: { text: `repmgr-doctor explain ${finding.cause}` },
    defaultConfiguration: { level: LEVELS[finding.severity] },
  }));
}

/** A finding that is open and asserted fails; one that is resolved, or only worth a look, informs. */
function resultOf(finding: ReportFinding, ruleIndex: number): Result {
  const fails = finding.status === 'active' && finding.confidence !== 'possible';
  const [first, ...others] = finding.evidence;
  return {
    ruleId: finding.cause,
    ruleIndex,
    kind: fails ? 'fail' : 'informational',
    level: fails ? LEVELS[finding.severity] : 'none',
    message: { text: plain(finding.summary) },
    locations: first === undefined ? [] : [{ physicalLocation: placeOf(first), message: { text: plain(first.shows) } }],
    relatedLocations: others.map((item, index) => ({
      id: index + 1,
      physicalLocation: placeOf(item),
      message: { text: plain(item.shows) },
    })),
    partialFingerprints: { 'finding/v1': finding.id },
    properties: {
      node: finding.node,
      status: finding.status,
      confidence: finding.confidence,
      causedBy: finding.causedBy,
      remedies: finding.remedies.map((remedy) => remedy.id),
    },
  };
}

const placeOf = (item: ReportEvidence): PhysicalLocation => ({
  artifactLocation: { uri: uriOf(item.source) },
  region: { startLine: Math.max(1, item.line), endLine: Math.max(1, item.line, item.endLine), snippet: { text: item.text } },
});

/** A path as a relative URI: whatever a file is called, it names no scheme and no host. */
function uriOf(path: string): string {
  return path
    .split(/[/\\]/)
    .filter((part) => part !== '' && part !== '.')
    .map((part) => encodeURIComponent(part.replace(/[\ud800-\udfff]/gu, '\ufffd')))
    .join('/');
}

/** Code spans are Markdown; a message text is none. */
const plain = (text: string): string => text.replace(/`/g, "'");
