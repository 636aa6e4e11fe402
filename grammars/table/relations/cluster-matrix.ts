import type { MatrixBody } from '../../../src/core/fact.ts';
import type { Collector, Relation, ResultContext, TableRecord } from './relation.ts';

const STATUS: Readonly<Record<string, MatrixBody['status']>> = {
  '*': 'works',
  x: 'fails',
  X: 'fails',
  '?': 'unknown',
  '0': 'works',
  '-1': 'fails',
  '-2': 'unknown',
};

/** Both views print the same table; only the command tells them apart. */
const viewOf = (result: ResultContext): MatrixBody['view'] => (result.query?.text === 'crosscheck' ? 'crosscheck' : 'matrix');

const idOf = (cell: string | null | undefined): number | null => (/^\d+$/.test(cell ?? '') ? Number(cell) : null);

/** Columns carry node ids, rows names and ids: the names are known when all rows are read. */
function readMatrix(result: ResultContext): Collector {
  const records: TableRecord[] = [];
  return {
    row: (record) => void records.push(record),
    end() {
      const names = new Map(records.map((record) => [record.values['id'] ?? '', record.values['name'] ?? '']));
      for (const record of records) {
        for (const [column, cell] of Object.entries(record.values)) {
          const status = STATUS[(cell ?? '').replace('\\', '')];
          if (!/^\d+$/.test(column) || status === undefined) continue;
          const from = record.values['name'] || record.values['id'] || '';
          result.emit(
            {
              kind: 'matrix',
              view: viewOf(result),
              from,
              to: names.get(column) || column,
              fromId: idOf(record.values['id']),
              toId: idOf(column),
              status,
            },
            { line: record.line, endLine: record.endLine },
          );
        }
      }
    },
  };
}

/** `Name | ID | 1 | 2`; up to repmgr 5.1 `Id` and columns of fixed width. */
export const clusterMatrix: Relation = {
  name: 'cluster matrix',
  positions: [],
  freeColumn: null,
  recognises: (columns) =>
    columns.length >= 3 && columns[0] === 'name' && columns[1] === 'id' && columns.slice(2).every((column) => /^\d+$/.test(column)),
  open: readMatrix,
};

const TRIPLE = /^(\d+),(\d+),(?:0|-[12])$/;
/** Whether rows without their command are a matrix: each of some ids in front of each, in order, and nothing else. */
export function isMatrixCsv(text: string, next: readonly string[]): boolean {
  const first = TRIPLE.exec(text.trim());
  if (first === null || first[1] !== first[2]) return false;
  const end = next.findIndex((line) => !TRIPLE.test(line.trim()));
  const pairs = [text, ...(end < 0 ? next : next.slice(0, end))].map((line) => TRIPLE.exec(line.trim()) ?? []);
  const ids = pairs.filter(([, from]) => from === first[1]).map(([, , to]) => Number(to));
  const square = ids.flatMap((from) => ids.map((to) => `${from},${to}`));
  return (
    ids.length > 1 &&
    ids.every((id, index) => index === 0 || id > (ids[index - 1] ?? 0)) &&
    pairs.map(([, from, to]) => `${from},${to}`).join() === square.join()
  );
}

/** `1,2,0`: row id, column id, 0 works, -1 fails, -2 unknown. */
export const clusterMatrixCsv: Relation = {
  name: 'cluster matrix --csv',
  positions: [['from', 'to', 'status']],
  freeColumn: null,
  recognises: () => false,
  open: (result) => ({
    row: (record) => {
      const status = STATUS[record.values['status'] ?? ''] ?? 'unknown';
      const { from, to } = record.values;
      result.emit(
        { kind: 'matrix', view: viewOf(result), from: from ?? '', to: to ?? '', fromId: idOf(from), toId: idOf(to), status },
        { line: record.line, endLine: record.endLine },
      );
    },
  }),
};
