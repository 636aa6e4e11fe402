/** `shared_preload_libraries` taken apart: which libraries a server loads at its start. */
import type { Setting } from './settings.ts';

/** Library names without their directory: `'$libdir/repmgr'` is `repmgr`. */
export function librariesIn(value: string): string[] {
  return value
    .split(',')
    .map((name) => name.replace(/["'\s]/g, '').replace(/^.*\//, ''))
    .filter((name) => name !== '');
}

/** Whether a setting lists a library; null where it is not known. */
export function lists(setting: Setting, library: string): boolean | null {
  return setting.known ? librariesIn(setting.value).includes(library) : null;
}
