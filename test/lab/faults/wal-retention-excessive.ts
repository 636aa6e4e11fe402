import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['wal-retention-excessive'],
  alsoOk: ['settings-drift'],
  mustNot: ['replication-slot-inactive', 'archive-command-missing'],
  why: 'wal_keep_size keeps far more than anybody needs',
  fill: { WAL_KEEP_SIZE: '64MB' },
  inject(lab) {
    lab.set(1, 'wal_keep_size', "'2GB'");
    lab.reload(1);
    lab.fill(1, 400);
    lab.wait(120, 'all is archived', () => lab.waiting(1) === 0);
    lab.query(1, 'checkpoint');
  },
});
