/** The faults that every change is tried on (.ci/run). */
export const SHORT: readonly string[] = [
  'application-name-mismatch',
  'archive-command-failing',
  'archive-command-missing',
  'archive-command-not-executable',
  'archive-command-not-found',
  'healthy',
  'kes-archive-command-unsafe',
  'kes-healthy',
  'replication-slot-inactive',
];
