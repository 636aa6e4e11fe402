import { randomBytes } from 'node:crypto';
import { renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UsageError } from '../core/errors.ts';
import type { Report } from '../core/report.ts';
import { redact } from '../redact/replace.ts';
import type { Format } from '../report/render.ts';
import { formatOf, formatOfFile, type ReportOptions, redactKindsOf } from './options.ts';

/** Writes a file whole or not at all: to a temporary name beside it, then renamed. A device or a pipe (`/dev/null`) is written to, never replaced. */
export function writeWhole(path: string, content: string): void {
  const target = statSync(path, { throwIfNoEntry: false });
  const temporary = join(dirname(path), `.${randomBytes(6).toString('hex')}.repmgr-doctor.tmp`);
  try {
    if (target !== undefined && !target.isFile() && !target.isDirectory()) writeFileSync(path, content);
    else {
      writeFileSync(temporary, content, { flag: 'wx' });
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
      throw error;
    });
  process.stdout.write(text);
}

/** The report as `--redact` wants it; the private key goes to the file of `--redact-map`. */
export function redacted(report: Report, options: ReportOptions): Report {
  const kinds = redactKindsOf(options.redact);
  if (options.redactMap !== undefined && kinds.length === 0) throw new UsageError('--redact-map needs --redact');
  if (kinds.length === 0) return report;
  const { report: plain, map } = redact(report, kinds);
  if (options.redactMap !== undefined) writeWhole(options.redactMap, `${JSON.stringify(map, null, 2)}\n`);
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
