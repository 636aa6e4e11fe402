/** Segments by number: what lies in the WAL directory, what waits, what is archived, and the gap. */
import type { Report } from '../../../core/report.ts';
import type { Words } from '../../words.ts';
import { join, type Markup, markup, NOTHING } from '../markup.ts';
import { figure, label, round, scale, WIDTH } from './svg.ts';

type Strip = Report['measures']['segments'][number];
type Row = Strip['rows'][number];

const LEFT = 150;
const ROW = 26;
/** The thinnest mark that is still seen. */
const THIN = 2.5;

export function segmentsPictures(report: Report, words: Words): Markup {
  return join(report.measures.segments.map((strip) => picture(strip, words)));
}

function picture(strip: Strip, words: Words): Markup {
  const runs = strip.rows.flatMap((row) => row.runs);
  const first = Math.min(...runs.map((run) => run.start));
  const end = Math.max(...runs.map((run) => run.start + run.count));
  if (!Number.isFinite(first) || !Number.isFinite(end)) return NOTHING;
  const x = scale(first, end, LEFT, WIDTH - 8);
  const rows = strip.rows.map((row, index) => line(row, index, x, words));
  const height = strip.rows.length * ROW + 34;
  const lowest = runs.reduce((a, b) => (b.start < a.start ? b : a));
  const highest = runs.reduce((a, b) => (b.start + b.count > a.start + a.count ? b : a));
  const axis = markup`<path class="axis" d="M${LEFT} ${height - 28}H${WIDTH - 8}"/>${label(LEFT, height - 10, lowest.from, 200, 'small')}<g class="end">${label(WIDTH - 8, height - 10, highest.to, 200, 'small')}</g>`;
  const told = strip.rows
    .map(
      (row) =>
        `${words.strip[row.what]}${words.colon}${row.runs.map((run) => (run.count === 1 ? run.from : `${run.from} – ${run.to} (${run.count})`)).join(', ')}`,
    )
    .join('; ');
  return figure(`${words.segmentsPicture} · ${strip.node}`, told, height, [...rows, axis]);
}

function line(row: Row, index: number, x: (value: number) => number, words: Words): Markup {
  const y = 6 + index * ROW;
  const count = row.runs.reduce((sum, run) => sum + run.count, 0);
  const name = `${words.strip[row.what]} ${row.atLeast ? '≥ ' : ''}${count}`;
  const marks = row.runs.map((run) => {
    const start = x(run.start);
    const width = Math.max(THIN, x(run.start + run.count) - start - 0.5);
    const what = run.count === 1 ? run.from : `${run.from} – ${run.to} (${run.count})`;
    return markup`<rect class="run ${row.what}" x="${round(start)}" y="${y}" width="${round(width)}" height="${ROW - 10}"><title>${what}</title></rect>`;
  });
  return markup`${label(4, y + 12, name, LEFT - 8)}<path class="rail" d="M${LEFT} ${y + ROW - 8}H${WIDTH - 8}"/>${marks}`;
}
