import { archiveGap } from '../../../src/causes/archiving/archive-gap.ts';
import { causeTester } from '../../support/cause-tester.ts';

const row = (name: string): string => `-rw------- 1 postgres postgres 16777216 Nov 23 05:09 ${name}`;
const archive = (names: readonly string[]): string =>
  `[postgres@n1 ~]$ ls -l /backup/archive/\ntotal 65536\n${names.map(row).join('\n')}\n`;
const seg = (last: string, log = '00000000', timeline = '00000001'): string => `${timeline}${log}000000${last}`;

const SHOW = ` ID | Name | Role    | Status    | Upstream | Location | Priority | Timeline | Connection string
----+------+---------+-----------+----------+----------+----------+----------+--------------------------------------
 1  | n1   | standby |   running | n2       | default  | 100      | 2        | host=10.1.0.1 user=repmgr dbname=repmgr
 2  | n2   | primary | * running |          | default  | 100      | 2        | host=10.1.0.2 user=repmgr dbname=repmgr
`;

causeTester(archiveGap, {
  present: [
    {
      name: 'the names of the archive jump',
      bundle: { 't.txt': archive([seg('10'), seg('11'), seg('14'), seg('15')]) },
      confidence: 'likely',
    },
    {
      name: 'before the change of the timeline segments are missing on both nodes',
      bundle: {
        'n1/show.txt': SHOW,
        'n1/t.txt': archive([seg('0A'), seg('0B')]),
        'n2/t.txt': archive([seg('0A'), `${seg('0F')}.partial`, '00000002.history', seg('0F', '00000000', '00000002')]).replace(
          '@n1',
          '@n2',
        ),
      },
      node: 'n2',
      confidence: 'likely',
    },
    {
      name: 'what waited was removed by hand',
      confidence: 'certain',
      bundle: {
        't.txt': `[kingbase@kes1 ~]$ repmgr node check
Node "db1":
	Server role: OK (node is primary)
	WAL archiving: CRITICAL (140 pending archive ready files, critical threshold: 128)
[kingbase@kes1 ~]$ ls -l /kes/data/sys_wal/
总用量 2293760
${row(seg('05')).replace(/postgres/g, 'kingbase')}
${row(seg('06')).replace(/postgres/g, 'kingbase')}
……
${row(seg('91')).replace(/postgres/g, 'kingbase')}
[kingbase@kes1 ~]$ /kes/bin/sys_archivecleanup /kes/data/sys_wal ${seg('90')}
`,
      },
      node: 'db1',
    },
    {
      name: 'only the status files were removed',
      bundle: {
        't.txt': `[postgres@n1 ~]$ repmgr node check
Node "n1":
	Server role: OK (node is primary)
	WAL archiving: CRITICAL (140 pending archive ready files, critical threshold: 128)
[postgres@n1 ~]$ rm -f /pg/data/pg_wal/archive_status/*.ready
`,
      },
      confidence: 'likely',
    },
  ],
  absent: [
    {
      name: 'one after the other, over the end of a log file',
      because: 'no gap',
      bundle: { 't.txt': archive([seg('FE'), seg('FF'), seg('00', '00000001'), seg('01', '00000001')]) },
    },
  ],
  unknown: [
    {
      name: 'a recovery that cannot restore, and no listing',
      bundle: {
        'server.log':
          '2026-03-02 10:05:01.100 UTC [900] LOG:  could not restore file "000000010000000000000012" from archive: child process exited with exit code 2\n',
      },
    },
  ],
  lookalikes: [
    {
      name: 'each node archives to a place of its own: what a standby lacks lies on the primary of that time',
      bundle: {
        'n1/show.txt': SHOW,
        'n1/t.txt': archive([seg('0A'), seg('0B'), seg('0C'), seg('0D'), seg('0E')]),
        'n2/t.txt': archive([
          seg('0A'),
          `${seg('0F')}.partial`,
          '00000002.history',
          seg('0F', '00000000', '00000002'),
          seg('10', '00000000', '00000002'),
        ]).replace('@n1', '@n2'),
      },
    },
    {
      name: 'the same, and the archive of the other node was not collected',
      bundle: {
        'n1/show.txt': SHOW,
        'n2/t.txt': archive([seg('0A'), `${seg('0F')}.partial`, '00000002.history', seg('0F', '00000000', '00000002')]).replace(
          '@n1',
          '@n2',
        ),
      },
    },
    {
      name: 'a new timeline begins in the middle of the numbering',
      bundle: {
        't.txt': archive([
          seg('10'),
          seg('11'),
          `${seg('12')}.partial`,
          seg('12', '00000000', '00000002'),
          seg('13', '00000000', '00000002'),
        ]),
      },
    },
    { name: 'the listing was cut by hand', bundle: { 't.txt': archive([seg('10'), seg('11')]).concat('……\n', row(seg('40')), '\n') } },
    {
      name: 'the archive is cleaned at its old end',
      bundle: { 't.txt': `[postgres@n1 ~]$ pg_archivecleanup /backup/archive ${seg('10')}\n${archive([seg('10'), seg('11'), seg('12')])}` },
    },
  ],
});
