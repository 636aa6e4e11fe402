import { describe, expect, it } from 'vitest';
import { archiveModeOff } from '../../../src/causes/archiving/archive-mode-off.ts';
import { diagnose } from '../../../src/diagnosis/differential.ts';
import { check, settings } from '../../support/archiving.ts';
import { clusterOf } from '../../support/bundle.ts';
import { causeTester } from '../../support/cause-tester.ts';

const show = ` ID | Name | Role    | Status    | Upstream | Location | Priority | Timeline | Connection string
----+------+---------+-----------+----------+----------+----------+----------+------------------------------------
 1  | n1   | primary | * running |          | default  | 100      | 4        | host=n1 user=repmgr dbname=repmgr
 2  | n2   | standby |   running | n1       | default  | 100      | 4        | host=n2 user=repmgr dbname=repmgr
`;
const off = settings('(disabled)', 'off');

causeTester(archiveModeOff, {
  present: [
    {
      name: 'files from the time when it was on',
      bundle: { 'n1/s.txt': off, 'n1/check.txt': check(140), 'n1/show.txt': show },
      confidence: 'certain',
      severity: 'warning',
      evidence: ['n1/s.txt:3', 'n1/check.txt:3'],
      node: 'n1',
    },
    {
      name: 'a backup tool complains',
      bundle: {
        'n1/s.txt': off,
        'b.txt':
          "[barman@depot ~]$ barman check n1\nServer n1:\n\tPostgreSQL: OK\n\tarchive_mode: FAILED (please set it to 'on')\n\tssh: OK (PostgreSQL server)\n",
      },
    },
    {
      name: 'a backup tool complains, and that is all',
      bundle: { 'b.txt': "Server main:\n\tPostgreSQL: OK\n\tarchive_mode: FAILED (please set it to 'on' or 'always')\n" },
      confidence: 'likely',
    },
    {
      name: 'the standby has it on, and restores from the archive',
      bundle: {
        'n1/s.txt': off,
        'n1/show.txt': show,
        'n2/s.txt': `name|setting|source
archive_command|cp %p /srv/arch/%f|configuration file
archive_mode|on|configuration file
restore_command|cp /srv/arch/%f %p|configuration file
(3 rows)
`,
      },
      node: 'n1',
    },
    {
      name: 'KingbaseES after a switchover',
      bundle: {
        'db1/s.txt': settings('', 'off'),
        'db1/t.txt': show.replace(/\bn1\b/g, 'db1').replace(/\bn2\b/g, 'db2'),
        'db2/s.txt': settings('/bin/cp -f %p /data/archive/%f'),
      },
      node: 'db1',
    },
  ],
  absent: [
    { name: 'off, and nobody relies on it', because: 'nothing in the bundle', bundle: { 'n1/s.txt': off, 'n1/check.txt': check(0) } },
    {
      name: 'off, and the command that once stood in the file is emptied below',
      because: 'nothing in the bundle',
      bundle: {
        'n1/s.txt': off,
        'n1/check.txt': check(0),
        'n1/postgresql.conf': "archive_command = 'cp %p /srv/arch/%f'\nwal_level = replica\narchive_command = ''\n",
      },
    },
    { name: 'on', because: 'is on', bundle: { 'n1/s.txt': settings('cp %p /srv/arch/%f') } },
  ],
  unknown: [{ name: 'the mode is not shown', bundle: { 'n1/check.txt': check(140) } }],
  lookalikes: [
    {
      name: 'a switchover that notes it',
      bundle: { 'n2/t.txt': '[postgres@n2 ~]$ repmgr standby switchover --dry-run\nINFO: archive mode is "off"\n' },
    },
    {
      name: 'a standby with off beside a primary with on',
      bundle: { 'n1/s.txt': settings('cp %p /srv/arch/%f'), 'n1/show.txt': show, 'n2/s.txt': off },
    },
    {
      name: 'a command that a template left in the file, and nothing relies on it',
      bundle: {
        'n1/s.txt': off,
        'n1/show.txt': show,
        'n1/postgresql.conf': "archive_mode = off\narchive_command = 'test ! -f /srv/arch/%f && cp %p /srv/arch/%f'\n",
      },
    },
    {
      name: 'a change waits for a restart',
      bundle: {
        'n1/s.txt': `name|setting|source|pending_restart
archive_mode|off|configuration file|t
(1 row)
`,
        'n1/check.txt': check(140),
      },
    },
  ],
});

describe('the command', () => {
  const steps = (command: string): string => {
    const bundle = { 'n1/s.txt': settings(command, 'off'), 'n1/check.txt': check(140), 'n1/show.txt': show };
    const { findings } = diagnose(clusterOf(bundle), [archiveModeOff], []);
    return findings.flatMap(({ remedies }) => remedies.flatMap((remedy) => remedy.steps.map((step) => step.command.text))).join('\n');
  };
  it("is kept where it stores: a backup tool's is not replaced by a copy", () => {
    expect(steps('/opt/bin/pgbackrest --stanza=main archive-push %p')).not.toContain('ALTER SYSTEM SET archive_command');
    expect(steps('/bin/true')).toContain('ALTER SYSTEM SET archive_command');
  });
});
