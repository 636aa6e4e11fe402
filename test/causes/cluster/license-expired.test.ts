import { licenseExpired } from '../../../src/causes/cluster/license-expired.ts';
import { causeTester } from '../../support/cause-tester.ts';

const days = (value: string): string => ` get_license_validdays \n-----------------------\n ${value}\n(1 row)\n`;

causeTester(licenseExpired, {
  present: [
    {
      name: 'a licence of another machine',
      bundle: {
        't.txt': `[kingbase@kes1 bin]$ ./sys_ctl -D /kdata/data start
2026-01-01 08:12:33.102 CST [1024] FATAL:  XX000: License file does not match this machine.
 stopped waiting
sys_ctl: could not start server
Examine the log output.
`,
      },
      confidence: 'certain',
      severity: 'critical',
      evidence: ['t.txt:2'],
    },
    {
      name: 'the server refuses to start',
      bundle: {
        't.txt': `[kingbase@kes01 bin]$ ./sys_ctl -D /home/kingbase/data -l logfile start
waiting for server to start.... stopped waiting
sys_ctl: could not start server
Examine the log output.
[kingbase@kes01 bin]$ tail -1 logfile
2024-07-01 08:00:02.101 CST [3211] FATAL:  XX000: License file expired.
`,
      },
      confidence: 'certain',
      severity: 'critical',
    },
    {
      name: 'in the start log of a node (Chinese report)',
      bundle: {
        'node2/logfile': '2024-07-01 08:00:02.101 CST [3211] FATAL:  XX000: License file expired.\n',
        'node2/repmgr.conf':
          "node_id=2\nnode_name='node2'\nconninfo='host=10.2.0.2 user=esrep dbname=esrep port=54321'\nfailover='automatic'\n",
        '说明.md': '备机重启后起不来，kbha 每分钟拉一次都失败。\n',
      },
      node: 'node2',
      confidence: 'certain',
    },
    {
      name: 'no days are left, the server still runs',
      bundle: { 't.txt': `[kingbase@kes01 bin]$ ./ksql -U system test\ntest=# select get_license_validdays();\n${days('0')}` },
      confidence: 'likely',
      severity: 'warning',
    },
    {
      name: 'over: it has started since',
      bundle: {
        logfile: `2024-07-01 08:00:02.101 CST [3211] FATAL:  XX000: License file expired.
2024-07-01 10:31:12.001 CST [4001] LOG:  00000: starting KingbaseES V008R006C008B0014 on x86_64-pc-linux-gnu
2024-07-01 10:31:12.301 CST [4001] LOG:  00000: database system is ready to accept connections
`,
      },
      status: 'resolved',
    },
  ],
  absent: [
    { name: 'days are left', because: '171 days', bundle: { 't.txt': `test=# select get_license_validdays();\n${days('171')}` } },
    { name: 'without end', because: '-2', bundle: { 't.txt': `test=# select get_license_validdays();\n${days('-2')}` } },
  ],
  unknown: [
    {
      name: 'a start that fails, and the text does not say why',
      bundle: {
        't.txt': `[kingbase@kes01 bin]$ ./sys_ctl -D /home/kingbase/data start
waiting for server to start.... stopped waiting
sys_ctl: could not start server
Examine the log output.
`,
      },
      asks: 'get_license_validdays',
    },
  ],
  lookalikes: [
    {
      name: 'a password that expired',
      bundle: { logfile: '2024-07-01 08:00:02.101 CST [3211] FATAL:  password of user "app" has expired\n' },
    },
    {
      name: 'an application beside the database',
      bundle: {
        't.txt':
          '[root@app01 ~]# tail -1 /opt/oa/logs/app.log\nException: License file expired\n[kingbase@kes01 bin]$ ./sys_ctl -D /home/kingbase/data status\nsys_ctl: server is running (PID: 3101)\n',
      },
    },
  ],
});
