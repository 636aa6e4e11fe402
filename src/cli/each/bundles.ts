import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { UsageError } from '../../core/errors.ts';
import { byNumber } from '../../core/path.ts';

/** What each folder holds, one bundle an entry: a folder, an archive, a file; hidden ones are left out. @throws UsageError where there is no such folder */
export function bundlesIn(folders: readonly string[]): string[] {
  return folders.flatMap((folder) => {
    const names = namesIn(folder);
    return names
      .filter((name) => !name.startsWith('.'))
      .sort(byNumber)
      .map((name) => join(folder, name));
  });
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UsageError(`--each takes folders whose entries are bundles; cannot read ${folder} (${code})`);
  }
}

/** The bundles that an index already tells of; those that failed are tried again. */
export function alreadyIn(index: string): Set<string> {
  const done = new Set<string>();
  if (!existsSync(index)) return done;
  for (const line of readFileSync(index, 'utf8').split('\n')) {
    const told = bundleIn(line);
    if (told !== null) done.add(told);
  }
  return done;
}

/** Null for a line that says that its bundle failed, or that a call broke off in the middle of. */
function bundleIn(line: string): string | null {
  try {
    const told = JSON.parse(line) as { readonly bundle?: unknown; readonly status?: unknown };
    return typeof told.bundle === 'string' && told.status !== 'failed' ? told.bundle : null;
  } catch {
    return null;
  }
}

/** A name for each bundle's report: its own without the ending of an archive, with a number where two have the same. */
export function reportNames(bundles: readonly string[]): Map<string, string> {
  const names = new Map<string, string>();
  const given = new Set<string>();
  for (const bundle of bundles) {
    const own = basename(bundle).replace(/\.(?:tar\.\w+|t[gbx]z\d?|tar|zip|gz|xz|bz2|zst|md|txt|log)$/i, '');
    let name = own;
    for (let count = 2; given.has(name); count++) name = `${own}-${count}`;
    given.add(name);
    names.set(bundle, name);
  }
  return names;
}

export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
