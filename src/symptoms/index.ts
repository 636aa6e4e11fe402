import { archiveBacklog } from './archive-backlog.ts';
import { archiveFailures } from './archive-failures.ts';
import { cloneFailed } from './clone-failed.ts';
import { commitsHang } from './commits-hang.ts';
import { configurationRefused } from './configuration-refused.ts';
import { connectionRefused } from './connection-refused.ts';
import { followFailed } from './follow-failed.ts';
import { noFailover } from './no-failover.ts';
import { noPrimary } from './no-primary.ts';
import { nodeNotAnswering } from './node-not-answering.ts';
import { nodeNotRunning } from './node-not-running.ts';
import { programNotStarted } from './program-not-started.ts';
import { promotionRefused } from './promotion-refused.ts';
import { recoveryStopped } from './recovery-stopped.ts';
import { registerFailed } from './register-failed.ts';
import { rejoinRefused } from './rejoin-refused.ts';
import { replicationLag } from './replication-lag.ts';
import { repmgrdProblem } from './repmgrd-problem.ts';
import { rolesDisagree } from './roles-disagree.ts';
import { serverNotStarting } from './server-not-starting.ts';
import { slotProblem } from './slot-problem.ts';
import { sshRefused } from './ssh-refused.ts';
import { standbyNotAttached } from './standby-not-attached.ts';
import { switchoverIncomplete } from './switchover-incomplete.ts';
import { switchoverRefused } from './switchover-refused.ts';
import type { SymptomKind } from './symptom.ts';
import { twoPrimaries } from './two-primaries.ts';
import { volumeFull } from './volume-full.ts';
import { walGrowing } from './wal-growing.ts';

/** Every kind of symptom, in the order of their ids. */
export const symptoms: readonly SymptomKind[] = [
  archiveBacklog,
  archiveFailures,
  switchoverRefused,
  switchoverIncomplete,
  promotionRefused,
  rejoinRefused,
  followFailed,
  cloneFailed,
  registerFailed,
  standbyNotAttached,
  replicationLag,
  slotProblem,
  nodeNotRunning,
  nodeNotAnswering,
  rolesDisagree,
  twoPrimaries,
  noPrimary,
  noFailover,
  programNotStarted,
  repmgrdProblem,
  walGrowing,
  volumeFull,
  commitsHang,
  serverNotStarting,
  configurationRefused,
  connectionRefused,
  sshRefused,
  recoveryStopped,
];
