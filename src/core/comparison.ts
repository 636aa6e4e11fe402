/** Two reports on one cluster, compared: the JSON that `compare` writes. */
import * as z from 'zod';
import { askSchema, evidenceSchema, reportSchema } from './report.ts';

const findingSchema = reportSchema.shape.findings.element;

/** What became of a finding. `no-longer-visible`: the second bundle does not hold what would tell. */
export const CHANGES = ['new', 'worse', 'no-longer-visible', 'unchanged', 'better', 'resolved'] as const;
export type Change = (typeof CHANGES)[number];

const said = z.object({ value: z.string(), source: z.string(), line: z.number().int() });

export const comparisonSchema = z.object({
  schemaVersion: z.literal(1),
  kind: z.literal('comparison'),
  tool: z.object({ name: z.literal('repmgr-doctor'), version: z.string() }),
  lang: z.enum(['en', 'zh-CN']),
  /** Names of what was compared, as the caller gave them. */
  before: z.string(),
  after: z.string(),
  /** Names of nodes that only one of the two knows: the two may not be of one cluster. */
  nodes: z.object({ onlyBefore: z.array(z.string()), onlyAfter: z.array(z.string()), both: z.array(z.string()) }),
  findings: z.array(
    z.object({
      id: z.string(),
      cause: z.string(),
      title: z.string(),
      node: z.string().nullable(),
      change: z.enum(CHANGES),
      because: z.string(),
      /** What the second bundle shows of it. */
      evidence: z.array(evidenceSchema),
      /** What is missing in the second bundle to tell. */
      missing: z.array(askSchema),
      before: findingSchema.nullable(),
      after: findingSchema.nullable(),
    }),
  ),
  topology: z.array(
    z.object({
      node: z.string(),
      what: z.enum(['role', 'upstream', 'state', 'version']),
      before: z.string(),
      after: z.string(),
    }),
  ),
  settings: z.array(z.object({ node: z.string(), program: z.enum(['server', 'repmgr']), name: z.string(), before: said, after: said })),
});

export type Comparison = z.infer<typeof comparisonSchema>;
export type ComparedFinding = Comparison['findings'][number];
