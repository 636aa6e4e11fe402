/** Puts the report together: the only place where messages become strings of one language. */
import type { Cause } from '../causes/cause.ts';
import type { Evidence, Finding, Missing, Remedy, Step } from '../core/finding.ts';
import type { CauseId } from '../core/ids.ts';
import type { Report, ReportEvidence, ReportFinding, ReportRemedy, ReportStep } from '../core/report.ts';
import { fill, type Lang, type Message } from '../core/text.ts';
import type { Flavour } from '../flavours/flavour.ts';
import { messageIn, templateIn } from '../flavours/wording.ts';
import type { Cluster } from '../model/cluster.ts';
import { REPMGR_SETTINGS, SERVER_SETTINGS } from '../model/mattering.ts';
import type { Node } from '../model/node.ts';
import { stateOf } from '../model/replication.ts';
import { verificationOf } from '../remedies/verification.ts';
import type { SymptomKind } from '../symptoms/symptom.ts';
import type { ReadBundle } from '../transcript/read.ts';
import { answersOf } from './answers/index.ts';
import { isByRepmgr } from './before-repmgr-4.ts';
import { collectNext } from './collect-next.ts';
import type { Checked, Diagnosis } from './differential.ts';
import { actionsDone } from './effects.ts';
import { languageOf } from './language.ts';
import { measuresOf } from './measures.ts';
import { quotedLines } from './quoted.ts';
import { remarksOf } from './remarks.ts';
import { timelineOf } from './timeline.ts';

export interface Assembly {
  readonly bundle: ReadBundle;
  readonly cluster: Cluster;
  readonly diagnosis: Diagnosis;
  readonly causes: readonly Cause[];
  readonly symptoms: readonly SymptomKind[];
  readonly options: { readonly lang: Lang | 'auto'; readonly version: string };
}

/**
 * Values of a bundle inside a sentence: one line, no backtick (the only markup of a report's texts), control and bidirectional
 * characters made visible.
 */
export function visible(value: string): string {
  return value
    .replace(/`/g, "'")
    .replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+/g, (run) =>
      /^[\t\n\r ]+$/.test(run) ? ' ' : [...run].map((char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`).join(''),
    );
}

export function assemble(assembly: Assembly): Report {
  const { bundle, cluster, diagnosis, options } = assembly;
  const lang = options.lang === 'auto' ? languageOf(bundle.facts, bundle.prose, cluster.flavour.isChinese) : options.lang;
  const say = (message: Message): string => fill(messageIn(message, cluster.flavour, lang), lang, visible);
  const titles = new Map<string, string>(
    [...assembly.causes, ...assembly.symptoms].map((one) => [one.id, templateIn(one.title, cluster.flavour, lang)]),
  );
  const strings = new Strings(say, titles, cluster);
  const defects = [...bundle.defects, ...diagnosis.defects];

  return {
    schemaVersion: 1,
    tool: { name: 'repmgr-doctor', version: options.version },
    lang,
    bundle: {
      sources: bundle.sources.map((source) => ({
        path: source.path,
        bytes: source.bytes,
        encoding: source.encoding,
        lines: source.lines,
        coverage: source.coverage,
        problems: source.problems.map((problem) => ({ kind: problem.kind, what: say(problem.what) })),
        segments: source.segments.map((segment) => ({
          kind: segment.kind,
          command: segment.command,
          node: nodeOfSegment(cluster, segment.id),
          capturedAt: segment.capturedAt,
          line: segment.line,
          endLine: segment.endLine,
          lines: segment.endLine - segment.line + 1,
          understood: segment.understood,
        })),
      })),
      coverage: bundle.coverage,
      quoted: quotedLines(diagnosis.findings.flatMap((finding) => finding.evidence)),
      notUnderstood: [...bundle.notUnderstood],
    },
    cluster: {
      flavour: cluster.flavour.name,
      ...(cluster.flavour.usesRepmgr ? {} : { manager: 'kingbasecluster' as const }),
      version: cluster.version,
      repmgrVersion: cluster.repmgrVersion,
      nodes: cluster.nodes.map((node) => nodeInReport(cluster, node, say)),
    },
    symptoms: diagnosis.symptoms.map((symptom) => ({
      id: symptom.id,
      title: titles.get(symptom.id) ?? symptom.id,
      node: symptom.node,
      summary: say(symptom.summary),
      evidence: symptom.evidence.map(strings.evidence),
      explainedBy: [...symptom.explainedBy],
    })),
    findings: diagnosis.findings.map(strings.finding),
    checked: diagnosis.checked.map(strings.checked),
    answers: answersOf(cluster, diagnosis, assembly.causes).map((answer) => ({
      id: answer.id,
      question: say(answer.question),
      answer: say(answer.answer),
      evidence: answer.evidence.map(strings.evidence),
    })),
    actions: actionsDone(cluster, diagnosis).map((action) => ({
      ...action,
      evidence: strings.evidence(action.evidence),
      effects: action.effects.map((effect) => ({ says: say(effect.says), evidence: effect.evidence.map(strings.evidence) })),
      findings: [...action.findings],
    })),
    measures: measuresOf(cluster),
    timeline: timelineOf(cluster, diagnosis).map((event) => ({ ...event, event: say(event.event) })),
    remarks: remarksOf(cluster).map((remark) => ({ text: say(remark.text), evidence: remark.evidence.map(strings.evidence) })),
    collectNext: collectNext(cluster, diagnosis).map(strings.missing),
    defects: defects.map((defect) => ({ where: defect.where, message: defect.message })),
  };
}

function nodeOfSegment(cluster: Cluster, segment: number): string | null {
  const fact = cluster.facts.all.find((one) => one.segment === segment);
  return fact === undefined ? null : (cluster.nodeOf(fact)?.name ?? null);
}

const rowOf = (cluster: Cluster, node: Node) =>
  cluster.facts
    .of('cluster-row')
    .filter((row) => row.name === node.name)
    .at(-1);

function settingsOf(node: Node): Report['cluster']['nodes'][number]['settings'] {
  const server = SERVER_SETTINGS.map((name) => ({ program: 'server' as const, setting: node.setting(name) }));
  const repmgr = REPMGR_SETTINGS.map((name) => ({ program: 'repmgr' as const, setting: node.repmgrSetting(name) }));
  return [...server, ...repmgr].flatMap(({ program, setting }) =>
    setting.known
      ? [
          {
            program,
            name: setting.name,
            value: setting.value,
            how: setting.how,
            source: setting.fact.span.source,
            line: setting.fact.span.line,
          },
        ]
      : [],
  );
}

function nodeInReport(cluster: Cluster, node: Node, say: (message: Message) => string): Report['cluster']['nodes'][number] {
  return {
    name: node.name,
    id: node.id,
    host: node.host,
    port: node.port,
    role: node.role.known ? node.role.value : null,
    binDir: node.binDir,
    dataDir: node.dataDir,
    walDir: node.walDir,
    osUser: node.osUser,
    upstream: rowOf(cluster, node)?.upstream ?? null,
    state: stateOf(cluster, node)?.state ?? null,
    settings: settingsOf(node),
    identifiedBy: [...node.identity.because.values()].map(({ said, fact }) => ({
      said: say(said),
      source: fact.span.source,
      line: fact.span.line,
    })),
  };
}

/** One place that shows one thing is cited once, however many files one command removed. */
function eachOnce(all: readonly ReportEvidence[]): ReportEvidence[] {
  const seen = new Set<string>();
  return all.filter((item) => {
    const key = JSON.stringify([item.source, item.line, item.endLine, item.shows]);
    return !seen.has(key) && seen.add(key);
  });
}

/** The parts of a report as strings of one language. */
class Strings {
  readonly #say: (message: Message) => string;
  readonly #titles: ReadonlyMap<string, string>;
  readonly #flavour: Flavour;
  readonly #isBefore4: boolean;

  constructor(say: (message: Message) => string, titles: ReadonlyMap<string, string>, cluster: Cluster) {
    this.#say = say;
    this.#titles = titles;
    this.#flavour = cluster.flavour;
    this.#isBefore4 = cluster.isBeforeRepmgr4;
  }

  readonly evidence = (item: Evidence): ReportEvidence => ({
    source: item.source,
    line: item.line,
    endLine: item.endLine,
    text: item.text,
    shows: this.#say(item.shows),
    at: item.at ?? null,
    atText: item.atText ?? null,
  });

  readonly missing = (item: Missing): Report['collectNext'][number] => ({
    what: this.#say(item.what),
    why: this.#say(item.why),
    command: item.command.text,
    node: item.node,
  });

  readonly #step = (step: Step): ReportStep => ({
    kind: step.kind,
    title: this.#say(step.title),
    node: step.node,
    ...(step.where === undefined ? {} : { where: this.#say(step.where) }),
    runAs: step.runAs,
    command: step.command.text,
    risk: step.risk,
    expect: this.#say(step.expect),
    undo: step.undo === null ? null : this.#say(step.undo),
    placeholders: step.command.placeholders.map((placeholder) => ({ name: placeholder.name, find: this.#say(placeholder.find) })),
  });

  readonly #remedy = (cause: CauseId, remedy: Remedy): ReportRemedy => {
    const { verified, says } = verificationOf(this.#flavour, cause, remedy.id, this.#isBefore4 && isByRepmgr(remedy));
    return {
      id: remedy.id,
      title: this.#say(remedy.title),
      recommended: remedy.recommended,
      caution: remedy.caution === null ? null : this.#say(remedy.caution),
      verifiedInLab: verified,
      verification: this.#say(says),
      steps: remedy.steps.map(this.#step),
    };
  };

  readonly checked = ({ cause, node, verdict }: Checked): Report['checked'][number] => ({
    cause,
    title: this.#titles.get(cause) ?? cause,
    node,
    result: verdict.is,
    because: verdict.is === 'absent' ? this.#say(verdict.because) : null,
    evidence: verdict.is === 'absent' ? verdict.evidence.map(this.evidence) : [],
    missing: verdict.is === 'unknown' ? verdict.missing.map(this.missing) : [],
  });

  readonly finding = (finding: Finding): ReportFinding => ({
    id: finding.id,
    cause: finding.cause,
    title: this.#titles.get(finding.cause) ?? finding.cause,
    node: finding.node,
    status: finding.status,
    observed: finding.observed,
    confidence: finding.confidence,
    severity: finding.severity,
    causedBy: [...finding.causedBy],
    summary: this.#say(finding.summary),
    evidence: eachOnce(finding.evidence.map(this.evidence)),
    ruledOut: finding.ruledOut.map((item) => ({
      cause: item.cause,
      because: this.#say(item.because),
      evidence: item.evidence.map(this.evidence),
    })),
    missing: finding.missing.map(this.missing),
    remedies: finding.remedies.map((remedy) => this.#remedy(finding.cause, remedy)),
  });
}
