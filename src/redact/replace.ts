/**
 * `--redact`: names of people's things replaced, consistently: the same stays the same, the different stays different. What a
 * diagnosis needs stays: ids of causes, settings, WAL names, standard directories, programs, the products' own users.
 */
import { CAUSE_IDS } from '../core/ids.ts';
import type { Report } from '../core/report.ts';
import { mapStrings } from './strike-out.ts';

export const REDACT_KINDS = ['hosts', 'addresses', 'users', 'paths', 'names'] as const;
export type RedactKind = (typeof REDACT_KINDS)[number];

export interface Redacted {
  readonly report: Report;
  /** The private key: replacement to what stood there. */
  readonly map: Readonly<Record<string, string>>;
}

const PREFIX: Readonly<Record<RedactKind, string>> = { hosts: 'host', addresses: 'address', users: 'user', paths: 'dir', names: 'name' };

/** Users, databases and roles that the products and their packages make: they identify nobody. */
const STANDARD = new Set(
  'postgres postgresql pgsql repmgr repmgrd kingbase kingbasees esrep system test root security template0 template1 replication replicator barman enterprisedb localhost default primary standby witness master node server archive data main self'.split(
    ' ',
  ),
);

/** Directories of every installation. */
const STANDARD_DIRS = new Set(
  `bin sbin usr lib lib64 libexec etc var opt home root tmp run srv mnt dev proc null share local log logs data main base global archive archivelog
archive_status pg_wal sys_wal pg_xlog sys_xlog pg_log sys_log pg_xact pg_replslot sys_replslot pg_tblspc sys_tblspc postgresql pgsql postgres pg_stat_tmp repmgr kingbase
kingbasees cluster server sys_bulkload conf conf.d lost+found backup backups wal systemd system default ssh .ssh`.split(/\s+/),
);
/** Files that are told by their names: programs, configuration, WAL. */
const STANDARD_FILE =
  /^(?:[0-9A-F]{24}(?:\..*)?|[0-9A-F]{8}\.history(?:\..*)?|\d+(?:\.\d+)*|V\d\w*|(?:pg|sys)_\w+|[kp]sql(?:-?\d+)?|repmgrd?|kbha|arping|ip|cp|mv|rm|sh|bash|test|true|sync|cat|find|df|ls|tail|rsync|ssh|scp|wal-[eg]|pgbackrest|sys_rman|barman[\w-]*|systemctl|%[pf]|.*%[pf].*|(?:postgresql|kingbase|es_rep|repmgr|recovery|pg_hba|sys_hba)(?:\.auto)?\.conf|logfile|backup_label|backup_manifest|PG_VERSION|(?:postmaster|kingbase)\.pid|standby\.signal|recovery\.signal|\.try|.*\*.*|\.{1,2}|\*|)$/;

/** Fields whose words are the program's own. */
const OWN_WORDS = new Set(
  'schemaVersion tool lang encoding kind cause result how program status confidence severity risk role state flavour version repmgrVersion at zone'.split(
    ' ',
  ),
);

const IPV4 = /(?<![\d.])(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}(?![\d.]*\d)/g;
const IPV6 = /(?<![\w:])(?:[0-9a-f]{1,4}:){3,7}[0-9a-f]{1,4}(?![\w:])|(?<![\w:])(?:[0-9a-f]{1,4}:){1,6}:(?:[0-9a-f]{1,4})?(?![\w:])/gi;
const PATH = /(?<![\w.%/~])(?:\/[\w.@%+*?-]+){1,}\/?/g;

/** Gives each value of a kind its own replacement, in order of appearance. */
class Names {
  readonly map: Record<string, string> = {};
  readonly #given = new Map<string, string>();
  readonly #counts = new Map<string, number>();

  of(kind: RedactKind, value: string): string {
    const key = `${kind} ${value.toLowerCase()}`;
    const known = this.#given.get(key);
    if (known !== undefined) return known;
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    const replacement = `${PREFIX[kind]}-${count}`;
    this.#given.set(key, replacement);
    this.map[replacement] = value;
    return replacement;
  }
}

/** The report with what `kinds` names replaced everywhere in it, file names included. */
export function redact(report: Report, kinds: readonly RedactKind[]): Redacted {
  const { value, map } = redactWith(report, [report], kinds);
  return { report: value, map };
}

/** Any value with what stands in some reports replaced by one and the same key. */
export function redactWith<T>(
  value: T,
  reports: readonly Report[],
  kinds: readonly RedactKind[],
): { readonly value: T; readonly map: Redacted['map'] } {
  const names = new Names();
  const words = wordsOf(reports, kinds);
  const known = [...words.keys()].sort((a, b) => b.length - a.length);
  const any = known.length === 0 ? null : new RegExp(`(?<![A-Za-z0-9_.-])(?:${known.map(escaped).join('|')})(?![A-Za-z0-9_])`, 'gi');
  const replaced = (text: string): string => {
    let out = text;
    if (kinds.includes('addresses')) {
      out = out.replace(IPV4, (address) => (isOwn(address) ? address : names.of('addresses', address)));
      out = out.replace(IPV6, (address) => (/^:*1?$/.test(address) ? address : names.of('addresses', address)));
    }
    if (any !== null) out = out.replace(any, (word) => names.of(words.get(word.toLowerCase()) ?? 'names', word));
    if (kinds.includes('paths')) out = out.replace(PATH, (path) => plainPath(path, names));
    return out;
  };
  return { value: mapStrings(value, replaced, OWN_WORDS), map: names.map };
}

/** What stands before the `@` in a finding's id. */
const FINDING_OF: ReadonlySet<string> = new Set(CAUSE_IDS);
const escaped = (value: string): string => value.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
const isOwn = (address: string): boolean => /^(?:127\.|0\.0\.0\.0)/.test(address) || /^(?:255\.){3}/.test(address);

/** Each directory that no installation has by itself becomes `dir-N`; the shape of the path stays. */
function plainPath(path: string, names: Names): string {
  return path
    .split('/')
    .map((part) =>
      STANDARD_DIRS.has(part.toLowerCase()) || STANDARD_FILE.test(part) || /^(?:host|address|user|dir|name)-\d+/.test(part)
        ? part
        : names.of('paths', part),
    )
    .join('/');
}

/** The words that name somebody's things in these bundles, in lower case, and what each is. */
function wordsOf(reports: readonly Report[], kinds: readonly RedactKind[]): Map<string, RedactKind> {
  const words = new Map<string, RedactKind>();
  const add = (kind: RedactKind, word: string | null | undefined): void => {
    const key = (word ?? '').toLowerCase();
    if (!kinds.includes(kind) || key.length < 2 || STANDARD.has(key) || /^[\d.:]+$/.test(key) || words.has(key)) return;
    words.set(key, kind);
  };
  for (const node of reports.flatMap((report) => report.cluster.nodes)) {
    add('names', node.name);
    add('hosts', node.host);
    add('users', node.osUser);
  }
  mapStrings(
    reports,
    (text) => {
      for (const match of text.matchAll(/(?:^|[\s'"[])host(?:addr)?=([\w.-]+)/g)) add('hosts', match[1]);
      for (const match of text.matchAll(/(?:^|[\s'"])user=([\w.-]+)/g)) add('users', match[1]);
      for (const match of text.matchAll(/(?:^|[\s'"])dbname=([\w.-]+)/g)) add('names', match[1]);
      for (const match of text.matchAll(/\[?\b([a-z_][\w.-]*)@([A-Za-z][\w.-]*)(?=[\s:\]~])/g)) {
        // `archive-command-failing@this node` is the id of a finding
        if (FINDING_OF.has(match[1] ?? '')) continue;
        add('users', match[1]);
        add('hosts', match[2]);
      }
      return text;
    },
    OWN_WORDS,
  );
  return words;
}
