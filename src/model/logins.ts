/** One node reaching another by ssh (KingbaseES: sys_securecmd), and repmgr being found there: every word of the bundle on it. */
import { loginHosts } from '../../grammars/shell/command.ts';
import type { Fact, FactOf } from '../core/fact.ts';
import type { Cluster } from './cluster.ts';
import type { EventName } from './events.ts';
import type { Node } from './node.ts';

export interface Login {
  readonly from: Node | null;
  /** As it was called; null where only a node's id is told. */
  readonly host: string | null;
  readonly to: Node | null;
  /** Getting in, or finding repmgr there once in. */
  readonly what: 'login' | 'repmgr';
  readonly works: boolean;
  /** `typed`: somebody tried by hand; `listed`: only a matrix says so, and it cannot tell ssh from a repmgr that failed there. */
  readonly how: 'repmgr' | 'typed' | 'listed';
  /** Why not, as the program below said. */
  readonly reason: EventName | null;
  readonly fact: Fact;
  /** What was called there, where only the shell over there names it. */
  readonly path?: string | undefined;
}

/** What ssh itself says when it does not get in. */
const REFUSALS = ['ssh.permission-denied', 'ssh.denied', 'ssh.host-key', 'ssh.unreachable', 'net.host-key'] as const;

/** The member that a host stands for: by its registered address, its name, the host of its prompt. */
export function nodeAt(cluster: Cluster, host: string): Node | null {
  const fits = cluster.nodes.filter(({ identity }) => identity.address === host || identity.name === host || identity.hosts.has(host));
  return fits.length === 1 ? (fits[0] ?? null) : null;
}

/** Of two members the other one, where the bundle does not tell its address: whom else would repmgr log in to? */
function onlyOther(cluster: Cluster, host: string, from: Node | null): Node | null {
  const others = cluster.members.filter((node) => node !== from);
  const [other] = others;
  return host !== '' && from !== null && others.length === 1 && other !== undefined && other.identity.address === null ? other : null;
}

/** Every word, in the order of the bundle. */
export function loginsOf(cluster: Cluster): readonly Login[] {
  const logins: Login[] = [];
  const tell = (fact: Fact, host: string | null, to: Node | null, parts: Partial<Login>): void => {
    const login: Login = { from: cluster.nodeOf(fact), host, to, what: 'login', works: false, how: 'repmgr', reason: null, fact, ...parts };
    logins.push(login);
  };
  const towards = (fact: FactOf<'message'>, parts: Partial<Login>): void => {
    const host = fact.values['host'];
    // the warning before says the same of siblings; with the user it is the primary's host
    const primary = fact.event === 'switchover.ssh-failed' && fact.values['user'] === undefined ? null : cluster.nodeOf(fact);
    if (host !== undefined) tell(fact, host, nodeAt(cluster, host) ?? onlyOther(cluster, host, primary), parts);
  };
  for (const fact of cluster.facts.all) {
    if (fact.kind === 'command' && fact.shell === 'sh' && fact.via === 'prompt') {
      for (const host of loginHosts(fact.text)) {
        const answer = answerTo(cluster, fact);
        if (answer === null) continue;
        const refused = isRefusal(answer);
        // the answer belongs to the host that was called
        const from = cluster.nodeOf(fact);
        tell(answer, host, nodeAt(cluster, host), { from, works: !refused, how: 'typed', reason: refused ? eventOf(answer) : null });
      }
    }
    if (fact.kind !== 'message') continue;
    if (fact.event === 'ssh.unreachable' && fact.values['host'] !== undefined && ofScript(cluster, fact)) {
      const { host } = fact.values;
      tell(fact, host, nodeAt(cluster, host), { from: cluster.askedOn(fact), reason: 'ssh.unreachable' });
    }
    switch (fact.event) {
      case 'switchover.ssh-failed':
      case 'clone.ssh-failed':
      case 'kbha.standby-not-confirmed':
        towards(fact, {});
        break;
      // a deploy script of KingbaseES, which names the host that it calls and stands on another one, or on the same
      case 'kbha.login-failed':
      case 'script.login-failed':
      case 'script.unreachable': {
        const host = fact.values['host'];
        if (host !== undefined) tell(fact, host, nodeAt(cluster, host), { from: cluster.askedOn(fact) });
        break;
      }
      case 'status.csv-not-parsed': {
        // repmgr 3 says no more, and lets ssh's own words through
        const word = cluster.facts.of('message').findLast((one) => one.order < fact.order && isRefusal(one) && isBeside(one, fact));
        if (word !== undefined) tell(word, null, null, { reason: eventOf(word) });
        // it got in, and the shell there does not find repmgr
        const lost = cluster
          .messages('sh.command-not-found', 'os.not-found-command')
          .findLast((one) => one.order < fact.order && isBeside(one, fact));
        const path = MISSING.exec(lost?.text ?? '')?.[1];
        if (lost !== undefined && path !== undefined) tell(lost, null, null, { what: 'repmgr', reason: lost.event as EventName, path });
        break;
      }
      case 'switchover.ssh-ok':
        towards(fact, { works: true });
        break;
      case 'switchover.remote-executable':
        towards(fact, { what: 'repmgr', works: true });
        break;
      case 'sh.command-not-found':
      case 'sh.no-such-file': {
        const path = MISSING.exec(fact.text)?.[1];
        if (path === undefined) break;
        const call = remoteCall(cluster, fact);
        const host = call === undefined ? undefined : loginHosts(call.text.replace(/^.*?: /, ''))[0];
        if (host !== undefined) tell(fact, host, nodeAt(cluster, host), { what: 'repmgr', reason: fact.event, path });
        else if (isOverMatrix(cluster, fact)) {
          const from = takenOn(cluster, fact, true);
          const others = cluster.members.filter((node) => node !== from);
          const to = from !== null && others.length === 1 ? (others[0] ?? null) : null;
          tell(fact, to?.host ?? null, to, { from, what: 'repmgr', reason: fact.event, path });
        }
        break;
      }
      case 'switchover.remote-repmgr-missing':
      case 'switchover.remote-version':
        towards(fact, { what: 'repmgr', reason: (fact.values['reason'] as EventName | undefined) ?? null });
        break;
      case 'status.ssh-failed': {
        const to = cluster.nodeById(Number(fact.values['id'])) ?? cluster.node(fact.values['node'] ?? '');
        // the listing is about the other node; it was taken where the rows around it were
        const from = takenOn(cluster, fact);
        // crosscheck logs in to the node itself, too
        if (to === null || to !== from) tell(fact, to?.host ?? null, to, { how: 'listed', from });
        break;
      }
      default:
    }
  }
  const open = unanswered(cluster);
  // where no row was filled in, not even that of the asking node, one thing is wrong for all
  const blank = open.length > 2 && cluster.facts.of('matrix').every((cell) => cell.status === 'unknown') ? open[0] : undefined;
  if (blank !== undefined) tell(blank.cell, null, null, { how: 'listed', from: null });
  for (const { cell, from } of blank === undefined ? open : [])
    if (!logins.some((login) => login.to === from && login.fact.segment === cell.segment))
      tell(cell, from.host, from, { how: 'listed', from: cluster.nodeOf(cell) });
  // what repmgr calls the host is how people call it, too
  const called = new Map(logins.filter((login) => login.how === 'repmgr' && login.host !== null).map((login) => [login.host, login.to]));
  return logins.map((login) => (login.to === null && login.host !== null ? { ...login, to: called.get(login.host) ?? null } : login));
}

/** A shell that does not find repmgr: `bash: line 1: /usr/pgsql-15/bin/repmgr: No such file or directory`, `bash: Zeile 1: repmgr: …`. */
const MISSING = /^-?(?:\S*\/)?(?:ba|da|z|k|c)?sh ?[:：] ?(?:(?:\p{L}+ ?)?\d+(?: ?\p{L}+)? ?[:：] ?)?((?:\S*\/)?repmgr) ?[:：]/u;

/** Said right above a matrix, which repmgr fills by calling repmgr on the other nodes: itself it had been found here. */
function isOverMatrix(cluster: Cluster, said: Fact): boolean {
  const near = cluster.facts.all.filter(
    (fact) => fact.span.source === said.span.source && fact.order > said.order && fact.span.line - said.span.endLine <= 8,
  );
  return near.find((fact) => fact.kind === 'matrix' || fact.kind === 'command')?.kind === 'matrix';
}

/** The call by ssh that a shell's word stands under: repmgr 3 lets through what comes back from there. */
function remoteCall(cluster: Cluster, said: Fact): FactOf<'message'> | undefined {
  return cluster
    .messages('switchover.remote-call')
    .findLast((one) => one.order < said.order && one.span.source === said.span.source && said.span.line - one.span.endLine <= 2);
}

/** Said while one of the product's own scripts, which log in to every node, was running. */
function ofScript(cluster: Cluster, said: Fact): boolean {
  const before = cluster.facts.of('command').findLast((fact) => fact.span.source === said.span.source && fact.order < said.order);
  return before !== undefined && /\b(?:sys_monitor|kingbase_monitor|cluster_install)\.sh\b/.test(before.text);
}

const isBeside = (one: Fact, other: Fact): boolean =>
  one.span.source === other.span.source && Math.abs(other.span.line - one.span.endLine) <= 3;

const eventOf = (fact: Fact): EventName | null => (fact.kind === 'message' ? (fact.event as EventName | null) : null);
const isRefusal = (fact: Fact): boolean => (REFUSALS as readonly (string | null)[]).includes(eventOf(fact));

/** What a typed command was answered with before anything else was typed: ssh's refusal, else what the remote command printed. */
function answerTo(cluster: Cluster, command: FactOf<'command'>): Fact | null {
  const { all } = cluster.facts;
  const answer: Fact[] = [];
  for (let at = all.indexOf(command) + 1; at < all.length; at++) {
    const fact = all[at];
    if (fact === undefined || fact.kind === 'command' || fact.span.source !== command.span.source) break;
    if (isRefusal(fact)) return fact;
    answer.push(fact);
  }
  return answer[0] ?? null;
}

/** Rows of a matrix that nobody filled in: that node was asked by ssh, and gave nothing. Where its server is gone as well, so may be its host. */
function unanswered(cluster: Cluster): { cell: FactOf<'matrix'>; from: Node }[] {
  const cells = cluster.facts.of('matrix');
  return cluster.nodes.flatMap((from) => {
    const own = cells.filter((cell) => cell.from === from.name && cluster.nodeOf(cell) !== from);
    return own
      .filter((cell, at) => at === own.findIndex((other) => other.segment === cell.segment))
      .filter((cell) => cells.every((other) => other.segment !== cell.segment || isOpen(other, from)))
      .map((cell) => ({ cell, from }));
  });
}

const isOpen = (cell: FactOf<'matrix'>, node: Node): boolean =>
  cell.from === node.name ? cell.status === 'unknown' : cell.to !== node.name || cell.status !== 'fails';

/** Where a message was printed that is about another node: where the cells of its matrix were, which stand above it or below. */
function takenOn(cluster: Cluster, fact: FactOf<'message'>, below = false): Node | null {
  const cells = cluster.facts.of('matrix').filter((one) => one.span.source === fact.span.source && one.order > fact.order === below);
  const cell = cells.at(below ? 0 : -1);
  return cell === undefined ? null : cluster.nodeOf(cell);
}
