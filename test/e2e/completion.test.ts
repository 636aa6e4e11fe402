import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inFolder } from '../support/inputs.ts';
import { run } from '../support/program.ts';

const has = (shell: string): boolean => spawnSync('sh', ['-c', `command -v ${shell}`]).status === 0;
const scriptFor = async (shell: string): Promise<string> => (await run(['completion', shell])).stdout;

/** What bash offers where the last word is being typed. */
async function offered(...words: string[]): Promise<string[]> {
  const script = await scriptFor('bash');
  const line = words.map((word) => `'${word}'`).join(' ');
  const asked = `COMP_WORDS=(${line}); COMP_CWORD=${words.length - 1}; _repmgr_doctor; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const ran = spawnSync('bash', ['--norc', '-c', `${script}\n${asked}`], { encoding: 'utf8' });
  expect(ran.stderr).toBe('');
  return ran.stdout.trim().split('\n').sort();
}

describe('completion', () => {
  it.runIf(has('bash'))('in bash offers commands, options, their values, causes and files', async () => {
    expect(await offered('repmgr-doctor', 'co')).toEqual(['collect', 'compare', 'completion']);
    expect(await offered('repmgr-doctor', 'diagnose', '--fo')).toEqual(['--format']);
    expect(await offered('repmgr-doctor', 'diagnose', '--format', 'h')).toEqual(['html']);
    expect(await offered('repmgr-doctor', 'explain', 'split')).toEqual(['split-brain']);
    expect(await offered('repmgr-doctor', 'diagnose', 'packag')).toEqual(['package-lock.json', 'package.json']);
  });

  it.each(['bash', 'zsh', 'fish'].filter(has))('is a script that %s reads without complaint', async (shell) => {
    const script = await scriptFor(shell);
    const check = shell === 'fish' ? '--no-execute' : '-n';
    await inFolder({ script }, async (folder) => {
      const ran = spawnSync(shell, [check, join(folder, 'script')], { encoding: 'utf8' });
      expect(ran.stderr).toBe('');
      expect(ran.status).toBe(0);
    });
  });

  it.each(['bash', 'zsh', 'fish'])('for %s names every command and every option of the help', async (shell) => {
    const script = await scriptFor(shell);
    const help = (await run(['--help'])).stdout;
    const commands = [...help.matchAll(/^ {2}(\w+) /gm)].map((match) => match[1] ?? '').filter((name) => name !== 'help');
    expect(commands.length).toBeGreaterThan(5);
    for (const command of commands) {
      if (command === 'repmgr') continue;
      expect(script).toContain(command);
      const options = [...(await run([command, '--help'])).stdout.matchAll(/ --([a-z-]+)/g)].map((match) => match[1] ?? '');
      for (const option of options.filter((name) => name !== 'help')) expect(script).toContain(option);
    }
  });

  it('of an unknown shell is refused', async () => {
    const ran = await run(['completion', 'tcsh']);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toBe('repmgr-doctor: unknown shell: tcsh; one of bash, zsh, fish\n');
  });
});
