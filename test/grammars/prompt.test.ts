import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePrompt } from '../../grammars/prompt/index.ts';

const shape = (line: string): string | null => {
  const prompt = parsePrompt(line);
  if (prompt === null) return null;
  const who = prompt.shell === 'sql' ? `sql ${prompt.database}` : `sh ${prompt.user ?? ''}@${prompt.host ?? ''}:${prompt.cwd ?? ''}`;
  return `${who}${prompt.root ? ' root' : ''}${prompt.continuation ? ' …' : ''} <${prompt.command}>`;
};

describe('parsePrompt', () => {
  it.each([
    ['[kingbase@ray23 data]$ ls -l ', 'sh kingbase@ray23:data <ls -l>'],
    ['[postgres@ray23 08:57:38 ~]$ ls -l', 'sh postgres@ray23:~ <ls -l>'],
    ['[kingbase@kesrwc01:/home/kingbase]$', 'sh kingbase@kesrwc01:/home/kingbase <>'],
    ['[postgres@pg-node02]$ repmgr cluster show', 'sh postgres@pg-node02: <repmgr cluster show>'],
    ['postgres@pg2[orders:5432] ~/$ echo $?', 'sh postgres@pg2:~/ <echo $?>'],
    ['kingbase@ray22 ~]$ rm -rf x', 'sh kingbase@ray22:~ <rm -rf x>'],
    ['root@host:/etc/repmgr# ls', 'sh root@host:/etc/repmgr root <ls>'],
    ['postgres@3ad2c9f10e58:~$ df', 'sh postgres@3ad2c9f10e58:~ <df>'],
    ['corvid-3:~$ psql -l', 'sh @corvid-3:~ <psql -l>'],
    ['pg1:/etc/repmgr# ls', 'sh @pg1:/etc/repmgr root <ls>'],
    ['  pg-a:  psql -Atc "select 1"', 'sh @pg-a: <psql -Atc "select 1">'],
    ['-bash-4.2$ ls', 'sh @: <ls>'],
    ['bash-5.1$', 'sh @: <>'],
    ['pg-a$ tail -4 log/postgresql.log', 'sh @pg-a: <tail -4 log/postgresql.log>'],
    ['$ repmgr cluster show', 'sh @: <repmgr cluster show>'],
    ['# systemctl status repmgrd', 'sh @: root <systemctl status repmgrd>'],
    ['# du -sh /data', 'sh @: root <du -sh /data>'],
    ['(venv) [a@b ~]$ x', 'sh a@b:~ <x>'],
    ['[2022-03-01 13:12:23] [a@b ~]$ x', 'sh a@b:~ <x>'],
    ['13:12:23 a@b:~$ x', 'sh a@b:~ <x>'],
    ['[root@node3 ~]#ls', 'sh root@node3:~ root <ls>'],
    ['\\[root@node3 ~\\]# ls', 'sh root@node3:~ root <ls>'],
    ['I have no name!@pg-0:/$ ls', 'sh I have no name!@pg-0:/ <ls>'],
    ['/ # ls', 'sh @:/ root <ls>'],
    ['knot1:~ # ls -l /var/lib/pgsql', 'sh @knot1:~ root <ls -l /var/lib/pgsql>'],
    ['postgres@h:~> psql', 'sh postgres@h:~ <psql>'],
    ['[a@b ~]$ [a@b /x]$ ls', 'sh a@b:/x <ls>'],
    ['[postgres@gull2:~] $repmgr cluster show', 'sh postgres@gull2:~ <repmgr cluster show>'],
    ['[postgres@gull2 data] $ ls', 'sh postgres@gull2:data <ls>'],
    ['[root@gull2 ~] # df -h', 'sh root@gull2:~ root <df -h>'],
    ['postgres@h1:~$df -h', 'sh postgres@h1:~ <df -h>'],
    ['postgres@h1 ~ $ ls', 'sh postgres@h1:~ <ls>'],
    ['gull1 ~ # sudo -u postgres repmgr cluster show', 'sh @gull1:~ root <sudo -u postgres repmgr cluster show>'],
    ['h1:/data> df -h', 'sh @h1:/data <df -h>'],
    ['postgres@pg-72-16-> psql -l', 'sh postgres@pg-72-16: <psql -l>'],
    ['repmgr@repmgr-> from repmgr.nodes', 'sql repmgr … <from repmgr.nodes>'],
    ['test=# ', 'sql test root <>'],
    ['test=>', 'sql test <>'],
    ['=> select state from pg_stat_replication;', 'sql null <select state from pg_stat_replication;>'],
    [' =# show archive_command;', 'sql null root <show archive_command;>'],
    ['TEST=# select 1; ', 'sql TEST root <select 1;>'],
    ['postgres-# from x', 'sql postgres root … <from x>'],
    ['test-> from x', 'sql test … <from x>'],
    ["repmgr(# 'a'", "sql repmgr root … <'a'>"],
    ['kingbase=*# commit;', 'sql kingbase root <commit;>'],
    ['test=# test=# \\q', 'sql test root <\\q>'],
  ])('%s', (line, expected) => {
    expect(shape(line)).toBe(expected);
  });

  it.each([
    '[user@host note] # not a command',
    'backup /srv/wal # the old archive',
    '[a@b c] $5 each',
    'node1:/data> is where it lies',
    'write to dba@example.org -> he knows',
    '[2022-03-01 13:12:23] [NOTICE] starting # 1',
    '[INFO] x # y',
    'costs 5$ each',
    'backup:/srv/wal # the old archive',
    'archive_command$ is empty',
    '# 一 问题描述',
    '## 2.1 repmgr node check',
    '# archive_mode = on',
    '# repmgr configuration file',
    '# cp is used here',
    '# ls -l output:',
    '# /etc/postgresql/15/main/postgresql.conf',
    '#!/bin/bash',
    ' 1  | node1 | standby |   running | # ',
    '> ls -l',
    'step-1: repmgr cluster show',
    'node1: is the primary',
    'note: psql -c is used here',
    'pg1: psql is not installed',
    'https://example.org/$ x',
    'see /etc/repmgr: ~$ is home',
    '$ 100',
    'node1-> node2',
    'key=> value',
    '2022-03-01 13:12:23 CST [123] LOG:  50% of it',
    '/usr/bin/x # comment',
    '```[kingbase@ray23 data]$ ls',
    "archive_command = 'x' # c",
  ])('not %s', (line) => {
    expect(shape(line)).toBeNull();
  });

  it('never throws and keeps the command whole', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void parsePrompt(text)));
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'a@[]~/:$#> =-()\\%'.split('')) }), (text) => void parsePrompt(text)),
      { numRuns: 1000 },
    );
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(parsePrompt(`[kingbase@n1 ~]$ ls ${text} x`)?.command).toBe(`ls ${text} x`);
      }),
    );
  });
});
