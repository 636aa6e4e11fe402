import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: [],
  why: 'a healthy cluster, collected by the script of `repmgr-doctor collect` in every shell',
  scripted: { stopped: [] },
  inject(lab) {
    lab.fill(1, 3);
    lab.drained(1);
  },
});
