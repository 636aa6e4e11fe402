import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyse } from '../src/analyse.ts';
import type { Report } from '../src/core/report.ts';
import { openInputs } from '../src/input/open.ts';

function filesBelow(dir: string): string[] {
  return readdirSync(dir)
    .map((name) => join(dir, name))
    .flatMap((path) => (statSync(path).isDirectory() ? filesBelow(path) : [path]));
}

/** The sources of a bundle in the order that a disk might give them. */
async function inOrder(bundle: string, order: <T>(all: T[]) => T[]): Promise<unknown> {
  const sources = [];
  for await (const source of openInputs([bundle])) {
    const batches = [];
    for await (const batch of source.batches) batches.push(batch);
    sources.push({
      ...source,
      path: source.path,
      label: source.label,
      bytes: source.bytes,
      encoding: source.encoding,
      problems: source.problems,
      batches,
    });
  }
  return bones(await analyse(order(sources), { lang: 'en', version: 'test' }));
}

const bones = (report: Report): unknown => ({
  nodes: report.cluster.nodes.map((node) => [node.name, node.id, node.role, node.host]).sort(),
  findings: report.findings.map((finding) => [finding.id, finding.status, finding.confidence]).sort(),
});

const cases = readdirSync('samples/cases')
  .map((name) => join('samples/cases', name, 'bundle'))
  .filter((path) => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true && filesBelow(path).length > 1);

describe('the order of the files of a bundle does not matter', () => {
  it.each(cases)('%s', async (bundle) => {
    const expected = await inOrder(bundle, (all) => all);
    expect(await inOrder(bundle, (all) => [...all].reverse())).toEqual(expected);
    expect(await inOrder(bundle, (all) => [...all.slice(1), ...all.slice(0, 1)])).toEqual(expected);
  });
});
