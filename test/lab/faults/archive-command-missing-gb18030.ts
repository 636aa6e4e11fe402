import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['archive-command-missing'],
  mustNot: ['archive-mode-off', 'archive-destination-missing'],
  why: 'the server and everybody around it speak GB18030: archive_command is empty, 60 files wait',
  cluster: { locale: 'zh_CN.GB18030', messages: 'zh_CN.GB18030', encoding: 'SQL_ASCII' },
  collect: { locale: 'zh_CN.GB18030', listing: 'ls -lrth' },
  inject(lab) {
    lab.archive('', [1]);
    lab.fill(1, 60);
  },
});
