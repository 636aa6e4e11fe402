import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { analyse } from '../analyse.ts';
import { UsageError } from '../core/errors.ts';
import type { Report } from '../core/report.ts';
import type { Lang } from '../core/text.ts';
import { openInputs } from '../input/open.ts';
import { forReading } from './engine.ts';
import { totalBytes, watched } from './progress.ts';

/** A saved report is small; anything larger is a bundle's file. */
const LARGEST_REPORT = 256 * 1024 * 1024;

/** The report of an input: one that `diagnose` wrote as JSON is taken as it is, a bundle is analysed. */
export async function reportOf(
  inputs: readonly string[],
  options: { lang: Lang | 'auto'; version: string; quiet?: boolean },
): Promise<Report> {
  const only = inputs.length === 1 ? inputs[0] : undefined;
  const saved = only === undefined ? null : await savedReport(only);
  if (saved !== null && options.lang !== 'auto' && saved.lang !== options.lang)
    throw new UsageError(`${basename(only ?? '')} is written in ${saved.lang}: give the bundle itself to have it in ${options.lang}`);
  if (saved !== null) return saved;
  forReading(totalBytes(inputs));
  return analyse(watched(openInputs(inputs), inputs, options), options);
}

async function savedReport(path: string): Promise<Report | null> {
  if (!path.endsWith('.json')) return null;
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat?.isFile() || stat.size > LARGEST_REPORT) return null;
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
  if (typeof parsed !== 'object' || parsed === null || !('schemaVersion' in parsed)) return null;
  const { reportSchema } = await import('../core/report.ts');
  const result = reportSchema.safeParse(parsed);
  if (result.success) return result.data;
  const where = result.error.issues[0]?.path.join('.') ?? '';
  throw new UsageError(`${basename(path)} is no report of this version (${where}); write it anew with diagnose -o report.json`);
}
