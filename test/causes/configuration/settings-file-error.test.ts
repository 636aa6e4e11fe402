import { describe, expect, it } from 'vitest';
import { settingsFileError } from '../../../src/causes/configuration/settings-file-error.ts';
import { diagnose } from '../../../src/diagnosis/differential.ts';
import { clusterOf } from '../../support/bundle.ts';
import { causeTester } from '../../support/cause-tester.ts';

const at = (second: number): string => `2024-05-01 10:00:0${second}.000 UTC [711] `;
const reload = (second: number): string => `${at(second)}LOG:  received SIGHUP, reloading configuration files\n`;
const syntax = `${reload(0)}${at(0)}LOG:  syntax error in file "/srv/pg/data/postgresql.conf" line 812, near token "’"
${at(0)}LOG:  configuration file "/srv/pg/data/postgresql.conf" contains errors; no changes were applied
`;
const pasted = `[kingbase@ray1 data]$ egrep archive_command es_rep.conf\narchive_command = '/bin/cp -f %p /arch/%f’\n`;
const shown = (value: string): string =>
  `[kingbase@ray1 data]$ ksql -U system -d test\ntest=# show archive_command;\n archive_command \n-----------------\n ${value}\n(1 行记录)\n\n`;

causeTester(settingsFileError, {
  present: [
    {
      name: 'repmgr refuses a parameter, the line moved to the left',
      bundle: {
        't.txt': `$ repmgr cluster show
ERROR: following errors were found in the configuration file:
"replication_type": invalid value (provided: "physical")
`,
      },
      confidence: 'certain',
      evidence: ['t.txt:3'],
    },
    {
      name: 'a log of the system without time and host',
      bundle: {
        't.md': `\`\`\`
repmgrd[311]: [NOTICE] using provided configuration file "/etc/repmgr/12/repmgr.conf"
repmgrd[311]: [ERROR] following errors were found in the configuration file:
repmgrd[311]: syntax error in file "/etc/repmgr/12/repmgr.conf" line 41, near token ","
systemd[1]: Failed to start A replication manager, and failover management tool for PostgreSQL.
\`\`\`
`,
      },
      confidence: 'certain',
    },
    {
      name: 'a repmgrd that could not read its file anew',
      bundle: {
        'ruff1/repmgrd.log': `[2023-12-10 16:15:13] [NOTICE] starting monitoring of node "ruff1" (ID: 1)
[2023-12-10 16:17:43] [NOTICE] received SIGHUP, reloading configuration
[2023-12-10 16:17:43] [WARNING] unable to parse new configuration, retaining current configuration
`,
      },
      evidence: ['ruff1/repmgrd.log:3'],
    },
    {
      name: 'above the only prompt, without the value (KingbaseES)',
      bundle: {
        't.txt': `test=# select sourcefile, sourceline, name, error from sys_file_settings where error is not null;
     sourcefile      | sourceline |      name       |    error
---------------------+------------+-----------------+--------------
 /kdata/es_rep.conf  |         12 | archive_command | syntax error
(1 row)
[kingbase@a1 data]$ ls es_rep.conf
es_rep.conf
`,
      },
      node: 'a1',
      evidence: ['t.txt:4'],
    },
    {
      name: 'a typographic quote that the server names',
      bundle: {
        'n1/server.log': syntax,
        'n1/conf.txt': "$ grep -n archive_command /srv/pg/data/postgresql.conf\n812:archive_command = 'cp %p /a/%f’\n",
      },
      confidence: 'certain',
      severity: 'warning',
      evidence: ['n1/server.log:2', 'n1/conf.txt:2'],
    },
    {
      name: 'a Chinese log, an invalid value',
      bundle: {
        't.txt': `2024-05-01 10:00:00.000 CST [711] 日志:  接收到 SIGHUP, 重载配置文件
2024-05-01 10:00:00.001 CST [711] 日志:  参数 "wal_keep_segments" 的值无效: "many"
2024-05-01 10:00:00.001 CST [711] 日志:  配置文件 "/kes/data/kingbase.conf" 有错; 使用了不受影响的内容变动
`,
      },
      confidence: 'certain',
    },
    {
      name: 'the server does not start with it',
      bundle: {
        't.txt': `${at(1)}LOG:  unrecognized configuration parameter "archive_comand" in file "/srv/pg/data/postgresql.conf" line 9
${at(1)}FATAL:  configuration file "/srv/pg/data/postgresql.conf" contains errors
`,
      },
      severity: 'critical',
    },
    {
      name: 'recovery.conf under a version that knows it no more',
      bundle: { 't.txt': `${at(1)}FATAL:  using recovery command file "recovery.conf" is not supported\n` },
      severity: 'critical',
    },
    {
      name: 'pg_file_settings names the line',
      bundle: {
        't.txt': ` sourcefile | sourceline | seqno | name | setting | applied | error
------------+------------+-------+------+---------+---------+-------
 /d/postgresql.conf | 12 | 3 | work_mem | lots | f | setting could not be applied
(1 row)
`,
      },
      evidence: ['t.txt:3'],
    },
    {
      name: 'access rules were not loaded',
      bundle: {
        't.txt': `${reload(0)}${at(0)}LOG:  invalid IP mask "md5": Name or service not known
${at(0)}CONTEXT:  line 97 of configuration file "/etc/postgresql/12/main/pg_hba.conf"
${at(0)}LOG:  pg_hba.conf was not reloaded
`,
      },
      evidence: ['t.txt:2'],
    },
    {
      name: 'repmgr takes a remark for a part of the value',
      bundle: {
        't.txt': `[root@a ~]# repmgr -f /etc/repmgr.conf standby register
[2016-01-01 10:00:00] [ERROR] value for 'failover' must be 'automatic' or 'manual'
[root@a ~]# grep failover /etc/repmgr.conf
failover=automatic # or manual
`,
      },
      evidence: ['t.txt:2', 't.txt:4'],
    },
    {
      name: 'mended, and the standby started since',
      bundle: {
        'n1/server.log': `${at(1)}LOG:  unrecognized configuration parameter "archive_comand" in file "/srv/pg/data/postgresql.conf" line 9
${at(1)}FATAL:  configuration file "/srv/pg/data/postgresql.conf" contains errors
${at(9)}LOG:  entering standby mode
${at(9)}LOG:  database system is ready to accept read-only connections
`,
      },
      status: 'resolved',
    },
    {
      name: 'once, and loaded later',
      bundle: { 'n1/server.log': `${syntax}${reload(9)}${at(9)}LOG:  parameter "work_mem" changed to "8MB"\n` },
      status: 'resolved',
    },
  ],
  absent: [
    {
      name: 'a typographic quote in the paste only (the story)',
      because: 'the paste is at fault',
      bundle: { 't.txt': pasted + shown('/bin/cp -f %p /arch/%f') },
    },
    {
      name: 'pg_file_settings shows overridden values only',
      because: 'finds no error',
      bundle: {
        't.txt': ` sourcefile | sourceline | seqno | name | setting | applied | error
------------+------------+-------+------+---------+---------+-------
 /d/kingbase.conf | 12 | 3 | archive_mode | off | f | 
 /d/es_rep.conf | 2 | 9 | archive_mode | on | t | 
(2 rows)
`,
      },
    },
  ],
  unknown: [{ name: 'a typographic quote and nothing else', bundle: { 't.txt': pasted }, asks: 'file_settings' }],
  lookalikes: [
    {
      name: 'a setting that waits for a restart',
      bundle: {
        't.txt': `${reload(0)}${at(0)}LOG:  parameter "max_connections" cannot be changed without restarting the server
${at(0)}LOG:  configuration file "/srv/pg/data/postgresql.conf" contains errors; unaffected changes were applied
`,
      },
    },
    {
      name: 'the same in pg_file_settings',
      bundle: {
        't.txt': ` sourcefile | sourceline | seqno | name | setting | applied | error
------------+------------+-------+------+---------+---------+-------
 /d/postgresql.conf | 12 | 3 | max_connections | 300 | f | setting could not be applied
(1 row)
`,
      },
    },
    {
      name: 'a statement that was refused',
      bundle: {
        't.txt':
          'postgres=# alter system set wal_level = \'lots\';\nERROR:  invalid value for parameter "wal_level": "lots"\nHINT:  Available values: minimal, replica, logical.\n',
      },
    },
    {
      name: 'names that repmgr ignores',
      bundle: {
        't.txt': `$ repmgr -f /etc/repmgr.conf node check
WARNING: the following problems were found in the configuration file:
  parameter "retry_promote_interval_secs" is deprecated and will be ignored
Node "a":
\tServer role: OK (node is primary)
`,
      },
    },
    {
      name: 'a parameter that is absent',
      bundle: {
        't.txt': `$ repmgr -f /etc/repmgr.conf node check
ERROR: following errors were found in the configuration file:
  "node_id": required parameter was not found
`,
      },
    },
    {
      name: 'an incomplete rule in a paste',
      bundle: { 't.txt': '$ cat pg_hba.conf\nlocal all all peer\nhost replication repmgr 10.0.0.4 md5\n' },
    },
  ],
});

describe('the repair of repmgr.conf', () => {
  const commands = (bundle: Record<string, string>): string => {
    const { findings } = diagnose(clusterOf(bundle), [settingsFileError], []);
    return findings.flatMap((finding) => finding.remedies.flatMap((remedy) => remedy.steps.map((step) => step.command.text))).join('\n');
  };
  const refused = (line: string): Record<string, string> => ({
    't.txt': `$ repmgr -f /etc/repmgr.conf node check
ERROR: following errors were found in the configuration file:
  syntax error in file "/etc/repmgr.conf" line 3, near token "user"
$ sed -n 3p /etc/repmgr.conf
${line}
`,
  });

  it('puts the value that stands there in quotes', () => {
    expect(commands(refused('conninfo=host=a user=repmgr dbname=repmgr'))).toContain("conninfo 'host=a user=repmgr dbname=repmgr'");
  });

  it('never writes what was struck out', () => {
    const text = commands(refused('conninfo=host=a user=repmgr password=s3cret dbname=repmgr'));
    expect(text).not.toMatch(/redacted|s3cret/);
    expect(text).toContain('$VALUE_1');
  });
});
