const STAMP = /^(\d{4})[-/](\d\d)[-/](\d\d)[ T](\d\d:\d\d:\d\d)(?:[.,](\d{1,9}))? ?(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?$/;

/**
 * A timestamp of a log as ISO 8601, milliseconds kept. Null where the zone is missing or only an abbreviation:
 * `CST` is China and Chicago, so `2026-11-23 05:09:06 CST` names no moment.
 */
export function momentOf(text: string | null): string | null {
  const match = STAMP.exec(text ?? '');
  if (match === null) return null;
  const [, year, month, day, time, fraction, zone] = match;
  if (zone === undefined) return null;
  const offset = /^[+-]/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(3).replace(':', '') || '00'}` : 'Z';
  return `${year}-${month}-${day}T${time}${fraction === undefined ? '' : `.${fraction.slice(0, 3)}`}${offset === '+00:00' ? 'Z' : offset}`;
}
