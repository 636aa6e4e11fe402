/** Small turns of phrase that every Markdown report uses, with the punctuation of its language. */
import type { ReportEvidence } from '../../core/report.ts';
import type { Words } from '../words.ts';
import { citation, codeSpan } from './escape.ts';

/** Whom something is about, in brackets after its title. */
export const onNode = (node: string | null, words: Words): string =>
  node === null ? '' : `${words.open}${words.onNode} ${codeSpan(node)}${words.close}`;

/** The first places that show something, in brackets after it. */
export const cites = (evidence: readonly ReportEvidence[], words: Words): string =>
  evidence.length === 0 ? '' : `${words.open}${evidence.slice(0, 3).map(citation).join(words.listed)}${words.close}`;

/** A bold label with its colon. */
export const label = (text: string, words: Words): string => `**${text}${words.colon.trim()}**`;
