import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: [],
  why: 'nothing is wrong in a cluster with 16 MB segments whose people and servers speak Chinese',
  cluster: { segment: 16, messages: 'zh_CN.UTF-8', locale: 'zh_CN.UTF-8' },
  collect: { locale: 'zh_CN.GB18030', shape: 'one', prompts: true },
  inject(lab) {
    lab.fill(1, 5);
    lab.drained(1);
  },
});
