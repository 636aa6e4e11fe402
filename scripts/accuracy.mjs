// npm run accuracy -- DIR…: diagnoses every labelled case below DIR and prints a row each and the totals. `--failed`: only rows that failed;
// `--verbose`: what was found; `--program`: by the built program, a process a case (DOCTOR=… another one), instead of the built library in
// this process, which takes a tenth of the time.
// A case: a folder with truth.json and bundle/ (or bundle.*, input.*). Rules of passing: docs/labelled-cases in the contract.
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const options = process.argv.slice(2).filter((word) => word.startsWith('--'));
const dirs = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const built = (name) => new URL(`../dist/${name}`, import.meta.url);
const program = process.env.DOCTOR ?? (options.includes('--program') ? built('start.cjs').pathname : null);
const { analyse, openInputs, render } = await import(built('index.js').href);

const cases = [];
const walk = (dir) => {
  if (existsSync(join(dir, 'truth.json'))) cases.push(dir);
  else for (const name of readdirSync(dir)) if (statSync(join(dir, name)).isDirectory()) walk(join(dir, name));
};
for (const dir of dirs.length > 0 ? dirs : ['samples/cases']) walk(dir);
cases.sort();

const total = {
  passed: 0,
  expected: 0,
  found: 0,
  asserted: 0,
  extra: 0,
  forbidden: 0,
  controls: 0,
  clean: 0,
  crashed: 0,
  lines: 0,
  understood: 0,
};

async function byLibrary(inputs) {
  try {
    const report = JSON.parse(render(await analyse(openInputs(inputs), { lang: 'auto', version: 'accuracy' }), 'json'));
    return { report, error: report.defects.map((defect) => `defect in ${defect.where}`).join(', ') };
  } catch (failure) {
    return { report: { findings: [] }, error: String(failure) };
  }
}

async function byProgram(inputs) {
  try {
    const { stdout } = await run('node', [program, 'diagnose', ...inputs, '--format', 'json'], { maxBuffer: 1 << 28, timeout: 120_000 });
    return { report: JSON.parse(stdout), error: '' };
  } catch (failure) {
    const report = failure.stdout ? JSON.parse(failure.stdout) : { findings: [] };
    const last = String(failure.stderr ?? failure)
      .trim()
      .split('\n')
      .at(-1);
    return { report, error: failure.code === 3 ? '' : `exit ${failure.code}: ${last}` };
  }
}

async function judge(dir) {
  const truth = JSON.parse(readFileSync(join(dir, 'truth.json'), 'utf8'));
  const inputs = readdirSync(dir)
    .filter((name) => /^(?:bundle|input)/.test(name))
    .map((name) => join(dir, name));
  const { report, error } = await (program === null ? byLibrary(inputs) : byProgram(inputs));
  const sure = report.findings.filter((finding) => finding.confidence !== 'possible');
  const ids = new Set(sure.map((finding) => finding.cause));
  const active = new Set(sure.filter((finding) => finding.status === 'active').map((finding) => finding.cause));
  const missed = truth.expect.filter((id) => !ids.has(id));
  for (const detail of truth.details ?? []) {
    const of = sure.filter((finding) => finding.cause === detail.cause);
    if (of.length > 0 && !of.some((finding) => Object.entries(detail).every(([key, value]) => finding[key] === value)))
      missed.push(`${detail.cause}[${Object.values(detail).slice(1)}]`);
  }
  const allowed = new Set([...truth.expect, ...(truth.also_ok ?? [])]);
  const extra = [...active].filter((id) => !allowed.has(id));
  const forbidden = (truth.must_not ?? []).filter((id) =>
    report.findings.some((finding) => finding.cause === id && finding.status === 'active'),
  );
  const guesses = report.findings.filter((finding) => finding.confidence === 'possible').length;
  const ok = error === '' && missed.length === 0 && extra.length === 0 && forbidden.length === 0 && guesses <= 3;
  const coverage = report.bundle?.coverage;
  total.passed += ok;
  total.expected += truth.expect.length;
  total.found += truth.expect.filter((id) => ids.has(id)).length;
  total.asserted += active.size;
  total.extra += extra.length;
  total.forbidden += forbidden.length;
  total.crashed += error !== '';
  if (truth.expect.length === 0) {
    total.controls++;
    total.clean += extra.length === 0 && error === '';
  }
  if (coverage) {
    total.lines += coverage.understood + coverage.notUnderstood;
    total.understood += coverage.understood;
  }
  const words = [
    ok ? 'pass' : 'FAIL',
    dir.split('/').slice(-2).join('/'),
    coverage ? `${coverage.understood}/${coverage.understood + coverage.notUnderstood} lines` : '',
    error && `CRASH ${error}`,
    missed.length > 0 && `missed ${missed}`,
    extra.length > 0 && `extra ${extra}`,
    forbidden.length > 0 && `FORBIDDEN ${forbidden}`,
    guesses > 3 && `${guesses} guesses`,
    options.includes('--verbose') &&
      `| got ${report.findings.map((finding) => `${finding.id}${finding.confidence === 'possible' ? '?' : ''}${finding.status === 'resolved' ? '(resolved)' : ''}`)}`,
  ];
  return { ok, row: words.filter(Boolean).join(' ') };
}

const rows = [];
let next = 0;
const worker = async () => {
  while (next < cases.length) {
    const index = next++;
    rows[index] = await judge(cases[index]);
  }
};
await Promise.all(program === null ? [worker()] : [worker(), worker()]);
for (const { ok, row } of rows) if (!ok || !options.includes('--failed')) console.log(row);
const share = (part, whole) => (whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`);
console.log(
  `cases ${total.passed}/${cases.length} (${share(total.passed, cases.length)}) · recall ${share(total.found, total.expected)} · precision ${share(total.asserted - total.extra, total.asserted)} · must-not ${total.forbidden} · clean controls ${total.clean}/${total.controls} · crashes ${total.crashed} · lines understood ${share(total.understood, total.lines)}`,
);
process.exitCode = total.passed === cases.length ? 0 : 1;
