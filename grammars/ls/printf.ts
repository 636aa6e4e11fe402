import type { Entry } from '../../src/core/fact.ts';
import { TYPES as LETTERS } from './listing.ts';

/** What a row of `find -printf FORMAT` says; the name with its path where the format prints one. */
export interface Found extends Omit<Entry, 'line'> {
  /** The path begins at the directory that find was given (`%P`). */
  readonly below: boolean;
}
/** Null for a row that is none of the format. */
export type Printed = (text: string) => Found | null;

interface Directive {
  readonly pattern: string;
  /** What it is of the entry; null for what no entry holds. */
  readonly is: 'path' | 'folder' | 'base' | 'size' | 'mode' | 'type' | 'owner' | 'group' | 'time' | 'target' | null;
}

const BLANKS = String.raw`\s*`;
const NUMBER = String.raw`-?\d+`;
const DIRECTIVES: Readonly<Record<string, Directive>> = {
  p: { pattern: '.+?', is: 'path' },
  P: { pattern: '.*?', is: 'path' },
  f: { pattern: '[^/]+?|/', is: 'base' },
  h: { pattern: '.*?', is: 'folder' },
  s: { pattern: NUMBER, is: 'size' },
  k: { pattern: NUMBER, is: null },
  b: { pattern: NUMBER, is: null },
  M: { pattern: '[-dlcbpsD?][-rwxsStT?]{9}', is: 'mode' },
  m: { pattern: '[0-7]{1,4}', is: null },
  y: { pattern: '[fdlcbpsDU?]', is: 'type' },
  Y: { pattern: '[fdlcbpsDULN?]', is: null },
  u: { pattern: String.raw`\S+`, is: 'owner' },
  U: { pattern: NUMBER, is: null },
  g: { pattern: String.raw`\S+`, is: 'group' },
  G: { pattern: NUMBER, is: null },
  l: { pattern: '.*?', is: 'target' },
  t: { pattern: String.raw`\S+ \S+ +\d+ [\d:.]+ \d+`, is: 'time' },
  a: { pattern: String.raw`\S+ \S+ +\d+ [\d:.]+ \d+`, is: null },
  c: { pattern: String.raw`\S+ \S+ +\d+ [\d:.]+ \d+`, is: null },
  i: { pattern: NUMBER, is: null },
  n: { pattern: NUMBER, is: null },
  d: { pattern: NUMBER, is: null },
  D: { pattern: NUMBER, is: null },
  F: { pattern: String.raw`\S+`, is: null },
  H: { pattern: '.+?', is: null },
};
/** `%TY`, `%A@`: the last letter says which part of the time. */
const TIMES: Readonly<Record<string, string>> = {
  '@': String.raw`-?\d+(?:\.\d+)?`,
  '+': String.raw`\d{4}-\d\d-\d\d\+[\d:.]+`,
  F: String.raw`\d{4}-\d\d-\d\d`,
  D: String.raw`\d\d/\d\d/\d\d`,
  T: String.raw`\d\d:\d\d:\d\d(?:\.\d+)?`,
  S: String.raw`\d\d(?:\.\d+)?`,
  Y: String.raw`\d{4}`,
  B: String.raw`[^\s\d]+|\d+月`,
  b: String.raw`[^\s\d]+|\d+月`,
  h: String.raw`[^\s\d]+|\d+月`,
  a: String.raw`\S+`,
  A: String.raw`\S+`,
  Z: String.raw`\S+`,
  z: String.raw`[+-]\d{4}`,
  j: String.raw`\d{3}`,
  R: String.raw`\d\d:\d\d`,
  p: String.raw`\S+`,
  r: String.raw`\S+(?: [AP]M)?`,
};
/** Of `%y` and of the first letter of `%M`. */
const TYPES: Readonly<Record<string, Entry['type']>> = { ...LETTERS, f: 'file' };
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', '\\': '\\', r: '\r', '0': '\0' };
const WHOLE = /%(?:[-+ #0]*\d*(?:\.\d+)?)(?:([TAC])(.)|(.))|\\(.)|([^%\\]+)/gs;

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&').replace(/[ \t]+/g, String.raw`\s+`);

/** How rows of a format read; null for a format that prints no name, or not one row an entry. */
export function printed(format: string): Printed | null {
  let pattern = '';
  let ended = false;
  let below = false;
  const groups: (Directive['is'] | 'stamp')[] = [];
  for (const [all, clock, part = '', letter, escaped, text] of format.matchAll(WHOLE)) {
    if (ended) return null;
    const character = escaped === undefined ? text : ESCAPES[escaped];
    if (character === '\n' || character === '\0') {
      ended = true;
      continue;
    }
    if (character !== undefined) pattern += literal(character);
    else if (letter === '%') pattern += '%';
    else if (clock !== undefined) {
      pattern += `(${TIMES[part] ?? String.raw`\d+`})`;
      groups.push(clock === 'T' ? 'stamp' : null);
    } else {
      const directive = DIRECTIVES[letter ?? ''];
      if (directive === undefined) return null;
      // a width fills with blanks
      pattern += `${/^%[-#0+]*\d/.test(all) ? BLANKS : ''}(${directive.pattern})`;
      groups.push(directive.is);
      if (letter === 'P') below = true;
    }
  }
  const folder = groups.indexOf('folder');
  const base = groups.indexOf('base');
  const path = groups.indexOf('path');
  if (!ended || (path < 0 && base < 0)) return null;
  const row = new RegExp(`^${pattern}$`, 'd');
  const stamps = groups.flatMap((group, index) => (group === 'stamp' ? [index] : []));
  const first = stamps[0];
  const last = stamps.at(-1);
  const stamped =
    first !== undefined && last !== undefined && groups.slice(first, last + 1).every((group) => group === 'stamp' || group === null);

  return (line) => {
    const match = row.exec(line) as (RegExpExecArray & { indices: [number, number][] }) | null;
    if (match === null) return null;
    const value = (is: Directive['is']): string | null => {
      const at = groups.indexOf(is);
      return at < 0 ? null : (match[at + 1] ?? null);
    };
    const from = stamped ? match.indices[first + 1]?.[0] : undefined;
    const to = stamped ? match.indices[last + 1]?.[1] : undefined;
    const size = value('size');
    const mode = value('mode');
    return {
      type: TYPES[(mode ?? value('type') ?? '').charAt(0)] ?? 'other',
      mode,
      owner: value('owner'),
      group: value('group'),
      size: size === null ? null : Number(size),
      time: from === undefined ? value('time') : line.slice(from, to).replace(/^(\d{4}-\d\d-\d\d)\+/, '$1 '),
      name: path >= 0 ? (match[path + 1] ?? '') : folder >= 0 ? `${match[folder + 1]}/${match[base + 1]}` : (match[base + 1] ?? ''),
      target: value('target') || null,
      below,
    };
  };
}
