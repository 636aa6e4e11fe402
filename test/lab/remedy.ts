/** Runs a remedy as it is printed: each step's command as it stands, on the node and as the OS user named, without a terminal. */
import { appendFileSync } from 'node:fs';
import type { Report, ReportRemedy, ReportStep } from '../../src/core/report.ts';
import { pause, type Ran, run } from './cluster/host.ts';
import { type Lab, word } from './cluster/lab.ts';
import type { Fault } from './fault.ts';

export interface RemedyRun {
  readonly cause: string;
  readonly remedy: string;
  readonly steps: number;
  /** What went wrong; nothing where every step did as it should. */
  readonly trouble: readonly string[];
}

export interface Wanted {
  readonly cause: string;
  readonly remedy: ReportRemedy | null;
}

/** The remedies that a fault asks for, of the findings that the report asserts, and of those worth a look that it names beside; the same steps once. */
export function wanted(fault: Fault, report: Report, names = fault.remedies ?? fault.expect): Wanted[] {
  const all = names.flatMap((name): Wanted[] => {
    const [cause = '', id] = name.split('/');
    const isExpected = fault.expect.some((one) => one === cause);
    const findings = report.findings.filter((finding) => finding.cause === cause && !(isExpected && finding.confidence === 'possible'));
    if (findings.length === 0) return [{ cause, remedy: null }];
    return findings.map((finding) => ({
      cause,
      remedy: finding.remedies.find((remedy) => (id === undefined ? remedy.recommended : remedy.id === id)) ?? null,
    }));
  });
  const steps = (one: Wanted): string => JSON.stringify(one.remedy?.steps ?? one.cause);
  return all.filter((one, index) => all.findIndex((other) => steps(other) === steps(one)) === index);
}

/** Runs the steps; a change that fails ends it, as it would for a person. */
export function runRemedy(lab: Lab, fault: Fault, report: Report, cause: string, remedy: ReportRemedy, log: string): RemedyRun {
  const trouble: string[] = [];
  let steps = 0;
  for (const node of lab.nodes) lab.run(node, `rm -rf ${ASIDE}; mkdir -m 700 ${ASIDE}`);
  for (const step of remedy.steps) {
    const node = step.node === null && fault.elsewhere !== undefined ? fault.elsewhere : nodeOf(lab, report, step);
    if (node === null) {
      trouble.push(`step "${step.title}": which node is ${step.node}?`);
      break;
    }
    steps += 1;
    const values = step.placeholders.map(({ name }) => [name, filledIn(lab, fault, name, node)] as const);
    const open = values.filter(([, value]) => value === null);
    if (open.length > 0) {
      trouble.push(`step ${steps} (${step.kind}, "${step.title}"): nobody says what ${open.map(([name]) => name).join(', ')} is`);
      break;
    }
    const ran = perform(lab, node, step, values);
    appendFileSync(
      log,
      `# ${new Date().toISOString().slice(11, 19)} ${steps} ${step.kind} (${step.risk}) on node${node} as ${step.runAs}: ${step.title}\n${step.command}\n-> exit ${ran.code}\n${ran.output}\n\n`,
    );
    const syntax = run('sh', ['-n'], { input: step.command });
    if (syntax.code !== 0) trouble.push(`step ${steps}: ${syntax.output.trim()}`);
    if (ran.code !== 0 && step.kind !== 'check') {
      trouble.push(`step ${steps} (${step.kind}, "${step.title}"): exit ${ran.code}: ${ran.output.trim().split('\n').at(-1)}`);
      break;
    }
  }
  return { cause, remedy: remedy.id, steps, trouble };
}

function perform(lab: Lab, node: number, step: ReportStep, values: readonly (readonly [name: string, value: string | null])[]): Ran {
  const exports = values.map(([name, value]) => `export ${name}=${word(value ?? '')}; `).join('');
  const command = `${exports}setsid -w sh -c ${word(step.command)} </dev/null 2>&1`;
  const once = () => (step.runAs === 'root' ? lab.root(node, command) : lab.run(node, command, { seconds: 180 }));
  // a verification is looked at again for a while, as its text says; meanwhile applications write, which also wakes the archiver
  let ran = once();
  for (const end = Date.now() + 80_000; Date.now() < end && step.kind === 'verify' && ran.code !== 0; ran = once()) {
    pause(3);
    for (const primary of lab.primaries) lab.fill(primary, 1);
  }
  return ran;
}

/** The lab's node that the report names: by its record's id, by its host, by its name. */
export function nodeOf(lab: Lab, report: Report, step: ReportStep): number | null {
  if (step.node === null) return lab.primaries[0] ?? 1;
  const known = report.cluster.nodes.find((node) => node.name === step.node);
  const byHost = lab.nodes.find((node) => [lab.address(node), lab.hostName(node)].includes(known?.host ?? step.node ?? ''));
  const number = /^(?:pg-)?node(\d)$/.exec(step.node)?.[1];
  return known?.id ?? (number === undefined ? (byHost ?? null) : Number(number));
}

/** An empty directory on another volume, as several texts ask for. */
const ASIDE = '/media/backup/aside';

function filledIn(lab: Lab, fault: Fault, name: string, node: number): string | null {
  const own = fault.fill?.[name];
  if (own !== undefined) return typeof own === 'string' ? own : own(lab, node);
  switch (name) {
    case 'ARCHIVE_DIR':
      return '/media/backup/archive';
    case 'KEEP_DIR':
    case 'COPY_DIR':
    case 'SAVE_DIR':
    case 'BACKUP_DIR':
      return ASIDE;
    case 'REPMGR_CONF':
      return lab.dress.repmgrConf;
    case 'BIN_DIR':
    case 'REPMGR_BIN_DIR':
      return lab.dress.binDir;
    case 'DATA_DIR':
      return lab.data;
    case 'CONNINFO':
      return lab.conninfo(node);
    case 'SERVER_USER':
    case 'OS_USER':
      return lab.dress.osUser;
    case 'AUTH_METHOD':
      return lab.knobs.authentication;
    case 'CLIENT_ADDRESS':
      return '127.0.0.0/8';
    case 'DB_USER':
      return lab.dress.databaseUser;
    default:
      return null;
  }
}
