/**
 * What must not change a diagnosis: line ends, encodings, the order of files, prompts, fences, folders joined into one ticket,
 * other host names, the report's language. And what may only make it weaker: a file that is missing.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyse } from '../src/analyse.ts';
import type { Report } from '../src/core/report.ts';
import { openInputs } from '../src/input/open.ts';
import { gb18030 } from './support/gb18030.ts';
import { inFolder } from './support/inputs.ts';

type Files = Readonly<Record<string, Buffer>>;
interface Case {
  readonly name: string;
  readonly files: Files;
  readonly allowed: readonly string[];
}

function filesBelow(dir: string, root = dir): Record<string, Buffer> {
  if (statSync(dir).isFile()) return { [relative(root, dir) || (dir.split('/').at(-1) ?? '')]: readFileSync(dir) };
  return Object.assign({}, ...readdirSync(dir).map((name) => filesBelow(join(dir, name), root)));
}

const cases: Case[] = readdirSync('samples/cases')
  .filter((name) => existsSync(`samples/cases/${name}/truth.json`))
  .map((name) => {
    const folder = `samples/cases/${name}`;
    const bundle = readdirSync(folder).find((entry) => entry.startsWith('bundle')) ?? '';
    const truth = JSON.parse(readFileSync(`${folder}/truth.json`, 'utf8')) as { expect: string[]; also_ok?: string[] };
    return { name, files: filesBelow(join(folder, bundle)), allowed: [...truth.expect, ...(truth.also_ok ?? [])] };
  });

const reportOf = (files: Files, lang: 'en' | 'zh-CN' = 'en'): Promise<Report> =>
  inFolder(files, (folder) => analyse(openInputs([folder]), { lang, version: 'test' }));

/** What a diagnosis comes to: who has what, how sure, open or not. */
const bones = (report: Report, rename: (text: string) => string = (text) => text): string[] =>
  report.findings.map((finding) => rename(`${finding.id} ${finding.status} ${finding.confidence}`)).sort();

const originals = new Map<string, Promise<string[]>>();
function original(one: Case): Promise<string[]> {
  const known = originals.get(one.name) ?? reportOf(one.files).then((report) => bones(report));
  originals.set(one.name, known);
  return known;
}

const isText = (content: Buffer): boolean => {
  const text = content.toString('utf8');
  return !text.includes('\ufffd') && !text.includes('\u0000');
};
const eachText = (files: Files, change: (text: string, name: string) => string | Buffer): Files =>
  Object.fromEntries(
    Object.entries(files).map(([name, content]) => {
      if (!isText(content)) return [name, content];
      const changed = change(content.toString('utf8'), name);
      return [name, Buffer.isBuffer(changed) ? changed : Buffer.from(changed)];
    }),
  );

interface Change {
  readonly name: string;
  /** Null where the change does not apply to a case. */
  readonly apply: (one: Case) => Files | null;
  /** What of a finding must stay; all of it where nothing is said. */
  readonly keeps?: (bone: string) => string | null;
}

/** A file's name may be all that names a node: without it the finding stands without one. */
const withoutNode = (bone: string): string => bone.replace(/@\S+/, '');
/** One ticket has an order that a folder has not: what it shows to be over may be told, too. */
const open = (bone: string): string | null => (bone.includes(' resolved ') ? null : bone);

const CHANGES: readonly Change[] = [
  { name: 'CRLF', apply: (one) => eachText(one.files, (text) => text.replace(/\r?\n/g, '\r\n')) },
  { name: 'GB18030', apply: (one) => eachText(one.files, (text) => gb18030(text)) },
  { name: 'UTF-16', apply: (one) => eachText(one.files, (text) => Buffer.from(`\ufeff${text}`, 'utf16le')) },
  {
    name: 'names that tell nothing',
    apply: (one) =>
      Object.keys(one.files).length > 1 && Object.keys(one.files).every((name) => !name.includes('/'))
        ? Object.fromEntries(Object.entries(one.files).map(([, content], index) => [`${String(index + 1).padStart(2, '0')}.txt`, content]))
        : null,
    keeps: withoutNode,
  },
  {
    name: 'joined into one ticket',
    apply: (one) => {
      const names = Object.keys(one.files).sort();
      if (names.length < 2 || !Object.values(one.files).every(isText) || names.some((name) => name.endsWith('.md'))) return null;
      const parts = names.map(
        (name) => `### ${name}\n\n\`\`\`\`text\n${one.files[name]?.toString('utf8').replace(/\n*$/, '')}\n\`\`\`\`\n`,
      );
      return { 'ticket.md': Buffer.from(parts.join('\n')) };
    },
    keeps: open,
  },
  {
    name: 'in a fence',
    apply: (one) => {
      const [name, ...more] = Object.keys(one.files);
      if (name === undefined || more.length > 0 || name.endsWith('.md')) return null;
      const content = one.files[name];
      if (content === undefined || !isText(content)) return null;
      return { 'ticket.md': Buffer.from(`## What we saw\n\n\`\`\`\`text\n${content.toString('utf8').replace(/\n*$/, '')}\n\`\`\`\`\n`) };
    },
  },
];

describe.each(CHANGES)('$name changes no diagnosis', ({ apply, keeps = (bone) => bone }) => {
  const kept = (bones: readonly string[]): string[] => [...new Set(bones.map(keeps).filter((bone) => bone !== null))].sort();
  for (const one of cases) {
    const files = apply(one);
    if (files === null) continue;
    it(one.name, async () => {
      expect(kept(bones(await reportOf(files)))).toEqual(kept(await original(one)));
    });
  }
});

describe('the language of the report changes no diagnosis', () => {
  it.each(cases)('$name', async (one) => {
    expect(bones(await reportOf(one.files, 'zh-CN'))).toEqual(await original(one));
  });
});

/** Letters turned, digits and the length kept: another name of the same shape, in every place. */
const turned = (text: string): string =>
  text.replace(/[a-z]/gi, (char) => String.fromCharCode(char.charCodeAt(0) + (char.toLowerCase() < 'n' ? 13 : -13)));

describe('other names of the nodes change no diagnosis', () => {
  it.each(cases)('$name', async (one) => {
    const report = await reportOf(one.files);
    // a name that is a word of the programs, or part of another word, cannot be exchanged in a text
    const names = report.cluster.nodes.flatMap((node) =>
      node.name !== null && /^[a-z]{3,}[-_]?[a-z]*\d+$/i.test(node.name) ? [node.name] : [],
    );
    const pattern = new RegExp(`(?<![A-Za-z0-9])(?:${names.join('|')})(?![A-Za-z0-9])`, 'g');
    const swap = (text: string): string => (names.length === 0 ? text : text.replace(pattern, turned));
    const files = Object.fromEntries(Object.entries(eachText(one.files, swap)).map(([name, content]) => [swap(name), content]));
    expect(bones(await reportOf(files))).toEqual(bones(report, swap));
  });
});

/** Where the file that is missing is the one that clears somebody, the accusation is right as far as the rest goes. */
const CLEARS: Readonly<Record<string, string>> = {
  'pg-ok-repmgrd-pid-after-restart without 09-14-40.txt': 'the later listing is all that shows the daemon running again',
};
/** What is said where a reason is no longer to be seen. */
const LESS_CERTAIN: Readonly<Record<string, RegExp>> = { 'archive-command-failing': /^archive-/ };

describe('with one file missing nothing wrong is asserted', () => {
  for (const one of cases) {
    const names = Object.keys(one.files);
    if (names.length < 2) continue;
    const asked = names.filter((name) => CLEARS[`${one.name} without ${name}`] === undefined);
    it.each(asked)(`${one.name} without %s`, async (name) => {
      const rest = Object.fromEntries(Object.entries(one.files).filter(([other]) => other !== name));
      const before = new Set((await original(one)).map((bone) => bone.split(' ')[0]?.split('@')[0]));
      const asserted = (await reportOf(rest)).findings.filter(
        (finding) => finding.status === 'active' && finding.confidence !== 'possible',
      );
      const isRight = (cause: string): boolean =>
        one.allowed.includes(cause) || before.has(cause) || one.allowed.some((other) => LESS_CERTAIN[cause]?.test(other) === true);
      const wrong = asserted.filter((finding) => !isRight(finding.cause)).map((finding) => finding.id);
      expect(wrong).toEqual([]);
    });
  }
});
