// npm run docs: everything that is generated and committed. `npm run check` verifies that nothing is stale.
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

mkdirSync('node_modules/.cache/docs', { recursive: true });
for (const script of ['schema', 'cause-pages', 'grammar-pages'].filter((name) => readdirSync('scripts').includes(`${name}.ts`))) {
  const outfile = `node_modules/.cache/docs/${script}.${process.pid}.mjs`;
  const banner = {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  };
  await build({
    entryPoints: [`scripts/${script}.ts`],
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile,
    banner,
    logLevel: 'warning',
  });
  await import(pathToFileURL(outfile).href);
  rmSync(outfile);
}
