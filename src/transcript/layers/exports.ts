import { csvFields } from '../../../grammars/table/csv.ts';
import { frame, type Item, inside, several } from './item.ts';
import { type Ahead, Layer } from './layer.ts';

const TIME = /^"?(?:@timestamp|_time|time(?:stamp)?|date|ts)"?$/i;
const MESSAGE = /^"?(?:message|line|log|_raw|text|msg|body)"?$/i;
const HOST = /^"?(?:host(?:name|\.name)?|agent\.hostname|kubernetes\.pod[._]name|pod(?:_name)?|instance)"?$/i;
/** A record of more lines than this is taken as it stands. */
const LINES = 40;

interface Columns {
  readonly count: number;
  readonly time: number;
  readonly message: number;
  readonly host: number;
}

/** Tables that Kibana, Grafana or Splunk exported as CSV: a time, a host, and in one column the line itself. */
export class Exports extends Layer {
  #columns: Columns | null = null;
  /** Lines of a record that were read with its first. */
  #within = 0;
  #first = true;

  constructor() {
    super(LINES);
  }

  override get idle(): boolean {
    return this.#columns === null;
  }

  override get reach(): number {
    return this.idle ? 0 : super.reach;
  }

  protected override maybe(text: string): boolean {
    if (this.#columns !== null) return true;
    const first = this.#first;
    this.#first = false;
    return first && text.length < 400 && text.includes(',');
  }

  protected override passes(): void {
    this.#first = false;
  }

  protected override unwrap(item: Item, next: Ahead): readonly Item[] {
    if (this.#within > 0) {
      this.#within--;
      return [frame(item)];
    }
    if (this.#columns === null) {
      this.#columns = columnsOf(item.text);
      return [this.#columns === null ? item : frame(item)];
    }
    let text = item.text;
    let fields = csvFields(text);
    for (let ahead = 0; fields === null && ahead < next.length; ahead++) {
      text += `\n${next.at(ahead)?.text ?? ''}`;
      fields = csvFields(text);
      this.#within = ahead + 1;
    }
    const { count, time, message, host } = this.#columns;
    if (fields === null || fields.length < count) {
      this.#within = 0;
      return [item];
    }
    // a line is not always quoted: its own commas stay in it, where it stands last
    const said = (message === count - 1 ? behind(text, message) : null) ?? fields[message] ?? '';
    const named = host < 0 ? '' : (fields[host] ?? '');
    const origin = named === '' || named === '-' ? null : { key: named, host: named, file: null };
    const more = { stamp: stampOf(fields[time] ?? ''), ...(origin === null ? {} : { origin }) };
    const lines = said.split(/\r?\n/).filter((line) => line !== '');
    return lines.length === 1 ? [inside(item, lines[0] ?? '', more)] : several(item, lines, more);
  }
}

function columnsOf(head: string): Columns | null {
  const names = head.replace(/^\ufeff/, '').split(',');
  const at = (pattern: RegExp): number => names.findIndex((name) => pattern.test(name.trim()));
  const columns = { count: names.length, time: at(TIME), message: at(MESSAGE), host: at(HOST) };
  return columns.time < 0 || columns.message < 0 ? null : columns;
}

/** What stands behind so many fields, as it is; null where it is quoted. */
function behind(text: string, fields: number): string | null {
  const rest = new RegExp(`^(?:(?:"(?:[^"]|"")*"|[^",]*),){${fields}}([^"].*)$`, 's').exec(text)?.[1];
  return rest ?? null;
}

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** `Mar 1, 2026 @ 10:00:00.123` and the milliseconds and nanoseconds of the epoch, as a time that reads like the others. */
function stampOf(text: string): string | null {
  const kibana = /^([A-Z][a-z]{2}) (\d{1,2}), (\d{4}) @ (\d\d:\d\d:\d\d(?:\.\d+)?)$/.exec(text);
  if (kibana !== null) {
    const [, month = '', day = '', year = '', time = ''] = kibana;
    return `${year}-${String(MONTHS.indexOf(month) + 1).padStart(2, '0')}-${day.padStart(2, '0')} ${time}`;
  }
  const epoch = /^(1\d{9})(?:(\d{3})(?:\d{6})?)?$/.exec(text);
  if (epoch !== null) return new Date(Number(epoch[1]) * 1000 + Number(epoch[2] ?? 0)).toISOString();
  return text === '' ? null : text;
}
