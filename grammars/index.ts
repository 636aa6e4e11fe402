import conf from './conf/index.ts';
import controldata from './controldata/index.ts';
import csvLog from './csv-log/index.ts';
import dataFiles from './data-files/index.ts';
import df from './df/index.ts';
import hba from './hba/index.ts';
import host from './host/index.ts';
import journal from './journal/index.ts';
import jsonLog from './json-log/index.ts';
import kesScripts from './kes-scripts/index.ts';
import type { AnyGrammar } from './kit/grammar.ts';
import ls from './ls/index.ts';
import nodeCheck from './node-check/index.ts';
import nodeStatus from './node-status/index.ts';
import passfile from './passfile/index.ts';
import pgCtl from './pg-ctl/index.ts';
import pgTools from './pg-tools/index.ts';
import ps from './ps/index.ts';
import repmgrMessages from './repmgr-messages/index.ts';
import script from './script/index.ts';
import serverLog from './server-log/index.ts';
import serviceActions from './service-actions/index.ts';
import settingNotes from './setting-notes/index.ts';
import table from './table/index.ts';
import units from './units/index.ts';
import usage from './usage/index.ts';

/** Every grammar, the most specific first: where two are equally sure of a line, the first one wins. */
export const grammars: readonly AnyGrammar[] = [
  usage,
  jsonLog,
  csvLog,
  serverLog,
  nodeCheck,
  nodeStatus,
  serviceActions,
  kesScripts,
  controldata,
  df,
  ps,
  pgCtl,
  pgTools,
  settingNotes,
  table,
  ls,
  script,
  repmgrMessages,
  hba,
  passfile,
  dataFiles,
  conf,
  units,
  journal,
  host,
];
