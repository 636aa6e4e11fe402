import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import df from '../../grammars/df/index.ts';
import { commandContext } from '../../grammars/shell/command.ts';
import type { VolumeBody } from '../../src/core/fact.ts';
import { grammarTester, readWith } from '../support/grammar-tester.ts';

grammarTester(df);

const volumes = (text: string, command: string | null = null): VolumeBody[] =>
  readWith(df, text, command === null ? null : commandContext(command, 'sh')).facts.flatMap(({ at, ...body }) =>
    body.kind === 'volume' ? [body] : [],
  );

describe('df', () => {
  it.each([
    ['Filesystem     1K-blocks  Used Available Use% Mounted on', 1024],
    ['Filesystem     1024-blocks  Used Available Capacity Mounted on', 1024],
    ['Filesystem     512-blocks  Used Available Capacity Mounted on', 512],
    ['文件系统          1K的块     已用     可用 已用% 挂载点', 1024],
    ['文件系统        1024的块     已用     可用 容量 挂载点', 1024],
    ['文件系统        1M的块     已用     可用 已用% 挂载点', 1024 ** 2],
  ])('counts bytes under %s', (heading, unit) => {
    const [volume] = volumes(`${heading}\n/dev/vda1 1000 400 600 40% /data`);
    expect(volume).toMatchObject({
      of: 'blocks',
      size: 1000 * unit,
      used: 400 * unit,
      available: 600 * unit,
      usedPercent: 40,
      mount: '/data',
    });
  });

  it('tells inodes from blocks by the heading, or by the command where there is none', () => {
    expect(volumes('Filesystem Inodes IUsed IFree IUse% Mounted on\n/dev/vda1 1000 1000 0 100% /a')).toMatchObject([
      { of: 'inodes', size: 1000 },
    ]);
    expect(volumes('/dev/vda1 1000 1000 0 100% /a', 'df -i | grep vda')).toMatchObject([{ of: 'inodes', size: 1000 }]);
    expect(volumes('/dev/vda1 1000 1000 0 100% /a', 'df /a | tail -1')).toMatchObject([{ of: 'blocks', size: 1024_000 }]);
  });

  it('joins a device to its numbers in the next line', () => {
    const read = readWith(df, 'Filesystem Size Used Avail Use% Mounted on\n/dev/mapper/a-very-long-name\n   10G 9G 1G 90% /data');
    expect(read.facts).toMatchObject([{ filesystem: '/dev/mapper/a-very-long-name', mount: '/data', at: { line: 2, endLine: 3 } }]);
  });

  it.each(['Filesystem is full', '文件系统 已满', 'Filesystem layout of the cluster', '/dev/sda1 is 87% full', 'ext4 10 20 30 40% used'])(
    'leaves %s alone',
    (line) => {
      expect(df.opens(line, [])).toBe(0);
      expect(volumes(line)).toEqual([]);
    },
  );

  const row = fc.record({
    filesystem: fc.constantFrom('/dev/vda1', 'tmpfs', 'nas01:/export/wal', '/dev/mapper/vg-data', 'overlay'),
    size: fc.constantFrom('0', '8.0M', '252G', '1.5T', '12K'),
    used: fc.constantFrom('0', '1020K', '23G'),
    available: fc.constantFrom('0', '79G', '2.0G'),
    usedPercent: fc.integer({ min: 0, max: 100 }),
    mount: fc.constantFrom('/', '/data', '/mnt/wal archive', '/数据'),
  });
  const UNITS: Readonly<Record<string, number>> = { K: 1024, M: 1024 ** 2, G: 1024 ** 3, T: 1024 ** 4 };
  const bytes = (text: string): number => Math.round(Number.parseFloat(text) * (UNITS[text.slice(-1)] ?? 1));

  it('prints and parses back, with a type and without', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 6 }), fc.boolean(), (rows, typed) => {
        const text = [
          `Filesystem ${typed ? 'Type ' : ''}Size Used Avail Use% Mounted on`,
          ...rows.map(
            (one) => `${one.filesystem}  ${typed ? 'xfs ' : ''}${one.size} ${one.used}  ${one.available}  ${one.usedPercent}% ${one.mount}`,
          ),
        ].join('\n');
        expect(volumes(text)).toEqual(
          rows.map((one) => ({
            ...one,
            kind: 'volume',
            of: 'blocks',
            size: bytes(one.size),
            used: bytes(one.used),
            available: bytes(one.available),
          })),
        );
      }),
      { numRuns: 200 },
    );
  });
});
