import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['rewind-wal-missing'],
  alsoOk: ['node-down', 'replication-timeline-diverged', 'metadata-stale'],
  mustNot: ['rewind-prerequisites-missing'],
  why: 'the old primary wrote on after the fork and removed the WAL that pg_rewind needs; the archive has it',
  cluster: { repmgrd: false },
  collect: {
    session: (lab) => [
      '@1',
      `${lab.repmgr} node rejoin -d '${lab.conninfo(2)}' --force-rewind --dry-run`,
      `pg_rewind --target-pgdata=${lab.data} --source-server='${lab.conninfo(2)}'`,
      `ls ${lab.data}/pg_wal | head`,
      `ls ${lab.dress.archiveDir} | head -60`,
      "pg_controldata | grep -E 'state|TimeLineID|REDO'",
      '@2',
      `${lab.repmgr} cluster show`,
      `cat ${lab.data}/pg_wal/*.history`,
    ],
  },
  // the segments, then the rejoin that failed without them
  remedies: ['rewind-wal-missing', 'rewind-wal-missing/rejoin-with-rewind'],
  sample: true,
  fill: { ARCHIVE_DIR: (lab) => lab.dress.archiveDir },
  loses: 2,
  staysOk: ['repmgrd-not-running'],
  inject(lab) {
    lab.control(2, 'promote');
    pause(2);
    // pg_rewind believes the control file, which names the old timeline until then
    lab.query(2, 'CHECKPOINT');
    for (const note of ['a', 'b']) lab.writeRow(1, `only on node1: ${note}`);
    lab.fill(1, 3);
    lab.fill(2, 2);
    lab.drained(1);
    lab.stop(1);
    lab.run(2, `${lab.repmgr} primary register --force`);
  },
});
