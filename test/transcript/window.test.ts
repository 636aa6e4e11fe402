import { describe, expect, it } from 'vitest';
import { Window } from '../../src/transcript/window.ts';

const LINES = 10_000;

/** How many lines are still known after all have passed, where the open segment began at `first` (or there is none). */
function kept(first: number | null, step = 1): number[] {
  const window = new Window();
  for (let number = 1; number <= LINES; number += step) window.add(number, `${number}`, first ?? number, null);
  return Array.from({ length: LINES }, (_, index) => index + 1).filter((number) => window.excerpt(number, number) !== '');
}

describe('the window of lines that an excerpt may need', () => {
  it('is bounded where nobody knows the lines', () => {
    expect(kept(null)).toEqual(Array.from({ length: 400 }, (_, index) => LINES - 399 + index));
  });

  it('keeps the beginning of a long segment and its end', () => {
    const lines = kept(100);
    expect(lines.slice(0, 401)).toEqual(Array.from({ length: 401 }, (_, index) => 100 + index));
    expect(lines).toHaveLength(801);
  });

  it('is bounded where several sessions share the numbers', () => {
    expect(kept(null, 7).length).toBeLessThan(60);
  });
});
