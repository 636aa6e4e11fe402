import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: [],
  mustNot: ['archive-process-stalled', 'archive-command-not-found', 'archive-command-missing'],
  why: 'archiving moved to basic_archive a moment ago: until the server starts the archiver anew, none runs and a few segments wait',
  inject(lab) {
    for (const node of lab.nodes) {
      lab.set(node, 'archive_library', "'basic_archive'");
      lab.set(node, 'basic_archive.archive_directory', `'${lab.dress.archiveDir}'`);
      lab.reload(node);
    }
    lab.fill(1, 6);
    pause(1);
  },
});
