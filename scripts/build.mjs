// Builds dist/: the program as one file, the library, and its type declarations where TypeScript is installed.
import { execFileSync } from 'node:child_process';
import { bundle } from './bundle.mjs';

await bundle('src/cli/main.ts', 'dist/repmgr-doctor.js');
await bundle('src/index.ts', 'dist/index.js');
if (process.argv.includes('--types')) execFileSync('node_modules/.bin/tsc', ['-p', 'tsconfig.build.json'], { stdio: 'inherit' });
