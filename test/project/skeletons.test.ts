import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let root: string;
const make = (...args: string[]) => spawnSync('node', [resolve('scripts/new.mjs'), ...args, root], { encoding: 'utf8' });

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'repmgr-doctor-new-'));
  for (const path of ['src', 'grammars', 'tsconfig.json', 'package.json']) cpSync(path, join(root, path), { recursive: true });
  symlinkSync(resolve('node_modules'), join(root, 'node_modules'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('the skeletons of a new piece', () => {
  it('are of a cause that the catalogue names, and of a grammar, and compile', () => {
    expect(make('cause', 'archive-too-new').stderr).toContain('add it there first');
    const ids = join(root, 'src/core/ids.ts');
    writeFileSync(ids, readFileSync(ids, 'utf8').replace("'archive-gap',", "'archive-gap',\n    'archive-too-new',"));
    expect(make('cause', 'archive-too-new').status).toBe(0);
    expect(make('grammar', 'lsof').status).toBe(0);
    expect(readFileSync(join(root, 'src/causes/index.ts'), 'utf8')).toContain(
      "import { archiveTooNew } from './archiving/archive-too-new.ts';",
    );
    writeFileSync(
      join(root, 'tsconfig.json'),
      JSON.stringify({ extends: resolve('tsconfig.json'), include: ['src/causes/archiving/archive-too-new.ts', 'grammars/lsof/index.ts'] }),
    );
    execFileSync(resolve('node_modules/.bin/tsc'), ['-p', 'tsconfig.json', '--noEmit'], { cwd: root, encoding: 'utf8' });
  });

  it('overwrite nothing, and take no bad name', () => {
    expect(make('grammar', 'df').stderr).toContain('is there already');
    expect(make('grammar', 'Bad_Name').status).toBe(2);
  });
});
