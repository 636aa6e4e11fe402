import type { Wordings } from '../../kit/wording.ts';

/** `repmgr node rejoin` and `node service`. */
export const REJOIN = {
  'rejoin.target': 'rejoin target is node {node}',
  'rejoin.still-running': 'database is still running in state "{state}"',
  'rejoin.still-shutting-down': 'database is still shutting down',
  'rejoin.not-clean': ['database is not shut down cleanly', 'database is not shut down'],
  'rejoin.target-not-primary': [
    'primary server is registered <as |>node {node}, but server is not a primary',
    'provided upstream connection string is for a server which is not in recovery, but not registered as primary',
  ],
  'rejoin.primary-not-reachable': ['unable to connect to current registered primary {node}'],
  'rejoin.rewinding': 'executing pg_rewind',
  'rejoin.rewind-failed': ['pg_rewind execution failed', 'unable to execute pg_rewind'],
  'rejoin.no-check-wal': 'no-check-wal',
  'rejoin.state-unknown': [
    'unable to determine database state from pg_control',
    'unable to determine database version',
    'unable to determine data directory for action',
  ],
  'rejoin.successful': 'NODE REJOIN successful',
  'rejoin.not-attached': 'NODE REJOIN has completed but node is not yet reattached to upstream',
  'rejoin.failed': 'NODE REJOIN failed',
  'rejoin.local-slots-unknown': 'unable to connect to local node to check replication slot status',
  'rejoin.slot-directory': ['unable to delete replication slot directory "{path}"', 'unable to open replication slot directory "{path}"'],
  'rejoin.config-files': [
    '{count} files copied to {path}',
    'specified file "{path}" not found, skipping',
    'unable to copy "{path}" to "{target}"',
    'unable to copy all files from "{path}"',
    '{count} files would have been copied to',
  ],
  'rejoin.archive-directory': [
    'error encountered when checking archive directory "{path}"',
    'unable to create temporary archive directory "{path}"',
    'unable to delete file in temporary archive directory',
    '"{path}" exists but is not a directory',
    'unable to delete directory "{path}"',
    'unable to delete "{path}"',
  ],
  'rejoin.standby-signal': [
    'temporarily removing "standby.signal"',
    'recreating "standby.signal"',
    'unable to remove "standby.signal" file in data directory "{path}"',
    'unable to write "standby.signal" file',
    'would write "standby.signal" file',
  ],
  'rejoin.prerequisites-met': 'prerequisites for executing NODE REJOIN are met',
  'rejoin.attach-waiting': [
    'waiting for node {node} to respond to pings',
    'waiting for node {node} to connect to new primary',
    'waiting for node {node} to attach to upstream',
  ],
} as const satisfies Wordings;
