import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['version-mismatch'],
  alsoOk: ['repmgrd-not-running', 'arbitration-missing'],
  mustNot: ['extension-not-installed', 'node-down', 'repmgrd-not-loaded'],
  why: 'the packages were updated and the extension in the database was not: repmgrd does not start',
  remedies: ['version-mismatch', 'repmgrd-not-running'],
  inject(lab) {
    for (const node of lab.nodes) lab.stopRepmgrd(node);
    // as version 5.2 has left it
    lab.query(1, 'create table saved as select * from repmgr.nodes');
    lab.query(1, "drop extension repmgr; create extension repmgr version '5.2'");
    lab.query(1, 'insert into repmgr.nodes select * from saved; drop table saved');
    pause(1);
    for (const node of lab.nodes) lab.startRepmgrd(node);
    pause(3);
  },
});
