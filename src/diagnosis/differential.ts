/**
 * The engine: every cause is examined on every node (or on the cluster), the causes that yield to a better one give way,
 * consequences point to what they follow from, and each symptom learns what explains it.
 */
import type { Cause } from '../causes/cause.ts';
import type { Finding, Missing, Present, RuledOut, Symptom, Verdict } from '../core/finding.ts';
import type { CauseId } from '../core/ids.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import type { SymptomKind } from '../symptoms/symptom.ts';
import { findingThen } from './before-repmgr-4.ts';
import { byWeight } from './ranking.ts';
import { asksServer, isAboutServers, remedyWithoutRepmgr } from './without-repmgr.ts';

export interface Defect {
  readonly where: string;
  readonly message: string;
  readonly error: unknown;
}

/** A cause that was looked for and is not asserted: ruled out, or not to be told from this bundle. */
export interface Checked {
  readonly cause: CauseId;
  /** Null: the cluster. */
  readonly node: string | null;
  readonly verdict: Extract<Verdict, { readonly is: 'absent' | 'unknown' }>;
}

export interface Diagnosis {
  readonly findings: readonly Finding[];
  readonly checked: readonly Checked[];
  readonly symptoms: readonly Symptom[];
  readonly defects: readonly Defect[];
}

const said = texts(() => ({
  yields: { en: 'explained by `{cause}`, which is shown here', 'zh-CN': '已由 `{cause}` 解释，且有直接证据' },
}));

interface Examined {
  readonly cause: Cause;
  readonly node: Node | null;
  /** Whom it is about where no node of the bundle has that name. */
  readonly name?: string | null;
  readonly verdict: Verdict;
}

export function diagnose(cluster: Cluster, all: readonly Cause[], symptomKinds: readonly SymptomKind[]): Diagnosis {
  const defects: Defect[] = [];
  const managed = cluster.flavour.usesRepmgr;
  const causes = managed ? all : all.filter(isAboutServers);
  const examined = causes.flatMap((cause) => examine(cause, cluster, defects));
  const { kept, yielded } = giveWay(examined);
  const drafts = kept.map((one) => draft(one, examined, yielded));
  const chained = chain(drafts, cluster, new Map(causes.map((cause) => [cause.id, cause])));
  const remedied = chained.map((finding) => withRemedies(finding, causes, cluster, defects));
  const possible = cluster.isBeforeRepmgr4 ? remedied.map((one) => findingThen(one, cluster)) : remedied;
  const findings = (managed ? possible : remedied.map(withoutRepmgr)).sort(byWeight(chained));
  return { findings, checked: checkedOf(examined), symptoms: seenSymptoms(cluster, symptomKinds, causes, findings, defects), defects };
}

const withoutRepmgr = (finding: Finding): Finding => ({
  ...finding,
  missing: finding.missing.filter(asksServer),
  remedies: finding.remedies.flatMap((one) => remedyWithoutRepmgr(one) ?? []),
});

function checkedOf(examined: readonly Examined[]): Checked[] {
  return examined.flatMap(({ cause, node, name, verdict }) =>
    verdict.is === 'absent' || verdict.is === 'unknown' ? [{ cause: cause.id, node: node?.label ?? name ?? null, verdict }] : [],
  );
}

function examine(cause: Cause, cluster: Cluster, defects: Defect[]): Examined[] {
  const contained = (node: Node | null, verdict: () => Verdict): Examined[] => {
    try {
      return [{ cause, node, verdict: verdict() }];
    } catch (error) {
      defects.push({ where: `cause ${cause.id}`, message: error instanceof Error ? error.message : String(error), error });
      return [];
    }
  };
  if (cause.scope === 'cluster') return contained(null, () => cause.examine(cluster));
  if (cause.scope === 'told') {
    try {
      return cause.examine(cluster).map((told) => ({ cause, ...told }));
    } catch (error) {
      defects.push({ where: `cause ${cause.id}`, message: error instanceof Error ? error.message : String(error), error });
      return [];
    }
  }
  const { nowhere } = cluster;
  const placeless = cause.placeless && nowhere !== null ? contained(null, () => cause.examine(cluster, nowhere)).filter(isPresent) : [];
  return [...cluster.nodes.flatMap((node) => contained(node, () => cause.examine(cluster, node))), ...placeless];
}

type PresentOne = Examined & { readonly verdict: Present };
const isPresent = (one: Examined): one is PresentOne => one.verdict.is === 'present';
const idOf = (one: Examined): string => {
  const label = one.node?.label ?? one.name ?? null;
  return label === null ? one.cause.id : `${one.cause.id}@${label}`;
};
const sameGround = (a: Node | null, b: Node | null): boolean => a === b || a === null || b === null;

/**
 * A present cause gives way to a better explanation on the same ground that is at least likely and at least as recent: to one that
 * it names, or where each part of what it has seen is told by one.
 */
function giveWay(examined: readonly Examined[]): { kept: PresentOne[]; yielded: Map<Examined, PresentOne> } {
  const presents = examined.filter(isPresent);
  const yielded = new Map<Examined, PresentOne>();
  for (const one of presents) {
    const betterOf = (ids: readonly CauseId[]): PresentOne | undefined =>
      presents.find(
        (other) =>
          other !== one &&
          ids.includes(other.cause.id) &&
          sameGround(one.node, other.node) &&
          other.verdict.confidence !== 'possible' &&
          (other.verdict.status === 'active' || one.verdict.status === 'resolved'),
      );
    const parts = (one.verdict.toldBy ?? []).map(betterOf);
    const better = betterOf(one.cause.yieldsTo ?? []) ?? (parts.includes(undefined) ? undefined : parts[0]);
    if (better !== undefined) yielded.set(one, better);
  }
  return { kept: presents.filter((one) => !yielded.has(one)), yielded };
}

const explainsTogether = (a: Cause, b: Cause): boolean => a.explains.some((symptom) => b.explains.includes(symptom));

/** A finding without its chain and remedies. Rivals are the causes that explain one of the same symptoms on the same ground. */
function draft(one: PresentOne, examined: readonly Examined[], yielded: ReadonlyMap<Examined, PresentOne>): Finding {
  const { verdict } = one;
  const rivals = examined.filter(
    (other) => other.cause !== one.cause && sameGround(other.node, one.node) && explainsTogether(one.cause, other.cause),
  );
  const ruledOut: RuledOut[] = [];
  const missing: Missing[] = [...verdict.missing];
  for (const rival of rivals) {
    const better = yielded.get(rival);
    if (rival.verdict.is === 'absent')
      ruledOut.push({ cause: rival.cause.id, because: rival.verdict.because, evidence: rival.verdict.evidence });
    else if (better !== undefined && better === one)
      ruledOut.push({ cause: rival.cause.id, because: said.yields({ cause: one.cause.id }), evidence: [] });
  }
  const places = verdict.evidence.map((item) => ({ source: item.source, line: item.line }));
  const first = places[0] ?? { source: '', line: 0 };
  return {
    id: idOf(one),
    cause: one.cause.id,
    node: one.node?.name ?? one.name ?? null,
    status: verdict.status,
    observed: { first, last: places.at(-1) ?? first },
    confidence: verdict.confidence,
    severity: verdict.severity ?? one.cause.severity,
    causedBy: [],
    summary: verdict.summary,
    evidence: verdict.evidence,
    ruledOut: uniqueBy(ruledOut, (item) => item.cause),
    missing: uniqueBy(missing, (item) => item.command.text),
    remedies: [],
  };
}

function uniqueBy<T>(items: readonly T[], key: (item: T) => string): T[] {
  const seen = new Set<string>();
  return items.filter((item) => !seen.has(key(item)) && seen.add(key(item)) !== undefined);
}

/** Sets `causedBy` by the `leadsTo` of the causes that are present. */
function chain(findings: readonly Finding[], cluster: Cluster, causeById: ReadonlyMap<CauseId, Cause>): Finding[] {
  return findings.map((finding) => {
    const roots = findings.filter((root) => {
      if (root === finding || root.confidence === 'possible') return false;
      return (causeById.get(root.cause)?.leadsTo ?? []).some(
        (step) => step.cause === finding.cause && reaches(step.where, root.node, finding.node, cluster),
      );
    });
    return { ...finding, causedBy: roots.map((root) => root.id) };
  });
}

function reaches(where: 'same' | 'downstream' | 'cluster', from: string | null, to: string | null, cluster: Cluster): boolean {
  if (where === 'cluster' || from === null || to === null) return true;
  if (where === 'same') return from === to;
  const upstreams = cluster.views.flatMap((view) => view.rows.filter((row) => row.name === to).map((row) => row.upstream));
  return from !== to && (upstreams.length === 0 || upstreams.includes(from));
}

function withRemedies(finding: Finding, causes: readonly Cause[], cluster: Cluster, defects: Defect[]): Finding {
  const cause = causes.find((one) => one.id === finding.cause);
  if (cause === undefined) return finding;
  try {
    if (cause.scope === 'cluster') return { ...finding, remedies: cause.remedies(cluster, finding) };
    const node = cluster.nodes.find((one) => finding.id === `${finding.cause}@${one.label}`);
    if (cause.scope === 'told') return { ...finding, remedies: cause.remedies(cluster, node ?? null, finding) };
    const server = node ?? (cause.placeless ? cluster.nowhere : null);
    return server === null ? finding : { ...finding, remedies: cause.remedies(cluster, server, finding) };
  } catch (error) {
    defects.push({ where: `remedies of ${finding.cause}`, message: error instanceof Error ? error.message : String(error), error });
    return finding;
  }
}

function seenSymptoms(
  cluster: Cluster,
  kinds: readonly SymptomKind[],
  causes: readonly Cause[],
  findings: readonly Finding[],
  defects: Defect[],
): Symptom[] {
  return kinds.flatMap((kind) => {
    try {
      return kind.detect(cluster).map((seen) => {
        const able = findings.filter((finding) => causes.find((one) => one.id === finding.cause)?.explains.includes(kind.id));
        const here = able.filter((finding) => finding.node === null || seen.node === null || finding.node === seen.node);
        // A symptom of one node may come from another (the standby is not attached since the primary removed its WAL).
        const explainers = here.length > 0 ? here : able;
        return {
          id: kind.id,
          node: seen.node,
          summary: seen.summary,
          evidence: seen.evidence,
          explainedBy: explainers.map((finding) => finding.id),
        };
      });
    } catch (error) {
      defects.push({ where: `symptom ${kind.id}`, message: error instanceof Error ? error.message : String(error), error });
      return [];
    }
  });
}
