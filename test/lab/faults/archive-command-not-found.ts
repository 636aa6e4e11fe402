import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['archive-command-not-found'],
  mustNot: ['archive-command-missing', 'archive-destination-missing'],
  why: 'the backup program in archive_command was never installed',
  collect: { shape: 'flat' },
  outside(lab) {
    // the program is installed where the backup administrator says
    for (const node of lab.nodes) {
      const script = `#!/bin/sh\nset -eu\ntest ! -f /media/backup/"$2"\ncp "$1" /media/backup/"$2"\n`;
      lab.root(node, `printf '%b' '${script.replaceAll('\n', '\\n')}' > ${lab.dress.base}/push-wal; chmod 755 ${lab.dress.base}/push-wal`);
    }
  },
  fill: { PROGRAM_PATH: (lab) => `${lab.dress.base}/push-wal` },
  inject(lab) {
    lab.archive('/opt/backup/bin/push-wal %p %f');
    lab.fill(1, 20);
    pause(4);
  },
});
