import { describe, expect, it } from 'vitest';
import type { Remedy } from '../../src/core/finding.ts';
import { kingbasees } from '../../src/flavours/kingbasees.ts';
import { postgresql } from '../../src/flavours/postgresql.ts';
import { changePassword } from '../../src/remedies/change-password.ts';
import { configureArchiving } from '../../src/remedies/configure-archiving.ts';
import { decidePrimary } from '../../src/remedies/decide-primary.ts';
import { nameReceiver } from '../../src/remedies/name-receiver.ts';
import { rejoinWithRewind } from '../../src/remedies/rejoin-with-rewind.ts';
import { restart } from '../../src/remedies/replication-steps.ts';
import { verificationOf } from '../../src/remedies/verification.ts';
import { VERIFIED } from '../../src/remedies/verified.ts';
import { type BundleText, clusterOf } from '../support/bundle.ts';

const listing = (
  second: string,
): string => ` ID | Name  | Role    | Status    | Upstream | Location | Priority | Timeline | Connection string
----+-------+---------+-----------+----------+----------+----------+----------+------------------------------------------
 1  | wren1 | primary | * running |          | default  | 100      | 1        | host=10.7.0.1 user=repmgr dbname=repmgr
 2  | wren2 | standby | ${second} | default  | 100      | 1        | host=10.7.0.2 user=repmgr dbname=repmgr
`;

const WELL = listing('  running | wren1   ');
const PROMOTED = listing('! running as primary | ! wren1 ');

function nodesOf(bundle: BundleText) {
  const cluster = clusterOf(bundle);
  const of = (name: string) => cluster.nodes.find((node) => node.name === name) ?? null;
  return { cluster, first: of('wren1'), second: of('wren2') };
}

const commands = (remedy: Remedy): string => remedy.steps.map((step) => step.command.text).join('\n');
const version = (text: string): string => ` version\n----------\n PostgreSQL ${text} on x86_64-pc-linux-gnu\n(1 row)\n`;

describe('what a real cluster has taught the remedies', () => {
  it('restarts by a stop and a start: repmgr closes the pipe of pg_ctl after one line', () => {
    const { cluster, second } = nodesOf({ 'wren1/show.txt': WELL });
    const { text } = restart(cluster, second).command;
    expect(text).toMatch(/--action=stop \|\| true\n.*--action=start/);
    expect(text).not.toContain('--action=restart');
  });

  it('registers a primary that was promoted by hand before the other one rejoins it', () => {
    const { cluster, first, second } = nodesOf({ 'wren1/show.txt': PROMOTED, 'wren2/show.txt': PROMOTED });
    const remedy = rejoinWithRewind(cluster, first, second);
    expect(commands(remedy)).toMatch(/primary register --force[\s\S]*node rejoin --force-rewind/);
    expect(commands(rejoinWithRewind(cluster, second, first))).not.toContain('register');
  });

  it('shows both listings of two primaries, though both end with an error status', () => {
    const { cluster, first, second } = nodesOf({ 'wren1/show.txt': PROMOTED });
    const last = decidePrimary(
      cluster,
      [first, second].flatMap((node) => node ?? []),
    ).steps.at(-1);
    expect(last?.command.text.match(/\|\| true/g)).toHaveLength(2);
  });

  it('looks into a WAL directory that is a link', () => {
    const { cluster, first } = nodesOf({ 'wren1/show.txt': WELL, 'wren1/data.txt': ' data_directory\n---------\n /pg/data\n(1 row)\n' });
    if (first === null) throw new Error('no node');
    expect(commands(configureArchiving(cluster, first))).toMatch(/find \S+pg_wal\/ -maxdepth/);
  });

  it('names a receiver without standby follow, which refuses while the standby holds its slot', () => {
    const fifteen = nodesOf({ 'wren1/show.txt': WELL, 'wren1/v.txt': version('15.4') });
    const remedy = nameReceiver(fifteen.cluster, fifteen.second);
    expect(commands(remedy)).toMatch(/name=wren2[\s\S]*alter system set primary_conninfo[\s\S]*pg_reload_conf/);
    expect(commands(remedy)).not.toContain('standby follow');
    expect(remedy.steps.every((step) => step.risk !== 'restart')).toBe(true);
  });

  it('restarts for it up to 12, and edits recovery.conf before', () => {
    const twelve = nodesOf({ 'wren1/show.txt': WELL, 'wren1/v.txt': version('12.9') });
    expect(commands(nameReceiver(twelve.cluster, twelve.second))).toMatch(/alter system[\s\S]*--action=stop \|\| true\n.*--action=start/);
    const eleven = nodesOf({ 'wren1/show.txt': WELL, 'wren1/v.txt': version('11.2') });
    expect(commands(nameReceiver(eleven.cluster, eleven.second))).toMatch(/sed -i\.before .*application_name=\$name.*recovery\.conf/);
  });

  it('takes a password out of a conninfo, which outweighs the password file', () => {
    const conf =
      "node_id=1\nnode_name='wren1'\nconninfo='host=10.7.0.1 user=repmgr dbname=repmgr password=Qw12'\ndata_directory='/pg/data'\n";
    const { cluster } = nodesOf({ 'wren1/show.txt': WELL, 'wren1/repmgr.conf': conf });
    expect(commands(changePassword(cluster))).toMatch(/sed -i .*conninfo.*password[\s\S]*primary register --force/);
    expect(commands(changePassword(nodesOf({ 'wren1/show.txt': WELL }).cluster))).not.toContain('sed -i');
  });
});

describe('verification', () => {
  it('is told for exactly what the lab ran well, and in which dress', () => {
    const [flavour, cause, remedy] = [...VERIFIED].find((key) => key.startsWith('postgresql '))?.split(' ') ?? [];
    expect(flavour).toBe('postgresql');
    const known = verificationOf(postgresql, cause as 'node-down', remedy ?? '');
    expect([known.verified, known.says.text.en]).toEqual([true, 'Run as printed on a real test cluster, which was well afterwards.']);
    const dressed = [...VERIFIED].find((key) => key.startsWith('kingbasees '))?.split(' ') ?? [];
    expect(verificationOf(kingbasees, dressed[1] as 'node-down', dressed[2] ?? '').says.text.en).toContain(
      'KingbaseES itself was not there',
    );
    expect(verificationOf(postgresql, 'node-down', 'no-such-remedy')).toMatchObject({ verified: false });
    expect(verificationOf(postgresql, 'backup-source-unusable', 'repair-backup-source').says.text.en).toContain('needs a Barman server');
  });
});
