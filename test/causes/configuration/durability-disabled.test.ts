import { durabilityDisabled } from '../../../src/causes/configuration/durability-disabled.ts';
import { causeTester } from '../../support/cause-tester.ts';

const rows = (...all: readonly string[]): string => `name|setting|source\n${all.join('\n')}\n(${all.length} rows)\n`;
const ksql = (name: string, value: string): string =>
  `[kingbase@ray1 ~]$ ksql -U system -d test\ntest=# show ${name};\n ${name} \n----------------\n ${value}\n(1 行记录)\n\n`;

causeTester(durabilityDisabled, {
  present: [
    {
      name: 'fsync off in pg_settings',
      bundle: {
        'n1/s.txt': rows('fsync|off|configuration file', 'full_page_writes|on|default', 'synchronous_commit|off|configuration file'),
      },
      confidence: 'certain',
      severity: 'warning',
      evidence: ['n1/s.txt:2', 'n1/s.txt:4'],
    },
    {
      name: 'synchronous_commit alone is a notice',
      bundle: { 'n1/s.txt': rows('fsync|on|default', 'synchronous_commit|off|configuration file') },
      severity: 'notice',
    },
    { name: 'SHOW of KingbaseES', bundle: { 't.txt': ksql('full_page_writes', 'off') }, confidence: 'certain' },
    {
      name: 'a file says so, nobody asked the server',
      bundle: { 't.txt': "$ grep -n fsync /data/postgresql.auto.conf\n4:fsync = 'off'\n" },
      confidence: 'likely',
    },
    {
      name: 'repmgr refuses a rewind for it',
      bundle: {
        't.txt': `NOTICE: checking switchover on node "ouzel2" (ID: 2) in --dry-run mode
ERROR: --force-rewind specified but pg_rewind cannot be used
DETAIL: "full_page_writes" must be set to "on"
`,
      },
      confidence: 'likely',
    },
    { name: 'turned on again', bundle: { 't.txt': ksql('fsync', 'off') + ksql('fsync', 'on') }, status: 'resolved' },
  ],
  absent: [{ name: 'on', because: 'are not off', bundle: { 'n1/s.txt': rows('fsync|on|default', 'full_page_writes|on|default') } }],
  unknown: [{ name: 'other settings only', bundle: { 'n1/s.txt': rows('wal_level|replica|default') }, asks: 'synchronous_commit' }],
  lookalikes: [
    {
      name: 'weaker promises to standbys',
      bundle: { 'n1/s.txt': rows('synchronous_commit|local|configuration file', 'fsync|on|default') },
    },
    { name: 'the vendor default of KingbaseES', bundle: { 't.txt': ksql('synchronous_commit', 'remote_apply') } },
    { name: 'one session', bundle: { 'n1/s.txt': rows('synchronous_commit|off|session', 'fsync|on|default') } },
    { name: 'commented out', bundle: { 'n1/postgresql.conf': '#fsync = off\nwal_level = replica\n' } },
  ],
});
