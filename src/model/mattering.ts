/** Settings that decide on archiving, replication and failover: what a report lists of each node and a comparison looks at. */
export const SERVER_SETTINGS: readonly string[] = `
archive_mode archive_command archive_dest archive_library archive_timeout restore_command wal_level wal_log_hints data_checksums
full_page_writes fsync synchronous_commit synchronous_standby_names hot_standby hot_standby_feedback max_connections max_worker_processes
max_wal_senders max_replication_slots max_prepared_transactions max_locks_per_transaction wal_keep_size wal_keep_segments
max_slot_wal_keep_size max_wal_size min_wal_size wal_sender_timeout wal_receiver_timeout wal_segment_size listen_addresses port
shared_preload_libraries primary_slot_name recovery_target_timeline recovery_min_apply_delay data_directory
`
  .trim()
  .split(/\s+/);

/** Parameters of repmgr.conf; those in the last line are KingbaseES's. */
export const REPMGR_SETTINGS: readonly string[] = `
node_id node_name location priority failover use_replication_slots data_directory promote_command follow_command reconnect_attempts
reconnect_interval degraded_monitoring_timeout primary_visibility_consensus standby_disconnect_on_failover event_notification_command
service_start_command service_stop_command service_restart_command service_reload_command service_promote_command
shutdown_check_timeout archive_ready_warning archive_ready_critical ssh_options
synchronous recovery trusted_servers running_under_failure_trusted_servers use_scmd use_check_disk virtual_ip auto_cluster_recovery_level
`
  .trim()
  .split(/\s+/);
