import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: [],
  mustNot: ['replication-auth-rejected'],
  why: 'applications make errors that look bad in the log: they are no fault of the cluster',
  cluster: { settings: ['log_connections = on'] },
  inject(lab) {
    for (const sql of [
      'select * from no_such_table',
      'insert into orders values (1, null)',
      'select 1/0',
      'select pg_terminate_backend(pg_backend_pid())',
    ])
      lab.query(1, sql);
    lab.on(1, 'psql -d nosuch -c "select 1"; psql -U nobody -d repmgr -c "select 1"');
    pause(1);
  },
});
