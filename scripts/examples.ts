// npm run docs: the reports of the project's story, as the README links them.
import { mkdirSync, writeFileSync } from 'node:fs';
import pkg from '../package.json' with { type: 'json' };
import { analyse } from '../src/analyse.ts';
import { openInputs } from '../src/input/open.ts';
import { postmortemMarkdown } from '../src/report/markdown/postmortem.ts';
import { render } from '../src/report/render.ts';

mkdirSync('docs/examples', { recursive: true });
for (const lang of ['en', 'zh-CN'] as const) {
  const report = await analyse(openInputs(['samples/cases/story/bundle.md']), { lang, version: pkg.version });
  writeFileSync(`docs/examples/story.${lang}.md`, render(report, 'md'));
  writeFileSync(`docs/examples/story.${lang}.html`, render(report, 'html'));
  writeFileSync(`docs/examples/story.${lang}.postmortem.md`, postmortemMarkdown(report));
}
