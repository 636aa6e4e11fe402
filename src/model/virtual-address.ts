/** The virtual address that KingbaseES moves with its primary: whether it could be moved, and what the system said. */
import type { Fact, FactOf } from '../core/fact.ts';
import type { Cluster } from './cluster.ts';
import type { EventName } from './events.ts';
import type { Node } from './node.ts';
import { isLater, type MessageFact } from './replication.ts';

/** `rights`: `ip` or `arping` may not; `device`: no such network device; `mask`: the address stands there in another form. */
export type Obstacle = 'rights' | 'device' | 'mask' | 'unknown';

export interface AddressTrouble {
  readonly node: Node | null;
  readonly obstacle: Obstacle;
  /** `ip` or `arping`, where it is told which of them. */
  readonly program: 'ip' | 'arping' | null;
  readonly facts: readonly Fact[];
  /** The address was moved later. */
  readonly over: MessageFact | null;
}

const REASONS: Readonly<Partial<Record<EventName, Obstacle>>> = {
  'net.not-permitted': 'rights',
  'net.device-missing': 'device',
  'net.no-such-address': 'mask',
};

/** kingbasecluster's own log has the form of a server's. */
const isFailure = (fact: MessageFact): boolean =>
  fact.event === 'kbha.vip-failed' ||
  (fact.event as string | null) === 'script.vip-failed' ||
  (fact.program === 'server' &&
    /^failed to acquire the delegate IP address|^watchdog escalation failed to acquire delegate IP/.test(fact.text));

/** What the system says, in a message of its own or under another program's. */
function reasonOf(fact: MessageFact): Obstacle | null {
  return REASONS[fact.event as EventName] ?? REASONS[fact.values['reason'] as EventName] ?? null;
}

/** Trouble with the address, one for each server: what failed, with the system's words near it. */
export function addressTroubles(cluster: Cluster): readonly AddressTrouble[] {
  if (cluster.flavour.guard === null && cluster.flavour.clusterConf === null) return [];
  const all = cluster.facts
    .of('message')
    .filter((fact) => (fact.program !== 'server' || isFailure(fact)) && (isFailure(fact) || reasonOf(fact) !== null));
  const where = (fact: MessageFact): Node | null => primaryNamed(cluster, fact) ?? cluster.nodeOf(fact);
  const nodes = [...new Set(all.map(where))];
  const told = nodes.map((node): AddressTrouble => {
    const own = all.filter((fact) => where(fact) === node);
    const reasons = own.filter((fact) => reasonOf(fact) !== null);
    const first = reasons[0];
    const text = first === undefined ? '' : `${first.text} ${first.detail ?? ''}`;
    const last = own.at(-1) as MessageFact;
    return {
      node,
      obstacle: (first === undefined ? null : reasonOf(first)) ?? 'unknown',
      program: /RTNETLINK|Cannot find device/.test(text) ? 'ip' : /arping/.test(text) ? 'arping' : null,
      facts: [...own.filter(isFailure).slice(-2), ...reasons.slice(0, 2)].sort((a, b) => a.order - b.order),
      over:
        cluster
          .messages('kbha.vip-moved')
          .filter((fact) => isLater(fact, last))
          .at(-1) ?? null,
    };
  });
  const seen = new Set(told.map((one) => one.node));
  const listed = arpingListings(cluster).filter((one) => !seen.has(one.node));
  // what could not be loaded for a reason not told, and an `arping` that may not: one trouble, on the node that is on record
  const [open] = told.filter((one) => one.obstacle === 'unknown' && one.over === null);
  const [reason] = listed;
  if (open === undefined || reason === undefined || (open.node !== null && reason.node?.identity.registered === true))
    return [...told, ...listed];
  const merged = { ...reason, node: open.node ?? reason.node, facts: [...open.facts, ...reason.facts] };
  return [...told.filter((one) => one !== open), merged, ...listed.slice(1)];
}

/** `Failed to load virtual ip [10.1.1.9/24] on primary host [10.1.1.5]` */
function primaryNamed(cluster: Cluster, fact: MessageFact): Node | null {
  const host = /on (?:the )?primary host "?\[?([\w.:-]+)/.exec(fact.text)?.[1];
  return host === undefined ? null : (cluster.nodes.find(({ identity }) => identity.address === host || identity.hosts.has(host)) ?? null);
}

/** `-rwxr-xr-x 1 kingbase kingbase … arping`: to send what nobody but root may, it belongs to root with the setuid bit. */
function arpingListings(cluster: Cluster): AddressTrouble[] {
  return arpings(cluster)
    .filter(({ may }) => !may)
    .map(({ fact }) => ({ node: cluster.nodeOf(fact), obstacle: 'rights', program: 'arping', facts: [fact], over: null }));
}

/** Listings of `arping` with mode and owner, the last of each server. */
export function arpings(cluster: Cluster): readonly { readonly fact: FactOf<'directory'>; readonly may: boolean }[] {
  const found = cluster.facts
    .of('directory')
    .flatMap((fact) =>
      fact.others
        .filter((entry) => /(?:^|\/)arping$/.test(entry.name) && entry.mode !== null && entry.type === 'file')
        .map((entry) => ({ fact, may: entry.owner === 'root' && /^-..s/.test(entry.mode ?? '') })),
    );
  return found.filter((one) => !found.some((other) => other !== one && isLater(other.fact, one.fact)));
}

const VIP: readonly EventName[] = ['kbha.vip', 'kbha.vip-moved', 'kbha.vip-failed'];

/**
 * Whether a ping asked for the virtual address and not for a gateway: KingbaseES looks first whether somebody still has it, and
 * nobody may answer. It is configured or named as such, or the next words of the same log load it.
 */
export function asksForVirtualAddress(cluster: Cluster, ping: MessageFact): boolean {
  const host = ping.values['host'] ?? ping.values['value'] ?? '';
  const isIt = (text: string): boolean => host !== '' && text.split(/[^\w.:-]+/).includes(host);
  const configured = cluster.facts.of('setting').some((fact) => fact.name === 'virtual_ip' && isIt(fact.value));
  const spoken = cluster.messages(...VIP);
  return (
    configured ||
    spoken.some((fact) => isIt(fact.text)) ||
    spoken.some((fact) => fact.span.source === ping.span.source && fact.order > ping.order && fact.order - ping.order <= 3)
  );
}
