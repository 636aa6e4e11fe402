import { parseWalName, type WalName } from '../../src/core/wal.ts';

export type NameKind = 'segments' | 'ready' | 'done' | 'partial' | 'histories' | 'backups';

const COMPRESSED = String.raw`(?:\.(?:gz|bz2|xz|lz4|lz|zst|zip|7z|snappy|br|gpg|enc|age))+`;
/** pgBackRest puts a checksum behind the name: `00000001000000000000000A-0f3c….gz`. */
const WAL = new RegExp(
  String.raw`^([0-9A-F]{24})(-[0-9a-f]{40})?(?:(\.partial)|(\.[0-9A-F]{8}\.backup))?(${COMPRESSED})?(\.ready|\.done)?$|^[0-9A-F]{8}\.history(${COMPRESSED})?(\.ready|\.done)?$`,
);

export interface Named {
  readonly kind: NameKind;
  /** The segment that the name is of, without suffixes; null for history and backup files, and for their `.ready`. */
  readonly wal: WalName | null;
  /** Compressed or encrypted: its size says nothing. */
  readonly packed: boolean;
}

/** What a file of pg_wal, archive_status or an archive is, by its name; null for anything else. */
export function classify(name: string): Named | null {
  // Nearly every name of a long listing is one of these: no need for the pattern.
  if (name.length < 16) return null;
  const match = WAL.exec(name);
  if (match === null) return null;
  const [, segment, checksum, partial, backup, packed, status, historyPacked, historyStatus] = match;
  const mark = status ?? historyStatus;
  const kind: NameKind =
    mark === '.ready'
      ? 'ready'
      : mark === '.done'
        ? 'done'
        : segment === undefined
          ? 'histories'
          : partial !== undefined
            ? 'partial'
            : backup !== undefined
              ? 'backups'
              : 'segments';
  const plain = segment !== undefined && backup === undefined && (partial === undefined || kind === 'partial');
  return {
    kind,
    wal: plain ? parseWalName(segment) : null,
    packed: packed !== undefined || historyPacked !== undefined || checksum !== undefined,
  };
}

/** Names that only a data directory has. */
const DATA =
  /^(?:base|global|(?:PG|SYS|KB)_VERSION|(?:pg|sys)_(?:wal|xlog|xact|clog|control|multixact|tblspc|replslot|stat_tmp|subtrans|notify|snapshots|twophase|logical|ident\.conf|hba\.conf)|(?:postgresql|kingbase)(?:\.auto)?\.conf|(?:postmaster|kingbase)\.(?:pid|opts)|es_rep\.conf)$/;

export function isDataEntry(name: string): boolean {
  return DATA.test(name);
}

/** Whether words are what a bare `ls` prints: file names, no sentence. */
export const areNames = (words: readonly string[]): boolean =>
  words.every((word) => !/[，。；：！？、|]|[,:;]$/.test(word)) && words.length <= 24 && words.every((word) => word.length < 256);
export const areWalNames = (words: readonly string[]): boolean =>
  words.every((word) => classify(word.slice(word.lastIndexOf('/') + 1).replace(/[*@]$/, '')) !== null);

/** A size, a date or a time among columns that awk chose. */
export const MEASURE =
  /^(?:\d[\d.,]*[KMGT]?|[\d:-]+|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)|\d{1,2}月|[-dl][-rwxsStT]{9}[.+@]?)$/;

/** The name behind the numbers of a row of wc, empty where it has none; null for what is no such row. `rest` is what follows the first. */
export function wcRow(rest: string, columns: number): string | null {
  const words = rest.split(/\s+/).filter((word) => word !== '');
  const numbers = words.slice(0, columns - 1);
  if (numbers.length < columns - 1 || !numbers.every((word) => /^\d+$/.test(word))) return null;
  return rest.replace(new RegExp(`^\\s*(?:\\d+\\s*){${columns - 1}}`), '');
}

const BLOCKS = /^\d+\t(\S.*)$/;
/** Whether rows are du's without its command: numbers and paths, and the last one holds all above. */
export function areNested(text: string, next: readonly string[]): boolean {
  if (!BLOCKS.test(text)) return false;
  const end = next.findIndex((line) => !BLOCKS.test(line));
  const paths = [text, ...(end < 0 ? next : next.slice(0, end))].map((line) => BLOCKS.exec(line)?.[1] ?? '');
  const last = paths.pop() ?? '';
  return paths.length > 0 && paths.every((path) => path.startsWith(`${last}/`));
}
