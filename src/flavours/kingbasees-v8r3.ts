import type { Flavour } from './flavour.ts';
import { kingbasees } from './kingbasees.ts';

/**
 * KingbaseES V8R3: PostgreSQL 9.6's behaviour and names (`sys_xlog`), managed by `kingbasecluster`, a fork of pgpool. No repmgr, no
 * kbha, no es_rep.conf; the cluster's own settings stand in `HAmodule.conf` (public reports of V8R3 clusters).
 */
export const kingbaseesV8R3: Flavour = {
  ...kingbasees,
  title: 'KingbaseES V8R3',
  usesRepmgr: false,
  clusterConf: {
    path: '../etc/HAmodule.conf',
    log: '../../log/recovery.log',
    script: 'network_rewind.sh',
    cronFile: '/etc/cron.d/KINGBASECRON',
    names: {
      trusted_servers: 'KB_GATEWAY_IP',
      virtual_ip: 'KB_VIP',
      net_device: 'DEV',
      arping_path: 'CMD_ARPING_PATH',
      ipaddr_path: 'CMD_IP_PATH',
      use_check_disk: 'USE_CHECK_DISK',
    },
  },
  walDir: 'sys_xlog',
  files: { ...kingbasees.files, included: null },
  remoteShell: null,
  daemons: ['kingbasecluster'],
  guard: null,
  assumedMajor: 9,
  majorOf: () => 9,
};
