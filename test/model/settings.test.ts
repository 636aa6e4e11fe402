import { describe, expect, it } from 'vitest';
import { needsRestart } from '../../src/model/setting-traits.ts';
import { normalValue, settingNumber } from '../../src/model/settings.ts';
import { clusterOf } from '../support/bundle.ts';

/** The effective value on the only node, and how it is known. */
function effective(bundle: Record<string, string>, name: string, program: 'server' | 'repmgr' = 'server'): string {
  const node = clusterOf(bundle).nodes[0];
  const setting = program === 'server' ? node?.setting(name) : node?.repmgrSetting(name);
  return setting?.known ? `${setting.how}: ${setting.value}` : 'unknown';
}

const shown = (name: string, value: string): string =>
  `${prompt('ksql -U system -d test')}test=# show ${name};\n ${name} \n-----------------\n ${value}\n(1 row)\n\n`;
const prompt = (command: string): string => `[kingbase@ray1 data]$ ${command}\n`;

describe('layers of files', () => {
  it.each([
    ['the last line of a name wins', { 'n1/postgresql.conf': 'port = 5432\nport = 5433\n' }, 'port', '5433'],
    [
      'ALTER SYSTEM outweighs what people edit',
      { 'n1/postgresql.auto.conf': "work_mem = '8MB'\n", 'n1/postgresql.conf': 'work_mem = 4MB\n' },
      'work_mem',
      '8MB',
    ],
    [
      'KingbaseES: kingbase.conf, es_rep.conf, kingbase.auto.conf',
      {
        'n1/es_rep.conf': "archive_command='cp %p /a/%f'\nmax_wal_senders=32\nmax_wal_senders=40\n",
        'n1/kingbase.auto.conf': 'work_mem = 8MB\n',
        'n1/kingbase.conf': "archive_command = 'exit 0'\nmax_wal_senders = 10\n",
      },
      'archive_command',
      'cp %p /a/%f',
    ],
    [
      'the last of two lines of es_rep.conf',
      { 'n1/es_rep.conf': 'max_wal_senders=32\nmax_wal_senders=40\n', 'n1/kingbase.conf': 'max_wal_senders = 10\n' },
      'max_wal_senders',
      '40',
    ],
    [
      'an included directory outweighs the main file',
      {
        't.txt':
          '$ grep -r wal_log_hints /etc/postgresql/15/main\n/etc/postgresql/15/main/conf.d/a.conf:wal_log_hints = on\n/etc/postgresql/15/main/postgresql.conf:wal_log_hints = off\n',
      },
      'wal_log_hints',
      'on',
    ],
    [
      'a copy of a file says nothing',
      {
        't.txt':
          '$ grep -H archive_mode postgresql.conf postgresql.conf.bak\npostgresql.conf:archive_mode = on\npostgresql.conf.bak:archive_mode = off\n',
      },
      'archive_mode',
      'on',
    ],
  ])('%s', (_name, bundle, name, value) => {
    expect(effective(bundle, name)).toBe(`file: ${value}`);
  });

  it('takes no line that the product ships and overrides elsewhere', () => {
    expect(effective({ 't.txt': `${prompt('grep archive_command kingbase.conf')}archive_command = 'exit 0'\n` }, 'archive_command')).toBe(
      'unknown',
    );
    expect(
      effective({ 't.txt': `${prompt('grep archive_command kingbase.conf')}archive_command = 'cp %p /a/%f'\n` }, 'archive_command'),
    ).toBe('file: cp %p /a/%f');
  });

  it('takes a commented-out line for none', () => {
    expect(effective({ 'n1/postgresql.conf': '#archive_mode = on\nwal_level = replica\n' }, 'archive_mode')).toBe('unknown');
  });

  it('takes the last line of a name in repmgr.conf', () => {
    expect(effective({ 'n1/repmgr.conf': "node_id=1\nnode_name='a'\nfailover=manual\nfailover=automatic\n" }, 'failover', 'repmgr')).toBe(
      'running: automatic',
    );
  });
});

describe('files against the running server', () => {
  const file = `${prompt('cat es_rep.conf')}archive_command = 'cp %p /a/%f'\n`;

  it('what the server says outweighs a file that is merely shown later', () => {
    expect(effective({ 't.txt': shown('archive_command', '/bin/true') + file }, 'archive_command')).toBe('running: /bin/true');
    expect(effective({ 't.txt': shown('archive_command', '/bin/true') + file + prompt('sys_ctl reload -D /d') }, 'archive_command')).toBe(
      'running: /bin/true',
    );
  });

  it('an older answer gives way to a file that was edited afterwards and loaded', () => {
    const edited = shown('archive_command', '') + prompt('vi es_rep.conf') + file;
    expect(effective({ 't.txt': edited + prompt('sys_ctl reload -D /d') }, 'archive_command')).toBe('file: cp %p /a/%f');
    expect(effective({ 't.txt': edited }, 'archive_command')).toBe('running: ');
    const reloadedFirst = shown('archive_command', '') + prompt('vi es_rep.conf') + prompt('sys_ctl reload -D /d') + file;
    expect(effective({ 't.txt': reloadedFirst }, 'archive_command')).toBe('file: cp %p /a/%f');
  });

  it('a reload before the edit loads nothing of it', () => {
    const text = shown('archive_command', '') + prompt('sys_ctl reload -D /d') + prompt('vi es_rep.conf') + file;
    expect(effective({ 't.txt': text }, 'archive_command')).toBe('running: ');
  });

  it('a reload is not enough for a setting that needs a restart', () => {
    const text = `${shown('archive_mode', 'off') + prompt('vi es_rep.conf') + prompt('cat es_rep.conf')}archive_mode = on\n`;
    expect(effective({ 't.txt': text + prompt('sys_ctl reload -D /d') }, 'archive_mode')).toBe('running: off');
    expect(effective({ 't.txt': text + prompt('sys_ctl restart -D /d') }, 'archive_mode')).toBe('file: on');
  });

  it('an answer after the edit is the last word', () => {
    const text =
      shown('archive_command', '') +
      prompt('vi es_rep.conf') +
      file +
      prompt('sys_ctl reload -D /d') +
      shown('archive_command', 'cp %p /b/%f');
    expect(effective({ 't.txt': text }, 'archive_command')).toBe('running: cp %p /b/%f');
  });

  it('ALTER SYSTEM with a reload after it outweighs an older answer', () => {
    const altered = `${shown('wal_keep_size', '0')}test=# alter system set wal_keep_size = '2GB';\nALTER SYSTEM\n`;
    expect(effective({ 't.txt': altered }, 'wal_keep_size')).toBe('running: 0');
    expect(
      effective(
        { 't.txt': `${altered}test=# select pg_reload_conf();\n pg_reload_conf \n----------------\n t\n(1 row)\n` },
        'wal_keep_size',
      ),
    ).toBe('file: 2GB');
  });

  it('a row of pg_file_settings that is overridden says nothing, and is no error', () => {
    const rows =
      ' sourcefile | sourceline | seqno | name | setting | applied | error\n------------+------------+-------+------+---------+---------+-------\n' +
      ' /d/kingbase.conf | 234 | 5 | archive_mode | off | f | \n /d/es_rep.conf | 9 | 44 | archive_mode | on | t | \n(2 rows)\n';
    expect(effective({ 't.txt': rows }, 'archive_mode')).toBe('file: on');
  });

  it('a log tells of the past where the server was asked in another file', () => {
    const log =
      '2024-05-01 10:00:00.000 UTC [1] LOG:  received SIGHUP, reloading configuration files\n2024-05-01 10:00:00.001 UTC [1] LOG:  parameter "archive_command" changed to "old"\n';
    const rows = ' name | setting\n------+---------\n archive_command | new\n(1 row)\n';
    expect(effective({ 'n1/pg_settings.txt': rows, 'n1/server.log': log }, 'archive_command')).toBe('running: new');
    expect(effective({ 'n1/server.log': log }, 'archive_command')).toBe('running: old');
  });
});

describe('values', () => {
  const fact = (name: string, value: string, unit: string | null = null) => {
    const found = clusterOf({ 'n1/postgresql.conf': `${name} = '${value}'\n` }).facts.of('setting')[0];
    if (found === undefined) throw new Error('no setting read');
    return { ...found, unit };
  };

  it.each([
    [fact('max_wal_size', '1GB'), fact('max_wal_size', '1024', 'MB')],
    [fact('max_wal_size', '1024'), fact('max_wal_size', '1024', 'MB')],
    [fact('wal_sender_timeout', '1min'), fact('wal_sender_timeout', '60000', 'ms')],
    [fact('shared_buffers', '128MB'), fact('shared_buffers', '16384', '8kB')],
    [fact('hot_standby', 'yes'), fact('hot_standby', 'on')],
  ])('are compared in one spelling', (a, b) => {
    expect(normalValue(a)).toBe(normalValue(b));
  });

  it('are no numbers where they are words', () => {
    expect(settingNumber(fact('archive_command', 'cp'))).toBeNull();
    expect(normalValue(fact('archive_command', 'cp %p'))).toBe('cp %p');
  });

  it('know which of them need a restart, by version', () => {
    expect(['archive_mode', 'wal_level', 'max_connections'].every((name) => needsRestart(name, 15))).toBe(true);
    expect(needsRestart('archive_command', 15)).toBe(false);
    expect([needsRestart('primary_conninfo', 12), needsRestart('primary_conninfo', 13)]).toEqual([true, false]);
  });
});
