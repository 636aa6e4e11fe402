import { describe, expect, it } from 'vitest';
import { serverEvents, wordings } from '../../grammars/kit/server-messages/catalogue/index.ts';
import { recognise } from '../../grammars/kit/server-messages/match.ts';
import { momentOf } from '../../grammars/kit/server-messages/moments.ts';
import { toldBy } from '../../grammars/kit/server-messages/programs.ts';
import { alternatives } from '../../grammars/kit/server-messages/templates.ts';

const FILL: Readonly<Record<string, string>> = { n: '7', lsn: '0/3000028', word: '15.18', line: 'x1' };

/** A text that the wording describes: as a server of this or that version would print it. */
function written(template: string, quote: '' | '"'): string {
  return template
    .replace(/\$$/, '')
    .replace(/\{(\w+)(?::(\w+))?\}/g, (_all, name: string, kind?: string) =>
      name === 'reason' ? 'nobody knows why' : (FILL[kind ?? ''] ?? 'x1'),
    )
    .replaceAll('~', quote)
    .replaceAll('…', ' and so on ');
}

describe('the message catalogue', () => {
  const cases = wordings().flatMap(([event, wording]) => wording.say.flatMap(alternatives).map((template) => [event, template] as const));

  it.each(cases)('%s: %s', (event, template) => {
    for (const quote of ['', '"'] as const) {
      const text = written(template, quote);
      expect(recognise(text)?.event, text).toBe(event);
      expect(recognise(`somebody "x": ${text}`)?.event, 'newer versions put words in front').toBe(event);
    }
  });

  it('names each event once', () => {
    expect(new Set(serverEvents()).size).toBe(serverEvents().length);
    for (const event of serverEvents()) expect(event).toMatch(/^[a-z-]+\.[a-z-]+$/);
    for (const [, wording] of wordings()) for (const event of Object.values(wording.as ?? {})) expect(serverEvents()).toContain(event);
  });

  it.each([
    [
      '无法连接到主用服务器：连接到"10.0.0.1"上的服务器，端口5501失败：拒绝连接\n\t服务器是否在该主机上运行并接受TCP/IP连接?',
      'walreceiver.connect-failed',
      { host: '10.0.0.1', port: '5501', cause: 'net.refused', reason: '拒绝连接' },
    ],
    [
      'could not connect to the primary server: could not connect to server: No route to host\n\tIs the server running on host "n1" (10.0.0.1) and accepting\n\tTCP/IP connections on port 5432?',
      'walreceiver.connect-failed',
      { host: 'n1', address: '10.0.0.1', port: '5432', cause: 'net.no-route' },
    ],
    [
      'could not receive data from WAL stream: ERROR:  requested WAL segment 0000000100000000000000A3 has already been removed',
      'walreceiver.segment-removed',
      { segment: '0000000100000000000000A3' },
    ],
    [
      'could not start WAL streaming: ERROR:  replication slot "repmgr_slot_2" is active for PID 4711',
      'walreceiver.slot-active',
      { slot: 'repmgr_slot_2', pid: '4711' },
    ],
    [
      'could not receive data from WAL stream: 错误:  所要求的WAL段0000000100000000000000A3已经被删除',
      'walreceiver.segment-removed',
      { segment: '0000000100000000000000A3' },
    ],
    [
      '在当前恢复点0/3000098之前, 新的时间点2脱离了当前茅的数据库系统时间点1',
      'recovery.timeline-forked',
      { newTimeline: '2', timeline: '1', lsn: '0/3000098' },
    ],
    [
      'parameter "archive_command" changed to "test ! -f "/a b/%f" && cp %p "/a b/%f""',
      'reload.parameter-changed',
      { name: 'archive_command', value: 'test ! -f "/a b/%f" && cp %p "/a b/%f"' },
    ],
    ['canceling statement due to statement timeout', 'application.cancelled', {}],
  ])('%s', (text, event, values) => {
    const known = recognise(text);
    expect(known?.event).toBe(event);
    expect(known?.values).toMatchObject(values);
  });

  it.each(['', 'duration: 0.1 ms', 'relation', '数据库', 'x'.repeat(100_000)])('does not know %.20s', (text) =>
    expect(recognise(text)).toBeNull(),
  );
});

describe('programs', () => {
  it.each([
    [
      "cp: error writing '/srv/archive/000000010000000000000017': No space left on device",
      'os.no-space',
      { program: 'cp', path: '/srv/archive/000000010000000000000017' },
    ],
    [
      "cp: cannot create regular file '/srv/archive/0000': No such file or directory",
      'os.missing',
      { program: 'cp', path: '/srv/archive/0000' },
    ],
    ['cp: 无法创建普通文件"/srv/archive/0000": 只读文件系统', 'os.read-only', { program: 'cp', path: '/srv/archive/0000' }],
    ['sh: 1: cannot create /srv/archive/x: Permission denied', 'os.denied', { program: 'sh', path: '/srv/archive/x' }],
    ['sh: 1: rsync: not found', 'os.not-found-command', { program: 'sh', command: 'rsync' }],
    ['/bin/sh: line 1: wal-g: command not found', 'os.not-found-command', { program: 'sh', command: 'wal-g' }],
    ['sh: 1: Syntax error: Unterminated quoted string', 'shell.syntax', { program: 'sh' }],
    ['ssh: connect to host backup1 port 22: Connection refused', 'net.refused', { program: 'ssh', host: 'backup1', port: '22' }],
    ['ssh: Could not resolve hostname backup1: Name or service not known', 'net.unknown-host', { program: 'ssh', host: 'backup1' }],
    ['postgres@backup1: Permission denied (publickey,password).', 'ssh.denied', {}],
    ['Host key verification failed.', 'net.host-key', {}],
    [
      'rsync: [receiver] mkstemp "/srv/archive/.x.Ab12" failed: Permission denied (13)',
      'os.denied',
      { program: 'rsync', path: '/srv/archive/.x.Ab12' },
    ],
    ["mv: cannot move '/a/x.tmp' to '/b/x': Disk quota exceeded", 'os.quota', { program: 'mv', path: '/a/x.tmp', target: '/b/x' }],
    ["cp: missing destination file operand after 'pg_wal/0000'", 'os.operand-missing', { program: 'cp', path: 'pg_wal/0000' }],
  ])('%s', (text, event, values) => {
    const told = toldBy(text);
    expect(told.event).toBe(event);
    expect(told.values).toMatchObject(values);
  });
});

it.each([
  ['2026-11-23 05:09:06.909 UTC', '2026-11-23T05:09:06.909Z'],
  ['2026-11-23T05:09:06.909123456Z', '2026-11-23T05:09:06.909Z'],
  ['2026-11-23 05:09:06 +08', '2026-11-23T05:09:06+08:00'],
  ['2026-11-23 05:09:06 +0530', '2026-11-23T05:09:06+05:30'],
  ['2026-11-23 05:09:06 CST', null],
  ['Nov 23 05:09:06', null],
  [null, null],
])('the moment of %s is %s', (text, moment) => expect(momentOf(text)).toBe(moment));
