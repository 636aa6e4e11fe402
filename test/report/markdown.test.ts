import { readdirSync, readFileSync } from 'node:fs';
import { lint } from 'markdownlint/promise';
import { marked } from 'marked';
import { describe, expect, it } from 'vitest';
import { type Report, reportSchema } from '../../src/core/report.ts';
import { postmortemMarkdown } from '../../src/report/markdown/postmortem.ts';
import { render } from '../../src/report/render.ts';

const goldens = readdirSync('test/golden').filter((name) => name.endsWith('.json'));
const reportOf = (name: string): Report => reportSchema.parse(JSON.parse(readFileSync(`test/golden/${name}`, 'utf8')));

/** Lines are as long as the sentences; a finding and its remedies have the same title under different headings; a quoted tab stays one. */
const RULES = { default: true, MD013: false, MD024: { siblings_only: true }, MD010: { code_blocks: false } };

const full = goldens.map((name) => ({ name, text: render(reportOf(name), 'md') }));
const brief = goldens.map((name) => ({ name: `${name} in brief`, text: render(reportOf(name), 'md', { brief: true }) }));

const postmortems = goldens.map((name) => ({ name: `${name} as a post-mortem`, text: postmortemMarkdown(reportOf(name)) }));

describe.each([...full, ...brief, ...postmortems])('Markdown of $name', ({ name, text }) => {
  it('passes markdownlint', async () => {
    const config = name.includes('brief') ? { ...RULES, MD041: false } : RULES;
    const { report = [] } = await lint({ strings: { report: text }, config });
    expect(report.map((issue) => `${issue.lineNumber} ${issue.ruleNames[0]} ${issue.ruleDescription} ${issue.errorDetail ?? ''}`)).toEqual(
      [],
    );
  });

  if (postmortems.some((one) => one.name === name)) return;

  it('keeps commands at the left margin, whole, one fence each', () => {
    const report = reportOf(name.replace(' in brief', ''));
    const fences = marked.lexer(text).flatMap((token) => (token.type === 'code' ? [token.text as string] : []));
    const commands = report.findings
      .filter((finding) => finding.confidence !== 'possible')
      .flatMap((finding) => (name.includes('brief') ? [] : finding.remedies.flatMap((remedy) => remedy.steps.map((step) => step.command))));
    for (const command of commands) expect(fences).toContain(command);
  });

  it('links its table of contents to headings that exist', () => {
    const anchors = [...text.matchAll(/\]\(#([^)]+)\)/g)].map((match) => match[1] ?? '');
    if (!name.includes('brief') && text.split('\n').length > 250) expect(anchors.length).toBeGreaterThan(0);
    const html = marked.parse(text, { async: false });
    const titles = [...html.matchAll(/<h[2-4]>(.*?)<\/h[2-4]>/g)].map((match) => (match[1] ?? '').replace(/<[^>]+>/g, ''));
    const made = new Set(
      titles.map((title) =>
        title
          .toLowerCase()
          .replace(/&\w+;/g, '')
          .replace(/[^\p{L}\p{M}\p{N}_ -]/gu, '')
          .replace(/ /g, '-'),
      ),
    );
    for (const anchor of anchors) expect(made).toContain(anchor.replace(/-\d+$/, (end) => (made.has(anchor) ? end : '')));
  });
});

describe('the post-mortem of the story', () => {
  const text = postmortemMarkdown(reportOf('story.en.json'));

  it('tells that removing files silenced the alarm, broke recovery and left node1 as it was', () => {
    const removed = /\*\*3\.\*\* `rm -rf[\s\S]*?(?=\*\*4\.\*\*)/.exec(text)?.[0] ?? '';
    expect(removed).toContain('the alarm went silent');
    expect(removed).toContain('The archive has a gap');
    expect(/## Still open[\s\S]*?##/.exec(text)?.[0]).toContain('Nothing says how to archive (on `node1`)'.replace(/ \(.*/, ''));
  });

  it('draws the chain, each finding once', () => {
    const tree = /```text\n([\s\S]*?)```/.exec(text)?.[1] ?? '';
    expect(
      tree
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => line.replace(/^[ │├└─]+/, '')),
    ).toEqual([
      ...new Set(
        tree
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => line.replace(/^[ │├└─]+/, '')),
      ),
    ]);
    expect(tree).toMatch(/^Nothing says how to archive \(node1\)\n└─ WAL was removed by hand/);
  });

  it('leaves owners to people and unknown times unknown', () => {
    expect(text).toContain('| Action | Owner | Due |');
    expect(text).toContain('time not in the bundle');
    expect(text).not.toMatch(/\b20\d\d-\d\d-\d\d/);
  });
});

describe('the brief form', () => {
  it('fits a chat message: cause, evidence, first command', () => {
    const text = render(reportOf('story.en.json'), 'md', { brief: true });
    expect(text).toMatch(/^\*\*critical: Nothing says how to archive\*\*/);
    expect(text.split('\n').length).toBeLessThan(60);
    expect(text).not.toContain('Timeline');
  });
});
