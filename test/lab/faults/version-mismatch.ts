import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['version-mismatch'],
  alsoOk: ['repmgrd-not-running', 'arbitration-missing'],
  mustNot: ['extension-not-installed', 'node-down', 'repmgrd-not-loaded'],
  why: 'the packages were updated and the extension in the database was not: repmgrd does not start',
  inject(lab) {
    for (const node of lab.nodes) lab.stopRepmgrd(node);
    // the objects are the same, their version is another
    lab.query(1, "update pg_extension set extversion = '5.2' where extname = 'repmgr'");
    pause(1);
    for (const node of lab.nodes) lab.startRepmgrd(node);
    pause(3);
  },
});
