/**
 * The library: `openInputs` opens files, folders and archives, `analyse` reads them and returns the report, `render` writes it.
 * `analyse` and `render` touch nothing of the world: sources may come from anywhere.
 */
export { type AnalyseOptions, analyse } from './analyse.ts';
export { UsageError } from './core/errors.ts';
export { CAUSE_IDS, type CauseId, type Severity } from './core/ids.ts';
export { type Report, reportSchema } from './core/report.ts';
export type { Lang } from './core/text.ts';
export { openInputs } from './input/open.ts';
export { postmortemMarkdown } from './report/markdown/postmortem.ts';
export { FORMATS, type Format, type RenderOptions, render } from './report/render.ts';
export type { DecodedSource } from './transcript/read.ts';
