import { describe, expect, it } from 'vitest';
import { analyse } from '../../../src/analyse.ts';
import { credentialsExposed } from '../../../src/causes/configuration/credentials-exposed.ts';
import { causeTester } from '../../support/cause-tester.ts';

const failed = `$ repmgr -f /etc/repmgr.conf cluster show
ERROR: connection to database failed
DETAIL: attempted to connect using:
  user=repmgr password=hunter2 host=node1 dbname=repmgr fallback_application_name=repmgr
`;

causeTester(credentialsExposed, {
  present: [
    {
      name: 'repmgr prints the parameters of a failed connection',
      bundle: { 't.txt': failed },
      evidence: ['t.txt:4'],
      confidence: 'certain',
      severity: 'notice',
      node: null,
    },
    {
      name: 'a reload in the server log',
      bundle: {
        'n1/server.log':
          '2024-08-02 11:02:40.119 UTC [88] LOG:  parameter "primary_conninfo" changed to "host=a user=repmgr password=Wq7 connect_timeout=2"\n',
      },
    },
    {
      name: 'a deploy file of KingbaseES',
      bundle: { 'n1/all_nodes_tools.conf': 'db_user="system"\ndb_password="MTIzNDU2NzhhYg=="\n' },
      evidence: ['n1/all_nodes_tools.conf:2'],
    },
    {
      name: 'a password file',
      bundle: { 't.txt': '[kingbase@ray1 ~]$ cat ~/.encpwd\n*:*:*:esrep:S2luZ2Jhc2VoYTExMA==\n' },
      evidence: ['t.txt:2'],
    },
  ],
  absent: [
    {
      name: 'hashes only',
      because: 'only hashes',
      bundle: {
        't.txt':
          ' rolname | rolpassword\n---------+-------------------------------------\n repmgr  | md5a3556571e93b0d20722ba62be61e8c2d\n(1 row)\n',
      },
    },
  ],
  unknown: [
    {
      name: 'no secret at all',
      bundle: { 't.txt': '$ repmgr -f /etc/repmgr.conf node check --archive-ready\nOK (0 pending archive ready files)\n' },
    },
  ],
  lookalikes: [
    { name: 'blanked out', bundle: { 't.txt': failed.replace('hunter2', '*****') } },
    {
      name: 'a message about passwords',
      bundle: { 't.txt': '2024-01-01 00:00:00 UTC [1] FATAL:  password authentication failed for user "repmgr"\n' },
    },
    {
      name: 'the name of a password file',
      bundle: { 'n1/repmgr.conf': "node_id=1\nnode_name=a\nconninfo='host=a user=repmgr passfile=/home/pg/.pgpass'\n" },
    },
    { name: 'a method', bundle: { 'n1/pg_hba.conf': 'host all all 10.0.0.0/8 password\n' } },
  ],
});

describe('a report about secrets', () => {
  it('holds none of them', async () => {
    const sources = [{ path: 't.txt', label: null, bytes: 1, encoding: 'utf-8', problems: [], batches: [failed.split('\n')] }];
    const report = await analyse(sources, { lang: 'en', version: 'test' });
    expect(report.findings.map((finding) => finding.cause)).toContain('credentials-exposed');
    expect(JSON.stringify(report)).not.toContain('hunter2');
  });
});
