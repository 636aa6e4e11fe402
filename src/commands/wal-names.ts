import type { Cluster } from '../model/cluster.ts';

/** Functions and columns around WAL positions: `wal` and `lsn` since PostgreSQL 10, `xlog` and `location` before (release notes of 10). */
export interface WalNames {
  /** Of WAL in the data directory. */
  readonly directory: string;
  readonly current: string;
  readonly received: string;
  readonly replayed: string;
  /** Called with a position: the segment's name, its timeline first. */
  readonly fileName: string;
  /** Called with two positions. */
  readonly diff: string;
  readonly switch: string;
  readonly isPaused: string;
  readonly resume: string;
  readonly sentColumn: string;
  readonly flushColumn: string;
  readonly replayColumn: string;
}

export function walNames(cluster: Cluster): WalNames {
  const { catalog } = cluster.flavour;
  const [wal, lsn] = cluster.major < 10 ? ['xlog', 'location'] : ['wal', 'lsn'];
  return {
    directory: cluster.major < 10 ? `${catalog}xlog` : cluster.flavour.walDir,
    current: `${catalog}current_${wal}_${lsn}()`,
    received: `${catalog}last_${wal}_receive_${lsn}()`,
    replayed: `${catalog}last_${wal}_replay_${lsn}()`,
    fileName: `${catalog}${wal}file_name`,
    diff: `${catalog}${wal}_${lsn}_diff`,
    switch: `${catalog}switch_${wal}()`,
    isPaused: `${catalog}is_${wal}_replay_paused()`,
    resume: `${catalog}${wal}_replay_resume()`,
    sentColumn: `sent_${lsn}`,
    flushColumn: `flush_${lsn}`,
    replayColumn: `replay_${lsn}`,
  };
}
