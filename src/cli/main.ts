#!/usr/bin/env node
import { analyse } from '../analyse.ts';
import { UsageError } from '../core/errors.ts';
import { openInputs } from '../input/open.ts';
import { markdown } from '../report/markdown/index.ts';

try {
  const args = process.argv.slice(2);
  const [command, ...rest] = args;
  if (command !== 'diagnose') throw new UsageError(`unknown command: ${command ?? ''}`);
  const inputs = rest.filter((arg, index) => !arg.startsWith('--') && !rest[index - 1]?.startsWith('--'));
  const report = analyse(openInputs(inputs), { lang: 'auto', version: '0.1.0' });
  process.stdout.write(rest.includes('json') ? `${JSON.stringify(report, null, 1)}\n` : markdown(report));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`repmgr-doctor: ${error.message}\n`);
  process.exitCode = 2;
}
