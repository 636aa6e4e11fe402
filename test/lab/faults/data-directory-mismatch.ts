import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['data-directory-mismatch'],
  mustNot: ['node-down'],
  why: 'data_directory in repmgr.conf still names the directory of before the migration',
  inject(lab) {
    lab.setRepmgr(2, 'data_directory', "'/srv/pgsql/old-data'");
    lab.on(2, 'mkdir -p /srv/pgsql/old-data');
    pause(1);
  },
});
