/** The first argument of a worker. Only where it stands Node is asked, whose module about workers takes a while to load. */
const IN_WORKER = '--in-worker';

/** What the workers of `--each`, which run the program itself, are started with. */
export const WORKER_ARGUMENTS: readonly string[] = [IN_WORKER];

/** Whether this is a worker: a call may have been given the argument by hand. */
export function isWorker(): boolean {
  return process.argv[2] === IN_WORKER && !process.getBuiltinModule('node:worker_threads').isMainThread;
}
