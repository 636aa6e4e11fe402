import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { bunzip2 } from '../../src/input/bzip2.ts';
import { bytesOf, CONF, CONF_IN } from '../support/archives.ts';

async function unpacked(bytes: Uint8Array, piece = 1000): Promise<string> {
  const parts: Uint8Array[] = [];
  const pieces = (function* () {
    for (let from = 0; from < bytes.length; from += piece) yield bytes.subarray(from, from + piece);
  })();
  for await (const part of bunzip2(pieces)) parts.push(part);
  return Buffer.concat(parts).toString('latin1');
}

const packed = bytesOf(CONF_IN.bz2);
const here = spawnSync('bzip2', ['--version']).error === undefined;

describe('bzip2', () => {
  it('unpacks a file, in whatever pieces it comes', async () => {
    for (const piece of [1, 7, 1000]) expect(await unpacked(packed, piece)).toBe(CONF);
  });

  it('unpacks streams that were put together, and an empty one', async () => {
    const empty = Buffer.from('425a683917724538509000000000', 'hex');
    expect(await unpacked(empty)).toBe('');
    expect(await unpacked(Buffer.concat([packed, empty, packed]))).toBe(CONF + CONF);
  });

  it('says where the data breaks off or is damaged', async () => {
    await expect(unpacked(packed.subarray(0, 40))).rejects.toThrow('unexpected end of file');
    const wrong = Buffer.from(packed);
    wrong[12] = (wrong[12] ?? 0) ^ 0xff;
    await expect(unpacked(wrong)).rejects.toThrow();
    for (let at = 0; at < packed.length; at++) {
      const flipped = Buffer.from(packed);
      flipped[at] = (flipped[at] ?? 0) ^ 0x10;
      await unpacked(flipped).then(
        (text) => expect(text).toBe(CONF),
        (error) => expect(error).toBeInstanceOf(Error),
      );
    }
  });

  it.skipIf(!here)('agrees with bzip2 itself on blocks, runs and every byte', async () => {
    const texts = [
      `${'a'.repeat(4)}${'b'.repeat(259)}${'c'.repeat(260)}${'d'.repeat(70_000)}`,
      Buffer.from(Array.from({ length: 20_000 }, (_, index) => (index * index * 31 + (index >> 3)) & 0xff)).toString('latin1'),
      Array.from(
        { length: 9000 },
        (_, index) => `2024-03-01 10:00:${index % 60} LOG:  archive command failed with exit code ${index % 256}\n`,
      ).join(''),
    ];
    for (const text of texts) {
      const bytes = execFileSync('bzip2', ['-1'], { input: Buffer.from(text, 'latin1') });
      expect((await unpacked(bytes)) === text).toBe(true);
    }
  });
});
