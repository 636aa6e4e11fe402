import { setFlagsFromString } from 'node:v8';

/**
 * For a process whose cores all have a worker: V8's own threads would take the core of one worker to serve another, and the other waits for
 * them. So a worker collects its garbage by itself, and a function is compiled for the processor only when it was called four times
 * as often as usual. Code that is kept counts for the flags it was made with: said when the workers have loaded theirs.
 */
export function everyCoreIsTaken(): void {
  for (const flag of ['--no-parallel-scavenge', '--no-concurrent-marking', '--no-concurrent-sweeping', '--interrupt-budget=528000']) {
    setFlagsFromString(flag);
  }
}
