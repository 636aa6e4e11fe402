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
  walDir: 'sys_xlog',
  files: { ...kingbasees.files, included: null },
  remoteShell: null,
  daemons: ['kingbasecluster'],
  guard: null,
  assumedMajor: 9,
  majorOf: () => 9,
};
