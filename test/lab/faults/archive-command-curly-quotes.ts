import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['archive-command-malformed'],
  alsoOk: ['archive-destination-missing'],
  mustNot: ['archive-command-missing'],
  why: 'archive_command was pasted from a chat: its quotes are typographic',
  cluster: { messages: 'zh_CN.UTF-8', locale: 'zh_CN.UTF-8' },
  collect: { locale: 'zh_CN.UTF-8' },
  inject(lab) {
    lab.archive(`test ! -f “${lab.dress.archiveDir}/%f” && cp %p “${lab.dress.archiveDir}/%f”`);
    lab.fill(1, 20);
    pause(4);
  },
});
