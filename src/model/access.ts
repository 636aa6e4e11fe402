/** Who may connect: connections that a server rejected for who asked, and what its access rules say. */
import { parseConninfo } from '../../grammars/conninfo/index.ts';
import type { Fact, FactOf } from '../core/fact.ts';
import type { Cluster } from './cluster.ts';
import type { EventName } from './events.ts';
import { isWithoutSsl } from './file-errors.ts';
import { nodeAt } from './logins.ts';
import type { Node } from './node.ts';
import { BY_REASON, receptionsOf } from './reception.ts';
import { rejoinsOf } from './rejoins.ts';
import { fullOfSenders, isLater, type MessageFact, shownSince, standbyOf, targetOf, upstreamOf } from './replication.ts';

/** What the server has against it. */
export type Reason =
  | 'no-rule'
  | 'reject-rule'
  | 'password'
  | 'no-password'
  | 'method'
  | 'role'
  | 'not-permitted'
  /** The upstream offers none, and it is asked for. */
  | 'encryption'
  /** One side does not take the other's, or lacks its own. */
  | 'certificate'
  /** The rule that fits demands encryption, and the server offers none, or the client does not ask for it. */
  | 'rule-encrypts'
  | 'plain'
  | 'no-reading'
  | 'untold';

const REASONS: Partial<Record<EventName, Reason>> = {
  'auth.no-hba-entry': 'no-rule',
  'connect.no-hba-entry': 'no-rule',
  'auth.hba-rejects': 'reject-rule',
  'connect.hba-reject': 'reject-rule',
  'auth.password-failed': 'password',
  'connect.password-failed': 'password',
  'libpq.no-password': 'no-password',
  'connect.no-password': 'no-password',
  'auth.method-failed': 'method',
  'connect.ident-failed': 'method',
  'connect.authentication-failed': 'method',
  'libpq.method-unsupported': 'method',
  'auth.role-missing': 'role',
  'auth.role-cannot-login': 'role',
  'connect.no-role': 'role',
  'walsender.not-permitted': 'not-permitted',
  'connect.not-replication-role': 'not-permitted',
  'libpq.tls-required': 'encryption',
  'connect.tls-required': 'encryption',
  'libpq.certificate': 'certificate',
  'auth.certificate': 'certificate',
  'startup.tls': 'certificate',
  'connect.certificate': 'certificate',
};

/** A connection of replication or of repmgr that was rejected for who asked. */
export interface Rejection {
  readonly fact: MessageFact;
  readonly reason: Reason;
  readonly replication: boolean;
  /** As the server saw the client. */
  readonly client: string | null;
  readonly user: string | null;
  readonly database: string | null;
  /** Who asked, and who rejected. */
  readonly from: Node | null;
  readonly to: Node | null;
  /** What shows that it is let in now. */
  readonly undone: Fact | null;
}

/** What repmgr says where it got no connection and libpq's words are not shown. */
const UNTOLD = [
  'switchover.replication-back-failed',
  'attach.replication-connection-failed',
  'connection.replication-needed',
  'switchover.local-superuser-failed',
] as const satisfies readonly EventName[];

/** Commands that need the connection, and got it. */
const CONNECTED = [
  'clone.complete',
  'register.primary-done',
  'register.standby-done',
  'register.witness-done',
  'follow.successful',
  'rejoin.successful',
  'attach.replication-connection-ok',
  'switchover.replication-back-ok',
  'repmgrd.upstream-reconnected',
] as const satisfies readonly EventName[];

/** Every rejection, in the order of the bundle. */
export function rejectionsOf(cluster: Cluster): readonly Rejection[] {
  const all = [...ofReceivers(cluster), ...ofServers(cluster), ...ofPrograms(cluster), ...ofRewinds(cluster), ...untold(cluster)].sort(
    (a, b) => a.fact.order - b.fact.order,
  );
  return all
    .filter((one) => !all.some((other) => isSecondTry(one, other)))
    .map((one) => ({ ...one, to: one.to ?? whoRefused(cluster, one) }))
    .map((one) => ({ ...one, reason: (one.reason === 'no-rule' ? lacksEncryption(one) : null) ?? one.reason }));
}

/** After an encrypted attempt that was refused libpq tries without encryption, which the server logs right below: the first one decides. */
const isSecondTry = (one: Rejection, other: Rejection): boolean =>
  one.reason === 'no-rule' &&
  other.reason !== 'no-rule' &&
  UNENCRYPTED.test(one.fact.text) &&
  one.fact.program === 'server' &&
  other.fact.program === 'server' &&
  one.fact.span.source === other.fact.span.source &&
  one.fact.span.line > other.fact.span.endLine &&
  one.fact.span.line - other.fact.span.endLine <= 2;

const inner = (fact: MessageFact): EventName | null => (fact.values['cause'] ?? fact.values['reason'] ?? fact.event) as EventName | null;
const reasonOf = (fact: MessageFact): Reason => REASONS[inner(fact) as EventName] ?? REASONS[fact.event as EventName] ?? 'untold';
/** Peer is asked of the socket only. */
const clientOf = (fact: MessageFact): string | null =>
  /\b[Pp]eer authentication|对等认证/.test(`${fact.text} ${fact.detail ?? ''}`)
    ? '[local]'
    : (fact.values['client']?.replace(/^(.+?)(?::\d+)?$/, '$1') ?? null);

const made = (cluster: Cluster, fact: MessageFact, parts: Partial<Rejection>): Rejection => ({
  fact,
  reason: reasonOf(fact),
  replication: true,
  client: clientOf(fact),
  user: fact.values['user'] ?? null,
  database: fact.values['database'] ?? null,
  from: cluster.nodeOf(fact),
  to: null,
  undone: null,
  ...parts,
});

function ofReceivers(cluster: Cluster): Rejection[] {
  return receptionsOf(cluster).flatMap(({ standby, obstacle, overcome }) => {
    const to = upstreamOf(cluster, standby);
    const user = receiverUser(standby);
    const of = (fact: MessageFact, undone: Fact | null): Rejection => {
      const one = made(cluster, fact, { from: standby, to, undone });
      return { ...one, user: one.user ?? user };
    };
    const standing = obstacle?.kind === 'auth' ? obstacle.facts.map((fact) => of(fact, null)) : [];
    const past = overcome.flatMap(({ kind, facts, by }) => (kind === 'auth' ? facts.map((fact) => of(fact, by)) : []));
    return [...standing, ...past];
  });
}

/** The user that its `primary_conninfo` names. */
function receiverUser(standby: Node | null): string | null {
  const conninfo = standby?.setting('primary_conninfo');
  return conninfo?.known ? (parseConninfo(conninfo.value).values['user'] ?? null) : null;
}

/** Rejections of repmgr's own user in a server's log: those of an application's are none of the cluster's. */
function ofServers(cluster: Cluster): Rejection[] {
  const users = repmgrUsers(cluster);
  return cluster.facts.of('message').flatMap((fact) => {
    if (fact.program !== 'server' || !fact.event?.startsWith('auth.') || REASONS[fact.event as EventName] === undefined) return [];
    if (fact.values['replication'] === 'yes' || fact.values['database'] === '[unknown]') return [];
    if (!users.has(fact.values['user'] ?? '')) return [];
    const to = cluster.nodeOf(fact);
    // whoever asked from the server's own host is that node
    const from = standbyOf(cluster, fact) ?? to;
    const undone = connectedAfter(cluster, fact, from) ?? receivedAfter(fact, from) ?? listedSince(cluster, fact, to);
    return [made(cluster, fact, { replication: false, from, to, undone })];
  });
}

function ofPrograms(cluster: Cluster): Rejection[] {
  const users = repmgrUsers(cluster);
  return cluster.facts.of('message').flatMap((fact) => {
    const why = inner(fact);
    if (fact.program === 'server' || why === null || BY_REASON[why] !== 'auth' || REASONS[why] === undefined) return [];
    const isRepmgrs = fact.program === 'repmgr' || fact.program === 'repmgrd' || fact.program === 'kbha';
    const user = fact.values['user'];
    const tool = fact.values['tool'] ?? '';
    if (!isRepmgrs && !(user !== undefined && users.has(user)) && !/basebackup|rewind|receivewal/.test(tool)) return [];
    const from = cluster.askedOn(fact) ?? cluster.nodeOf(fact);
    const host = targetOf(fact);
    const to =
      fact.event === 'status.unreachable' ? cluster.node(fact.values['node'] ?? '') : host === undefined ? null : nodeAt(cluster, host);
    const words = `${fact.text} ${fact.detail ?? ''}`;
    const streams = /basebackup|receivewal/.test(tool);
    const replication = streams || /replication connection|\breplication=/.test(words) || (!isRepmgrs && /fe_sendauth/.test(words));
    // a listing is no connection of replication, for which the rules have lines of their own
    const copied = streams ? cluster.messages('basebackup.done').find((one) => isLater(one, fact)) : undefined;
    const listed = replication ? null : (listedSince(cluster, fact, to) ?? listedByOwner(cluster, fact));
    const undone = copied ?? connectedAfter(cluster, fact, from) ?? listed;
    return [made(cluster, fact, { replication, from, to, undone })];
  });
}

/** pg_rewind got in, and may not read the files of its source. */
function ofRewinds(cluster: Cluster): Rejection[] {
  return rejoinsOf(cluster).flatMap((rejoin) =>
    rejoin.messages.flatMap((fact) => {
      // the server's own words below pg_rewind's
      if (!/^(?:rewind\.not-permitted|metadata\.no-permission)$/.test(inner(fact) ?? '')) return [];
      const called = rejoin.messages.findLast(({ detail, order }) => order <= fact.order && /--source-server=/.test(detail ?? ''));
      const source = /--source-server=(['"])(.*?)\1/.exec(called?.detail ?? '')?.[2];
      const { user = null, dbname = null, host } = source === undefined ? {} : parseConninfo(source).values;
      const to = cluster.node(rejoin.target ?? '') ?? (host === undefined ? null : nodeAt(cluster, host));
      const from = rejoin.party.node;
      return [
        made(cluster, fact, {
          reason: 'no-reading',
          replication: false,
          user,
          database: dbname,
          from,
          to,
          undone: connectedAfter(cluster, fact, from),
        }),
      ];
    }),
  );
}

/** Repmgr gave up on a connection: authentication where nothing near it names another reason. */
function untold(cluster: Cluster): Rejection[] {
  const full = fullOfSenders(cluster) !== null;
  return cluster.messages(...UNTOLD).flatMap((fact) => {
    if (full && fact.event === 'connection.replication-needed') return [];
    const near = cluster.facts
      .of('message')
      .filter((other) => other.span.source === fact.span.source && Math.abs(other.lastLine - fact.span.line) <= 25)
      .some((other) => /^(?:connect|libpq|net|auth|walsender|connection\.too)\b/.test(inner(other) ?? '') || hasOtherWords(other));
    if (near || inner(fact) !== fact.event) return [];
    return [made(cluster, fact, { reason: 'untold', undone: connectedAfter(cluster, fact, cluster.nodeOf(fact)) })];
  });
}

/** Words of whoever answered that nobody here knows: then the reason is told, and authentication is only one of many. */
const hasOtherWords = ({ event, detail, values }: MessageFact): boolean =>
  event === 'connection.failed' && values['reason'] === undefined && /^\s*(?:ERROR|FATAL|错误|致命错误):\s/m.test(detail ?? '');

export function connectedAfter(cluster: Cluster, fact: MessageFact, from: Node | null): Fact | null {
  const later = cluster
    .messages(...CONNECTED)
    .find((other) => isLater(other, fact) && (from === null || cluster.askedOn(other) === from || other.span.source === fact.span.source));
  return later ?? null;
}

/** A receiver that gets in later with the same password file as the one whose password was wrong. */
function receivedAfter(fact: MessageFact, from: Node | null): Fact | null {
  if (from === null || !/password/.test(REASONS[fact.event as EventName] ?? '')) return null;
  return from.messages('walreceiver.streaming').find((other) => isLater(other, fact)) ?? null;
}

/** A listing in which repmgr got into the server that had rejected it: on every node that may have asked, since one password file may be old. */
function listedSince(cluster: Cluster, fact: MessageFact, to: Node | null): Fact | null {
  // without the client's address who asked is a guess
  const asked = fact.values['client'] === undefined ? null : standbyOf(cluster, fact);
  const all = asked === null ? cluster.members.filter((node) => !node.isWitness) : [asked];
  const rows = cluster.facts
    .of('cluster-row')
    .filter((row) => to !== null && row.name === to.name && row.mark !== '?' && row.state.startsWith('running') && shownSince(row, fact));
  const shown = all.map((node) => rows.findLast((row) => cluster.nodeOf(row) === node) ?? null);
  return shown.includes(null) ? null : (shown[0] ?? null);
}

/** No password: the file is that of an OS user, and another user of the same host gets in. */
function listedByOwner(cluster: Cluster, fact: MessageFact): Fact | null {
  const { host, user } = fact.place;
  if (reasonOf(fact) !== 'no-password' || host === null || user === null) return null;
  const rows = cluster.facts.of('cluster-row').filter(({ place }) => place.host === host && place.user !== null && place.user !== user);
  return rows.findLast((row) => row.mark !== '?' && row.state.startsWith('running') && isLater(row, fact)) ?? null;
}

/** Users of repmgr and of replication: of conninfos and of the configuration. */
export function repmgrUsers(cluster: Cluster): ReadonlySet<string> {
  const users = new Set<string>([cluster.flavour.defaults.repmgrUser, 'repmgr']);
  const add = (conninfo: string | null | undefined): void => {
    const user = conninfo ? parseConninfo(conninfo).values['user'] : undefined;
    if (user !== undefined) users.add(user);
  };
  for (const node of cluster.nodes) {
    add(node.identity.conninfo);
    const upstream = node.setting('primary_conninfo');
    if (upstream.known) add(upstream.value);
    const replication = node.repmgrSetting('replication_user');
    if (replication.known && replication.value !== '') users.add(replication.value);
  }
  return users;
}

/** The server whose own log refuses the same client in the same words, where its address is nobody's. */
function whoRefused(cluster: Cluster, { fact, client, user, from }: Rejection): Node | null {
  if (client === null || user === null) return null;
  const own = cluster.messages('auth.no-hba-entry', 'auth.hba-rejects').filter((one) => one.program === 'server' && one !== fact);
  const nodes = new Set(
    own.filter(({ values }) => values['client'] === client && values['user'] === user).map((one) => cluster.nodeOf(one)),
  );
  const [node, ...more] = [...nodes].filter((one) => one !== from);
  return more.length === 0 ? (node ?? null) : null;
}

const UNENCRYPTED = /SSL off|no encryption|SSL ?关闭/;

/** No rule is there for a connection without encryption, and one with it would be let in: which side does not encrypt. */
function lacksEncryption({ fact, to, from, client, user, database, replication }: Rejection): 'rule-encrypts' | 'plain' | null {
  if (to === null || !UNENCRYPTED.test(fact.text)) return null;
  const rules = rulesOf(to);
  const disabled = to.messages('reload.hba-without-ssl').length > 0 || (rules ?? []).some((rule) => isWithoutSsl(rule.error));
  if (rules === null) return disabled ? 'rule-encrypts' : null;
  const asked = { address: client ?? '', user: user ?? '', database: replication ? 'replication' : (database ?? '') };
  const rule = ruleFor(
    rules.map((one) => (isWithoutSsl(one.error) ? { ...one, error: null } : one)),
    asked,
  );
  if (rule === null || rule === 'unknown' || rule.type !== 'hostssl' || rule.method === 'reject') return null;
  const ssl = to.setting('ssl');
  if (disabled || (ssl.known && ssl.value === 'off')) return 'rule-encrypts';
  if (ssl.known) return 'plain';
  const conninfo = from?.setting('primary_conninfo');
  const mode = conninfo?.known ? parseConninfo(conninfo.value).values['sslmode'] : undefined;
  // what is not told is libpq's default: it encrypts wherever the server does
  return mode === 'disable' ? 'plain' : 'rule-encrypts';
}

/** What an access rule decides on a connection; unknown where its address is a name or the rule has an error. */
type Fit = 'fits' | 'other' | 'unknown';

/** The first rule that fits decides; null where none does. `unknown` where that cannot be told. */
export function ruleFor(
  rules: readonly FactOf<'hba-rule'>[],
  asked: { readonly address: string; readonly user: string; readonly database: string | 'replication' },
): FactOf<'hba-rule'> | null | 'unknown' {
  for (const rule of rules) {
    const fit = fitOf(rule, asked);
    if (fit === 'fits') return rule;
    if (fit === 'unknown') return 'unknown';
  }
  return null;
}

function fitOf(rule: FactOf<'hba-rule'>, asked: { address: string; user: string; database: string }): Fit {
  if (rule.error !== null || !rule.type.startsWith('host')) return 'other';
  // `all` as a database does not mean replication
  const databases = asked.database === 'replication' ? ['replication'] : [asked.database, 'all'];
  if (!rule.databases.some((name) => databases.includes(name)))
    return rule.databases.some((name) => /^[@+]|same/.test(name)) ? 'unknown' : 'other';
  if (!rule.users.some((name) => name === 'all' || name === asked.user))
    return rule.users.some((name) => /^[@+/]/.test(name)) ? 'unknown' : 'other';
  return addressFit(rule.address, asked.address);
}

function addressFit(range: string | null, address: string): Fit {
  if (range === null || range === 'all') return 'fits';
  const client = numberOf(address);
  const [base, mask] = range.split(/[/\s]+/);
  const start = numberOf(base ?? '');
  if (client === null || start === null) return range === address ? 'fits' : 'unknown';
  const bits = mask === undefined ? 32 : /^\d+$/.test(mask) ? Number(mask) : bitsOf(mask);
  if (bits === null) return 'unknown';
  const size = 2 ** (32 - bits);
  return Math.floor(client / size) === Math.floor(start / size) ? 'fits' : 'other';
}

/** An IPv4 address as a number; null for anything else. */
function numberOf(address: string): number | null {
  const parts = address.split('.').map(Number);
  return parts.length === 4 && parts.every((part) => Number.isInteger(part) && part >= 0 && part < 256)
    ? parts.reduce((sum, part) => sum * 256 + part, 0)
    : null;
}

function bitsOf(mask: string): number | null {
  const number = numberOf(mask);
  return number === null ? null : number.toString(2).replace(/0+$/, '').length;
}

/** The rules of a server, as last shown whole: in force by the view, else as its file has them. Null where none are shown. */
export function rulesOf(node: Node): readonly FactOf<'hba-rule'>[] | null {
  const all = node.facts.of('hba-rule');
  const last = all.at(-1);
  return last === undefined ? null : all.filter((rule) => rule.segment === last.segment);
}
