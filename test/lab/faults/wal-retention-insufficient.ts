import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['wal-retention-insufficient'],
  mustNot: ['archive-mode-off', 'archive-command-missing'],
  why: 'no slots, no wal_keep_size, no archive: any longer stop of the standby costs a clone',
  cluster: { slots: false, archiveMode: 'off' },
  fill: { WAL_KEEP_SIZE: '1GB' },
  inject(lab) {
    lab.fill(1, 5);
  },
});
