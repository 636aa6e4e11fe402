import { execFileSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, symlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/core/report.ts';
import { tarOf, zipOf } from '../support/archives.ts';
import { inFolder } from '../support/inputs.ts';
import { run } from '../support/program.ts';

const MIB = 1024 * 1024;
/** Says nothing that would change a diagnosis. */
const CONF = 'max_files_per_process = 1000\n';
const story = readFileSync('samples/cases/story/bundle.md', 'utf8');
/** 100 MiB that pack to 100 KiB. */
const bomb = gzipSync(Buffer.alloc(100 * MIB), { level: 9 });
const inName = 'x\n\u001b[2J\u202etxt.log';

/** What a bundle must not be able to do, beside a story that must come out as if it stood alone. */
async function withEverythingHostile<T>(then: (folder: string) => Promise<T>): Promise<T> {
  const nested = async (levels: number): Promise<Buffer> =>
    levels === 0 ? Buffer.from(CONF) : zipOf([{ name: `${levels}.zip`, content: await nested(levels - 1) }]);
  const tar = await tarOf([
    { name: 'a.conf', content: CONF },
    { name: 'b.log', content: 'x'.repeat(5000) },
  ]);
  const files = {
    'bundle.md': story,
    'bomb.gz': bomb,
    'bomb.zip': zipOf([{ name: 'zeros.log', content: Buffer.alloc(100 * MIB) }]),
    'bomb.tgz': gzipSync(await tarOf([{ name: 'bomb.gz', content: bomb }])),
    'nested.zip': await nested(6),
    'names.tar': await tarOf([
      { name: '../../etc/cron.d/evil', content: CONF },
      { name: '/etc/cron.d/evil', content: CONF },
      { name: 'C:\\windows\\evil', content: CONF },
      { name: inName, content: CONF },
    ]),
    [inName]: CONF,
    'cut.tar': tar.subarray(0, 2500),
    'liar.zip': zipOf([{ name: 'x.conf', content: CONF, says: 4_000_000_000 }]),
    'esc.log': '\u001b'.repeat(10 * MIB),
    'invalid.log': Buffer.concat([Buffer.from('LOG:  '), Buffer.from([0xe5, 0xbd, 0x92, 0xff, 0xe6, 0xa1, 0xa3, 0x0a])]),
    'sub/real.txt': CONF,
  };
  return inFolder(files, (folder) => {
    symlinkSync('..', join(folder, 'sub/loop'));
    symlinkSync('/etc/passwd', join(folder, 'sub/passwd'));
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    const line = openSync(join(folder, 'line.log'), 'w');
    const piece = Buffer.alloc(MIB, '2024-03-01 10:00:00 UTC [1] LOG:  x ');
    for (let count = 0; count < 200; count++) writeSync(line, piece);
    closeSync(line);
    return then(folder);
  });
}

const PROBLEMS: readonly (readonly [string, RegExp])[] = [
  ['bomb.gz', /unpacks to more than 500 times its size/],
  ['bomb.zip/zeros.log', /unpacks to more than 500 times its size/],
  ['bomb.tgz/bomb.gz', /unpacks to more than 500 times its size/],
  ['nested.zip/6.zip/5.zip/4.zip/3.zip', /archives nested deeper than 4 levels: not opened/],
  ['cut.tar', /damaged \(Unexpected end of data\)/],
  ['liar.zip/x.conf', /the archive says 4000000000 bytes, it holds 29/],
  ['esc.log', /control characters only/],
  ['invalid.log', /bytes that no encoding explains: 1, the first is line 1/],
  ['line.log', /lines longer than 2048 KiB: 1, the first is line 1; cut there/],
  ['pipe', /a named pipe: not read/],
  ['sub/loop', /a link: not followed/],
  ['sub/passwd', /a link: not followed/],
];

describe('everything hostile in one bundle', async () => {
  const alone = JSON.parse((await run(['diagnose', 'samples/cases/story/bundle.md', '--format', 'json', '--lang', 'en'])).stdout) as Report;
  const { ran, inspected } = await withEverythingHostile(async (folder) => ({
    ran: await run(['diagnose', folder, '--format', 'json', '--lang', 'en']),
    inspected: await run(['inspect', folder, '--lang', 'en']),
  }));
  const report = JSON.parse(ran.stdout) as Report;

  it('the story comes out as if it stood alone', () => {
    expect([ran.code, ran.stderr]).toEqual([0, '']);
    expect(report.findings.map((finding) => finding.id)).toEqual(alone.findings.map((finding) => finding.id));
  });

  it.each(PROBLEMS)('%s: a line of the coverage says it', (path, problem) => {
    const source = report.bundle.sources.find((one) => one.path === path);
    expect(source?.problems.map((one) => one.what).join('\n')).toMatch(problem);
    expect(inspected.stdout).toMatch(problem);
  });

  it('names are labels only, and move no cursor', () => {
    const paths = report.bundle.sources.map((source) => source.path);
    expect(paths).toContain('names.tar/etc/cron.d/evil');
    expect(paths.filter((path) => path.startsWith('names.tar/'))).toHaveLength(4);
    expect(paths.join('\n')).not.toMatch(/\.\.\/|\\windows|\u001b|\u202e/);
    expect(paths.every((path) => !path.includes('\n'))).toBe(true);
    expect(inspected.stdout + inspected.stderr).not.toMatch(/\u001b|\u202e/);
  });

  it('within its limits of time and memory', () => {
    for (const { memory, seconds } of [ran, inspected]) {
      expect(memory).toBeLessThan(500);
      expect(seconds).toBeLessThan(60);
    }
  });
});

describe('from standard input', () => {
  it.each([
    ['a bomb', bomb],
    [
      'a story before a bomb',
      zipOf([
        { name: 'bundle.md', content: story },
        { name: 'a.gz', content: bomb },
      ]),
    ],
  ])('%s: a report or one line', async (name, input) => {
    const ran = await run(['diagnose', '-', '--format', 'json', '--lang', 'en'], { input });
    expect([0, 3]).toContain(ran.code);
    expect(ran.code === 0 ? ran.stdout : ran.stderr).toMatch(/unpacks to more than 500 times its size/);
    if (name.includes('story')) expect(ran.stdout).toContain('archive-command-missing');
    expect(ran.memory).toBeLessThan(500);
  });
});
