// Builds dist/: the program as one file, the library, and its type declarations where TypeScript is installed.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { build } from 'esbuild';

const shared = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  legalComments: 'none',
  logLevel: 'warning',
  minifySyntax: true,
};
// CommonJS modules inside the bundle (fast-glob's) call require of built-in modules.
const banner = { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" };

await build({ ...shared, entryPoints: ['src/cli/main.ts'], outfile: 'dist/repmgr-doctor.js', banner });
if (existsSync('src/index.ts')) {
  await build({ ...shared, entryPoints: ['src/index.ts'], outfile: 'dist/index.js', banner });
  if (process.argv.includes('--types')) execFileSync('node_modules/.bin/tsc', ['-p', 'tsconfig.build.json'], { stdio: 'inherit' });
}
