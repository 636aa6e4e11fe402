import { build } from 'esbuild';

/** Bundles one entry for Node 20 into one file. CommonJS modules inside (fast-glob's) call `require` of built-in modules. */
export function bundle(entry, outfile) {
  return build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    legalComments: 'none',
    logLevel: 'warning',
    // less to parse at every start; names stay, for the stack of a defect
    minifySyntax: true,
    minifyWhitespace: true,
    banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
  });
}
