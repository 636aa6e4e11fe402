import { appendFileSync, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Tinypool } from 'tinypool';
import { UsageError } from '../../core/errors.ts';
import { alreadyIn, bundlesIn, reportNames } from '../each/bundles.ts';
import { type IndexLine, lineWithout } from '../each/index-line.ts';
import type { Task } from '../each/one.ts';
import { WORKER_ARGUMENTS } from '../each/worker.ts';
import { forManyBundles } from '../engine.ts';
import { failOnOf, formatOf, langOf, type ReportOptions, redactKindsOf } from '../options.ts';
import { print } from '../output.ts';

export interface EachOptions extends ReportOptions {
  /** A file that gets one line for each bundle; lines that it has are not made again. */
  readonly jsonl?: string;
  readonly workers?: string;
}

const ENDINGS = { md: 'md', html: 'html', json: 'json', text: 'txt', sarif: 'sarif' } as const;

/**
 * Diagnoses every entry of the folders by itself, on all cores. Gives the exit code: 0 analysed, 1 `--fail-on` met somewhere,
 * 3 nothing recognised anywhere, 70 where a bundle failed.
 */
export async function each(folders: readonly string[], options: EachOptions, version: string, program: string): Promise<number> {
  langOf(options.lang);
  failOnOf(options.failOn);
  redactKindsOf(options.redact);
  if (options.redactMap !== undefined) throw new UsageError('--redact-map is for one bundle; with --each every report has its own names');
  const formats = options.format.split(',').map(formatOf);
  if (options.output.length > 1) throw new UsageError('--each writes to one folder: -o FOLDER, the formats by --format md,json');
  const [into] = options.output;
  if (into !== undefined && /\.(?:md|html|json|txt|sarif)$/.test(into) && !existsSync(into))
    throw new UsageError(`--each writes to a folder: -o FOLDER, not a file such as ${into}`);
  if (into !== undefined) mkdirSync(into, { recursive: true });

  const all = bundlesIn(folders);
  const names = reportNames(all);
  const done = options.jsonl === undefined ? new Set<string>() : alreadyIn(options.jsonl);
  const tasks = all
    .filter((bundle) => !done.has(bundle))
    .map((bundle): Task => {
      const report = (format: (typeof formats)[number]) => ({ path: join(into ?? '', `${names.get(bundle)}.${ENDINGS[format]}`), format });
      return { bundle, input: bundle, reports: into === undefined ? [] : formats.map(report), options, version };
    });

  const index = new Index(options.jsonl);
  await inWorkers(tasks, workersOf(options.workers), program, (line) => index.add(line));
  const left = all.length - tasks.length;
  if (options.quiet !== true) process.stderr.write(`repmgr-doctor: ${index.summary}${left > 0 ? `, ${left} told of before` : ''}\n`);
  return index.exit;
}

function workersOf(word: string | undefined): number {
  if (word === undefined) return availableParallelism();
  const workers = Number(word);
  if (!Number.isInteger(workers) || workers < 1 || workers > 256) throw new UsageError(`not a number of workers: ${word}`);
  return workers;
}

/** Runs the tasks, and hands on each line as soon as there is one. A worker that dies takes its own bundle with it and no other. */
async function inWorkers(tasks: readonly Task[], workers: number, program: string, done: (line: IndexLine) => void): Promise<void> {
  if (workers === 1 || tasks.length < 2) {
    const { one } = await import('../each/one.ts');
    forManyBundles(false);
    for (const task of tasks) done(await one(task));
    return;
  }
  const count = Math.min(workers, tasks.length);
  const pool = new Tinypool({ filename: program, name: 'one', argv: [...WORKER_ARGUMENTS], minThreads: count, maxThreads: count });
  try {
    const waiting = tasks.values();
    let told = false;
    // as many at a time as there are workers: a queue of thousands would hold them all
    const work = async (): Promise<void> => {
      for (const task of waiting) {
        const line = await pool.run(task).catch((error: unknown): IndexLine => {
          const message = error instanceof Error ? error.message : String(error);
          return lineWithout(task.bundle, 0, 'failed', 70, message);
        });
        if (!told) forManyBundles(count >= availableParallelism());
        told = true;
        done(line as IndexLine);
      }
    };
    await Promise.all(Array.from({ length: count }, work));
  } finally {
    await pool.destroy();
  }
}

/** The lines as they come: in a file, each written whole, or on standard output. */
class Index {
  readonly #file: string | undefined;
  readonly #counts = { analysed: 0, 'nothing-recognised': 0, failed: 0 };
  #met = false;

  constructor(file: string | undefined) {
    this.#file = file;
    if (file !== undefined && breaksOff(file)) appendFileSync(file, '\n');
  }

  add(line: IndexLine): void {
    this.#counts[line.status]++;
    this.#met ||= line.exit === 1;
    if (line.exit === 70 && line.status === 'analysed') this.#counts.failed++;
    const text = `${JSON.stringify(line)}\n`;
    if (this.#file === undefined) print(text);
    else write(this.#file, text);
  }

  get summary(): string {
    const { analysed, failed } = this.#counts;
    return `${analysed} analysed, ${this.#counts['nothing-recognised']} with nothing recognised, ${failed} failed`;
  }

  get exit(): number {
    const { analysed, failed } = this.#counts;
    if (failed > 0) return 70;
    if (this.#met) return 1;
    return analysed === 0 && this.#counts['nothing-recognised'] > 0 ? 3 : 0;
  }
}

function write(file: string, text: string): void {
  try {
    appendFileSync(file, text);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UsageError(`cannot write ${file} (${code}); choose a folder that exists and is writable`);
  }
}

/** Whether a call broke off in the middle of the last line. */
function breaksOff(file: string): boolean {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  return size > 0 && !readFileSync(file).subarray(-1).equals(Buffer.from('\n'));
}
