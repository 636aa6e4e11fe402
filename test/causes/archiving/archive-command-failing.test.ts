import { archiveCommandFailing } from '../../../src/causes/archiving/archive-command-failing.ts';
import { check, cp, failed, fails, settings, statistics, works } from '../../support/archiving.ts';
import { causeTester } from '../../support/cause-tester.ts';

const SCRIPT = '/opt/ops/push_wal %p %f';
const json = (code: number): string =>
  `{"timestamp":"2026-03-02 10:05:01.100 UTC","pid":900,"session_id":"1.2","line_num":3,"session_start":"2026-03-02 08:00:00 UTC","txid":0,"error_severity":"LOG","message":"archive command failed with exit code ${code}","detail":"The failed archive command was: /opt/ops/push_wal pg_wal/00000002000000410000007A 00000002000000410000007A","backend_type":"archiver","query_id":0}\n`;

const TIMEOUT = `P00   INFO: check command begin 2.41: --stanza=main
P00  ERROR: [082]: WAL segment 00000001000000000000000A was not archived before the 60000ms timeout
`;

causeTester(archiveCommandFailing, {
  present: [
    {
      name: 'pgBackRest waits for a segment in vain, and nothing else is shown',
      bundle: { 't.md': `Help:\n\n\`\`\`\n$ pgbackrest --stanza=main check\n${TIMEOUT}\`\`\`\n` },
      confidence: 'likely',
    },
    {
      name: 'no repository takes it',
      bundle: { 't.md': 'Help:\n\n```\n$ pgbackrest --stanza=main check\nERROR: [103]: unable to find a valid repository:\n```\n' },
      confidence: 'likely',
    },
    {
      name: 'a log whose blanks were squeezed, without a prefix',
      bundle: {
        't.md': `ERROR: [072] archive-push command must be run on the PostgreSQL host
LOG: archive command failed with exit code 72
DETAIL: The failed archive command was: pgbackrest --stanza=main archive-push pg_wal/00000001000000000000000A
`,
      },
    },
    {
      name: 'a broken pipe of its own, as strace shows it',
      bundle: {
        't.md': `2019-01-08 08:33:01.221 UTC [99] LOG:  archive command failed with exit code 141
2019-01-08 08:33:01.221 UTC [99] DETAIL:  The failed archive command was: /opt/wal-g wal-push pg_wal/0000000100000002000000A1
strace: write(1, "Path:  pitr", 21) = -1 EPIPE (Broken pipe)
`,
      },
    },
    {
      name: 'a script, and a log without its words',
      bundle: { 'n1/log.json': json(4), 'n1/check.txt': check(140) },
      confidence: 'certain',
    },
    {
      name: 'the statistics alone, although one file waits',
      bundle: { 'n1/s.txt': settings(SCRIPT), 'n1/a.txt': fails, 'n1/check.txt': check(1) },
      confidence: 'certain',
      evidence: ['n1/a.txt:1'],
    },
    {
      name: 'KingbaseES, sys_rman without a repository',
      bundle: {
        'db1/sys.log': failed('ERROR: [103]: unable to find a valid repository:', {
          command: '/opt/kes/bin/sys_rman --stanza=kingbase archive-push %p',
          code: 103,
          wal: 'sys_wal',
        }),
      },
    },
    {
      name: 'two captures between which failures were counted',
      bundle: {
        't.txt': `[postgres@n1 ~]$ psql -Atc 'select archived_count, failed_count from pg_stat_archiver'
40|6
[postgres@n1 ~]$ psql -Atc 'select archived_count, failed_count from pg_stat_archiver'
40|9
`,
      },
    },
    {
      name: 'the title of the archiver’s process alone',
      bundle: {
        't.txt': `[postgres@n1 ~]$ ps -ef
UID          PID    PPID  C STIME TTY          TIME CMD
postgres   25180       1  0 13:49 ?        00:00:00 /usr/pgsql-15/bin/postgres -D /srv/data
postgres   25193   25180  0 13:49 ?        00:00:00 postgres: archiver failed on 000000010000000000000001
postgres   25201   25100  0 13:50 pts/0    00:00:00 ps -ef
`,
      },
      evidence: ['t.txt:4'],
    },
    { name: 'it has succeeded since', bundle: { 'n1/log.json': json(4), 'n1/a.txt': works }, status: 'resolved' },
  ],
  absent: [
    { name: 'failures were counted, and the last success is later', because: 'later than the last failure', bundle: { 'n1/a.txt': works } },
  ],
  unknown: [
    {
      name: 'a count of failures since nobody knows when',
      bundle: { 't.txt': "[postgres@n1 ~]$ psql -Atc 'select archived_count, failed_count from pg_stat_archiver'\n91|14\n" },
      asks: 'stat_archiver',
    },
  ],
  lookalikes: [
    {
      name: 'the next check went through',
      bundle: {
        't.md': `Help:\n\n\`\`\`\n${TIMEOUT}P00   INFO: WAL segment 00000001000000000000000B successfully archived to '/srv/repo/B.gz' on repo1\nP00   INFO: check command end: completed successfully (1203ms)\n\`\`\`\n`,
      },
    },
    {
      name: 'a segment is read, not written',
      bundle: {
        't.md':
          'Help:\n\n```\nP00   INFO: archive-get command begin 2.41: [00000002.history, pg_wal/RECOVERYHISTORY] --stanza=main\nP00  ERROR: [103]: unable to find a valid repository\n```\n',
      },
    },
    { name: 'the reason is shown', bundle: { 'n1/server.log': failed(cp('Permission denied')) } },
    { name: 'a backlog and nothing else', bundle: { 'n1/check.txt': check(140) } },
    {
      name: 'the server stopped while the command ran',
      bundle: {
        'n1/server.log': `2026-03-02 10:05:01.100 UTC [900] FATAL:  archive command was terminated by signal 3: Quit
2026-03-02 10:05:01.100 UTC [900] DETAIL:  The failed archive command was: cp pg_wal/00000002000000410000007A /srv/arch/00000002000000410000007A
`,
      },
    },
    {
      name: 'the archiver of another cluster on the same host',
      bundle: {
        'n1/s.txt': settings(SCRIPT),
        'n1/repmgr.conf': "node_id=1\nnode_name='n1'\nconninfo='host=10.7.0.1 user=repmgr dbname=repmgr'\ndata_directory='/pg/live'\n",
        'n1/ps.txt': `[postgres@n1 ~]$ ps -ef
UID          PID    PPID  C STIME TTY          TIME CMD
postgres     900       1  0 05:10 ?        00:00:00 /usr/lib/postgresql/15/bin/postgres -D /pg/live
postgres     901     900  0 05:10 ?        00:00:00 postgres: checkpointer
postgres     902     900  0 05:10 ?        00:00:00 postgres: archiver last was 000000010000000000000011
postgres     950       1  0 05:10 ?        00:00:00 /usr/lib/postgresql/15/bin/postgres -D /pg/test
postgres     951     950  0 05:10 ?        00:00:00 postgres: checkpointer
postgres     952     950  0 05:10 ?        00:00:00 postgres: archiver failed on 000000010000000000000007
postgres     999     998  0 05:10 ?        00:00:00 ps -ef
`,
      },
    },
    { name: 'never tried', bundle: { 'n1/a.txt': statistics('', '', '2026-03-02 10:06:00+00', [0, 0]), 'n1/check.txt': check(140) } },
  ],
});
