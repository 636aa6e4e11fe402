import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['archive-command-not-found'],
  mustNot: ['archive-command-missing', 'archive-destination-unwritable'],
  why: 'the archive script lost its execute permission when it was copied',
  fill: { PROGRAM_PATH: (lab) => `${lab.dress.base}/push-wal` },
  inject(lab) {
    for (const node of lab.nodes)
      lab.on(
        node,
        `printf '#!/bin/sh\\ntest ! -f ${lab.dress.archiveDir}/"$2" && cp "$1" ${lab.dress.archiveDir}/"$2"\\n' > ${lab.dress.base}/push-wal; chmod 644 ${lab.dress.base}/push-wal`,
      );
    lab.archive(`${lab.dress.base}/push-wal %p %f`);
    lab.fill(1, 20);
    pause(4);
  },
});
