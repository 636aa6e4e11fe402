import { describe, expect, it } from 'vitest';
import { parseShell } from '../../grammars/shell/index.ts';
import type { Cause } from '../../src/causes/cause.ts';
import { causes } from '../../src/causes/index.ts';
import type { Command, Finding, Remedy, Verdict } from '../../src/core/finding.ts';
import type { CauseId, Confidence, Severity } from '../../src/core/ids.ts';
import { fill, type Lang, type Message, placeholdersOf } from '../../src/core/text.ts';
import { diagnose } from '../../src/diagnosis/differential.ts';
import { Cluster } from '../../src/model/cluster.ts';
import { symptoms } from '../../src/symptoms/index.ts';
import { type BundleText, readText } from './bundle.ts';

const LANGS: readonly Lang[] = ['en', 'zh-CN'];

export interface PresentCase {
  readonly name: string;
  readonly bundle: BundleText;
  /** Lines that must be cited: `path:line`. */
  readonly evidence?: readonly string[];
  readonly confidence?: Confidence;
  readonly status?: 'active' | 'resolved';
  readonly severity?: Severity;
  readonly node?: string | null;
  /** A part of the English summary. */
  readonly summary?: string;
}

export interface AbsentCase {
  readonly name: string;
  readonly bundle: BundleText;
  /** A part of the English reason. */
  readonly because?: string;
}

export interface UnknownCase {
  readonly name: string;
  readonly bundle: BundleText;
  /** A part of a command that would settle it. */
  readonly asks?: string;
}

export interface CauseCases {
  readonly present: readonly PresentCase[];
  /** Verdict `absent`: the bundle shows that it is not so. */
  readonly absent: readonly AbsentCase[];
  /** Verdict `unknown` or nothing at all: the bundle does not hold what would tell. */
  readonly unknown: readonly UnknownCase[];
  /** Texts that look like it and are none: the diagnosis as a whole must not assert it. */
  readonly lookalikes: readonly { readonly name: string; readonly bundle: BundleText }[];
}

interface Judged {
  readonly verdicts: readonly Verdict[];
  readonly findings: readonly Finding[];
  readonly cluster: Cluster;
}

function judge(cause: Cause, bundle: BundleText): Judged {
  const read = readText(bundle);
  expect(read.defects, 'no grammar fails').toEqual([]);
  const cluster = new Cluster(read.facts);
  const verdicts =
    cause.scope === 'cluster'
      ? [cause.examine(cluster)]
      : cause.scope === 'told'
        ? cause.examine(cluster).map((told) => told.verdict)
        : cluster.nodes.map((node) => cause.examine(cluster, node));
  const all = causes.includes(cause) ? causes : [...causes, cause];
  const diagnosis = diagnose(cluster, all, symptoms);
  expect(diagnosis.defects, 'no cause fails').toEqual([]);
  return { verdicts, findings: diagnosis.findings.filter((finding) => finding.cause === cause.id), cluster };
}

const key = (findings: readonly Finding[]): string[] =>
  findings.map((finding) => `${finding.cause} ${finding.confidence} ${finding.status}`).sort();

/**
 * Tests a cause. Beside what the cases say it asserts what nobody should have to write: no list is empty, no bundle twice,
 * evidence is the text of its lines, every message is rendered in both languages with nothing unfilled, commands are sound shell
 * that waits for no terminal, remedies check before they change and end by verifying, a destructive one is never recommended beside
 * a milder one, and the verdict stays the same after a Markdown fence around each file and after the files are shuffled.
 */
export function causeTester(cause: Cause, cases: CauseCases): void {
  describe(`cause ${cause.id}`, () => {
    it('has cases of every sort, each once', () => {
      for (const list of [cases.present, cases.absent, cases.unknown, cases.lookalikes]) expect(list.length).toBeGreaterThan(0);
      const bundles = [...cases.present, ...cases.absent, ...cases.unknown, ...cases.lookalikes].map((one) => JSON.stringify(one.bundle));
      expect(new Set(bundles).size).toBe(bundles.length);
      for (const lang of LANGS) {
        expect(cause.title[lang].trim()).not.toBe('');
        expect(cause.about[lang].length).toBeGreaterThan(200);
      }
    });

    it.each(cases.present)('present: $name', (one) => {
      const { findings, cluster } = judge(cause, one.bundle);
      const finding = findings.find((item) => one.node === undefined || item.node === one.node);
      expect(finding, `a finding${one.node === undefined ? '' : ` on ${one.node}`}`).toBeDefined();
      if (finding === undefined) return;
      expect(finding.confidence).toBe(one.confidence ?? finding.confidence);
      expect(finding.status).toBe(one.status ?? 'active');
      expect(finding.severity).toBe(one.severity ?? finding.severity);
      expect(fill(finding.summary, 'en')).toContain(one.summary ?? '');
      expect(finding.evidence.length).toBeGreaterThan(0);
      const cited = finding.evidence.map((item) => `${item.source}:${item.line}`);
      for (const place of one.evidence ?? []) expect(cited).toContain(place);
      checkEvidence(finding, one.bundle);
      checkTexts(finding);
      expect(finding.remedies.length, 'at least one remedy').toBeGreaterThan(0);
      for (const remedy of finding.remedies) checkRemedy(remedy, finding, cluster);
      checkChoice(finding.remedies);
    });

    it.each(cases.present)('present however it is pasted: $name', (one) => {
      const expected = key(judge(cause, one.bundle).findings);
      if (!Object.values(one.bundle).some((content) => content.includes('```'))) {
        const fenced = Object.fromEntries(
          Object.entries(one.bundle).map(([path, content]) => [
            path.replace(/\.\w+$/, '.md'),
            `\`\`\`\n${content.replace(/^\n/, '').trimEnd()}\n\`\`\`\n`,
          ]),
        );
        expect(key(judge(cause, fenced).findings), 'inside a fence').toEqual(expected);
      }
      if (Object.keys(one.bundle).every((path) => path.includes('/'))) {
        const shuffled = Object.fromEntries(Object.entries(one.bundle).reverse());
        expect(key(judge(cause, shuffled).findings), 'files in another order').toEqual(expected);
      }
    });

    it.each(cases.absent)('absent: $name', (one) => {
      const { verdicts, findings } = judge(cause, one.bundle);
      expect(findings.filter((item) => item.confidence !== 'possible' && item.status === 'active')).toEqual([]);
      const verdict = verdicts.find((item) => item.is === 'absent');
      expect(verdict, 'a verdict "absent"').toBeDefined();
      if (verdict?.is !== 'absent') return;
      for (const lang of LANGS) checkText(verdict.because, lang);
      if (one.because !== undefined)
        expect(verdicts.map((item) => (item.is === 'absent' ? fill(item.because, 'en') : '')).join('\n')).toContain(one.because);
    });

    it.each(cases.unknown)('unknown: $name', (one) => {
      const { verdicts, findings } = judge(cause, one.bundle);
      expect(findings.filter((item) => item.confidence !== 'possible')).toEqual([]);
      const asked = verdicts.flatMap((item) => (item.is === 'unknown' || item.is === 'present' ? item.missing : []));
      for (const item of asked) for (const lang of LANGS) [item.what, item.why].map((message) => checkText(message, lang));
      if (one.asks !== undefined) expect(asked.map((item) => item.command.text).join('\n')).toContain(one.asks);
    });

    it.each(cases.lookalikes)('quiet: $name', (one) => {
      const { findings } = judge(cause, one.bundle);
      expect(findings.filter((item) => item.confidence !== 'possible' && item.status === 'active')).toEqual([]);
    });
  });
}

function checkText(message: Message, lang: Lang): void {
  const shown = fill(message, lang);
  expect(shown.trim()).not.toBe('');
  expect(placeholdersOf(message.text[lang]).filter((name) => message.params[name] === undefined)).toEqual([]);
  for (const value of Object.values(message.params)) expect(String(value)).not.toMatch(/undefined|\[object|NaN/);
}

function checkTexts(finding: Finding): void {
  const messages = [
    finding.summary,
    ...finding.evidence.map((item) => item.shows),
    ...finding.missing.flatMap((item) => [item.what, item.why]),
    ...finding.remedies.flatMap((remedy) => [
      remedy.title,
      ...(remedy.caution === null ? [] : [remedy.caution]),
      ...remedy.steps.flatMap((step) => [
        step.title,
        step.expect,
        ...(step.undo === null ? [] : [step.undo]),
        ...step.command.placeholders.map((item) => item.find),
      ]),
    ]),
  ];
  for (const message of messages) for (const lang of LANGS) checkText(message, lang);
}

function checkEvidence(finding: Finding, bundle: BundleText): void {
  for (const item of finding.evidence) {
    const lines = (bundle[item.source] ?? '').replace(/^\n/, '').split('\n');
    expect(item.line).toBeGreaterThanOrEqual(1);
    expect(item.endLine).toBeLessThanOrEqual(lines.length);
    const first = (lines[item.line - 1] ?? '').trim().slice(0, 40);
    if (!item.text.includes('[redacted]')) expect(item.text, `${item.source}:${item.line}`).toContain(first);
  }
}

/** A command runs as it stands, with nobody at a terminal. */
export function checkCommand(command: Command): void {
  const script = parseShell(command.text);
  expect(script.error, command.text).toBeNull();
  for (const { pipeline } of script.items) {
    for (const { program, args } of pipeline.commands) {
      expect(['vi', 'vim', 'nano', 'emacs', 'less', 'more', 'top', 'su', 'passwd', 'read'], command.text).not.toContain(program);
      if (program === 'psql' || program === 'ksql')
        expect(
          args.some((arg) => /^-[A-Za-z]*w/.test(arg) || arg === '--no-password'),
          `-w: ${command.text}`,
        ).toBe(true);
      if (program === 'sudo') expect(args, command.text).toContain('-n');
    }
  }
  expect(command.text).not.toMatch(/<[a-z_-]+>|\bTODO\b|undefined|\[object|NaN|`/i);
  for (const hole of command.text.matchAll(/"\$([A-Z][A-Z0-9_]*)"/g)) {
    if (command.text.includes(`${hole[1]}=`)) continue;
    expect(
      command.placeholders.map((item) => item.name),
      command.text,
    ).toContain(hole[1]);
    expect(command.text).toContain(`: "\${${hole[1]}:?`);
  }
}

function checkRemedy(remedy: Remedy, finding: Finding, cluster: Cluster): void {
  const kinds = remedy.steps.map((step) => step.kind);
  expect(kinds.at(-1), `${remedy.id} ends with a verification`).toBe('verify');
  const change = kinds.indexOf('change');
  if (change >= 0) expect(kinds.slice(0, change), `${remedy.id} checks before it changes`).toContain('check');
  for (const step of remedy.steps) {
    checkCommand(step.command);
    expect(step.kind === 'change', `${remedy.id}: risk of a ${step.kind}`).toBe(step.risk !== 'read-only');
    if (step.kind === 'change') expect(step.undo).not.toBeNull();
    // A step may run on "the other node" where the bundle names one node only.
    if (finding.node !== null && cluster.members.length > 1)
      expect(step.node, `${remedy.id}: a step of a node finding names its node`).not.toBeNull();
  }
  if (remedy.steps.some((step) => step.risk === 'destructive')) expect(remedy.caution, `${remedy.id} says what is lost`).not.toBeNull();
}

/** The mild remedy comes before the destructive one, which is never the recommended one beside it. */
function checkChoice(remedies: readonly Remedy[]): void {
  const destructive = remedies.filter((remedy) => remedy.steps.some((step) => step.risk === 'destructive'));
  if (destructive.length === 0 || destructive.length === remedies.length) return;
  for (const remedy of destructive) {
    expect(remedy.recommended, `${remedy.id} is destructive`).toBe(false);
    expect(remedies.indexOf(remedy)).toBeGreaterThan(0);
  }
}

export type { CauseId };
