/** How full the volumes are that hold data, WAL and archive. */
import type { Report } from '../../../core/report.ts';
import type { Words } from '../../words.ts';
import { type Markup, markup, NOTHING } from '../markup.ts';
import { figure, label, round, WIDTH } from './svg.ts';

type Volume = Report['measures']['volumes'][number];

const LEFT = 300;
const ROW = 30;
const FULL = 95;
const TIGHT = 85;

export function volumesPicture(report: Report, words: Words): Markup {
  const volumes = report.measures.volumes.filter(
    (volume) => volume.usedPercent !== null && (volume.holds.length > 0 || volume.usedPercent >= TIGHT),
  );
  if (volumes.length === 0) return NOTHING;
  const rows = volumes.map((volume, index) => bar(volume, 4 + index * ROW, words));
  return figure(words.volumesPicture, volumes.map((volume) => inWords(volume, words)).join('; '), volumes.length * ROW + 8, rows);
}

function inWords(volume: Volume, words: Words): string {
  const holds = volume.holds.map((what) => words.holds[what]).join(' + ');
  const of = volume.of === 'inodes' ? ` (${words.inodes})` : '';
  return `${volume.node} · ${volume.mount}${of}${holds === '' ? '' : ` · ${holds}`} · ${volume.usedPercent} %`;
}

function bar(volume: Volume, y: number, words: Words): Markup {
  const used = Math.min(100, volume.usedPercent ?? 0);
  const room = WIDTH - LEFT - 70;
  const state = used >= FULL ? 'full' : used >= TIGHT ? 'tight' : 'roomy';
  return markup`<g><title>${inWords(volume, words)} (${volume.source}:${volume.line})</title>${label(4, y + 15, inWords(volume, words).replace(/ · \d+ %$/, ''), LEFT - 12)}<rect class="track" x="${LEFT}" y="${y + 2}" width="${room}" height="18" rx="3"/><rect class="fill ${state}" x="${LEFT}" y="${y + 2}" width="${round((room * used) / 100)}" height="18" rx="3"/>${label(LEFT + room + 8, y + 15, `${volume.usedPercent} %`, 60, 'value')}</g>`;
}
