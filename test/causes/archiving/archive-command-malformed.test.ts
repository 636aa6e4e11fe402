import { archiveCommandMalformed } from '../../../src/causes/archiving/archive-command-malformed.ts';
import { cp, failed, fails, GUARD, settings, statistics } from '../../support/archiving.ts';
import { causeTester } from '../../support/cause-tester.ts';

const CURLY = 'cp “%p” “/srv/arch/%f”';

causeTester(archiveCommandMalformed, {
  present: [
    {
      name: 'typographic quotes, in force and in the log',
      bundle: {
        'n1/s.txt': settings(CURLY),
        'n1/server.log': failed("cp: cannot stat '“pg_wal/00000002000000410000007A”': No such file or directory", { command: CURLY }),
      },
      confidence: 'certain',
      evidence: ['n1/s.txt:2'],
    },
    {
      name: 'an open quote, told by the shell',
      bundle: { 'n1/server.log': failed('sh: 1: Syntax error: Unterminated quoted string', { command: "cp %p '/srv/arch/%f", code: 2 }) },
      confidence: 'certain',
    },
    {
      name: 'no destination',
      bundle: {
        'n1/server.log': failed("cp: missing destination file operand after 'pg_wal/00000002000000410000007A'", { command: 'cp %p' }),
      },
    },
    {
      name: 'a placeholder in the wrong case succeeds',
      bundle: {
        't.txt': `[postgres@n1 ~]$ psql -Atc 'show archive_command'\ncp %p /srv/arch/%F\n[postgres@n1 ~]$ ls -l /srv/arch\ntotal 16384\n-rw------- 1 postgres postgres 16777216 Mar  2 10:05 %F\n`,
      },
      confidence: 'certain',
    },
    {
      name: 'the guard asks for the one file that every segment would go to',
      bundle: { 'n1/s.txt': settings('test ! -f /srv/arch/f && cp %p /srv/arch/f') },
    },
    { name: 'every segment goes to one file', bundle: { 'n1/s.txt': settings('gzip < %p > /srv/arch/wal.gz') } },
    {
      name: 'KingbaseES, the tool is not told the segment',
      bundle: { 'db1/s.txt': settings('/opt/kes/bin/sys_rman --stanza=kingbase archive-push', 'always') },
    },
    {
      name: 'the command was mended and archives',
      bundle: {
        'n1/s.txt': settings(GUARD),
        'n1/server.log': failed("cp: missing destination file operand after 'pg_wal/00000002000000410000007A'", { command: 'cp %p' }),
        'n1/a.txt': statistics('2026-03-02 10:05:50+00', '2026-03-02 10:05:01+00'),
      },
      status: 'resolved',
    },
  ],
  absent: [
    { name: 'a sound command', because: 'can work', bundle: { 'n1/s.txt': settings(GUARD) } },
    {
      name: 'sys_rman behind an export needs no %f',
      because: 'names it itself',
      bundle: { 'db1/s.txt': settings('export TZ=Asia/Shanghai;/opt/kes/bin/sys_rman --stanza=kingbase archive-push %p', 'always') },
    },
    { name: 'no command', because: 'no command', bundle: { 'n1/s.txt': settings('') } },
  ],
  unknown: [{ name: 'it fails and the command is not shown', bundle: { 'n1/a.txt': fails }, asks: 'archive_command' }],
  lookalikes: [
    {
      name: 'a dash of the paste: the tool has read its options',
      bundle: {
        't.md': `ERROR: [072] archive-push command must be run on the PostgreSQL host
INFO: archive-push command end: aborted with exception [072]
LOG: archive command failed with exit code 72
DETAIL: The failed archive command was: pgbackrest —stanza=main archive-push pg_wal/00000001000000000000000A
`,
      },
    },
    {
      name: 'a typographic quote in a pasted file, the server has another value',
      bundle: {
        'n1/es_rep.conf': "archive_mode = 'on'\narchive_command = 'cp %p /srv/arch/%f’\n",
        'n1/s.txt': settings('cp %p /srv/arch/%f'),
      },
    },
    {
      name: 'a typographic quote in a pasted file alone',
      bundle: { 'db1/es_rep.conf': "archive_mode = 'on'\narchive_command = '/bin/cp -f %p /data/archive/%f’\n" },
    },
    {
      name: 'cp quotes the file name typographically',
      bundle: { 'n1/server.log': failed(cp('Permission denied').replace(/'([^']*)'/, '‘$1’')) },
    },
    { name: 'a guard that asks for a directory', bundle: { 'n1/s.txt': settings('test -d /srv/arch && cp %p /srv/arch') } },
    { name: 'a copy into a directory', bundle: { 'n1/s.txt': settings('cp %p /srv/arch/') } },
  ],
});
