import { expect, it } from 'vitest';
import { eventScriptFailing } from '../../../src/causes/cluster/event-script-failing.ts';
import { serviceFailuresOf } from '../../../src/model/service-commands.ts';
import { clusterOf } from '../../support/bundle.ts';
import { causeTester } from '../../support/cause-tester.ts';

const run = (
  event: string,
  script: string,
  printed = '',
) => `[2024-05-11 02:10:41] [INFO] executing notification command for event "${event}"
[2024-05-11 02:10:41] [DETAIL] command is:
  ${script} 2 ${event} 1
${printed}`;
const failed = (event: string, script: string) => `[2024-05-11 02:10:44] [WARNING] unable to execute event notification command
[2024-05-11 02:10:44] [DETAIL] parsed event notification command was:
  ${script} 2 ${event} 1
`;
const vip = '/etc/repmgr/vip.sh';
const mail = '/usr/local/bin/tell_admins';

causeTester(eventScriptFailing, {
  present: [
    {
      name: 'the address did not move with the promotion',
      bundle: {
        'fir2/repmgrd.log': run('standby_promote', vip, `${vip}: line 3: ip: command not found\n`) + failed('standby_promote', vip),
      },
      confidence: 'certain',
      severity: 'critical',
      evidence: ['fir2/repmgrd.log:1', 'fir2/repmgrd.log:5'],
    },
    {
      name: 'the promotion matters, not what failed for a reload behind it',
      bundle: {
        'fir2/repmgrd.log':
          run('standby_promote', vip) + failed('standby_promote', vip) + run('repmgrd_reload', vip) + failed('repmgrd_reload', vip),
      },
      severity: 'critical',
      evidence: ['fir2/repmgrd.log:1'],
    },
    {
      name: 'an alarm that nobody got',
      bundle: { 'fir2/repmgrd.log': failed('repmgrd_upstream_disconnect', mail) },
      severity: 'warning',
    },
    {
      name: 'on a terminal, without times',
      bundle: {
        's.txt': `[postgres@fir2 ~]$ repmgr standby promote
NOTICE: STANDBY PROMOTE successful
DETAIL: server "fir2" (ID: 2) was successfully promoted to primary
/bin/sh: /etc/repmgr/vip.sh: Permission denied
WARNING: unable to execute event notification command
DETAIL: parsed event notification command was:
  /etc/repmgr/vip.sh 2 standby_promote 1
`,
      },
      severity: 'critical',
    },
    {
      name: 'KingbaseES',
      bundle: {
        'node2/hamgr.log': `[2024-05-11 02:10:44] [WARNING] unable to execute event notification command
[2024-05-11 02:10:44] [DETAIL] parsed event notification command was:
  /home/kingbase/notify.sh 2 repmgrd_failover_promote 1
`,
      },
      severity: 'warning',
    },
    {
      name: 'it works by now',
      bundle: { 'fir2/repmgrd.log': run('standby_promote', vip) + failed('standby_promote', vip) + run('standby_register', vip) },
      status: 'resolved',
    },
  ],
  absent: [{ name: 'it ran', because: 'without an error', bundle: { 'fir2/repmgrd.log': run('standby_promote', vip) } }],
  unknown: [
    {
      name: 'configured, and no log of repmgrd',
      asks: 'notification command',
      bundle: { 'fir2/repmgr.conf': `node_id=2\nnode_name='fir2'\nevent_notification_command='${vip} %n %e %s'\n` },
    },
  ],
  lookalikes: [
    {
      name: 'it prints an error and ends with 0',
      bundle: { 'fir2/repmgrd.log': run('standby_promote', vip, 'arping: interface eth9 not found\n') + run('standby_switchover', vip) },
    },
    {
      name: 'the promote command fails, no notification',
      bundle: {
        'fir2/repmgrd.log': `[2024-05-11 02:10:41] [NOTICE] this node is the only available candidate and will now promote itself
[2024-05-11 02:10:41] [ERROR] promote command failed
[2024-05-11 02:10:41] [DETAIL] promote command exited with error code 1
`,
      },
    },
  ],
});

it('is no failure of the promote command that ran before', () => {
  const promoted = `[2024-05-11 02:10:40] [INFO] promote_command is:
  "/usr/bin/repmgr standby promote -f /etc/repmgr.conf --log-to-file"
[2024-05-11 02:10:41] [NOTICE] STANDBY PROMOTE successful
`;
  const log = promoted + run('standby_promote', vip, `sh: 1: ${vip}: not found\n`) + failed('standby_promote', vip);
  expect(serviceFailuresOf(clusterOf({ 'fir2/repmgrd.log': log }))).toEqual([]);
});
