/**
 * What a text says, stated by the grammars, one type a kind. A fact never judges.
 * `kind` closes the union; values that a text does not give are null, never a default.
 */
import type { ShellScript } from './shell.ts';
import type { Place, Span } from './source.ts';
import type { WalSet } from './wal.ts';

/** Which node a text speaks of, in the text's own words; the model resolves it. */
export interface About {
  readonly name?: string;
  readonly id?: number;
  readonly host?: string;
  readonly port?: number;
}

export type Level = 'debug' | 'info' | 'notice' | 'log' | 'warning' | 'error' | 'fatal' | 'panic';

/** A server setting or a repmgr.conf parameter, wherever it is stated. */
export interface SettingBody {
  readonly kind: 'setting';
  /** Whose configuration: the server's or repmgr's (`repmgr.conf`); the name is in lower case. */
  readonly program: 'server' | 'repmgr';
  readonly name: string;
  /** The text of the value; empty string for an empty value (SQL NULL reads as empty, too: KingbaseES in Oracle mode shows unset so). */
  readonly value: string;
  readonly unit: string | null;
  /** `postmaster`, `sighup`, `user` …; KingbaseES's `kingbase` is given as `postmaster`. */
  readonly context: string | null;
  readonly source: string | null;
  readonly sourceFile: string | null;
  readonly sourceLine: number | null;
  readonly pendingRestart: boolean | null;
  /**
   * How it became known: `pg_settings` and `show` are what the running server uses; `file` is a line of a file,
   * `file_settings` a row of pg_file_settings, `status` repmgr's node status, `log` a reload's `parameter … changed to`,
   * `statement` an ALTER SYSTEM or SET that was typed, `control` pg_controldata's copy of it, `installer` a deploy script's echo.
   */
  readonly via: 'pg_settings' | 'show' | 'file' | 'file_settings' | 'status' | 'log' | 'statement' | 'control' | 'installer';
  /** The file read, for `file`. */
  readonly file: string | null;
  readonly applied: boolean | null;
  readonly error: string | null;
}

/** Some entries of one sort in a listing. */
export interface Tally {
  readonly count: number;
  /** The WAL segments among their names, suffixes removed. */
  readonly set: WalSet;
  readonly first: string | null;
  readonly last: string | null;
  /** Times as printed, of the first and the last in order of name; null where the listing has none. */
  readonly oldest: string | null;
  readonly newest: string | null;
  /** Sum of sizes in bytes; null where no size is shown. */
  readonly bytes: number | null;
}

export interface Entry {
  readonly name: string;
  readonly type: 'file' | 'directory' | 'link' | 'other';
  readonly mode: string | null;
  readonly owner: string | null;
  readonly group: string | null;
  /** Bytes, rounded as the listing rounds them. */
  readonly size: number | null;
  readonly time: string | null;
  readonly target: string | null;
  readonly line: number;
}

/** One listing of one directory, as aggregates: a million rows cost a summary. */
export interface DirectoryBody {
  readonly kind: 'directory';
  /** As the command or a heading line names it; null where nothing does. */
  readonly path: string | null;
  /** By content, the path being a hint only. */
  readonly holds: 'wal' | 'archive-status' | 'archive' | 'data' | 'other';
  /** `total 2.2G` / `总用量 2.2G` in bytes, and as printed. */
  readonly total: number | null;
  readonly totalText: string | null;
  readonly entries: number;
  /** Entries are missing from the text (elided, cut by head/tail/grep): counts mean "at least". */
  readonly atLeast: boolean;
  /**
   * Where entries are missing: at the ends only (`tail`, `head`), so that what is listed has no holes of the text's making; behind only
   * (`head` of a list by name), so that nothing stands before it; or anywhere.
   */
  readonly cut: 'ends' | 'behind' | 'anywhere' | null;
  readonly segments: Tally;
  readonly ready: Tally;
  readonly done: Tally;
  readonly partial: Tally;
  readonly histories: Tally;
  readonly backups: Tally;
  /** What is none of the above, the first 200. */
  readonly others: readonly Entry[];
  /** Segment-named files whose size differs from the rest (cut off): the first 20. */
  readonly odd: readonly Entry[];
  readonly firstLine: number;
}

/** A program could not reach a path (`ls: cannot access …`, `无法访问`). */
export interface PathErrorBody {
  readonly kind: 'path-error';
  readonly program: string | null;
  readonly path: string;
  readonly reason: 'missing' | 'denied' | 'not-a-directory' | 'io' | 'other';
  readonly text: string;
}

/** A bare number that a command counted (`ls … | wc -l`). */
export interface CountBody {
  readonly kind: 'count';
  /** The path counted, null where the command does not tell. */
  readonly path: string | null;
  /** A pattern that limited it (`*.ready`, `grep ready`). */
  readonly pattern: string | null;
  readonly value: number;
  /** `ls -l | wc -l` counts the heading line too. */
  readonly counts: 'entries' | 'lines-of-ls-l' | 'lines';
}

export type CheckName =
  | 'role'
  | 'replication-lag'
  | 'archive-ready'
  | 'upstream'
  | 'downstream'
  | 'slots'
  | 'missing-slots'
  | 'data-directory-config'
  | 'repmgrd'
  | 'db-connection'
  | 'replication-connection'
  | 'replication-config-owner'
  | 'other';

/** One line of `repmgr node check`, in any of its output forms. */
export interface NodeCheckBody {
  readonly kind: 'node-check';
  readonly check: CheckName;
  readonly status: 'OK' | 'WARNING' | 'CRITICAL' | 'UNKNOWN';
  readonly detail: string | null;
  /** Files, seconds, nodes or slots: the number that the check is about. */
  readonly count: number | null;
  readonly total: number | null;
  readonly threshold: number | null;
  /** Nodes or slots named as missing. */
  readonly names: readonly string[];
}

/** One line of `repmgr node status`; `key` in lower case as community repmgr prints it (`archive command`). */
export interface NodeStatusBody {
  readonly kind: 'node-status';
  readonly key: string;
  readonly value: string;
}

/** One row of `repmgr cluster show`: the asked node's records, and what answers now. */
export interface ClusterRowBody {
  readonly kind: 'cluster-row';
  readonly id: number;
  readonly name: string;
  readonly role: string;
  /** As printed, blanks at the ends removed (`* running`, `! running as primary`, `- failed`). */
  readonly status: string;
  /** `*`, `!`, `?`, `-` or empty. */
  readonly mark: string;
  /** The status without its mark. */
  readonly state: string;
  readonly upstream: string | null;
  readonly upstreamMark: '' | '!' | '?';
  readonly location: string | null;
  readonly priority: number | null;
  readonly timeline: number | null;
  readonly lag: string | null;
  readonly conninfo: string | null;
}

/** One row of `repmgr service status` / `daemon status`. */
export interface ServiceRowBody {
  readonly kind: 'service-row';
  readonly id: number;
  readonly name: string;
  readonly role: string;
  readonly status: string;
  readonly upstream: string | null;
  readonly location: string | null;
  readonly priority: number | null;
  readonly repmgrd: string;
  readonly pid: string | null;
  readonly paused: boolean | null;
  readonly lastSeen: string | null;
}

/** A cell of `repmgr cluster matrix` / `crosscheck`. */
export interface MatrixBody {
  readonly kind: 'matrix';
  readonly view: 'matrix' | 'crosscheck';
  readonly from: string;
  readonly to: string;
  readonly fromId: number | null;
  readonly toId: number | null;
  readonly status: 'works' | 'fails' | 'unknown';
}

/** A row of a query's result. Relations are given in PostgreSQL's spelling (`sys_stat_archiver` is `pg_stat_archiver`). */
export interface RowBody {
  readonly kind: 'row';
  /** By heading or query; null where neither tells. */
  readonly relation: string | null;
  readonly values: Readonly<Record<string, string | null>>;
  readonly query: string | null;
}

/**
 * A message of repmgr, repmgrd, kbha, the server, or another program. `event` is the name that the message catalogue
 * gives to a known wording in either language; null for the unknown. Equal messages in a row are one fact with a count.
 */
export interface MessageBody {
  readonly kind: 'message';
  readonly program: 'repmgr' | 'repmgrd' | 'kbha' | 'server' | 'tool' | 'script' | 'system';
  readonly level: Level;
  readonly text: string;
  readonly detail: string | null;
  readonly hint: string | null;
  readonly event: string | null;
  readonly values: Readonly<Record<string, string>>;
  readonly pid: string | null;
  readonly count: number;
  /** The last of them: line and time as printed. */
  readonly lastLine: number;
  readonly lastAtText: string | null;
}

/** A command that was typed (at a prompt), or that a script, a cron table or a unit holds. */
export interface CommandBody {
  readonly kind: 'command';
  readonly shell: 'sh' | 'sql';
  readonly text: string;
  /** Parsed, for `sh`; null where it could not be parsed or is SQL. */
  readonly script: ShellScript | null;
  readonly via: 'prompt' | 'script' | 'cron' | 'prose';
  readonly user: string | null;
  readonly cwd: string | null;
}

/** A line of pg_controldata / sys_controldata; `key` is the English label in lower case. */
export interface ControlBody {
  readonly kind: 'control';
  readonly key: string;
  readonly value: string;
}

/** A row of df; sizes in bytes, for `inodes` in inodes. */
export interface VolumeBody {
  readonly kind: 'volume';
  readonly of: 'blocks' | 'inodes';
  readonly filesystem: string;
  readonly size: number | null;
  readonly used: number | null;
  readonly available: number | null;
  readonly usedPercent: number | null;
  readonly mount: string;
}

type ServerProcess = 'postmaster' | 'archiver' | 'walsender' | 'walreceiver' | 'startup' | 'backend' | 'background';
export type ProcessRole = ServerProcess | 'repmgrd' | 'kbha' | 'repmgr' | 'other';

/** A row of ps, the role read from PostgreSQL's process titles. */
export interface ProcessBody {
  readonly kind: 'process';
  readonly pid: number | null;
  readonly parent?: number;
  readonly user: string | null;
  readonly command: string;
  /** The width of the terminal may have cut its end. */
  readonly cut?: true;
  readonly role: ProcessRole;
  /** What a title says behind the role (`archiving 0000…`, `failed on …`, `streaming 0/…`). */
  readonly activity: string | null;
}

/** A rule of pg_hba.conf / sys_hba.conf. */
export interface HbaRuleBody {
  readonly kind: 'hba-rule';
  readonly type: string;
  readonly databases: readonly string[];
  readonly users: readonly string[];
  readonly address: string | null;
  readonly method: string;
  readonly options: string | null;
  readonly error: string | null;
}

/** systemctl, pg_lsclusters, a supervisor, an orchestrator: its word on a service or a container. */
export interface UnitBody {
  readonly kind: 'unit';
  readonly unit: string;
  /** `active`, `inactive`, `failed`, `activating` in systemd's words, whoever says it. */
  readonly active: string | null;
  /** How exactly: `running`, `exited` (Debian's wrapper runs nothing), `recovery`, `CrashLoopBackOff`, `Up 3 days`. */
  readonly sub: string | null;
  /** `enabled`, `disabled`, `masked`, `not-found`. */
  readonly enabled: string | null;
  readonly detail: string | null;
}

/** A product's version as a program printed it. */
export interface VersionBody {
  readonly kind: 'version';
  readonly product: 'postgresql' | 'kingbasees' | 'repmgr';
  /** `15.18`, `V008R006C009B0014`, `5.3.3`. */
  readonly version: string;
}

/** A host's own word on its name or its time. */
export interface HostBody {
  readonly kind: 'host';
  readonly what: 'hostname' | 'clock' | 'user' | 'uptime' | 'address';
  readonly value: string;
}

/** The timeline history file: one line of ancestry. */
export interface HistoryBody {
  readonly kind: 'history';
  readonly timeline: number | null;
  readonly parent: number;
  readonly switchedAt: string;
  readonly reason: string;
}

/** A secret in clear text stands here; the value itself is never kept. */
export interface SecretBody {
  readonly kind: 'secret';
  readonly what: 'password' | 'hash' | 'key' | 'token' | 'encoded-password';
}

/** Anything else worth one line: a listener, a lock file, the answer to `test -f`. `topic` names it. */
export interface NoteBody {
  readonly kind: 'note';
  readonly topic: string;
  readonly values: Readonly<Record<string, string>>;
}

export type FactBody =
  | SettingBody
  | DirectoryBody
  | PathErrorBody
  | CountBody
  | NodeCheckBody
  | NodeStatusBody
  | ClusterRowBody
  | ServiceRowBody
  | MatrixBody
  | RowBody
  | MessageBody
  | CommandBody
  | ControlBody
  | VolumeBody
  | ProcessBody
  | HbaRuleBody
  | UnitBody
  | VersionBody
  | HostBody
  | HistoryBody
  | SecretBody
  | NoteBody;

export type FactKind = FactBody['kind'];

/** What every fact carries beside its body. */
export interface FactBase {
  /** Which node the text itself names; null: the node of the place where it was taken. */
  readonly about: About | null;
  readonly span: Span;
  /** The text of the span, secrets masked, at most `EXCERPT_LIMIT` characters. */
  readonly excerpt: string;
  /** The lines before and after the span, a few. */
  readonly around: { readonly before: readonly string[]; readonly after: readonly string[] };
  /** Position in the whole input: earlier in the bundle is smaller. */
  readonly order: number;
  readonly segment: number;
  /** Where it was taken: the prompt's host and user, the folder, the heading. */
  readonly place: Place;
  /** ISO 8601 where date, year and (if it matters) zone are given; else null. */
  readonly at: string | null;
  /** The time as it stands there. */
  readonly atText: string | null;
}

export type Fact = FactBase & FactBody;
export type FactOf<K extends FactKind> = FactBase & Extract<FactBody, { readonly kind: K }>;
export const EXCERPT_LIMIT = 2000;
