import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['settings-pending-restart'],
  mustNot: ['settings-file-error', 'archive-mode-pending-restart'],
  why: 'max_connections was raised and reloaded, not restarted',
  inject(lab) {
    for (const node of lab.nodes) {
      lab.set(node, 'max_connections', '200');
      lab.reload(node);
    }
  },
});
