/** Under which names the server and its files appear: PostgreSQL as it is, or in the dress of KingbaseES. */

export interface Dress {
  readonly flavour: 'postgresql' | 'kingbasees';
  /** The node's folder as the node sees it. */
  readonly base: string;
  readonly binDir: string;
  readonly osUser: string;
  readonly databaseUser: string;
  readonly database: string;
  readonly superuser: string;
  readonly repmgrConf: string;
  readonly walDir: string;
  readonly archiveDir: string;
  /** Names below the data directory; `settings` is where an administrator writes settings. */
  readonly files: { readonly main: string; readonly settings: string; readonly auto: string; readonly hba: string };
  readonly programs: { readonly psql: string; readonly ctl: string; readonly controldata: string; readonly initdb: string };
  /** Prefix of the catalogue's views and functions. */
  readonly catalog: string;
  /** Lines of repmgr.conf that name the programs of the services; none where repmgr calls them by itself. */
  readonly serviceCommands: boolean;
  /** Programs below `bin` by name: a file of `cluster/kingbase`, or PostgreSQL's program that is called as it is. */
  readonly scripts: Readonly<Record<string, { readonly file: string } | { readonly calls: string }>>;
}

export const postgresql: Dress = {
  flavour: 'postgresql',
  base: '/srv/pgsql',
  binDir: '/usr/lib/postgresql/15/bin',
  osUser: 'postgres',
  databaseUser: 'repmgr',
  database: 'repmgr',
  superuser: 'postgres',
  repmgrConf: '/srv/pgsql/repmgr.conf',
  walDir: 'pg_wal',
  archiveDir: '/srv/pgsql/archive',
  files: { main: 'postgresql.conf', settings: 'postgresql.conf', auto: 'postgresql.auto.conf', hba: 'pg_hba.conf' },
  programs: { psql: 'psql', ctl: 'pg_ctl', controldata: 'pg_controldata', initdb: 'initdb' },
  catalog: 'pg_',
  serviceCommands: true,
  scripts: {},
};

const KES = '/home/kingbase/cluster/R6HA/KHA/kingbase';
const CALLED = ['controldata', 'archivecleanup', 'waldump', 'isready', 'verifybackup', 'checksums'];

/** A dress over the same PostgreSQL server: names, paths and files of a scripted KingbaseES installation. What the programs print is PostgreSQL's own. */
export const kingbasees: Dress = {
  flavour: 'kingbasees',
  base: KES,
  binDir: `${KES}/bin`,
  osUser: 'kingbase',
  databaseUser: 'esrep',
  database: 'esrep',
  superuser: 'system',
  repmgrConf: `${KES}/etc/repmgr.conf`,
  walDir: 'sys_wal',
  archiveDir: `${KES}/archive`,
  files: { main: 'kingbase.conf', settings: 'es_rep.conf', auto: 'kingbase.auto.conf', hba: 'sys_hba.conf' },
  programs: { psql: 'ksql', ctl: 'sys_ctl', controldata: 'sys_controldata', initdb: 'initdb' },
  catalog: 'sys_',
  serviceCommands: false,
  scripts: {
    'names.sh': { file: 'names.sh' },
    sys_ctl: { file: 'sys_ctl' },
    pg_ctl: { file: 'sys_ctl' },
    sys_basebackup: { file: 'sys_basebackup' },
    pg_basebackup: { file: 'sys_basebackup' },
    sys_rewind: { file: 'sys_rewind' },
    pg_rewind: { file: 'sys_rewind' },
    repmgr: { file: 'repmgr' },
    repmgrd: { calls: 'repmgrd' },
    initdb: { calls: 'initdb' },
    ksql: { calls: 'psql' },
    ...Object.fromEntries(CALLED.flatMap((name) => [`sys_${name}`, `pg_${name}`].map((program) => [program, { calls: `pg_${name}` }]))),
  },
};
