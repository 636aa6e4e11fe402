import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { analyse } from '../src/analyse.ts';
import type { Report } from '../src/core/report.ts';
import { openInputs } from '../src/input/open.ts';
import { postmortemMarkdown } from '../src/report/markdown/postmortem.ts';
import { render } from '../src/report/render.ts';

/** Whole reports as files: changed on purpose only (`npm run golden`), and read by eye when they change. */
const GOLDEN: readonly string[] = [
  'story',
  'pg-slot-inactive-chain-full',
  'pg-splitbrain-manual-promote',
  'pg-walfull-panic-journal',
  'rp-sync-degraded-kes-paused-daemon',
  'sw-rewind-no-hints-kes-zh',
  'pg-ok-dry-run-55',
];
const FILES: Readonly<Record<string, (report: Report) => string>> = {
  md: (report) => render(report, 'md'),
  html: (report) => render(report, 'html'),
  json: (report) => render(report, 'json'),
  txt: (report) => render(report, 'text'),
  sarif: (report) => render(report, 'sarif'),
  'brief.md': (report) => render(report, 'md', { brief: true }),
  'postmortem.md': postmortemMarkdown,
};

describe.each(GOLDEN)('golden report %s', (name) => {
  const folder = `samples/cases/${name}`;
  const input = `${folder}/${readdirSync(folder).find((entry) => entry.startsWith('bundle'))}`;
  for (const lang of ['en', 'zh-CN'] as const) {
    it.each(Object.keys(FILES))(`${lang} %s`, async (ending) => {
      const shown = FILES[ending]?.(await analyse(openInputs([input]), { lang, version: '0.0.0' }));
      const file = `test/golden/${name}.${lang}.${ending}`;
      if (process.env['GOLDEN'] === 'write') {
        mkdirSync('test/golden', { recursive: true });
        writeFileSync(file, shown ?? '');
      }
      expect(existsSync(file), `${file}: write it with npm run golden`).toBe(true);
      expect(shown).toBe(readFileSync(file, 'utf8'));
    });
  }
});
