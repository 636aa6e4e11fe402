import { archiveCommandMissing } from './archiving/archive-command-missing.ts';
import type { Cause } from './cause.ts';

/** Every cause, in the order of the catalogue. */
export const causes: readonly Cause[] = [archiveCommandMissing];
