import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['archive-mode-off'],
  alsoOk: ['settings-drift', 'archive-gap'],
  mustNot: ['archive-command-missing'],
  why: 'archiving was switched off while files still waited; the backup policy relies on it',
  switchover: true,
  inject(lab) {
    lab.archive('false', [1]);
    lab.fill(1, 20);
    lab.set(1, 'archive_mode', 'off');
    lab.archive(lab.guard, [1]);
    lab.stopRepmgrd(2);
    lab.restart(1);
    lab.startRepmgrd(2);
    lab.wait(10, 'the standby streams', () => lab.streams(1, 1));
  },
});
