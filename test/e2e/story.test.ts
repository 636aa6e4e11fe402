import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/core/report.ts';
import { tarOf, zipOf, zstOf } from '../support/archives.ts';
import { gb18030 } from '../support/gb18030.ts';
import { inFolder } from '../support/inputs.ts';
import { type Ran, run } from '../support/program.ts';

const story = readFileSync('samples/cases/story/bundle.md', 'utf8');

/** What a diagnosis comes to, whatever the file is called and however it came. */
function bones(ran: Ran): unknown {
  expect(ran.stderr).toBe('');
  expect(ran.code).toBe(0);
  const report = JSON.parse(ran.stdout) as Report;
  return [
    report.lang,
    report.cluster.nodes.map((node) => [node.name, node.id, node.role, node.host]),
    report.findings.map((finding) => [
      finding.id,
      finding.status,
      finding.confidence,
      finding.severity,
      finding.summary,
      finding.evidence.map((item) => [item.line, item.shows]),
      finding.remedies.map((remedy) => remedy.steps.map((step) => step.command)),
    ]),
    report.bundle.coverage,
  ];
}

const diagnosed = (args: readonly string[], input?: string | Buffer): Promise<Ran> =>
  run(['diagnose', ...args, '--format', 'json'], input === undefined ? {} : { input });

const asFile = (name: string, content: string | Buffer): Promise<Ran> =>
  inFolder({ [name]: content }, (folder) => diagnosed([join(folder, name)]));

describe('the story, however it comes', async () => {
  const expected = bones(await asFile('bundle.md', story));

  it.each([
    ['GB18030', 'bundle.md', gb18030(story)],
    ['GB18030 with CRLF', 'bundle.md', gb18030(story.replace(/\n/g, '\r\n'))],
    ['UTF-16 little', 'bundle.md', Buffer.from(`\ufeff${story}`, 'utf16le')],
    ['UTF-16 big', 'bundle.md', Buffer.from(`\ufeff${story}`, 'utf16le').swap16()],
    ['a mark of UTF-8', 'bundle.md', `\ufeff${story}`],
    ['CRLF', 'bundle.md', story.replace(/\n/g, '\r\n')],
    ['no ending', 'ticket', story],
    ['blanks of a rich text editor', 'bundle.md', story.replace(/(?<=\S) (?=[^ ])/g, '\u00a0')],
    ['a zip', 'ticket.zip', zipOf([{ name: 'bundle.md', content: story }])],
    ['a zip in GB18030', 'ticket.zip', zipOf([{ name: 'bundle.md', content: gb18030(story) }])],
    ['plain text with the leading brackets of prompts lost', 'ticket.txt', story.replace(/^(```)?\[(?=kingbase@)/gm, '$1')],
  ])('as %s: the same findings', async (_name, file, content) => {
    expect(bones(await asFile(file, content))).toEqual(expected);
  });

  it('as a tar.zst: the same findings', async () => {
    const archive = zstOf(await tarOf([{ name: 'bundle.md', content: story }]));
    expect(bones(await asFile('ticket.tar.zst', archive))).toEqual(expected);
  });

  it.each([
    ['text', story],
    ['a zip', zipOf([{ name: 'bundle.md', content: story }])],
    ['GB18030', gb18030(story)],
  ])('%s from standard input: the same findings', async (_name, input) => {
    expect(bones(await diagnosed(['-'], input))).toEqual(expected);
  });

  it('without its fences: the same findings', async () => {
    const plain = story.replace(/^```(?=\[)/gm, '').replace(/^```\n/gm, '');
    const [, nodes, findings] = bones(await asFile('ticket.txt', plain)) as [unknown, unknown, [string, string][]];
    const [, nodesBefore, before] = expected as [unknown, unknown, [string, string][]];
    expect(nodes).toEqual(nodesBefore);
    expect(findings.map((one) => one.slice(0, 5))).toEqual(before.map((one) => one.slice(0, 5)));
  });
});
