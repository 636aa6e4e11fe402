import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contained, hole, lines, queryAt, repmgr, sh } from '../../src/commands/command.ts';
import { texts } from '../../src/core/text.ts';
import { Cluster } from '../../src/model/cluster.ts';
import { differencesOf } from '../../src/model/drift.ts';
import { addWitness } from '../../src/remedies/add-witness.ts';
import { alignSettings } from '../../src/remedies/align-settings.ts';
import { findSlowPart } from '../../src/remedies/find-slow-part.ts';
import { followUpstream } from '../../src/remedies/follow-upstream.ts';
import { writePassword } from '../../src/remedies/password-file.ts';
import { promoteAgain } from '../../src/remedies/promote-again.ts';
import { reachNode } from '../../src/remedies/reach-node.ts';
import { rejoinAgain } from '../../src/remedies/rejoin-again.ts';
import { restartForArchiveMode } from '../../src/remedies/restart-for-archive-mode.ts';
import { resumeReplay } from '../../src/remedies/resume-replay.ts';
import { raiseShutdownTimeout } from '../../src/remedies/shutdown-timeout.ts';
import { stopCleaningWal } from '../../src/remedies/stop-cleaning-wal.ts';
import { type BundleText, readText } from '../support/bundle.ts';

const said = texts(() => ({ find: { en: 'the vault', 'zh-CN': '密码库' } }));

const clusterOf = (bundle: BundleText): Cluster => new Cluster(readText(bundle).facts);

const LISTING = `
postgres@tit1:~$ repmgr -f /etc/repmgr.conf cluster show
 ID | Name | Role    | Status    | Upstream | Location | Priority | Timeline | Connection string
----+------+---------+-----------+----------+----------+----------+----------+------------------------------------
 1  | tit1 | primary | * running |          | default  | 100      | 3        | host=tit1 user=repmgr dbname=repmgr
 2  | tit2 | standby |   running | tit1     | default  | 100      | 3        | host=tit2 user=repmgr dbname=repmgr
`;

/** The commands of a remedy, in order. */
const commandsOf = (remedy: { readonly steps: readonly { readonly command: { readonly text: string } }[] }): string[] =>
  remedy.steps.map((step) => step.command.text);

describe('commands run as they are printed', () => {
  let home = '';
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'remedy-'));
  });
  afterEach(() => rmSync(home, { recursive: true }));

  const run = (command: string, env: Record<string, string> = {}) =>
    spawnSync('sh', ['-c', command], { env: { PATH: process.env['PATH'] ?? '', HOME: home, ...env }, encoding: 'utf8', input: '' });

  it('a password with a colon and a backslash is escaped in the password file', () => {
    const cluster = clusterOf({ 'a.txt': LISTING });
    const password = hole('REPMGR_PASSWORD', 'the password', said.find());
    writeFileSync(join(home, '.pgpass'), 'old:*:*:me:x\n', { mode: 0o600 });
    const { status, stderr } = run(contained(writePassword(cluster, null, sh`${'repmgr'}`, password)).text, {
      REPMGR_PASSWORD: 'a:b\\c&d',
    });
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(readFileSync(join(home, '.pgpass'), 'utf8')).toBe('*:*:*:repmgr:a\\:b\\\\c&d\nold:*:*:me:x\n');
    expect(readFileSync(join(home, '.pgpass.before'), 'utf8')).toBe('old:*:*:me:x\n');
  });

  it('what a guard says opens no string, in bash either', () => {
    const command = contained(sh`ls ${hole('BIN_DIR', "the directory of the server's programs", said.find())}`).text;
    for (const shell of ['sh', 'bash']) expect(spawnSync(shell, ['-n'], { input: command, encoding: 'utf8' }).stderr, shell).toBe('');
    expect(run(command).stderr).toContain('the directory of the server s programs');
  });

  it('a job that removes WAL is commented, whatever it removes with; other lines stay', () => {
    const cluster = clusterOf({ 'a.txt': LISTING });
    const node = cluster.nodes[0];
    if (node === undefined) throw new Error('no node');
    const jobs = [
      '*/5 * * * * find /var/lib/pgsql/12/data/pg_wal -mmin +60 -delete',
      '0 1 * * * rm -f /data/sys_wal/0000*',
      '0 2 * * * pg_archivecleanup /data/pg_wal 0000',
      '0 3 * * * du -sh /data/pg_wal',
      '0 4 * * * rm -rf /tmp/old',
    ];
    writeFileSync(join(home, 'jobs'), `${jobs.join('\n')}\n`);
    // a crontab that keeps its table in the home directory
    writeFileSync(
      join(home, 'crontab'),
      `#!/bin/sh\nif [ "$1" = -l ]; then cat "$HOME/jobs"; else cat > "$HOME/new" && mv "$HOME/new" "$HOME/jobs"; fi\n`,
      {
        mode: 0o755,
      },
    );
    const stop = stopCleaningWal(cluster, node).steps.find((step) => step.kind === 'change');
    const { status } = run(stop?.command.text ?? '', { PATH: `${home}:${process.env['PATH']}` });
    expect(status).toBe(0);
    expect(readFileSync(join(home, 'jobs'), 'utf8').split('\n')).toEqual([
      ...jobs.slice(0, 3).map((job) => `#${job}`),
      ...jobs.slice(3),
      '',
    ]);
  });
});

describe('the job that removes WAL', () => {
  it('is looked for in the tables of all users, by whatever it calls', () => {
    const cluster = clusterOf({ 'a.txt': LISTING });
    const [look] = stopCleaningWal(cluster, cluster.nodes[0] as never).steps;
    expect(look?.runAs).toBe('root');
    const { stdout } = spawnSync('sh', ['-c', look?.command.text.replace(/\/etc\/crontab .*cron /, '- ') ?? ''], {
      input: '# m h\n\n0 * * * * /root/trim_wal.sh\n',
      encoding: 'utf8',
    });
    expect(stdout).toMatch(/^(?:.*:)?0 \* \* \* \* \/root\/trim_wal\.sh\n$/);
  });
});

describe('the makers of commands', () => {
  it('a command is put into one subshell only', () => {
    const two = contained(lines(sh`one`, sh`two`));
    expect(contained(two)).toEqual(two);
    expect(contained(lines(two, two)).text).toContain(`(\nset -eu\n(\nset -eu\none`);
  });

  it('repmgr before 5.0 calls it daemon', () => {
    const version = (number: string) => clusterOf({ 'a.txt': `postgres@tit1:~$ repmgr --version\nrepmgr ${number}\n${LISTING}` });
    expect(repmgr(version('4.4'), null, 'service', 'status').text).toMatch(/ daemon status$/);
    expect(repmgr(version('5.3.3'), null, 'service', 'status').text).toMatch(/ service status$/);
  });

  it('a server that listens on itself only is asked there, whatever host its conninfo names', () => {
    const cluster = clusterOf({ 'a.txt': 'postgres@tit1:~$ cat /etc/motd\nwelcome\n' });
    expect(queryAt(cluster, null, 'localhost', 'select 1').text).toContain(`-d "$CONNINFO"' host=localhost'`);
  });
});

describe('remedies', () => {
  it('the witness is registered with its own configuration', () => {
    const commands = commandsOf(addWitness(clusterOf({ 'a.txt': LISTING })));
    const registers = commands.filter((command) => command.includes('witness register'));
    expect(registers).toHaveLength(2);
    for (const command of registers)
      expect(command).toMatch(/repmgr -f "\$WITNESS_CONF" -d 'host=tit1 user=repmgr dbname=repmgr' witness register/);
  });

  it('repmgrd is paused for a restart although the bundle shows one node only', () => {
    const cluster = clusterOf({ 'a.txt': 'postgres@tit1:~$ repmgr node check\nNode "tit1":\n\tServer role: OK (node is primary)\n' });
    const node = cluster.nodes[0];
    if (node === undefined) throw new Error('no node');
    const commands = commandsOf(restartForArchiveMode(cluster, node)).join('\n');
    expect(commands).toMatch(/service pause[\s\S]*--action=stop \|\| true\n[\s\S]*--action=start[\s\S]*service unpause/);
  });

  it('crash recovery in single-user mode needs no database named postgres and minds no stale PID file', () => {
    const cluster = clusterOf({ 'a.txt': `postgres@tit1:~$ psql --version\npsql (PostgreSQL) 12.4\n${LISTING}` });
    const single = commandsOf(rejoinAgain(cluster, cluster.node('tit1'), null)).filter((command) => command.includes('--single'));
    expect(single).toHaveLength(1);
    expect(single[0]).toContain('template1 < /dev/null');
    expect(single[0]).not.toContain('.pid');
  });

  it('before 12 the upstream stands in recovery.conf', () => {
    const at = (version: string) => {
      const cluster = clusterOf({ 'a.txt': `postgres@tit1:~$ psql --version\npsql (PostgreSQL) ${version}\n${LISTING}` });
      return commandsOf(followUpstream(cluster, cluster.node('tit2'), true)).join('\n');
    };
    expect(at('11.9')).toContain('recovery.conf');
    expect(at('11.9')).not.toContain('show primary_conninfo');
    expect(at('15.4')).toContain('show primary_conninfo');
  });

  it('an archive command that can lose a segment is not carried to the other nodes', () => {
    const at = (command: string) => {
      const show = (value: string) => ` name            | setting\n-----------------+---------\n archive_command | ${value}\n(1 row)\n`;
      const ask = 'psql -c "select name, setting from pg_settings where name = \'archive_command\'"';
      const cluster = clusterOf({
        'a.txt': LISTING,
        'tit1/s.txt': `postgres@tit1:~$ ${ask}\n${show(command)}`,
        'tit2/s.txt': `postgres@tit2:~$ ${ask}\n${show('')}`,
      });
      return commandsOf(alignSettings(cluster, differencesOf(cluster.members))).filter((text) => text.includes('ALTER SYSTEM'));
    };
    expect(at('test ! -f /arch/%f && cp %p /arch/%f')).toHaveLength(1);
    expect(at('/bin/cp -f %p /arch/%f')).toEqual([]);
  });

  it('names of positions are those of the version', () => {
    const at = (version: string) => {
      const cluster = clusterOf({ 'a.txt': `postgres@tit1:~$ psql --version\npsql (PostgreSQL) ${version}\n${LISTING}` });
      const [primary, standby] = [cluster.node('tit1'), cluster.node('tit2')];
      return [
        promoteAgain(cluster, standby),
        resumeReplay(cluster, standby),
        findSlowPart(cluster, standby, true),
        raiseShutdownTimeout(cluster, standby, primary, 300),
        restartForArchiveMode(cluster, primary as NonNullable<typeof primary>),
      ]
        .flatMap(commandsOf)
        .join('\n');
    };
    expect(at('9.6.24')).not.toMatch(/_lsn\b|switch_wal|wal_replay|backend_type/);
    expect(at('16.2')).not.toMatch(/_location\b|xlog/);
  });

  it('a node that does not answer is asked from another one, never from itself', () => {
    const cluster = clusterOf({ 'a.txt': LISTING.replace(/^ 2 .*\n/m, '') });
    const node = cluster.node('tit1');
    if (node === null) throw new Error('no node');
    expect(reachNode(cluster, node).steps[0]?.node).toBeNull();
  });
});

describe('who runs the server, and where its programs lie', () => {
  it('a directory with the name of a program is not where programs lie', () => {
    const cluster = clusterOf({
      'a.txt':
        '[kingbase@kes1 ~]$ ls /data/kingbase\nbase\n[kingbase@kes1 ~]$ sys_ctl -D /data/kingbase status\nsys_ctl: no server running\n',
    });
    expect(cluster.nodes.map((node) => node.binDir)).toEqual([null]);
  });

  it('neither a backup tool nor a container without a name', () => {
    const cluster = clusterOf({
      'a.txt':
        "postgres@tit1:~$ psql -c 'show archive_mode'\n archive_mode\n--------------\n off\n(1 row)\n\nbarman@depot:~$ barman check tit\nServer tit:\n",
      'b.txt': 'I have no name!@tit2:/$ psql -c "show archive_mode"\n archive_mode\n--------------\n off\n(1 row)\n',
    });
    expect(cluster.members.map((node) => node.name)).not.toContain('depot');
    expect(cluster.nodes.map((node) => node.osUser)).not.toContain('barman');
    expect(cluster.nodes.map((node) => node.osUser)).not.toContain('I have no name!');
  });
});
