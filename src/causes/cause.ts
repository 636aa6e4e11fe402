import type { Evidence, Finding, Missing, Remedy, Verdict } from '../core/finding.ts';
import type { CauseId, Confidence, Group, Severity, SymptomId } from '../core/ids.ts';
import type { Message, Text } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';

/** A chain: where this cause is present, that one may follow from it. */
export interface Consequence {
  readonly cause: CauseId;
  /** On the same node, on the nodes that follow it, or anywhere. */
  readonly where: 'same' | 'downstream' | 'cluster';
}

interface CauseBase {
  readonly id: CauseId;
  readonly group: Group;
  readonly severity: Severity;
  readonly title: Text;
  /** The page of `explain <id>` and `docs/causes/<id>.md`, Markdown: what it is, how it shows, lookalikes, what to do, what not, versions, sources. A getter: no report shows it, and all pages are a tenth of what a start would read. */
  readonly about: Text;
  /** Symptoms that this cause can explain. */
  readonly explains: readonly SymptomId[];
  /** Causes that explain the same symptom better: where one of them is present (at least likely, on the same node or the cluster), this one is ruled out. */
  readonly yieldsTo?: readonly CauseId[];
  readonly leadsTo?: readonly Consequence[];
}

export interface NodeCause extends CauseBase {
  readonly scope: 'node';
  /** What facts without a place show counts, too: an output that no prompt and no folder gives to a node. */
  readonly placeless?: true;
  examine(cluster: Cluster, node: Node): Verdict;
  remedies(cluster: Cluster, node: Node, finding: Finding): readonly Remedy[];
}

export interface ClusterCause extends CauseBase {
  readonly scope: 'cluster';
  examine(cluster: Cluster): Verdict;
  remedies(cluster: Cluster, finding: Finding): readonly Remedy[];
}

/** A verdict and whom it is about: a node, a standby that only another one names, or nobody that the bundle tells (all null). */
export interface Told {
  readonly node: Node | null;
  /** The name where no node of the bundle has it. */
  readonly name?: string | null;
  readonly verdict: Verdict;
}

/**
 * A cause that reads the whole bundle and says itself whom each verdict is about: what one node's log tells of another,
 * and logs that belong to no node in particular. At most one verdict a node.
 */
export interface ToldCause extends CauseBase {
  readonly scope: 'told';
  examine(cluster: Cluster): readonly Told[];
  remedies(cluster: Cluster, node: Node | null, finding: Finding): readonly Remedy[];
}

export type Cause = NodeCause | ClusterCause | ToldCause;

/** A verdict on every server: on each node, and on the one without a name that facts without a place speak of. */
export function perServer(cluster: Cluster, judge: (server: Node) => Verdict): Told[] {
  return cluster.servers.map((server) => ({ node: server === cluster.nowhere ? null : server, verdict: judge(server) }));
}

/** The server that a finding without a node is about. */
export function serverOf(cluster: Cluster, node: Node | null): Node | null {
  return node ?? cluster.nowhere;
}

/** Declares a cause; one file per id of the catalogue. */
export function defineCause<C extends Cause>(cause: C): C {
  return cause;
}

export { evidence } from '../model/evidence.ts';

export function present(
  confidence: Confidence,
  parts: {
    readonly summary: Message;
    readonly evidence: readonly Evidence[];
    readonly status?: 'active' | 'resolved';
    readonly missing?: readonly Missing[];
    readonly severity?: Severity;
    readonly toldBy?: readonly (readonly CauseId[])[];
  },
): Verdict {
  return {
    is: 'present',
    confidence,
    status: parts.status ?? 'active',
    summary: parts.summary,
    evidence: parts.evidence,
    missing: parts.missing ?? [],
    ...(parts.severity === undefined ? {} : { severity: parts.severity }),
    ...(parts.toldBy === undefined ? {} : { toldBy: parts.toldBy }),
  };
}

/** Ruled out, with the reason and the lines that show it. */
export function absent(because: Message, ...shown: readonly Evidence[]): Verdict {
  return { is: 'absent', because, evidence: shown };
}

/** Cannot be told; `missing` says what would tell. */
export function unknown(...missing: readonly Missing[]): Verdict {
  return { is: 'unknown', missing };
}

/** The question does not arise: no trace of it, or another product. */
export const notApplicable: Verdict = { is: 'not-applicable' };
