import { archiveCommandNoop } from '../../../src/causes/archiving/archive-command-noop.ts';
import { GUARD, settings } from '../../support/archiving.ts';
import { causeTester } from '../../support/cause-tester.ts';

causeTester(archiveCommandNoop, {
  present: [
    {
      name: '/bin/true',
      bundle: { 'n1/s.txt': settings('/bin/true') },
      confidence: 'certain',
      severity: 'critical',
      evidence: ['n1/s.txt:2'],
    },
    { name: 'cd . with always', bundle: { 'n1/s.txt': settings('cd .', 'always') } },
    { name: 'a copy to /dev/null', bundle: { 'n1/s.txt': settings('cp %p /dev/null') } },
    {
      name: 'KingbaseES as shipped, in force',
      bundle: { 'db1/s.txt': settings('exit 0') },
    },
    {
      name: 'KingbaseES says so itself',
      bundle: {
        'db1/sys.log':
          '2026-03-02 10:05:01.100 CST [900] LOG:  config the real archive_command string as soon as possible to archive WAL files\n',
      },
      confidence: 'likely',
    },
    {
      name: 'a standby: a warning',
      bundle: {
        'n2/status.txt':
          'Node "n2":\n\tPostgreSQL version: 15.18\n\tRole: standby\n\tWAL archiving: disabled (on standbys "archive_mode" must be set to "always" to be effective)\n\tArchive command: /bin/true\n',
      },
      severity: 'warning',
    },
    {
      name: 'a real command since',
      bundle: {
        'n1/t.txt': `[postgres@n1 ~]$ psql -Atc 'show archive_command'\n/bin/true\n[postgres@n1 ~]$ psql -Atc 'show archive_command'\n${GUARD}\n`,
      },
      status: 'resolved',
    },
  ],
  absent: [
    { name: 'a command that stores', because: 'stores', bundle: { 'n1/s.txt': settings(GUARD) } },
    { name: 'archive_mode is off', because: 'is off', bundle: { 'n1/s.txt': settings('/bin/true', 'off') } },
    { name: 'no command', because: 'no command', bundle: { 'n1/s.txt': settings('') } },
  ],
  unknown: [
    {
      name: 'the shipped kingbase.conf alone: the included file may override it',
      bundle: { 'db1/kingbase.conf': "archive_mode = on\narchive_command = 'exit 0'\ninclude_if_exists = 'es_rep.conf'\n" },
      asks: 'archive_command',
    },
  ],
  lookalikes: [
    {
      name: 'es_rep.conf overrides it',
      bundle: {
        'db1/kingbase.conf': "archive_mode = on\narchive_command = 'exit 0'\n",
        'db1/es_rep.conf': "archive_command = '/bin/cp -f %p /data/archive/%f'\n",
      },
    },
    { name: 'a script is not judged by its name', bundle: { 'n1/s.txt': settings('/usr/local/bin/noop.sh %p') } },
    { name: 'it stores and hides its exit status', bundle: { 'n1/s.txt': settings('cp %p /srv/arch/%f; true') } },
  ],
});
