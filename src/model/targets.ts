/** The server that a node was told to attach to or to copy: whoever runs such a command is another one. */
import { parseConninfo } from '../../grammars/conninfo/index.ts';
import { loginHosts } from '../../grammars/shell/command.ts';
import { stepsOf } from '../../grammars/shell/steps.ts';
import type { Fact, FactOf } from '../core/fact.ts';
import type { FactIndex } from './facts.ts';
import { isHostOf } from './host-names.ts';
import type { Identity } from './identity.ts';

/** What names a node as the target of a rejoin or a clone, in the order of the bundle: repmgr's own words, then what was typed at a prompt. */
export function targetsNamed(facts: FactIndex, nodes: readonly Identity[]): readonly Target[] {
  const said = facts
    .messages('rejoin.target')
    .map((fact) => ({ fact, copies: false, fits: nodes.filter(({ name }) => name === fact.values['node']) }));
  const typed = facts.of('command').flatMap((fact) => {
    const named = fact.via === 'prompt' ? sourceOf(fact) : null;
    return named === null ? [] : [{ fact, copies: named.copies, fits: nodes.filter((node) => isHostOf(node, named.host)) }];
  });
  return [...said, ...typed].flatMap(({ fits: [target, ...more], ...one }) =>
    target === undefined || more.length > 0 ? [] : [{ ...one, target }],
  );
}

interface Target {
  readonly fact: Fact;
  readonly target: Identity;
  /** A clone rather than a rejoin. */
  readonly copies: boolean;
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
