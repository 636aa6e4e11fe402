// Measures what the program promises against what people would use instead: `npm run bench` prints and writes docs/benchmarks.md,
// `npm run bench:check` fails where a goal is missed. --scale 0.1 for a first look, --only listing,grep for some rows.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { machine } from './bench/measure.mjs';
import { growth, rows } from './bench/rows.mjs';

const { values } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    scale: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '5' },
    only: { type: 'string' },
  },
});
const options = { scale: Number(values.scale), rounds: Number(values.rounds) };
const only = values.only?.split(',');
const folder = mkdtempSync(join(tmpdir(), 'repmgr-doctor-bench-'));

const ratioText = (result) =>
  result.times === undefined ? `${result.ratio.toFixed(2)} ×` : `${result.times.toFixed(result.times < 10 ? 2 : 1)} times faster`;

try {
  const load = loadavg()[0];
  const table = [];
  for (const row of rows(folder, options)) {
    if (only !== undefined && !only.includes(row.id)) continue;
    const result = row.skip ? null : row.measure();
    table.push({ row, result });
    console.log(
      result === null
        ? `skipped  ${row.id}: ${row.skip}`
        : `${result.met ? 'met     ' : 'MISSED  '} ${row.id}: ${ratioText(result)} (${result.told}); goal: ${row.goal}; by processor time ${result.processorRatio.toFixed(2)} ×`,
    );
  }
  const grown = values.check || only !== undefined ? [] : growth(folder, options);
  const described = machine();
  for (const [name, value] of Object.entries(described)) console.log(`${name.padEnd(10)} ${value}`);
  for (const { what, runs } of grown)
    console.log(`${what}: ${runs.map((one) => `${one.seconds.toFixed(2)} s, ${Math.round(one.mib)} MiB`).join(' · ')}`);
  if (!values.check && only === undefined) writeFileSync('docs/benchmarks.md', page(table, grown, described, load));
  if (values.check && table.some(({ result }) => result?.met === false)) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function page(table, grown, described, load) {
  const lines = [
    '# Benchmarks',
    '',
    'Written by `npm run bench`; `npm run bench:check` fails where a goal is missed. Each row is a ratio of two commands that ran in turns',
    'on one machine; where there are several rounds it is the median of their ratios. Inputs are made by `scripts/bench/inputs.mjs`.',
    '',
    ...(options.scale === 1 ? [] : [`This run was a short one: inputs of ${options.scale} of the size that the goals speak of.`, '']),
    '| work | against | goal | measured | by processor time | |',
    '| --- | --- | --- | --- | --- | --- |',
    ...table.map(({ row, result }) =>
      result === null
        ? `| ${row.work} | ${row.against} | ${row.goal} | not measured: ${row.skip} | | |`
        : `| ${row.work} | ${row.against} | ${row.goal} | ${ratioText(result)} (${result.told}) | ${result.processorRatio.toFixed(2)} × | ${result.met ? 'met' : 'missed'} |`,
    ),
    '',
    '## Growth',
    '',
    '| input | 1× | 3× | 10× |',
    '| --- | --- | --- | --- |',
    ...grown.map(
      ({ what, runs }) => `| ${what} | ${runs.map((one) => `${one.seconds.toFixed(2)} s, ${Math.round(one.mib)} MiB`).join(' | ')} |`,
    ),
    '',
    '## Machine',
    '',
    '| | |',
    '| --- | --- |',
    ...Object.entries(described).map(([name, value]) => `| ${name} | ${value} |`),
    `| load before the first row | ${load.toFixed(2)} |`,
    '',
  ];
  return `${lines.join('\n')}`;
}
