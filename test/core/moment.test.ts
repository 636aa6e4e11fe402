import { describe, expect, it } from 'vitest';
import { elapsed, minutesBetween, parseMoment } from '../../src/core/moment.ts';

const HOUR = 3_600_000;

describe('moments', () => {
  it.each([
    ['2026-11-23 05:09:08.405339+00', '2026-11-23 05:09:09.405+00', 1000],
    ['2026-11-23 05:09:08 UTC', '2026-11-23 13:09:08+08', 0],
    ['2023-11-20 08:11:02.335 CET', '2023-11-20 08:11:02.335871+01', 0],
    ['2026-11-23T05:09:08Z', 'Mon Nov 23 05:10:00 UTC 2026', 52_000],
    ['2026年 11月 23日 星期一 13:09:08 CST', '2026-11-23 14:09:08 CST', HOUR],
    // both clocks name the same zone, whatever it is
    ['2026-11-23 05:09:08 CST', '2026-11-23 06:09:08.000 CST', HOUR],
    ['2026-11-23 05:09:08', '2026-11-23 06:09:08', HOUR],
    // China or Chicago: beyond a day it does not matter
    ['2026-11-20 05:09:08 CST', '2026-11-23 05:09:08+00', 72 * HOUR],
    ['2026-11-23 05:09:08 CST', '2026-11-23 06:09:08+00', null],
    ['Nov 23 05:09', '2026-11-23 06:09:08+00', null],
    [null, '2026-11-23 06:09:08+00', null],
  ])('from %s to %s: %s ms', (from, to, apart) => {
    expect(elapsed(from, to)).toBe(apart);
    if (apart !== null) expect(elapsed(to, from)).toBe(apart === 0 ? 0 : -apart);
  });

  it.each(['', '12:09:14', '2026-11-23', 'yesterday', 'Xxx Foo 23 05:10:00 UTC 2026'])('"%s" is no moment', (text) =>
    expect(parseMoment(text)).toBeNull(),
  );

  it.each([
    ['Nov 23 05:09', 'Nov 24 05:10', 1441],
    ['8月 21 11:50', '8月 21 11:52', 2],
    ['11月23日 05:09', '11月23日 06:09', 60],
    ['2026-11-23 05:09:08.405339+00', '2026-11-23 05:10:08.405+00', 1],
    ['Dec 31 23:50', 'Jan  1 00:10', null],
    ['Sep  1 05:09', '8月 21 11:52', null],
    ['Nov 23  2024', 'Nov 24  2024', null],
  ])('%s to %s: %s minutes', (from, to, minutes) => expect(minutesBetween(from, to)).toBe(minutes));
});
