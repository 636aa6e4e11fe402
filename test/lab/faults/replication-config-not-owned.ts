import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['replication-config-not-owned'],
  mustNot: ['node-down'],
  why: 'somebody edited postgresql.auto.conf as root: it belongs to root now',
  collect: {
    session: (lab) => [
      '@2',
      `${lab.repmgr} standby follow`,
      `ls -l ${lab.data}/*.conf`,
      `psql -c "alter system set work_mem='8MB'"`,
      `${lab.repmgr} cluster show`,
    ],
  },
  sample: true,
  inject(lab) {
    lab.root(2, `chown root: ${lab.data}/postgresql.auto.conf; chmod 600 ${lab.data}/postgresql.auto.conf`);
  },
});
