import { describe, expect, it } from 'vitest';
import { MASK, maskSecrets } from '../../src/core/secrets.ts';

const SECRETS: readonly (readonly [string, string, string])[] = [
  ['conninfo', "conninfo='host=node1 user=repmgr password=s3cr3t! dbname=repmgr'", 's3cr3t!'],
  ['conninfo, quoted value', "primary_conninfo = 'host=10.0.0.1 password=''a b'' user=repl'", 'a b'],
  ['conninfo in a message', '  "user=repmgr password=Hunter2 host=node2 fallback_application_name=repmgr"', 'Hunter2'],
  ['URI', 'DSN postgresql://repmgr:pa55@10.1.1.1:5432/repmgr', 'pa55'],
  ['KingbaseES URI', 'kingbase://system:Kb%40123@h:54321/test', 'Kb%40123'],
  ['environment', 'export PGPASSWORD=topsecret', 'topsecret'],
  ['YAML', '    POSTGRES_PASSWORD: "q1w2e3"', 'q1w2e3'],
  ['JSON', '{"replication_password":"zxcv"}', 'zxcv'],
  ['SQL', "ALTER USER esrep WITH PASSWORD 'Kingbaseha110';", 'Kingbaseha110'],
  ['SQL, doubled quote', "create role r login password 'it''s';", "it''s"],
  ['ksql', './ksql -U SYSTEM -W 12345678ab TEST', '12345678ab'],
  ['sys_encpwd', "sys_encpwd -H '*' -P '*' -D '*' -U esrep -W 'kb1234'", 'kb1234'],
  ['deploy file', 'db_password="MTIzNDU2NzhhYg=="', 'MTIzNDU2NzhhYg=='],
  ['sshpass', 'sshpass -p kingbase@123 ssh node2', 'kingbase@123'],
  ['S3', 'repo1-s3-key-secret=abcDEF123+/', 'abcDEF123+/'],
  ['AWS', 'aws_secret_access_key = wJalrXUtnFEMI/K7MDENG', 'wJalrXUtnFEMI/K7MDENG'],
  ['SCRAM', 'esrep | SCRAM-SHA-256$4096:abc=$def=:ghi=', 'SCRAM-SHA-256$4096:abc=$def=:ghi='],
  ['md5', 'repmgr | md5a3556571e93b0d20722ba62be61e8c2d', 'md5a3556571e93b0d20722ba62be61e8c2d'],
  ['password file', '10.0.0.1:5432:repmgr:repmgr:p:a\\:ss', 'p:a\\:ss'],
  ['password file, anywhere', '*:*:*:repmgr:hunter2', 'hunter2'],
  ['encoded password file of KingbaseES', '*:*:*:esrep:S2luZ2Jhc2VoYTExMA==', 'S2luZ2Jhc2VoYTExMA=='],
  ['Chinese prose', '数据库密码：Kb@2024', 'Kb@2024'],
];

const HARMLESS: readonly string[] = [
  'FATAL:  password authentication failed for user "repmgr"',
  'password_encryption = scram-sha-256',
  'DETAIL:  Password does not match for user "repmgr".',
  'fe_sendauth: no password supplied',
  '用户 system 的口令：',
  'Password for user repmgr: ',
  "conninfo = 'host=node1 user=repmgr passfile=/var/lib/pgsql/.pgpass'",
  'host    replication     repmgr          10.0.0.0/8              md5',
  "primary_conninfo = 'user=repmgr password=******** host=node1'",
  'export PGPASSWORD=$DB_PASS',
  'WARNING:  "password" provided in conninfo: consider .pgpass',
  'HINT: use a password file',
  'ps -ef | grep -W x',
  'passwordless ssh: ok',
  'postgres:x:26:26:PostgreSQL Server:/var/lib/pgsql:/bin/bash',
  '/etc/postgresql/14/main/postgresql.conf:62:max_connections = 300',
  "repmgr.conf:12:promote_command='/usr/bin/repmgr standby promote -f /etc/repmgr.conf'",
  '2024-01-19 10:44:07.213 CET:10.0.0.1(5432):repmgr@repmgr:[1104]: LOG:  x',
];

describe('secrets', () => {
  it.each(SECRETS)('masks %s', (_name, line, secret) => {
    const masked = maskSecrets(line);
    expect(masked.text).not.toContain(secret);
    expect(masked.text).toContain(MASK);
    expect(masked.found.length).toBe(1);
    expect(maskSecrets(masked.text).text, 'masking twice changes nothing').toBe(masked.text);
  });

  it.each(HARMLESS)('leaves %s', (line) => {
    expect(maskSecrets(line)).toEqual({ text: line, found: [], literals: [] });
  });
});
