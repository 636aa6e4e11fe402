import { columns, plain } from './relation.ts';

const CHECKPOINT = columns(
  `checkpoint_lsn redo_lsn redo_wal_file timeline_id prev_timeline_id full_page_writes next_xid next_oid next_multixact_id
   next_multi_offset oldest_xid oldest_xid_dbid oldest_active_xid oldest_multi_xid oldest_multi_dbid oldest_commit_ts_xid
   newest_commit_ts_xid checkpoint_time`,
);
const SYSTEM = columns('pg_control_version catalog_version_no system_identifier pg_control_last_modified');
const RECOVERY = columns('min_recovery_end_lsn min_recovery_end_timeline backup_start_lsn backup_end_lsn end_of_backup_record_required');
const INIT = columns(
  `max_data_alignment database_block_size blocks_per_segment wal_block_size bytes_per_wal_segment max_identifier_length
   max_index_columns max_toast_chunk_size large_object_chunk_size float8_pass_by_value data_page_checksum_version`,
);

/** The control file through SQL; `full_page_writes` is a setting's name, too, and does not tell them apart. */
export const pgControl = [
  plain(
    'pg_control_checkpoint',
    [CHECKPOINT],
    columns('checkpoint_lsn redo_lsn redo_wal_file timeline_id prev_timeline_id checkpoint_time'),
  ),
  plain('pg_control_system', [SYSTEM], SYSTEM),
  plain('pg_control_recovery', [RECOVERY], RECOVERY),
  plain('pg_control_init', [INIT], columns('bytes_per_wal_segment data_page_checksum_version wal_block_size')),
];
