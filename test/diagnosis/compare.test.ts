import { describe, expect, it } from 'vitest';
import { analyse } from '../../src/analyse.ts';
import { type Comparison, comparisonSchema } from '../../src/core/comparison.ts';
import type { Report } from '../../src/core/report.ts';
import { compare } from '../../src/diagnosis/compare.ts';
import { comparisonMarkdown } from '../../src/report/markdown/comparison.ts';
import { type BundleText, sourcesOf } from '../support/bundle.ts';

const settings = (command: string): string => `
[postgres@alpha ~]$ psql -d repmgr
repmgr=# select name, setting from pg_settings where name like 'archive%';
      name       | setting
-----------------+---------
 archive_command | ${command}
 archive_library |
 archive_mode    | on
(3 rows)

`;
const check = (count: number): string => `[postgres@alpha ~]$ repmgr node check
Node "alpha":
	Server role: OK (node is primary)
	WAL archiving: ${count > 128 ? `CRITICAL (${count} pending archive ready files, critical threshold: 128)` : `OK (${count} pending archive ready files)`}
`;
const SAFE = 'test ! -f /arch/%f && cp %p /arch/%f';

const reportOn = (bundle: BundleText): Promise<Report> => analyse(sourcesOf(bundle), { lang: 'en', version: 'test' });

async function compared(before: BundleText, after: BundleText): Promise<Comparison> {
  const [a, b] = [await reportOn(before), await reportOn(after)];
  const comparison = compare(a, b, { lang: 'en', version: 'test', before: 'monday', after: 'tuesday' });
  comparisonSchema.parse(comparison);
  expect(comparisonMarkdown(comparison)).toMatch(/^# Comparison/);
  return comparison;
}

const changeOf = (comparison: Comparison, id: string): string | undefined => comparison.findings.find((one) => one.id === id)?.change;

const MISSING = 'archive-command-missing@alpha';

describe('compare', () => {
  it('calls resolved only what the second bundle rules out, with the reason', async () => {
    const comparison = await compared({ 'a.txt': settings('') + check(200) }, { 'a.txt': settings(SAFE) + check(0) });
    const finding = comparison.findings.find((one) => one.id === MISSING);
    expect(finding?.change).toBe('resolved');
    expect(finding?.because).toContain(`\`archive_command\` is set`);
    expect(finding?.evidence[0]?.source).toBe('a.txt');
    expect(comparison.settings).toMatchObject([{ node: 'alpha', name: 'archive_command', before: { value: '' }, after: { value: SAFE } }]);
  });

  it('calls no longer visible what the second bundle does not hold, and asks for it', async () => {
    const comparison = await compared({ 'a.txt': settings('') + check(200) }, { 'a.txt': check(3) });
    const finding = comparison.findings.find((one) => one.id === MISSING);
    expect(finding?.change).toBe('no-longer-visible');
    expect(finding?.missing.map((ask) => ask.command).join('\n')).toContain('archive_command');
  });

  it('tells new from not seen before', async () => {
    const shown = await compared({ 'a.txt': settings(SAFE) + check(0) }, { 'a.txt': settings('') + check(200) });
    expect(shown.findings.find((one) => one.id === MISSING)).toMatchObject({ change: 'new', because: 'not there before' });
    const unseen = await compared({ 'a.txt': check(0) }, { 'a.txt': settings('') + check(200) });
    expect(unseen.findings.find((one) => one.id === MISSING)?.because).toContain('may be older');
  });

  it('finds nothing between a bundle and itself', async () => {
    const same = { 'a.txt': settings('') + check(200) };
    const comparison = await compared(same, same);
    expect(changeOf(comparison, MISSING)).toBe('unchanged');
    expect(comparison.findings.every((one) => one.change === 'unchanged')).toBe(true);
    expect([...comparison.settings, ...comparison.topology]).toEqual([]);
  });

  it('says that two bundles share no node', async () => {
    const comparison = await compared({ 'a.txt': settings('') + check(200) }, { 'a.txt': check(0).replaceAll('alpha', 'omega') });
    expect(comparison.nodes).toEqual({ onlyBefore: ['alpha'], onlyAfter: ['omega'], both: [] });
    expect(comparisonMarkdown(comparison)).toContain('different clusters');
  });
});
