import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['settings-file-error'],
  mustNot: ['settings-pending-restart'],
  why: 'a typographic quote in postgresql.conf: the reload changes nothing',
  collect: {
    further: () => [
      [
        1,
        'pg_file_settings',
        `psql -X -c "select sourcefile, sourceline, name, setting, applied, error from pg_file_settings where error is not null"`,
      ],
    ],
  },
  fill: {
    NEW_LINE: "work_mem = '64MB'",
    CONF_LINE: (lab) => lab.on(1, `grep -n '^work_mem' ${lab.data}/postgresql.conf | cut -d: -f1`).trim(),
    CONF_FILE: (lab) => `${lab.data}/postgresql.conf`,
  },
  inject(lab) {
    lab.set(1, 'work_mem', '‘64MB’');
    lab.reload(1);
    pause(1);
  },
});
