import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analyse } from '../../src/analyse.ts';
import { collectorScript, describedItems, description } from '../../src/collect/script.ts';
import { openInputs } from '../../src/input/open.ts';

/** The script is run for true, in every shell that is here, on a made-up data directory with programs that answer as the real ones do. */
const SHELLS = ['sh', 'dash', 'bash', 'busybox sh'].filter(
  (shell) => spawnSync('sh', ['-c', `command -v ${shell.split(' ')[0]}`]).status === 0,
);
const SECRET = 'Tr0ub4dor';

let home: string;
const at = (...parts: string[]): string => join(home, ...parts);

function program(name: string, body: string): void {
  writeFileSync(at('bin', name), `#!/bin/sh\n${body}\n`);
  chmodSync(at('bin', name), 0o755);
}

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'repmgr-doctor-collector-'));
  for (const folder of ['bin', 'data/pg_wal/archive_status', 'data/log', 'out', 'tmp']) mkdirSync(at(folder), { recursive: true });
  writeFileSync(at('data/postgresql.conf'), `archive_mode = on\narchive_command = 'cp %p ${at('nowhere')}/%f'\n`);
  writeFileSync(at('data/postgresql.auto.conf'), `primary_conninfo = 'host=10.1.1.1 user=repmgr password=${SECRET} sslmode=prefer'\n`);
  writeFileSync(at('data/pg_hba.conf'), `host all all 0.0.0.0/0 ldap ldapserver=l ldapbindpasswd=${SECRET}\n`);
  writeFileSync(at('data/pg_wal/000000010000000000000007'), '');
  writeFileSync(at('data/pg_wal/archive_status/000000010000000000000006.ready'), '');
  writeFileSync(
    at('data/log/postgresql-1.log'),
    `2026-03-04 05:06:07.123 UTC [77] LOG:  archive command failed with exit code 1\n2026-03-04 05:06:07.123 UTC [77] DETAIL:  The failed archive command was: curl https://u:${SECRET}@store/x\n`,
  );
  writeFileSync(
    at('repmgr.conf'),
    `node_id=1\nnode_name='alpha'\nconninfo='host=10.1.1.1 user=repmgr dbname=repmgr password=${SECRET}'\ndata_directory='${at('data')}'\n`,
  );
  program(
    'psql',
    `case "$*" in
    *archiver*) printf '%s\\n' ' archived_count | last_archived_wal | failed_count |    last_failed_wal' '----------------+-------------------+--------------+------------------------' '              0 |                   |            3 | 000000010000000000000006' '(1 row)' '' ;;
    *repmgr.nodes*) sleep 30 ;;
    *) echo 'psql: error: connection to server at "10.1.1.1", port 5432 failed: Connection refused' >&2; exit 2 ;;
    esac`,
  );
  program('repmgr', `echo 'ERROR: connection to database failed' >&2; exit 6`);
  program('pg_controldata', `echo 'Database cluster state:               in production'`);
  writeFileSync(at('collect.sh'), collectorScript('0.0.0'));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const run = (shell: string, ...more: string[]) => {
  const [file = 'sh', ...first] = shell.split(' ');
  const options = [
    '-D',
    at('data'),
    '-f',
    at('repmgr.conf'),
    '--bin-dir',
    at('bin'),
    '-o',
    at('out'),
    '--seconds',
    '2',
    '--flavour',
    'postgresql',
  ];
  return spawnSync(file, [...first, at('collect.sh'), ...options, ...more], {
    encoding: 'utf8',
    env: { PATH: `${at('bin')}:${process.env['PATH']}`, TMPDIR: at('tmp'), HOME: home },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 60_000,
  });
};

function snapshot(folder: string): string[] {
  return readdirSync(folder, { recursive: true })
    .map(String)
    .sort()
    .map((path) => {
      const stat = statSync(join(folder, path));
      return `${path} ${stat.size} ${stat.mtimeMs} ${stat.mode}`;
    });
}

describe.each(SHELLS)('the collector in %s', (shell) => {
  it('says what it would read, and writes nothing', () => {
    const before = snapshot(home);
    const told = run(shell, '--describe');
    expect(told.status).toBe(0);
    for (const line of description(describedItems(), 'en')) expect(told.stdout).toContain(line);
    expect(told.stdout).toContain(at('data'));
    expect(snapshot(home)).toEqual(before);
  });

  it('writes one archive that diagnose understands, without a secret, and changes nothing', async () => {
    const before = snapshot(at('data'));
    const done = run(shell);
    expect(done.status, done.stderr).toBe(0);
    expect(snapshot(at('data'))).toEqual(before);
    expect(readdirSync(at('tmp'))).toEqual([]);
    const archive = done.stdout.trim();
    expect(statSync(archive).mode & 0o077).toBe(0);

    const all = execFileSync('tar', ['-xzOf', archive], { encoding: 'utf8' });
    expect(all).not.toContain(SECRET);
    expect(all).toContain('[redacted]');

    const manifest = execFileSync('sh', ['-c', `tar -xzOf '${archive}' --wildcards '*/manifest.md'`], { encoding: 'utf8' });
    expect(manifest).toContain('repmgr_nodes.txt: cut after 2 seconds');
    expect(manifest).toMatch(/cluster_show\.txt: exit 6: ERROR: connection to database failed/);

    const report = await analyse(openInputs([archive]), { lang: 'en', version: '0.0.0' });
    expect(report.bundle.notUnderstood).toEqual([]);
    expect(report.cluster.nodes.map((node) => node.dataDir)).toContain(at('data'));
    rmSync(archive);
  });
});

describe('the collector', () => {
  it('refuses a wrong call in one line', () => {
    for (const [option, says] of [
      ['--nonsense', 'unknown option'],
      ['--flavour', 'needs a value'],
    ] as const) {
      const refused = spawnSync('sh', [at('collect.sh'), option], { encoding: 'utf8' });
      expect(refused.status).toBe(2);
      expect(refused.stderr).toContain(says);
      expect(refused.stderr.trim().split('\n')).toHaveLength(1);
    }
  });

  it('explains itself', () => {
    const help = spawnSync('sh', [at('collect.sh'), '--help'], { encoding: 'utf8' });
    expect(help.stdout).toContain('--archive-dir DIR');
    expect(help.stdout).not.toContain('set -u');
  });

  it('bounds commands where no timeout program is in the path', () => {
    const tools = at('tools');
    mkdirSync(tools);
    for (const tool of 'sh awk basename cat cut date dirname dd df grep gzip head id ls mkdir mktemp ps readlink rm sed sleep sort tail tar tr uname wc'.split(
      ' ',
    )) {
      const found = spawnSync('sh', ['-c', `command -v ${tool}`], { encoding: 'utf8' }).stdout.trim();
      if (found.startsWith('/')) symlinkSync(found, join(tools, tool));
    }
    const done = spawnSync(
      'sh',
      [
        at('collect.sh'),
        '-D',
        at('data'),
        '-f',
        at('repmgr.conf'),
        '--bin-dir',
        at('bin'),
        '-o',
        at('out'),
        '--seconds',
        '1',
        '--flavour',
        'postgresql',
      ],
      {
        encoding: 'utf8',
        env: { PATH: `${at('bin')}:${tools}`, TMPDIR: at('tmp'), HOME: home },
        stdio: ['ignore', 'pipe', 'pipe'],
        timeout: 60_000,
      },
    );
    expect(done.status, done.stderr).toBe(0);
    const manifest = execFileSync('sh', ['-c', `tar -xzOf '${done.stdout.trim()}' --wildcards '*/manifest.md'`], { encoding: 'utf8' });
    expect(manifest).toContain('repmgr_nodes.txt: cut after 1 seconds');
  });

  it('holds no command that writes, and draws on the list that collectNext draws on', () => {
    const commands = describedItems().flatMap((item) => item.commands);
    for (const command of commands) {
      expect(command).not.toMatch(
        /\b(?:rm|mv|cp|tee|dd|truncate|kill|reload|restart|stop|start|promote|alter|drop|insert|update|delete)\b(?!_)/i,
      );
      expect(command).not.toMatch(/[^2]>/);
    }
    expect(readFileSync('src/collect/items.ts', 'utf8')).toContain("from './commands.ts'");
  });
});
