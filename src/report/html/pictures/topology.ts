/** The cluster as it was last seen: who follows whom, and what is open on each node. */
import type { Report } from '../../../core/report.ts';
import { isDetached, worst } from '../../cluster-state.ts';
import type { Words } from '../../words.ts';
import { type Markup, markup, NOTHING } from '../markup.ts';
import { figure, label, WIDTH } from './svg.ts';

type Node = Report['cluster']['nodes'][number];

/** Boxes are wide where few stand beside each other. */
const WIDE = 330;
const NARROW = 216;
const GAP = 28;
interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Open findings named in a box. */
const NAMED = 3;

export function topologyPicture(report: Report, words: Words): Markup {
  const { nodes } = report.cluster;
  if (nodes.length === 0) return NOTHING;
  const depths = nodes.map((node) => depthOf(node, nodes));
  const deepest = Math.max(...depths);
  const width = deepest < 2 ? WIDE : NARROW;
  const column = deepest === 0 ? 0 : Math.min(width + 110, (WIDTH - width - 8) / deepest);
  const open = (node: Node) =>
    report.findings.filter((finding) => finding.status === 'active' && finding.confidence !== 'possible' && finding.node === node.name);
  const heightOf = (node: Node): number => 64 + Math.min(NAMED, open(node).length) * 18;

  const places = new Map<Node, Place>();
  const filled = new Map<number, number>();
  nodes.forEach((node, index) => {
    const depth = depths[index] ?? 0;
    const y = filled.get(depth) ?? 4;
    places.set(node, { x: 4 + depth * column, y, width, height: heightOf(node) });
    filled.set(depth, y + heightOf(node) + GAP);
  });
  const height = Math.max(...filled.values()) - GAP + 8;

  const edges: Markup[] = [];
  const boxes: Markup[] = [];
  const told: string[] = [];
  for (const node of nodes) {
    const at = places.get(node);
    if (at === undefined) continue;
    const upstream = nodes.find((other) => other !== node && other.name !== null && other.name === node.upstream);
    const from = upstream === undefined ? undefined : places.get(upstream);
    const detached = isDetached(report, node);
    if (from !== undefined) edges.push(edge(from, at, detached, words));
    boxes.push(box(node, at, worst(report, node.name), open(node), words));
    told.push(inWords(node, upstream?.name ?? null, detached, open(node), words));
  }
  return figure(words.topologyPicture, told.join(' '), height, [...edges, ...boxes]);
}

/** How many upstreams stand above a node; a circle of upstreams, which a broken record can hold, ends where it closes. */
function depthOf(node: Node, nodes: readonly Node[]): number {
  const seen = new Set<Node>([node]);
  let at: Node | undefined = node;
  for (;;) {
    const name: string | null = at.upstream;
    const next: Node | undefined = name === null ? undefined : nodes.find((other) => other.name === name);
    if (next === undefined || seen.has(next)) return seen.size - 1;
    seen.add(next);
    at = next;
  }
}

function roleOf(node: Node, words: Words): string {
  const role = node.role === null ? words.unknown : words.roles[node.role];
  return node.state === null || node.state === 'running' ? role : `${role} · ${node.state}`;
}

function box(node: Node, at: Place, severity: 'critical' | 'warning' | 'notice' | null, open: Report['findings'], words: Words): Markup {
  const address = node.host === null ? '' : node.port === null ? node.host : `${node.host}:${node.port}`;
  const room = at.width - 24;
  return markup`<g class="node ${severity ?? 'calm'} ${node.role ?? 'unknown'}"><rect x="${at.x}" y="${at.y}" width="${at.width}" height="${at.height}" rx="6"/>${label(at.x + 12, at.y + 22, node.name ?? '?', room, 'name')}${label(at.x + 12, at.y + 39, roleOf(node, words), room)}${label(at.x + 12, at.y + 55, address, room, 'small')}${open
    .slice(0, NAMED)
    .map((finding, index) =>
      label(at.x + 12, at.y + 75 + index * 18, `${words.severity[finding.severity]} · ${finding.title}`, room, `fault ${finding.severity}`),
    )}</g>`;
}

function edge(from: Place, to: Place, detached: boolean, words: Words): Markup {
  const start = { x: from.x + from.width, y: from.y + 32 };
  const end = { x: to.x, y: to.y + 32 };
  const middle = (start.x + end.x) / 2;
  const arrow = `M${end.x - 8} ${end.y - 4}L${end.x} ${end.y}L${end.x - 8} ${end.y + 4}`;
  const cross = `M${middle - 5} ${(start.y + end.y) / 2 - 5}l10 10m0 -10l-10 10`;
  return markup`<g class="edge${detached ? ' detached' : ''}"><path d="M${start.x} ${start.y}C${middle} ${start.y} ${middle} ${end.y} ${end.x} ${end.y}"/>${detached ? markup`<path class="cross" d="${cross}"/>${label(middle - 30, (start.y + end.y) / 2 - 10, words.detached, 90, 'small')}` : markup`<path d="${arrow}"/>`}</g>`;
}

function inWords(node: Node, upstream: string | null, detached: boolean, open: Report['findings'], words: Words): string {
  const follows =
    upstream === null ? '' : ` · ${words.topology.upstream}${words.colon}${upstream}${detached ? ` (${words.detached})` : ''}`;
  const faults = open.length === 0 ? '' : ` · ${open.map((finding) => finding.title).join(' · ')}`;
  return `${node.name ?? '?'}${words.colon}${roleOf(node, words)}${follows}${faults}.`;
}
