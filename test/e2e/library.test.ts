import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

let home: string;

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'repmgr-doctor-library-'));
  mkdirSync(join(home, 'node_modules'));
  symlinkSync(resolve('.'), join(home, 'node_modules/repmgr-doctor'));
  cpSync('docs/examples/library.mjs', join(home, 'library.mjs'));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

it('the example of the library runs as it is printed, on the built package', () => {
  const shown = execFileSync('node', [join(home, 'library.mjs'), resolve('samples/cases/story/bundle.md')], {
    encoding: 'utf8',
    cwd: home,
  });
  expect(shown).toContain('critical: archive-command-missing on node1 (certain, active)');
  expect(shown).toMatch(/the report as one page: \d{5,} characters/);
});
