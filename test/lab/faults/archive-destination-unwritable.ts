import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['archive-destination-unwritable'],
  mustNot: ['archive-command-missing', 'archive-destination-missing', 'archive-destination-full'],
  why: 'somebody worked on the archive as root: it now belongs to root',
  collect: {
    listing: 'ls -la',
    without: ['repmgr_node_check', 'repmgr_node_status', 'repmgr_service_status', 'ls_wal', 'pg_controldata', 'ps'],
  },
  inject(lab) {
    lab.root(1, `chown root: ${lab.dress.archiveDir}; chmod 755 ${lab.dress.archiveDir}`);
    lab.fill(1, 20);
    pause(4);
  },
});
