/** What V8 is told beyond what `start.cjs` says for a small ticket. */
import { setFlagsFromString } from 'node:v8';

/**
 * For many bundles. Garbage is collected beside the work, which `start.cjs` has put off for one. Where every core
 * has a worker, V8's own threads would take the core of one worker to serve another, and the other waits for them: a worker
 * collects by itself, and a function is compiled for the processor only when it was called four times as often as usual. Code
 * that is kept counts for the flags it was made with: said when the workers have loaded theirs.
 */
export function forManyBundles(everyCoreIsTaken: boolean): void {
  for (const flag of ['--opt', '--incremental-marking']) setFlagsFromString(flag);
  if (!everyCoreIsTaken) return;
  for (const flag of ['--no-parallel-scavenge', '--no-concurrent-marking', '--no-concurrent-sweeping']) setFlagsFromString(flag);
  // Node 20's; later it has another name, and a flag that is not known is told on standard error
  if (process.versions.v8.startsWith('11.')) setFlagsFromString('--interrupt-budget=528000');
}

/** More than this is read by code that is worth compiling for the processor, which `start.cjs` has put off for one ticket. */
const MUCH = 256 * 1024;
/** More than this is a long read. */
const LONG = 64 * 1024 * 1024;

/**
 * For inputs of so many bytes; null where nobody knows. In a long read the young generation stays as small as it is: what is read
 * leaves nothing behind, so that a larger one would be collected less often for as much memory as it takes, the more the longer the input.
 */
export function forReading(bytes: number | null): void {
  if (bytes === null || bytes > MUCH) setFlagsFromString('--opt');
  if (bytes !== null && bytes > LONG) setFlagsFromString('--semi-space-growth-factor=1');
}
