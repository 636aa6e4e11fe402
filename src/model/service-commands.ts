/** The commands by which repmgr starts, stops, promotes a server: as configured, as listed, as they were run and how that ended. */
import { commandContext } from '../../grammars/shell/command.ts';
import { parseShell } from '../../grammars/shell/index.ts';
import type { Fact, FactOf } from '../core/fact.ts';
import type { SimpleCommand } from '../core/shell.ts';
import type { Cluster } from './cluster.ts';
import type { EventName } from './events.ts';
import { nodeAt } from './logins.ts';
import type { Node } from './node.ts';
import { once } from './once.ts';
import type { Party } from './switchovers.ts';

export type ServiceAction = 'start' | 'stop' | 'restart' | 'reload' | 'promote' | 'follow';

export interface ServiceCommand {
  readonly action: ServiceAction;
  /** The parameter of the repmgr configuration that holds it; null where a message only shows what was run. */
  readonly parameter: string | null;
  readonly text: string;
  /** The programs that it calls, sudo and shells taken off. */
  readonly programs: readonly SimpleCommand[];
  readonly sudo: boolean;
  readonly party: Party;
  readonly fact: Fact;
}

const PARAMETERS: Readonly<Record<string, ServiceAction>> = {
  service_start_command: 'start',
  service_stop_command: 'stop',
  service_restart_command: 'restart',
  service_reload_command: 'reload',
  service_promote_command: 'promote',
  promote_command: 'promote',
  follow_command: 'follow',
};

/** A service or daemon command, read. */
function commandOf(action: ServiceAction, parameter: string | null, text: string, party: Party, fact: Fact): ServiceCommand {
  const programs = commandContext(text, 'sh').producers.map((producer) => producer.command);
  const first = parseShell(text).items[0]?.pipeline.commands[0];
  return { action, parameter, text, programs, sudo: first?.program === 'sudo', party, fact };
}

const partyOf = (node: Node | null): Party => ({ node, name: node?.name ?? null });

/** Every service command that the bundle shows, in its order. */
export const serviceCommandsOf = once((cluster: Cluster): readonly ServiceCommand[] =>
  cluster.facts.all.flatMap((fact) => {
    if (fact.kind === 'setting') {
      const action = fact.program === 'repmgr' && fact.value !== '' ? PARAMETERS[fact.name] : undefined;
      return action === undefined ? [] : [commandOf(action, fact.name, fact.value, partyOf(cluster.nodeOf(fact)), fact)];
    }
    const run = fact.kind === 'message' ? runOf(cluster, fact) : null;
    return run === null ? [] : [run];
  }),
);

/** What a message says was run, or would be. */
function runOf(cluster: Cluster, fact: FactOf<'message'>): ServiceCommand | null {
  const here = partyOf(cluster.nodeOf(fact));
  const named = fact.values['node'];
  const there: Party = named === undefined ? here : { node: cluster.node(named), name: named };
  const command = fact.values['command'];
  switch (fact.event) {
    case 'switchover.checkpoint':
    case 'switchover.stopping-primary':
      return command === undefined ? null : commandOf('stop', null, command, there, fact);
    case 'switchover.shutdown-command': {
      const quoted = /"(.+)"/.exec(`${fact.text} ${fact.detail ?? ''}`.split('\n').at(-1) ?? '')?.[1];
      return quoted === undefined ? null : commandOf('stop', null, quoted, there, fact);
    }
    case 'follow.server-action':
      return command === undefined ? null : commandOf(verbIn(fact.text), null, command, here, fact);
    case 'service.executing':
      return command === undefined ? null : commandOf(actionOf(command), null, command, here, fact);
    case 'promote.promoting':
      return command === undefined ? null : commandOf('promote', null, command, here, fact);
    case 'repmgrd.promote-command': {
      const quoted = /^"(.+)"$/m.exec(fact.detail ?? '')?.[1];
      return quoted === undefined ? null : commandOf('promote', 'promote_command', quoted, here, fact);
    }
    default:
      return null;
  }
}

/** `starting server using …` */
const verbIn = (text: string): ServiceAction =>
  /^restart/.test(text) ? 'restart' : /^stop/.test(text) ? 'stop' : /^reload/.test(text) ? 'reload' : 'start';

/** What a command does, by its own verb; `start` where none stands there. */
export function actionOf(text: string): ServiceAction {
  return (
    commandContext(text, 'sh')
      .producers.map(({ command }) => verbOf(command))
      .find((verb) => verb !== null) ?? 'start'
  );
}

/** The verb of a server command: `systemctl stop …`, `pg_ctl … -m fast stop`, `pg_ctlcluster 15 main promote`. */
export function verbOf(command: SimpleCommand): ServiceAction | null {
  if (!/^(?:systemctl|service|(?:pg|sys)_ctl|pg_ctlcluster|invoke-rc\.d|rc-service)$/.test(command.program ?? '')) return null;
  const verb = command.args.find((arg) => /^(?:start|stop|restart|reload|promote)$/.test(arg));
  return (verb as ServiceAction | undefined) ?? null;
}

/** What a call of repmgr does: `standby promote`; null for another program. */
export function repmgrActionOf(command: SimpleCommand): string | null {
  if (command.program !== 'repmgr') return null;
  const valued = new Set(['-f', '--config-file', '-d', '-h', '-p', '-U', '-L', '--log-level', '-D']);
  const words = command.args.filter((arg, index) => !arg.startsWith('-') && !valued.has(command.args[index - 1] ?? ''));
  return words.slice(0, 2).join(' ');
}

/** The data directory that a command names; null where it names none. */
export function directoryOf(command: SimpleCommand): string | null {
  if (!/^(?:pg|sys)_ctl$/.test(command.program ?? '')) return null;
  const at = command.args.findIndex((arg) => arg === '-D' || arg === '--pgdata');
  const joined = command.args.map((arg) => /^(?:-D|--pgdata=)(\/.*)$/.exec(arg)?.[1]).find((path) => path !== undefined);
  return (at >= 0 ? (command.args[at + 1] ?? null) : (joined ?? null))?.replace(/\/$/, '') ?? null;
}

/** The systemd unit that a command names, without `.service`. */
export function unitOf(command: SimpleCommand): string | null {
  if (command.program !== 'systemctl' && command.program !== 'service') return null;
  const unit = command.args.find((arg) => !arg.startsWith('-') && !/^(?:start|stop|restart|reload)$/.test(arg));
  return unit?.replace(/\.service$/, '') ?? null;
}

export type FailureReason = 'denied' | 'not-found' | 'no-configuration' | 'no-directory';

/** A service command that did not do what it should, with the program's own words on why. */
export interface ServiceFailure {
  readonly command: ServiceCommand | null;
  readonly party: Party;
  readonly reason: FailureReason;
  readonly facts: readonly FactOf<'message'>[];
}

const REASONS: Readonly<Partial<Record<EventName, FailureReason>>> = {
  'sh.password-required': 'denied',
  'sh.not-permitted': 'denied',
  'sh.permission-denied': 'denied',
  'sh.command-not-found': 'not-found',
  'ctl.no-data-directory': 'no-directory',
};

/** Messages that say that a service command failed. */
const FAILED: readonly EventName[] = [
  'service.failed',
  'promote.server-failed',
  'repmgrd.promote-failed',
  'repmgrd.promote-exit',
  'local-command.failed',
];

/** Failures, in the order of the bundle: what follows a command that was run, before the next one is typed. */
export const serviceFailuresOf = once((cluster: Cluster): readonly ServiceFailure[] => {
  const runs = new Map(
    serviceCommandsOf(cluster)
      .filter((run) => run.fact.kind === 'message')
      .map((run) => [run.fact, run]),
  );
  const failures: ServiceFailure[] = [];
  let run: ServiceCommand | null = null;
  let source: string | null = null;
  let byHand = false;
  for (const fact of cluster.facts.all) {
    if (fact.kind === 'command' && fact.via === 'prompt') {
      run = configuredAs(cluster, fact);
      source = fact.span.source;
      byHand = run === null && /\b(?:systemctl|service)\b/.test(fact.text);
    }
    if (source !== fact.span.source) run = null;
    if (fact.kind !== 'message' || fact.program === 'server') continue;
    // what its event script prints is no word of the command
    if (fact.event === 'event.command') run = null;
    run = runs.get(fact) ?? run;
    if (run?.fact === fact) source = fact.span.source;
    const reason =
      reasonOf(fact, run) ??
      (cannotStart(cluster, fact, run) ? 'no-configuration' : null) ??
      (!byHand && isUnitRefused(fact) ? 'denied' : null);
    if (reason === null) continue;
    failures.push({
      command: run,
      party: run?.party ?? (fact.event === 'switchover.remote-output' ? otherSide(cluster, fact) : partyOf(cluster.nodeOf(fact))),
      reason,
      facts: run === null || run.fact === fact || run.fact.kind !== 'message' ? [fact] : [run.fact, fact],
    });
  }
  return failures;
});

/** The node that a switchover reached by ssh before: what is printed there comes back. */
function otherSide(cluster: Cluster, fact: FactOf<'message'>): Party {
  const reached = cluster.messages('switchover.ssh-ok').findLast((one) => one.span.source === fact.span.source && one.order < fact.order);
  const host = reached?.values['host'] ?? null;
  const node = host === null ? null : (nodeAt(cluster, host) ?? cluster.node(host));
  return { node, name: node?.name ?? host };
}

/** A configured command that somebody typed, to see what it says: `sudo -n` asks for no password. */
function configuredAs(cluster: Cluster, typed: FactOf<'command'>): ServiceCommand | null {
  const plain = (text: string): string => text.trim().replace(/^sudo\s+(?:-n|--non-interactive)\s+/, 'sudo ');
  const node = cluster.nodeOf(typed);
  const fits = serviceCommandsOf(cluster).filter(
    (one) => one.parameter !== null && plain(one.text) === plain(typed.text) && (one.party.node === node || one.party.node === null),
  );
  return fits.at(-1) ?? null;
}

function reasonOf(fact: FactOf<'message'>, run: ServiceCommand | null): FailureReason | null {
  const failed = (FAILED as readonly (string | null)[]).includes(fact.event);
  if (failed && fact.values['code'] === '126') return 'denied';
  if (failed && fact.values['code'] === '127') return 'not-found';
  if ((failed || fact.event === 'switchover.remote-output') && lacksConfiguration(fact)) return 'no-configuration';
  const told = failed || run?.fact === fact ? (fact.values['reason'] as EventName | undefined) : undefined;
  const said = told ?? (!failed && run !== null ? (fact.event as EventName | null) : null);
  if (said === 'sh.permission-denied' && !isAboutProgram(fact, run)) return null;
  return (said == null ? undefined : REASONS[said]) ?? null;
}

/** Debian's own layout, and no server says anything: `pg_ctl -D /var/lib/postgresql/14/main start` does not work there. */
const cannotStart = (cluster: Cluster, fact: FactOf<'message'>, run: ServiceCommand | null): boolean =>
  run?.action === 'start' &&
  fact.event === 'service.failed' &&
  /start server/.test(fact.text) &&
  fact.detail === null &&
  fact.values['reason'] === undefined &&
  !cluster.facts.of('message').some((one) => one.program === 'server') &&
  run.programs.some((program) => /^\/var\/lib\/postgresql\/\d+(?:\.\d+)?\/[^/]+$/.test(directoryOf(program) ?? ''));

/** systemd's own refusal names the action and the server's unit: nobody has to have told of the command. */
const isUnitRefused = (fact: FactOf<'message'>): boolean =>
  fact.event === 'sh.not-permitted' && /^Failed to \w+ \S*(?:postgres|pgsql|kingbase|edb-as)\S*: /i.test(fact.text);

/** `sh: 1: /usr/local/bin/promote.sh: Permission denied`: the program may not be run; else it is a file that the program may not touch. */
const isAboutProgram = (fact: FactOf<'message'>, run: ServiceCommand | null): boolean =>
  run?.programs.some(({ path }) => path !== null && `${fact.text}\n${fact.detail ?? ''}`.includes(`${path}: `)) ?? false;

/** Debian's packages keep postgresql.conf outside the data directory, where pg_ctl alone does not look. */
const lacksConfiguration = (fact: FactOf<'message'>): boolean =>
  /(?:could not|cannot) access the server configuration file|无法访问服务器配置文件|无法访问服务器的配置文件/.test(fact.detail ?? '');
