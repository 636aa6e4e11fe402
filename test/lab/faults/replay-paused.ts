import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['replay-paused'],
  alsoOk: ['replication-lag-excessive'],
  mustNot: ['replication-slot-missing', 'standby-detached'],
  why: 'replay was paused by hand for an export and nobody resumed it',
  collect: {
    further: () => [
      [
        2,
        'replay',
        "psql -X -c 'select pg_is_wal_replay_paused(), pg_get_wal_replay_pause_state(), pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn()'",
      ],
    ],
  },
  inject(lab) {
    lab.query(2, 'select pg_wal_replay_pause()');
    lab.fill(1, 30);
    pause(1);
  },
});
