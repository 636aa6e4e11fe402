import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';

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
      PREPARED: JSON.stringify(await prepared()),
    },
    // the file that was started, which may be start.cjs: workers start with it, too
    banner: {
      js: "const __program = module.filename, __here = { get url() { return require('node:url').pathToFileURL(__program).href; } };",
    },
    plugins: [fewerLanguages, workersInside, commandsInside, patternsWhenAsked, tokensAtOnce, asciiOnly],
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

/** zod's messages in fifty languages, of which English is used. */
const fewerLanguages = {
  name: 'fewer-languages',
  setup(packing) {
    packing.onLoad({ filter: /zod\/v4\/locales\/index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
      loader: 'js',
    }));
  },
};

/** tinypool starts its workers with a file of its own, and loads what they run: in the packed program both are the program. */
const workersInside = {
  name: 'workers-inside',
  setup(packing) {
    const instead = new Map([
      ['fileURLToPath(import.meta.url + "/../entry/worker.js")', '__program'],
      ['await import(filename)', 'require(filename)'],
    ]);
    packing.onResolve({ filter: /^tinypool\/worker$/ }, () => ({
      path: join(import.meta.dirname, '../node_modules/tinypool/dist/entry/worker.js'),
    }));
    packing.onLoad({ filter: /tinypool\/dist\/[^/]+\.js$/ }, async ({ path }) => {
      let contents = await readFile(path, 'utf8');
      for (const [written, meant] of instead) {
        if (!contents.includes(written)) continue;
        contents = contents.replace(written, meant);
        instead.delete(written);
      }
      return { contents, loader: 'js' };
    });
    packing.onEnd(() => {
      if (instead.size > 0) throw new Error(`tinypool starts its workers in another way: no ${[...instead.keys()].join(', ')}`);
    });
  },
};

/** commander can start programs for subcommands, and loads for that what Node has for processes and sockets: loaded when it does. */
const commandsInside = {
  name: 'commands-inside',
  setup(packing) {
    const written = "const childProcess = require('node:child_process');";
    const meant = "const childProcess = { spawn: (...call) => require('node:child_process').spawn(...call) };";
    packing.onLoad({ filter: /commander\/lib\/command\.js$/ }, async ({ path }) => {
      const contents = await readFile(path, 'utf8');
      if (!contents.includes(written)) throw new Error(`commander starts programs in another way: no ${written}`);
      return { contents: contents.replace(written, meant), loader: 'js' };
    });
  },
};

/** marked makes the patterns of all its dialects when it is loaded, of which a document needs a few: each is made when it is used. */
const patternsWhenAsked = {
  name: 'patterns-when-asked',
  setup(packing) {
    /** Stands for a pattern, and makes it when anything is asked of it. */
    const late = (make) => {
      let made;
      const pattern = () => (made ??= make());
      return new Proxy(
        {},
        {
          get: (_, name) => {
            const value = pattern()[name];
            return typeof value === 'function' ? value.bind(made) : value;
          },
          set: (_, name, value) => Reflect.set(pattern(), name, value),
        },
      );
    };
    /** marked's way to put a pattern together, a step after the other, put off. */
    const steps = (compose) => (begin, flags) => {
      const put = [];
      const composed = {
        replace: (...step) => {
          put.push(step);
          return composed;
        },
        getRegex: () => __late(() => put.reduce((pattern, step) => pattern.replace(...step), compose(begin, flags)).getRegex()),
      };
      return composed;
    };
    const instead = [
      [/function (\w+)(?=\(\w+,\w+=""\)\{let [^{}]*\.source,\w+=\{replace:)/, 'var $1=__steps(__compose);function __compose'],
      // classes of Unicode take longest
      [/\/[^/\s]*\\p\{[^/\s]*\/u\b/g, '__late(()=>$&)'],
    ];
    packing.onLoad({ filter: /marked\/lib\/marked\.esm\.js$/ }, async ({ path }) => {
      let contents = await readFile(path, 'utf8');
      for (const [written, meant] of instead) {
        if (contents.search(written) < 0) throw new Error(`marked makes its patterns in another way: no ${written}`);
        contents = contents.replace(written, meant);
      }
      return { contents: `const __late = ${late}, __steps = ${steps};${contents}`, loader: 'js' };
    });
  },
};

/** Chevrotain completes each token by way of lists of all its categories; most have none, and nothing changes in one that is complete. */
const tokensAtOnce = {
  name: 'tokens-at-once',
  setup(packing) {
    const written = 'export function augmentTokenTypes(tokenTypes) {';
    const meant = `
      export function augmentTokenTypes(tokenTypes) {
        const left = tokenTypes.filter((type) => !isComplete(type));
        if (left.length > 0) augmentWithCategories(left);
      }
      function isComplete(type) {
        if (type.isParent !== undefined) return true;
        if (type.CATEGORIES !== undefined || type.tokenTypeIdx !== undefined) return false;
        tokenIdxToClass[tokenShortNameIdx] = type;
        type.tokenTypeIdx = tokenShortNameIdx++;
        type.CATEGORIES = [];
        type.categoryMatches = [];
        type.categoryMatchesMap = {};
        type.isParent = false;
        return true;
      }
      function augmentWithCategories(tokenTypes) {`;
    packing.onLoad({ filter: /chevrotain\/lib\/src\/scan\/tokens\.js$/ }, async ({ path }) => {
      const contents = await readFile(path, 'utf8');
      if (!contents.includes(written)) throw new Error(`chevrotain completes tokens in another way: no ${written}`);
      return { contents: contents.replace(written, meant), loader: 'js' };
    });
  },
};
