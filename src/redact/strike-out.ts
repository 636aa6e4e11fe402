/** Secrets that were found in one place are struck out wherever else they stand in a report. */
import type { Report } from '../core/report.ts';
import { MASK } from '../core/secrets.ts';

/** Shorter ones stand everywhere by chance. */
const SHORTEST = 4;

/**
 * The report without the values that were found to be secrets. A value that is also a name of the cluster (`repmgr` as the password
 * of user `repmgr`) stays where the name is meant: struck out there, no command would run.
 */
export function strikeOut(report: Report, secrets: ReadonlySet<string>): Report {
  const names = namesOf(report);
  const values = [...secrets].filter((value) => value.length >= SHORTEST && !names.has(value)).sort((a, b) => b.length - a.length);
  if (values.length === 0) return report;
  const any = new RegExp(`(?<![A-Za-z0-9_])(?:${values.map(escaped).join('|')})(?![A-Za-z0-9_])`, 'g');
  return mapStrings(report, (text) => text.replace(any, MASK));
}

const escaped = (value: string): string => value.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');

/** Nodes, hosts, users, files, programs, and what passwords are called: words that mean something else here than the secret. */
function namesOf(report: Report): Set<string> {
  const names = new Set([
    'postgres',
    'postgresql',
    'repmgr',
    'repmgrd',
    'kingbase',
    'esrep',
    'system',
    'test',
    'root',
    'replication',
    'password',
    'passwd',
    'secret',
  ]);
  for (const node of report.cluster.nodes)
    for (const word of [node.name, node.host, node.osUser, node.port?.toString()]) if (word) names.add(word);
  return names;
}

/** A copy of a value with every string in it replaced; keys stay, and so do the fields of `except`. */
export function mapStrings<T>(value: T, replace: (text: string) => string, except: ReadonlySet<string> = new Set()): T {
  // The copy has the shape of the value: arrays of arrays, objects of objects, strings of strings.
  if (typeof value === 'string') return replace(value) as T;
  if (Array.isArray(value)) return value.map((item) => mapStrings(item, replace, except)) as T;
  if (value === null || typeof value !== 'object') return value;
  const fields = Object.entries(value).map(([key, item]) => [key, except.has(key) ? item : mapStrings(item, replace, except)]);
  return Object.fromEntries(fields) as T;
}
