/**
 * The report as others rely on it (the JSON contract). One source for the types, their validation and the published
 * JSON Schema (`schema/report.schema.json`).
 */
import * as z from 'zod';
import { CAUSE_IDS, CONFIDENCES, SEVERITIES, SYMPTOM_IDS } from './ids.ts';

const line = z.number().int().nonnegative();
const nodeName = z.string().nullable();

export const evidenceSchema = z.object({
  source: z.string(),
  line,
  endLine: line,
  text: z.string(),
  shows: z.string(),
  at: z.string().nullable(),
  atText: z.string().nullable(),
});

export const askSchema = z.object({
  what: z.string(),
  why: z.string(),
  command: z.string(),
  node: nodeName,
});

const step = z.object({
  kind: z.enum(['check', 'change', 'verify']),
  title: z.string(),
  node: nodeName,
  /** Without a node: which machine it is, in words. */
  where: z.string().optional(),
  runAs: z.string().nullable(),
  command: z.string(),
  risk: z.enum(['read-only', 'reload', 'restart', 'failover', 'destructive']),
  expect: z.string(),
  undo: z.string().nullable(),
  placeholders: z.array(z.object({ name: z.string(), find: z.string() })),
});

const remedy = z.object({
  id: z.string(),
  title: z.string(),
  recommended: z.boolean(),
  caution: z.string().nullable(),
  /** Whether the lab ran the steps as printed and the cluster was well afterwards (docs/verified-remedies.md), and what that means here. */
  verifiedInLab: z.boolean(),
  verification: z.string(),
  steps: z.array(step),
});

const place = z.object({ source: z.string(), line });

const finding = z.object({
  id: z.string(),
  cause: z.enum(CAUSE_IDS as [string, ...string[]]),
  title: z.string(),
  node: nodeName,
  status: z.enum(['active', 'resolved']),
  observed: z.object({ first: place, last: place }),
  confidence: z.enum(CONFIDENCES),
  severity: z.enum(SEVERITIES),
  causedBy: z.array(z.string()),
  summary: z.string(),
  evidence: z.array(evidenceSchema),
  ruledOut: z.array(z.object({ cause: z.string(), because: z.string(), evidence: z.array(evidenceSchema) })),
  missing: z.array(askSchema),
  remedies: z.array(remedy),
});

const segment = z.object({
  kind: z.string(),
  command: z.string().nullable(),
  node: nodeName,
  capturedAt: z.string().nullable(),
  line,
  endLine: line,
  /** Lines from first to last, and how many of them the format explains. */
  lines: line,
  understood: line,
});

const coverage = z.object({ lines: line, understood: line, prose: line, blank: line, notUnderstood: line });

export const reportSchema = z.object({
  schemaVersion: z.literal(1),
  tool: z.object({ name: z.literal('repmgr-doctor'), version: z.string() }),
  lang: z.enum(['en', 'zh-CN']),
  bundle: z.object({
    sources: z.array(
      z.object({
        path: z.string(),
        bytes: z.number().int().nonnegative(),
        encoding: z.string(),
        lines: line,
        coverage,
        problems: z.array(z.object({ kind: z.enum(['limit', 'damaged', 'link', 'not-opened']), what: z.string() })),
        segments: z.array(segment),
      }),
    ),
    coverage,
    /** Lines around what is cited, in runs: for opening evidence in its place. */
    quoted: z.array(z.object({ source: z.string(), line, lines: z.array(z.string()) })),
    notUnderstood: z.array(z.object({ source: z.string(), line, text: z.string(), expected: z.string().nullable() })),
  }),
  cluster: z.object({
    flavour: z.enum(['kingbasees', 'postgresql']),
    /** What manages the cluster, where that is not repmgr: its own state is not judged. */
    manager: z.enum(['kingbasecluster']).optional(),
    version: z.string().nullable(),
    repmgrVersion: z.string().nullable(),
    nodes: z.array(
      z.object({
        name: nodeName,
        id: z.number().int().nullable(),
        host: z.string().nullable(),
        port: z.number().int().nullable(),
        role: z.enum(['primary', 'standby', 'witness']).nullable(),
        binDir: z.string().nullable(),
        dataDir: z.string().nullable(),
        walDir: z.string().nullable(),
        osUser: z.string().nullable(),
        /** As the last listing that has it says: whom it follows, and how it answers (`running`, `unreachable`, `failed` …). */
        upstream: z.string().nullable(),
        state: z.string().nullable(),
        /** Settings that decide on archiving, replication and failover, the last word on each; `file`: whether it is in force is open. */
        settings: z.array(
          z.object({
            program: z.enum(['server', 'repmgr']),
            name: z.string(),
            value: z.string(),
            how: z.enum(['running', 'file']),
            source: z.string(),
            line,
          }),
        ),
        /** How hosts and folders were found to be this node. */
        identifiedBy: z.array(z.object({ said: z.string(), source: z.string(), line })),
      }),
    ),
  }),
  symptoms: z.array(
    z.object({
      id: z.enum(SYMPTOM_IDS),
      title: z.string(),
      node: nodeName,
      summary: z.string(),
      evidence: z.array(evidenceSchema),
      explainedBy: z.array(z.string()),
    }),
  ),
  findings: z.array(finding),
  /** Causes that were looked for and are not asserted: ruled out with the reason, or not to be told for want of something. */
  checked: z.array(
    z.object({
      cause: z.string(),
      title: z.string(),
      node: nodeName,
      result: z.enum(['absent', 'unknown']),
      because: z.string().nullable(),
      evidence: z.array(evidenceSchema),
      missing: z.array(askSchema),
    }),
  ),
  /** What the person at the console asks, answered by numbers with their source where the bundle allows it. */
  answers: z.array(z.object({ id: z.string(), question: z.string(), answer: z.string(), evidence: z.array(evidenceSchema) })),
  /** What people did in the bundle, and what each action changed. */
  actions: z.array(
    z.object({
      kind: z.string(),
      node: nodeName,
      command: z.string(),
      evidence: evidenceSchema,
      effects: z.array(z.object({ says: z.string(), evidence: z.array(evidenceSchema) })),
      /** Findings that rest on it. */
      findings: z.array(z.string()),
    }),
  ),
  /** What is drawn rather than told. Segment numbers count from 0 in units of the node's segment size. */
  measures: z.object({
    /** Roles as they were seen to change; `order` is that of the timeline. */
    roles: z.array(
      z.object({
        node: z.string(),
        changes: z.array(z.object({ role: z.enum(['primary', 'standby', 'witness']), order: z.number().int() })),
      }),
    ),
    backlog: z.array(
      z.object({
        node: z.string(),
        threshold: z.number().nullable(),
        points: z.array(
          z.object({
            count: z.number(),
            atLeast: z.boolean(),
            at: z.string().nullable(),
            atText: z.string().nullable(),
            source: z.string(),
            line,
          }),
        ),
        /** Of the last listing of the status files; times as printed. */
        ready: z
          .object({
            count: z.number(),
            atLeast: z.boolean(),
            oldest: z.string().nullable(),
            newest: z.string().nullable(),
            source: z.string(),
            line,
          })
          .nullable(),
      }),
    ),
    segments: z.array(
      z.object({
        node: z.string(),
        segmentBytes: z.number(),
        rows: z.array(
          z.object({
            what: z.enum(['present', 'waiting', 'done', 'archived', 'missing', 'removed']),
            runs: z.array(z.object({ from: z.string(), to: z.string(), timeline: z.number(), start: z.number(), count: z.number() })),
            /** The listing was cut: there may be more. */
            atLeast: z.boolean(),
            source: z.string(),
            line,
          }),
        ),
      }),
    ),
    /** Sizes in bytes, or in inodes. */
    volumes: z.array(
      z.object({
        node: z.string(),
        of: z.enum(['blocks', 'inodes']),
        mount: z.string(),
        filesystem: z.string(),
        size: z.number().nullable(),
        used: z.number().nullable(),
        available: z.number().nullable(),
        usedPercent: z.number().nullable(),
        holds: z.array(z.enum(['data', 'wal', 'archive'])),
        source: z.string(),
        line,
      }),
    ),
  }),
  timeline: z.array(
    z.object({
      order: z.number().int(),
      at: z.string().nullable(),
      atText: z.string().nullable(),
      zone: z.string().nullable(),
      heading: z.string().nullable(),
      node: nodeName,
      kind: z.enum(['observed', 'done', 'logged']),
      event: z.string(),
      source: z.string(),
      line,
    }),
  ),
  remarks: z.array(z.object({ text: z.string(), evidence: z.array(evidenceSchema) })),
  collectNext: z.array(askSchema),
  defects: z.array(z.object({ where: z.string(), message: z.string() })),
});

export type Report = z.infer<typeof reportSchema>;
export type ReportFinding = Report['findings'][number];
export type ReportRemedy = ReportFinding['remedies'][number];
export type ReportStep = ReportRemedy['steps'][number];
export type ReportEvidence = ReportFinding['evidence'][number];
