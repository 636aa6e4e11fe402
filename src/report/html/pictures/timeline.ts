/** The timeline as lanes: one for each node, thick while the node is primary, a mark for each event beside its words. */
import type { Report } from '../../../core/report.ts';
import type { Words } from '../../words.ts';
import { type Markup, markup, NOTHING } from '../markup.ts';
import { figure, label, WIDTH } from './svg.ts';

type Event = Report['timeline'][number];

const ROW = 24;
const TOP = 34;
const WHEN = 128;
const LANE = 72;
/** Events drawn; the table has all. */
const DRAWN = 60;
const LANES = 4;

export function timelinePicture(report: Report, words: Words): Markup {
  const events = report.timeline.slice(0, DRAWN);
  const nodes = [...new Set(events.flatMap((event) => (event.node === null ? [] : [event.node])))].slice(0, LANES);
  if (events.length < 2 || nodes.length === 0) return NOTHING;
  const x = (node: string | null): number => WHEN + LANE / 2 + Math.max(0, node === null ? nodes.length - 1 : nodes.indexOf(node)) * LANE;
  const text = WHEN + nodes.length * LANE + 4;
  const height = TOP + events.length * ROW + 8;
  const lanes = nodes.map((node) => lane(node, x(node), events, report, words));
  const rows = events.map((event, index) => {
    const y = TOP + index * ROW + ROW / 2;
    return markup`<g class="event ${event.kind}">${label(4, y + 4, event.at?.slice(0, 19).replace('T', ' ') ?? event.atText ?? event.heading ?? '', WHEN - 12, 'small')}${event.node === null ? NOTHING : mark(event.kind, x(event.node), y)}${label(text, y + 4, event.event.replace(/`/g, ''), WIDTH - text - 4)}</g>`;
  });
  const told = events.map((event) => `${event.node ?? words.cluster}${words.colon}${event.event.replace(/`/g, '')}`).join('. ');
  return figure(
    words.timelinePicture,
    told,
    height,
    [...lanes, ...rows],
    `● ${words.kinds.observed} · ■ ${words.kinds.done} · ◆ ${words.kinds.logged} · ┃ ${words.roles.primary}`,
  );
}

function mark(kind: Event['kind'], x: number, y: number): Markup {
  if (kind === 'done') return markup`<rect class="mark" x="${x - 6}" y="${y - 6}" width="12" height="12"/>`;
  if (kind === 'logged') return markup`<path class="mark" d="M${x} ${y - 7}l7 7l-7 7l-7 -7z"/>`;
  return markup`<circle class="mark" cx="${x}" cy="${y}" r="5.5"/>`;
}

/** A thin line down the picture, thick between the events where the node was seen as primary. */
function lane(node: string, x: number, events: readonly Event[], report: Report, words: Words): Markup {
  const bottom = TOP + events.length * ROW;
  const changes = report.measures.roles.find((one) => one.node === node)?.changes ?? [];
  const yOf = (order: number): number => {
    const index = events.findIndex((event) => event.order >= order);
    return index < 0 ? bottom : TOP + index * ROW;
  };
  const thick = changes.flatMap((change, index) => {
    if (change.role !== 'primary') return [];
    const next = changes[index + 1];
    const [from, to] = [yOf(change.order), next === undefined ? bottom : yOf(next.order)];
    return to > from
      ? [markup`<path class="reign" d="M${x} ${from}V${to}"><title>${node}${words.colon}${words.roles.primary}</title></path>`]
      : [];
  });
  return markup`<path class="lane" d="M${x} ${TOP - 4}V${bottom}"/>${thick}<g class="middle">${label(x, 20, node, LANE - 4, 'name')}</g>`;
}
