import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['archive-mode-pending-restart'],
  alsoOk: ['archive-mode-off', 'settings-pending-restart'],
  mustNot: ['archive-command-missing'],
  why: 'archive_mode was switched on and reloaded, but the server was not restarted',
  cluster: { archiveMode: 'off' },
  collect: { further: (lab) => lab.nodes.map((node) => [node, 'pg_file_settings', `psql -X -c 'select * from pg_file_settings'`]) },
  inject(lab) {
    for (const node of lab.nodes) {
      lab.set(node, 'archive_mode', 'on');
      lab.reload(node);
    }
    lab.fill(1, 5);
  },
});
