import { describe, expect, it } from 'vitest';
import { titleOf } from '../../src/transcript/titles.ts';
import { clusterOf, readText } from '../support/bundle.ts';

const log = (text: string): string => `\`\`\`\n2026-03-01 10:00:00.000 UTC [100] LOG:  ${text}\n\`\`\``;
const labels = (text: string, name = 'ticket.md') =>
  readText({ [name]: text })
    .facts.filter((fact) => fact.kind === 'message')
    .map((fact) => fact.place.label);

describe('titleOf', () => {
  it.each([
    ['### node2/postgresql.log', 'postgresql.log', 'node2'],
    ['**repmgr.conf on node2**', 'repmgr.conf', 'node2'],
    ['postgresql.log on wren', 'postgresql.log', 'wren'],
    ['log from db2:', null, 'db2'],
    ['Logs of heron:', null, 'heron'],
    ['`/etc/repmgr.conf` (standby):', 'repmgr.conf', 'standby'],
    ['主库日志:', null, 'primary'],
    ['备库 sys_log：', null, 'standby'],
    ['备机 node2 的 kingbase.conf：', 'kingbase.conf', 'node2'],
    ['原主库的日志如下：', null, 'old primary'],
    ["db1's repmgr.conf:", 'repmgr.conf', 'db1'],
    ['10.0.0.2: postgresql.log', 'postgresql.log', '10.0.0.2'],
    ['On node2:', null, 'node2'],
    ['db-a, 14:06', null, 'db-a'],
    ['db-a, 14:08, the network is back. It never stopped:', null, 'db-a'],
    ['logs on srv1:', null, 'srv1'],
    ['On the standby I get:', null, 'standby'],
    ['在备机上执行：', null, 'standby'],
    ['主机上查询结果：', null, 'primary'],
    ['Node A:', null, 'node A'],
    ['节点1：', null, 'node 1'],
    ['-- on the master', null, 'primary'],
    ['【备库】', null, 'standby'],
    ['/var/log/postgresql/postgresql-15-main.log', 'postgresql-15-main.log', null],
    ['PostgreSQL log (primary)', null, 'primary'],
    ['1. repmgr.conf of pg-a.example.org', 'repmgr.conf', 'pg-a.example.org'],
  ])('%s', (text, file, node) => {
    expect(titleOf(text)).toMatchObject({ file, node });
  });

  it.each([
    'I looked at postgresql.log on node2 and saw nothing:',
    'log from yesterday:',
    'Nothing in repmgr.log:',
    'After we changed repmgr.conf on node2:',
    'node2 could not follow:',
    'logs from node1 and node2:',
    'repmgr.conf and postgresql.conf:',
    'both nodes:',
    'Then the switchover failed with:',
    'node2 的日志里没有报错，请看：',
    'log from 2026-03-01:',
    'log of Mar-01:',
    'log at 10:15:',
    'the primary and the standby:',
    'Output of df on startup:',
    'Primary cause:',
    'Standby configuration steps:',
    '主库故障原因：',
    '2节点集群状态：',
    'Steps:',
    'yesterday, 14:06',
    'at 14:06, db-a was gone:',
  ])('is no title: %s', (text) => {
    expect(titleOf(text)?.node ?? null).toBeNull();
  });
});

describe('what stands below a title is of the machine that it names', () => {
  const words = 'database system is ready to accept connections';

  it('a line, up to the next words', () => {
    expect(labels(`log from db2:\n\n${log(words)}\n\nThis is all that we have.\n\n${log(words)}`)).toEqual(['db2', null]);
  });

  it('a heading, up to the next of its rank that is no part', () => {
    expect(
      labels(
        `## node1\n\nsome words\n\n${log(words)}\n\n### postgresql.log\n\n${log(words)}\n\n## node2/postgresql.log\n\n${log(words)}\n\n## What we tried\n\n${log(words)}`,
      ),
    ).toEqual(['node1', 'node1', 'node2', null]);
  });

  it('bold, in a text without fences', () => {
    const line = `2026-03-01 10:00:00.000 UTC [100] LOG:  ${words}`;
    expect(labels(`**postgresql.log on db1**\n\n${line}\n\nlog of db2:\n\n${line}\n`, 'ticket.txt')).toEqual(['db1', 'db2']);
  });

  it('a sentence that mentions a file and a machine names nothing', () => {
    expect(labels(`In postgresql.log on db2 we saw this:\n\n${log(words)}`)).toEqual([null]);
  });

  it('machines of one series, which nothing else names, are two', () => {
    const nodes = (text: string) => clusterOf({ 'ticket.md': text }).nodes.map(({ name }) => name);
    expect(nodes(`db-1:\n\n${log(words)}\n\ndb-2:\n\n${log(words)}`)).toEqual(['db-1', 'db-2']);
    expect(nodes(`10.0.0.1:\n\n${log(words)}\n\n10.0.0.2:\n\n${log(words)}`)).toEqual(['10.0.0.1', '10.0.0.2']);
    expect(nodes(`step-1:\n\n${log(words)}\n\nstep-2:\n\n${log(words)}`)).toEqual([null]);
    expect(nodes(`pg12:\n\n${log(words)}\n\npg13:\n\n${log(words)}`)).toEqual([null]);
  });

  it('what stands below a prompt that is moved in is moved in, too', () => {
    const { facts } = readText({
      'ticket.md': `It says:\n\n    $ ls\n    foo\n\n    2026-03-01 10:00:00.000 UTC [100] LOG:  ${words}\n`,
    });
    expect(facts.filter((fact) => fact.kind === 'message').map((fact) => fact.kind === 'message' && fact.text)).toEqual([words]);
  });

  it.each([
    'tail -2 postgresql.log',
    '$ pg_ctl -D /srv/pg start\n    waiting for server to start....2026-03-01 10:00:00.000 UTC [99] LOG:  redo done at 0/2000028',
  ])('so does what a command prints: %s', (command) => {
    const line = `    2026-03-01 10:00:00.000 UTC [100] LOG:  ${words}`;
    const { facts } = readText({ 'ticket.md': `It says:\n\n    ${command}\n${line}\n` });
    expect(facts.some((fact) => fact.kind === 'message' && fact.text === words)).toBe(true);
  });

  it('a role is the one node that has it', () => {
    const shown = [
      '```',
      ' ID | Name | Role    | Status    | Upstream | Location | Priority | Timeline | Connection string',
      '----+------+---------+-----------+----------+----------+----------+----------+------------------',
      ' 1  | lark | primary | * running |          | default  | 100      | 1        | host=10.0.0.1',
      ' 2  | wren | standby |   running | lark     | default  | 100      | 1        | host=10.0.0.2',
      '```',
    ].join('\n');
    const cluster = clusterOf({ 'ticket.md': `${shown}\n\n备库日志：\n\n${log(words)}\n\nold primary log:\n\n${log(words)}` });
    expect(cluster.facts.of('message').map((fact) => cluster.nodeOf(fact)?.name ?? null)).toEqual(['wren', null]);
  });
});
