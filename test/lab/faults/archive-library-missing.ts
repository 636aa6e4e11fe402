import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['archive-command-not-found'],
  mustNot: ['archive-command-missing', 'archive-process-stalled', 'archive-destination-missing'],
  why: 'archive_library is misspelt: the archiver ends at its start, and failed_count stays 0',
  fill: { ARCHIVE_LIBRARY: 'basic_archive' },
  inject(lab) {
    for (const node of lab.nodes) {
      lab.set(node, 'archive_library', "'basic_archve'");
      lab.set(node, 'basic_archive.archive_directory', `'${lab.dress.archiveDir}'`);
      lab.reload(node);
    }
    lab.fill(1, 12);
    // the server starts the archiver anew within a minute, not at once
    lab.wait(
      75,
      'the archiver misses its library',
      () => lab.on(1, `grep -c basic_archve.*No ${lab.dress.base}/log/postgresql.log`).trim() !== '0',
    );
    pause(2);
  },
});
