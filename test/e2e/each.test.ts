import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { each } from '../../src/cli/commands/each.ts';
import { alreadyIn, bundlesIn, reportNames } from '../../src/cli/each/bundles.ts';
import type { IndexLine } from '../../src/cli/each/index-line.ts';
import { program, run } from '../support/program.ts';

const STORY = 'samples/cases/story';
let home = '';
const index = (): IndexLine[] =>
  readFileSync(join(home, 'index.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'repmgr-doctor-each-'));
  mkdirSync(join(home, 'tickets'));
  for (const name of ['t-1', 't-2', 't-10']) cpSync(STORY, join(home, 'tickets', name), { recursive: true });
  writeFileSync(join(home, 'tickets', 'picture.bin'), Buffer.from([0, 1, 2, 3, 0, 9]));
  writeFileSync(join(home, 'tickets', '.hidden'), 'x');
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

describe('diagnose --each', () => {
  it('writes a report and a line for each bundle, whatever the others are', async () => {
    const { code, stdout, stderr } = await run(
      ['diagnose', '--each', 'tickets', '--jsonl', 'index.jsonl', '-o', 'reports', '--format', 'md,json', '--workers', '2'],
      { cwd: home },
    );
    expect([code, stdout]).toEqual([0, '']);
    expect(stderr).toBe('repmgr-doctor: 3 analysed, 1 with nothing recognised, 0 failed\n');
    expect(readdirSync(join(home, 'reports')).sort()).toEqual(['t-1.json', 't-1.md', 't-10.json', 't-10.md', 't-2.json', 't-2.md']);
    const lines = index();
    expect(lines.map((line) => [line.bundle, line.status]).sort()).toEqual([
      ['tickets/picture.bin', 'nothing-recognised'],
      ['tickets/t-1', 'analysed'],
      ['tickets/t-10', 'analysed'],
      ['tickets/t-2', 'analysed'],
    ]);
    const alone = JSON.parse((await run(['diagnose', join('tickets', 't-1'), '--format', 'json'], { cwd: home })).stdout);
    const story = lines.find((line) => line.bundle === 'tickets/t-1');
    expect(story?.findings.map((one) => one.cause)).toEqual(alone.findings.map((one: { cause: string }) => one.cause));
    expect(JSON.parse(readFileSync(join(home, 'reports', 't-1.json'), 'utf8'))).toEqual(alone);
  });

  it('goes on where a call broke off: what the index tells of is not done again, what failed is', async () => {
    const [first] = index();
    const failed = { ...first, bundle: 'tickets/t-2', status: 'failed' };
    writeFileSync(
      join(home, 'index.jsonl'),
      `${JSON.stringify({ ...first, bundle: 'tickets/t-1' })}\n${JSON.stringify(failed)}\n{"bundle":"tickets/t-10","sta`,
    );
    const { code, stderr } = await run(['diagnose', '--each', 'tickets', '--jsonl', 'index.jsonl'], { cwd: home });
    expect([code, stderr]).toEqual([0, 'repmgr-doctor: 2 analysed, 1 with nothing recognised, 0 failed, 1 told of before\n']);
    const lines = readFileSync(join(home, 'index.jsonl'), 'utf8').trimEnd().split('\n');
    expect(lines).toHaveLength(6);
    expect(lines[2]).toBe('{"bundle":"tickets/t-10","sta');
    expect(
      lines
        .slice(3)
        .map((line) => JSON.parse(line).bundle)
        .sort(),
    ).toEqual(['tickets/picture.bin', 'tickets/t-10', 'tickets/t-2']);
  });

  it('a bundle that fails is told of and stops nothing', async () => {
    mkdirSync(join(home, 'taken', 't-2.md'), { recursive: true });
    const { code, stdout, stderr } = await run(['diagnose', '--each', 'tickets', '-o', 'taken', '--workers', '2', '-q'], { cwd: home });
    const lines: IndexLine[] = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map((line) => line.status).sort()).toEqual(['analysed', 'analysed', 'failed', 'nothing-recognised']);
    expect(lines.find((line) => line.status === 'failed')).toMatchObject({ bundle: 'tickets/t-2', exit: 2 });
    expect([code, stderr]).toEqual([70, '']);
    expect(existsSync(join(home, 'taken', 't-10.md'))).toBe(true);
  });

  it('says at once what it cannot do', async () => {
    const options = { format: 'md', output: [], lang: 'auto', workers: '1' };
    for (const [folder, more, told] of [
      ['nowhere', {}, /--each takes folders whose entries are bundles; cannot read nowhere \(ENOENT\)/],
      [home, { workers: '0' }, /not a number of workers: 0/],
      [home, { redact: true, redactMap: 'x' }, /--redact-map is for one bundle/],
      [home, { output: ['a', 'b'] }, /--each writes to one folder/],
      [home, { output: ['one.md'] }, /--each writes to a folder/],
      [home, { format: 'md,pdf' }, /unknown format: pdf/],
    ] as const)
      await expect(each([folder], { ...options, ...more } as Parameters<typeof each>[1], '0', '')).rejects.toThrow(told);
  });

  it('takes every entry of the folders that is not hidden, in the order of numbers', () => {
    expect(bundlesIn([join(home, 'tickets')]).map((path) => path.split('/').at(-1))).toEqual(['picture.bin', 't-1', 't-2', 't-10']);
    expect(alreadyIn(join(home, 'no-index'))).toEqual(new Set());
  });

  it('gives two bundles of one name two reports', () => {
    expect([...reportNames(['a/t.tar.gz', 'b/t.zip', 'b/t', 'c/u.tgz']).values()]).toEqual(['t', 't-2', 't-3', 'u']);
  });
});

describe('the packed program', () => {
  it('says the same when it is started with its compiled code: what it holds is not ASCII only', async () => {
    const folder = dirname(await program());
    const start = join(folder, 'start.cjs');
    cpSync('scripts/start.cjs', start);
    const story = join(process.cwd(), STORY);
    const started = (keep: string): string =>
      execFileSync(process.execPath, [start, 'diagnose', story, '--format', 'json'], {
        encoding: 'utf8',
        env: { REPMGR_DOCTOR_KEEP_CODE: keep },
      });
    const alone = (await run(['diagnose', story, '--format', 'json'])).stdout;
    expect(started('1')).toBe(alone);
    expect(started('')).toBe(alone);
  });

  it('runs from a read-only place with nothing beside it, and leaves nothing there', async () => {
    // the program of these tests is one file in a folder of its own
    const { code, stdout } = await run(['diagnose', join(process.cwd(), STORY)], { cwd: '/', env: { HOME: '/nowhere', NODE_PATH: '' } });
    expect(code).toBe(0);
    expect(stdout).toContain('archive');
  });
});
