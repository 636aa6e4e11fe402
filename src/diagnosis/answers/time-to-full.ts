import type { FactOf } from '../../core/fact.ts';
import { minutesBetween } from '../../core/moment.ts';
import { sizeText } from '../../core/size.ts';
import { type Message, texts } from '../../core/text.ts';
import { evidence } from '../../model/evidence.ts';
import type { Node } from '../../model/node.ts';
import { fullness, walVolumes } from '../../model/wal-space.ts';
import { type Ask, open } from './answer.ts';

const said = texts(() => ({
  question: { en: 'How long until the volume of WAL on {node} is full?', 'zh-CN': '{node} 上的 WAL 卷还能用多久？' },
  full: { en: 'It is full: {available} left on {mount} ({percent} %).', 'zh-CN': '已满：{mount} 剩余 {available}（{percent} %）。' },
  rate: {
    en: 'About {time} from the moment of that `df`, if nothing is removed: {available} left on {mount}, and {count} segments of {size} were finished between {first} and {last}.',
    'zh-CN': '若不清理，自该次 `df` 起约 {time}：{mount} 剩余 {available}，而 {first} 至 {last} 之间写满了 {count} 个 {size} 的日志段。',
  },
  noRate: {
    en: '{available} left on {mount} ({percent} %); how fast WAL grows the bundle does not tell: a listing of the status files with times, or two positions with their times, would.',
    'zh-CN':
      '{mount} 剩余 {available}（已用 {percent} %）；材料无法得出 WAL 的增长速度：带时间的归档状态文件列表，或两次带时间的 WAL 位置，即可算出。',
  },
  room: { en: 'what df says', 'zh-CN': 'df 的结果' },
  finished: { en: 'when segments were finished', 'zh-CN': '日志段写满的时间' },
}));

/** Fewer segments in a row tell no rate. */
const FEW = 4;

interface Rate {
  readonly listing: FactOf<'directory'>;
  readonly count: number;
  readonly minutes: number;
  readonly first: string;
  readonly last: string;
}

/** How fast segments were finished, by the times of the status files, which nothing renames: one is made the moment its segment is full. */
function rateOf(node: Node): Rate | null {
  for (const listing of [...node.archiving.statusListings].reverse()) {
    const { count, oldest, newest, set } = listing.ready;
    const whole = set.runs(node.segmentBytes);
    if (count < FEW || oldest === null || newest === null || listing.atLeast || whole.length !== 1) continue;
    const minutes = minutesBetween(oldest, newest);
    if (minutes !== null && minutes > 0) return { listing, count: count - 1, minutes, first: oldest, last: newest };
  }
  return null;
}

function timeText(minutes: number): string {
  if (minutes < 120) return `${Math.round(minutes)} min`;
  return minutes < 72 * 60 ? `${Math.round(minutes / 60)} h` : `${Math.round(minutes / 1440)} d`;
}

/** Asked where WAL piles up or its volume is short of room, and a `df` shows the volume. */
export const timeToFull: Ask = (cluster, findings) => {
  const piling = open(findings).filter(
    (finding) =>
      ['wal-volume-full', 'replication-slot-inactive', 'wal-retention-excessive'].includes(finding.cause) ||
      (finding.cause.startsWith('archive-') && finding.severity === 'critical'),
  );
  const node = cluster.nodes.find((one) => piling.some((finding) => finding.node === one.name) && walVolumes(one).length > 0);
  const volume = node === undefined ? undefined : walVolumes(node).at(-1)?.volume;
  if (node === undefined || volume === undefined || volume.available === null) return null;
  const room = { available: sizeText(volume.available), mount: volume.mount, percent: volume.usedPercent ?? '?' };
  const answer = (message: Message, rate: Rate | null = null) => ({
    id: 'time-to-full',
    question: said.question({ node: node.label }),
    answer: message,
    evidence: [evidence(volume, said.room()), ...(rate === null ? [] : [evidence(rate.listing, said.finished())])],
  });
  if (fullness(volume) === 'full') return answer(said.full(room));
  const rate = rateOf(node);
  if (rate === null) return answer(said.noRate(room));
  const minutes = volume.available / node.segmentBytes / (rate.count / rate.minutes);
  return answer(
    said.rate({
      available: room.available,
      mount: room.mount,
      time: timeText(minutes),
      count: rate.count,
      size: sizeText(node.segmentBytes),
      first: rate.first,
      last: rate.last,
    }),
    rate,
  );
};
