/** Remedies use what the words of the bundle tell of a server, where nothing else tells it. */
import { describe, expect, it } from 'vitest';
import type { Cause } from '../../src/causes/cause.ts';
import { causes } from '../../src/causes/index.ts';
import { replicationSlotConflict } from '../../src/causes/replication/replication-slot-conflict.ts';
import { replicationTimelineDiverged } from '../../src/causes/replication/replication-timeline-diverged.ts';
import { replicationConfigNotOwned } from '../../src/causes/switchover/replication-config-not-owned.ts';
import { diagnose } from '../../src/diagnosis/differential.ts';
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

describe('a remedy', () => {
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
