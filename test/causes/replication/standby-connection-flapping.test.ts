import { standbyConnectionFlapping } from '../../../src/causes/replication/standby-connection-flapping.ts';
import { causeTester } from '../../support/cause-tester.ts';

const flap = (hour: number, minute: number, how: string): string => `
2025-04-0${hour} 03:${minute}:09.005 UTC [${7000 + minute}] FATAL:  ${how}
2025-04-0${hour} 03:${minute}:14.110 UTC [${7100 + minute}] LOG:  started streaming WAL from primary at 5B/${minute}000000 on timeline 8`;

const CUT = 'could not receive data from WAL stream: SSL SYSCALL error: Connection reset by peer';
const SILENT = 'terminating walreceiver due to timeout';

causeTester(standbyConnectionFlapping, {
  present: [
    {
      name: 'a timeout was changed after the last break',
      bundle: {
        'dr.log': `${[10, 20, 31, 44].map((minute) => flap(1, minute, SILENT)).join('')}
2025-04-01 03:50:00.100 UTC [900] LOG:  received SIGHUP, reloading configuration files
2025-04-01 03:50:00.101 UTC [900] LOG:  parameter "wal_receiver_timeout" changed to "3min"
`,
      },
      status: 'resolved',
    },
    {
      name: 'a timeout was changed, and it breaks off all the same',
      bundle: {
        'dr.log': `2025-04-01 03:01:00.101 UTC [900] LOG:  parameter "wal_receiver_timeout" changed to "3min"
${[10, 20, 31, 44].map((minute) => flap(1, minute, SILENT)).join('')}`,
      },
      status: 'active',
    },
    {
      name: "the receiver's log",
      bundle: { 'dr.log': [10, 20, 31, 44, 52].map((minute) => flap(1, minute, minute % 2 === 0 ? SILENT : CUT)).join('') },
      confidence: 'certain',
      evidence: ['dr.log:1', 'dr.log:2'],
    },
    {
      name: 'repmgrd of the primary counts them',
      bundle: {
        'repmgrd.log': [10, 20, 30]
          .map(
            (minute) => `[2025-04-01 03:${minute}:00] [NOTICE] standby node "teal2" (ID: 2) has disconnected
[2025-04-01 03:${minute}:07] [NOTICE] standby node "teal2" (ID: 2) has reconnected after 7 seconds
`,
          )
          .join(''),
      },
      node: 'teal2',
      confidence: 'certain',
    },
    {
      name: "KingbaseES's event table",
      bundle: {
        'events.txt': `
[kingbase@kes1 bin]$ ./repmgr cluster event
 Node ID | Name | Event                 | OK | Timestamp           | Details
---------+------+-----------------------+----+---------------------+----------------------------------------------------------------
 1       | kes1 | child_node_reconnect  | t  | 2025-04-01 05:40:10 | standby node "kes2" (ID: 2) has reconnected after 6 seconds
 1       | kes1 | child_node_disconnect | t  | 2025-04-01 05:40:04 | standby node "kes2" (ID: 2) has disconnected
 1       | kes1 | child_node_reconnect  | t  | 2025-04-01 04:10:10 | standby node "kes2" (ID: 2) has reconnected after 6 seconds
 1       | kes1 | child_node_disconnect | t  | 2025-04-01 04:10:04 | standby node "kes2" (ID: 2) has disconnected
 1       | kes1 | child_node_reconnect  | t  | 2025-04-01 03:10:10 | standby node "kes2" (ID: 2) has reconnected after 6 seconds
 1       | kes1 | child_node_disconnect | t  | 2025-04-01 03:10:04 | standby node "kes2" (ID: 2) has disconnected
`,
      },
      node: 'kes2',
    },
    {
      name: 'the sender gives up again and again, in Chinese',
      bundle: {
        'primary.log': [1, 2, 3, 4]
          .map((hour) => `2025-04-01 0${hour}:00:11.900 CST [402${hour}] 日志:  由于复制超时, 中断walreceiver进程\n`)
          .join(''),
      },
      confidence: 'likely',
    },
  ],
  absent: [
    { name: 'once is nothing', bundle: { 'dr.log': flap(1, 10, SILENT) }, because: 'no pattern' },
    {
      name: 'three times in a week',
      bundle: { 'dr.log': [1, 4, 8].map((day) => flap(day, 10, CUT)).join('') },
      because: 'days',
    },
  ],
  unknown: [
    {
      name: 'nothing on its connection',
      bundle: { 'dr.log': '2025-04-01 03:10:14.110 UTC [7] LOG:  started streaming WAL from primary at 5B/1000000 on timeline 8\n' },
    },
  ],
  lookalikes: [
    {
      name: 'the upstream is away each time',
      bundle: {
        'dr.log': [10, 20, 30, 40]
          .map(
            (
              minute,
            ) => `2025-04-01 03:${minute}:09.005 UTC [${7000 + minute}] FATAL:  could not receive data from WAL stream: server closed the connection unexpectedly
2025-04-01 03:${minute}:09.105 UTC [${7010 + minute}] FATAL:  could not connect to the primary server: connection to server at "10.1.1.1", port 5432 failed: Connection refused
2025-04-01 03:${minute}:14.110 UTC [${7100 + minute}] LOG:  started streaming WAL from primary at 5B/${minute}000000 on timeline 8
`,
          )
          .join(''),
      },
    },
    {
      name: 'planned restarts of the standby',
      bundle: {
        'dr.log': [10, 20, 30, 40]
          .map(
            (minute) => `2025-04-01 03:${minute}:01.338 UTC [1077] LOG:  received fast shutdown request
2025-04-01 03:${minute}:01.342 UTC [1093] FATAL:  terminating walreceiver process due to administrator command
2025-04-01 03:${minute}:01.389 UTC [1077] LOG:  database system is shut down
2025-04-01 03:${minute}:02.000 UTC [1177] LOG:  starting PostgreSQL 15.4 on x86_64-pc-linux-gnu, compiled by gcc, 64-bit
2025-04-01 03:${minute}:03.110 UTC [1180] LOG:  started streaming WAL from primary at 5B/${minute}000000 on timeline 8
`,
          )
          .join(''),
      },
    },
  ],
});
