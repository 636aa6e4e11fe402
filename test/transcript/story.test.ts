import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { analyse } from '../../src/analyse.ts';
import type { Report } from '../../src/core/report.ts';
import { sourcesOf } from '../support/bundle.ts';

const STORIES = ['samples/cases/story/bundle.md', '../shared/cases/story/bundle.md'].filter((path) => existsSync(path));

const analysed = (path: string, text: string): Promise<Report> => analyse(sourcesOf({ [path]: text }), { lang: 'en', version: 'test' });
/** What a diagnosis comes to, whatever the lines are called. */
const bones = (report: Report) =>
  report.findings.map((finding) => [finding.id, finding.status, finding.confidence, finding.severity, finding.summary]).sort();

describe.each(STORIES)('the story in %s', async (path) => {
  const text = readFileSync(path, 'utf8');
  const story = await analysed('bundle.md', text);

  it('leaves nothing that a program printed not understood', () => {
    expect(story.bundle.notUnderstood).toEqual([]);
  });

  it('gives every line one reading', () => {
    const { lines, understood, prose, blank, notUnderstood } = story.bundle.coverage;
    expect(lines).toBe(text.replace(/\n$/, '').split('\n').length);
    expect(understood + prose + blank + notUnderstood).toBe(lines);
  });

  it('finds the command in the info string of a fence', () => {
    const line = text.split('\n').findIndex((one) => /^```\[/.test(one)) + 1;
    const segments = story.bundle.sources[0]?.segments ?? [];
    expect(segments.find((segment) => segment.line > line)?.command).toContain('standby switchover');
  });

  it('tells which host is which node, and how', () => {
    expect(story.cluster.nodes.map((node) => [node.name, node.id, node.role])).toEqual([
      ['node1', 1, 'primary'],
      ['node2', 2, 'standby'],
    ]);
    for (const node of story.cluster.nodes) expect(node.identifiedBy.length).toBeGreaterThan(0);
    expect(story.cluster.nodes.every((node) => node.binDir && node.dataDir && node.walDir && node.port && node.osUser === 'kingbase')).toBe(
      true,
    );
  });

  it('names the open cause on node1 with its evidence', () => {
    const missing = story.findings.find((finding) => finding.cause === 'archive-command-missing');
    expect(missing).toMatchObject({ node: 'node1', status: 'active', confidence: 'certain', severity: 'critical' });
    const shows = missing?.evidence.map((item) => item.shows).join('\n');
    for (const part of ['archive_command', 'archive_dest', 'more than the threshold of 128', 'refused', 'mid-segment', 'on node2 only'])
      expect(shows).toContain(part);
  });

  it('is quiet about the paste artefacts and says so', () => {
    const ids = story.findings.map((finding) => finding.cause);
    for (const id of ['settings-file-error', 'archive-command-malformed', 'replication-timeline-diverged', 'archive-backlog-draining'])
      expect(ids).not.toContain(id);
    expect(story.remarks.map((remark) => remark.text).join('\n')).toMatch(/artefact of the paste[\s\S]*inconsistency of the paste/);
  });

  it('asks for what would settle node1 and the synchronous list', () => {
    const asked = story.collectNext.filter((item) => item.node === 'node1').map((item) => item.command);
    expect(asked.some((command) => command.includes('archive_command'))).toBe(true);
    expect(story.collectNext.some((item) => item.command.includes('synchronous_standby_names'))).toBe(true);
  });

  it('tells the story in its timeline', () => {
    const events = story.timeline.map((event) => `${event.kind} ${event.node} ${event.event}`).join('\n');
    expect(events).toMatch(
      /refused[\s\S]*archive_command. is empty[\s\S]*WAL removed[\s\S]*status files removed[\s\S]*switchover completed[\s\S]*edited[\s\S]*node2 .archive_command. is [\s\S]*switchover completed/,
    );
  });

  it('offers the mild remedy first and the destructive one last, never recommended', () => {
    const remedies = story.findings.find((finding) => finding.cause === 'archive-command-missing')?.remedies ?? [];
    expect(remedies.map((remedy) => [remedy.id, remedy.recommended])).toEqual([
      ['configure-archiving', true],
      ['forced-switchover', false],
      ['discard-backlog', false],
    ]);
  });

  it.each([
    ['with CRLF', 'bundle.md', (all: string) => all.replace(/\n/g, '\r\n')],
    ['as plain text without fences', 'ticket.txt', (all: string) => all.replace(/^```(?=\[)/gm, '').replace(/^```\n/gm, '')],
    ['with the leading brackets of prompts lost', 'bundle.md', (all: string) => all.replace(/^(```)?\[(?=kingbase@)/gm, '$1')],
  ])('says the same %s', async (_name, name, change) => {
    expect(bones(await analysed(name, change(text)))).toEqual(bones(story));
  });
});
