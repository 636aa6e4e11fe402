import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Report, reportSchema } from '../../src/core/report.ts';
import { html } from '../../src/report/html/index.ts';
import { markup, printed, sentence } from '../../src/report/html/markup.ts';
import { SCRIPT, SCRIPT_HASH } from '../../src/report/html/script.ts';
import { STYLE, STYLE_HASH } from '../../src/report/html/style.ts';
import { visibleText } from '../../src/report/markdown/escape.ts';

const goldens = readdirSync('test/golden').filter((name) => name.endsWith('.json'));
const reportOf = (name: string): Report => reportSchema.parse(JSON.parse(readFileSync(`test/golden/${name}`, 'utf8')));
const sha256 = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;

/** Text between tags as a reader sees it. */
const read = (page: string): string =>
  page
    .replace(/<(style|script)>[\s\S]*?<\/\1>/g, '')
    .replace(/<[^>]+>/g, '')
    .replace(/&#(\d+);/g, (_, number: string) => String.fromCharCode(Number(number)));

/** Every tag of a page. */
const tagsOf = (page: string): string[] => [...page.matchAll(/<\/?([a-zA-Z!][\w!-]*)/g)].map((match) => (match[1] ?? '').toLowerCase());

/** The names of all attributes of all tags, outside of style and script. */
const attributesOf = (page: string): string[] =>
  [...page.replace(/<(style|script)>[\s\S]*?<\/\1>/g, '').matchAll(/<[a-zA-Z!][^>]*>/g)].flatMap(([tag]) =>
    [...tag.replace(/"[^"]*"/g, '""').matchAll(/\s([\w:-]+)="/g)].map((match) => match[1] ?? ''),
  );
const FORBIDDEN = /^(?:src|srcset|action|formaction|on\w+|style|xlink:href)$/;

/** Tags and attributes that the program's own templates write; anything else came from somewhere else. */
const TAGS = new Set(
  '!doctype html head meta title style body header p h1 h2 h3 h4 main section ul li a strong em b code pre div nav figure figcaption svg g path rect circle text article details summary span table thead tbody tr th td footer script'.split(
    ' ',
  ),
);

/** Every string of a report replaced. */
function replaced(value: unknown, by: (text: string) => string): unknown {
  if (typeof value === 'string') return by(value);
  if (Array.isArray(value)) return value.map((item) => replaced(item, by));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, KEPT.has(key) ? item : replaced(item, by)]));
  return value;
}
/** Words of fixed meaning, and ids that tie things together. */
const KEPT = new Set([
  'lang',
  'severity',
  'status',
  'confidence',
  'kind',
  'risk',
  'result',
  'of',
  'role',
  'flavour',
  'how',
  'id',
  'what',
  'holds',
  'program',
]);

describe('the policy of the page', () => {
  it('names the style and the script as they are', () => {
    expect(STYLE_HASH).toBe(sha256(STYLE));
    expect(SCRIPT_HASH).toBe(sha256(SCRIPT));
  });
});

describe.each(goldens)('HTML of %s', (name) => {
  const report = reportOf(name);
  const page = html(report);

  it('loads nothing and runs nothing but its own script', () => {
    for (const name of attributesOf(page)) expect(name).not.toMatch(FORBIDDEN);
    expect(page).not.toMatch(/@import|url\(/);
    for (const [, target] of page.matchAll(/href="([^"]*)"/g)) expect(target).toMatch(/^#/);
    expect(page.match(/<script/g)).toHaveLength(1);
  });

  it('links to places that exist, each id once', () => {
    const ids = [...page.matchAll(/\sid="([^"]*)"/g)].map((match) => match[1]);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target] of page.matchAll(/href="#([^"]*)"/g)) expect(ids).toContain(target);
  });

  it('holds every command, every summary and every piece of evidence that the Markdown holds', () => {
    const text = read(page);
    for (const finding of report.findings) {
      for (const item of finding.evidence.slice(0, 8)) expect(text).toContain(`${item.source}:${item.line}`);
      if (finding.confidence === 'possible') continue;
      for (const step of finding.remedies.flatMap((remedy) => remedy.steps)) expect(text).toContain(visibleText(step.command));
    }
    for (const item of report.collectNext) expect(text).toContain(visibleText(item.command));
  });

  it('tells every picture in words', () => {
    const pictures = page.match(/<svg[^>]*>/g) ?? [];
    for (const picture of pictures) expect(picture).toMatch(/role="img" aria-label="[^"]{5,}"/);
  });

  it('is all in the closed set of tags whatever the bundle holds', () => {
    const hostile = [
      '</style><script>alert(1)</script>',
      '"><img src=x onerror=alert(1)>',
      "' onload='alert(1)",
      '<!--',
      ']]>',
      '[x](javascript:alert(1))',
      'https://example.com/a?b=<c>',
      '`</code><b>`',
      '**&lt;script&gt;**',
      '\u202e\u0000\u001b[31m',
    ];
    let count = 0;
    const evil = replaced(report, (text) => `${hostile[count++ % hostile.length]}${text.slice(0, 20)}`) as Report;
    const made = html(evil);
    for (const tag of tagsOf(made)) expect(TAGS).toContain(tag);
    expect(made.match(/<script/g)).toHaveLength(1);
    for (const name of attributesOf(made)) expect(name).not.toMatch(FORBIDDEN);
    for (const [, target] of made.matchAll(/href="([^"]*)"/g)) expect(target).toMatch(/^#[\w-]*$/);
    expect(made.replace(/[\n\t]/g, '')).not.toMatch(/[\u0000-\u001f\u202a-\u202e]/);
  });
});

describe('text in markup', () => {
  it('is escaped by construction, between tags and in attributes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const made = printed(markup`<p title="${text}">${text}</p>`);
        expect(made).toMatch(/^<p title="[^"<>]*">[^<>]*<\/p>$/);
        expect(read(made)).toBe(visibleText(text));
      }),
    );
  });

  it('as a sentence has no tags but code and strong, and loses no character', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab `*_[]()<>&;#!|~\\"\'\n中:/.') }), (text) => {
        const made = printed(sentence(text));
        for (const tag of tagsOf(made)) expect(['code', 'strong']).toContain(tag);
        const kept = (of: string): string => of.replace(/[\s`*\\]/g, '');
        expect(kept(read(made))).toBe(kept(text));
      }),
      { numRuns: 2000 },
    );
  });
});
