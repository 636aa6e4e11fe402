import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pack } from '../../scripts/bundle.mjs';

export interface Ran {
  /** The exit code; null where a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Largest resident set, in MiB. */
  readonly memory: number;
  readonly seconds: number;
}

const MEMORY = 'repmgr-doctor-test-memory:';
/** Runs beside the program and tells on standard error how much memory it took. */
const WATCH = `data:text/javascript,process.on('exit',()=>process.stderr.write('${MEMORY}'+process.resourceUsage().maxRSS+'\\n'))`;

let built: Promise<string> | null = null;

/** The program as it is published, in one file, made from the sources at hand. */
export function program(): Promise<string> {
  built ??= (async () => {
    const folder = mkdtempSync(join(tmpdir(), 'repmgr-doctor-program-'));
    process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
    const file = join(folder, 'repmgr-doctor.cjs');
    await pack('src/cli/main.ts', file);
    return file;
  })();
  return built;
}

export async function run(
  args: readonly string[],
  options: { readonly input?: string | Buffer; readonly env?: Readonly<Record<string, string>>; readonly cwd?: string } = {},
): Promise<Ran> {
  const file = await program();
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', WATCH, file, ...args], {
      cwd: options.cwd,
      env: { PATH: process.env['PATH'] ?? '', ...options.env },
      stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', reject);
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(options.input);
    child.on('close', (code) => {
      const told = new RegExp(`${MEMORY}(\\d+)\\n`).exec(stderr);
      resolve({
        code,
        stdout,
        stderr: stderr.replace(told?.[0] ?? '\u0000', ''),
        memory: Number(told?.[1] ?? 0) / 1024,
        seconds: (performance.now() - started) / 1000,
      });
    });
  });
}
