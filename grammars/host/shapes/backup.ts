import type { FactBody, Level } from '../../../src/core/fact.ts';
import { messageBody } from '../../kit/message.ts';
import { Recogniser } from '../../kit/wording.ts';
import { CONTAINER } from '../../kit/wordings/container.ts';
import { type Groups, note, type Shape } from './shape.ts';

const CHECKS = [
  'PostgreSQL(?: streaming)?',
  'superuser or standard user with backup privileges',
  'is_superuser',
  'wal_level',
  'replication slot',
  'directories',
  'retention policy settings',
  '(?:backup maximum|last backup maximum|wal maximum) age',
  'backup minimum size',
  'wal size',
  'compression settings',
  'failed backups',
  'minimum redundancy requirements',
  'ssh(?: output clean)?',
  'systemid coherence',
  'archive_mode',
  'archive_command',
  'continuous archiving',
  'archiver errors',
  'pg_basebackup(?: \\w+)*',
  'pg_receivexlog(?: \\w+)*',
  'receive-wal running',
  'WAL archive',
  'not in recovery',
  'has monitoring privileges',
  'is PostgreSQL streaming',
].join('|');

const container = new Recogniser<keyof typeof CONTAINER>('container', [CONTAINER]);
const LEVELS: Readonly<Record<string, Level>> = { WARN: 'warning', ERROR: 'error' };

/** Bitnami's images: `postgresql-repmgr 07:51:12.44 WARN  ==> …`. */
function bitnami({ program = '', level: word = '', text = '' }: Groups, line: number): FactBody | null {
  const known = container.recognise(text.trim());
  const level = LEVELS[word];
  if (level === undefined && known === null) return null;
  const values = { program, ...known?.values };
  return messageBody({ program: 'script', level: level ?? 'info', text, event: known?.event ?? null, values }, line);
}

/** barman, wal-g and the scripts of containers, where they report in lines of their own. */
export const backup: readonly Shape[] = [
  { name: 'Waldump', pattern: /rmgr: \S+ +len \(rec\/tot\): .*/, sure: 0.95, programs: ['pg_waldump', 'sys_waldump'] },
  { name: 'BarmanServer', pattern: /Server (?<server>[\w.-]+):(?: .*)?/, sure: 0, programs: ['barman'], remembers: 'server' },
  {
    name: 'BarmanCheck',
    pattern: new RegExp(`(?<check>${CHECKS}): (?<state>OK|FAILED)(?: \\((?<detail>.*)\\))?`),
    sure: 0.9,
    programs: ['barman'],
    recalls: 'server',
    say: note('barman-check'),
  },
  {
    name: 'BarmanBackup',
    pattern: /(?<server>[\w.-]+) (?<id>\d{8}T\d{6}) - (?<state>.+)/,
    sure: 0.9,
    programs: ['barman'],
    say: note('backup'),
  },
  {
    name: 'WalgMissing',
    pattern: /(?:\w+: )?\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d(?:\.\d+)? Archive '(?<file>[0-9A-F]{24}|[0-9A-F]{8}\.history)' does not exist\.*/,
    sure: 0.95,
    programs: [],
    say: note('archive-missing'),
  },
  {
    name: 'WalgPath',
    pattern: /(?:(?:\w+: )?\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d(?:\.\d+)? )?(?:WAL|FILE) PATH: (?<path>\S+)/,
    sure: 0.9,
    programs: [],
    say: note('archive-pushed'),
  },
  {
    name: 'Walg',
    pattern: /(?:(?:INFO|ERROR|WARNING|DEBUG): )?\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d(?:\.\d+)? \S.*|(?:BUCKET|SERVER|BASE BACKUP PATH): ?\S*/,
    sure: 0.7,
    programs: [],
  },
  {
    name: 'Bitnami',
    pattern: /(?<program>[\w-]+) +\d\d:\d\d:\d\d\.\d\d (?<level>INFO|WARN|ERROR|DEBUG) +==>(?<text>.*)/,
    sure: 0.95,
    programs: [],
    say: bitnami,
  },
  { name: 'BitnamiBanner', pattern: /[a-z][\w-]* +\d\d:\d\d:\d\d\.\d\d(?:[ \t]*|[ \t]+[^|]*)/, sure: 0.9, programs: [] },
];
