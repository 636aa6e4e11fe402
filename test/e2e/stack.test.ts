import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { sourced } from '../../src/cli/stack.ts';
import { program } from '../support/program.ts';

it('a stack of the packed program tells the places of the sources', async () => {
  const file = await program();
  const before = readFileSync(file, 'latin1').split('a defect of the program')[0]?.split('\n') ?? [];
  const stack = [
    'TypeError: x',
    `    at Ab.c (${file}:${before.length}:${(before.at(-1)?.length ?? 0) + 1})`,
    `    at async ${file}:${before.length}:${(before.at(-1)?.length ?? 0) + 1}`,
    '    at node:internal/main:1:2',
  ];
  const [message, named, bare, node] = sourced(stack.join('\n'), file).split('\n');
  const line = readFileSync('src/cli/main.ts', 'utf8').split('a defect of the program')[0]?.split('\n').length;
  expect([message, node]).toEqual([stack[0], stack[3]]);
  for (const frame of [named, bare]) expect(frame).toMatch(new RegExp(`^    at src/cli/main\\.ts:${line}:\\d+$`));
  expect(sourced(stack.join('\n'), '/nowhere/repmgr-doctor.cjs')).toBe(stack.join('\n'));
});

it('a defect is told with the places of the sources', async () => {
  const broken = 'data:text/javascript,import fs from "node:fs"; fs.statSync = () => { throw new TypeError("broken on purpose"); }';
  const { status, stderr } = spawnSync(process.execPath, ['--import', broken, await program(), 'diagnose', 'x.json', '--verbose'], {
    encoding: 'utf8',
  });
  expect(status).toBe(70);
  expect(stderr).toMatch(/^repmgr-doctor: a defect of the program: TypeError: broken on purpose\n/);
  expect(stderr).toMatch(/\n {4}at src\/cli\/load\.ts:\d+:\d+\n/);
});
