/** Servers that listen on their own machine only, by a list of its sockets, while somebody asks at another of its addresses. */
import type { FactOf } from '../core/fact.ts';
import type { Cluster } from './cluster.ts';
import type { Node } from './node.ts';
import { isLater, type MessageFact } from './replication.ts';

export interface DeafServer {
  readonly server: Node;
  readonly refused: MessageFact;
  readonly socket: FactOf<'note'>;
  /** Where it listens. */
  readonly address: string;
}

const LOCAL = /^(?:127\.\d+\.\d+\.\d+|\[?::1\]?|localhost)$/;
const SERVER = /^(?:kingbase|postgres|postmaster)$/;

export function deafServers(cluster: Cluster): readonly DeafServer[] {
  return cluster.servers.flatMap((server): DeafServer[] => {
    const sockets = server.facts.of('note').filter(({ topic, values }) => topic === 'listener' && SERVER.test(values['program'] ?? ''));
    const last = sockets.filter((one) => one.segment === sockets.at(-1)?.segment);
    const [socket] = last;
    const { address, port } = socket?.values ?? {};
    if (socket === undefined || address === undefined || !last.every(({ values }) => LOCAL.test(values['address'] ?? ''))) return [];
    const refused = cluster.facts.of('message').findLast((fact) => isRefusedAt(fact, port) && isOf(cluster, server, fact));
    if (refused === undefined) return [];
    const asked = [...cluster.facts.of('cluster-row'), ...cluster.facts.of('service-row')];
    return asked.some((row) => isLater(row, refused) && isLater(row, socket)) ? [] : [{ server, refused, socket, address }];
  });
}

function isRefusedAt(fact: MessageFact, port: string | undefined): boolean {
  const { event, values } = fact;
  const refused = [event, values['cause'], values['reason']].some((one) => one === 'connect.refused' || one === 'net.refused');
  const tried = refused ? triedBy(fact) : null;
  return tried !== null && tried.port === port && !LOCAL.test(tried.host);
}

/** Where somebody was refused: told apart by the grammar, or in libpq's own words. */
export function triedBy({ values, text, detail }: MessageFact): { readonly host: string; readonly port: string } | null {
  const said = /host "([^"]+)"[\s\S]*?port (\d+)/.exec(`${text} ${detail ?? ''}`);
  const host = values['host'] ?? said?.[1];
  const port = values['port'] ?? said?.[2];
  return host === undefined || port === undefined ? null : { host, port };
}

/** It asked itself, or somebody asked for its address. */
const isOf = (cluster: Cluster, server: Node, fact: MessageFact): boolean =>
  cluster.askedOn(fact) === server || triedBy(fact)?.host === server.identity.address;
