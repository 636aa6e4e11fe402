import { trustedServerUnreachable } from '../../../src/causes/cluster/trusted-server-unreachable.ts';
import { causeTester } from '../../support/cause-tester.ts';

const conf = (more: string): string => `use_scmd='on'
ha_running_mode='DG'
node_id=1
node_name='node1'
conninfo='host=10.20.0.1 user=esrep dbname=esrep port=54321'
data_directory='/home/kingbase/data'
sys_bindir='/home/kingbase/bin'
${more}
`;
const FAILED = `[2024-06-11 02:10:05] [WARNING] ping host"10.20.0.254" failed
[2024-06-11 02:10:05] [DETAIL] average RTT value is not greater than zero
`;

causeTester(trustedServerUnreachable, {
  present: [
    {
      name: 'V8R3: the recovery script stops the database',
      bundle: {
        'r3db1/recovery.log': `2021-10-20 23:41:12 check if the network is ok
ping trust ip 10.25.8.254 failed,will ping next trust ip
the 3th time ping all trust ip failed,will ping trust ip the next time, retry times: [3/3]
ping all trust ip failed, retry times:3 times, will exit with error
stop db.....
`,
      },
      confidence: 'certain',
      severity: 'critical',
      evidence: ['r3db1/recovery.log:4', 'r3db1/recovery.log:5'],
    },
    {
      name: 'the scripts of V9R2 name the node that asks',
      bundle: {
        't.txt': `[kingbase@kes1 bin]$ ./sys_monitor.sh start
[2026-05-12 14:05:13] [INFO] [] DB on "[10.1.1.1]" start success.
[2026-05-12 14:05:20] [ERROR] [RWC-08200] Failed to ping trusted_servers on host 10.1.1.1
`,
      },
      confidence: 'likely',
      evidence: ['t.txt:3'],
    },
    {
      name: 'kbha stops the database (V9, with codes)',
      bundle: {
        'node1/kbha.log': `[2026-04-08 09:11:19] [WARNING] [RWC-08200] [thread 3] ping host"10.20.0.254" failed
[2026-04-08 09:11:19] [DETAIL] average RTT value is not greater than zero
[2026-04-08 09:11:19] [INFO] [] stop database ...
`,
        'node1/repmgr.conf': conf("trusted_servers='10.20.0.254'\nrunning_under_failure_trusted_servers='off'"),
      },
      node: 'node1',
      confidence: 'certain',
      severity: 'critical',
      evidence: ['node1/kbha.log:1', 'node1/kbha.log:3'],
    },
    { name: 'no answer, the database goes on', bundle: { 'kbha.log': FAILED }, confidence: 'likely', severity: 'warning' },
    {
      name: 'the start script gives up (Chinese report)',
      bundle: {
        't.md': `启动集群失败：

[kingbase@kes01 bin]$ ./sys_monitor.sh start
2024-06-11 02:20:01 Ready to start all DB ...
2024-06-11 02:20:01 Try to ping trusted_servers on host 10.20.0.1
2024-06-11 02:20:07 ping trusted_servers on host 10.20.0.1 failed
`,
      },
      confidence: 'likely',
    },
    {
      name: 'over: it answers again',
      bundle: { 'kbha.log': `${FAILED}[2024-06-11 02:14:05] [INFO] success connect to trusted_servers\n` },
      status: 'resolved',
    },
  ],
  absent: [
    {
      name: 'they answer',
      because: 'the trusted servers answer',
      bundle: { 'kbha.log': '[2024-06-11 02:14:05] [INFO] success connect to trusted_servers\n' },
    },
  ],
  unknown: [
    {
      name: 'one of two gateways: the other may answer',
      bundle: { 'node1/kbha.log': FAILED, 'node1/repmgr.conf': conf("trusted_servers='10.20.0.254,10.21.0.254'") },
      asks: 'cat ',
    },
    {
      name: 'kbha stops the database, and the text does not say why',
      bundle: { 'kbha.log': '[2024-06-11 02:14:05] [INFO] stop database ...\n' },
      asks: 'cat ',
    },
  ],
  lookalikes: [
    {
      name: 'the ping before the virtual address is loaded: nobody may answer',
      bundle: {
        't.txt': `[kingbase@kes02 bin]$ ./repmgr standby promote
[WARNING] ping host"10.20.0.200" failed
[DETAIL] average RTT value is not greater than zero
[INFO] loadvip result: 1, arping result: 1
[NOTICE] new primary host load virtual ip (10.20.0.200) OK
`,
      },
    },
    {
      name: 'the virtual address is known from the configuration',
      bundle: {
        'node1/kbha.log': FAILED,
        'node1/repmgr.conf': conf("trusted_servers='10.20.0.1'\nvirtual_ip='10.20.0.254/24'"),
      },
    },
    {
      name: 'a ping by hand with options that never get three answers (trap 15)',
      bundle: {
        't.txt': `[kingbase@kes01 ~]$ ping -c 3 -w 2 10.20.0.254
PING 10.20.0.254 (10.20.0.254) 56(84) bytes of data.
64 bytes from 10.20.0.254: icmp_seq=1 ttl=64 time=0.31 ms
64 bytes from 10.20.0.254: icmp_seq=2 ttl=64 time=0.28 ms
[kingbase@kes01 ~]$ echo $?
1
`,
      },
    },
    {
      name: 'the disk check stopped the database',
      bundle: {
        'kbha.log': `[2024-06-11 02:10:05] [WARNING] Failed to check the mount_point_list 6 / 6, all failed
[2024-06-11 02:10:05] [INFO] the use_check_disk = on, will stop the database
`,
      },
    },
    {
      name: 'all is well: the script pings before it starts',
      bundle: {
        't.txt': `[kingbase@kes01 bin]$ ./sys_monitor.sh start
2024-06-11 02:20:01 Ready to start all DB ...
2024-06-11 02:20:01 Try to ping trusted_servers on host 10.20.0.1
2024-06-11 02:20:03 begin to start DB on "[10.20.0.1]".
2024-06-11 02:20:05 DB on "[10.20.0.1]" start success.
2024-06-11 02:20:31 Done.
`,
      },
    },
  ],
});
