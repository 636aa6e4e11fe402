#!/usr/bin/env node
// Starts repmgr-doctor.cjs, which lies beside this file, with the code that V8 made of it when it was built: nothing is parsed and
// little is compiled. Another version of Node does not take that code and makes its own; the program is the same.
'use strict';
const { readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { setFlagsFromString } = require('node:v8');
const { constants, Script } = require('node:vm');

// hundreds of patterns, each needed a few times: V8 would compile each twice
setFlagsFromString('--no-regexp-tier-up');
// garbage is collected at once where it has to be: what is begun beside the work is seldom done when a call is, which then waits for it
setFlagsFromString('--no-incremental-marking');
// one ticket is read before code is compiled for the processor that would read the next one sooner (src/cli/engine.ts)
setFlagsFromString('--no-opt');

const filename = join(__dirname, 'repmgr-doctor.cjs');
const kept = `${filename}.code`;
const keep = process.env.REPMGR_DOCTOR_KEEP_CODE === '1';

let cachedData;
try {
  if (!keep) cachedData = readFileSync(kept);
} catch {
  // without it the start takes longer, and that is all
}
let source;
try {
  // built as ASCII, so each byte is a character
  source = readFileSync(filename, 'latin1');
} catch ({ message }) {
  process.stderr.write(`repmgr-doctor: the program must lie beside start.cjs, or be started by itself: ${message}\n`);
  process.exit(70);
}
const script = new Script(source, {
  filename,
  cachedData,
  importModuleDynamically: constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER,
});
script.runInThisContext()(exports, require, module, filename);
if (keep) process.on('exit', () => writeFileSync(kept, script.createCachedData()));
