import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';
import { withoutSuperuser } from '../superuser.ts';

export const fault = defineFault({
  expect: ['replication-auth-rejected'],
  alsoOk: ['node-down', 'replication-timeline-diverged', 'metadata-stale', 'replication-slot-inactive'],
  mustNot: ['rewind-prerequisites-missing', 'ssh-not-working', 'wal-removed-before-standby'],
  why: "repmgr's user is no superuser any more: pg_rewind may not read the files of the new primary",
  cluster: { repmgrd: false },
  collect: {
    session: (lab) => ['@1', `${lab.repmgr} node rejoin -d '${lab.conninfo(2)}' --force-rewind`, '@2', `${lab.repmgr} cluster show`],
  },
  fill: { SUPERUSER: (lab) => lab.dress.superuser },
  // with the right to read the node comes back as any old primary does
  afterwards: ['node-down/rejoin-with-rewind'],
  loses: 1,
  staysOk: ['repmgrd-not-running'],
  inject(lab) {
    lab.stop(2);
    lab.writeRow(1, 'only on node1');
    lab.fill(1, 2);
    lab.crash(1);
    lab.start(2);
    pause(1);
    lab.run(2, `${lab.repmgr} standby promote`);
    lab.fill(2, 2);
    lab.start(1);
    lab.fill(1, 1);
    lab.stop(1);
    withoutSuperuser(lab, 2);
  },
});
