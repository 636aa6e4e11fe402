import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import controldata from '../../grammars/controldata/index.ts';
import { commandContext } from '../../grammars/shell/command.ts';
import { grammarTester, readWith } from '../support/grammar-tester.ts';

grammarTester(controldata);

const bodies = (text: string, command: string | null = null): Record<string, unknown>[] =>
  readWith(controldata, text, command === null ? null : commandContext(command, 'sh')).facts.map(({ at, ...body }) => body);

describe('pg_controldata', () => {
  it.each([
    ['在运行中', 'in production'],
    ['正在归档恢复', 'in archive recovery'],
    ['在恢复中', 'in crash recovery'],
    ['关闭', 'shut down'],
    ['在恢复过程中关闭数据库', 'shut down in recovery'],
    ['正在关闭', 'shutting down'],
    ['正在启动', 'starting up'],
  ])('reads the state %s', (chinese, english) => {
    expect(bodies(`数据库簇状态:                         ${chinese}`)).toEqual([
      { kind: 'control', key: 'database cluster state', value: english },
    ]);
  });

  it('states settings of a primary only: a standby holds a copy of the primary’s', () => {
    const settings = (state: string): unknown[] =>
      bodies(`Database cluster state:               ${state}\nwal_log_hints setting:                on`).flatMap((body) =>
        body['kind'] === 'setting' ? [[body['name'], body['value'], body['via']]] : [],
      );
    expect(settings('in production')).toEqual([['wal_log_hints', 'on', 'control']]);
    expect(settings('shut down')).toEqual([['wal_log_hints', 'on', 'control']]);
    expect(settings('in archive recovery')).toEqual([]);
    expect(settings('shut down in recovery')).toEqual([]);
  });

  it('knows the value that awk cut out, where the filter names one label', () => {
    expect(bodies('00000003000000120000004F', "sys_controldata /d | awk '/REDO WAL file/ {print $NF}'")).toEqual([
      { kind: 'control', key: "latest checkpoint's redo wal file", value: '00000003000000120000004F' },
    ]);
    expect(bodies('关闭', "sys_controldata /d | grep 数据库簇状态 | awk '{print $2}'")).toEqual([
      { kind: 'control', key: 'database cluster state', value: 'shut down' },
    ]);
    expect(bodies('1', "pg_controldata /d | grep checkpoint | awk '{print $4}'")).toEqual([]);
  });

  it.each(['state: in production', 'Note: the cluster', '说明：集群状态正常', 'Error: 5', 'wal_level: replica'])(
    'leaves %s alone',
    (line) => {
      expect(controldata.opens(line, [])).toBe(0);
      expect(bodies(line)).toEqual([]);
    },
  );

  const LABELS = [
    'Database cluster state',
    'Latest checkpoint location',
    "Latest checkpoint's REDO WAL file",
    "Min recovery ending loc's timeline",
    'Bytes per WAL segment',
  ];

  it('prints and parses back', () => {
    const row = fc.tuple(fc.constantFrom(...LABELS), fc.stringMatching(/^[0-9A-F/ ]{0,30}[0-9A-F]$/));
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 8 }), (rows) => {
        const text = rows.map(([label, value]) => `${`${label}:`.padEnd(38)}${value}`).join('\n');
        const read = bodies(text).filter((body) => body['kind'] === 'control');
        expect(read).toEqual(rows.map(([label, value]) => ({ kind: 'control', key: label.toLowerCase(), value: value.trim() })));
      }),
    );
  });
});
