import { loginHosts } from '../../grammars/shell/command.ts';
import type { Fact, FactOf } from '../core/fact.ts';
import { DEFAULT_SEGMENT_BYTES } from '../core/wal.ts';
import type { Flavour } from '../flavours/flavour.ts';
import { type Archiving, archivingOf } from './archiving.ts';
import type { EventName } from './events.ts';
import { FactIndex, type Known, known, UNKNOWN } from './facts.ts';
import type { Identity } from './identity.ts';
import { once } from './once.ts';
import { wholeWords } from './processes.ts';
import type { Role, RoleSeen } from './roles.ts';
import { effectiveSetting, type Setting, settingNumber } from './settings.ts';

/** Users of a prompt who run no server: root, and those of backup tools. */
const BACKUP_USERS: ReadonlySet<string> = new Set(['barman', 'pgbackrest', 'sys_rman']);
/** What bash shows for a number without a name, in containers. */
const NOT_THE_SERVER: ReadonlySet<string> = new Set([...BACKUP_USERS, 'root', 'I have no name!']);

/** One server of the cluster with everything that was said on it or by it. */
export class Node {
  readonly identity: Identity;
  readonly flavour: Flavour;
  /** Facts taken on this node or naming it, in the order of the bundle. */
  readonly facts: FactIndex;
  /** Every word on its role, by itself or by others, in order. */
  readonly roles: readonly RoleSeen[];
  readonly archiving: Archiving;
  readonly #settings = new Map<string, Setting>();

  constructor(identity: Identity, facts: readonly Fact[], roles: readonly RoleSeen[], flavour: Flavour) {
    this.identity = identity;
    this.flavour = flavour;
    this.facts = new FactIndex(facts);
    this.roles = roles;
    this.archiving = archivingOf(this.facts);
  }

  /** repmgr's node name, else the host's; null for a bundle that names nobody. */
  get name(): string | null {
    return this.identity.name;
  }

  /** A word for sentences. */
  get label(): string {
    return this.name ?? this.identity.address ?? 'this node';
  }

  get id(): number | null {
    return this.identity.id;
  }

  /** The host that other nodes use: of the registered conninfo, else of a prompt. */
  get host(): string | null {
    return this.identity.address ?? [...this.identity.hosts][0] ?? null;
  }

  get port(): number | null {
    const setting = this.setting('port');
    return this.identity.port ?? (setting.known && /^\d+$/.test(setting.value) ? Number(setting.value) : null);
  }

  /** The last word on its role; what runs outweighs what is only recorded. */
  get role(): Known<Role> {
    const last = this.roles.filter((seen) => seen.how === 'running').at(-1) ?? this.roles.at(-1);
    return last === undefined ? UNKNOWN : known(last.role, last.fact);
  }

  get isPrimary(): boolean {
    const role = this.role;
    return role.known && role.value === 'primary';
  }

  get isStandby(): boolean {
    const role = this.role;
    return role.known && role.value === 'standby';
  }

  get isWitness(): boolean {
    return this.roles.some((seen) => seen.role === 'witness');
  }

  /** Its role when a fact was stated; null where nothing was said before. */
  roleAt(order: number): Role | null {
    return this.roles.filter((seen) => seen.fact.order <= order).at(-1)?.role ?? null;
  }

  setting(name: string): Setting {
    const cached = this.#settings.get(name);
    if (cached !== undefined) return cached;
    const told = effectiveSetting(this.facts, name, 'server', this.flavour.assumedMajor);
    // a standby's control file holds its primary's values
    const setting: Setting = told.known && told.fact.via === 'control' && this.isStandby ? { known: false, name } : told;
    this.#settings.set(name, setting);
    return setting;
  }

  /** A parameter of its repmgr configuration. */
  repmgrSetting(name: string): Setting {
    const key = `repmgr:${name}`;
    const cached = this.#settings.get(key);
    if (cached !== undefined) return cached;
    const setting = effectiveSetting(this.facts, name, 'repmgr');
    this.#settings.set(key, setting);
    return setting;
  }

  /** A setting as a number of bytes, milliseconds or units; null where it is unknown or no number. */
  settingNumber(name: string): number | null {
    const setting = this.setting(name);
    return setting.known ? settingNumber(setting.fact) : null;
  }

  messages(...events: readonly EventName[]): readonly FactOf<'message'>[] {
    return this.facts.messages(...events);
  }

  /** The last `node check` line of a check on this node. */
  check(name: FactOf<'node-check'>['check']): FactOf<'node-check'> | null {
    return (
      this.facts
        .of('node-check')
        .filter((fact) => fact.check === name)
        .at(-1) ?? null
    );
  }

  status(key: string): FactOf<'node-status'> | null {
    return (
      this.facts
        .of('node-status')
        .filter((fact) => fact.key === key)
        .at(-1) ?? null
    );
  }

  control(key: string): FactOf<'control'> | null {
    return (
      this.facts
        .of('control')
        .filter((fact) => fact.key === key)
        .at(-1) ?? null
    );
  }

  get segmentBytes(): number {
    const control = Number(this.control('bytes per wal segment')?.value ?? Number.NaN);
    if (Number.isInteger(control) && control > 0) return control;
    return this.settingNumber('wal_segment_size') ?? DEFAULT_SEGMENT_BYTES;
  }

  /** Data directory as settings, configuration, checks or commands show it. */
  get dataDir(): string | null {
    return dataDirOf(this);
  }

  get walDir(): string | null {
    const listed = this.facts.of('directory').find((fact) => fact.holds === 'wal' && /(?:pg|sys)_(?:wal|xlog)\/?$/.test(fact.path ?? ''));
    if (listed?.path) return listed.path.replace(/\/$/, '');
    return this.dataDir === null ? null : `${this.dataDir}/${this.flavour.walDir}`;
  }

  /** Where the programs lie: repmgr.conf, a command typed with its path, a command that repmgr printed. */
  get binDir(): string | null {
    return binDirOf(this);
  }

  /** The repmgr configuration file, where a command or a listing names it; one that repmgr does not find only where none other is named. */
  get repmgrConf(): string | null {
    return repmgrConfOf(this);
  }

  /** OS user that owns the server: owner of the data files, user of the server's processes, user of the prompt. */
  get osUser(): string | null {
    return osUserOf(this);
  }

  /** A host that only a backup tool's user was seen on: it runs no server of the cluster. */
  get isBackupHost(): boolean {
    const users = this.facts.all.flatMap((fact) => fact.place.user ?? []);
    return users.length > 0 && users.every((user) => BACKUP_USERS.has(user));
  }

  /** repmgr's database user and database: of the registered conninfo. */
  get repmgrUser(): string | null {
    return /(?:^|\s)user=(\S+)/.exec(this.identity.conninfo ?? '')?.[1] ?? null;
  }

  get repmgrDatabase(): string | null {
    return /(?:^|\s)dbname=(\S+)/.exec(this.identity.conninfo ?? '')?.[1] ?? null;
  }
}

/** In what a fact may name a program or a directory: a command line, a message with its detail, a process. */
function wordsOf(fact: Fact): string | null {
  if (fact.kind === 'command') return fact.text;
  if (fact.kind === 'message') return `${fact.text} ${fact.detail ?? ''}`;
  return fact.kind === 'process' ? wholeWords(fact) : null;
}

// each looks through every fact, and is asked for by every command that is built

/** Where `pg_ctl -D … status` found a server that runs. */
export function serverSeenIn(node: Node): { readonly path: string; readonly fact: Fact } | null {
  for (const fact of node.messages('ctl.running').toReversed()) {
    const asked = node.facts.of('command').findLast((one) => one.order < fact.order && one.span.source === fact.span.source);
    const path = /\s-D\s*['"]?(\/[^\s'"]+)/.exec(asked?.text ?? '')?.[1];
    if (path !== undefined && /ctl\b/.test(asked?.text ?? '')) return { path: path.replace(/(?<=.)\/+$/, ''), fact };
  }
  return null;
}

const dataDirOf = once((node: Node): string | null => {
  const shown = node.setting('data_directory');
  if (shown.known && shown.value !== '') return shown.value;
  const configured = node.repmgrSetting('data_directory');
  if (configured.known) return configured.value;
  const check = node.check('data-directory-config');
  const quoted = /"data_directory" is "([^"”]+)["”]/.exec(check?.detail ?? '')?.[1];
  if (quoted !== undefined) return quoted;
  const seen = serverSeenIn(node)?.path;
  if (seen !== undefined) return seen;
  for (const fact of node.facts.all) {
    const text = wordsOf(fact);
    const found =
      text === null ? undefined : /(?:(?:pg|sys)_(?:ctl|rewind)|postgres|kingbase|postmaster)\b.*?\s-D\s*'?"?(\/[^\s'"]+)/.exec(text)?.[1];
    if (found !== undefined) return found.replace(/\/$/, '');
  }
  const wal = node.facts.of('directory').find((fact) => fact.holds === 'wal' && WAL_PATH.test(fact.path ?? ''));
  return wal?.path?.replace(WAL_PATH, '') || typedDirectory(node);
});

/** Files that lie nowhere else than in the data directory, and a server's log below one that is called `data`. */
const OWN_FILE =
  /(?:^|[\s'"=])(\/[^\s'"]+)\/(?:recovery\.conf|(?:postgresql|kingbase)\.auto\.conf|(?:standby|recovery)\.signal|(?:postmaster|kingbase)\.pid)(?=[\s'"]|$)/;
const OWN_LOG = /(?:^|[\s'"])(\/[^\s'"]+\/data)\/(?:pg_log|sys_log|log)\/[^\s/]+/;

/** The directory of such a file, as somebody typed it on the node itself, or as its server or a script there says. */
function typedDirectory(node: Node): string | null {
  for (const fact of node.facts.of('message')) {
    const home = OWN_FILE.exec(wordsOf(fact) ?? '')?.[1];
    if (home !== undefined && !/\/etc$/.test(home)) return home;
  }
  for (const fact of node.facts.of('command')) {
    if (fact.via !== 'prompt' || loginHosts(fact.text).length > 0 || /\b(?:tar|rsync|scp)\b|backup|\bbak\b/i.test(fact.text)) continue;
    const found = OWN_FILE.exec(fact.text)?.[1] ?? OWN_LOG.exec(fact.text)?.[1];
    if (found !== undefined) return found;
  }
  return null;
}

/** How a path of the WAL directory ends; `xlog` before 10. */
const WAL_PATH = /\/(?:pg|sys)_(?:wal|xlog)\/?$/;

/** Where KingbaseES's deployment tool puts the data of a cluster's node: the programs lie beside it. */
const DEPLOYED = /^\/.*\/cluster\/.*\/(?:kingbase|db)\/data$/;

const binDirOf = once((node: Node): string | null => {
  for (const name of ['pg_bindir', 'sys_bindir']) {
    const setting = node.repmgrSetting(name);
    if (setting.known && setting.value !== '') return setting.value.replace(/\/$/, '');
  }
  const programs = new RegExp(
    `(/[^\\s'":;|&()<>]*/s?bin)/(?:repmgrd?|${Object.values(node.flavour.programs).join('|')}|postgres|kingbase|kbha|sys_rman|sys_monitor\\.sh|sys_HAscmdd\\.sh)(?=[\\s'"]|$)`,
  );
  for (const fact of node.facts.all) {
    const text = wordsOf(fact);
    const found = text === null ? undefined : programs.exec(text)?.[1];
    if (found !== undefined && !/^(?:\/usr)?\/s?bin$/.test(found)) return found;
  }
  return DEPLOYED.test(node.dataDir ?? '') ? (node.dataDir?.replace(/data$/, 'bin') ?? null) : null;
});

const repmgrConfOf = once((node: Node): string | null => {
  const absent = new Set(node.messages('config.file-missing').map((fact) => fact.values['path']));
  let first: string | null = null;
  for (const fact of node.facts.all) {
    const text =
      fact.kind === 'command' || fact.kind === 'process'
        ? fact.kind === 'command'
          ? fact.text
          : wholeWords(fact)
        : fact.kind === 'setting' && fact.via === 'file' && fact.program === 'repmgr'
          ? /^(?:promote|follow)_command$/.test(fact.name)
            ? fact.value
            : `-f ${fact.file ?? ''}`
          : null;
    const found =
      text === null
        ? undefined
        : (/\b(?:repmgrd?|kbha)\b.*\s(?:-f|--config-file[= ])\s*'?"?(\/[^\s'"]+)/.exec(text)?.[1] ?? /^-f (\/\S+\.conf)$/.exec(text)?.[1]);
    if (found !== undefined && !absent.has(found)) return found;
    first ??= found ?? null;
  }
  return first;
});

const osUserOf = once((node: Node): string | null => {
  for (const fact of node.facts.of('process')) if (fact.role === 'postmaster' && fact.user !== null) return fact.user;
  // a container without an entry for its user prints "I have no name!"
  const prompt = node.facts.all.find(({ place }) => /^[\w.-]+$/.test(place.user ?? '') && !NOT_THE_SERVER.has(place.user ?? ''));
  return prompt?.place.user ?? null;
});
