import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { bytesOf, CONF, CONF_IN, tarOf, zipOf, zstOf } from '../support/archives.ts';
import { inFolder, opened, openedFiles } from '../support/inputs.ts';

const MIB = 1024 * 1024;
const LINES = CONF.trimEnd().split('\n');
const zeros = Buffer.alloc(8 * MIB, `${'0'.repeat(1023)}\n`);

type Members = { readonly name: string; readonly content: Buffer }[];

/** Small limits, so that a small bomb reaches them. */
const SMALL = { ratio: 100, ratioFrom: 4 * MIB };

describe('bombs', () => {
  it('stops a gzip bomb by what really comes out', async () => {
    const [bomb] = await openedFiles({ 'bomb.gz': gzipSync(zeros) }, SMALL);
    expect(bomb?.problems).toEqual(['limit: unpacks to more than 100 times its size, as no log does: read up to there']);
    expect(bomb?.bytes).toBeLessThan(6 * MIB);
  });

  it('stops a bomb in layers, none of which is one by itself', async () => {
    const inner = zipOf([
      { name: '1.txt', content: zeros },
      { name: '2.txt', content: zeros },
    ]);
    const read = await openedFiles({ 'outer.zip': zipOf([{ name: 'inner.zip', content: inner }]) }, { ...SMALL, ratioFrom: 12 * MIB });
    expect(read.map((one) => [one.path, one.problems.length])).toEqual([
      ['outer.zip/inner.zip/1.txt', 0],
      ['outer.zip/inner.zip/2.txt', 1],
    ]);
    expect(read[1]?.problems[0]).toMatch(/^limit: unpacks to more than 100 times/);
  });

  it('leaves what follows unread when the total is spent, and says so', async () => {
    const files = { '1.gz': gzipSync(zeros), '2.gz': gzipSync(CONF), '3.txt': CONF };
    const read = await openedFiles(files, { unpackedBytes: 2 * MIB });
    expect(read.map((one) => [one.path, one.problems])).toEqual([
      ['1.gz', ['limit: more than 2 MiB unpacked in all: what follows is not read']],
      ['2.gz', ['limit: more than 2 MiB unpacked in all: what follows is not read']],
    ]);
  });

  it('cuts one member at its limit and reads the next', async () => {
    const tar = await tarOf([
      { name: 'big', content: zeros },
      { name: 'small', content: CONF },
    ]);
    const read = await openedFiles({ 'a.tar': tar }, { memberBytes: MIB });
    expect(read.map((one) => [one.path, one.problems])).toEqual([
      ['a.tar/big', ['limit: more than 1 MiB unpacked: read up to there']],
      ['a.tar/small', []],
    ]);
    expect(read[1]?.lines).toEqual(LINES);
  });

  it.each([
    ['a zip', 'a.zip', async (members: Members) => zipOf(members)],
    ['a tar.gz', 'a.tgz', async (members: Members) => gzipSync(await tarOf(members))],
    [
      'a tar',
      'a.tar',
      async (members: Members) =>
        tarOf(members.map((one) => ({ ...one, content: one.name === 'bomb' ? gzipSync(one.content) : one.content }))),
    ],
  ])('gives up a bomb in %s and reads what stands behind it', async (_, name, pack) => {
    const archive = await pack([
      { name: 'before', content: Buffer.from(CONF) },
      { name: 'bomb', content: zeros },
      { name: 'behind', content: Buffer.from(CONF) },
    ]);
    const read = await openedFiles({ [name]: archive }, SMALL);
    expect(read.map((one) => [one.path.split('/').at(-1), one.problems.length])).toEqual([
      ['before', 0],
      ['bomb', 1],
      ['behind', 0],
    ]);
    expect(read[1]?.problems[0]).toMatch(/^limit: unpacks to more than 100 times/);
    expect(read[2]?.lines).toEqual(LINES);
  });

  it('reads so many files and no more, in folders and in archives', async () => {
    const many = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`${index}.txt`, CONF]));
    const read = await openedFiles(many, { entries: 10 });
    expect(read).toHaveLength(11);
    expect(read.at(-1)?.problems[0]).toMatch(/^limit: more than 10 files: 20 are not read; give the folder of one node/);
    const tar = await tarOf(Object.keys(many).map((name) => ({ name, content: CONF })));
    const packed = await openedFiles({ 'a.tar': tar }, { entries: 10 });
    expect(packed).toHaveLength(11);
    expect(packed.at(-1)).toMatchObject({ path: 'a.tar', problems: ['limit: more than 10 files in all: what follows is not read'] });
  });

  it('stops when the time is over', async () => {
    const read = await openedFiles({ 'a.txt': CONF, 'b.txt': CONF }, { seconds: 0 });
    expect(read.map((one) => one.problems)).toEqual([['limit: reading took more than 0 seconds: what follows is not read']]);
  });

  it('refuses a zstd frame that wants a huge window', async () => {
    const frame = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xa8, 0x01, 0x00, 0x00]);
    const [read] = await openedFiles({ 'a.zst': frame });
    expect(read?.problems).toEqual(['limit: needs a window of 2048 MiB to unpack, more than 128: not opened']);
  });

  it('holds no zip in memory that is larger than it may be', async () => {
    const big = zipOf([{ name: 'x', content: Buffer.alloc(MIB, 'ab\u0000'), method: 0 }]);
    const [read] = await openedFiles({ 'a.tar': await tarOf([{ name: 'in.zip', content: big }]) }, { heldBytes: 100_000 });
    expect(read?.problems[0]).toMatch(/^limit: a zip of more than 0 MiB inside something else/);
  });
});

describe('damage', () => {
  it.each([
    ['gz', gzipSync(CONF.repeat(500), { level: 0 })],
    ['tar', null],
    ['zst', zstOf(CONF.repeat(5000))],
  ])('keeps what came before a %s was cut', async (kind, bytes) => {
    const whole = bytes ?? (await tarOf([{ name: 'a.conf', content: CONF.repeat(500) }]));
    const read = await openedFiles({ [`a.${kind}`]: whole.subarray(0, Math.floor(whole.length * 0.6)), 'b.txt': CONF });
    expect(read[0]?.lines.length).toBeGreaterThan(400);
    expect(read.flatMap((one) => one.problems).join()).toMatch(/damaged \((?:unexpected )?(?:end of|Unexpected end|unexpected EOF)/i);
    expect(read.at(-1)?.lines).toEqual(LINES);
  });

  it.each(['xz', 'bz2'] as const)('says that a %s was cut', async (kind) => {
    const whole = bytesOf(CONF_IN[kind]);
    const [read] = await openedFiles({ [`a.${kind}`]: whole.subarray(0, 60) });
    expect(read?.problems[0]).toMatch(/^damaged: damaged \(/);
  });

  it('keeps the last line of a gzip that is cut near its end', async () => {
    const whole = gzipSync(CONF);
    const [read] = await openedFiles({ 'a.gz': whole.subarray(0, whole.length - 9) });
    expect(read?.lines.join('\n')).toContain('archive_mode = on');
    expect(read?.problems).toEqual(['damaged: damaged (unexpected end of file): read up to there']);
  });

  it('reads the members that come before a tar is cut in the middle of one', async () => {
    const tar = await tarOf([
      { name: 'a', content: CONF },
      { name: 'b', content: CONF.repeat(1000) },
    ]);
    const read = await openedFiles({ 'a.tgz': gzipSync(tar).subarray(0, 250) });
    expect(read[0]).toMatchObject({ path: 'a.tgz/a', lines: LINES, problems: [] });
    expect(read.slice(1).flatMap((one) => one.problems).length).toBeGreaterThan(0);
  });

  it('reads what stands behind a member that is damaged from its first byte', async () => {
    const broken = gzipSync(CONF);
    broken.fill(0xff, 12, 40);
    const tar = await tarOf([
      { name: 'a.gz', content: broken },
      { name: 'b', content: CONF },
    ]);
    const zip = zipOf([
      { name: 'a', content: CONF },
      { name: 'b', content: CONF },
    ]);
    zip.fill(0xff, 31, 40);
    const read = await openedFiles({ 'x.tar': tar, 'y.zip': zip });
    expect(read.map((one) => [one.path, one.problems.length])).toEqual([
      ['x.tar/a.gz', 1],
      ['x.tar/b', 0],
      ['y.zip/a', 1],
      ['y.zip/b', 0],
    ]);
  });

  it.each([
    ['the first', 0, ['b', 'c']],
    ['the second', 1, ['a', 'c']],
    ['the last', 2, ['a', 'b']],
  ] as const)('reads a tar on behind a header that is damaged: %s', async (_name, index, left) => {
    const tar = await tarOf(['a', 'b', 'c'].map((name) => ({ name, content: `${name}\n${CONF}` })));
    // a header and the blocks of its member
    const at = index * 512 * (1 + Math.ceil((CONF.length + 2) / 512));
    for (const damage of [
      (bytes: Buffer) => bytes.fill(0xff, at + 148, at + 156),
      (bytes: Buffer) => bytes.fill(Buffer.from([1, 2, 0x81, 7, 3]), at, at + 512),
    ]) {
      const bytes = Buffer.from(tar);
      damage(bytes);
      for (const whole of [bytes, gzipSync(bytes)]) {
        const read = await openedFiles({ 'x.bin': whole });
        expect(read.map((one) => one.path)).toEqual([...left.map((name) => `x.bin/${name}`), 'x.bin']);
        expect(read.map((one) => one.lines[0]).slice(0, -1)).toEqual(left);
        expect(read.at(-1)?.problems).toEqual([
          'damaged: headers that are damaged: 1; the files behind them are lost, what follows is read',
        ]);
      }
    }
  });

  it('takes no text for a tar, though a tar stands in it', async () => {
    const tar = await tarOf([{ name: 'a', content: CONF }]);
    const [read] = await openedFiles({ 'x.sh': Buffer.concat([Buffer.from(`#!/bin/sh\n${'# padding\n'.repeat(51)}`.slice(0, 512)), tar]) });
    expect(read?.path).toBe('x.sh');
  });

  it('notices a zip that lies about a size, and reads what is there', async () => {
    const [more, less] = await openedFiles({
      'a.zip': zipOf([{ name: 'x', content: CONF, says: 4_000_000_000 }]),
      'b.zip': zipOf([{ name: 'x', content: CONF, says: 1 }]),
    });
    expect([more?.lines, more?.problems]).toEqual([LINES, [`damaged: the archive says 4000000000 bytes, it holds ${CONF.length}`]]);
    expect([less?.lines, less?.problems]).toEqual([LINES, [`damaged: the archive says 1 bytes, it holds ${CONF.length}`]]);
  });

  it.each([
    ['an encrypted member', zipOf([{ name: 'x', content: CONF, flags: 1 }]), 'not-opened: encrypted: unpack it with its password first'],
    [
      'a method that is not read',
      zipOf([{ name: 'x', content: CONF, method: 9 }]),
      'not-opened: compressed by zip method 9, which is not read: unpack it first',
    ],
    ['a zip without its directory', zipOf([{ name: 'x', content: CONF }]).subarray(0, 50), /^damaged: damaged \(/],
  ])('says %s', async (_name, bytes, problem) => {
    const [read] = await openedFiles({ 'a.zip': bytes });
    if (typeof problem === 'string') expect(read?.problems).toEqual([problem]);
    else expect(read?.problems[0]).toMatch(problem);
  });

  it('survives any byte of an archive being wrong', async () => {
    const tar = await tarOf([{ name: 'a', content: CONF }]);
    for (const whole of [
      gzipSync(tar),
      zipOf([{ name: 'a', content: CONF }]),
      tar.subarray(0, 1024),
      bytesOf(CONF_IN.xz),
      bytesOf(CONF_IN.zst),
    ]) {
      const files: Record<string, Buffer> = {};
      for (let at = 0; at < Math.min(whole.length, 160); at += 3) {
        const wrong = Buffer.from(whole);
        wrong[at] = (wrong[at] ?? 0) ^ 0x41;
        files[`${at}.bin`] = wrong;
      }
      const read = await openedFiles(files);
      expect(read.length).toBeGreaterThanOrEqual(Object.keys(files).length);
    }
  });
});

describe('names', () => {
  it.each(['../../etc/cron.d/x', '/etc/cron.d/x', 'C:\\windows\\x', './a/../x', '..'])('%s is a label only', async (name) => {
    for (const bytes of [await tarOf([{ name, content: CONF }]), zipOf([{ name, content: CONF }])]) {
      const [read] = await openedFiles({ 'a.bin': bytes });
      expect(read?.lines).toEqual(LINES);
      expect(read?.path).toMatch(/^a\.bin\/[\w/.]+$/);
      expect(read?.path).not.toMatch(/\.\.|:|\\/);
    }
  });

  it('writes out what would move a cursor or turn the text round', async () => {
    const name = 'x\n\u001b[2J\u202etxt.exe';
    const read = await openedFiles({ [name]: CONF, 'a.zip': zipOf([{ name, content: CONF }]) });
    expect(read.map((one) => one.path).sort()).toEqual(['a.zip/x\\u{a}\\u{1b}[2J\\u{202e}txt.exe', 'x\\u{a}\\u{1b}[2J\\u{202e}txt.exe']);
  });

  it('gives two members of one name two paths', async () => {
    const tar = await tarOf([
      { name: 'a', content: 'old' },
      { name: '../a', content: 'new' },
    ]);
    expect((await openedFiles({ 'a.tar': tar })).map((one) => [one.path, one.lines])).toEqual([
      ['a.tar/a', ['old']],
      ['a.tar/a (2)', ['new']],
    ]);
  });

  it('reads a folder 200 deep to its limit', async () => {
    await inFolder({ 'top.txt': CONF }, async (folder) => {
      const deep = join(folder, ...Array.from({ length: 200 }, () => 'd'));
      mkdirSync(deep, { recursive: true });
      writeFileSync(join(deep, 'x.txt'), CONF);
      const read = await opened([folder]);
      expect(read.map((one) => one.problems)).toEqual([[], ['limit: folders deeper than 32 levels: not read']]);
    });
  });
});

describe('what is no file', () => {
  it('waits at no pipe and reads no device', async () => {
    await inFolder({ 'a.txt': CONF }, async (folder) => {
      execFileSync('mkfifo', [join(folder, 'pipe')]);
      expect((await opened([folder])).map((one) => [one.path, ...one.problems])).toEqual([
        ['a.txt'],
        ['pipe', 'not-opened: a named pipe: not read'],
      ]);
      expect((await opened([join(folder, 'pipe')])).map((one) => one.problems)).toEqual([
        ['not-opened: a named pipe: not read; use - for what is piped in'],
      ]);
    });
    expect((await opened(['/dev/zero'])).map((one) => one.problems)).toEqual([['not-opened: a device or socket: not read']]);
  });

  it.skipIf(process.getuid?.() === 0)('names what it may not read', async () => {
    await inFolder({ 'a.txt': CONF, 'secret/b.txt': CONF }, async (folder) => {
      chmodSync(join(folder, 'a.txt'), 0);
      chmodSync(join(folder, 'secret'), 0);
      const read = await opened([folder]);
      chmodSync(join(folder, 'secret'), 0o700);
      expect(read.map((one) => [one.path, ...one.problems])).toEqual([
        ['a.txt', 'not-opened: cannot be read (EACCES)'],
        ['secret', 'not-opened: cannot be read (EACCES)'],
      ]);
    });
  });

  it('leaves binaries alone, and closes them', async () => {
    const picture = Buffer.concat([Buffer.from('\u0089PNG\r\n\u001a\n', 'latin1'), Buffer.alloc(100, 7)]);
    const files = Object.fromEntries(Array.from({ length: 1500 }, (_, index) => [`${index}.png`, picture]));
    const read = await openedFiles({ ...files, 'z.txt': CONF });
    expect(read.filter((one) => one.problems[0] === 'not-opened: a picture (PNG): not read; paste the text instead')).toHaveLength(1500);
    expect(read.at(-1)?.lines).toEqual(LINES);
  });
});
