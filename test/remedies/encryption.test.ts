import { describe, expect, it } from 'vitest';
import { replicationAuthRejected } from '../../src/causes/replication/replication-auth-rejected.ts';
import type { Remedy } from '../../src/core/finding.ts';
import { type BundleText, clusterOf } from '../support/bundle.ts';

const refused = (encryption: string) =>
  `2026-04-07 11:20:31.118 UTC [4110] FATAL:  could not connect to the primary server: connection to server at "10.7.0.1", port 5432 failed: FATAL:  no pg_hba.conf entry for replication connection from host "10.7.0.2", user "repmgr", ${encryption}\n`;

const listing = ` ID | Name  | Role    | Status    | Upstream | Location | Priority | Timeline | Connection string
----+-------+---------+-----------+----------+----------+----------+----------+------------------------------------------
 1  | wren1 | primary | * running |          | default  | 100      | 1        | host=10.7.0.1 user=repmgr dbname=repmgr
 2  | wren2 | standby |   running | ! wren1  | default  | 100      | 1        | host=10.7.0.2 user=repmgr dbname=repmgr
`;

const hba = (type: string, address = '10.7.0.0/24') =>
  `host    repmgr       repmgr 10.7.0.0/24 scram-sha-256\n${type} replication repmgr ${address} scram-sha-256\n`;

const conninfo = (more: string) => `primary_conninfo = 'host=10.7.0.1 user=repmgr application_name=wren2${more}'\n`;

function remedyOf(bundle: BundleText): Remedy | undefined {
  const cluster = clusterOf({ 'wren1/cluster_show.txt': listing, 'wren2/server.log': refused('no encryption'), ...bundle });
  const standby = cluster.nodes.find(({ name }) => name === 'wren2') ?? null;
  return replicationAuthRejected.remedies(cluster, standby).find(({ recommended }) => recommended);
}

const ssl = (value: string) => ` name | setting\n------+---------\n ssl  | ${value}\n(1 row)\n`;

describe('a connection without encryption that no rule lets in', () => {
  it('wants encryption on the server where a hostssl line would fit and ssl is off, on every node that has it off', () => {
    const remedy = remedyOf({
      'wren1/pg_hba.conf': hba('hostssl'),
      'wren1/pg_settings.txt': ssl('off'),
      'wren2/pg_settings.txt': ssl('off'),
    });
    expect(remedy?.id).toBe('encrypt-connection');
    expect(remedy?.steps.filter(({ kind }) => kind === 'change').map(({ node }) => node)).toEqual(['wren1', 'wren2']);
    expect(remedy?.steps.map(({ command }) => command.text).join('\n')).not.toContain('pg_hba');
  });

  it('wants it on the standby where the server encrypts and the connection string forbids it', () => {
    const remedy = remedyOf({
      'wren1/pg_hba.conf': hba('hostssl'),
      'wren1/pg_settings.txt': ssl('on'),
      'wren2/postgresql.auto.conf': conninfo(' sslmode=disable'),
    });
    expect(remedy?.id).toBe('ask-for-encryption');
    expect(remedy?.steps.find(({ kind }) => kind === 'change')?.command.text).toMatch(/primary_conninfo.*sslmode=/);
  });

  it('believes the connection string where nobody tells whether the server encrypts', () => {
    const rules = { 'wren1/pg_hba.conf': hba('hostssl') };
    expect(remedyOf({ ...rules, 'wren2/postgresql.auto.conf': conninfo(' sslmode=disable') })?.id).toBe('ask-for-encryption');
    expect(remedyOf({ ...rules, 'wren2/postgresql.auto.conf': conninfo('') })?.id).toBe('encrypt-connection');
  });

  it('is a missing rule where no hostssl line fits, or none is shown', () => {
    expect(remedyOf({ 'wren1/pg_hba.conf': hba('hostssl', '10.9.9.9/32'), 'wren1/pg_settings.txt': ssl('off') })?.id).toBe(
      'admit-connection',
    );
    expect(remedyOf({ 'wren1/pg_settings.txt': ssl('off') })?.id).toBe('admit-connection');
    expect(remedyOf({ 'wren1/pg_hba.conf': hba('hostssl'), 'wren2/server.log': refused('SSL encryption') })?.id).toBe('admit-connection');
  });
});

describe("repmgr's own user that lacks a right", () => {
  it('gets it from a superuser: nobody grants it to himself', () => {
    const cluster = clusterOf({
      'wren1/cluster_show.txt': listing,
      'wren2/server.log':
        '2026-04-07 11:20:31.118 UTC [4110] FATAL:  could not connect to the primary server: connection to server at "10.7.0.1", port 5432 failed: FATAL:  must be superuser or replication role to start walsender\n',
      'wren2/postgresql.auto.conf': conninfo(''),
    });
    const [remedy] = replicationAuthRejected.remedies(cluster, cluster.nodes.find(({ name }) => name === 'wren2') ?? null);
    expect(remedy?.id).toBe('grant-replication');
    const { text } = remedy?.steps.find(({ kind }) => kind === 'change')?.command ?? { text: '' };
    expect(text).toMatch(/-U "\$SUPERUSER" -d repmgr -v role=repmgr/);
    expect(text).not.toContain('-h 10.7.0.1');
  });
});
