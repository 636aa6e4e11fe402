/** The faults that every change is tried on (.ci/run). */
export const SHORT: readonly string[] = [
  'application-name-mismatch',
  'archive-command-missing',
  'archive-command-not-executable',
  'durability-disabled',
  'healthy-pending-12',
  'kes-archive-command-unsafe',
  'replication-slot-inactive',
  'replication-slot-missing',
  'split-brain',
];
