import { archiveFileExists } from '../../../src/causes/archiving/archive-file-exists.ts';
import { check, cp, failed, fails, GUARD, settings, statistics } from '../../support/archiving.ts';
import { causeTester } from '../../support/cause-tester.ts';

const row = (name: string, size = 16777216): string => `-rw------- 1 postgres postgres ${size} Mar  2 10:05 ${name}\n`;
const archive = (...names: string[]): string => `[postgres@n1 ~]$ ls -l /srv/arch\ntotal 3\n${names.map((name) => row(name)).join('')}`;
const A = (last: string): string => `0000000200000041000000${last}`;
const BACKREST = 'pgbackrest --stanza=main archive-push %p';

causeTester(archiveFileExists, {
  present: [
    {
      name: 'pgBackRest 1 says it with its number before the colon',
      bundle: {
        'n1/server.log': `ERROR [045]: : WAL segment 00000002000000410000007A already exists in the archive
pgbackrest error: See logs
${failed('', { command: BACKREST, code: 1 })}`,
      },
      confidence: 'certain',
    },
    {
      name: 'the log of the asynchronous process alone',
      bundle: {
        't.md': `WARN: could not push WAL file '00000002000000410000007A' to the archive (will be retried): [45] raised from local-1 protocol: WAL file '00000002000000410000007A' already exists in the repo1 archive with a different checksum
`,
      },
      confidence: 'certain',
    },
    {
      name: 'silent failures and a guard, and the archive holds it',
      bundle: { 't.txt': `${archive(A('78'), A('79'), A('7A'))}[postgres@n1 ~]$ tail /pg/log/server.log\n${failed('')}` },
      confidence: 'certain',
    },
    { name: 'silent failures and a guard', bundle: { 'n1/server.log': failed(''), 'n1/check.txt': check(20) }, confidence: 'likely' },
    {
      name: 'pgBackRest finds another checksum',
      bundle: {
        'n1/server.log': failed(
          "P00  ERROR: [045]: WAL file '00000002000000410000007A' already exists in the repo1 archive with a different checksum",
          { command: BACKREST, code: 45 },
        ),
      },
      confidence: 'certain',
    },
    {
      name: 'sys_rman tells by its exit status',
      bundle: {
        'db1/sys.log': failed('', { command: '/opt/kes/bin/sys_rman --stanza=kingbase archive-push %p', code: 45, wal: 'sys_wal' }),
      },
      confidence: 'likely',
    },
    {
      name: 'the file was moved aside since',
      bundle: { 'n1/server.log': failed(''), 'n1/a.txt': statistics('2026-03-02 10:05:50+00', '2026-03-02 10:05:01+00') },
      status: 'resolved',
    },
  ],
  absent: [
    {
      name: 'a complete listing of the archive lacks it',
      because: 'does not hold',
      bundle: { 't.txt': `${archive(A('78'), A('79'))}[postgres@n1 ~]$ tail /pg/log/server.log\n${failed('')}` },
    },
    { name: 'another error', because: 'another reason', bundle: { 'n1/server.log': failed(cp('Permission denied')) } },
  ],
  unknown: [
    { name: 'it fails and nothing says why', bundle: { 'n1/s.txt': settings(GUARD), 'n1/a.txt': fails }, asks: 'ls -ld /srv/arch' },
  ],
  lookalikes: [
    {
      name: 'pgBackRest 1 says something else',
      bundle: {
        'n1/server.log': `ERROR [125]: : remote process on 'pgrepo' terminated unexpectedly\n${failed('', { command: BACKREST, code: 1 })}`,
      },
    },
    {
      name: 'jsonlog never holds the words of a program',
      bundle: {
        'n1/log.json':
          '{"timestamp":"2026-03-02 10:05:01.100 UTC","pid":900,"session_id":"1.2","line_num":3,"session_start":"2026-03-02 08:00:00 UTC","txid":0,"error_severity":"LOG","message":"archive command failed with exit code 1","detail":"The failed archive command was: test ! -f /srv/arch/00000002000000410000007A && cp pg_wal/00000002000000410000007A /srv/arch/00000002000000410000007A","backend_type":"archiver","query_id":0}\n',
      },
    },
    {
      name: 'a full volume came first',
      bundle: {
        'n1/server.log':
          failed("cp: error writing '/srv/arch/00000002000000410000007A': No space left on device") +
          failed('', { at: '2026-03-02 11:05' }),
      },
    },
    {
      name: 'a slot that exists',
      bundle: {
        'n1/t.txt': 'postgres=# select pg_create_physical_replication_slot(\'a\');\nERROR:  replication slot "a" already exists\n',
      },
    },
  ],
});
