import { guarded } from '../../grammars/kit/starts.ts';
import type { Fact } from '../core/fact.ts';
import type { Flavour } from './flavour.ts';
import { kingbasees } from './kingbasees.ts';
import { kingbaseesV8R3 } from './kingbasees-v8r3.ts';
import { postgresql } from './postgresql.ts';

/** Words that only one product prints or uses. */
const KINGBASE = guarded(
  /\b(?:kingbase(?:cluster|_monitor)?|ksql|sys_(?:wal|ctl|controldata|archivecleanup|rewind|basebackup|rman|monitor|settings|stat_\w+|replication_slots|is_in_recovery|log|securecmdd?|encpwd)|es_rep\.conf|kbha|trusted_servers?|running_under_failure_trusted_servers|(?:acquire|release) the virtual ip|use_check_disk|mount_point_list|esrep|KingbaseES|hamgr|securecmdd)\b|人大金仓|金仓|V00[89]R00\d/i,
);
const POSTGRES = guarded(
  /\b(?:postgres|psql|postgresql|pg_(?:wal|xlog|ctl|ctlcluster|controldata|archivecleanup|rewind|basebackup|hba)|PostgreSQL|pgdata)\b/i,
);

/** How people call it and its versions; in the name of a host or a file it may be anything. */
const VERSION = guarded(/(?<![\w.@=/:"'-])(?:[Vv](?:8[Rr][2-6]|9[Rr][1-3])(?!\d|[.:/-]\w)|KES(?!\w|[.:/-]\w))/);

const around = (fact: Fact): string => [...fact.around.before, ...fact.around.after].join('\n');

/** Which product a fact's text speaks of; null where it does not tell. */
function speaksOf(fact: Fact): Flavour | null {
  if (fact.kind === 'version') return fact.product === 'kingbasees' ? kingbasees : fact.product === 'postgresql' ? postgresql : null;
  // kbha is KingbaseES's alone, whatever its lines say
  if (fact.kind === 'message' && (fact.program === 'kbha' || (fact.program === 'script' && fact.event !== null))) return kingbasees;
  const file = fact.kind === 'setting' ? (fact.file ?? '') : '';
  const log = /(?:^|\/)(?:hamgr|kbha)\.log$/.exec(fact.span.source)?.[0] ?? '';
  const text = `${fact.excerpt} ${file} ${log} ${fact.place.user ?? ''}`;
  if (KINGBASE.test(text)) return kingbasees;
  if (POSTGRES.test(text)) return postgresql;
  return null;
}

/** The product of a bundle, by a count of facts; KingbaseES's own words outweigh, since its output keeps many pg_ names. */
export function detectFlavour(facts: readonly Fact[]): Flavour {
  let kingbase = 0;
  let postgres = 0;
  for (const fact of facts) {
    const flavour = speaksOf(fact);
    if (flavour === kingbasees) kingbase += fact.kind === 'version' ? 50 : 1;
    else if (flavour === postgresql) postgres += fact.kind === 'version' ? 50 : 1;
  }
  // Where the facts themselves are silent, what stands around them tells.
  if (kingbase === 0 && postgres === 0 && facts.some((fact) => KINGBASE.test(around(fact)) || VERSION.test(around(fact)))) kingbase = 1;
  if (kingbase === 0 || kingbase * 4 < postgres) return postgresql;
  return signOfV8R3(facts) === null ? kingbasees : kingbaseesV8R3;
}

/** What only a cluster of V8R3 has; a person may name it around an output. */
const V8R3 = /\bkingbasecluster\b|\bHAmodule\.conf\b|\bkingbase_monitor\.sh\b|\bpool_nodes\b|\bV0*8R0*3(?!\d)/i;

/** The fact that shows a cluster of KingbaseES V8R3, which repmgr does not manage; null where repmgr itself speaks. */
export function signOfV8R3(facts: readonly Fact[]): Fact | null {
  const speaks = facts.some(
    (fact) =>
      fact.kind === 'cluster-row' ||
      fact.kind === 'service-row' ||
      fact.kind === 'node-check' ||
      (fact.kind === 'message' && /^(?:repmgrd?|kbha)$/.test(fact.program)),
  );
  if (speaks) return null;
  const said = (fact: Fact): string => (fact.kind === 'row' ? `${fact.relation ?? ''} ` : '') + fact.excerpt;
  const ofScripts = facts.find((fact) => fact.kind === 'message' && fact.program === 'script' && fact.event?.startsWith('cluster.'));
  return facts.find((fact) => V8R3.test(said(fact))) ?? ofScripts ?? facts.find((fact) => V8R3.test(around(fact))) ?? null;
}
