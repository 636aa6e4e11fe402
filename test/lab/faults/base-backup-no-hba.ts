import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['replication-auth-rejected'],
  mustNot: ['replication-connection-refused', 'standby-detached', 'replication-slot-inactive'],
  why: 'a nightly pg_basebackup with a role of its own: pg_hba.conf has no entry of replication for it',
  cluster: { authentication: 'scram-sha-256' },
  collect: {
    further: (lab) => [
      [2, 'nightly', `pg_basebackup -w -h ${lab.host(1)} -p ${lab.port(1)} -U keeper -D /media/backup/base -X stream -c fast -v`],
    ],
  },
  inject(lab) {
    lab.query(1, "create role keeper login replication password 'keeper-7Q'");
    lab.on(2, `echo '*:*:*:keeper:keeper-7Q' >> ~/.pgpass`);
  },
});
