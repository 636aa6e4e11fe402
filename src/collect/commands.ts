/**
 * What to gather, in one list: `collectNext`, the `missing` of findings and the collector's script all draw on it.
 * Each entry is read-only, asks nothing, and runs as it stands on the node named.
 */

import { besidePrograms, contained, daemonState, hole, lines, literal, program, raw, repmgr, sh, table } from '../commands/command.ts';
import { walNames } from '../commands/wal-names.ts';
import type { Command, Missing } from '../core/finding.ts';
import { type Message, texts } from '../core/text.ts';
import { missingProgram } from '../model/archive-attempts.ts';
import { archiveDestination } from '../model/archive-destination.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { dataDirectory, serverLogFiles } from './places.ts';

import { accessErrors, accessTable, hasFileViews, pendingColumn, settingErrors } from './server-views.ts';

export { dataDirectory, serverLogFiles, serverLogRoot } from './places.ts';

const what = texts(() => ({
  settings: { en: 'the settings in force and where they come from: {names}', 'zh-CN': '当前生效的参数及其来源：{names}' },
  archiver: { en: "the archiver's statistics", 'zh-CN': '归档进程统计信息' },
  replication: { en: 'who receives WAL from this node', 'zh-CN': '从该节点接收 WAL 的连接' },
  receiver: { en: 'what this node receives, and from whom', 'zh-CN': '该节点的 WAL 接收状态及来源' },
  slots: { en: 'the replication slots', 'zh-CN': '复制槽' },
  events: {
    en: 'whether events and their notifications went through, in the log of repmgrd',
    'zh-CN': 'repmgrd 日志中事件及通知的执行情况',
  },
  extension: {
    en: 'the repmgr extension of the database, and what the package offers',
    'zh-CN': '数据库中的 repmgr 扩展及软件包提供的版本',
  },
  pidFile: { en: 'the PID file of repmgrd and the process that it names', 'zh-CN': 'repmgrd 的 PID 文件及其所指的进程' },
  findPidFile: {
    en: '`repmgrd --show-pid-file`, or the path in the error of repmgrd',
    'zh-CN': '执行 `repmgrd --show-pid-file`，或见 repmgrd 报错中的路径',
  },
  kbhaLog: { en: 'the end of the log of kbha', 'zh-CN': 'kbha 日志末尾' },
  findKbhaLog: { en: 'the `kbha_log_file` line of repmgr.conf', 'zh-CN': 'repmgr.conf 中的 `kbha_log_file`' },
  findRepmgrLog: {
    en: 'the `log_file` line of repmgr.conf; without one, `journalctl -u` with the unit of repmgrd',
    'zh-CN': 'repmgr.conf 中的 `log_file`；若未设置，用 `journalctl -u` 查看 repmgrd 的单元',
  },
  dataDirectoryCheck: { en: "the node's own check of its data directory", 'zh-CN': '节点对数据目录的自检结果' },
  nodeCheck: { en: "the node's own check", 'zh-CN': '节点自检结果（node check）' },
  clusterShow: { en: 'the cluster as this node sees it', 'zh-CN': '该节点看到的集群状态' },
  serviceStatus: { en: 'whether repmgrd runs and is not paused', 'zh-CN': 'repmgrd 是否运行、是否暂停' },
  walListing: { en: 'the WAL directory and the archive status files', 'zh-CN': 'WAL 目录与归档状态文件列表' },
  archiveDirectory: { en: 'the archive directory and its volume', 'zh-CN': '归档目录及其所在卷' },
  findArchiveDir: {
    en: 'the directory in `archive_command`, or in the script that it calls',
    'zh-CN': '`archive_command`（或其调用的脚本）中的目录',
  },
  archiveProgram: { en: 'the program that the archive command calls', 'zh-CN': '归档命令调用的程序' },
  findArchiveProgram: { en: 'the first word of `archive_command`', 'zh-CN': '`archive_command` 的第一个词' },
  archiveHost: { en: 'the way to the archive host or store', 'zh-CN': '到归档主机或对象存储的链路' },
  findArchiveHost: {
    en: 'the login (user and host, with `@` between them) in `archive_command`, or in the script that it calls',
    'zh-CN': '`archive_command`（或其调用的脚本）中的登录名（用户与主机，以 `@` 连接）',
  },
  volumes: { en: 'free space of the volumes', 'zh-CN': '各文件系统剩余空间' },
  serverLog: { en: "the end of the server's log", 'zh-CN': '服务器日志末尾' },
  repmgrConf: { en: 'the repmgr configuration', 'zh-CN': 'repmgr 配置文件' },
  control: { en: 'the control file', 'zh-CN': '控制文件' },
  processes: { en: 'the processes of the host', 'zh-CN': '系统进程列表' },
  pending: { en: 'what waits for a restart, and what cannot be applied', 'zh-CN': '等待重启的修改与无法应用的设置' },
  fileErrors: { en: 'errors that the server finds in its files', 'zh-CN': '服务器在其配置文件中发现的错误' },
  address: {
    en: 'the virtual address, the network devices, and the rights of `ip` and `arping`',
    'zh-CN': 'VIP、网络设备以及 `ip`、`arping` 的权限',
  },
  license: { en: 'the days that are left of the licence', 'zh-CN': '授权剩余天数' },
  hba: { en: 'the access rules in force', 'zh-CN': '当前生效的访问规则（hba）' },
  allSettings: { en: 'all settings in force and where each comes from', 'zh-CN': '全部生效参数及其来源' },
  version: { en: 'versions', 'zh-CN': '版本' },
  recovery: { en: 'role, position and clock', 'zh-CN': '角色、位置与时钟' },
  activity: { en: 'sessions by state, and who waits', 'zh-CN': '会话状态与等待' },
  nodeStatus: { en: "the node's own status", 'zh-CN': '节点状态（node status）' },
  clusterEvent: { en: "repmgr's events", 'zh-CN': 'repmgr 事件' },
  registered: { en: "repmgr's records of the nodes", 'zh-CN': 'repmgr 登记的节点' },
  crosscheck: { en: 'who reaches whom', 'zh-CN': '节点间互连情况' },
  configuration: { en: 'the configuration files', 'zh-CN': '配置文件' },
  histories: { en: 'the timeline histories', 'zh-CN': '时间线历史文件' },
  signals: { en: 'signal files, and what else lies in the data directory', 'zh-CN': '信号文件及数据目录内容' },
  inodes: { en: 'free inodes of the volumes', 'zh-CN': '各文件系统剩余 inode' },
  scheduled: { en: 'what cron runs', 'zh-CN': '定时任务（cron）' },
  host: { en: 'the host: name, clock, user, memory', 'zh-CN': '主机：名称、时钟、用户、内存' },
  listeners: { en: 'who listens on which port', 'zh-CN': '监听端口' },
  findRepmgrConf: {
    en: 'the file that repmgrd was started with: `ps -ef | grep "[r]epmgrd"`',
    'zh-CN': '即 repmgrd 启动时使用的文件：`ps -ef | grep "[r]epmgrd"`',
  },
  findConfDir: { en: '`show config_file`: its directory', 'zh-CN': '执行 `show config_file`，取其所在目录' },
}));

/** The directory that a node archives to as a part of a command: its path, or a hole. */
export function archiveDirectory(node: Node | null): string | ReturnType<typeof hole> {
  const known = node === null ? null : archiveDestination(node);
  return (
    known?.directory ?? known?.repository ?? hole('ARCHIVE_DIR', 'the directory that archive_command writes to', what.findArchiveDir())
  );
}

/** The program that the archive command of a node calls first, as a part of a command: as written there, or a hole. */
export function archiveProgram(node: Node | null): string | ReturnType<typeof hole> {
  const program = node === null ? undefined : (missingProgram(node) ?? archiveDestination(node).command?.needs[0]);
  return program ?? hole('ARCHIVE_PROGRAM', 'the program that archive_command calls', what.findArchiveProgram());
}

/** Where a node's archive command logs in, as a part of a command: `user@host` as written there, or a hole. */
export function archiveHost(node: Node | null): string | ReturnType<typeof hole> {
  const login = node === null ? null : (archiveDestination(node).command?.login ?? null);
  return login ?? hole('ARCHIVE_HOST', 'the login that archive_command sends to', what.findArchiveHost());
}

/**
 * The check of the backup tool that a node archives with, with the options of its archive command: reads only.
 * Null for other commands.
 */
export function backupToolCheck(node: Node | null): Command | null {
  const commands = node === null ? [] : (archiveDestination(node).command?.commands ?? []);
  const tool = commands.find((one) => /^(?:pgbackrest|sys_rman(?:_v6)?)$/.test(one.program ?? ''));
  if (tool?.path) {
    const options = tool.args.filter(
      (arg, index) => /^--(?:config|stanza)\b/.test(arg) || /^--(?:config|stanza)$/.test(tool.args[index - 1] ?? ''),
    );
    return sh`${options.reduce((made, option) => sh`${made} ${option}`, sh`${tool.path}`)} info`;
  }
  const walg = commands.find((one) => one.program === 'envdir' || one.program === 'wal-g');
  if (walg?.program === 'wal-g' && walg.path) return sh`${walg.path} st ls`;
  if (walg?.program === 'envdir' && walg.args[0] !== undefined && walg.args[1] === 'wal-g') return sh`envdir ${walg.args[0]} wal-g st ls`;
  return null;
}

type Ask = (cluster: Cluster, node: Node | null, why: Message) => Missing;

const ask =
  (describe: () => Message, command: (cluster: Cluster, node: Node | null) => Command): Ask =>
  (cluster, node, why) => ({ what: describe(), why, node: node?.name ?? null, command: contained(command(cluster, node)) });

/** Named things to collect: `collect.archiver(cluster, node, why)` gives a `Missing`. */
export const collect = {
  archiver: ask(what.archiver, (cluster, node) => table(cluster, node, `select *, now() from ${cluster.flavour.catalog}stat_archiver`)),
  replication: ask(what.replication, (cluster, node) =>
    table(cluster, node, `select *, now() from ${cluster.flavour.catalog}stat_replication`),
  ),
  receiver: ask(what.receiver, (cluster, node) => table(cluster, node, `select * from ${cluster.flavour.catalog}stat_wal_receiver`)),
  slots: ask(what.slots, (cluster, node) => table(cluster, node, `select * from ${cluster.flavour.catalog}replication_slots`)),
  nodeCheck: ask(what.nodeCheck, (cluster, node) => repmgr(cluster, node, 'node', 'check')),
  clusterShow: ask(what.clusterShow, (cluster, node) => repmgr(cluster, node, 'cluster', 'show')),
  serviceStatus: ask(what.serviceStatus, (cluster, node) => daemonState(cluster, node)),
  walListing: ask(
    what.walListing,
    (cluster, node) =>
      sh`ls -la ${dataDirectory(node)}/${raw(walNames(cluster).directory)}/ ${dataDirectory(node)}/${raw(walNames(cluster).directory)}/archive_status/`,
  ),
  archiveDirectory: ask(what.archiveDirectory, (_cluster, node) => {
    const directory = archiveDirectory(node);
    return sh`ls -ld ${directory} && df -P ${directory} && df -Pi ${directory}`;
  }),
  archiveProgram: ask(what.archiveProgram, (_cluster, node) => {
    const program = archiveProgram(node);
    return sh`command -v ${program}; ls -l "$(command -v ${program} || echo ${program})"`;
  }),
  archiveHost: ask(what.archiveHost, (_cluster, node) => {
    const tool = backupToolCheck(node);
    return tool ?? sh`ssh -o BatchMode=yes -o ConnectTimeout=5 ${archiveHost(node)} echo reached`;
  }),
  volumes: ask(
    what.volumes,
    (cluster, node) => sh`df -P ${dataDirectory(node)} ${dataDirectory(node)}/${raw(walNames(cluster).directory)}/.`,
  ),
  serverLog: ask(what.serverLog, (cluster, node) => sh`tail -n 500 ${serverLogFiles(cluster, node)}`),
  repmgrConf: ask(
    what.repmgrConf,
    (_cluster, node) =>
      sh`cat ${node?.repmgrConf ?? hole('REPMGR_CONF', 'the repmgr configuration file of this node', what.findRepmgrConf())}`,
  ),
  control: ask(what.control, (cluster, node) => sh`LC_ALL=C ${program(node, cluster, 'controldata')} -D ${dataDirectory(node)}`),
  processes: ask(what.processes, () => sh`ps -ef`),
  allSettings: ask(what.allSettings, (cluster, node) =>
    table(
      cluster,
      node,
      `select name, setting, unit, context, source, sourcefile, sourceline${pendingColumn(cluster)} from ${cluster.flavour.catalog}settings order by name`,
    ),
  ),
  version: ask(what.version, (cluster, node) =>
    lines(table(cluster, node, 'select version()'), sh`${program(node, cluster, 'repmgr')} --version`),
  ),
  recovery: ask(what.recovery, (cluster, node) => table(cluster, node, `select ${cluster.flavour.catalog}is_in_recovery(), now()`)),
  activity: ask(what.activity, (cluster, node) =>
    table(
      cluster,
      node,
      `select state, wait_event_type, wait_event, count(*), min(xact_start) as oldest_transaction from ${cluster.flavour.catalog}stat_activity group by 1, 2, 3 order by 4 desc`,
    ),
  ),
  nodeStatus: ask(what.nodeStatus, (cluster, node) => repmgr(cluster, node, 'node', 'status')),
  clusterEvent: ask(what.clusterEvent, (cluster, node) => repmgr(cluster, node, 'cluster', 'event', '--limit=200')),
  crosscheck: ask(what.crosscheck, (cluster, node) => repmgr(cluster, node, 'cluster', 'crosscheck')),
  registered: ask(what.registered, (cluster, node) => table(cluster, node, 'select * from repmgr.nodes order by node_id')),
  configuration: ask(what.configuration, (cluster, node) => {
    const { files } = cluster.flavour;
    const conf = hole('CONF_DIR', 'the directory of the configuration files', what.findConfDir());
    const own = [files.main, ...(files.included === null ? [] : [files.included]), files.hba];
    return lines(...own.map((name) => sh`cat ${conf}/${raw(name)}`), sh`cat ${dataDirectory(node)}/${raw(files.auto)}`);
  }),
  histories: ask(what.histories, (cluster, node) => sh`tail -n 50 ${dataDirectory(node)}/${raw(walNames(cluster).directory)}/*.history`),
  signals: ask(what.signals, (_cluster, node) => sh`ls -la ${dataDirectory(node)}/`),
  inodes: ask(what.inodes, () => sh`df -Pi`),
  scheduled: ask(what.scheduled, () => sh`crontab -l`),
  host: ask(what.host, () => lines(sh`hostname`, sh`uname -a`, sh`date`, sh`uptime`, sh`id`, sh`free`)),
  listeners: ask(what.listeners, () => sh`ss -lnt`),
  hba: ask(what.hba, (cluster, node) => accessTable(cluster, node)),
} satisfies Record<string, Ask>;

/** Asks for settings by name, with their origin. */
export function collectSettings(cluster: Cluster, node: Node | null, names: readonly string[], why: Message): Missing {
  const list = names.map(literal).join(', ');
  const statement = `select name, setting, source, sourcefile, sourceline${pendingColumn(cluster)} from ${cluster.flavour.catalog}settings where name in (${list})`;
  return { what: what.settings({ names }), why, node: node?.name ?? null, command: table(cluster, node, statement) };
}

/** Asks the server what it finds wrong in its files as they are on disk. */
export function collectFileErrors(cluster: Cluster, node: Node | null, why: Message): Missing {
  const { catalog } = cluster.flavour;
  if (!hasFileViews(cluster))
    return {
      what: what.fileErrors(),
      why,
      node: node?.name ?? null,
      command: contained(lines(settingErrors(cluster, node), accessErrors(cluster, node))),
    };
  const settings = `select sourcefile, sourceline, name, setting, error from ${catalog}file_settings where error is not null`;
  const rules = `select line_number, error from ${catalog}hba_file_rules where error is not null`;
  return { what: what.fileErrors(), why, node: node?.name ?? null, command: table(cluster, node, settings, rules) };
}

/** Asks the server what waits for a restart, and what it finds wrong. */
export function collectPending(cluster: Cluster, node: Node | null, why: Message): Missing {
  const { catalog } = cluster.flavour;
  if (pendingColumn(cluster) === '')
    return { what: what.pending(), why, node: node?.name ?? null, command: contained(settingErrors(cluster, node)) };
  const waiting = `select name, setting, unit, sourcefile, sourceline from ${catalog}settings where pending_restart`;
  const errors = `select sourcefile, sourceline, name, setting, error from ${catalog}file_settings where error is not null`;
  return { what: what.pending(), why, node: node?.name ?? null, command: table(cluster, node, waiting, errors) };
}

/** Asks repmgr whether the data directory that it is configured for is the server's. */
export function checkDataDirectory(cluster: Cluster, node: Node | null, why: Message): Missing {
  const command = contained(repmgr(cluster, node, 'node', 'check', '--data-directory-config'));
  return { what: what.dataDirectoryCheck(), why, node: node?.name ?? null, command };
}

/** Asks for what repmgrd logged of its notification command. */
export function collectEvents(node: Node | null, why: Message): Missing {
  const set = node?.repmgrSetting('log_file');
  const log = set?.known === true && set.value !== '' ? set.value : hole('REPMGRD_LOG', 'the log file of repmgrd', what.findRepmgrLog());
  return {
    what: what.events(),
    why,
    node: node?.name ?? null,
    command: contained(sh`grep -n -A 3 'notification command' ${log} | tail -n 40`),
  };
}

/** Which version of the repmgr extension a database has, and which one the package offers. */
export const extensionQuery = ({ flavour: { catalog } }: Cluster): string =>
  `select current_database(), (select extversion from ${catalog}extension where extname = 'repmgr'), (select default_version from ${catalog}available_extensions where name = 'repmgr')`;

/** Asks whether the repmgr extension is in the database of the conninfo, in which version, and what its programs are. */
export function collectExtension(cluster: Cluster, node: Node | null, why: Message): Missing {
  const { catalog } = cluster.flavour;
  const installed = `select extname, extversion from ${catalog}extension where extname = 'repmgr'`;
  const offered = `select name, default_version, installed_version from ${catalog}available_extensions where name = 'repmgr'`;
  return { what: what.extension(), why, node: node?.name ?? null, command: contained(table(cluster, node, installed, offered)) };
}

/** The PID file of repmgrd as a part of a command: of its configuration, or a hole. */
export function pidFile(node: Node | null): string | ReturnType<typeof hole> {
  const set = node?.repmgrSetting('repmgrd_pid_file');
  return set?.known === true && set.value !== '' ? set.value : hole('PID_FILE', 'the PID file of repmgrd', what.findPidFile());
}

/** Asks whose process number the PID file of repmgrd holds. */
export function collectPidFile(_cluster: Cluster, node: Node | null, why: Message): Missing {
  const file = pidFile(node);
  const command = sh`ls -l ${file}; cat ${file}; ps -o pid,user,args -p "$(cat ${file})"; ps -eo pid,ppid,args | grep '[r]epmgrd'`;
  return { what: what.pidFile(), why, node: node?.name ?? null, command: contained(command) };
}

/** Where the virtual address of KingbaseES stands, and whether its programs may move it. */
export function collectVirtualAddress(cluster: Cluster, node: Node | null, why: Message): Missing {
  const command = contained(lines(sh`ip -o addr show`, sh`ls -l ${besidePrograms(node, cluster, 'arping')} /sbin/ip`));
  return { what: what.address(), why, node: node?.name ?? null, command };
}

/** How long a licence of KingbaseES lasts. */
export function collectLicense(cluster: Cluster, node: Node | null, why: Message): Missing {
  return { what: what.license(), why, node: node?.name ?? null, command: table(cluster, node, 'select get_license_validdays()') };
}

/** Asks for what kbha logged. */
export function collectKbhaLog(node: Node | null, why: Message): Missing {
  const set = node?.repmgrSetting('kbha_log_file');
  const log = set?.known === true && set.value !== '' ? set.value : hole('KBHA_LOG', 'the log of kbha, kbha.log', what.findKbhaLog());
  return { what: what.kbhaLog(), why, node: node?.name ?? null, command: contained(sh`tail -n 200 ${log}`) };
}
