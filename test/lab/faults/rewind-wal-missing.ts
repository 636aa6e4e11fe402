import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['rewind-wal-missing'],
  alsoOk: ['node-down', 'replication-timeline-diverged', 'metadata-stale'],
  mustNot: ['rewind-prerequisites-missing'],
  why: 'the old primary wrote on after the fork and removed the WAL that pg_rewind needs; the archive has it',
  cluster: { repmgrd: false, settings: ['max_wal_size = 16MB'] },
  collect: {
    session: (lab) => [
      '@1',
      `${lab.repmgr} node rejoin -d '${lab.conninfo(2)}' --force-rewind --dry-run`,
      `${lab.repmgr} node rejoin -d '${lab.conninfo(2)}' --force-rewind`,
      `ls ${lab.data}/pg_wal | head`,
      `ls ${lab.dress.archiveDir} | head -60`,
      "pg_controldata | grep -E 'state|TimeLineID|REDO'",
      '@2',
      `${lab.repmgr} cluster show`,
      `cat ${lab.data}/pg_wal/*.history`,
    ],
  },
  sample: true,
  inject(lab) {
    lab.signal(2, /walreceiver/, 'SIGSTOP');
    lab.fill(1, 3);
    lab.crash(1);
    lab.signal(2, /walreceiver/, 'SIGCONT');
    pause(1);
    lab.run(2, `${lab.repmgr} standby promote`);
    lab.fill(2, 3);
    lab.start(1);
    lab.query(1, "select pg_drop_replication_slot('repmgr_slot_2')");
    lab.fill(1, 60);
    lab.query(1, 'checkpoint');
    lab.query(1, 'checkpoint');
    lab.drained(1);
    lab.stop(1);
  },
});
