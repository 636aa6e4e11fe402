import { archiveBacklogDraining } from './archiving/archive-backlog-draining.ts';
import { archiveCommandFailing } from './archiving/archive-command-failing.ts';
import { archiveCommandMalformed } from './archiving/archive-command-malformed.ts';
import { archiveCommandMissing } from './archiving/archive-command-missing.ts';
import { archiveCommandNoop } from './archiving/archive-command-noop.ts';
import { archiveCommandNotFound } from './archiving/archive-command-not-found.ts';
import { archiveCommandUnsafe } from './archiving/archive-command-unsafe.ts';
import { archiveDestinationFull } from './archiving/archive-destination-full.ts';
import { archiveDestinationMissing } from './archiving/archive-destination-missing.ts';
import { archiveDestinationUnwritable } from './archiving/archive-destination-unwritable.ts';
import { archiveFileExists } from './archiving/archive-file-exists.ts';
import { archiveGap } from './archiving/archive-gap.ts';
import { archiveLocationUnsafe } from './archiving/archive-location-unsafe.ts';
import { archiveModeOff } from './archiving/archive-mode-off.ts';
import { archiveModePendingRestart } from './archiving/archive-mode-pending-restart.ts';
import { archiveProcessStalled } from './archiving/archive-process-stalled.ts';
import { archiveRemoteUnreachable } from './archiving/archive-remote-unreachable.ts';
import { archiveStatusOrphaned } from './archiving/archive-status-orphaned.ts';
import type { Cause } from './cause.ts';
import { arbitrationMissing } from './cluster/arbitration-missing.ts';
import { configurationFileMissing } from './cluster/configuration-file-missing.ts';
import { conninfoNotUsable } from './cluster/conninfo-not-usable.ts';
import { dataDirectoryMismatch } from './cluster/data-directory-mismatch.ts';
import { diskCheckFailed } from './cluster/disk-check-failed.ts';
import { eventScriptFailing } from './cluster/event-script-failing.ts';
import { extensionNotInstalled } from './cluster/extension-not-installed.ts';
import { failoverNotPossible } from './cluster/failover-not-possible.ts';
import { foreignCluster } from './cluster/foreign-cluster.ts';
import { licenseExpired } from './cluster/license-expired.ts';
import { metadataStale } from './cluster/metadata-stale.ts';
import { nodeDown } from './cluster/node-down.ts';
import { nodeRejectingConnections } from './cluster/node-rejecting-connections.ts';
import { nodeUnreachable } from './cluster/node-unreachable.ts';
import { primaryMissing } from './cluster/primary-missing.ts';
import { repmgrdNotLoaded } from './cluster/repmgrd-not-loaded.ts';
import { repmgrdNotRunning } from './cluster/repmgrd-not-running.ts';
import { repmgrdPaused } from './cluster/repmgrd-paused.ts';
import { repmgrdPidFile } from './cluster/repmgrd-pid-file.ts';
import { serverStartFailed } from './cluster/server-start-failed.ts';
import { splitBrain } from './cluster/split-brain.ts';
import { trustedServerUnreachable } from './cluster/trusted-server-unreachable.ts';
import { upstreamMismatch } from './cluster/upstream-mismatch.ts';
import { versionMismatch } from './cluster/version-mismatch.ts';
import { vipNotManageable } from './cluster/vip-not-manageable.ts';
import { witnessStale } from './cluster/witness-stale.ts';
import { credentialsExposed } from './configuration/credentials-exposed.ts';
import { durabilityDisabled } from './configuration/durability-disabled.ts';
import { settingsDrift } from './configuration/settings-drift.ts';
import { settingsFileError } from './configuration/settings-file-error.ts';
import { settingsPendingRestart } from './configuration/settings-pending-restart.ts';
import { applicationNameMismatch } from './replication/application-name-mismatch.ts';
import { replayPaused } from './replication/replay-paused.ts';
import { replicationAuthRejected } from './replication/replication-auth-rejected.ts';
import { replicationConnectionRefused } from './replication/replication-connection-refused.ts';
import { replicationLagExcessive } from './replication/replication-lag-excessive.ts';
import { replicationSlotConflict } from './replication/replication-slot-conflict.ts';
import { replicationSlotMissing } from './replication/replication-slot-missing.ts';
import { replicationSlotsExhausted } from './replication/replication-slots-exhausted.ts';
import { replicationTimelineDiverged } from './replication/replication-timeline-diverged.ts';
import { standbyConnectionFlapping } from './replication/standby-connection-flapping.ts';
import { standbyDetached } from './replication/standby-detached.ts';
import { standbySettingTooLow } from './replication/standby-setting-too-low.ts';
import { synchronousDegraded } from './replication/synchronous-degraded.ts';
import { synchronousStandbyAbsent } from './replication/synchronous-standby-absent.ts';
import { walLevelInsufficient } from './replication/wal-level-insufficient.ts';
import { walRetentionInsufficient } from './replication/wal-retention-insufficient.ts';
import { walSendersExhausted } from './replication/wal-senders-exhausted.ts';
import { replicationSlotInactive } from './retention/replication-slot-inactive.ts';
import { replicationSlotLost } from './retention/replication-slot-lost.ts';
import { walRemovedBeforeStandby } from './retention/wal-removed-before-standby.ts';
import { walRemovedByHand } from './retention/wal-removed-by-hand.ts';
import { walRetentionExcessive } from './retention/wal-retention-excessive.ts';
import { walVolumeFull } from './retention/wal-volume-full.ts';
import { backupSourceUnusable } from './switchover/backup-source-unusable.ts';
import { promotionFailed } from './switchover/promotion-failed.ts';
import { rejoinFailed } from './switchover/rejoin-failed.ts';
import { replicationConfigNotOwned } from './switchover/replication-config-not-owned.ts';
import { rewindPrerequisitesMissing } from './switchover/rewind-prerequisites-missing.ts';
import { rewindWalMissing } from './switchover/rewind-wal-missing.ts';
import { serviceCommandMisconfigured } from './switchover/service-command-misconfigured.ts';
import { serviceCommandNotPermitted } from './switchover/service-command-not-permitted.ts';
import { sshNotWorking } from './switchover/ssh-not-working.ts';
import { switchoverExclusiveBackup } from './switchover/switchover-exclusive-backup.ts';
import { switchoverShutdownTimeout } from './switchover/switchover-shutdown-timeout.ts';
import { switchoverSiblingsLeft } from './switchover/switchover-siblings-left.ts';
import { switchoverStandbyBehind } from './switchover/switchover-standby-behind.ts';

/** Every cause, in the order of the catalogue. */
export const causes: readonly Cause[] = [
  archiveCommandMissing,
  archiveDestinationMissing,
  archiveDestinationUnwritable,
  archiveDestinationFull,
  archiveCommandNotFound,
  archiveCommandMalformed,
  archiveFileExists,
  archiveRemoteUnreachable,
  archiveCommandFailing,
  archiveCommandNoop,
  archiveCommandUnsafe,
  archiveLocationUnsafe,
  archiveProcessStalled,
  archiveBacklogDraining,
  archiveModePendingRestart,
  archiveModeOff,
  archiveStatusOrphaned,
  archiveGap,
  replicationSlotInactive,
  replicationSlotLost,
  walVolumeFull,
  walRetentionExcessive,
  walRemovedBeforeStandby,
  walRemovedByHand,
  replicationSlotMissing,
  walSendersExhausted,
  replicationSlotsExhausted,
  walLevelInsufficient,
  replicationSlotConflict,
  walRetentionInsufficient,
  sshNotWorking,
  replicationAuthRejected,
  splitBrain,
  conninfoNotUsable,
  repmgrdNotRunning,
  repmgrdPaused,
  repmgrdNotLoaded,
  foreignCluster,
  metadataStale,
  nodeDown,
  nodeUnreachable,
  nodeRejectingConnections,
  upstreamMismatch,
  witnessStale,
  primaryMissing,
  dataDirectoryMismatch,
  configurationFileMissing,
  versionMismatch,
  extensionNotInstalled,
  repmgrdPidFile,
  eventScriptFailing,
  failoverNotPossible,
  arbitrationMissing,
  trustedServerUnreachable,
  vipNotManageable,
  licenseExpired,
  diskCheckFailed,
  serverStartFailed,
  switchoverShutdownTimeout,
  switchoverStandbyBehind,
  switchoverSiblingsLeft,
  switchoverExclusiveBackup,
  replicationConnectionRefused,
  replicationTimelineDiverged,
  replicationLagExcessive,
  replayPaused,
  standbySettingTooLow,
  rewindPrerequisitesMissing,
  rewindWalMissing,
  settingsPendingRestart,
  settingsFileError,
  standbyDetached,
  standbyConnectionFlapping,
  applicationNameMismatch,
  synchronousStandbyAbsent,
  synchronousDegraded,
  promotionFailed,
  serviceCommandMisconfigured,
  replicationConfigNotOwned,
  backupSourceUnusable,
  rejoinFailed,
  serviceCommandNotPermitted,
  settingsDrift,
  durabilityDisabled,
  credentialsExposed,
];
