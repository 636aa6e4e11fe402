import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import host from '../../grammars/host/index.ts';
import { SHAPES } from '../../grammars/host/shapes/index.ts';
import { commandContext } from '../../grammars/shell/command.ts';
import { grammarTester, readWith } from '../support/grammar-tester.ts';

grammarTester(host);

const bodies = (text: string, command: string | null = null) =>
  readWith(host, text, command === null ? null : commandContext(command, 'sh')).facts.map(({ at, ...body }) => body);
const notes = (text: string, command: string | null = null): unknown[] =>
  bodies(text, command).flatMap((body) => (body.kind === 'note' ? [[body.topic, ...Object.values(body.values)]] : [[body.kind]]));

describe('answers that only their command explains', () => {
  it.each([
    ['echo $?', '25', [['exit-status', '25']]],
    ['repmgr node check; echo $?', '25', [['exit-status', '25']]],
    ['repmgr node check; echo "exit=$?"', 'exit=18', [['exit-status', '18']]],
    ['echo $PGDATA', '/pg/data', [['environment', 'PGDATA', '/pg/data']]],
    ['which repmgr', '/usr/bin/repmgr', [['path', 'repmgr', '/usr/bin/repmgr']]],
    ['sudo -u postgres ssh pg-b hostname', 'pg-b', [['host']]],
    ['cat /pg/data/PG_VERSION', '15', [['version-file', '/pg/data/PG_VERSION', '15']]],
    ['getenforce', 'Permissive', [['selinux', 'Permissive']]],
    ['stat -c %a /pg/data', '750', [['stat', '750']]],
  ])('%s: %s', (command, text, expected) => expect(notes(text, command)).toEqual(expected));

  it.each([
    ['25', null],
    ['/usr/bin/repmgr', null],
    ['pg-b', null],
    ['the server is down', 'hostname'],
    ['no number', 'echo $?'],
    ['25', 'psql -c x'],
  ])('%s is none of %s', (text, command) => expect(bodies(text, command)).toEqual([]));

  it('come in order, and round again in a loop', () => {
    expect(bodies('pg-a\n12:09:14', 'hostname; date +%T')).toMatchObject([{ what: 'hostname' }, { what: 'clock', value: '12:09:14' }]);
    expect(bodies('12:09:14\n12:10:14', 'while sleep 60; do date +%T; done')).toMatchObject([{ value: '12:09:14' }, { value: '12:10:14' }]);
  });

  it('are commands for what history shows', () => {
    expect(bodies('  412  rm -rf /pg/data/pg_wal/*', 'history')).toMatchObject([
      { kind: 'command', text: 'rm -rf /pg/data/pg_wal/*', via: 'prompt' },
    ]);
  });

  it('of programs whose output is of no use end at a blank line', () => {
    expect(readWith(host, 'a b c\n1 2 3\n\nand then it stopped', commandContext('vmstat', 'sh')).notUnderstood).toEqual([4]);
  });
});

describe('shapes', () => {
  it('have names of their own, and nothing to do with each other’s sentences', () => {
    expect(new Set(SHAPES.map(({ name }) => name)).size).toBe(SHAPES.length);
    for (const sentence of [
      'The database is down.',
      'primary: node1',
      'Status: active',
      'active',
      '主库已停止',
      'Release: tonight',
      'ports: 5432',
      'LOG:  database system is ready to accept connections',
      'node_id=1',
      'host all all 10.0.0.0/8 trust',
      'Name | Role | Status',
      'File: repmgr.conf',
    ])
      expect(host.opens(sentence, []), sentence).toBe(0);
  });

  it('tell a mount that is read-only', () => {
    expect(notes('/dev/sdb1 on /pgdata type xfs (ro,relatime)')).toEqual([['mount', '/dev/sdb1', '/pgdata', 'xfs', 'ro,relatime']]);
  });

  it('never take long', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', '1', ' ', ':', '/', '-', '(', ')', '|', '%', '.', '一'), { maxLength: 400 }), (parts) => {
        const text = parts.join('');
        const before = performance.now();
        readWith(host, text, null);
        host.opens(text, []);
        expect(performance.now() - before).toBeLessThan(5000);
      }),
      { numRuns: 300 },
    );
  });
});
