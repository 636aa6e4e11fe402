/** Remedies use what the words of the bundle tell of a server, where nothing else tells it. */
import { describe, expect, it } from 'vitest';
import type { Cause } from '../../src/causes/cause.ts';
import { splitBrain } from '../../src/causes/cluster/split-brain.ts';
import { causes } from '../../src/causes/index.ts';
import { replicationSlotConflict } from '../../src/causes/replication/replication-slot-conflict.ts';
import { replicationTimelineDiverged } from '../../src/causes/replication/replication-timeline-diverged.ts';
import { synchronousStandbyAbsent } from '../../src/causes/replication/synchronous-standby-absent.ts';
import { replicationConfigNotOwned } from '../../src/causes/switchover/replication-config-not-owned.ts';
import { fill } from '../../src/core/text.ts';
import { diagnose } from '../../src/diagnosis/differential.ts';
import type { Node } from '../../src/model/node.ts';
import { configureArchiving } from '../../src/remedies/configure-archiving.ts';
import { where } from '../../src/remedies/steps.ts';
import { symptoms } from '../../src/symptoms/index.ts';
import { type BundleText, clusterOf } from '../support/bundle.ts';

const clone = (detail: string): string => `[postgres@skua3 ~]$ repmgr -h skua1 -U repmgr -d repmgr -f /etc/repmgr.conf standby clone
INFO: connecting to source node
${detail}ERROR: slot "repmgr_slot_3" already exists as an active slot
`;
const steps = (bundle: BundleText, cause: Cause) =>
  diagnose(clusterOf(bundle), causes, symptoms)
    .findings.filter((finding) => finding.cause === cause.id)
    .flatMap((finding) => finding.remedies.flatMap((remedy) => remedy.steps));

const LISTED = ` ID | Name  | Role    | Status    | Upstream | Location | Priority | Timeline | Connection string
----+-------+---------+-----------+----------+----------+----------+----------+----------------------------------------
 1  | gull1 | primary | * running |          | default  | 100      | 1        | host=gull1 user=repmgr dbname=repmgr
 2  | gull2 | standby |   running | gull1    | default  | 100      | 1        | host=gull2 user=repmgr dbname=repmgr
`;

describe('a remedy', () => {
  it('changes and restarts the upstream there, also where the bundle does not name it', () => {
    const bundle = {
      'clone.txt': `[postgres@gull3 ~]$ repmgr -h 10.1.1.1 -U repmgr -d repmgr standby clone --dry-run
ERROR: unable to establish necessary replication connections
HINT: increase "max_wal_senders" by at least 2
[postgres@gull3 ~]$ psql -h 10.1.1.1 -Atc "show max_wal_senders"
4
[postgres@gull3 ~]$ psql -h 10.1.1.1 -Atc "select count(*) from pg_stat_replication"
4
`,
    };
    const cause = causes.find(({ id }) => id === 'wal-senders-exhausted') as Cause;
    const there = steps(bundle, cause).filter((step) => fill(step.title, 'en').includes('the upstream'));
    expect(there.map((step) => step.kind)).toContain('change');
    for (const step of there) expect([step.node, step.where], fill(step.title, 'en')).toEqual([null, where.upstream()]);
  });

  it('waits for no archiver on a standby, and does not take it for unset where a command is set', () => {
    const cluster = clusterOf({
      'gull1/show.txt': `[postgres@gull1 ~]$ repmgr cluster show\n${LISTED}`,
      'gull2/show.txt': `[postgres@gull2 ~]$ psql -Atc "show archive_command"\ncp %p /arch/%f\n`,
    });
    const on = (name: string) => configureArchiving(cluster, cluster.nodes.find((node) => node.label === name) as Node);
    const commands = (name: string) =>
      on(name)
        .steps.map((step) => step.command.text)
        .join('\n');
    expect(commands('gull1')).toContain('pg_stat_archiver');
    expect(commands('gull2')).not.toContain('pg_stat_archiver');
    expect(commands('gull2')).toContain("'show archive_command'");
    expect(fill(on('gull2').title, 'en')).toMatch(/^Configure archiving on every node/);
    const expected = on('gull2')
      .steps.slice(0, 2)
      .map((step) => fill(step.expect, 'en'));
    expect(expected[0]).toContain('before it is replaced');
    expect(expected[1]).toContain('Go on where no way of archiving is set');
  });

  it('asks for fewer synchronous standbys where some answer, and for none only where nobody does', () => {
    const primary = (rows: string) => `[postgres@gull1 ~]$ psql -c "select application_name, state, sync_state from pg_stat_replication"
 application_name |   state   | sync_state
------------------+-----------+------------
${rows}
[postgres@gull1 ~]$ psql -Atc "show synchronous_standby_names"
FIRST 2 (gull2, gull3)
[postgres@gull1 ~]$ ps -ef | grep waiting
postgres 20115  3301  0 08:51 ?        00:00:00 postgres: app app 172.16.9.40(51022) COMMIT waiting for 7C/9A0144D8
`;
    const set = (rows: string) =>
      steps({ 'gull1/a.txt': primary(rows) }, synchronousStandbyAbsent).find((step) => step.command.text.includes('ALTER SYSTEM'))?.command
        .text;
    expect(set(' gull2            | streaming | sync\n(1 row)\n')).toContain('FIRST 1 ("gull2", "gull3")');
    expect(set('(0 rows)\n')).toContain("synchronous_standby_names = '\\'''\\'''");
  });

  it('for two primaries goes on where a person has decided, not where the listing shows one', () => {
    const two = LISTED.replace('  running | gull1   ', '! running | gull1   ').replace('standby | ! running', 'primary | ! running');
    const seen = steps({ 'gull1/show.txt': `[postgres@gull1 ~]$ repmgr cluster show\n${two}` }, splitBrain)
      .filter((step) => step.command.text.endsWith('cluster show'))
      .map((step) => fill(step.expect, 'en'));
    expect(seen.length).toBeGreaterThan(0);
    for (const expected of seen) expect(expected).toMatch(/^Two primaries, as before/);
  });

  it('is about the two machines that the script of KingbaseES V8R3 names, and throws nothing away where one of them is not known', () => {
    const told = steps(
      {
        'a.md': `[kingbase@gull1 bin]$ ./kingbase_monitor.sh start
-----------------------------------------------------------------------
2021-08-11 15:31:20 KingbaseES automation beging...
Fatal error there are two hosts in the current environment. The master ip:192.168.9.71 and 192.168.9.72
please check the db before start it
`,
      },
      splitBrain,
    );
    expect(told.length).toBeGreaterThan(3);
    expect(told.filter((step) => step.risk !== 'read-only')).toEqual([]);
    expect(new Set(told.map((step) => step.node))).not.toContain('gull1');
  });

  it('says which place is meant where the bundle names no node, and how the other one is reached from there', () => {
    const told = steps(
      {
        'a.txt': `NOTICE: pg_rewind execution required for this node to attach to rejoin target node 2
DETAIL: rejoin target server's timeline 4 forked off current database system timeline 3 before current recovery point 9/A10000A0
`,
      },
      replicationTimelineDiverged,
    );
    const of = (word: string) => told.find((step) => step.command.text.includes(word));
    expect(of('rejoin --force-rewind')).toMatchObject({ node: null, where: where.standby() });
    expect(of('CHECKPOINT')).toMatchObject({ node: null, where: where.upstream() });
    expect(of('cluster show')?.where).toBeUndefined();
    expect(of('CHECKPOINT')?.command.text).toContain('-d "$CONNINFO"');
    expect(of('rejoin --force-rewind')?.command.text).toContain('-d "$UPSTREAM_CONNINFO"');
  });

  it('asks the source of a clone through the connection that the clone used', () => {
    const told = steps(
      { 's.txt': clone('DETAIL: connection string is: host=skua1 port=5433 user=repmgr dbname=repmgr\n') },
      replicationSlotConflict,
    );
    expect(told.length).toBeGreaterThan(2);
    for (const step of told) {
      expect(step.command.text).toContain("-d 'host=skua1 port=5433 user=repmgr dbname=repmgr'");
      expect(step.node).not.toBe('skua3');
    }
  });

  it('asks that source even where the bundle knows another primary', () => {
    const other = `[postgres@gull1 ~]$ repmgr cluster show
 ID | Name  | Role    | Status    | Upstream | Location | Priority | Timeline | Connection string
----+-------+---------+-----------+----------+----------+----------+----------+----------------------------------------
 1  | gull1 | primary | * running |          | default  | 100      | 1        | host=gull1 user=repmgr dbname=repmgr
 2  | gull2 | standby |   running | gull1    | default  | 100      | 1        | host=gull2 user=repmgr dbname=repmgr
`;
    const told = steps(
      { 's.txt': clone('DETAIL: connection string is: host=skua1 port=5433 user=repmgr dbname=repmgr\n'), 'gull1/show.txt': other },
      replicationSlotConflict,
    );
    expect(told.length).toBeGreaterThan(2);
    for (const step of told) expect(step.command.text).toContain('host=skua1');
    const secret = steps(
      { 's.txt': clone('DETAIL: connection string is: host=skua1 password=geheim user=repmgr dbname=repmgr\n'), 'gull1/show.txt': other },
      replicationSlotConflict,
    );
    for (const step of secret) expect(step.command.text).toContain("-d 'host=skua1 user=repmgr dbname=repmgr'");
  });

  it('names nobody where the clone does not say whom it asks', () => {
    const told = steps({ 's.txt': clone('') }, replicationSlotConflict);
    expect(told.map((step) => step.node)).not.toContain('skua3');
    expect(told[0]?.command.placeholders.map(({ name }) => name)).toEqual(['CONNINFO']);
  });

  it('takes the data directory from the path in the message', () => {
    const told = steps(
      {
        's.txt':
          '[postgres@skua3 ~]$ repmgr standby follow\n(null): error: could not open file "/u01/pg/postgresql.auto.conf": Permission denied\n',
      },
      replicationConfigNotOwned,
    );
    expect(told[0]?.command.text).toBe('ls -ld /u01/pg /u01/pg/postgresql.auto.conf');
  });
});
