import { renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UsageError } from '../core/errors.ts';
import type { Report } from '../core/report.ts';
import { redactWith } from '../redact/replace.ts';
import type { Format } from '../report/render.ts';
import { formatOf, formatOfFile, type ReportOptions, redactKindsOf } from './options.ts';

/** Writes a file whole or not at all: to a temporary name beside it, then renamed. A device or a pipe (`/dev/null`) is written to, never replaced. */
export function writeWhole(path: string, content: string, mode = 0o666): void {
  const target = statSync(path, { throwIfNoEntry: false });
  const temporary = join(dirname(path), `.${crypto.randomUUID()}.repmgr-doctor.tmp`);
  try {
    if (target !== undefined && !target.isFile() && !target.isDirectory()) writeFileSync(path, content);
    else {
      writeFileSync(temporary, content, { flag: 'wx', mode });
      renameSync(temporary, path);
    }
  } catch (error) {
    rmSync(temporary, { force: true });
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UsageError(`cannot write ${path} (${reason}); choose a folder that exists and is writable`);
  }
}

/** Prints to standard output; a reader that has gone away is no error. */
export function print(text: string): void {
  if (process.stdout.listenerCount('error') === 0)
    process.stdout.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(0);
      process.stderr.write(`repmgr-doctor: cannot write to standard output (${error.code})\n`);
      process.exit(2);
    });
  process.stdout.write(text);
}

/** What `--redact` asks for, checked before anything is read. */
export function checkRedact(options: ReportOptions): void {
  if (options.redactMap !== undefined && redactKindsOf(options.redact).length === 0) throw new UsageError('--redact-map needs --redact');
}

/** What is about some reports, as `--redact` wants it; the private key goes to the file of `--redact-map`, which only its owner may read. */
export function redacted<T>(value: T, reports: readonly Report[], options: ReportOptions): T {
  const kinds = redactKindsOf(options.redact);
  if (kinds.length === 0) return value;
  const { value: plain, map } = redactWith(value, reports, kinds);
  if (options.redactMap !== undefined) writeWhole(options.redactMap, `${JSON.stringify(map, null, 2)}\n`, 0o600);
  return plain;
}

/** Writes to the files of `-o`, each in the format that its ending says, or to standard output where there is none. */
export function deliver(
  options: { readonly format: string; readonly output: readonly string[] },
  rendered: (format: Format) => string,
): void {
  // everything is rendered before anything is written: a format that is refused leaves no file behind
  const files = options.output.map((path) => ({ path, content: rendered(formatOfFile(path)) }));
  if (files.length === 0) print(rendered(formatOf(options.format)));
  for (const file of files) writeWhole(file.path, file.content);
}
