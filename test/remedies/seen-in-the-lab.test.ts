import { describe, expect, it } from 'vitest';
import { nodeDown } from '../../src/causes/cluster/node-down.ts';
import type { Remedy } from '../../src/core/finding.ts';
import { kingbasees } from '../../src/flavours/kingbasees.ts';
import { postgresql } from '../../src/flavours/postgresql.ts';
import { slotsOf } from '../../src/model/slots.ts';
import { allowFailover } from '../../src/remedies/allow-failover.ts';
import { changePassword } from '../../src/remedies/change-password.ts';
import { configureArchiving } from '../../src/remedies/configure-archiving.ts';
import { decidePrimary } from '../../src/remedies/decide-primary.ts';
import { enableReplication } from '../../src/remedies/enable-replication.ts';
import { followUpstream } from '../../src/remedies/follow-upstream.ts';
import { nameDatabase } from '../../src/remedies/install-extension.ts';
import { nameReceiver } from '../../src/remedies/name-receiver.ts';
import { registerRepmgrConf, restoreRepmgrConf } from '../../src/remedies/provide-repmgr-conf.ts';
import { recloneStandby } from '../../src/remedies/reclone-standby.ts';
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
    expect(text).toMatch(/--action=stop \|\| true\n[\s\S]*--action=start/);
    expect(text).not.toContain('--action=restart');
  });

  it('waits for the end of a stop where no command of the service is configured: pg_ctl is told not to', () => {
    const conf = (more: string) => ({
      'wren1/show.txt': WELL,
      'wren2/repmgr.conf': `node_id=2\nnode_name='wren2'\nconninfo='host=10.7.0.2 user=repmgr dbname=repmgr'\ndata_directory='/pg/data'\n${more}`,
    });
    const bare = nodesOf(conf(''));
    const { text } = restart(bare.cluster, bare.second).command;
    expect(text).toMatch(/--action=stop \|\| true\ntries=60\nwhile .*pg_ctl -D \/pg\/data status.*\n.*still runs.*\n.*--action=start/);
    expect(restart(bare.cluster, bare.second, 'stop').command.text).toContain('while');
    expect(restart(bare.cluster, bare.second, 'start').command.text).not.toContain('while');
    const unit = nodesOf(conf("service_stop_command='sudo systemctl stop postgresql'\n"));
    expect(restart(unit.cluster, unit.second).command.text).toMatch(/--action=stop \|\| true\n.*--action=start/);
  });

  it('takes no path that the terminal has cut off', () => {
    const row = (command: string): string => `postgres      50       1  0 23:53 ?        00:00:00 ${command}\n`;
    const head = 'UID          PID    PPID  C STIME TTY          TIME CMD\n';
    const of = (...rows: string[]) => {
      const { second } = nodesOf({ 'wren1/show.txt': WELL, 'wren2/ps.txt': `${head}${rows.map(row).join('')}` });
      return { binDir: second?.binDir, conf: second?.repmgrConf, data: second?.dataDir };
    };
    expect(of('repmgrd -f /srv/pgsql/repmgr', 'postgres: startup recovering')).toMatchObject({ conf: null });
    expect(of('/opt/pgsql/15/bin/postgres -D', 'postgres: checkpointer')).toMatchObject({ binDir: '/opt/pgsql/15/bin', data: null });
    expect(of('/opt/pgsql/15.4/bin/postgres', 'postgres: checkpointer')).toMatchObject({ binDir: null });
    expect(of('repmgrd -f /srv/r.conf')).toMatchObject({ conf: '/srv/r.conf' });
  });

  it('rewinds an old primary that has crashed: a plain rejoin is refused', () => {
    const rejoins = (state: string, then = 'pg_ctl -D /pg/data status\npg_ctl: no server running'): string[] => {
      const { cluster, first } = nodesOf({
        'wren1/show.txt':
          '[postgres@wren1 ~]$ repmgr cluster show\nERROR: connection to database failed\nDETAIL: connection to server at "10.7.0.1", port 5432 failed: Connection refused\n',
        'wren1/control.txt': `pg_control version number:            1300\nDatabase cluster state:               ${state}\n`,
        'wren1/ctl.txt': `[postgres@wren1 ~]$ ${then}\n`,
        'wren2/show.txt': listing('* running |         ')
          .replace('standby | * ', 'primary | * ')
          .replace(
            'primary | * running |          | default  | 100      | 1        | host=10.7.0.1',
            'primary | - failed  | ?        | default  | 100      | ?        | host=10.7.0.1',
          ),
      });
      if (first === null) throw new Error('no node');
      return nodeDown.remedies(cluster, first).map((one) => `${one.id}${one.recommended ? '' : '?'}`);
    };
    expect(rejoins('in production')).toEqual(['rejoin-with-rewind']);
    expect(rejoins('shut down')).toEqual(['rejoin-old-primary', 'rejoin-with-rewind?']);
    // it ran when its control file was read, and was stopped in order
    expect(rejoins('in production', 'pg_ctl -D /pg/data stop\nwaiting for server to shut down.... done\nserver stopped')).toEqual([
      'rejoin-old-primary',
      'rejoin-with-rewind?',
    ]);
  });

  it('holds the WAL since the fork before that checkpoint wherever repmgr is seen to use slots', () => {
    const said = '[postgres@wren2 ~]$ repmgr node rejoin --dry-run\nINFO: replication slots in use, 2 free slots on node 10\n';
    const shown = ' slot_name | slot_type | active\n-----------+-----------+--------\n repmgr_slot_2 | physical | f\n(1 row)\n';
    for (const more of [{ 'wren2/s.txt': said }, { 'wren1/s.txt': shown }]) {
      const { cluster, second } = nodesOf({ 'wren1/show.txt': WELL, ...more });
      expect(commands(rejoinWithRewind(cluster, second))).toMatch(/pg_create_physical_replication_slot\(.*repmgr_slot_2.* -c CHECKPOINT/);
    }
    const { cluster, second } = nodesOf({ 'wren1/show.txt': WELL });
    expect(commands(rejoinWithRewind(cluster, second))).not.toContain('create_physical_replication_slot');
  });

  it('pauses whom it can reach before a clone: the node that is cloned may hold anything', () => {
    const { cluster, second } = nodesOf({ 'wren1/show.txt': WELL });
    expect(commands(recloneStandby(cluster, second))).toMatch(/service pause \|\| true/);
    expect(commands(rejoinWithRewind(cluster, second))).not.toMatch(/service pause \|\| true/);
  });

  it('allows slots again where repmgr is to use them and none are allowed', () => {
    const shown = (slots: string) => ({
      'wren1/show.txt': WELL,
      'wren1/s.txt': ` name                  | setting\n-----------------------+---------\n max_replication_slots | ${slots}\n(1 row)\n`,
      'wren1/repmgr.conf': "node_id=1\nnode_name='wren1'\nconninfo='host=10.7.0.1 user=repmgr dbname=repmgr'\nuse_replication_slots=yes\n",
    });
    const none = nodesOf(shown('0'));
    expect(commands(enableReplication(none.cluster, none.first, false))).toContain("ALTER SYSTEM SET max_replication_slots = '\\''10'\\''");
    const some = nodesOf(shown('10'));
    expect(commands(enableReplication(some.cluster, some.first, false))).not.toContain('SET max_replication_slots');
  });

  it('drops what a standby leaves on the server that it followed, once it follows the other', () => {
    const slots = (name: string, active: string): string =>
      ` slot_name | slot_type | active\n-----------+-----------+--------\n ${name} | physical | ${active}\n(1 row)\n`;
    const { cluster, first, second } = nodesOf({
      'wren1/show.txt': WELL,
      'wren3/slots.txt': `[postgres@wren3 ~]$ psql -c 'select slot_name, slot_type, active from pg_replication_slots'\n${slots('repmgr_slot_2', 't')}`,
    });
    if (second === null) throw new Error('no node');
    const left = slotsOf(cluster).filter((slot) => slot.owner !== first);
    const remedy = followUpstream(cluster, second, true, first, left);
    expect(remedy.steps.map((step) => step.kind).slice(-4)).toEqual(['change', 'verify', 'change', 'verify']);
    expect(commands(remedy)).toMatch(
      /standby follow --upstream-node-id=1\n[\s\S]*pg_drop_replication_slot\(slot_name\).* where slot_name = .*repmgr_slot_2.* and not active/,
    );
    expect(commands(followUpstream(cluster, second, true, first))).not.toContain('drop_replication_slot');
  });

  it('raises a priority of zero beside failover=manual: else the standby stays where it is', () => {
    const { cluster, second } = nodesOf({ 'wren1/show.txt': WELL.replace(/(wren1 {4}\| default {2}\| )100/, '$10  ') });
    expect(commands(allowFailover(cluster, 'manual', [second]))).toMatch(
      /failover automatic;.*priority "\$PRIORITY"[\s\S]*standby register --force/,
    );
    const { cluster: able, second: other } = nodesOf({ 'wren1/show.txt': WELL });
    expect(commands(allowFailover(able, 'manual', [other]))).not.toMatch(/priority|register/);
  });

  it('names another database in the configuration, and leaves a password beside it alone', () => {
    const { cluster, second } = nodesOf({ 'wren1/show.txt': WELL });
    const text = commands(nameDatabase(cluster, second, true));
    expect(text).toContain('db="$DATABASE"');
    expect(text).toContain(String.raw`"/^[[:space:]]*conninfo[[:space:]]*=/s/(dbname[[:space:]]*=[[:space:]]*)[^[:space:]']+/\1$db/"`);
    expect(commands(nameDatabase(cluster, second, true, 'repmgr'))).toContain('db=repmgr');
    expect(commands(nameDatabase(cluster, second))).not.toContain('sed');
  });

  it('puts a lost configuration back to where everybody looks for it', () => {
    const { cluster, second } = nodesOf({ 'wren1/show.txt': WELL });
    expect(commands(restoreRepmgrConf(cluster, second, '/srv/r m/repmgr.conf'))).toMatch(
      /ls -ld '\/srv\/r m\/repmgr.conf'\*[\s\S]*cp -p "\$REPMGR_CONF" '\/srv\/r m\/repmgr.conf'/,
    );
    expect(commands(registerRepmgrConf(cluster, second, '/old.conf'))).toContain('-f "$REPMGR_CONF" standby register --force');
  });

  it('registers a primary that was promoted by hand before the other one rejoins it', () => {
    const { cluster, first, second } = nodesOf({ 'wren1/show.txt': PROMOTED, 'wren2/show.txt': PROMOTED });
    const remedy = rejoinWithRewind(cluster, first, second);
    expect(commands(remedy)).toMatch(/primary register --force[\s\S]*node rejoin --force-rewind/);
    expect(commands(rejoinWithRewind(cluster, second, first))).not.toContain('register');
  });

  it('has the source of a rewind write a checkpoint first: its control file names the old timeline until then', () => {
    const { cluster, first, second } = nodesOf({ 'wren1/show.txt': WELL });
    const { steps } = rejoinWithRewind(cluster, second, first);
    const at = steps.findIndex((step) => /CHECKPOINT/.test(step.command.text));
    expect(steps[at]?.node).toBe('wren1');
    expect(
      steps
        .slice(0, at)
        .map((step) => step.command.text)
        .join('\n'),
    ).not.toContain('node rejoin');
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
    expect(commands(nameReceiver(twelve.cluster, twelve.second))).toMatch(
      /alter system[\s\S]*--action=stop \|\| true\n[\s\S]*--action=start/,
    );
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
