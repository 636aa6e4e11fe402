import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Floors of docs/architecture.md: a folder imports only from floors below, and from itself. */
const FLOORS: readonly (readonly string[])[] = [
  ['src/core'],
  ['grammars/kit', 'src/flavours'],
  ['grammars', 'src/input'],
  ['src/model', 'src/transcript'],
  ['src/commands'],
  ['src/symptoms', 'src/collect'],
  ['src/remedies'],
  ['src/causes'],
  ['src/diagnosis', 'src/redact', 'src/report'],
  ['src/analyse.ts'],
  ['src/cli', 'src/index.ts'],
];
/** Grammars of one string, which every grammar may use. */
const SHARED_GRAMMARS = ['shell', 'conninfo', 'prompt', 'kit'];
/** `report` renders a Report and needs nothing else. */
const ONLY_CORE = ['src/report'];
/** `input` gives sources in the form that the transcript stage names. */
const TYPES_UPWARD: readonly (readonly [string, string])[] = [['src/input', 'src/transcript']];

function files(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    const path = join(dir, entry.name);
    return entry.isDirectory() ? files(path) : path.endsWith('.ts') ? [path] : [];
  });
}

const sources = [...files('src'), ...files('grammars')];
const importsOf = (path: string): { target: string; typeOnly: boolean }[] =>
  [...readFileSync(path, 'utf8').matchAll(/^(?:import|export)\s+(type\s+)?[^'"]*?from\s+'([^']+)'|^import\s+'([^']+)'/gm)].map((match) => ({
    target: match[2] ?? match[3] ?? '',
    typeOnly: match[1] !== undefined,
  }));

function floorOf(path: string): number {
  let best = -1;
  let length = -1;
  FLOORS.forEach((folders, floor) => {
    for (const folder of folders) {
      if ((path === folder || path.startsWith(`${folder}/`)) && folder.length > length) {
        best = floor;
        length = folder.length;
      }
    }
  });
  return best;
}

const folderOf = (path: string): string => {
  const folders = FLOORS.flat().filter((folder) => path === folder || path.startsWith(`${folder}/`));
  const folder = folders.sort((a, b) => b.length - a.length)[0] ?? path;
  return folder === 'grammars' ? path.split('/').slice(0, 2).join('/') : folder;
};

describe('the layout', () => {
  it('gives every file a floor', () => {
    expect(sources.filter((path) => floorOf(path) < 0)).toEqual([]);
  });

  it('imports only from floors below', () => {
    const wrong: string[] = [];
    for (const path of sources) {
      for (const { target, typeOnly } of importsOf(path)) {
        if (!target.startsWith('.')) continue;
        const to = normalize(join(dirname(path), target));
        if (to === 'package.json' && path.startsWith('src/cli/')) continue; // the version
        if (!to.endsWith('.ts')) wrong.push(`${path}: import of ${target} does not end in .ts`);
        const from = folderOf(path);
        const into = folderOf(to);
        if (from === into) continue;
        if (typeOnly && TYPES_UPWARD.some(([a, b]) => from === a && into === b)) continue;
        const grammar = into.startsWith('grammars/') && SHARED_GRAMMARS.includes(into.split('/')[1] ?? '');
        const listing = path === 'grammars/index.ts';
        if (from.startsWith('grammars/') && into.startsWith('grammars/') && !grammar && !listing)
          wrong.push(`${path} → ${to}: grammars never import each other`);
        else if (ONLY_CORE.includes(from) && into !== 'src/core') wrong.push(`${path} → ${to}: only core`);
        else if (floorOf(to) >= floorOf(path) && !(grammar || listing)) wrong.push(`${path} → ${to}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('touches the world in input and cli only', () => {
    const wrong = sources.filter(
      (path) =>
        !path.startsWith('src/input/') && !path.startsWith('src/cli/') && importsOf(path).some(({ target }) => target.startsWith('node:')),
    );
    expect(wrong).toEqual([]);
  });

  it('opens no connection', () => {
    const wrong = sources.filter(
      (path) =>
        importsOf(path).some(({ target }) => /^(?:node:)?(?:net|http|https|http2|tls|dgram|dns|child_process)$/.test(target)) ||
        /\bfetch\(/.test(readFileSync(path, 'utf8')),
    );
    expect(wrong).toEqual([]);
  });

  it('has no cycle', () => {
    const graph = new Map(
      sources.map((path) => [
        path,
        importsOf(path)
          .filter((one) => one.target.startsWith('.') && !one.typeOnly)
          .map((one) => normalize(join(dirname(path), one.target))),
      ]),
    );
    const state = new Map<string, 'open' | 'done'>();
    const cycles: string[] = [];
    const visit = (path: string, trail: readonly string[]): void => {
      if (state.get(path) === 'done') return;
      if (state.get(path) === 'open') {
        cycles.push([...trail.slice(trail.indexOf(path)), path].join(' → '));
        return;
      }
      state.set(path, 'open');
      for (const next of graph.get(path) ?? []) visit(next, [...trail, path]);
      state.set(path, 'done');
    };
    for (const path of sources) visit(path, []);
    expect(cycles).toEqual([]);
  });

  it('keeps files short', () => {
    const long = sources.map((path) => [path, readFileSync(path, 'utf8').split('\n').length] as const).filter(([, lines]) => lines > 400);
    expect(long).toEqual([]);
  });

  it('holds no control character: a pattern with a backspace for a word boundary reads well and matches nothing', () => {
    expect(sources.filter((path) => /[\u0000-\u0008\u000b-\u001f]/.test(readFileSync(path, 'utf8')))).toEqual([]);
  });

  it('asks the flavour, not its name', () => {
    const wrong = sources.filter(
      (path) =>
        path.startsWith('src/') && !path.startsWith('src/flavours/') && /===? '(?:kingbasees|postgresql)'/.test(readFileSync(path, 'utf8')),
    );
    expect(wrong).toEqual([]);
  });
});
