import { vipNotManageable } from '../../../src/causes/cluster/vip-not-manageable.ts';
import { causeTester } from '../../support/cause-tester.ts';

const conf = `use_scmd='on'
ha_running_mode='DG'
node_id=1
node_name='node1'
conninfo='host=10.30.0.1 user=esrep dbname=esrep port=54321'
sys_bindir='/home/kingbase/cluster/kingbase/bin'
virtual_ip='10.30.0.100/24'
net_device='eth0'
`;

causeTester(vipNotManageable, {
  present: [
    {
      name: 'V8R3: the device of HAmodule.conf is not there',
      bundle: {
        't.txt': `[kingbase@ha01 bin]$ ./kingbase_monitor.sh start
ADD VIP NOW AT 2022-03-08 10:20:19 ON bond0
execute: [/sbin/ip addr add 10.2.9.50/24 dev bond0 label bond0:2]
Cannot find device "bond0"
Failed to add vip "10.2.9.50/24" on the primary host "10.2.9.51", please check it
`,
      },
      confidence: 'certain',
    },
    {
      name: 'the script cannot load it, and arping belongs to the database user: one trouble, on the node of the record',
      bundle: {
        't.txt': `[kingbase@prd1 bin]$ ./sys_monitor.sh start
 ID | Name  | Role    | Status    | Upstream | Location | Priority | Timeline | Connection string
----+-------+---------+-----------+----------+----------+----------+----------+-----
 1  | node1 | primary | * running |          | default  | 100      | 1        | host=192.168.57.31 user=esrep dbname=esrep port=54321
 2  | node2 | standby |   running | node1    | default  | 100      | 1        | host=192.168.57.32 user=esrep dbname=esrep port=54321
2023-11-02 14:30:35 Failed to load virtual ip [192.168.57.30/24] on primary host [192.168.57.31].
[kingbase@prd1 bin]$ ls -l arping
-rwxr-xr-x 1 kingbase kingbase 30464 Sep 14 11:02 arping
`,
      },
      node: 'node1',
      confidence: 'certain',
    },
    {
      name: 'arping may not',
      bundle: {
        'node1/repmgr.conf': conf,
        'node1/kbha.log': `[2025-04-19 17:52:31] [NOTICE] try to acquire the virtual ip
[2025-04-19 17:52:32] [WARNING] acquire the virtual ip 10.30.0.100/24 failed
arping: socket: Operation not permitted
`,
      },
      node: 'node1',
      confidence: 'certain',
      severity: 'warning',
      evidence: ['node1/kbha.log:2'],
    },
    {
      name: 'the mask differs from the one configured',
      bundle: {
        'hamgr.log': `[2025-04-19 17:52:31] [NOTICE] try to release the virtual ip
RTNETLINK answers: Cannot assign requested address
[2025-04-19 17:52:32] [WARNING] release the virtual ip 10.30.0.100/24 failed
[2025-04-19 17:52:33] [INFO] sys_ctl -D /home/kingbase/data status
`,
      },
      confidence: 'certain',
    },
    {
      name: 'by hand: no such device (Chinese report)',
      bundle: {
        't.md': `VIP 加不上去：

[kingbase@kes01 bin]$ ./kbha -A loadvip
Cannot find device "ens33"
[kingbase@kes01 bin]$ cat ../etc/repmgr.conf | grep net_device
net_device='ens33'
`,
      },
      confidence: 'certain',
    },
    {
      name: 'arping belongs to the database user after an upgrade',
      bundle: {
        't.txt': `[kingbase@kes01 bin]$ ls -l /home/kingbase/cluster/kingbase/bin/arping
-rwxr-xr-x 1 kingbase kingbase 28576 Apr 19  2025 /home/kingbase/cluster/kingbase/bin/arping
`,
      },
      confidence: 'likely',
    },
    {
      name: 'it failed, and nothing says why',
      bundle: {
        'hamgr.log':
          '[2025-04-19 17:52:32] [WARNING] release the virtual ip 10.30.0.100/24 failed\n[2025-04-19 17:52:33] [INFO] kbha: sys_ctl status\n',
      },
      confidence: 'likely',
    },
    {
      name: 'over: moved later',
      bundle: {
        'kbha.log': `[2025-04-19 17:42:32] [WARNING] acquire the virtual ip 10.30.0.100/24 failed
[2025-04-19 17:47:07] [NOTICE] acquire the virtual ip 10.30.0.100/24 success
[2025-04-19 17:47:08] [INFO] ksql test
`,
      },
      status: 'resolved',
    },
  ],
  absent: [
    {
      name: 'moved',
      because: 'was moved',
      bundle: {
        'kbha.log': '[2025-04-19 17:47:07] [NOTICE] acquire the virtual ip 10.30.0.100/24 success\n[2025-04-19 17:47:08] [INFO] sys_ctl\n',
      },
    },
    {
      name: "arping is root's, with the setuid bit",
      because: 'setuid',
      bundle: {
        't.txt': `[kingbase@kes01 bin]$ ls -l /home/kingbase/cluster/kingbase/bin/arping
-rwsr-xr-x 1 root root 28576 Apr 19  2025 /home/kingbase/cluster/kingbase/bin/arping
`,
      },
    },
  ],
  unknown: [{ name: 'configured, and nothing more is shown', bundle: { 'node1/repmgr.conf': conf }, asks: 'ip -o addr show' }],
  lookalikes: [
    {
      name: "PostgreSQL: a script of one's own moves the address",
      bundle: {
        't.txt': `[2020-11-19 17:31:02] [NOTICE] STANDBY PROMOTE successful
[2020-11-19 17:31:02] [INFO] executing notification command for event "standby_promote"
/etc/repmgr/move_vip.sh: line 9: arping: command not found
[2020-11-19 17:31:03] [WARNING] unable to execute event notification command
`,
      },
    },
    {
      name: 'an installer that has none to configure (KingbaseES trap 16)',
      bundle: {
        't.txt': `[kingbase@kes03 soft]$ sh cluster_install.sh expand
2025-04-25 18:21:10 [ERROR] [kernel.sem] 250 32000 100 128 (no less than: 5010 641280 5010 256) on 10.8.6.23
2025-04-25 18:21:11 [INFO] change kernel.sem on 10.8.6.23 ... Done
2025-04-25 18:21:20 [INFO] [Virtual IP] Not configured on 10.8.6.23
`,
      },
    },
    {
      name: 'none is configured',
      bundle: {
        't.txt': `[kingbase@kes01 bin]$ ./sys_monitor.sh start
2024-06-11 02:20:01 Ready to start all DB ...
2024-06-11 02:20:05 There is no virtual_ip
2024-06-11 02:20:31 Done.
`,
      },
    },
  ],
});
