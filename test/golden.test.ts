import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { analyse } from '../src/analyse.ts';
import type { Report } from '../src/core/report.ts';
import { openInputs } from '../src/input/open.ts';
import { postmortemMarkdown } from '../src/report/markdown/postmortem.ts';
import { render } from '../src/report/render.ts';

/** Whole reports as files: changed on purpose only (`npm run golden`), and read by eye when they change. */
const GOLDEN: readonly (readonly [string, string])[] = [['story', 'samples/cases/story/bundle.md']];
const FILES: Readonly<Record<string, (report: Report) => string>> = {
  md: (report) => render(report, 'md'),
  json: (report) => render(report, 'json'),
  'brief.md': (report) => render(report, 'md', { brief: true }),
  'postmortem.md': postmortemMarkdown,
};

describe.each(GOLDEN)('golden report %s', (name, input) => {
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
