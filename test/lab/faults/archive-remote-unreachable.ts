import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['archive-remote-unreachable'],
  alsoOk: ['ssh-not-working'],
  mustNot: ['archive-command-missing', 'archive-command-not-found'],
  why: 'the host of the archive does not answer: its sshd is down',
  outside(lab) {
    // the host of the archive is brought back
    lab.root(2, '/usr/sbin/sshd -f /var/lib/postgresql/sshd_config');
  },
  inject(lab) {
    lab.root(2, 'kill $(cat /run/sshd.pid)');
    lab.archive(`rsync -a --ignore-existing %p postgres@${lab.address(2)}:/media/backup/%f`);
    lab.fill(1, 20);
    pause(5);
  },
});
