/** Faults that every run tries in the dress of KingbaseES, too; of the others `--kingbase` does. */
export const DRESSED: readonly string[] = [
  'archive-destination-unwritable',
  'archive-mode-off',
  'base-backup-no-hba',
  'clone-no-room',
  'encryption-not-asked-for',
  'encryption-rule-without-ssl',
  'node-down',
  'replay-paused',
  'repmgrd-not-running',
  'repmgrd-paused',
  'settings-pending-restart',
  'split-brain',
];
