/** The whole run, one way only: sources → facts → cluster → verdicts → findings → report. */
import { grammars } from '../grammars/index.ts';
import { causes } from './causes/index.ts';
import type { Report } from './core/report.ts';
import type { Lang } from './core/text.ts';
import { diagnose } from './diagnosis/differential.ts';
import { assemble } from './diagnosis/report.ts';
import { Cluster } from './model/cluster.ts';
import { strikeOut } from './redact/strike-out.ts';
import { symptoms } from './symptoms/index.ts';
import { type DecodedSource, readBundle } from './transcript/read.ts';

export interface AnalyseOptions {
  /** `auto` takes the bundle's own language. */
  readonly lang: Lang | 'auto';
  readonly version: string;
}

/** Diagnoses a bundle. What is wrong with the input is in the report; what is wrong with the program is in its `defects`. */
export async function analyse(sources: AsyncIterable<DecodedSource> | Iterable<DecodedSource>, options: AnalyseOptions): Promise<Report> {
  const bundle = await readBundle(sources, grammars);
  const cluster = new Cluster(bundle.facts);
  const diagnosis = diagnose(cluster, causes, symptoms);
  return strikeOut(assemble({ bundle, cluster, diagnosis, causes, symptoms, options }), bundle.secrets);
}
