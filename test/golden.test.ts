import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { analyse } from '../src/analyse.ts';
import { openInputs } from '../src/input/open.ts';
import { type Format, render } from '../src/report/render.ts';

/** Whole reports as files: changed on purpose only (`npm run golden`), and read by eye when they change. */
const GOLDEN: readonly (readonly [string, string])[] = [['story', 'samples/cases/story/bundle.md']];
const FORMATS: readonly Format[] = ['md', 'json'];

describe.each(GOLDEN)('golden report %s', (name, input) => {
  for (const lang of ['en', 'zh-CN'] as const) {
    it.each(FORMATS)(`${lang} %s`, async (format) => {
      const shown = render(await analyse(openInputs([input]), { lang, version: '0.0.0' }), format);
      const file = `test/golden/${name}.${lang}.${format}`;
      if (process.env['GOLDEN'] === 'write') {
        mkdirSync('test/golden', { recursive: true });
        writeFileSync(file, shown);
      }
      expect(existsSync(file), `${file}: write it with npm run golden`).toBe(true);
      expect(shown).toBe(readFileSync(file, 'utf8'));
    });
  }
});
