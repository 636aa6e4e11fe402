import { guarded } from '../../../grammars/kit/starts.ts';
import type { Item } from './item.ts';
import { frame, inside } from './item.ts';
import { type Ahead, Layer } from './layer.ts';

/** What the kubelet writes: `2025-03-04T05:12:00.114882071Z stdout F text`; P stands for a part that goes on. */
const CRI = guarded(/^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+(?:Z|[+-]\d\d:\d\d)) std(?:out|err) ([FP]) ?(.*)$/);
/** `kubectl logs --timestamps`, `docker logs -t`: nanoseconds, as no server prints them. */
const STAMPED = guarded(/^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7,9}Z) (.*)$/);
/** `kubectl logs --prefix`: `[pod/gull-0/postgresql] text`. */
const POD = /^\[pod\/([^/\]\s]+)\/([^\]\s]+)\] ?(.*)$/;
/** Rancher's and Portainer's viewers: `Sun, Mar 1 2026 10:00:00 am | text`. */
const VIEWED = guarded(/^((?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), [A-Z][a-z]{2} \d{1,2} \d{4} \d{1,2}:\d\d:\d\d ?[ap]m) \| ?(.*)$/i);
/** A record that was cut into more parts than this is taken as it stands. */
const PARTS = 6;

/** Logs of containers, one by one: what the runtime wrote around each line. */
export class Containers extends Layer {
  #within = false;

  constructor() {
    super(PARTS);
  }

  override get idle(): boolean {
    return !this.#within;
  }

  protected override maybe(text: string): boolean {
    const code = text.charCodeAt(0);
    if (code === 0x7b) return text.startsWith('{"log":"') || text.includes('"MESSAGE"');
    if (code === 0x4d || code === 0x54 || code === 0x57 || code === 0x46 || code === 0x53) return text.charCodeAt(3) === 0x2c;
    return code === 0x5b ? text.startsWith('[pod/') : text.charCodeAt(10) === 0x54 && code >= 0x30 && code <= 0x39;
  }

  protected override unwrap(item: Item, next: Ahead): readonly Item[] {
    const { text } = item;
    if (text.startsWith('{')) return [json(item)];
    const viewed = VIEWED.exec(text);
    if (viewed !== null) return [inside(item, viewed[2] ?? '', { stamp: viewed[1] ?? null })];
    const pod = POD.exec(text);
    if (pod !== null) {
      const [, host = '', container = '', rest = ''] = pod;
      const origin = { key: `${host}/${container}`, host, file: null };
      return [stamped(inside(item, rest, { origin }))];
    }
    const cri = CRI.exec(text);
    if (cri === null) return [stamped(item)];
    return this.#record(item, cri, next);
  }

  /** The runtime cuts long lines at 16 KiB. */
  #record(item: Item, [, stamp = '', part, rest = '']: RegExpExecArray, next: Ahead): readonly Item[] {
    if (this.#within) {
      this.#within = part === 'P';
      return [frame(item)];
    }
    let whole = rest;
    this.#within = part === 'P';
    for (let ahead = 0; part === 'P' && ahead < next.length; ahead++) {
      const more = CRI.exec(next.at(ahead)?.text ?? '');
      if (more === null) break;
      whole += more[3] ?? '';
      if (more[2] === 'F') break;
    }
    return [inside(item, whole, { stamp })];
  }
}

function stamped(item: Item): Item {
  const match = STAMPED.exec(item.text);
  return match === null ? item : inside(item, match[2] ?? '', { stamp: match[1] ?? null });
}

/** docker's `{"log":"text\n","stream":"stderr","time":"…"}` and `journalctl -o json`. */
function json(item: Item): Item {
  let record: Readonly<Record<string, unknown>>;
  try {
    record = JSON.parse(item.text);
  } catch {
    return item;
  }
  const field = (name: string): string | null => (typeof record[name] === 'string' ? (record[name] as string) : null);
  const log = field('log');
  if (log !== null && field('stream') !== null) return inside(item, log.replace(/\r?\n$/, ''), { stamp: field('time') });
  const message = field('MESSAGE');
  const micros = Number(field('__REALTIME_TIMESTAMP') ?? Number.NaN);
  if (message === null || !Number.isFinite(micros)) return item;
  // as journalctl -o short-iso prints it, so that the host and the program are read as everywhere
  const time = new Date(micros / 1000).toISOString().replace(/\.\d+Z$/, '+0000');
  const program = field('SYSLOG_IDENTIFIER') ?? field('_COMM') ?? 'unknown';
  const pid = field('_PID');
  return inside(item, `${time} ${field('_HOSTNAME') ?? 'localhost'} ${program}${pid === null ? '' : `[${pid}]`}: ${message}`);
}
