import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['archive-command-failing'],
  mustNot: ['archive-command-missing', 'archive-command-not-found'],
  why: 'a wrapper fails and says nothing of why',
  remedies: ['archive-command-failing/configure-archiving'],
  inject(lab) {
    for (const node of lab.nodes)
      lab.on(node, `printf '#!/bin/sh\\nexit 3\\n' > ${lab.dress.base}/push-wal; chmod 755 ${lab.dress.base}/push-wal`);
    lab.archive(`${lab.dress.base}/push-wal %p %f`);
    lab.fill(1, 20);
    pause(4);
  },
});
