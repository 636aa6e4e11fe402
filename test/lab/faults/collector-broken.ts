import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['archive-destination-missing'],
  mustNot: ['archive-command-missing', 'node-down'],
  why: 'the directory of the archive is gone; collected by the script of `repmgr-doctor collect` in every shell',
  // there is nothing to list where the archive was, and the manifest says so
  scripted: { stopped: [], gone: ['archive.txt'] },
  inject(lab) {
    lab.on(1, `rmdir ${lab.dress.archiveDir} || rm -r ${lab.dress.archiveDir}`);
    lab.fill(1, 20);
    pause(8);
  },
});
