import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['replication-slots-exhausted'],
  alsoOk: ['settings-drift'],
  mustNot: ['replication-slot-inactive', 'wal-senders-exhausted', 'replication-auth-rejected'],
  why: 'max_replication_slots is 1 and taken by the standby: the nightly pg_basebackup finds no free slot',
  collect: {
    further: (lab) => [
      [
        2,
        'nightly',
        `pg_basebackup -w -h ${lab.host(1)} -p ${lab.port(1)} -U ${lab.dress.databaseUser} -D /media/backup/base -X stream -c fast -v`,
      ],
    ],
  },
  fill: { VALUE: '10' },
  inject(lab) {
    lab.set(1, 'max_replication_slots', '1');
    lab.run(1, `${lab.repmgr} service pause`);
    lab.restart(1);
    lab.wait(10, 'the standby streams', () => lab.streams(1, 1));
    lab.run(1, `${lab.repmgr} service unpause`);
  },
});
