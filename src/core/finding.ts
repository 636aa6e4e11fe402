import type { CauseId, Confidence, Severity, SymptomId } from './ids.ts';
import type { Span } from './source.ts';
import type { Message } from './text.ts';

/** A quoted place in the bundle and what it shows. */
export interface Evidence extends Span {
  readonly text: string;
  readonly shows: Message;
  /** When it was said: ISO 8601 where the bundle tells, and as it stands there. */
  readonly at?: string | null;
  readonly atText?: string | null;
  /** The lines before and after it, a few. */
  readonly around?: { readonly before: readonly string[]; readonly after: readonly string[] };
}

/** Something that the bundle does not hold and that would settle a question. `command` is made by `src/collect`. */
export interface Missing {
  readonly what: Message;
  /** Why it is worth asking for: which question it would settle. */
  readonly why: Message;
  readonly node: string | null;
  readonly command: Command;
}

/** A value that the bundle does not hold: an environment variable that refuses while it is not set. */
export interface Placeholder {
  readonly name: string;
  readonly find: Message;
}

/** A POSIX shell command as it will be run. Made by `sh` and `sql` only. */
export interface Command {
  readonly text: string;
  readonly placeholders: readonly Placeholder[];
}

/** What a step does to the cluster, the mildest first. */
export type Risk = 'read-only' | 'reload' | 'restart' | 'failover' | 'destructive';

export interface Step {
  readonly kind: 'check' | 'change' | 'verify';
  readonly title: Message;
  readonly node: string | null;
  /** Without a node: which machine that is, in words, where it is not all the same. */
  readonly where?: Message;
  readonly runAs: string | null;
  readonly command: Command;
  readonly risk: Risk;
  /** What to see before going on. */
  readonly expect: Message;
  readonly undo: Message | null;
}

export interface Remedy {
  readonly id: string;
  readonly title: Message;
  readonly recommended: boolean;
  /** What is lost or interrupted; for a destructive one, what is lost for good. */
  readonly caution: Message | null;
  readonly steps: readonly Step[];
}

/** One cause on one node (or on the cluster), judged. */
export type Verdict =
  | {
      readonly is: 'present';
      readonly confidence: Confidence;
      readonly status: 'active' | 'resolved';
      readonly summary: Message;
      readonly evidence: readonly Evidence[];
      readonly missing: readonly Missing[];
      /** Overrides the cause's usual severity. */
      readonly severity?: Severity;
      /** One list for each part of what was seen: where each part is told better by a cause of its list that is present, this one gives way. */
      readonly toldBy?: readonly (readonly CauseId[])[];
    }
  | { readonly is: 'absent'; readonly because: Message; readonly evidence: readonly Evidence[] }
  | { readonly is: 'unknown'; readonly missing: readonly Missing[] }
  /** The question does not arise here (no symptom, another flavour): said nowhere. */
  | { readonly is: 'not-applicable' };

export type Present = Extract<Verdict, { readonly is: 'present' }>;

export interface RuledOut {
  readonly cause: CauseId;
  readonly because: Message;
  readonly evidence: readonly Evidence[];
}

export interface Finding {
  /** `cause@node`, or the cause alone for the cluster. */
  readonly id: string;
  readonly cause: CauseId;
  readonly node: string | null;
  readonly status: 'active' | 'resolved';
  readonly observed: { readonly first: Place; readonly last: Place };
  readonly confidence: Confidence;
  readonly severity: Severity;
  readonly causedBy: readonly string[];
  readonly summary: Message;
  readonly evidence: readonly Evidence[];
  readonly ruledOut: readonly RuledOut[];
  readonly missing: readonly Missing[];
  readonly remedies: readonly Remedy[];
}

interface Place {
  readonly source: string;
  readonly line: number;
}

/** What was reported or seen, explained by findings or named as unexplained. */
export interface Symptom {
  readonly id: SymptomId;
  readonly node: string | null;
  readonly summary: Message;
  readonly evidence: readonly Evidence[];
  /** Finding ids; empty: unexplained, and said so. */
  readonly explainedBy: readonly string[];
}

export interface TimelineEvent {
  readonly order: number;
  readonly at: string | null;
  readonly atText: string | null;
  readonly zone: string | null;
  /** The heading of the document under which it stands. */
  readonly heading: string | null;
  readonly node: string | null;
  readonly kind: 'observed' | 'done' | 'logged';
  readonly event: Message;
  readonly source: string;
  readonly line: number;
}
