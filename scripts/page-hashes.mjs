// npm run docs: writes the hashes of the HTML page's own style and script beside them, for the page's policy.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

for (const name of ['style', 'script']) {
  const file = new URL(`../src/report/html/${name}.ts`, import.meta.url);
  const text = readFileSync(file, 'utf8');
  const constant = name.toUpperCase();
  const body = new RegExp(`export const ${constant} = \`([\\s\\S]*?)\`;`).exec(text)?.[1] ?? '';
  const hash = `sha256-${createHash('sha256').update(body).digest('base64')}`;
  writeFileSync(
    file,
    text.replace(new RegExp(`(export const ${constant}_HASH = )'[^']*'`), (_, start) => `${start}'${hash}'`),
  );
}
