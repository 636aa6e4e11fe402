/** Diagrams as Mermaid, for trackers that draw it: the cluster as it was seen, and what happened when. */
import type { Report } from '../../core/report.ts';
import { isDetached, worst } from '../cluster-state.ts';
import type { Words } from '../words.ts';
import { visibleText } from './escape.ts';

type Node = Report['cluster']['nodes'][number];

/** Any text as a quoted label: no quote, no markup, no line end, whatever a bundle holds. */
function label(text: string): string {
  const plain = visibleText(text)
    .replace(/\s+/g, ' ')
    .replace(/[#"<>&;`{}[\]()|\\]/g, (char) => `#${char.codePointAt(0)};`);
  return `"${plain}"`;
}

/** Nodes with role and state, an arrow from each upstream, what is broken in red. */
export function topologyDiagram(report: Report, words: Words): string {
  const { nodes } = report.cluster;
  if (nodes.length < 2) return '';
  const id = (node: Node): string => `n${nodes.indexOf(node)}`;
  const lines = ['flowchart LR'];
  for (const node of nodes) {
    const role = node.role === null ? words.unknown : words.roles[node.role];
    const state = node.state === null || node.state === 'running' ? '' : ` · ${node.state}`;
    const address = node.host === null ? '' : ` · ${node.host}${node.port === null ? '' : `:${node.port}`}`;
    lines.push(`  ${id(node)}[${label(`${node.name ?? '?'} · ${role}${state}${address}`)}]`);
  }
  for (const node of nodes) {
    const upstream = nodes.find((other) => other.name !== null && other.name === node.upstream);
    if (upstream !== undefined) lines.push(`  ${id(upstream)} ${isDetached(report, node) ? '-.-x' : '-->'} ${id(node)}`);
  }
  const broken = nodes.filter((node) => worst(report, node.name) === 'critical').map(id);
  const warned = nodes.filter((node) => worst(report, node.name) === 'warning').map(id);
  lines.push('  classDef critical stroke:#b3261e,stroke-width:3px', '  classDef warning stroke:#b26a00,stroke-width:3px');
  if (broken.length > 0) lines.push(`  class ${broken.join(',')} critical`);
  if (warned.length > 0) lines.push(`  class ${warned.join(',')} warning`);
  return lines.join('\n');
}

/** Events drawn; more would be no picture. */
const EVENTS = 24;

export function timelineDiagram(report: Report, words: Words): string {
  if (report.timeline.length < 2) return '';
  const lines = ['timeline', `  title ${bare(words.timeline)}`];
  for (const event of report.timeline.slice(0, EVENTS)) {
    const when = event.at ?? event.atText ?? event.heading ?? `${event.source}:${event.line}`;
    lines.push(`  ${bare(when)} : ${bare(`${event.node === null ? '' : `${event.node}: `}${event.event}`)}`);
  }
  return lines.join('\n');
}

/** Mermaid's timeline has no quotes: a colon would end the text, so it becomes the full-width one; entities keep the rest. */
function bare(text: string): string {
  const short = text.length > 90 ? `${text.slice(0, 89)}…` : text;
  return visibleText(short)
    .replace(/\s+/g, ' ')
    .replace(/:/g, '：')
    .replace(/[#"<>&;`{}[\]()|\\]/g, ' ')
    .trim();
}
