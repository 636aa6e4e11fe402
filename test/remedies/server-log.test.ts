import { describe, expect, it } from 'vitest';
import { serverLogFiles, serverLogRoot } from '../../src/collect/commands.ts';
import { clusterOf } from '../support/bundle.ts';

const settings = (rows: Readonly<Record<string, string>>): string =>
  ` name | setting\n------+---------\n${Object.entries(rows)
    .map(([name, value]) => ` ${name} | ${value}\n`)
    .join('')}(${Object.keys(rows).length} rows)\n`;

function logOf(rows: Readonly<Record<string, string>>, more = '') {
  const cluster = clusterOf({
    'coot1/s.txt': `[postgres@coot1 ~]$ psql -c 'select name, setting from pg_settings'\n${settings(rows)}`,
    'coot1/m.txt': more,
  });
  const node = cluster.nodes.find((one) => one.name === 'coot1') ?? null;
  return { files: serverLogFiles(cluster, node).text.split('\n').at(-1), root: serverLogRoot(cluster, node).text.split('\n').at(-1) };
}

const data = { data_directory: '/pg/data' };
const debian = { data_directory: '/var/lib/postgresql/15/main' };
const off = { logging_collector: 'off', log_directory: 'log' };

describe("the server's log", () => {
  it.each([
    ['the collector writes below the data', { ...data, logging_collector: 'on', log_directory: 'log' }, '/pg/data/log/*'],
    ['or where it is told', { ...data, logging_collector: 'on', log_directory: '/logs/pg 15' }, "'/logs/pg 15'/*"],
    [
      'the collector of a Debian cluster',
      { ...debian, logging_collector: 'on', log_directory: 'pg_log' },
      '/var/lib/postgresql/15/main/pg_log/*',
    ],
    ["Debian's place without it", { ...debian, ...off }, '/var/log/postgresql/postgresql-15-main.log'],
    ['Debian, of which only the directory is known', debian, '/var/log/postgresql/postgresql-15-main.log'],
    ['nothing is known', data, '/pg/data/log/*'],
    ['not below the data, and nobody tells where', { ...data, ...off }, '"$SERVER_LOG"'],
    ['a container of 18', { data_directory: '/var/lib/postgresql/18/docker', ...off }, '"$SERVER_LOG"'],
  ])('%s', (_, rows, files) => {
    expect(logOf(rows).files).toBe(files);
    expect(logOf(rows).root).toBe(files.replace(/\*$/, ''));
  });

  it('is the file that pg_ctl is given, typed or configured', () => {
    const typed = '[postgres@coot1 ~]$ /usr/pgsql-15/bin/pg_ctl -D /pg/data -l /pg/server.log start\nserver started\n';
    expect(logOf({ ...data, ...off }, typed).files).toBe('/pg/server.log');
    const listed = '[postgres@coot1 ~]$ pg_ctl -D /pg/data status; ls -l /pg/data/log\npg_ctl: no server running\n';
    expect(logOf({ ...data, ...off }, listed).files).toBe('"$SERVER_LOG"');
    const conf =
      "[postgres@coot1 ~]$ cat /etc/repmgr.conf\nnode_id=1\nnode_name='coot1'\nservice_start_command='pg_ctl -w -l /var/log/pg.log -D /pg/data start'\n";
    expect(logOf({ ...data, ...off }, conf).files).toBe('/var/log/pg.log');
    expect(logOf({ ...data, logging_collector: 'on', log_directory: 'log' }, typed).files).toBe('/pg/data/log/*');
  });
});
