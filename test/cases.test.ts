import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { analyse } from '../src/analyse.ts';
import { causes } from '../src/causes/index.ts';
import { type Report, reportSchema } from '../src/core/report.ts';
import { openInputs } from '../src/input/open.ts';
import { FORMATS, render } from '../src/report/render.ts';
import { checkCommand } from './support/cause-tester.ts';

interface Truth {
  readonly expect: readonly string[];
  readonly also_ok?: readonly string[];
  readonly must_not?: readonly string[];
  readonly details?: readonly Record<string, string>[];
}

function casesBelow(dir: string): string[] {
  if (!existsSync(dir)) return [];
  if (existsSync(join(dir, 'truth.json'))) return [dir];
  return readdirSync(dir)
    .map((name) => join(dir, name))
    .filter((path) => statSync(path).isDirectory())
    .flatMap(casesBelow)
    .sort();
}

const validate = new Ajv2020({ strict: false }).compile(JSON.parse(readFileSync('schema/report.schema.json', 'utf8')));

function reportOf(dir: string, lang: 'en' | 'zh-CN'): Promise<Report> {
  const inputs = readdirSync(dir)
    .filter((name) => /^(?:bundle|input)/.test(name))
    .map((name) => join(dir, name));
  return analyse(openInputs(inputs), { lang, version: 'test' });
}

/** The rules of a labelled case, as the contract gives them. */
function judge(report: Report, truth: Truth): string[] {
  const wrong: string[] = [];
  const sure = report.findings.filter((finding) => finding.confidence !== 'possible');
  for (const id of truth.expect) if (!sure.some((finding) => finding.cause === id)) wrong.push(`missed ${id}`);
  for (const detail of truth.details ?? []) {
    const of = sure.filter((finding) => finding.cause === detail['cause']);
    const holds = of.some((finding) =>
      Object.entries(detail).every(([key, value]) => (finding as unknown as Record<string, unknown>)[key] === value),
    );
    if (of.length > 0 && !holds) wrong.push(`detail ${JSON.stringify(detail)}`);
  }
  const allowed = [...truth.expect, ...(truth.also_ok ?? [])];
  for (const finding of sure) if (finding.status === 'active' && !allowed.includes(finding.cause)) wrong.push(`extra ${finding.id}`);
  for (const finding of report.findings)
    if (finding.status === 'active' && truth.must_not?.includes(finding.cause)) wrong.push(`must not ${finding.id}`);
  if (report.findings.filter((finding) => finding.confidence === 'possible').length > 3) wrong.push('more than three guesses');
  return wrong;
}

/** Remedies that are recommended although a step of theirs destroys something, each with the reason. */
const DESTRUCTIVE_AND_RECOMMENDED: Readonly<Record<string, string>> = {
  'drop-slot': 'a slot whose owner is gone: nothing else frees what it holds, and the checks before ask whether it is',
  'rejoin-with-rewind': 'a fork leaves a rewind or a clone: the milder of the two, after a copy of the directory',
};

const forTypes = (command: Report['findings'][number]['remedies'][number]['steps'][number]) => ({
  text: command.command,
  placeholders: command.placeholders as never,
});

/** What people paste into; bash by that name is no POSIX shell: a single quote inside `"${NAME:?…}"` opens a string there. */
const SHELLS = ['sh', 'bash'].filter((shell) => spawnSync(shell, ['-c', ':']).status === 0);

/** Every command that the report prints is sound shell that waits for nobody, every remedy verifies last and names what it destroys. */
function sacred(report: Report): void {
  const asked = [...report.findings.flatMap((finding) => finding.missing), ...report.collectNext];
  const remedies = report.findings.flatMap((finding) => finding.remedies);
  for (const remedy of remedies) {
    expect(remedy.steps.at(-1)?.kind, `${remedy.id} verifies last`).toBe('verify');
    const destroys = remedy.steps.some((step) => step.risk === 'destructive');
    if (destroys) expect(remedy.caution, `${remedy.id} says what is lost`).not.toBeNull();
    if (destroys && remedy.recommended) expect(Object.keys(DESTRUCTIVE_AND_RECOMMENDED)).toContain(remedy.id);
    for (const step of remedy.steps) {
      checkCommand(forTypes(step));
      expect(step.runAs ?? '', remedy.id).not.toMatch(/[ !]/);
    }
  }
  const all = [...new Set([...remedies.flatMap((remedy) => remedy.steps.map((step) => step.command)), ...asked.map((one) => one.command)])];
  if (all.length === 0) return;
  // braces around each: what one leaves open cannot be closed by the next
  const input = all.map((text) => `{\n${text}\n}\n`).join('');
  for (const shell of SHELLS) {
    const checked = spawnSync(shell, ['-n'], { input, encoding: 'utf8' });
    expect(checked.stderr, `${shell}: ${all.join('\n')}`).toBe('');
    expect(checked.status, shell).toBe(0);
  }
}

/** Cases that are known to fail, with the reason: printed, never silent. */
const KNOWN: Readonly<Record<string, string>> = existsSync('samples/known-failures.json')
  ? JSON.parse(readFileSync('samples/known-failures.json', 'utf8'))
  : {};

/** A case may be labelled before its cause is written; until then it is reported as skipped. */
const WRITTEN = new Set<string>(causes.map((cause) => cause.id));

describe.each([
  ['samples/cases', casesBelow('samples/cases')],
  ['../shared/cases', casesBelow('../shared/cases')],
])('labelled cases of %s', (folder, dirs) => {
  it.skipIf(dirs.length === 0)('are here', () => {
    expect(dirs.length).toBeGreaterThan(0);
  });

  const cases = dirs.map((dir) => ({
    name: dir.slice(folder.length + 1),
    dir,
    truth: JSON.parse(readFileSync(join(dir, 'truth.json'), 'utf8')) as Truth,
  }));
  const isAhead = ({ truth }: { readonly truth: Truth }): boolean => truth.expect.some((id) => !WRITTEN.has(id));

  it.skip.each(cases.filter(isAhead))('$name: waits for a cause that is not written yet', () => {});

  it.each(cases.filter((one) => !isAhead(one)))('$name', async ({ name, dir, truth }) => {
    const reports = [await reportOf(dir, 'en'), await reportOf(dir, 'zh-CN')] as const;
    for (const report of reports) {
      expect(report.defects).toEqual([]);
      reportSchema.parse(report);
      expect(validate(report), JSON.stringify(validate.errors?.slice(0, 3))).toBe(true);
      const { lines, understood, prose, blank, notUnderstood } = report.bundle.coverage;
      expect(understood + prose + blank + notUnderstood, 'every line has one reading').toBe(lines);
      for (const format of FORMATS) expect(render(report, format).length).toBeGreaterThan(0);
    }
    sacred(reports[0]);
    // the same diagnosis in both languages: ids, nodes, commands
    const bones = (report: Report) =>
      report.findings.map((finding) => [
        finding.id,
        finding.confidence,
        finding.status,
        finding.remedies.map((remedy) => remedy.steps.map((step) => step.command)),
      ]);
    expect(bones(reports[0])).toEqual(bones(reports[1]));
    const wrong = judge(reports[0], truth);
    const known = KNOWN[`${folder.replace('../', '')}/${name}`];
    if (known === undefined) expect(wrong).toEqual([]);
    else expect(wrong.length, `listed in samples/known-failures.json (${known}) and passing now: take it out`).toBeGreaterThan(0);
  });
});
