import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { rewritten, workersInside } from './rewrites.mjs';

const ROOT = join(import.meta.dirname, '..');

const SHARED = {
  // what chevrotain asks lodash for, es-toolkit does as well, with far less code to run at each start
  alias: { 'lodash-es': 'es-toolkit/compat' },
  bundle: true,
  platform: 'node',
  target: 'node20',
  legalComments: 'none',
  logLevel: 'warning',
  // less to parse at every start
  minifySyntax: true,
  minifyWhitespace: true,
  define: { PACKED: 'true' },
};

/** Bundles the library for Node 20 into one module. CommonJS modules inside (fast-glob's) call `require` of built-in modules. */
export function bundle(entry, outfile, define = {}, plugins = []) {
  return build({
    ...SHARED,
    plugins,
    define: { ...SHARED.define, ...define },
    entryPoints: [entry],
    outfile,
    format: 'esm',
    banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
  });
}

/** What the program would work out of its grammars at each start (`grammars/kit/prepared.ts`), as JSON. */
export async function prepared() {
  const folder = await mkdtemp(join(tmpdir(), 'repmgr-doctor-prepare-'));
  try {
    const outfile = join(folder, 'prepare.mjs');
    // a pattern is known by its text, which is to be that of the packed program
    await bundle('scripts/prepare.ts', outfile, { PREPARING: 'true' }, [asciiOnly]);
    const { stdout } = await promisify(execFile)(process.execPath, [outfile], { cwd: ROOT, maxBuffer: 64 * 1024 * 1024 });
    return stdout;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/**
 * Packs the program for Node 20 into one file that needs nothing beside it: a CommonJS module, which loads what a call needs and
 * no more. Where it came from lies beside it, in `.map`, for the stack of a defect.
 */
export async function pack(entry, outfile) {
  await build({
    ...SHARED,
    entryPoints: [entry],
    outfile,
    format: 'cjs',
    minifyIdentifiers: true,
    sourcemap: 'external',
    sourcesContent: false,
    define: {
      ...SHARED.define,
      'import.meta.url': '__here.url',
      'import.meta.filename': '__filename',
      PREPARED: await prepared(),
    },
    // a module that Node runs, and to start.cjs, where no `module` is, the function that it calls: its text is compiled as it was read
    banner: {
      js:
        "((program) => typeof module === 'undefined' ? program : program(exports, require, module, __filename))" +
        '(function (exports, require, module, __filename) {' +
        // the file that was started, which may be start.cjs: workers start with it, too
        "const __program = module.filename, __here = { get url() { return require('node:url').pathToFileURL(__program).href; } };",
    },
    footer: { js: '})' },
    plugins: [workersInside, rewritten, asciiOnly],
  });
  const other = /[^\0-\x7F]/.exec(await readFile(outfile, 'utf8'));
  if (other !== null) throw new Error(`${outfile} is not ASCII: ${other[0]}`);
  const map = JSON.parse(await readFile(`${outfile}.map`, 'utf8'));
  map.sources = map.sources.map((source) => relative(ROOT, resolve(dirname(outfile), source)));
  await writeFile(`${outfile}.map`, JSON.stringify(map));
}

/**
 * The same source in ASCII: V8 keeps such a program in half the memory, and reads it sooner. What esbuild leaves (it escapes strings, and
 * not patterns and templates) means the same when it is escaped.
 */
function ascii(source) {
  return source.replace(/[^\0-\x7F]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`);
}

const asciiOnly = {
  name: 'ascii-only',
  setup(packing) {
    packing.onLoad({ filter: /\.(?:ts|m?js)$/ }, async ({ path }) => ({
      contents: ascii(await readFile(path, 'utf8')),
      loader: path.endsWith('ts') ? 'ts' : 'js',
    }));
  },
};
