// npm run docs: everything that is generated and committed. `npm run check` verifies that nothing is stale.
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { bundle } from './bundle.mjs';

mkdirSync('node_modules/.cache/docs', { recursive: true });
await import('./page-hashes.mjs');
for (const script of ['schema', 'verified-remedies', 'cause-pages', 'grammar-pages', 'examples'].filter((name) =>
  readdirSync('scripts').includes(`${name}.ts`),
)) {
  const outfile = `node_modules/.cache/docs/${script}.${process.pid}.mjs`;
  await bundle(`scripts/${script}.ts`, outfile);
  await import(pathToFileURL(outfile).href);
  rmSync(outfile);
}
