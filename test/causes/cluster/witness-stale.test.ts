import { witnessStale } from '../../../src/causes/cluster/witness-stale.ts';
import { causeTester } from '../../support/cause-tester.ts';
import { row, show } from './listing.ts';

const A = 'host=10.7.0.1 user=repmgr dbname=repmgr';
const B = 'host=10.7.0.2 user=repmgr dbname=repmgr';
const W = 'host=10.7.0.9 user=repmgr dbname=repmgr';
const old = show(
  row(1, 'wren1', 'standby', '  running', 'wren2', A),
  row(2, 'wren2', 'primary', '* running', '', B),
  row(9, 'wrenw', 'witness', '* running', '? wren1', W, null),
);

causeTester(witnessStale, {
  present: [
    {
      name: 'its upstream is no primary any more',
      bundle: { 't.txt': old },
      node: 'wrenw',
      confidence: 'certain',
      severity: 'warning',
      evidence: ['t.txt:5'],
    },
    {
      name: 'its own listing does not know the primary (files without order)',
      bundle: {
        'wrenw/show.txt': `[postgres@wrenw ~]$ repmgr cluster show
${show(row(1, 'wren1', 'primary', '! running as standby', '', A), row(2, 'wren2', 'standby', '! running as primary', '', B), row(9, 'wrenw', 'witness', '* running', 'wren1', W, null))}`,
        'wren2/show.txt': `[postgres@wren2 ~]$ repmgr cluster show
${show(row(1, 'wren1', 'standby', '  running', 'wren2', A), row(2, 'wren2', 'primary', '* running', '', B))}`,
      },
      node: 'wrenw',
    },
    {
      name: 'KingbaseES: the record names nobody',
      bundle: {
        't.txt': `[kingbase@kes1 bin]$ ./repmgr cluster show
${show(row(1, 'kes1', 'primary', '* running', '', 'host=10.8.0.1 user=esrep dbname=esrep port=54321'), row(9, 'kesw', 'witness', '* running', '!', 'host=10.8.0.9 user=esrep dbname=esrep port=54321', null))}
[WARNING] following issues were detected
  - node "kesw" (ID: 9) is a witness but reports it has no upstream node
`,
      },
      node: 'kesw',
    },
    {
      name: 'registered since',
      bundle: {
        't.txt': `[postgres@wren2 ~]$ repmgr cluster show
${old}
[postgres@wrenw ~]$ repmgr witness register --force -h 10.7.0.2
INFO: witness registration complete
NOTICE: witness node "wrenw" (ID: 9) successfully registered
`,
      },
      node: 'wrenw',
      status: 'resolved',
    },
  ],
  absent: [
    {
      name: 'it names the primary',
      because: 'which runs as primary',
      bundle: { 't.txt': show(row(1, 'wren1', 'primary', '* running', '', A), row(9, 'wrenw', 'witness', '* running', 'wren1', W, null)) },
    },
  ],
  unknown: [
    {
      name: 'nobody is known to be the primary',
      bundle: {
        't.txt': show(
          row(1, 'wren1', 'primary', '? unreachable', '?', A, null),
          row(9, 'wrenw', 'witness', '* running', '? wren1', W, null),
        ),
      },
      asks: 'cluster show',
    },
  ],
  lookalikes: [
    {
      name: 'repmgr 5.1 calls a witness not attached (trap 15)',
      bundle: {
        't.txt': `[postgres@wrenw ~]$ repmgr node check
Node "wrenw":
	Server role: OK (node is witness)
	Upstream connection: CRITICAL (node "wrenw" (ID: 9) is not attached to expected upstream node "wren1" (ID: 1))
`,
      },
    },
    {
      name: 'it is unreachable itself',
      bundle: {
        't.txt': show(
          row(1, 'wren1', 'standby', '  running', 'wren2', A),
          row(2, 'wren2', 'primary', '* running', '', B),
          row(9, 'wrenw', 'witness', '? unreachable', '? wren1', W, null),
        ),
      },
    },
  ],
});
