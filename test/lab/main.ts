/**
 * npm run lab [-- NAME… [--kingbase] | --short | --again | --same | --renew]: breaks a real cluster, has the bundle diagnosed, runs the recommended remedy as printed, and
 * looks whether the cluster is well. Run by scripts/lab.mjs inside namespaces of its own, so that nothing of it is left behind.
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Report } from '../../src/core/report.ts';
import { pause, run } from './cluster/host.ts';
import { Lab } from './cluster/lab.ts';
import { collect } from './collect.ts';
import { collectByScript, shells } from './collector.ts';
import { activeCauses, diagnose, misjudged } from './diagnose.ts';
import { DRESSED } from './dressed.ts';
import { dressed, type Fault, OF_THE_LAB } from './fault.ts';
import { ailmentsAfter, ailmentsAfterSwitchover, checks, keptWal, lostWal, rows } from './health.ts';
import { record } from './record.ts';
import { runRemedy, wanted } from './remedy.ts';
import { FOLDER, fileOf, fingerprint, isWell, keep, type Result, resultOf } from './results.ts';
import { keepAsSample } from './samples.ts';
import { SHORT } from './short.ts';

const files = readdirSync('test/lab/faults')
  .filter((name) => name.endsWith('.ts'))
  .map((name) => name.slice(0, -3));
const all = [...files, ...DRESSED.map((name) => `kes-${name}`)].sort();

/** `kes-NAME` without a file of its own is NAME in the dress of KingbaseES. */
const load = async (name: string): Promise<Fault> => {
  const file = fileOf(name);
  const fault = (await import(`./faults/${file}.ts`)).fault as Fault;
  return file === name ? fault : dressed(fault);
};

const versions = (): string =>
  [run('/usr/lib/postgresql/15/bin/postgres', ['-V']).output, run('/usr/lib/postgresql/15/bin/repmgr', ['--version']).output]
    .map((text) => /\d+(?:\.\d+)+/.exec(text)?.[0] ?? '?')
    .map((version, index) => `${index === 0 ? 'PostgreSQL' : 'repmgr'} ${version}`)
    .join(', ');

async function one(name: string, fault: Fault): Promise<Result> {
  const started = Date.now();
  const folder = join(FOLDER, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const lab = new Lab(fault.cluster ?? {});
  const wrong: string[] = [];
  const ailing: string[] = [];
  const remedies: Result['remedies'][number][] = [];
  let lost = 0;
  let walGone = 0;
  try {
    lab.up();
    const before = rows(lab, 1);
    fault.inject(lab);
    const report = await judged(lab, fault, folder, wrong);
    if (fault.expect.length > 0 && fault.notRun === undefined) {
      writeFileSync(join(folder, 'before.txt'), `${checks(lab).join('\n')}\n`);
      for (const node of lab.primaries) for (const row of rows(lab, node)) before.add(row);
      const wal = keptWal(lab);
      fault.outside?.(lab);
      const log = join(folder, 'remedy.log');
      const treat = (on: Report, names?: Fault['remedies']): void => {
        for (const { cause, remedy } of wanted(fault, on, names)) {
          // what a second look does not show has gone by itself; whether all is well is looked at below
          if (remedy === null && on !== report) continue;
          if (remedy === null) ailing.push(`no remedy for ${cause}`);
          else remedies.push(runRemedy(lab, fault, on, cause, remedy, log));
        }
      };
      treat(report);
      if (fault.afterwards !== undefined) {
        pause(8);
        await collect(lab, {}, join(folder, 'between'));
        treat(diagnose(join(folder, 'between'), folder, 'report-between'), fault.afterwards);
      }
      ailing.push(...ailmentsAfter(lab, 15));
      if (fault.switchover && ailing.length === 0) ailing.push(...ailmentsAfterSwitchover(lab));
      const left = rows(lab, lab.primaries[0] ?? 1);
      lost = [...new Set([...before, ...lab.written])].filter((row) => !left.has(row)).length;
      if (lost !== (fault.loses ?? 0)) ailing.push(`${lost} rows lost, not ${fault.loses ?? 0}`);
      walGone = lostWal(lab, wal);
      if (walGone !== (fault.losesWal ?? 0)) ailing.push(`${walGone} WAL segments lost, not ${fault.losesWal ?? 0}`);
      fault.settle?.(lab);
      const { further } = fault.collect ?? {};
      await collect(lab, further === undefined ? {} : { further }, join(folder, 'after'));
      const after = activeCauses(diagnose(join(folder, 'after'), folder, 'report-after'));
      const fine = new Set<string>([...(fault.alsoOk ?? []), ...OF_THE_LAB, ...(fault.staysOk ?? [])]);
      ailing.push(...[...after].filter((id) => !fine.has(id)).map((id) => `a fresh bundle still tells ${id}`));
    }
  } catch (error) {
    ailing.push(`the lab: ${error instanceof Error ? error.message : error}`);
  } finally {
    lab.down();
  }
  const result: Result = {
    fault: name,
    flavour: lab.dress.flavour,
    expect: fault.expect,
    misjudged: wrong,
    remedies,
    notRun: fault.notRun ?? null,
    ailments: ailing,
    lost,
    lostWal: walGone,
    seconds: Math.round((Date.now() - started) / 1000),
    date: new Date(started).toISOString().slice(0, 10),
    versions: versions(),
    program: fingerprint(name),
  };
  keep(result);
  return result;
}

/** Collects and diagnoses; what is wrong with the diagnosis is added to `wrong`. */
async function judged(lab: Lab, fault: Fault, folder: string, wrong: string[]): Promise<Report> {
  if (fault.scripted === undefined) {
    await collect(lab, fault.collect ?? {}, join(folder, 'bundle'));
    const report = diagnose(join(folder, 'bundle'), folder, 'report');
    wrong.push(...misjudged(fault, report));
    return report;
  }
  const { scripted } = fault;
  const reports = shells(lab).map((shell) => {
    const bundle = join(folder, 'bundle', shell.replace(' ', '-'));
    wrong.push(...collectByScript(lab, shell, scripted, bundle));
    const report = diagnose(bundle, folder, `report-${shell.replace(' ', '-')}`);
    const unread = report.bundle.notUnderstood.map((line) => `not understood: ${JSON.stringify(line)}`);
    wrong.push(...[...misjudged(fault, report), ...unread].map((text) => `${shell}: ${text}`));
    return report;
  });
  const [first] = reports;
  if (first === undefined) throw new Error('no shell is here');
  return first;
}

function row(result: Result): string {
  const run = result.remedies.map((one) => `${one.remedy} (${one.steps} steps)`).join(', ');
  const healed = result.expect.length === 0 ? 'quiet' : (result.notRun ?? (result.ailments.length === 0 ? 'healthy' : 'not healthy'));
  const trouble = [...result.misjudged, ...result.remedies.flatMap((one) => one.trouble), ...result.ailments];
  return [
    `${isWell(result) ? 'well' : 'NOT '} ${result.fault.padEnd(40)} ${result.seconds} s  ${[run, healed].filter(Boolean).join(' → ')}`,
    ...trouble.map((text) => `       ${text}`),
  ].join('\n');
}

/** Lanes run side by side: whoever makes the folder first takes the fault. */
function isMine(name: string): boolean {
  const claims = process.env['LAB_CLAIMS'];
  if (claims === undefined) return true;
  try {
    mkdirSync(join(claims, name));
    return true;
  } catch {
    return false;
  }
}

const words = process.argv.slice(2);
const options = new Set(words.filter((word) => word.startsWith('--')));
const dress = options.has('--kingbase');
const named = words.filter((word) => !word.startsWith('--')).map((name) => (dress && !name.startsWith('kes-') ? `kes-${name}` : name));
const unknown = named.filter((name) => !files.includes(fileOf(name)));
if (unknown.length > 0) {
  process.stderr.write(`no such fault: ${unknown.join(' ')}; there are ${all.join(' ')}\n`);
  process.exit(2);
}
const faults = new Map(await Promise.all([...new Set([...all, ...named])].map(async (name) => [name, await load(name)] as const)));
const samples = all.filter((name) => faults.get(name)?.sample === true);
const chosen = named.length > 0 ? named : options.has('--short') ? SHORT : options.has('--renew') ? samples : all;
const again = named.length > 0 || ['--short', '--again', '--same'].some((option) => options.has(option));
const tally = { passed: 0, failed: 0 };
for (const name of chosen) {
  const fault = faults.get(name);
  if (fault === undefined) throw new Error(`no such fault: ${name}`);
  if (!isMine(name)) continue;
  const kept = again ? null : resultOf(name);
  const result = kept?.program === fingerprint(name) && isWell(kept) ? kept : await one(name, fault);
  if (options.has('--renew') && result.misjudged.length === 0) keepAsSample(name, fault);
  if (!options.has('--short')) record(result, all);
  tally[isWell(result) ? 'passed' : 'failed'] += 1;
  process.stdout.write(`${row(result)}\n`);
}
process.stdout.write(`${tally.passed} passed, ${tally.failed} failed\n`);
process.exit(0);
