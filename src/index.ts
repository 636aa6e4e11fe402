/** The library: `analyse` reads decoded sources and returns the report, `render` writes it. Nothing here touches the world. */
export { type AnalyseOptions, analyse } from './analyse.ts';
export { UsageError } from './core/errors.ts';
export { CAUSE_IDS, type CauseId, type Severity } from './core/ids.ts';
export { type Report, reportSchema } from './core/report.ts';
export type { Lang } from './core/text.ts';
export { type Format, render } from './report/render.ts';
export type { DecodedSource } from './transcript/read.ts';
