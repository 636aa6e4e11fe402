import { describe, expect, it } from 'vitest';
import { watched } from '../../src/cli/progress.ts';
import type { DecodedSource } from '../../src/transcript/read.ts';

const MIB = 1024 * 1024;

/** A source of ten batches of one MiB each. */
async function* sources(): AsyncGenerator<DecodedSource> {
  for (const path of ['a.log', `b${'\u001b'}[31m.log`]) {
    let bytes = 0;
    yield {
      path,
      label: null,
      encoding: 'utf-8',
      problems: [],
      get bytes() {
        return bytes;
      },
      batches: (async function* () {
        for (let index = 0; index < 10; index += 1) {
          bytes += MIB;
          yield [String(index)];
        }
      })(),
    };
  }
}

async function read(options: { quiet?: boolean; isTTY: boolean; inputs?: string[] }): Promise<{ lines: string[]; written: string[] }> {
  const written: string[] = [];
  const lines: string[] = [];
  let clock = 0;
  const screen = { isTTY: options.isTTY, write: (text: string) => written.push(text) };
  const now = (): number => {
    clock += 150;
    return clock;
  };
  for await (const source of watched(sources(), options.inputs ?? ['/no/such'], options, screen, now)) {
    for await (const batch of source.batches) lines.push(...batch);
    expect(source.bytes).toBe(10 * MIB);
  }
  return { lines, written };
}

describe('progress', () => {
  it('tells what is being read once it takes long, and leaves a clean line', async () => {
    const { lines, written } = await read({ isTTY: true });
    expect(lines).toHaveLength(20);
    expect(written.length).toBeGreaterThan(2);
    expect(written[0]).toMatch(/^\r\u001b\[Kreading a\.log · \d+ MiB$/);
    expect(written.at(-1)).toBe('\r\u001b[K');
    for (const text of written.slice(0, -1)) expect(text.slice(4)).not.toContain('\u001b');
  });

  it('is silent where nobody looks, and where it is not wanted', async () => {
    expect((await read({ isTTY: false })).written).toEqual([]);
    expect((await read({ isTTY: true, quiet: true })).written).toEqual([]);
    expect((await read({ isTTY: false })).lines).toHaveLength(20);
  });
});
