/** Messages that are signs of a server's life, by what they come to. */
import type { EventName } from './events.ts';

/** The server takes connections. */
export const RUNS: readonly string[] = [
  'startup.ready',
  'startup.ready-read-only',
  'walreceiver.streaming',
  'checkpoint.complete',
  'restartpoint.complete',
  'recovery.restartpoint',
  'ctl.started',
  'ctl.running',
  'ctl.promoted',
  'script.db-started',
  'repmgrd.local-back',
  'rejoin.still-running',
  'rejoin.successful',
  'promote.successful',
  'follow.successful',
] satisfies readonly (EventName | `script.${string}`)[];

/** Of these, what was said when it had just been started. */
export const STARTED: readonly string[] = [
  'startup.ready',
  'startup.ready-read-only',
  'ctl.started',
  'script.db-started',
  'rejoin.successful',
] satisfies readonly (EventName | `script.${string}`)[];

export const REJECTS: readonly string[] = [
  'startup.begins',
  'connection.starting-up',
  'connection.shutting-down',
  'connection.in-recovery',
  'connection.not-yet-consistent',
  'connection.hot-standby-off',
  'connection.too-many',
  'connection.reserved',
  'connection.no-process',
  'server.reinitializing',
  'rejoin.still-shutting-down',
] satisfies readonly EventName[];

export const STOPS: readonly string[] = [
  'shutdown.complete',
  'shutdown.at-recovery-target',
  'shutdown.after-startup-failure',
  'connection.postmaster-gone',
  'ctl.stopped',
  'ctl.not-running',
  'script.db-stopped',
  'script.db-start-failed',
  'kbha.stopping-database',
] satisfies readonly (EventName | `script.${string}`)[];

/** A start that ended in one of these; another server of the same directory or port may be running all the same. */
export const START_FAILURES = [
  'startup.bind-failed',
  'startup.no-sockets',
  'startup.lock-file',
  'startup.data-directory-rights',
  'startup.data-directory-owner',
  'startup.data-directory-missing',
  'startup.access-denied',
  'startup.version-mismatch',
  'startup.settings-error',
  'startup.hba-error',
  'startup.tls',
  'startup.shared-memory',
  'startup.pre-existing-shared-memory',
  'startup.wal-level',
  'kingbase.license-expired',
  'kingbase.license-refused',
  'recovery.no-checkpoint',
  'recovery.no-redo-record',
  'recovery.wal-ends-early',
  'recovery.no-restore-command',
  'recovery.conf-file-unsupported',
  'recovery.not-child',
  'recovery.minimum-not-contained',
  'recovery.invalid-pages',
  'slot.too-many-at-start',
  'slot.needs-wal-level',
  'library.missing',
] as const satisfies readonly EventName[];
