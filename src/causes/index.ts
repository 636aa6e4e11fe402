import { archiveCommandMissing } from './archiving/archive-command-missing.ts';
import { archiveGap } from './archiving/archive-gap.ts';
import { archiveStatusOrphaned } from './archiving/archive-status-orphaned.ts';
import type { Cause } from './cause.ts';
import { walRemovedByHand } from './retention/wal-removed-by-hand.ts';

/** Every cause, in the order of the catalogue. */
export const causes: readonly Cause[] = [archiveCommandMissing, archiveStatusOrphaned, archiveGap, walRemovedByHand];
