import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['ssh-not-working'],
  mustNot: ['replication-auth-rejected', 'node-down', 'archive-remote-unreachable'],
  why: "node2's key is no longer accepted on node1: the switchover cannot reach the primary's host",
  collect: {
    session: (lab) => ['@2', `${lab.repmgr} standby switchover`, `ssh -o BatchMode=yes ${lab.host(1)} true`, `${lab.repmgr} cluster show`],
  },
  fill: {
    OTHER_HOST: (lab) => lab.host(1),
    PUBLIC_KEY: (lab) => lab.on(2, 'ssh-keygen -y -f ~/.ssh/id_ed25519').trim(),
  },
  sample: true,
  inject(lab) {
    lab.on(1, ': > ~/.ssh/authorized_keys');
    lab.on(2, ': > ~/.ssh/known_hosts');
  },
});
