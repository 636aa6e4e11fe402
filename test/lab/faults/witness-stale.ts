import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['witness-stale'],
  alsoOk: ['repmgrd-not-running'],
  mustNot: ['split-brain', 'node-down', 'primary-missing'],
  why: 'the witness has no repmgrd: after a switchover its copy of the records names the old primary',
  remedies: ['witness-stale', 'repmgrd-not-running'],
  collect: {
    further: (lab) => [
      [3, 'repmgr_cluster_show', `${lab.repmgr} cluster show`],
      [3, 'repmgr.conf', `cat ${lab.dress.repmgrConf}`],
    ],
  },
  inject(lab) {
    lab.addServer(3);
    lab.must(3, `${lab.repmgr} -h ${lab.host(1)} -p ${lab.port(1)} -U ${lab.dress.databaseUser} -d ${lab.dress.database} witness register`);
    lab.must(2, `${lab.repmgr} standby switchover`);
    pause(6);
  },
});
