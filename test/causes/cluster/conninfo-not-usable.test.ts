import { conninfoNotUsable } from '../../../src/causes/cluster/conninfo-not-usable.ts';
import { causeTester } from '../../support/cause-tester.ts';
import { row, show } from './listing.ts';

causeTester(conninfoNotUsable, {
  present: [
    {
      name: 'one is registered as localhost, the other by its address',
      bundle: {
        't.txt': show(
          row(1, 'agate', 'primary', '* running', '', 'host=10.4.0.1 port=5432 user=repmgr dbname=repmgr'),
          row(2, 'beryl', 'standby', '? unreachable', '? agate', 'host=localhost port=5433 user=repmgr dbname=repmgr'),
        ),
      },
      confidence: 'certain',
      node: 'beryl',
    },
    {
      name: 'no host, and the asked standby answers under the name of the primary',
      bundle: {
        't.txt': `[postgres@ruby2 ~]$ repmgr cluster show
${show(row(1, 'ruby1', 'primary', '! running as standby', '', 'user=repmgr dbname=repmgr'), row(2, 'ruby2', 'standby', '  running', '! ruby1', 'host=ruby2 user=repmgr dbname=repmgr'))}
WARNING: following issues were detected
  - node "ruby1" (ID: 1) is registered as primary but running as standby
`,
      },
      node: 'ruby1',
      confidence: 'certain',
      severity: 'critical',
      evidence: ['t.txt:4'],
    },
    {
      name: 'localhost on both nodes',
      bundle: {
        'a/show.txt': show(
          row(1, 'opal1', 'primary', '* running', '', 'host=localhost user=repmgr dbname=repmgr'),
          row(2, 'opal2', 'standby', '! running as primary', '! opal1', 'host=localhost user=repmgr dbname=repmgr'),
        ),
      },
      node: 'opal2',
    },
    {
      name: 'KingbaseES: a socket directory',
      bundle: {
        't.txt': `[kingbase@kes01 bin]$ ./repmgr cluster show
${show(row(1, 'node1', 'primary', '* running', '', 'host=/tmp user=esrep dbname=esrep port=54321'), row(2, 'node2', 'standby', '  running', 'node1', 'host=10.9.8.2 user=esrep dbname=esrep port=54321'))}`,
      },
      node: 'node1',
      confidence: 'certain',
    },
    {
      name: 'a switchover looks for the host ""',
      bundle: {
        't.txt': `[postgres@jade2 ~]$ repmgr -f /etc/repmgr.conf standby switchover
NOTICE: executing switchover on node "jade2" (ID: 2)
WARNING: unable to connect to remote host "" via SSH
ERROR: unable to connect via SSH to host "", user ""
`,
      },
      confidence: 'certain',
      evidence: ['t.txt:3'],
    },
    {
      name: 'two names lead to one server',
      bundle: {
        't.txt': show(
          row(1, 'onyx1', 'primary', '* running', '', 'host=10.3.3.1 user=repmgr dbname=repmgr'),
          row(2, 'onyx2', 'standby', '! running as primary', '! onyx1', 'host=10.3.3.1 user=repmgr dbname=repmgr'),
        ),
      },
      node: 'onyx2',
    },
  ],
  absent: [
    {
      name: 'each node under an address of its own, on one test machine',
      because: 'a host of its own',
      bundle: {
        't.txt': show(
          row(1, 'lab_1', 'primary', '* running', '', 'host=127.0.0.2 port=5501 user=repmgr dbname=repmgr'),
          row(2, 'lab_2', 'standby', '  running', 'lab_1', 'host=127.0.0.3 port=5502 user=repmgr dbname=repmgr'),
        ),
      },
    },
  ],
  unknown: [
    {
      name: 'no connection string in the bundle',
      bundle: {
        't.txt': `ERROR: unable to connect to the primary database
HINT: a primary node must be configured before registering a standby node
`,
      },
      asks: 'cluster show',
    },
  ],
  lookalikes: [
    {
      name: 'localhost with a port for each node',
      bundle: {
        't.txt': show(
          row(1, 'dev_1', 'primary', '* running', '', 'host=localhost port=5433 user=repmgr dbname=repmgr'),
          row(2, 'dev_2', 'standby', '  running', 'dev_1', 'host=localhost port=5434 user=repmgr dbname=repmgr'),
        ),
      },
    },
    {
      name: 'hosts blanked out before posting',
      bundle: {
        't.txt': show(
          row(1, 'agate', 'primary', '* running', '', 'host=x.x.x.x user=repmgr dbname=repmgr'),
          row(2, 'beryl', 'standby', '! running as primary', '! agate', 'host=x.x.x.x user=repmgr dbname=repmgr'),
        ),
      },
    },
    {
      name: 'values struck out before posting',
      bundle: { 'repmgr.conf': "node_id=1\nnode_name='dune1'\nconninfo=' port =  dbname= user= password='\ndata_directory='/pg/data'\n" },
    },
    {
      name: 'the service file holds the host',
      bundle: {
        't.txt': show(
          row(1, 'coral', 'primary', '* running', '', 'service=repmgr1 user=repmgr'),
          row(2, 'ebony', 'standby', '  running', 'coral', 'service=repmgr2 user=repmgr'),
        ),
      },
    },
    {
      name: 'roles of their own though both say localhost: the ports were cut off',
      bundle: {
        't.txt': show(
          row(1, 'ivory', 'primary', '* running', '', 'host=localhost user=repmgr dbname=repmgr'),
          row(2, 'umber', 'standby', '  running', 'ivory', 'host=localhost user=repmgr dbname=repmgr'),
        ),
      },
    },
  ],
});
