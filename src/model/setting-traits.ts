/** What the documentation says of settings, where the bundle's own pg_settings rows do not: PostgreSQL 9.6 to 17, chapter "Server Configuration". */

/** Context `postmaster`: a change waits for a restart. */
const RESTART = new Set(
  `
archive_mode autovacuum_freeze_max_age autovacuum_max_workers autovacuum_multixact_freeze_max_age bonjour bonjour_name cluster_name
config_file data_directory data_sync_retry dynamic_shared_memory_type event_source external_pid_file hba_file hot_standby
huge_page_size huge_pages ident_file ignore_invalid_pages jit_provider listen_addresses logging_collector max_connections
max_files_per_process max_locks_per_transaction max_logical_replication_workers max_pred_locks_per_transaction
max_prepared_transactions max_replication_slots max_wal_senders max_worker_processes min_dynamic_shared_memory
old_snapshot_threshold port recovery_target recovery_target_action recovery_target_inclusive recovery_target_lsn
recovery_target_name recovery_target_time recovery_target_timeline recovery_target_xid reserved_connections shared_buffers
shared_memory_type shared_preload_libraries superuser_reserved_connections track_activity_query_size track_commit_timestamp
unix_socket_directories unix_socket_group unix_socket_permissions wal_buffers wal_decode_buffer_size wal_level wal_log_hints
`
    .trim()
    .split(/\s+/),
);

/** First major version in which a reload is enough. */
const RELOAD_SINCE: Readonly<Record<string, number>> = { primary_conninfo: 13, primary_slot_name: 13, restore_command: 14 };

/** Whether a change of a setting takes effect at the next start only. */
export function needsRestart(name: string, major: number): boolean {
  const since = RELOAD_SINCE[name];
  return since === undefined ? RESTART.has(name) : major < since;
}

/** The unit that a number without one is in. */
const BASE_UNITS: Readonly<Record<string, string>> = {
  archive_timeout: 's',
  checkpoint_timeout: 's',
  effective_cache_size: '8kB',
  maintenance_work_mem: 'kB',
  max_slot_wal_keep_size: 'MB',
  max_standby_archive_delay: 'ms',
  max_standby_streaming_delay: 'ms',
  max_wal_size: 'MB',
  min_wal_size: 'MB',
  recovery_min_apply_delay: 'ms',
  shared_buffers: '8kB',
  wal_buffers: '8kB',
  wal_keep_size: 'MB',
  wal_receiver_status_interval: 's',
  wal_receiver_timeout: 'ms',
  wal_retrieve_retry_interval: 'ms',
  wal_segment_size: 'B',
  wal_sender_timeout: 'ms',
  work_mem: 'kB',
};

export function baseUnit(name: string): string | null {
  return BASE_UNITS[name] ?? null;
}
