import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { analyse } from '../../src/analyse.ts';
import { type Report, reportSchema } from '../../src/core/report.ts';
import { openInputs } from '../../src/input/open.ts';
import { REDACT_KINDS, type Redacted, redact } from '../../src/redact/replace.ts';
import { mapStrings } from '../../src/redact/strike-out.ts';
import { FORMATS, render } from '../../src/report/render.ts';

/** Every 6th labelled case: of all kinds, and few enough to stay quick. */
const CASES = readdirSync('samples/cases').filter((_name, index) => index % 6 === 0 || _name === 'story');

describe.each(CASES)('redacting %s', (name) => {
  let report: Report;
  let redacted: Redacted;
  beforeAll(async () => {
    const dir = join('samples/cases', name);
    const inputs = readdirSync(dir)
      .filter((file) => file.startsWith('bundle'))
      .map((file) => join(dir, file));
    report = await analyse(openInputs(inputs), { lang: 'en', version: 'test' });
    redacted = redact(report, REDACT_KINDS);
  });

  it('leaves a valid report with the same diagnosis', () => {
    reportSchema.parse(redacted.report);
    const bones = (one: Report) =>
      one.findings.map(({ cause, status, confidence, severity, evidence }) => [cause, status, confidence, severity, evidence.length]);
    expect(bones(redacted.report)).toEqual(bones(report));
    const ids = new Set(redacted.report.findings.map((finding) => finding.id));
    for (const finding of redacted.report.findings) for (const id of finding.causedBy) expect(ids).toContain(id);
  });

  it('shows nothing of what it replaced, in any format', () => {
    // a directory is replaced in paths only: `wal-g` as a word is a program
    const gone = Object.entries(redacted.map).map(([key, value]) => (key.startsWith('dir-') ? `/${value}/` : ` ${value} `));
    for (const format of FORMATS) {
      const text = render(redacted.report, format);
      for (const value of gone) expect(text).not.toContain(value);
      for (const node of report.cluster.nodes)
        if (node.host !== null && !node.host.startsWith('127.') && /^\d+\.\d+\.\d+\.\d+$/.test(node.host))
          expect(text).not.toContain(node.host);
    }
  });

  it('can be turned back with its map: the same stays the same, the different stays different', () => {
    const back = new RegExp(`(?<![\\w-])(?:${Object.keys(redacted.map).join('|') || '(?!)'})(?![\\w-])`, 'g');
    const restored = mapStrings(redacted.report, (text) => text.replace(back, (key) => redacted.map[key] ?? key));
    expect(JSON.stringify(restored).toLowerCase()).toBe(JSON.stringify(report).toLowerCase());
  });
});

describe('redacting', () => {
  it('does what is asked, no more', async () => {
    const report = await analyse(openInputs(['samples/cases/story/bundle.md']), { lang: 'en', version: 'test' });
    const { report: plain, map } = redact(report, ['addresses']);
    expect(Object.keys(map).every((key) => key.startsWith('address-'))).toBe(true);
    expect(plain.cluster.nodes.map((node) => node.name)).toEqual(report.cluster.nodes.map((node) => node.name));
    expect(JSON.stringify(plain)).not.toContain('10.88.30.7');
  });
});
