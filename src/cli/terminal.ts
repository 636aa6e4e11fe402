import type { Look } from '../report/terminal.ts';

/** Wider lines are hard to read. */
const WIDEST = 120;
const USUAL = 100;

/**
 * How standard output looks: coloured where it is a terminal, unless NO_COLOR or --no-color says no; FORCE_COLOR says yes
 * wherever it goes (https://no-color.org, https://force-color.org).
 */
export function lookOf(options: { readonly color?: boolean }): Look {
  const { stdout, env } = process;
  const asked = (name: string): boolean => env[name] !== undefined && env[name] !== '';
  const refused = options.color === false || asked('NO_COLOR');
  const forced = asked('FORCE_COLOR') && env['FORCE_COLOR'] !== '0';
  const colour = !refused && (forced || (stdout.isTTY === true && env['TERM'] !== 'dumb'));
  const width = Math.min(WIDEST, Number(env['COLUMNS']) || (stdout.isTTY === true ? stdout.columns : 0) || USUAL);
  return { colour, width: Math.max(40, width) };
}
