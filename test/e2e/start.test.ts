import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inFolder } from '../support/inputs.ts';
import { program } from '../support/program.ts';

/** Parts of Node that take a while to load, and that no diagnosis needs. */
const COSTLY = ['child_process', 'worker_threads', 'perf_hooks', 'dgram', 'http'];

describe('the start of the program', async () => {
  const file = await program();

  it('loads no module of Node that a diagnosis does not need', () =>
    inFolder({ 'hook.cjs': "process.on('exit', () => process.stderr.write(JSON.stringify(process.moduleLoadList)));" }, async (folder) => {
      const call = ['--require', join(folder, 'hook.cjs'), file, 'diagnose', 'samples/cases/story/bundle.md'];
      const { status, stderr } = spawnSync(process.execPath, call, { encoding: 'utf8' });
      expect(status).toBe(0);
      const loaded = JSON.parse(stderr) as string[];
      expect(loaded).toContain('NativeModule fs');
      expect(COSTLY.filter((name) => loaded.includes(`NativeModule ${name}`))).toEqual([]);
    }));

  it('is a call, whatever its first argument says', () => {
    const { status, stderr } = spawnSync(process.execPath, [file, '--in-worker'], { encoding: 'utf8' });
    expect(status).toBe(2);
    expect(stderr).toBe("repmgr-doctor: unknown option '--in-worker'; try repmgr-doctor --help\n");
  });
});
