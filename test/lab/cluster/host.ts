/** What the lab does on the machine itself: programs that are run and waited for. */
import { spawnSync } from 'node:child_process';

export interface Ran {
  readonly code: number;
  /** Standard output and standard error as they came. */
  readonly output: string;
}

/** Runs a program to its end, without a terminal and without anything to read. */
export function run(file: string, args: readonly string[], options: { seconds?: number; input?: string } = {}): Ran {
  const ran = spawnSync(file, args, {
    input: options.input ?? '',
    timeout: (options.seconds ?? 120) * 1000,
    killSignal: 'SIGKILL',
    maxBuffer: 1 << 28,
    encoding: 'latin1',
  });
  const ended = ran.error === undefined ? '' : `${ran.error.message}\n`;
  return { code: ran.status ?? 124, output: Buffer.from(`${ran.stdout}${ran.stderr}${ended}`, 'latin1').toString('utf8') };
}

export function pause(seconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, seconds * 1000);
}

/** True as soon as the condition holds, false when the time is over. */
export function holdsWithin(seconds: number, condition: () => boolean): boolean {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; pause(0.2)) if (condition()) return true;
  return condition();
}
