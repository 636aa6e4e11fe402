/**
 * A product as data: names of programs, directories, files, users, and how things are done there. Causes, remedies and the
 * collector ask `cluster.flavour`; nobody outside this folder compares its name.
 */
export type Program =
  | 'psql'
  | 'ctl'
  | 'controldata'
  | 'archivecleanup'
  | 'basebackup'
  | 'rewind'
  | 'waldump'
  | 'isready'
  | 'verifybackup'
  | 'checksums';

export interface Guard {
  /** The daemon's process name. */
  readonly process: string;
  /** Root's cron table that starts it, where it is not in the OS user's own. */
  readonly cronFile: string;
}

/** How a cluster that repmgr does not manage is configured and recovered; paths are seen from the directory of the programs. */
export interface ClusterConf {
  readonly path: string;
  readonly log: string;
  /** Recovers a node, run by cron every minute. */
  readonly script: string;
  readonly cronFile: string;
  readonly names: Readonly<Record<string, string>>;
}

export interface Flavour {
  readonly name: 'postgresql' | 'kingbasees';
  readonly title: string;
  /** Sold in China: a word of Chinese in a bundle of it tells what its people read. */
  readonly isChinese: boolean;
  /** Whether the lab runs the product itself; else PostgreSQL under its names and paths. */
  readonly inLab: boolean;
  readonly programs: Readonly<Record<Program, string>>;
  /** Programs that every installation has in the path: packages put the clients there. */
  readonly inPath: readonly (Program | 'repmgr' | 'repmgrd' | 'kbha')[];
  /** The server itself, which has a single-user mode. */
  readonly serverProgram: string;
  /** repmgr finds its configuration beside its own directory (`BIN/../etc/repmgr.conf`) without being told. */
  readonly repmgrFindsItsConf: boolean;
  /** Directory of WAL below the data directory. */
  readonly walDir: string;
  readonly logDir: string;
  readonly files: {
    readonly main: string;
    readonly auto: string;
    readonly hba: string;
    readonly pid: string;
    /** The last layer that people edit, included at the end of the main file; null where there is none. */
    readonly included: string | null;
  };
  /** repmgr's parameter for the directory of the programs. */
  readonly binDirParameter: string;
  /** Where installations usually put the programs, as shell patterns. */
  readonly usualBinDirs: readonly string[];
  readonly passwordFile: string;
  /** What repmgr can use between the nodes instead of ssh; null where there is nothing but ssh. */
  readonly remoteShell: {
    /** The repmgr parameter that says so. */
    readonly setting: string;
    readonly client: string;
    /** Sets the daemon up and starts it. */
    readonly script: string;
    readonly unit: string;
    readonly port: number;
  } | null;
  /** What writes the password file, where it is no plain text: a program beside the server's. */
  readonly passwordTool: string | null;
  /** Prefix of catalog views and functions in commands. */
  readonly catalog: 'pg_' | 'sys_';
  readonly defaults: {
    readonly port: number;
    readonly osUser: string;
    readonly superuser: string;
    readonly database: string;
    /** User and database of repmgr. */
    readonly repmgrUser: string;
    readonly repmgrDatabase: string;
  };
  /** Settings that can say how to archive; all empty with archive_mode on means that nothing does. */
  readonly archivingSettings: readonly string[];
  /** Daemons that watch over the cluster beside the server. */
  readonly daemons: readonly string[];
  /** False: another program manages the cluster, and repmgr is not there. */
  readonly usesRepmgr: boolean;
  /** The configuration of a cluster that repmgr does not manage, beside the server's programs: repmgr.conf's names as they are called there. */
  readonly clusterConf: ClusterConf | null;
  /** What starts a stopped server again by itself, and must be held back before a stop by hand; null where nothing does. */
  readonly guard: Guard | null;
  /** Whether the version of the server (major, or 12 for KingbaseES V8R6) knows a setting. */
  knowsSetting(name: string, major: number): boolean;
  /** The PostgreSQL major version whose behaviour applies where the bundle shows none. */
  readonly assumedMajor: number;
  /** PostgreSQL's major behind a version text of this product; null where the text tells nothing. */
  majorOf(version: string): number | null;
  /** The part of a version text that has to be the same on nodes that replicate: `15`, `9.6`, `V008R006`; null where it is not there. */
  seriesOf(version: string): string | null;
  /** The repmgr extension has the version of the programs (5.3 for 5.3.3). */
  readonly extensionVersionIsPrograms: boolean;
  /** Name of a repmgr slot for a node id. */
  slotName(id: number): string;
}
