/** How many segments waited to be archived, count by count, against the threshold that refuses a switchover. */
import type { Report } from '../../../core/report.ts';
import type { Words } from '../../words.ts';
import { join, type Markup, markup, NOTHING } from '../markup.ts';
import { figure, label, round, scale, WIDTH } from './svg.ts';

type Backlog = Report['measures']['backlog'][number];
type Point = Backlog['points'][number];

const PLOT = 120;
/** Counts drawn; of more, those that differ most are kept. */
const COLUMNS = 40;

/** A picture for each node whose counts changed, or passed the threshold. */
export function backlogPictures(report: Report, words: Words): Markup {
  return join(report.measures.backlog.filter(isWorthSeeing).map((backlog) => picture(backlog, words)));
}

function isWorthSeeing(backlog: Backlog): boolean {
  const counts = new Set(backlog.points.map((point) => point.count));
  return counts.size > 1 || backlog.points.some((point) => point.count > (backlog.threshold ?? Number.POSITIVE_INFINITY));
}

function picture(backlog: Backlog, words: Words): Markup {
  const points = thinned(backlog.points);
  const highest = Math.max(backlog.threshold ?? 0, ...points.map((point) => point.count), 1);
  const y = scale(0, highest * 1.15, PLOT + 20, 20);
  const step = (WIDTH - 80) / points.length;
  const width = Math.min(44, step * 0.7);
  const bars = points.map((point, index) => {
    const x = 60 + index * step;
    const over = backlog.threshold !== null && point.count > backlog.threshold;
    const count = `${point.atLeast ? '≥ ' : ''}${point.count}`;
    return markup`<g><title>${count} · ${point.source}:${point.line}</title><rect class="bar${over ? ' over' : ''}" x="${round(x)}" y="${round(y(point.count))}" width="${round(width)}" height="${round(PLOT + 20 - y(point.count))}"/>${label(x, y(point.count) - 4, count, Math.max(step, 40), 'value')}${label(x, PLOT + 36, point.at?.slice(11, 16) ?? point.atText ?? `:${point.line}`, step, 'small')}</g>`;
  });
  const limit =
    backlog.threshold === null
      ? NOTHING
      : markup`<path class="limit" d="M52 ${round(y(backlog.threshold))}H${WIDTH - 8}"/>${label(WIDTH - 130, y(backlog.threshold) - 4, `${words.threshold} ${backlog.threshold}`, 126, 'small')}`;
  const axis = markup`<path class="axis" d="M52 ${PLOT + 20}H${WIDTH - 8}"/>${label(8, PLOT + 24, '0', 40, 'small')}`;
  const timed = points.some((point) => point.at !== null || point.atText !== null);
  const told = points
    .map((point) => `${point.atLeast ? `${words.atLeast} ` : ''}${point.count} (${point.source}:${point.line})`)
    .join(', ');
  return figure(
    `${words.backlogPicture} · ${backlog.node}`,
    `${backlog.node}${words.colon}${told}${backlog.threshold === null ? '' : `; ${words.threshold} ${backlog.threshold}`}`,
    PLOT + 46,
    [axis, ...bars, limit],
    timed ? words.timesAsPrinted : words.inBundleOrder,
  );
}

/** Neighbours with the same count tell nothing new; what is left is thinned evenly, first and last kept. */
function thinned(points: readonly Point[]): readonly Point[] {
  const differing = points.filter((point, index) => index === 0 || index === points.length - 1 || points[index - 1]?.count !== point.count);
  if (differing.length <= COLUMNS) return differing;
  const every = (differing.length - 1) / (COLUMNS - 1);
  return Array.from({ length: COLUMNS }, (_, index) => differing[Math.round(index * every)]).filter((point) => point !== undefined);
}
