import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['switchover-shutdown-timeout'],
  alsoOk: ['repmgrd-paused', 'node-down', 'primary-missing', 'archive-backlog-draining'],
  mustNot: ['ssh-not-working', 'service-command-misconfigured'],
  why: 'the primary needs longer to stop than repmgr waits: its archiver is slow',
  collect: {
    session: (lab) => [
      '@2',
      `${lab.repmgr} standby switchover`,
      '~3',
      `${lab.repmgr} cluster show`,
      `grep -v '^#' ${lab.dress.repmgrConf}`,
      '@1',
      `tail -n 8 ${lab.dress.base}/log/postgresql.log`,
    ],
  },
  // a switchover that was given up leaves repmgrd paused
  remedies: ['switchover-shutdown-timeout', 'repmgrd-paused'],
  sample: true,
  outside(lab) {
    lab.archive(lab.guard, [1]);
  },
  inject(lab) {
    for (const node of lab.nodes) lab.setRepmgr(node, 'shutdown_check_timeout', '3');
    lab.archive(`sleep 10; ${lab.guard}`, [1]);
    lab.fill(1, 8);
  },
});
