import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['rewind-prerequisites-missing'],
  alsoOk: ['node-down', 'replication-timeline-diverged', 'metadata-stale'],
  mustNot: ['replication-auth-rejected', 'ssh-not-working'],
  why: 'the old primary must be rewound, but wal_log_hints is off and there are no checksums',
  cluster: { repmgrd: false },
  collect: {
    session: (lab) => [
      '@1',
      `${lab.repmgr} node rejoin -d '${lab.conninfo(2)}' --force-rewind --dry-run`,
      `${lab.repmgr} node rejoin -d '${lab.conninfo(2)}' --force-rewind`,
      "pg_controldata | grep -E 'state|wal_log_hints|checksum'",
      `pg_rewind --target-pgdata=${lab.data} --source-server='${lab.conninfo(2)}' --dry-run`,
      '@2',
      `psql -c "select name, setting from pg_settings where name in ('wal_log_hints','data_checksums','full_page_writes')"`,
      `${lab.repmgr} cluster show`,
    ],
  },
  // the setting is for the next time, and before the clone, which takes it over
  remedies: ['rewind-prerequisites-missing/keep-rewind-possible', 'rewind-prerequisites-missing/reclone-standby'],
  loses: 2,
  staysOk: ['repmgrd-not-running'],
  sample: true,
  inject(lab) {
    for (const node of lab.nodes) {
      lab.set(node, 'wal_log_hints', 'off');
      lab.restart(node);
    }
    lab.wait(10, 'the standby streams', () => lab.streams(1, 1));
    lab.stop(2);
    for (const note of ['a', 'b']) lab.writeRow(1, `only on node1: ${note}`);
    lab.fill(1, 3);
    lab.crash(1);
    lab.start(2);
    pause(1);
    lab.run(2, `${lab.repmgr} standby promote`);
    lab.fill(2, 3);
    lab.start(1);
    lab.fill(1, 3);
    lab.stop(1);
  },
});
