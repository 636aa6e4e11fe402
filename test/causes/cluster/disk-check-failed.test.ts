import { diskCheckFailed } from '../../../src/causes/cluster/disk-check-failed.ts';
import { causeTester } from '../../support/cause-tester.ts';

const failed = (n: number) => `[2026-02-03 04:0${n}:00] [WARNING] Failed to check the mount_point_list ${n} / 6, all failed\n`;
const stopped = '[2026-02-03 04:06:00] [ERROR] the use_check_disk = on, will stop the database\n';
const conf = (value: string) => `node_id=1
node_name='node1'
conninfo='host=10.9.0.1 user=esrep dbname=esrep port=54321'
data_directory='/kes/data'
use_check_disk='${value}'
`;

causeTester(diskCheckFailed, {
  present: [
    {
      name: 'V8R3: the recovery script stops the server',
      bundle: {
        'r3/recovery.log': `2022-11-03 04:16:11 failed to check read/write on mount point (6 / 6).
2022-11-03 04:16:21 execute check_mount_point() failed, maybe the disk is error
2022-11-03 04:16:21 USE_CHECK_DISK = on, will exit with stop db.
stop db.....
`,
      },
      confidence: 'certain',
      severity: 'critical',
    },
    {
      name: 'six times in a row, then the stop',
      bundle: { 'node1/kbha.log': [1, 2, 3, 4, 5, 6].map(failed).join('') + stopped, 'node1/repmgr.conf': conf('on') },
      node: 'node1',
      confidence: 'certain',
      severity: 'critical',
      evidence: ['node1/kbha.log:1', 'node1/kbha.log:7', 'node1/repmgr.conf:5'],
    },
    {
      name: 'V9 with its codes',
      bundle: {
        'node1/kbha.log': `[2026-02-03 04:06:00] [WARNING] [RWC-08211] Failed to check the mount_point_list 6 / 6, all failed
[2026-02-03 04:06:00] [ERROR] [RWC-08212] the use_check_disk = on, will stop the database
`,
      },
      confidence: 'certain',
    },
    {
      name: 'it fails, and has not stopped the server yet',
      bundle: { 'node1/kbha.log': failed(1) + failed(2) + failed(3) },
      confidence: 'likely',
      severity: 'warning',
    },
    {
      name: 'the server was started since',
      bundle: {
        's.txt': `[kingbase@node1 ~]$ tail kbha.log
${failed(6)}${stopped}[kingbase@node1 ~]$ sys_ctl -D /kes/data start
waiting for server to start.... done
server started
`,
      },
      status: 'resolved',
    },
  ],
  absent: [
    {
      name: 'the check is off',
      because: 'switched off',
      bundle: { 'node1/repmgr.conf': conf('off') },
    },
    {
      name: 'a single failure, and kbha goes on',
      because: 'went on',
      bundle: { 'node1/kbha.log': `${failed(1)}[2026-02-03 04:02:00] [INFO] success connect to trusted_servers\n` },
    },
  ],
  unknown: [
    {
      name: 'kbha stopped the server, and nothing tells why',
      asks: 'kbha.log',
      bundle: { 'node1/kbha.log': '[2026-02-03 04:06:00] [INFO] stop database ...\n', 'node1/repmgr.conf': conf('on') },
    },
  ],
  lookalikes: [
    {
      name: 'the gateway did not answer',
      bundle: {
        'node1/kbha.log': `[2026-02-03 04:06:00] [WARNING] ping host"10.9.0.254" failed
[2026-02-03 04:06:00] [DETAIL] average RTT value is not greater than zero
[2026-02-03 04:06:00] [INFO] stop database ...
`,
      },
    },
    {
      name: 'PostgreSQL has no kbha',
      bundle: { 'q.md': 'Would a check like `use_check_disk` be possible with repmgr on PostgreSQL?\n\n```\nrepmgr 5.3.3\n```\n' },
    },
  ],
});
