import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['metadata-stale'],
  alsoOk: ['node-down', 'repmgrd-not-running', 'upstream-mismatch', 'node-unreachable'],
  mustNot: ['split-brain'],
  why: 'the standby was promoted with pg_ctl after the primary had died: the records still name the old one',
  cluster: { repmgrd: false },
  // the records first, then the node that crashed, whose last WAL nobody else may have
  remedies: ['metadata-stale', 'node-down/rejoin-with-rewind'],
  staysOk: ['repmgrd-not-running'],
  inject(lab) {
    lab.crash(1);
    lab.control(2, 'promote');
    pause(3);
  },
});
