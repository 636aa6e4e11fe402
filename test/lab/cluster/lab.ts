/**
 * A real repmgr cluster on loopback: two or three nodes, each a set of namespaces with its own host name, processes, sshd and the
 * same paths. Everything lies in one folder that vanishes with the lab's mount namespace.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { resolve } from 'node:path';
import { type Dress, postgresql } from './dress.ts';
import { holdsWithin, pause, type Ran, run } from './host.ts';

/** A tmpfs of the lab's own mount namespace. */
const FOLDER = '/mnt';
const NODE_INIT = resolve('test/lab/cluster/node-init.sh');
const KINGBASE = resolve('test/lab/cluster/kingbase');
const PASSWORD = 'Xk29-lab';

export interface Knobs {
  readonly nodes: 2 | 3;
  /** Size of a WAL segment in MB. */
  readonly segment: 1 | 16;
  readonly repmgrd: boolean;
  readonly slots: boolean;
  readonly authentication: 'trust' | 'scram-sha-256';
  /** Of the database cluster and of the server's messages. */
  readonly locale: string;
  readonly messages: string;
  /** `SQL_ASCII` lets the server print what its locale says, GB18030 too. */
  readonly encoding: 'UTF8' | 'SQL_ASCII';
  readonly logPrefix: string;
  /** WAL on a volume of its own, of that many MB. */
  readonly walVolume: number | null;
  readonly checksums: boolean;
  readonly archiveMode: 'on' | 'off' | 'always';
  /** Host names instead of addresses in conninfo. */
  readonly hostNames: boolean;
  /** Further lines of the server's configuration, on every node. */
  readonly settings: readonly string[];
  readonly dress: Dress;
}

const DEFAULTS: Knobs = {
  nodes: 2,
  segment: 1,
  repmgrd: true,
  slots: true,
  authentication: 'trust',
  locale: 'C.UTF-8',
  messages: 'C',
  encoding: 'UTF8',
  logPrefix: '%m [%p] ',
  walVolume: null,
  checksums: false,
  archiveMode: 'on',
  hostNames: false,
  settings: [],
  dress: postgresql,
};

export class Lab {
  readonly knobs: Knobs;
  readonly dress: Dress;
  /** Rows that were written while a fault was made. */
  readonly written = new Set<string>();
  readonly #inits = new Map<number, { readonly pid: number; readonly parent: ChildProcess }>();

  constructor(knobs: Partial<Knobs>) {
    this.knobs = { ...DEFAULTS, ...knobs };
    this.dress = this.knobs.dress;
  }

  get nodes(): number[] {
    return Array.from({ length: this.knobs.nodes }, (_, index) => index + 1);
  }

  get data(): string {
    return `${this.dress.base}/data`;
  }

  /** `repmgr -f /srv/pgsql/repmgr.conf` */
  get repmgr(): string {
    return `repmgr -f ${this.dress.repmgrConf}`;
  }

  /** The guard of the documentation: refuses to overwrite. */
  get guard(): string {
    return `test ! -f ${this.dress.archiveDir}/%f && cp %p ${this.dress.archiveDir}/%f`;
  }

  address(node: number): string {
    return `127.0.0.${node + 1}`;
  }

  host(node: number): string {
    return this.knobs.hostNames ? this.hostName(node) : this.address(node);
  }

  hostName(node: number): string {
    return `pg-node${node}`;
  }

  /** Given by the environment (PGPORT), so that the configuration files are the same on every node: a clone or a rewind copies them. */
  port(node: number): number {
    return 5500 + node;
  }

  conninfo(node: number): string {
    return `host=${this.host(node)} port=${this.port(node)} user=${this.dress.databaseUser} dbname=${this.dress.database}`;
  }

  /** A file of a node, as the lab sees it: `path(1, 'data/postgresql.conf')`. */
  path(node: number, file = ''): string {
    return `${FOLDER}/n${node}/${file}`;
  }

  // --- running something on a node

  /** Arguments of nsenter that lead into a node. */
  inside(node: number): string[] {
    const init = this.#inits.get(node);
    if (init === undefined) throw new Error(`node ${node} is not up`);
    return ['-t', String(init.pid), '-m', '-u', '-p', '-i'];
  }

  /** The login environment of the server's OS user. */
  environment(locale: string | null = null, term = 'dumb'): string[] {
    const { osUser } = this.dress;
    return [
      'env',
      '-i',
      'HOME=/var/lib/postgresql',
      `USER=${osUser}`,
      `LOGNAME=${osUser}`,
      `TERM=${term}`,
      'SHELL=/bin/bash',
      ...(locale === null ? [] : [`LANG=${locale}`]),
    ];
  }

  /** A command as the server's OS user with its login environment. */
  run(node: number, command: string, options: { seconds?: number; locale?: string | null } = {}): Ran {
    const user = ['runuser', '-u', this.dress.osUser, '--', ...this.environment(options.locale)];
    return run('nsenter', [...this.inside(node), '--', ...user, 'bash', '-c', `. ~/.bashrc; cd ~; ${command}`], options);
  }

  on(node: number, command: string): string {
    return this.run(node, command).output;
  }

  /** A command that has to go well, else the fault is not what it says. */
  must(node: number, command: string): void {
    const ran = this.run(node, command);
    if (ran.code !== 0) throw new Error(`${command}: exit ${ran.code}\n${ran.output}`);
  }

  root(node: number, command: string): Ran {
    return run('nsenter', [...this.inside(node), '--', 'bash', '-c', command]);
  }

  /** One value from the server. */
  query(node: number, sql: string): string {
    return this.#psql(node, ['-c', sql], { seconds: 20 }).output.trim();
  }

  /** Asks the server through its socket, without anything of the node around it. */
  #psql(node: number, words: readonly string[], options: { seconds?: number; input?: string }): Ran {
    const { database, databaseUser } = this.dress;
    const socket = `/proc/${this.#inits.get(node)?.pid}/root/run/postgresql`;
    const to = ['-h', socket, '-p', String(this.port(node)), '-d', database, '-U', databaseUser];
    return run(`${postgresql.binDir}/psql`, ['-XAtqw', ...to, ...words], options);
  }

  /** Fills WAL segments. */
  fill(node: number, segments: number): void {
    const one = "select pg_logical_emit_message(false, 'lab', repeat('x', 2000)); select pg_switch_wal();";
    this.#psql(node, [], { input: `${one}\n`.repeat(segments), seconds: 300 });
  }

  // --- configuration

  configuration(node: number): string {
    return this.path(node, `data/${this.dress.files.settings}`);
  }

  /** Writes a setting into the main file, instead of the line that is there; no reload. */
  set(node: number, name: string, value: string): void {
    this.unset(node, name);
    appendFileSync(this.configuration(node), `${name} = ${value}\n`);
  }

  unset(node: number, name: string): void {
    replaceLines(this.configuration(node), new RegExp(`^${name} *=.*\n`, 'gm'), '');
  }

  /** The same in the node's repmgr.conf. */
  setRepmgr(node: number, name: string, value: string | null): void {
    const file = this.path(node, this.repmgrConf);
    replaceLines(file, new RegExp(`^${name} *=.*\n`, 'gm'), '');
    if (value !== null) appendFileSync(file, `${name}=${value}\n`);
  }

  /** The repmgr configuration below the node's folder. */
  get repmgrConf(): string {
    return this.dress.repmgrConf.slice(this.dress.base.length + 1);
  }

  /** Sets archive_command on the nodes and reloads. */
  archive(command: string, nodes: readonly number[] = this.nodes): void {
    for (const node of nodes) {
      this.set(node, 'archive_command', `'${command.replaceAll("'", "''")}'`);
      this.reload(node);
    }
  }

  // --- the servers

  reload(node: number): void {
    this.control(node, 'reload');
    pause(0.6);
  }

  start(node: number): Ran {
    return this.control(node, `-l ${this.dress.base}/log/postgresql.log -w -t 20 start`);
  }

  stop(node: number, mode: 'fast' | 'immediate' = 'fast'): Ran {
    return this.control(node, `-m ${mode} -w stop`);
  }

  restart(node: number): void {
    this.stop(node);
    this.start(node);
  }

  control(node: number, words: string): Ran {
    return this.run(node, `${this.dress.programs.ctl} -D ${this.data} ${words} 2>&1`);
  }

  runs(node: number): boolean {
    return this.query(node, 'select 1') === '1';
  }

  isPrimary(node: number): boolean {
    return this.query(node, 'select pg_is_in_recovery()') === 'f';
  }

  get primaries(): number[] {
    return this.nodes.filter((node) => this.isPrimary(node));
  }

  streams(node: number, standbys: number): boolean {
    return this.query(node, "select count(*) from pg_stat_replication where state = 'streaming'") === String(standbys);
  }

  /** How many segments wait for the archiver. */
  waiting(node: number): number {
    return this.waitingSegments(node).length;
  }

  waitingSegments(node: number): string[] {
    const folder = this.path(node, `data/pg_wal/archive_status`);
    const all = existsSync(folder) ? readdirSync(folder) : [];
    return all.filter((name) => name.endsWith('.ready')).map((name) => name.replace('.ready', ''));
  }

  /** Writes a row of the canary table, as an application would. */
  writeRow(node: number, note: string): void {
    this.query(node, `insert into orders select max(id) + 1, '${note}' from orders`);
    for (const row of this.query(node, `select id || ' ' || note from orders where note = '${note}'`).split('\n')) this.written.add(row);
  }

  /** Waits, and says so where it was in vain. */
  wait(seconds: number, what: string, condition: () => boolean): void {
    if (!holdsWithin(seconds, condition)) process.stderr.write(`  not within ${seconds} s: ${what}\n`);
  }

  drained(node: number): void {
    this.wait(20, `archived on node ${node}`, () => this.waiting(node) === 0);
  }

  startRepmgrd(node: number): void {
    const { base, repmgrConf } = this.dress;
    this.run(node, `repmgrd -f ${repmgrConf} -p ${base}/log/repmgrd.pid --daemonize >/dev/null 2>&1`);
  }

  stopRepmgrd(node: number): void {
    this.run(node, `kill $(cat ${this.dress.base}/log/repmgrd.pid)`);
    pause(0.5);
  }

  /** Process ids, as the lab sees them, of the processes of a node whose command line fits. */
  processes(node: number, pattern: RegExp): number[] {
    const init = this.#inits.get(node);
    if (init === undefined) return [];
    const namespace = readlinkSync(`/proc/${init.pid}/ns/pid`);
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .filter((pid) => {
        try {
          return (
            readlinkSync(`/proc/${pid}/ns/pid`) === namespace &&
            pattern.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' '))
          );
        } catch {
          return false; // ended meanwhile
        }
      })
      .map(Number);
  }

  signal(node: number, pattern: RegExp, signal: NodeJS.Signals): void {
    for (const pid of this.processes(node, pattern)) process.kill(pid, signal);
  }

  /** The server of a node ends as if the machine had lost its power. */
  crash(node: number): void {
    this.signal(node, /bin\/(?:postgres|kingbase) -D/, 'SIGKILL');
    pause(0.5);
  }

  // --- up and down

  up(): void {
    this.#commonFiles();
    for (const node of this.nodes) this.addNode(node);
    this.#shareKeys();
    this.#makePrimary();
    for (const node of this.nodes.slice(1)) this.#makeStandby(node);
    this.wait(10, 'all standbys stream', () => this.streams(1, this.knobs.nodes - 1));
    if (this.knobs.repmgrd) for (const node of this.nodes) this.startRepmgrd(node);
    this.query(1, 'create table orders(id int primary key, note text)');
    this.query(1, 'insert into orders select g, md5(g::text) from generate_series(1, 500) g');
    this.fill(1, 3);
    if (this.knobs.archiveMode !== 'off') this.drained(1);
  }

  down(): void {
    for (const { pid } of this.#inits.values()) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // it has ended by itself
      }
    }
    holdsWithin(5, () => [...this.#inits.values()].every(({ pid }) => !existsSync(`/proc/${pid}`)));
    this.#inits.clear();
    for (const name of readdirSync(FOLDER)) rmSync(`${FOLDER}/${name}`, { recursive: true, force: true });
  }

  #commonFiles(): void {
    mkdirSync(`${FOLDER}/etc`);
    run('chmod', ['755', FOLDER]);
    run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', `${FOLDER}/etc/id`]);
    const names = [1, 2, 3].map((node) => `${this.address(node)} ${this.hostName(node)}`);
    writeFileSync(`${FOLDER}/etc/hosts`, ['127.0.0.1 localhost', ...names, ''].join('\n'));
    const { osUser } = this.dress;
    const user = readFileSync('/etc/passwd', 'utf8').replace(/^postgres:/m, `${osUser}:`);
    writeFileSync(`${FOLDER}/etc/passwd`, user);
    // a locked account is refused by sshd
    const shadow = readFileSync('/etc/shadow', 'utf8')
      .replace(/^postgres:!/m, 'postgres:*')
      .replace(/^postgres:/m, `${osUser}:`);
    writeFileSync(`${FOLDER}/etc/shadow`, shadow, { mode: 0o600 });
  }

  /** An empty node: folders, keys, sshd, repmgr.conf. */
  addNode(node: number): void {
    const folder = this.path(node);
    for (const name of ['data', 'archive', 'log', 'etc', 'home/.ssh']) mkdirSync(`${folder}${name}`, { recursive: true });
    copyFileSync(`${FOLDER}/etc/id`, `${folder}home/.ssh/id_ed25519`);
    copyFileSync(`${FOLDER}/etc/id.pub`, `${folder}home/.ssh/authorized_keys`);
    run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', `${folder}home/hostkey`]);
    writeFileSync(`${folder}home/sshd_config`, sshdConfig(this.address(node)));
    writeFileSync(`${folder}home/.bashrc`, this.#profile(node));
    writeFileSync(`${folder}home/.bash_profile`, this.#profile(node));
    writeFileSync(this.path(node, this.repmgrConf), this.#repmgrConf(node));
    this.#programs(node);
    if (this.knobs.authentication !== 'trust') {
      writeFileSync(`${folder}home/.pgpass`, `*:*:*:${this.dress.databaseUser}:${PASSWORD}\n`, { mode: 0o600 });
    }
    run('chmod', ['700', `${folder}data`, `${folder}home/.ssh`]);
    run('chown', ['-R', 'postgres:', folder]);
    run('chown', ['root:', `${folder}home/hostkey`]);
    const parent = spawn(
      'unshare',
      [
        '--mount',
        '--uts',
        '--ipc',
        '--pid',
        '--fork',
        '--mount-proc',
        '--propagation',
        'private',
        'bash',
        NODE_INIT,
        folder.replace(/\/$/, ''),
      ],
      {
        env: {
          PATH: process.env['PATH'] ?? '',
          BASE: this.dress.base,
          USER_NAME: this.dress.osUser,
          HOST_NAME: this.hostName(node),
          WAL_MB: String(this.knobs.walVolume ?? ''),
        },
        stdio: 'ignore',
      },
    );
    if (!holdsWithin(60, () => existsSync(`${folder}init.ready`))) throw new Error(`node ${node} does not come up`);
    const children = readFileSync(`/proc/${parent.pid}/task/${parent.pid}/children`, 'utf8').trim().split(' ');
    this.#inits.set(node, { pid: Number(children[0]), parent });
  }

  /** The programs of a dress; the server under its name, with its libraries where it looks for them. */
  #programs(node: number): void {
    const { scripts, flavour } = this.dress;
    if (flavour === 'postgresql') return;
    mkdirSync(this.path(node, 'bin'));
    for (const [name, script] of Object.entries(scripts)) {
      const text =
        'file' in script ? readFileSync(`${KINGBASE}/${script.file}`) : `#!/bin/sh\nexec ${postgresql.binDir}/${script.calls} "$@"\n`;
      writeFileSync(this.path(node, `bin/${name}`), text, { mode: 0o755 });
    }
    copyFileSync(`${postgresql.binDir}/postgres`, this.path(node, 'bin/kingbase'));
    symlinkSync('/usr/lib/postgresql/15/lib', this.path(node, 'lib'));
  }

  #shareKeys(): void {
    const lines = this.nodes.map((node) => {
      const key = readFileSync(this.path(node, 'home/hostkey.pub'), 'utf8').split(' ').slice(0, 2).join(' ');
      return `${this.address(node)},${this.hostName(node)} ${key}`;
    });
    for (const node of this.nodes) {
      const file = this.path(node, 'home/.ssh/known_hosts');
      writeFileSync(file, `${lines.join('\n')}\n`);
      run('chown', ['postgres:', file]);
    }
  }

  #makePrimary(): void {
    this.#makeServer(1);
    this.must(1, `${this.repmgr} primary register`);
  }

  /** A server of its own beside the cluster's: an empty one for a witness, with repmgr's user and database. */
  addServer(node: number): void {
    this.addNode(node);
    this.#makeServer(node);
  }

  #makeServer(node: number): void {
    const { knobs, dress } = this;
    const words = [
      `${dress.programs.initdb} -N -D ${this.data} --wal-segsize=${knobs.segment} -A trust -U ${dress.superuser}`,
      `-E ${knobs.encoding} --locale=${knobs.locale} --lc-messages=${knobs.messages}`,
      knobs.walVolume === null ? '' : `-X ${dress.base}/wal/pg_wal`,
      knobs.checksums ? '--data-checksums' : '',
    ];
    this.must(node, words.join(' '));
    if (dress.flavour === 'kingbasees') {
      this.on(node, `sys_ctl -D ${this.data} status`); // gives the files their names
      appendFileSync(this.path(node, `data/${dress.files.main}`), `include 'es_rep.conf'\n`);
      this.on(node, `touch ${this.data}/es_rep.conf`);
    }
    appendFileSync(this.configuration(node), `${[...this.#settings(), ...knobs.settings].join('\n')}\n`);
    writeFileSync(this.path(node, `data/${dress.files.hba}`), this.#hba());
    this.start(node);
    const role = `create role ${dress.databaseUser} superuser login replication password '${PASSWORD}'`;
    const { psql } = dress.programs;
    if (dress.flavour === 'kingbasees') {
      const catalogue = readFileSync(`${KINGBASE}/catalogue.sql`, 'utf8');
      this.must(node, `${psql} -XAtq -v ON_ERROR_STOP=1 -U ${dress.superuser} -d template1 -c ${word(catalogue)}`);
    }
    this.must(
      node,
      `${psql} -XAtq -U ${dress.superuser} -d postgres -c ${word(role)} -c 'create database ${dress.database} owner ${dress.databaseUser}'`,
    );
  }

  #makeStandby(node: number): void {
    const { dress } = this;
    this.must(node, `${this.repmgr} -h ${this.host(1)} -p ${this.port(1)} -U ${dress.databaseUser} -d ${dress.database} standby clone -c`);
    this.start(node);
    this.wait(10, `node ${node} attached`, () => this.streams(1, node - 1));
    this.must(node, `${this.repmgr} standby register --wait-sync=5`);
  }

  #settings(): string[] {
    const { knobs } = this;
    return [
      "listen_addresses = '*'",
      'max_connections = 60',
      'shared_buffers = 32MB',
      'wal_level = replica',
      'max_wal_senders = 10',
      'max_replication_slots = 10',
      'hot_standby = on',
      'wal_log_hints = on',
      'max_wal_size = 64MB',
      `min_wal_size = ${knobs.segment * 4}MB`,
      `archive_mode = ${knobs.archiveMode}`,
      `archive_command = '${this.guard}'`,
      "shared_preload_libraries = 'repmgr'",
      `log_line_prefix = '${knobs.logPrefix}'`,
      `lc_messages = '${knobs.messages}'`,
      'wal_receiver_timeout = 20s',
    ];
  }

  #hba(): string {
    const method = this.knobs.authentication;
    const { databaseUser, database } = this.dress;
    return [
      '# TYPE  DATABASE        USER            ADDRESS                 METHOD',
      'local   all             all                                     trust',
      `host    ${database.padEnd(15)} ${databaseUser.padEnd(15)} 127.0.0.0/8             ${method}`,
      `host    replication     ${databaseUser.padEnd(15)} 127.0.0.0/8             ${method}`,
      'host    all             all             127.0.0.1/32            trust',
      '',
    ].join('\n');
  }

  #profile(node: number): string {
    const { binDir, databaseUser, database } = this.dress;
    return [
      `export PATH=${binDir}:/usr/local/bin:/usr/bin:/bin:/usr/sbin PGDATA=${this.data} PGPORT=${this.port(node)}`,
      `export PGUSER=${databaseUser} PGDATABASE=${database} PAGER=cat`,
      // in SQL_ASCII the server prints its messages in the encoding that it was started with
      ...(this.knobs.encoding === 'SQL_ASCII' ? [`export LC_CTYPE=${this.knobs.locale}`] : []),
      "PS1='[\\u@\\h \\W]\\$ '",
      '',
    ].join('\n');
  }

  #repmgrConf(node: number): string {
    const { binDir, base, repmgrConf, programs, serviceCommands } = this.dress;
    const control = `${binDir}/${programs.ctl} -D ${this.data}`;
    return [
      `node_id=${node}`,
      `node_name='node${node}'`,
      `conninfo='${this.conninfo(node)} connect_timeout=2'`,
      `data_directory='${this.data}'`,
      `pg_bindir='${binDir}'`,
      `use_replication_slots=${this.knobs.slots}`,
      "failover='automatic'",
      `promote_command='${binDir}/repmgr standby promote -f ${repmgrConf} --log-to-file'`,
      `follow_command='${binDir}/repmgr standby follow -f ${repmgrConf} --log-to-file --upstream-node-id=%n'`,
      ...(serviceCommands
        ? [
            `service_start_command='${control} -l ${base}/log/postgresql.log -w start'`,
            `service_stop_command='${control} -m fast -w stop'`,
            `service_restart_command='${control} -l ${base}/log/postgresql.log -m fast -w restart'`,
            `service_reload_command='${control} reload'`,
          ]
        : []),
      'log_level=INFO',
      `log_file='${base}/log/repmgrd.log'`,
      'monitoring_history=no',
      'monitor_interval_secs=2',
      'reconnect_attempts=3',
      'reconnect_interval=2',
      '',
    ].join('\n');
  }
}

/** A text as one word for the shell. */
export function word(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function replaceLines(file: string, pattern: RegExp, by: string): void {
  writeFileSync(file, readFileSync(file, 'utf8').replace(pattern, by));
}

function sshdConfig(address: string): string {
  return [
    'Port 22',
    `ListenAddress ${address}`,
    'HostKey /etc/ssh/ssh_host_ed25519_key',
    'PidFile /run/sshd.pid',
    'UsePAM no',
    'PasswordAuthentication no',
    'StrictModes no',
    'PrintMotd no',
    'PrintLastLog no',
    '',
  ].join('\n');
}
