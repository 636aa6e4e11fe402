import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['replication-timeline-diverged'],
  alsoOk: ['metadata-stale', 'upstream-mismatch', 'standby-detached', 'repmgrd-not-running', 'node-down', 'replication-slot-inactive'],
  mustNot: ['replication-auth-rejected', 'replication-slot-lost'],
  why: 'the old primary was started as a standby of the new one without a rewind',
  cluster: { repmgrd: false },
  loses: 2,
  staysOk: ['repmgrd-not-running'],
  inject(lab) {
    lab.stop(2);
    for (const note of ['a', 'b']) lab.writeRow(1, `only on node1: ${note}`);
    lab.fill(1, 3);
    lab.crash(1);
    lab.start(2);
    pause(1);
    lab.run(2, `${lab.repmgr} standby promote`);
    lab.fill(2, 3);
    lab.on(
      1,
      `rm -f ${lab.data}/postmaster.pid; touch ${lab.data}/standby.signal; echo "primary_conninfo = '${lab.conninfo(2)} application_name=node1'" >> ${lab.data}/postgresql.auto.conf`,
    );
    lab.start(1);
    pause(8);
  },
});
