// What the packed program does otherwise than the libraries in it, so that a start does not wait for what it does not need. Each place is
// looked for: where a new version of a library is written in another way, packing fails.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** tinypool starts its workers with a file of its own, and loads what they run: in the packed program both are the program. */
export const workersInside = {
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

/** Stands for a pattern of marked's, and makes it when anything is asked of it. */
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

/** Which file, and in it what instead of what. */
const REWRITES = [
  // zod's messages in fifty languages, of which English is used
  { file: /zod\/v4\/locales\/index\.js$/, instead: [[/^[\s\S]*$/, "export { default as en } from './en.js';"]] },
  // commander can start programs for subcommands, and loads for that what Node has for processes and sockets: loaded when it does
  {
    file: /commander\/lib\/command\.js$/,
    instead: [
      [
        "const childProcess = require('node:child_process');",
        "const childProcess = { spawn: (...call) => require('node:child_process').spawn(...call) };",
      ],
    ],
  },
  // marked makes the patterns of all its dialects when it is loaded, of which a document needs a few: each is made when it is used
  {
    file: /marked\/lib\/marked\.esm\.js$/,
    instead: [
      [/function (\w+)(?=\(\w+,\w+=""\)\{let [^{}]*\.source,\w+=\{replace:)/, 'var $1=__steps(__compose);function __compose'],
      // classes of Unicode take longest
      [/\/[^/\s]*\\p\{[^/\s]*\/u\b/g, '__late(()=>$&)'],
      [/^/, `const __late = ${late}, __steps = ${steps};`],
    ],
  },
  // Chevrotain completes each token by way of lists of all its categories; most have none, and nothing changes in one that is complete
  {
    file: /chevrotain\/lib\/src\/scan\/tokens\.js$/,
    instead: [
      [
        'export function augmentTokenTypes(tokenTypes) {',
        `  export function augmentTokenTypes(tokenTypes) {
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
  function augmentWithCategories(tokenTypes) {`,
      ],
    ],
  },
  // it files characters by a table of all of them, which takes longer to make than the few quotients that a ticket needs
  {
    file: /chevrotain\/lib\/src\/scan\/lexer\.js$/,
    instead: [
      ['charCodeToOptimizedIdxMap[charCode]', '255 + ~~(charCode / 255)'],
      ['if (isEmpty(charCodeToOptimizedIdxMap)) {', 'if (false) {'],
    ],
  },
];

export const rewritten = {
  name: 'rewritten',
  setup(packing) {
    for (const { file, instead } of REWRITES) {
      packing.onLoad({ filter: file }, async ({ path }) => {
        let contents = await readFile(path, 'utf8');
        for (const [written, meant] of instead) {
          if (typeof written === 'string' ? !contents.includes(written) : !written.test(contents)) {
            throw new Error(`${path} is written in another way: no ${written}`);
          }
          contents = contents.replace(written, meant);
        }
        return { contents, loader: 'js' };
      });
    }
  },
};
