// Builds dist/: the program as one file, what starts it sooner, the library, and its type declarations where TypeScript is installed.
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, writeFileSync } from 'node:fs';
import { bundle, pack } from './bundle.mjs';

await pack('src/cli/main.ts', 'dist/repmgr-doctor.cjs');
await bundle('src/index.ts', 'dist/index.js');
copyFileSync('scripts/start.cjs', 'dist/start.cjs');
for (const file of ['dist/repmgr-doctor.cjs', 'dist/start.cjs']) chmodSync(file, 0o755);
// as the program was called before it was one file
writeFileSync('dist/repmgr-doctor.js', "import './start.cjs';\n");
// one run over the story tells V8 which functions a call needs
execFileSync(process.execPath, ['dist/start.cjs', 'diagnose', 'samples/cases/story/bundle.md'], {
  env: { ...process.env, REPMGR_DOCTOR_KEEP_CODE: '1' },
  stdio: ['ignore', 'ignore', 'inherit'],
});
if (process.argv.includes('--types')) execFileSync('node_modules/.bin/tsc', ['-p', 'tsconfig.build.json'], { stdio: 'inherit' });
