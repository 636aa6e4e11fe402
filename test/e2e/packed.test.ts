/**
 * The packed program reads what was worked out of the grammars when it was packed (`grammars/kit/prepared.ts`); the sources work it out
 * or do without. Both must come to the same.
 */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { begins, guardedBy } from '../../grammars/kit/starts.ts';
import { prepared } from '../../scripts/bundle.mjs';
import { analyse } from '../../src/analyse.ts';
import { openInputs } from '../../src/input/open.ts';
import { render } from '../../src/report/render.ts';
import { run } from '../support/program.ts';

const CASES = 'samples/cases';
const names = readdirSync(CASES).filter((name) => existsSync(join(CASES, name, 'truth.json')));
const bundleOf = (name: string): string =>
  join(CASES, name, readdirSync(join(CASES, name)).find((entry) => entry.startsWith('bundle')) ?? '');

let table: Record<string, string> = {};
let home = '';
beforeAll(async () => {
  table = JSON.parse(await prepared());
  home = mkdtempSync(join(tmpdir(), 'repmgr-doctor-packed-'));
}, 60_000);
afterAll(() => rmSync(home, { recursive: true, force: true }));

describe('the packed program', () => {
  it('reports of every case what the sources report', async () => {
    const tickets = join(home, 'tickets');
    mkdirSync(tickets);
    for (const name of names) symlinkSync(resolve(bundleOf(name)), join(tickets, name));
    const { code } = await run(['diagnose', '--each', tickets, '-o', join(home, 'reports'), '--format', 'json', '--lang', 'en']);
    expect(code).toBe(0);
    for (const name of names) {
      const packed = JSON.parse(readFileSync(join(home, 'reports', `${name}.json`), 'utf8'));
      const report = await analyse(openInputs([join(tickets, name)]), { lang: 'en', version: packed.tool.version });
      expect(packed, name).toEqual(JSON.parse(render(report, 'json')));
    }
  }, 240_000);
});

describe('what a pattern needs', () => {
  const lines = new Set<string>();
  const told = (kind: string): { pattern: RegExp; value: string }[] =>
    Object.entries(table).flatMap(([key, value]) => {
      const [, written, source, flags] = /^(\w+) \/(.*)\/(\w*)$/s.exec(key) ?? [];
      return written === kind ? [{ pattern: new RegExp(source ?? '', flags), value }] : [];
    });
  beforeAll(() => {
    const filesBelow = (path: string): string[] =>
      readdirSync(path, { withFileTypes: true }).flatMap((entry) =>
        entry.isDirectory() ? filesBelow(join(path, entry.name)) : [join(path, entry.name)],
      );
    for (const file of [...filesBelow('samples/cases'), ...filesBelow('samples/outputs')]) {
      for (const line of readFileSync(file, 'utf8').split('\n')) lines.add(line.slice(0, 300));
    }
  });

  it('is told of hundreds of patterns', () => {
    expect(told('needs').length).toBeGreaterThan(150);
    expect(told('starts').length).toBeGreaterThan(150);
  });

  it('no line that matches lacks', () => {
    for (const { pattern, value } of told('needs')) {
      const guard = guardedBy(pattern, () => JSON.parse(value));
      for (const line of lines)
        if (guard.test(line) !== pattern.test(line)) expect.fail(`${pattern} is not tried on ${JSON.stringify(line)}`);
    }
  }, 120_000);

  it('no match begins with another character', () => {
    for (const { pattern, value } of told('starts')) {
      if (value === '') continue;
      const anywhere = new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, ''));
      for (const line of lines) {
        const found = anywhere.exec(line);
        if (found !== null && found[0] !== '' && !begins(value, found[0])) expect.fail(`${pattern} does not begin as ${found[0]}`);
      }
    }
  }, 120_000);
});
