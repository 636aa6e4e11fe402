import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: [],
  alsoOk: ['wal-retention-insufficient'],
  mustNot: ['archive-mode-off', 'archive-command-missing'],
  why: 'archive_mode is off, and nobody relies on it',
  cluster: { archiveMode: 'off', settings: ["archive_command = ''"] },
  inject(lab) {
    lab.on(1, `rm -rf ${lab.dress.archiveDir}/*`);
    lab.fill(1, 5);
    pause(1);
  },
});
