import type { Flavour } from './flavour.ts';

/** First major version with a setting (PostgreSQL release notes), and the first without it. */
const KNOWN: Readonly<Record<string, readonly [number, number]>> = {
  wal_keep_segments: [9, 13],
  wal_keep_size: [13, 99],
  max_slot_wal_keep_size: [13, 99],
  archive_library: [15, 99],
  promote_trigger_file: [12, 16],
  reserved_connections: [16, 99],
};

export const postgresql: Flavour = {
  name: 'postgresql',
  isChinese: false,
  title: 'PostgreSQL',
  inLab: true,
  programs: {
    psql: 'psql',
    ctl: 'pg_ctl',
    controldata: 'pg_controldata',
    archivecleanup: 'pg_archivecleanup',
    basebackup: 'pg_basebackup',
    rewind: 'pg_rewind',
    waldump: 'pg_waldump',
    isready: 'pg_isready',
    verifybackup: 'pg_verifybackup',
    checksums: 'pg_checksums',
  },
  inPath: ['psql', 'basebackup', 'isready', 'verifybackup', 'repmgr'],
  serverProgram: 'postgres',
  repmgrFindsItsConf: false,
  walDir: 'pg_wal',
  logDir: 'log',
  files: { main: 'postgresql.conf', auto: 'postgresql.auto.conf', hba: 'pg_hba.conf', pid: 'postmaster.pid', included: null },
  binDirParameter: 'pg_bindir',
  usualBinDirs: ['/usr/pgsql-*/bin', '/usr/lib/postgresql/*/bin', '/usr/bin'],
  passwordFile: '~/.pgpass',
  remoteShell: null,
  passwordTool: null,
  catalog: 'pg_',
  defaults: { port: 5432, osUser: 'postgres', superuser: 'postgres', database: 'postgres', repmgrUser: 'repmgr', repmgrDatabase: 'repmgr' },
  archivingSettings: ['archive_command', 'archive_library'],
  daemons: ['repmgrd'],
  usesRepmgr: true,
  clusterConf: null,
  guard: null,
  knowsSetting(name, major) {
    const range = KNOWN[name];
    return range === undefined || (major >= range[0] && major < range[1]);
  },
  assumedMajor: 15,
  seriesOf(version) {
    const [, major = '', minor = ''] = /^(\d+)(?:\.(\d+))?/.exec(version) ?? [];
    return major === '' ? null : Number(major) >= 10 ? major : `${major}.${minor}`;
  },
  extensionVersionIsPrograms: true,
  majorOf(version) {
    const match = /(\d+)(?:\.(\d+))?/.exec(version);
    return match === null ? null : Number(match[1]);
  },
  slotName: (id) => `repmgr_slot_${id}`,
};
