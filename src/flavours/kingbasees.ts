import type { Flavour } from './flavour.ts';

/**
 * KingbaseES V8R6 and V9: PostgreSQL 12's behaviour (no wal_keep_size, no slot limit; vendor manual and captures of V8R6C9),
 * `sys_` programs, `es_rep.conf` included last, `kbha` beside repmgrd.
 */
export const kingbasees: Flavour = {
  name: 'kingbasees',
  isChinese: true,
  title: 'KingbaseES',
  inLab: false,
  programs: {
    psql: 'ksql',
    ctl: 'sys_ctl',
    controldata: 'sys_controldata',
    archivecleanup: 'sys_archivecleanup',
    basebackup: 'sys_basebackup',
    rewind: 'sys_rewind',
    waldump: 'sys_waldump',
    isready: 'sys_isready',
    verifybackup: 'sys_verifybackup',
    checksums: 'sys_checksums',
  },
  inPath: [],
  serverProgram: 'kingbase',
  repmgrFindsItsConf: true,
  walDir: 'sys_wal',
  logDir: 'sys_log',
  files: { main: 'kingbase.conf', auto: 'kingbase.auto.conf', hba: 'sys_hba.conf', pid: 'kingbase.pid', included: 'es_rep.conf' },
  binDirParameter: 'sys_bindir',
  usualBinDirs: ['/home/kingbase/cluster/*/*/kingbase/bin', '/KingbaseES/*/cluster/kingbase/bin', '/opt/Kingbase/ES/*/Server/bin'],
  passwordFile: '~/.encpwd',
  remoteShell: { setting: 'use_scmd', client: 'sys_securecmd', script: 'sys_HAscmdd.sh', unit: 'securecmdd', port: 8890 },
  passwordTool: 'sys_encpwd',
  catalog: 'sys_',
  defaults: { port: 54321, osUser: 'kingbase', superuser: 'system', database: 'test', repmgrUser: 'esrep', repmgrDatabase: 'esrep' },
  archivingSettings: ['archive_command', 'archive_dest'],
  daemons: ['repmgrd', 'kbha'],
  usesRepmgr: true,
  clusterConf: null,
  // cron starts kbha every minute, and kbha starts a server that it finds stopped (site document of a V8R6C9 cluster)
  guard: { process: 'kbha', cronFile: '/etc/cron.d/KINGBASECRON' },
  knowsSetting: (name) => !['wal_keep_size', 'max_slot_wal_keep_size', 'archive_library', 'reserved_connections'].includes(name),
  assumedMajor: 12,
  majorOf: () => 12,
  seriesOf: (version) => /^V\d{3}R\d{3}/.exec(version)?.[0] ?? null,
  extensionVersionIsPrograms: false,
  slotName: (id) => `repmgr_slot_${id}`,
};
