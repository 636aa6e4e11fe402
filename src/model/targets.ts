/** Which node speaks at a place: one that repmgr calls its own there, or not the one that it copies, attaches to or sends to. */
import { parseConninfo } from '../../grammars/conninfo/index.ts';
import { loginHosts } from '../../grammars/shell/command.ts';
import { stepsOf } from '../../grammars/shell/steps.ts';
import type { Fact, FactOf } from '../core/fact.ts';
import type { FactIndex } from './facts.ts';
import { isHostOf } from './host-names.ts';
import type { Identity } from './identity.ts';
import { hostOf } from './places.ts';

/** Messages of repmgr that name the node on which it runs. */
const LOCAL_EVENTS =
  /^(?:switchover\.(?:executing|dry-run)|promote\.promoting|register\.connecting|connection\.local-failed|repmgrd\.(?:monitoring-started|local-lost|local-back))$/;

export const saysOfItself = (fact: FactOf<'message'>): boolean => LOCAL_EVENTS.test(fact.event ?? '');

/**
 * What names a node that is not the one at its place: the target of a rejoin or a clone, by repmgr's own words or as typed at a prompt;
 * a standby that receives from the host that was asked.
 */
export function targetsNamed(facts: FactIndex, nodes: readonly Identity[]): readonly Target[] {
  const said = facts
    .messages('rejoin.target')
    .map((fact) => ({ fact, how: 'target' as const, fits: nodes.filter(({ name }) => name === fact.values['node']) }));
  const typed = facts.of('command').flatMap((fact) => {
    const named = fact.via === 'prompt' ? sourceOf(fact) : null;
    return named === null
      ? []
      : [{ fact, how: named.copies ? ('source' as const) : ('target' as const), fits: nodes.filter((node) => isHostOf(node, named.host)) }];
  });
  const served = facts
    .rows('pg_stat_replication')
    .filter((row) => hostOf(row) !== null)
    .map((fact) => ({ fact, how: 'receiver' as const, fits: nodes.filter(({ name }) => name === fact.values['application_name']) }));
  return [...said, ...typed, ...served].flatMap(({ fits: [target, ...more], ...one }) =>
    target === undefined || more.length > 0 ? [] : [{ ...one, target }],
  );
}

/**
 * `repmgr node rejoin -d 'host=… user=…'` that got as far as naming its target: how that node is reached. pg_rewind is called with the same.
 */
export function conninfosTyped(facts: FactIndex): readonly { readonly name: string; readonly conninfo: string }[] {
  return facts.messages('rejoin.target').flatMap((fact) => {
    const name = fact.values['node'];
    const typed = facts.of('command').findLast((one) => one.segment === fact.segment);
    const printed = facts
      .messages('rejoin.rewinding')
      .find((one) => one.segment === fact.segment && one.order > fact.order && /--source-server=/.test(one.detail ?? ''));
    const conninfo = (typed === undefined ? null : conninfoOf(typed)) ?? /--source-server=(['"])(.*?)\1/.exec(printed?.detail ?? '')?.[2];
    return name === undefined || conninfo == null || !/\bhost=/.test(conninfo) ? [] : [{ name, conninfo }];
  });
}

/** repmgrd gives up on an upstream that it names by its id, repmgr on a follow target that it does not name: the address tried before is that node's. */
export function upstreamsTried(
  facts: FactIndex,
): readonly { readonly host: string; readonly id: number | null; readonly conninfo: string }[] {
  return facts.messages('repmgrd.upstream-not-reachable', 'attach.replication-connection-failed').flatMap((fact) => {
    const id = fact.event === 'repmgrd.upstream-not-reachable' ? Number(fact.values['id'] ?? Number.NaN) : null;
    if (id === null && fact.values['target'] !== 'follow') return [];
    const tried = facts
      .messages('connection.failed')
      .findLast((one) => one.order < fact.order && one.span.source === fact.span.source && /\bhost=/.test(one.detail ?? ''));
    const conninfo = /^\s*(\S*\b(?:user|host|dbname|port|connect_timeout)=.*)$/m.exec(tried?.detail ?? '')?.[1];
    const host = hostIn(conninfo ?? null);
    return (id !== null && Number.isNaN(id)) || conninfo === undefined || host === null ? [] : [{ host, id, conninfo: plain(conninfo) }];
  });
}

/** repmgrd tells the connection string that it pinged, and in its next line the node that it belongs to. */
export function nodesPinged(facts: FactIndex): readonly { readonly name: string; readonly id: number | null; readonly conninfo: string }[] {
  const said = facts.of('message').filter((fact) => fact.program !== 'server');
  return said.flatMap((fact, at) => {
    const next = said[at + 1];
    const { conninfo } = fact.values;
    if (fact.event !== 'connection.ping-failed' || conninfo === undefined || next?.segment !== fact.segment) return [];
    const [, name, id] = /^unable to connect to (?:upstream|local|primary)(?: node)? "([^"]+)" \(ID: (\d+)\)/i.exec(next.text) ?? [];
    return name === undefined ? [] : [{ name, id: Number(id), conninfo }];
  });
}

/** Without what every program of repmgr's adds for itself. */
const plain = (conninfo: string): string => conninfo.replace(/\s*\b(?:fallback_application_name|options|replication)=\S+/g, '');

/** What stands behind `-d` of a rejoin. */
function conninfoOf({ script, cwd, text }: FactOf<'command'>): string | null {
  if (script === null || loginHosts(text).length > 0) return null;
  const rejoin = stepsOf(script, cwd).find(({ command: { program, args } }) => program === 'repmgr' && args.includes('rejoin'));
  return rejoin === undefined ? null : optionOf(rejoin.command.args, 'd', 'dbname');
}

interface Target {
  readonly fact: Fact;
  readonly target: Identity;
  readonly how: 'target' | 'source' | 'receiver';
}

/** The host behind `repmgr node rejoin`, `repmgr standby clone` or `kbha -A rejoin`. */
function sourceOf({ script, cwd, text }: FactOf<'command'>): { readonly host: string; readonly copies: boolean } | null {
  // `ssh db2 repmgr node rejoin -h db1`: typed on any machine
  if (loginHosts(text).length > 0) return null;
  for (const { command } of script === null ? [] : stepsOf(script, cwd)) {
    const { program, args } = command;
    const has = (...words: readonly string[]): boolean => words.every((word) => args.includes(word));
    const copies = program === 'repmgr' && has('standby', 'clone');
    const attaches = (program === 'repmgr' && has('node', 'rejoin')) || (program === 'kbha' && has('-A', 'rejoin'));
    const host = copies || attaches ? (optionOf(args, 'h', 'host') ?? hostIn(optionOf(args, 'd', 'dbname'))) : null;
    if (host !== null) return { host, copies };
  }
  return null;
}

/** The value of an option in any of its forms: `-h X`, `-hX`, `--host X`, `--host=X`. */
function optionOf(args: readonly string[], short: string, long: string): string | null {
  for (const [at, arg] of args.entries()) {
    if (arg === `-${short}` || arg === `--${long}`) return args[at + 1] ?? null;
    if (arg.startsWith(`--${long}=`)) return arg.slice(long.length + 3);
    if (arg.startsWith(`-${short}`) && !arg.startsWith('--')) return arg.slice(2);
  }
  return null;
}

const hostIn = (conninfo: string | null): string | null => (conninfo === null ? null : (parseConninfo(conninfo).values['host'] ?? null));
