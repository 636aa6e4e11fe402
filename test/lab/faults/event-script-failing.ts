import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['event-script-failing'],
  alsoOk: ['node-down', 'repmgrd-not-running', 'replication-timeline-diverged', 'node-unreachable'],
  mustNot: ['split-brain'],
  why: 'the event script that moves the virtual address is not there: the failover went on without it',
  cluster: { repmgrd: true },
  remedies: ['event-script-failing', 'node-down'],
  outside(lab) {
    const script = `${lab.dress.base}/move-vip`;
    for (const node of lab.nodes) lab.must(node, `printf '#!/bin/sh\\necho "$2 on node $1: $3"\\n' > ${script}; chmod 755 ${script}`);
  },
  settle(lab) {
    lab.wait(30, 'repmgrd tells of the standby', () =>
      /child_node_(?:re|new_)connect/.test(lab.on(2, `cat ${lab.dress.base}/log/repmgrd.log`)),
    );
  },
  inject(lab) {
    for (const node of lab.nodes) lab.setRepmgr(node, 'event_notification_command', `'${lab.dress.base}/move-vip %n %e %s'`);
    lab.stopRepmgrd(2);
    lab.startRepmgrd(2);
    pause(2);
    lab.crash(1);
    lab.wait(40, 'node2 takes over', () => lab.isPrimary(2));
    pause(4);
  },
});
