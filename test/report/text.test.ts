import { readFileSync } from 'node:fs';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { analyse } from '../../src/analyse.ts';
import type { Report } from '../../src/core/report.ts';
import { inspection } from '../../src/report/inspection.ts';
import { render } from '../../src/report/render.ts';
import { columns, cut, PLAIN_LOOK, wrapped } from '../../src/report/terminal.ts';
import { text } from '../../src/report/text.ts';
import { type BundleText, sourcesOf } from '../support/bundle.ts';

const reportOf = (bundle: BundleText, lang: 'en' | 'zh-CN' = 'en'): Promise<Report> =>
  analyse(sourcesOf(bundle), { lang, version: 'test' });
const story = { 'bundle.md': readFileSync('samples/cases/story/bundle.md', 'utf8') };

describe('columns of a terminal', () => {
  it('count a Chinese character as two', () => {
    expect(
      columns(
        [
          ['节点', 'x'],
          ['node-1', 'y'],
        ],
        '',
        PLAIN_LOOK,
      ),
    ).toEqual(['节点    x', 'node-1  y']);
    expect(
      columns(
        [
          ['7', 'x'],
          ['12', 'y'],
        ],
        ' ',
        PLAIN_LOOK,
        ['right'],
      ),
    ).toEqual(['  7  x', ' 12  y']);
  });

  it('wrap Chinese anywhere but before a closing mark, other writing at blanks', () => {
    expect(wrapped('归档命令失败，日志段等待归档。', 12)).toEqual(['归档命令失败，', '日志段等待归', '档。']);
    expect(wrapped('nothing archives on node1 any more', 14)).toEqual(['nothing', 'archives on', 'node1 any more']);
    for (const line of wrapped('在 node1 上 archive_mode 为 on，但没有任何归档方式'.repeat(5), 30))
      expect(stringWidth(line)).toBeLessThanOrEqual(32);
  });

  it('cut at a column, not at a character', () => {
    expect(cut('归档目录不存在', 9)).toBe('归档目录…');
    expect(cut('short', 9)).toBe('short');
  });
});

describe.each(['en', 'zh-CN'] as const)('the summary for a terminal (%s)', (lang) => {
  it('fits its columns and a screen or so, and names places, the first command and what is missing', async () => {
    const report = await reportOf(story, lang);
    const lines = text(report, { width: 80, colour: false }).trimEnd().split('\n');
    const command = report.findings[0]?.remedies[0]?.steps[0]?.command ?? '?';
    for (const line of lines) if (!line.includes(command)) expect(stringWidth(line), line).toBeLessThanOrEqual(82);
    expect(lines.length).toBeLessThan(60);
    const all = lines.join('\n');
    expect(all).not.toMatch(/\u001b|`|undefined|\[object/);
    for (const finding of report.findings.filter((one) => one.severity === 'critical')) {
      const first = finding.evidence[0];
      expect(all).toContain(`${first?.source}:${first?.line}`);
    }
    expect(all).toContain(command);
    expect(all).toContain(report.collectNext[0]?.what.replace(/`/g, '').slice(0, 30) ?? '?');
  });

  it('is coloured where that is wanted, and says the same', async () => {
    const report = await reportOf(story, lang);
    const coloured = text(report, { width: 100, colour: true });
    expect(coloured).toMatch(/\u001b\[31m/);
    expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(text(report));
  });
});

describe('the summary where all is well', () => {
  it('says so and what was read', async () => {
    const report = await reportOf({ 'node1/show.txt': '$ ls -l /archive\ntotal 0\n' });
    expect(text(report)).toMatch(/^Nothing to do \(no fault found\)\n/);
    expect(text(report)).toContain('2 lines: 2 understood');
  });
});

describe('inspect', () => {
  const bundle = {
    '节点1/show.txt': `
[postgres@pg1 ~]$ repmgr node check
Node "node1":
	Server role: OK (node is primary)
	Replication lag: OK (N/A - node is primary)
	Strange check: PURPLE (what is this)
`,
    'note.txt': '\n请看附件。\n',
  };

  it('gives a row for each segment and each line that was not understood, with what was expected', async () => {
    const shown = inspection(await reportOf(bundle), { width: 90, colour: false });
    expect(shown).toContain('节点1/show.txt  5 lines · ');
    expect(shown).toMatch(/ {4}2-4 {2}node-check {2}node1 {9}3\/3 {2}repmgr node check/);
    expect(shown).toContain('no output recognised: 1 prose, 0 blank, 0 not understood');
    expect(shown).toMatch(/Not understood · 节点1\/show\.txt\n {6}5 {2}Strange check: PURPLE \(what is this\)\n {9}expected: node-check/);
  });

  it('tells once what many files have in common', async () => {
    const why = { kind: 'not-opened' as const, what: { text: { en: 'a picture: not read', 'zh-CN': '图片：未读取' }, params: {} } };
    const pictures = Array.from({ length: 9 }, (_, index) => ({
      path: `${index}\u001b.png`,
      label: null,
      bytes: 10,
      encoding: 'none',
      problems: [why],
      batches: [],
    }));
    const report = await analyse([...pictures, ...sourcesOf(bundle)], { lang: 'en', version: 'test' });
    const shown = inspection(report);
    expect(shown.match(/a picture: not read/g)).toHaveLength(1);
    expect(shown).toContain('      0\\u{1b}.png\n');
    expect(shown).toContain('… and 4 more');
  });
});

describe('what nothing explains', () => {
  const linker =
    '/usr/pgsql-15/bin/repmgrd: error while loading shared libraries: libpq.so.5: cannot open shared object file: No such file or directory';
  const bundle = { 's.txt': `[postgres@teal1 ~]$ repmgrd -f /etc/repmgr.conf\n${linker}\n` };

  it('is told instead of an all-clear, in every format', async () => {
    const report = await reportOf(bundle);
    expect(text(report)).toMatch(
      /^No fault found \(not all that was seen is explained\)[\s\S]*a program cannot be started: .*repmgrd: error while/,
    );
    for (const brief of [false, true]) {
      const markdown = render(report, 'md', { brief });
      expect(markdown).toContain('not all that was seen is explained');
      expect(markdown).toContain('libpq.so.5');
      expect(markdown).not.toContain('Nothing to do');
    }
    expect(text(await reportOf(bundle, 'zh-CN'))).toContain('部分现象未得到解释');
  });

  it('leaves the all-clear of a bundle in which nothing was seen', async () => {
    expect(text(await reportOf({ 's.txt': '[postgres@teal1 ~]$ repmgr --version\nrepmgr 5.3.3\n' }))).toContain('Nothing to do');
  });
});
