import { bytesOf } from '../kit/size.ts';
import type { Cell } from './parser.ts';

export type Column = 'filesystem' | 'type' | 'size' | 'used' | 'available' | 'percent' | 'mount' | 'other';

/** What a heading says: the columns in order, what is counted, and how many bytes a bare number stands for. */
export interface Heading {
  readonly columns: readonly Column[];
  readonly of: 'blocks' | 'inodes';
  readonly unit: number;
}

const COLUMNS: readonly (readonly [RegExp, Column])[] = [
  [/^(?:Filesystem|Source|文件系统|檔案系統)$/i, 'filesystem'],
  [/^(?:Type|类型|類型)$/, 'type'],
  [/^(?:I?Use%|%iused|Capacity|Use|I?已用\(?I?\)?%|容量%|使用%|已用百分比)$/i, 'percent'],
  [/^I?Used$|^已用\(?I?\)?$/i, 'used'],
  [/^(?:Avail(?:able)?|IFree)$|^可用\(?I?\)?$/i, 'available'],
  [/^(?:Size|大小|容量|Inodes?|I节点|[\d.]+[KMGTPE]?i?B?(?:-blocks|-块|的块))$/i, 'size'],
  [/^(?:Mounted\s+on|挂载点|掛載點|File|文件)$/i, 'mount'],
];

const BLOCKS: Readonly<Record<string, number>> = { '': 1, K: 1024, M: 1024 ** 2, G: 1024 ** 3, KB: 1000, MB: 1000 ** 2, GB: 1000 ** 3 };

/** `1K-blocks`, `1024-块`, `512的块`, `1M-blocks` as bytes. */
function unitOf(heading: string): number | null {
  const [, number, prefix] = /^(\d+)([KMG]?B?)(?:-blocks|-块|的块)$/i.exec(heading) ?? [];
  return number === undefined ? null : Number(number) * (BLOCKS[(prefix ?? '').toUpperCase()] ?? 1);
}

/** A heading's columns; null where they are not df's. POSIX mode calls the share of use `Capacity` / `容量`, which is a size elsewhere. */
export function headingOf(words: readonly string[]): Heading | null {
  const columns = words.map((word): Column => COLUMNS.find(([pattern]) => pattern.test(word))?.[1] ?? 'other');
  const share = columns.lastIndexOf('size');
  if (columns.indexOf('size') < share) columns[share] = 'percent';
  const strange = columns.filter((column) => column === 'other').length;
  if (strange > 3 || columns.length - strange < 3) return null;
  const unit = words.map(unitOf).find((bytes) => bytes !== null) ?? null;
  if (unit === null && words.some((word) => /^(?:Inodes?|I节点)$/i.test(word))) return { columns, of: 'inodes', unit: 1 };
  return { columns, of: 'blocks', unit: unit ?? 1024 };
}

export interface Values {
  filesystem: string;
  size: number | null;
  used: number | null;
  available: number | null;
  usedPercent: number | null;
  mount: string;
}

const percentOf = (cell: Cell | undefined): number | null => (cell?.is === 'percent' ? Number.parseInt(cell.text, 10) : null);

/**
 * The values of a row in df's own order, whatever the heading: words, numbers, a percentage, the mount point to the end.
 * Null where the row has another shape. `filesystem` is empty for the second line of a wrapped row.
 */
export function valuesOf(cells: readonly Cell[], unit: number): Values | null {
  const first = cells.findIndex((cell, index) => index > 0 && cell.is === 'percent');
  const share = first < 0 && cells[0]?.is === 'percent' ? 0 : first;
  const at = share >= 0 ? share : cells.findLastIndex((cell) => cell.is === 'dash' && cell !== cells.at(-1));
  if (at < 0) return null;
  let from = at;
  while (from > 0 && cells[from - 1]?.is !== 'word' && at - from < 3) from--;
  const numbers = cells.slice(from, at);
  const head = cells.slice(0, from);
  let rest = cells.slice(at + 1);
  // BSD and macOS print the inodes behind: `iused ifree %iused`
  if (rest[0]?.is === 'amount' && rest[1]?.is === 'amount' && rest[2]?.is === 'percent') rest = rest.slice(3);
  const mount = rest.map((cell) => cell.text).join(' ');
  if (!/^(?:\/|-$)/.test(mount) || (numbers.length !== 3 && (numbers.length > 0 || head.length > 0))) return null;
  const number = (index: number): number | null => {
    const cell = numbers[index];
    return cell?.is === 'amount' ? bytesOf(cell.text, unit) : null;
  };
  return {
    filesystem: head[0]?.text ?? '',
    size: number(0),
    used: number(1),
    available: number(2),
    usedPercent: percentOf(cells[at]),
    mount,
  };
}

/** The values of a row under a heading of another order (`--output=source,target,pcent`): cell by cell. */
export function valuesBy({ columns, unit }: Heading, cells: readonly Cell[]): Values | null {
  if (cells.length !== columns.length) return null;
  const cell = (column: Column): Cell | undefined => cells[columns.indexOf(column)];
  const number = (column: Column): number | null => {
    const found = cell(column);
    return found?.is === 'amount' ? bytesOf(found.text, unit) : null;
  };
  const mount = cell('mount')?.text ?? '';
  if (!/^(?:\/|-$)/.test(mount)) return null;
  return {
    filesystem: cell('filesystem')?.text ?? '',
    size: number('size'),
    used: number('used'),
    available: number('available'),
    usedPercent: percentOf(cell('percent')),
    mount,
  };
}
