import { deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { formatOf } from '../../src/input/formats.ts';
import { bytesOf, CONF, CONF_IN, tarOf, zipOf, zstOf } from '../support/archives.ts';

describe('what a file is', () => {
  it.each([
    ['gz', gzipSync(CONF)],
    ['xz', bytesOf(CONF_IN.xz)],
    ['bz2', bytesOf(CONF_IN.bz2)],
    ['zst', bytesOf(CONF_IN.zst)],
    ['zst', zstOf(CONF)],
    ['zip', zipOf([{ name: 'a.conf', content: CONF }])],
    ['zip', zipOf([])],
  ])('is told by its content: %s', (by, bytes) => {
    expect(formatOf(bytes)).toEqual({ is: 'packed', by });
  });

  it('tells a tar by the checksum of its head, with and without a magic number', async () => {
    const tar = await tarOf([{ name: 'a.conf', content: CONF }]);
    expect(formatOf(tar)).toEqual({ is: 'packed', by: 'tar' });
    // a tar of the seventh edition: no magic, so the sum is less by what the magic was
    const old = Buffer.from(tar);
    old.fill(0, 257, 512);
    let sum = 256;
    for (let index = 0; index < 512; index++) if (index < 148 || index > 155) sum += old[index] ?? 0;
    old.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
    expect(formatOf(old)).toEqual({ is: 'packed', by: 'tar' });
    old[0] = 0x62;
    expect(formatOf(old)).toEqual({ is: 'text' });
  });

  it.each([
    ['picture', 'PNG', Buffer.from('\u0089PNG\r\n\u001a\n', 'latin1')],
    ['picture', 'JPEG', Buffer.from([0xff, 0xd8, 0xff, 0xe0])],
    ['picture', 'WebP', Buffer.from('RIFF\u0001\u0002\u0003\u0004WEBPVP8 ', 'latin1')],
    ['document', 'PDF', Buffer.from('%PDF-1.7\n')],
    ['document', 'Office', zipOf([{ name: '[Content_Types].xml', content: '<Types/>' }])],
    ['archive', '7z', Buffer.from([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c])],
    ['archive', 'rar', Buffer.from('Rar!\u001a\u0007\u0001\u0000', 'latin1')],
  ] as const)('names what it does not open: %s %s', (is, name, bytes) => {
    expect(formatOf(bytes)).toEqual({ is, name });
  });

  it('tells binaries from texts', () => {
    expect(formatOf(Buffer.from('\u007fELF\u0002\u0001\u0001\u0000'.repeat(20), 'latin1')).is).toBe('binary');
    expect(formatOf(deflateSync(Buffer.from('x'.repeat(1000).replace(/x/g, () => String(Math.PI * 1e9))))).is).toBe('binary');
    // the head of a page of a table: a position, flags, offsets
    expect(formatOf(Buffer.from('000000006841550100000400280058001f2004200000000', 'hex')).is).toBe('binary');
  });

  it.each([
    ['nothing', ''],
    ['ASCII', CONF],
    ['UTF-8', '总用量 128\n'],
    ['a recorded terminal', '\u001b]0;pg1\u0007\u001b[?2004h$ ls\u001b[0m\r\n'],
    ['a log that copytruncate cut', `${'\u0000'.repeat(7000)}2024-03-01 10:00:00 LOG: x\n`],
    ['UTF-16', Buffer.from('archive_mode = on\r\n', 'utf16le')],
    ['GB18030', Buffer.from('c8d5d6be3a20b9e9b5b5cad7b0dc0a', 'hex')],
    ['one BZh', 'BZh9 is no block\n'],
  ])('text: %s', (_name, content) => {
    expect(formatOf(Buffer.from(content as string))).toEqual({ is: 'text' });
  });
});
