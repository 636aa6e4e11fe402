import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['archive-file-exists'],
  mustNot: ['archive-command-missing', 'archive-destination-full'],
  why: 'another cluster archives to the same place: the next segment is there already, with other content',
  cluster: {},
  remedies: ['archive-file-exists/configure-archiving'],
  inject(lab) {
    lab.on(
      1,
      `for n in $(seq 1 60); do printf '0000000100000000%08X\\n' $n; done | while read -r f; do test -e ${lab.dress.archiveDir}/$f || head -c 1048576 /dev/urandom > ${lab.dress.archiveDir}/$f; done`,
    );
    lab.fill(1, 20);
    pause(4);
  },
});
