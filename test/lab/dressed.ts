/** Faults that every run tries in the dress of KingbaseES, too; of the others `--kingbase` does. */
export const DRESSED: readonly string[] = [
  'archive-destination-unwritable',
  'archive-mode-off',
  'node-down',
  'replay-paused',
  'repmgrd-not-running',
  'repmgrd-paused',
  'settings-pending-restart',
  'split-brain',
];
