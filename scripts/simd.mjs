// Compiles grammars/kit/bytes/simd/run.ts (AssemblyScript) into program.ts beside it: `npm run simd`. A test holds the two together.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import asc from 'assemblyscript/asc';

const FOLDER = join(import.meta.dirname, '../grammars/kit/bytes/simd');

/** The module as it is kept. */
export async function program() {
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

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) writeFileSync(join(FOLDER, 'program.ts'), source(await program()));
