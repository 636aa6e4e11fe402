/** What is wrong with a service or daemon command as it is written, or as it turned out when it ran. */
import type { Fact } from '../core/fact.ts';
import type { SimpleCommand } from '../core/shell.ts';
import type { Cluster } from './cluster.ts';
import type { Node } from './node.ts';
import { once } from './once.ts';
import {
  directoryOf,
  repmgrActionOf,
  type ServiceAction,
  type ServiceCommand,
  type ServiceFailure,
  serviceCommandsOf,
  serviceFailuresOf,
  unitOf,
  verbOf,
} from './service-commands.ts';
import { stopsWithoutEffect } from './stops-without-effect.ts';
import type { Party } from './switchovers.ts';

export type FaultKind =
  | 'recursion'
  | 'misspelt'
  | 'wrong-action'
  | 'opposite'
  | 'wrong-directory'
  | 'wrong-unit'
  | 'wrong-file'
  | 'not-found'
  | 'no-configuration'
  | 'no-directory'
  | 'no-effect';

export interface ServiceFault {
  readonly kind: FaultKind;
  readonly party: Party;
  readonly action: ServiceAction;
  /** The command as it stands; null where only its failure is told. */
  readonly text: string | null;
  readonly parameter: string | null;
  /** What is there against what should be there: two directories, two units, two verbs. */
  readonly found: string | null;
  readonly wanted: string | null;
  /** Whether it was seen to fail, or only reads wrong. */
  readonly failed: boolean;
  readonly facts: readonly Fact[];
}

export const serviceFaultsOf = once((cluster: Cluster): readonly ServiceFault[] => {
  const written = serviceCommandsOf(cluster).flatMap((command) =>
    command.programs.flatMap((program) => ofProgram(cluster, command, program)),
  );
  const turnedOut = serviceFailuresOf(cluster).flatMap((failure) => ofFailure(failure));
  const found = [...written, ...turnedOut];
  return [
    ...found,
    ...withoutEffect(cluster).filter((one) => !found.some((other) => other.party.name === one.party.name && other.action === 'stop')),
  ];
});

/** What sudo would have refused is told by `service-command-not-permitted`. */
function withoutEffect(cluster: Cluster): ServiceFault[] {
  return stopsWithoutEffect(cluster)
    .filter(({ command }) => !command.sudo)
    .map(({ command, facts }) => ({
      kind: 'no-effect',
      party: command.party,
      action: 'stop',
      text: command.text,
      parameter: command.parameter,
      found: null,
      wanted: null,
      failed: true,
      facts,
    }));
}

const fault = (
  command: ServiceCommand,
  kind: FaultKind,
  found: string | null,
  wanted: string | null,
  ...more: readonly Fact[]
): ServiceFault => ({
  kind,
  party: command.party,
  action: command.action,
  text: command.text,
  parameter: command.parameter,
  found,
  wanted,
  failed: false,
  facts: [command.fact, ...more],
});

function ofProgram(cluster: Cluster, command: ServiceCommand, program: SimpleCommand): ServiceFault[] {
  const called = repmgrActionOf(program);
  const daemons = command.parameter === 'promote_command' || command.parameter === 'follow_command';
  if (called !== null) {
    const wanted = `standby ${command.action}`;
    // repmgr runs its own promote with this very command
    if (!daemons) return command.action === 'promote' && called === 'standby promote' ? [fault(command, 'recursion', called, null)] : [];
    return called === wanted ? ofFile(command, program) : [fault(command, 'wrong-action', called, wanted)];
  }
  const meant = meantBy(command, program);
  if (meant !== null) return [fault(command, 'misspelt', program.program, meant)];
  if (daemons) return [];
  const verb = verbOf(program);
  if (verb !== null && opposes(command.action, verb)) return [fault(command, 'opposite', verb, command.action)];
  const node = command.party.node;
  return [...ofDirectory(cluster, command, program), ...ofUnit(cluster, command, program, node)];
}

/** A program whose name is a slip away from the one that the words behind it belong to: `repgmr standby promote`, `sudo systemclt stop …`. */
function meantBy(command: ServiceCommand, program: SimpleCommand): string | null {
  const name = program.program;
  if (name === null) return null;
  const words = program.args.filter((arg) => !arg.startsWith('-'));
  const standby = words.includes('standby') && words.includes(command.action);
  const known = standby ? ['repmgr'] : ['systemctl', 'pg_ctl', 'sys_ctl', 'pg_ctlcluster'];
  if (!standby && !words.includes(command.action)) return null;
  return known.includes(name) ? null : (known.find((one) => isSlip(name, one)) ?? null);
}

/** One letter too many, too few or wrong, or two that changed places. */
function isSlip(written: string, meant: string): boolean {
  if (Math.abs(written.length - meant.length) > 1 || !/^[A-Za-z_]+$/.test(written)) return false;
  let from = 0;
  while (from < meant.length && written[from] === meant[from]) from++;
  const rest = written.slice(from);
  const wanted = meant.slice(from);
  const swapped = `${rest[1] ?? ''}${rest[0] ?? ''}${rest.slice(2)}`;
  return rest.slice(1) === wanted || rest === wanted.slice(1) || rest.slice(1) === wanted.slice(1) || swapped === wanted;
}

/** `-f` of another configuration file than the one that repmgrd runs with, which repmgr was seen not to find. */
function ofFile(command: ServiceCommand, program: SimpleCommand): ServiceFault[] {
  const { node } = command.party;
  const at = program.args.findIndex((arg) => arg === '-f' || arg === '--config-file');
  const found = program.args[at + 1];
  const right = node?.repmgrConf ?? null;
  if (node === null || at === -1 || found === undefined || right === null || right === found) return [];
  const refusal = node.messages('config.file-missing').findLast((fact) => fact.values['path'] === found);
  return refusal === undefined ? [] : [{ ...fault(command, 'wrong-file', found, right, refusal), failed: true }];
}

/** `restart` may stand for a start; a stop never for a start. */
const opposes = (action: ServiceAction, verb: ServiceAction): boolean =>
  (action === 'start' && (verb === 'stop' || verb === 'promote' || verb === 'reload')) ||
  (action === 'stop' && verb !== 'stop') ||
  (action === 'restart' && verb === 'stop') ||
  (action === 'promote' && verb !== 'promote');

function ofDirectory(cluster: Cluster, command: ServiceCommand, program: SimpleCommand): ServiceFault[] {
  const found = directoryOf(program);
  const right = found === null ? null : rightDirectory(cluster, command);
  return found === null || right === null || right.path === found ? [] : [fault(command, 'wrong-directory', found, right.path, right.fact)];
}

/** Where the server's data is: as the server or repmgr's configuration says, else as its other commands agree. */
function rightDirectory(cluster: Cluster, command: ServiceCommand): { readonly path: string; readonly fact: Fact } | null {
  const { node, name } = command.party;
  const settings = [node?.setting('data_directory'), node?.repmgrSetting('data_directory')];
  for (const setting of settings)
    if (setting?.known === true && setting.value !== '') return { path: setting.value.replace(/\/$/, ''), fact: setting.fact };
  const others = serviceCommandsOf(cluster)
    .filter((other) => other !== command && other.party.name === name && other.action !== command.action)
    .flatMap((other) => other.programs.flatMap((program) => ({ path: directoryOf(program), fact: other.fact })));
  const [first] = others.filter(({ path }) => path !== null);
  const agree = others.length >= 2 && first !== undefined && others.every(({ path }) => path === first.path);
  return agree && first.path !== null ? { path: first.path, fact: first.fact } : null;
}

/** `postgresql-15` where `postgresql-16` runs: units that carry a version, and another one is active. */
function ofUnit(cluster: Cluster, command: ServiceCommand, program: SimpleCommand, node: Node | null): ServiceFault[] {
  const found = unitOf(program);
  const version = versionOf(found);
  if (found === null || version === null) return [];
  const places = node === null ? [] : [node.facts];
  const units = [...places, cluster.unplaced, ...(places.length === 0 ? [cluster.facts] : [])]
    .flatMap((facts) => facts.of('unit'))
    .map((fact) => ({ name: fact.unit.replace(/\.service$/, ''), fact }))
    .filter(({ name }) => versionOf(name) !== null);
  if (units.some(({ name }) => name === found)) return [];
  const running = units.find(({ fact }) => /^active/.test(fact.active ?? ''));
  return running === undefined ? [] : [fault(command, 'wrong-unit', found, running.name, running.fact)];
}

/** `postgresql-15`, `postgresql@15-main`, `kingbase-8` */
const versionOf = (unit: string | null): string | null => /^(?:postgresql|kingbase\w*)[-@](\d+(?:\.\d+)?)/.exec(unit ?? '')?.[1] ?? null;

function ofFailure(failure: ServiceFailure): ServiceFault[] {
  if (failure.reason === 'denied') return [];
  const { command } = failure;
  return [
    {
      kind: failure.reason,
      party: failure.party,
      action: command?.action ?? 'start',
      text: command?.text ?? null,
      parameter: command?.parameter ?? null,
      found: null,
      wanted: failure.reason === 'no-configuration' ? debianUnit(command) : null,
      failed: true,
      facts: failure.facts,
    },
  ];
}

/** Debian's layout tells the unit: `/var/lib/postgresql/13/main` is run by `postgresql@13-main`. */
function debianUnit(command: ServiceCommand | null): string | null {
  const directory = command?.programs.map(directoryOf).find((path) => path !== null) ?? null;
  const [, version, cluster] = /^\/var\/lib\/postgresql\/(\d+)\/([^/]+)$/.exec(directory ?? '') ?? [];
  return version === undefined || cluster === undefined ? null : `postgresql@${version}-${cluster}`;
}
