import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../../src/core/errors.ts';
import { bytesOf, CONF, CONF_IN, tarOf, zipOf, zstOf } from '../support/archives.ts';
import { inFolder, opened, openedFiles } from '../support/inputs.ts';

const LINES = CONF.trimEnd().split('\n');

describe('inputs', () => {
  it('reads a folder in the order a person would', async () => {
    const files = { '10.txt': 'ten', '2.txt': 'two', 'node1/.hidden': 'h', 'node1/logs/pg.log': 'l' };
    const read = await openedFiles(files);
    expect(read.map(({ path, label }) => [path, label])).toEqual([
      ['2.txt', null],
      ['10.txt', null],
      ['node1/.hidden', 'node1'],
      ['node1/logs/pg.log', 'node1/logs'],
    ]);
  });

  it('keeps several folders apart by their names, and says nothing of a single one', async () => {
    await inFolder({ 'node1/show.txt': 'a', 'node2/show.txt': 'b' }, async (folder) => {
      expect((await opened([join(folder, 'node1'), join(folder, 'node2')])).map(({ path, label }) => [path, label])).toEqual([
        ['node1/show.txt', 'node1'],
        ['node2/show.txt', 'node2'],
      ]);
      expect((await opened([join(folder, 'node1')])).map(({ path, label }) => [path, label])).toEqual([['show.txt', null]]);
      expect((await opened([join(folder, 'node1/show.txt')])).map(({ path, label }) => [path, label])).toEqual([['show.txt', null]]);
    });
  });

  it('takes globs, and names that look like one', async () => {
    await inFolder({ 'node[1].txt': 'a', 'x.log': 'b' }, async (folder) => {
      expect((await opened([join(folder, '*.log')])).map((one) => one.lines)).toEqual([['b']]);
      expect((await opened([join(folder, 'node[1].txt')])).map((one) => one.lines)).toEqual([['a']]);
    });
  });

  it('refuses what is not there before anything is read', async () => {
    await expect(opened(['/nowhere/at/all'])).rejects.toThrow(UsageError);
    await expect(opened(['/nowhere/*.log'])).rejects.toThrow('no such file or directory: /nowhere/*.log');
  });

  it('opens archives by content, whatever they are called', async () => {
    const tar = await tarOf([
      { name: 'etc', type: 'directory' },
      { name: 'etc/a.conf', content: CONF },
    ]);
    const read = await openedFiles({
      '1.gz': gzipSync(CONF),
      '2.tgz': gzipSync(tar),
      '3.txt': zipOf([{ name: 'a.conf', content: CONF }]),
      '4.xz': bytesOf(CONF_IN.xz),
      '5.bz2': bytesOf(CONF_IN.bz2),
      '6.zst': bytesOf(CONF_IN.zst),
      '7.tar.zst': zstOf(tar),
      '8.tar': tar,
      '9.zip': CONF,
    });
    expect(read.map((one) => one.path)).toEqual([
      '1.gz',
      '2.tgz/etc/a.conf',
      '3.txt/a.conf',
      '4.xz',
      '5.bz2',
      '6.zst',
      '7.tar.zst/etc/a.conf',
      '8.tar/etc/a.conf',
      '9.zip',
    ]);
    for (const one of read) expect([one.lines, one.problems]).toEqual([LINES, []]);
    expect(read[1]?.label).toBe('2/etc');
  });

  it('opens archives in archives to a stated depth', async () => {
    const nested = async (levels: number): Promise<Buffer> =>
      levels === 0 ? Buffer.from(CONF) : tarOf([{ name: `${levels}.tar`, content: await nested(levels - 1) }]);
    const read = async (levels: number) => openedFiles({ 'a.tar': await nested(levels) });
    expect((await read(4)).map((one) => one.lines)).toEqual([LINES]);
    expect((await read(5)).map((one) => one.problems)).toEqual([['limit: archives nested deeper than 4 levels: not opened']]);
  });

  it('reads gzip files that were put together', async () => {
    const long = Array.from({ length: 9000 }, (_, index) => `${index} ${(index * 7919) % 1e6}`).join('\n');
    const all = Buffer.concat([gzipSync(`${long}\n`), gzipSync(CONF), gzipSync(`${long}\n`, { level: 0 }), gzipSync(CONF)]);
    const [read] = await openedFiles({ 'a.log.gz': all });
    expect(read?.lines).toEqual([...long.split('\n'), ...LINES, ...long.split('\n'), ...LINES]);
    expect(read?.problems).toEqual([]);
  });

  it('opens xz inside xz', async () => {
    const twice =
      '/Td6WFoAAATm1rRGAgAhARYAAAB0L+WjAQBf/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4AAmACRdADCciIocQYCqbU23p2yzGKglKCB+YkJL9Y5g3JPofsanwN0IAADLZ2sZ8VHA6AABQCdFT/V1H7bzfQEAAAAABFlaAPdR2+hN+3DGAAF4YI0n0ooftvN9AQAAAAAEWVo=';
    expect((await openedFiles({ 'a.xz': bytesOf(twice) })).map((one) => one.lines)).toEqual([LINES]);
  });

  it('reads names in GB18030, as Windows writes them', async () => {
    const name = Buffer.from('bdda b5e3 31'.replace(/ /g, ''), 'hex');
    const read = await openedFiles({ 'a.zip': zipOf([{ name: Buffer.concat([name, Buffer.from('/log.txt')]), content: 'x' }]) });
    expect(read.map(({ path, label }) => [path, label])).toEqual([['a.zip/节点1/log.txt', '节点1']]);
  });

  it('names the folder of the only archive no label', async () => {
    await inFolder({ 'ticket.zip': zipOf([{ name: 'all.md', content: 'x' }]) }, async (folder) => {
      expect((await opened([join(folder, 'ticket.zip')])).map(({ path, label }) => [path, label])).toEqual([['ticket.zip/all.md', null]]);
    });
  });

  it('follows no link, inside a folder or an archive', async () => {
    await inFolder({ 'real.txt': 'x' }, async (folder) => {
      mkdirSync(join(folder, 'sub'));
      symlinkSync('../real.txt', join(folder, 'sub/link.txt'));
      symlinkSync('..', join(folder, 'sub/loop'));
      writeFileSync(join(folder, 'a.tar'), await tarOf([{ name: 'passwd', type: 'symlink' }]));
      writeFileSync(join(folder, 'b.zip'), zipOf([{ name: 'passwd', content: '/etc/passwd', method: 0, link: true }]));
      const read = await opened([folder]);
      expect(read.map((one) => [one.path, ...one.problems])).toEqual([
        ['a.tar/passwd', 'link: a link: not followed'],
        ['b.zip/passwd', 'link: a link: not followed'],
        ['real.txt'],
        ['sub/link.txt', 'link: a link: not followed'],
        ['sub/loop', 'link: a link: not followed'],
      ]);
    });
  });
});
