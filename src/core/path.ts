/** Paths of sources: labels that a person recognises, never places on this machine. */

/** Endings of what is opened on the way: `node1.tar.gz` stands for a folder `node1`, `pg.log.gz` for a file `pg.log`. */
const PACKED = /\.(?:t(?:ar)?\.?(?:gz|bz2?|xz|zst)|tar|zip|gz|bz2|xz|zst)$/i;

export const withoutPacking = (name: string): string => name.replace(PACKED, '');

/** The file's name as it was before it was packed: what a name may hint at. */
export function fileNameOf(path: string): string {
  return withoutPacking(path.split('/').at(-1) ?? path);
}

/** The folders of a source, archives counting as folders: `node1/logs` of `node1.tgz/logs/pg.log`; null where there are none. */
export function folderOf(path: string): string | null {
  const folders = path.split('/').slice(0, -1).map(withoutPacking);
  return folders.length === 0 ? null : folders.join('/');
}

/** `2.txt` before `10.txt`. */
export function byNumber(a: string, b: string): number {
  collator ??= new Intl.Collator('en', { numeric: true });
  return collator.compare(a, b);
}
let collator: Intl.Collator | null = null;
