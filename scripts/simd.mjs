// Compiles grammars/kit/bytes/simd/run.ts (AssemblyScript) into program.ts beside it: `npm run simd`; --print shows it, for the test that holds the two
// together.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import asc from 'assemblyscript/asc';

const FOLDER = join(import.meta.dirname, '../grammars/kit/bytes/simd');

/** The module as it is kept. */
async function program() {
  let binary;
  const written = (name, contents) => {
    if (name.endsWith('.wasm')) binary = contents;
  };
  const options = [
    '-O3',
    '--converge',
    '--noAssert',
    '--runtime',
    'stub',
    '--enable',
    'simd',
    '--disable',
    'bulk-memory',
    '--importMemory',
  ];
  const { error, stderr } = await asc.main(['run.ts', ...options, '--outFile', 'run.wasm', '--baseDir', FOLDER], { writeFile: written });
  if (error) throw new Error(`${error.message}\n${stderr}`);
  return Buffer.from(binary).toString('base64');
}

const source = (text) => `/** \`run.ts\` as WebAssembly, in base64: written by \`npm run simd\`. */
export const PROGRAM =
  '${text.match(/.{1,120}/g).join("' +\n  '")}';
`;

const compiled = await program();
if (process.argv.includes('--print')) process.stdout.write(compiled);
else writeFileSync(join(FOLDER, 'program.ts'), source(compiled));
