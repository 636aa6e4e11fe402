/** Times as programs print them, and which of two came first. Nothing is compared that two readings of a zone would turn round. */

export interface Moment {
  /** Milliseconds of the clock that printed it, as if it were UTC. */
  readonly local: number;
  /** Minutes east of UTC; null where the text names no zone, or one that means several (`CST`). */
  readonly offset: number | null;
  /** The zone's word as printed. */
  readonly zone: string | null;
}

/** Abbreviations that mean one zone wherever a database server prints them; `CST`, `IST` and `BST` mean several. */
const ZONES: Readonly<Record<string, number>> = {
  Z: 0,
  UTC: 0,
  GMT: 0,
  WET: 0,
  WEST: 60,
  CET: 60,
  CEST: 120,
  EET: 120,
  EEST: 180,
  MSK: 180,
  HKT: 480,
  SGT: 480,
  JST: 540,
  KST: 540,
  EDT: -240,
  CDT: -300,
  MDT: -360,
  PDT: -420,
};
const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
/** No two zones are further apart: beyond it the order is certain without knowing them. */
const ZONES_APART = 26 * 3_600_000;

const ISO = /^(\d{4})[-/](\d\d)[-/](\d\d)[ T](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?\s*(Z|[A-Z]{2,5}|[+-]\d\d(?::?\d\d)?)?$/;
/** `Mon Nov 23 05:10:00 UTC 2026`, `Mon 23 Nov 2026 05:10:00 AM CST`: what `date` prints. */
const CLOCK = /^[A-Z][a-z]{2} ([A-Z][a-z]{2}) +(\d{1,2}) (\d\d):(\d\d):(\d\d) (?:([A-Z]{2,5}|[+-]\d\d(?:\d\d)?) )?(\d{4})$/;
const CLOCK_ZH = /^(\d{4})年 ?(\d{1,2})月 ?(\d{1,2})日 星期. (\d\d):(\d\d):(\d\d)(?: ([A-Z]{2,5}|[+-]\d\d(?:\d\d)?))?$/;

/** Reads a full date with a time; null for anything else, so for `Nov 23 05:09`, which names no year. */
export function parseMoment(text: string | null | undefined): Moment | null {
  const plain = text?.trim().replace(/\s+/g, ' ') ?? '';
  const iso = ISO.exec(plain);
  if (iso !== null) return moment(iso.slice(1, 7), iso[8] ?? null, iso[7]);
  const clock = CLOCK.exec(plain);
  if (clock !== null) {
    const month = MONTHS.indexOf((clock[1] ?? '').toLowerCase()) + 1;
    return month === 0
      ? null
      : moment([clock[7] ?? '', String(month), clock[2] ?? '', clock[3] ?? '', clock[4] ?? '', clock[5] ?? ''], clock[6] ?? null);
  }
  const chinese = CLOCK_ZH.exec(plain);
  return chinese === null ? null : moment(chinese.slice(1, 7), chinese[7] ?? null);
}

function moment(parts: readonly (string | undefined)[], zone: string | null, fraction = ''): Moment {
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts.map(Number);
  const local = Date.UTC(year, month - 1, day, hour, minute, second) + Number(`${fraction}000`.slice(0, 3));
  return { local, offset: zone === null ? null : offsetOf(zone), zone };
}

function offsetOf(zone: string): number | null {
  const numeric = /^([+-])(\d\d):?(\d\d)?$/.exec(zone);
  if (numeric === null) return ZONES[zone] ?? null;
  return (numeric[1] === '-' ? -1 : 1) * (Number(numeric[2]) * 60 + Number(numeric[3] ?? 0));
}

/**
 * Milliseconds from `from` to `to`, negative where `to` came first. Null where it cannot be told: one of them is no full date, or
 * their zones are not both known and the two are less than a day apart.
 */
export function elapsed(from: string | Moment | null | undefined, to: string | Moment | null | undefined): number | null {
  const a = typeof from === 'object' ? from : parseMoment(from);
  const b = typeof to === 'object' ? to : parseMoment(to);
  if (!a || !b) return null;
  if (a.offset !== null && b.offset !== null) return b.local - b.offset * 60_000 - (a.local - a.offset * 60_000);
  const apart = b.local - a.local;
  return a.zone === b.zone || Math.abs(apart) > ZONES_APART ? apart : null;
}

/** `Nov 23 05:09`, `8月 21 11:51`, `11月23日 05:09`: a time of this year, as ls prints it. */
const THIS_YEAR = /^(?:([A-Z][a-z]{2})|(\d{1,2})月) *(\d{1,2})日? +(\d\d):(\d\d)$/;

function minuteOfYear(text: string): number | null {
  const parts = THIS_YEAR.exec(text.trim().replace(/\s+/g, ' '));
  if (parts === null) return null;
  const month = parts[1] === undefined ? Number(parts[2]) : MONTHS.indexOf(parts[1].toLowerCase()) + 1;
  return month < 1 ? null : Date.UTC(2001, month - 1, Number(parts[3]), Number(parts[4]), Number(parts[5])) / 60_000;
}

/** Minutes from one time to another of one listing, full dates or those that ls prints without a year; null where it cannot be told. */
export function minutesBetween(from: string, to: string): number | null {
  const full = elapsed(from, to);
  if (full !== null) return full / 60_000;
  const [a, b] = [minuteOfYear(from), minuteOfYear(to)];
  return a === null || b === null || b < a ? null : b - a;
}
