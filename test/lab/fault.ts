/** A fault of the lab: what is broken, how it is collected, what must be found, and what a person fills into the printed commands. */
import type { CauseId } from '../../src/core/ids.ts';
import { kingbasees } from './cluster/dress.ts';
import type { Knobs, Lab } from './cluster/lab.ts';
import type { Style } from './collect.ts';

export interface Fault {
  /** Causes that must be found; none for a lookalike, a healthy cluster that looks like a sick one. */
  readonly expect: readonly CauseId[];
  /** What else is true then and may be said. */
  readonly alsoOk?: readonly CauseId[];
  /** What must not be said. */
  readonly mustNot?: readonly CauseId[];
  readonly why: string;
  readonly cluster?: Partial<Knobs>;
  readonly collect?: Style;
  inject(lab: Lab): void;
  /** Causes whose recommended remedy is run, in that order; `cause/remedy` for another one than the recommended. All that are expected where nothing is said. */
  readonly remedies?: readonly (CauseId | `${CauseId}/${string}`)[];
  /** The same, of a bundle that is collected after these remedies, as their texts ask for: a server that was down had not told everything. */
  readonly afterwards?: readonly (CauseId | `${CauseId}/${string}`)[];
  /** What a person finds for the placeholders, as their texts say. */
  readonly fill?: Readonly<Record<string, string | ((lab: Lab, node: number) => string)>>;
  /** Where a step runs that names no node of the cluster: the machine of a witness. The primary where nothing is said. */
  readonly elsewhere?: number;
  /** Why the remedy cannot be run in the lab. */
  readonly notRun?: string;
  /** What the world outside of the printed commands has to do before they can help: a host that comes back, a disk that is replaced. */
  outside?(lab: Lab): void;
  /** What has to happen by itself before a fresh bundle can tell that it is over: an event that repmgrd logs. */
  settle?(lab: Lab): void;
  /** Rows of the canary table that the remedy's caution says are lost, measured: those that some node had before. */
  readonly loses?: number;
  /** The same of WAL: segments that were archived, or waited for it, and are nowhere afterwards. */
  readonly losesWal?: number;
  /** Collected by the program's own script instead, in every shell that is here; nodes on which it may miss what needs a running server. */
  readonly scripted?: { readonly stopped: readonly number[]; readonly gone?: readonly string[] };
  /** What stays to be said after the remedy. */
  readonly staysOk?: readonly CauseId[];
  /** A real switchover is part of the proof. */
  readonly switchover?: true;
  /** Its capture is kept in samples/cases: small ones only. */
  readonly sample?: true;
}

/** The same fault in the dress of KingbaseES (`npm run lab -- kes-NAME`, `--kingbase`). */
export function dressed(fault: Fault): Fault {
  const { sample: _, ...rest } = fault;
  return { ...rest, why: `in the dress of KingbaseES: ${fault.why}`, cluster: { ...fault.cluster, dress: kingbasees } };
}

export function defineFault(fault: Fault): Fault {
  return fault;
}

/** True of every cluster of this lab: its archive lies beside the data, and two nodes have no witness. */
export const OF_THE_LAB: readonly CauseId[] = ['arbitration-missing', 'archive-location-unsafe'];
