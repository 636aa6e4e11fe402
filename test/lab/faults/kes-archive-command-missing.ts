import { kingbasees } from '../cluster/dress.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['archive-command-missing'],
  alsoOk: ['repmgrd-not-running'],
  mustNot: ['archive-mode-off', 'archive-destination-missing'],
  why: 'in the dress of KingbaseES: archive_command is empty, 140 files wait',
  cluster: { dress: kingbasees, repmgrd: false },
  collect: {
    session: (lab) => [
      '@2',
      `cd ${lab.dress.binDir}`,
      './repmgr standby switchover',
      '@1',
      `cd ${lab.dress.binDir}`,
      './repmgr node check',
      './ksql -U system -d test',
      './ksql -U esrep -d esrep',
      'show archive_command;',
      "select name,setting,context from sys_settings where name like '%archive%';",
      '\\q',
      `ls -lh ${lab.data}/sys_wal/ | wc -l`,
      `ls -lrth ${lab.data}/sys_wal/archive_status/ | tail -20`,
      'ps -ef | grep kingbase | head',
      `cat ${lab.data}/es_rep.conf`,
    ],
  },
  sample: true,
  inject(lab) {
    lab.archive('', [1]);
    lab.fill(1, 140);
  },
});
