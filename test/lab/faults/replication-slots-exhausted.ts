import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['replication-slots-exhausted'],
  alsoOk: ['settings-drift'],
  mustNot: ['replication-slot-inactive', 'wal-senders-exhausted'],
  why: 'max_replication_slots is 1 and taken: a further standby cannot be cloned',
  collect: {
    session: (lab) => [
      '@3',
      `${lab.repmgr} -h ${lab.host(1)} -p ${lab.port(1)} -U repmgr -d repmgr standby clone -c`,
      '@1',
      'psql -c "select slot_name, slot_type, active from pg_replication_slots"',
      `psql -c "select name, setting, context from pg_settings where name in ('max_replication_slots', 'max_wal_senders')"`,
      `tail -n 5 ${lab.dress.base}/log/postgresql.log`,
      `${lab.repmgr} cluster show`,
    ],
  },
  fill: { VALUE: '10' },
  sample: true,
  inject(lab) {
    lab.set(1, 'max_replication_slots', '1');
    lab.run(1, `${lab.repmgr} service pause`);
    lab.restart(1);
    lab.wait(10, 'the standby streams', () => lab.streams(1, 1));
    lab.run(1, `${lab.repmgr} service unpause`);
    lab.addNode(3);
  },
});
