// npm run understood -- DIR…: how much of what programs printed is understood, for each labelled case below DIR and over all, with every
// line that is not. `--prose` lists what was taken for a person's words as well: a program's line among them is as lost as one that is
// not understood. Exit 1 below 97 %.
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const WANTED = 0.97;

const options = process.argv.slice(2).filter((word) => word.startsWith('--'));
const dirs = process.argv.slice(2).filter((word) => !word.startsWith('--'));

const outfile = 'node_modules/.cache/understood.mjs';
await build({
  stdin: {
    contents: `export { grammars } from './grammars/index.ts';
      export { openInputs } from './src/input/open.ts';
      export { readBundle } from './src/transcript/read.ts';`,
    resolveDir: '.',
  },
  bundle: true,
  platform: 'node',
  format: 'esm',
  outfile,
  banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
  logLevel: 'warning',
});
const { grammars, openInputs, readBundle } = await import(pathToFileURL(outfile).href);
rmSync(outfile);

const cases = [];
const walk = (dir) => {
  if (existsSync(join(dir, 'truth.json'))) cases.push(dir);
  else for (const name of readdirSync(dir).sort()) if (statSync(join(dir, name)).isDirectory()) walk(join(dir, name));
};
for (const dir of dirs.length > 0 ? dirs : ['samples/cases', '../shared/cases'].filter(existsSync)) walk(dir);

const share = (part, whole) => (whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`);
let understood = 0;
let program = 0;
for (const dir of cases) {
  const inputs = readdirSync(dir)
    .filter((name) => /^(?:bundle|input)/.test(name))
    .map((name) => join(dir, name));
  const prose = [];
  const read = await readBundle(openInputs(inputs), grammars, (source, line, reading) => {
    if (reading === 'prose') prose.push(`${source}:${line.number}: ${line.text}`);
  });
  const lines = read.coverage.understood + read.coverage.notUnderstood;
  understood += read.coverage.understood;
  program += lines;
  console.log(
    `${share(read.coverage.understood, lines).padStart(7)}  ${read.coverage.understood}/${lines}  ${dir.split('/').slice(-2).join('/')}`,
  );
  for (const line of read.notUnderstood) {
    console.log(`         ${line.source}:${line.line}: ${line.text.slice(0, 160)}${line.expected === null ? '' : `  (${line.expected})`}`);
  }
  if (options.includes('--prose')) for (const line of prose) console.log(`       ~ ${line.slice(0, 200)}`);
}
console.log(`${cases.length} cases, ${understood} of ${program} program lines understood: ${share(understood, program)}`);
process.exitCode = understood >= WANTED * program ? 0 : 1;
