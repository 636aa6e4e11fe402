/** Compares two reports by ids and nodes, never by prose: what was resolved, what is new, what the second bundle no longer shows. */
import { CHANGES, type Change, type ComparedFinding, type Comparison } from '../core/comparison.ts';
import { CONFIDENCES, SEVERITIES } from '../core/ids.ts';
import type { Report, ReportFinding } from '../core/report.ts';
import { fill, type Lang, type Message, texts } from '../core/text.ts';
import { visible } from './report.ts';

const said = texts(() => ({
  isNew: { en: 'not there before', 'zh-CN': '之前没有' },
  isNewUnseen: {
    en: 'not asserted before; the first bundle did not hold what would tell, so it may be older',
    'zh-CN': '之前未下结论；第一份材料不足以判断，可能早已存在',
  },
  back: { en: 'was resolved, and is open again', 'zh-CN': '曾已解决，现又出现' },
  severity: { en: 'severity `{before}`, now `{after}`', 'zh-CN': '严重程度由 `{before}` 变为 `{after}`' },
  confidence: { en: 'confidence `{before}`, now `{after}`', 'zh-CN': '可信度由 `{before}` 变为 `{after}`' },
  same: { en: 'open in both', 'zh-CN': '两份材料中均未解决' },
  sameResolved: { en: 'resolved in both', 'zh-CN': '两份材料中均已解决' },
  resolved: { en: 'the second bundle shows it resolved', 'zh-CN': '第二份材料显示已解决' },
  ruledOut: { en: 'ruled out in the second bundle: ', 'zh-CN': '第二份材料已排除：' },
  unseen: { en: 'the second bundle does not hold what would tell', 'zh-CN': '第二份材料不足以判断' },
}));

export interface CompareOptions {
  readonly lang: Lang;
  readonly version: string;
  readonly before: string;
  readonly after: string;
}

export function compare(before: Report, after: Report, options: CompareOptions): Comparison {
  const ids = [...new Set([...before.findings, ...after.findings].map((finding) => finding.id))];
  const say = (message: Message): string => fill(message, options.lang, visible);
  const findings = ids
    .map((id) => compared(before, after, id, say))
    .filter((one) => one !== null)
    .sort((a, b) => CHANGES.indexOf(a.change) - CHANGES.indexOf(b.change) || rank(a) - rank(b) || a.id.localeCompare(b.id));
  const [names, others] = [before, after].map((report) => report.cluster.nodes.flatMap((node) => node.name ?? [])) as [string[], string[]];
  return {
    schemaVersion: 1,
    kind: 'comparison',
    tool: { name: 'repmgr-doctor', version: options.version },
    lang: options.lang,
    before: options.before,
    after: options.after,
    nodes: {
      onlyBefore: names.filter((name) => !others.includes(name)),
      onlyAfter: others.filter((name) => !names.includes(name)),
      both: names.filter((name) => others.includes(name)),
    },
    findings,
    topology: topology(before, after),
    settings: settings(before, after),
  };
}

const rank = (one: ComparedFinding): number => SEVERITIES.indexOf((one.after ?? one.before)?.severity ?? 'notice');

const isAsserted = (finding: ReportFinding | undefined): boolean => finding !== undefined && finding.confidence !== 'possible';

/** One finding in both reports; null where neither asserts it. */
function compared(before: Report, after: Report, id: string, say: (message: Message) => string): ComparedFinding | null {
  const was = before.findings.find((finding) => finding.id === id);
  const is = after.findings.find((finding) => finding.id === id);
  if (!isAsserted(was) && !isAsserted(is)) return null;
  const one = is ?? was;
  if (one === undefined) return null;
  const made: Make = (change, because, { reason = '', ...more } = {}) => ({
    id,
    cause: one.cause,
    title: one.title,
    node: one.node,
    change,
    because: say(because) + reason,
    evidence: is?.evidence.slice(0, 3) ?? [],
    missing: [],
    before: was ?? null,
    after: is ?? null,
    ...more,
  });
  if (is !== undefined && was !== undefined) return both(was, is, made);
  if (is !== undefined) {
    const told = checkedFor(before, is).some((item) => item.result === 'absent');
    return made('new', told ? said.isNew() : said.isNewUnseen());
  }
  return was === undefined ? null : gone(was, after, made);
}

/** `reason` is a sentence of the second report, put behind the own words. */
type Make = (change: Change, because: Message, more?: Partial<ComparedFinding> & { readonly reason?: string }) => ComparedFinding;

function both(was: ReportFinding, is: ReportFinding, made: Make): ComparedFinding {
  if (was.status === 'active' && is.status === 'resolved') return made('resolved', said.resolved());
  if (was.status === 'resolved' && is.status === 'active') return made('worse', said.back());
  const severity = SEVERITIES.indexOf(was.severity) - SEVERITIES.indexOf(is.severity);
  if (severity !== 0) return made(severity > 0 ? 'worse' : 'better', said.severity({ before: was.severity, after: is.severity }));
  const confidence = CONFIDENCES.indexOf(was.confidence) - CONFIDENCES.indexOf(is.confidence);
  if (confidence !== 0 && (was.confidence === 'possible' || is.confidence === 'possible'))
    return made(confidence > 0 ? 'worse' : 'better', said.confidence({ before: was.confidence, after: is.confidence }));
  return made('unchanged', is.status === 'active' ? said.same() : said.sameResolved());
}

/** Asserted before and not there now: resolved only where the second bundle rules it out. */
function gone(was: ReportFinding, after: Report, made: Make): ComparedFinding {
  const checked = checkedFor(after, was);
  const absent = checked.find((item) => item.result === 'absent');
  if (absent !== undefined) return made('resolved', said.ruledOut(), { evidence: absent.evidence, reason: absent.because ?? '' });
  const missing = checked.flatMap((item) => item.missing);
  return made('no-longer-visible', said.unseen(), { missing: missing.length > 0 ? missing : was.missing });
}

function checkedFor(report: Report, finding: ReportFinding): Report['checked'] {
  return report.checked.filter(
    (item) => item.cause === finding.cause && (item.node === finding.node || item.node === null || finding.node === null),
  );
}

function topology(before: Report, after: Report): Comparison['topology'] {
  return after.cluster.nodes.flatMap((node) => {
    const was = before.cluster.nodes.find((other) => other.name === node.name);
    if (was === undefined || node.name === null) return [];
    const name = node.name;
    return (['role', 'upstream', 'state'] as const).flatMap((what) => {
      const [a, b] = [was[what], node[what]];
      return a === null || b === null || a === b ? [] : [{ node: name, what, before: a, after: b }];
    });
  });
}

/** Settings that both reports know of a node and that differ. */
function settings(before: Report, after: Report): Comparison['settings'] {
  return after.cluster.nodes.flatMap((node) => {
    const was = before.cluster.nodes.find((other) => other.name === node.name);
    if (was === undefined || node.name === null) return [];
    const name = node.name;
    return node.settings.flatMap((setting) => {
      const old = was.settings.find((other) => other.program === setting.program && other.name === setting.name);
      if (old === undefined || old.value === setting.value) return [];
      const told = ({ value, source, line }: typeof setting) => ({ value, source, line });
      return [{ node: name, program: setting.program, name: setting.name, before: told(old), after: told(setting) }];
    });
  });
}
