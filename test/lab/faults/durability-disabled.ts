import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['durability-disabled'],
  mustNot: ['settings-drift'],
  why: 'fsync was switched off for a load and left so',
  inject(lab) {
    for (const node of lab.nodes) {
      lab.set(node, 'fsync', 'off');
      lab.reload(node);
    }
  },
});
