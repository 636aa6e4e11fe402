import { collect } from '../../collect/commands.ts';
import type { FactOf } from '../../core/fact.ts';
import type { Verdict } from '../../core/finding.ts';
import type { CauseId } from '../../core/ids.ts';
import { type Message, text, texts } from '../../core/text.ts';
import type { Cluster } from '../../model/cluster.ts';
import { lifeOfNode } from '../../model/life.ts';
import type { Node } from '../../model/node.ts';
import { type FailedStart, failedStarts, type StartFault, startedSince } from '../../model/starts.ts';
import { repairStart } from '../../remedies/repair-start.ts';
import { absent, defineCause, evidence, notApplicable, perServer, present, serverOf, unknown } from '../cause.ts';

const said = texts(() => ({
  port: {
    en: 'The server of {node} does not start: port {what} is taken{by}.',
    'zh-CN': '{node} 的服务器无法启动：端口 {what} 已被占用{by}。',
  },
  address: {
    en: 'The server of {node} does not start: an address in `listen_addresses` is not one of this machine.',
    'zh-CN': '{node} 的服务器无法启动：`listen_addresses` 中的地址不是本机地址。',
  },
  'lock-file': {
    en: 'The server of {node} does not start: the lock file `{what}` is there. Another server runs in that directory, or the file was left behind and its number belongs to some other process.',
    'zh-CN': '{node} 的服务器无法启动：锁文件 `{what}` 已存在。该目录中已有服务器在运行，或文件是遗留的且其进程号属于其他进程。',
  },
  rights: {
    en: 'The server of {node} does not start: its data directory `{what}` is open to others; it has to be 0700, or 0750.',
    'zh-CN': '{node} 的服务器无法启动：数据目录 `{what}` 对其他用户开放；权限必须为 0700 或 0750。',
  },
  owner: {
    en: 'The server of {node} does not start: its data directory `{what}` belongs to another user than the one who starts it.',
    'zh-CN': '{node} 的服务器无法启动：数据目录 `{what}` 的属主不是启动它的用户。',
  },
  'no-directory': {
    en: 'The server of {node} does not start: the data directory `{what}` is not there (a volume that is not mounted?).',
    'zh-CN': '{node} 的服务器无法启动：数据目录 `{what}` 不存在（卷未挂载？）。',
  },
  'start-log': {
    en: 'The server of {node} does not start: the log of the start, `{what}`, cannot be written ({reason}). The server itself was never run.',
    'zh-CN': '{node} 的服务器无法启动：启动日志 `{what}` 无法写入（{reason}）。服务器本身并未运行。',
  },
  closed: {
    en: 'The server of {node} does not start: its user may not open or create `{what}` ({reason}).',
    'zh-CN': '{node} 的服务器无法启动：其用户无法打开或创建 `{what}`（{reason}）。',
  },
  missing: {
    en: 'The server of {node} does not start: `{what}` is not there ({reason}).',
    'zh-CN': '{node} 的服务器无法启动：`{what}` 不存在（{reason}）。',
  },
  memory: {
    en: 'The server of {node} does not start: the shared memory that it asks for is not to be had ({reason}).',
    'zh-CN': '{node} 的服务器无法启动：无法获得所需的共享内存（{reason}）。',
  },
  semaphores: {
    en: 'The server of {node} does not start: the kernel has no semaphores left for it (`kernel.sem`). `No space left on device` is no full disk here.',
    'zh-CN': '{node} 的服务器无法启动：内核信号量不足（`kernel.sem`）。这里的 `No space left on device` 并非磁盘已满。',
  },
  tls: {
    en: 'The server of {node} does not start: a certificate or key file cannot be used (`{what}`).',
    'zh-CN': '{node} 的服务器无法启动：证书或私钥文件无法使用（`{what}`）。',
  },
  library: {
    en: 'The server of {node} does not start: a library of `shared_preload_libraries` cannot be loaded (`{what}`).',
    'zh-CN': '{node} 的服务器无法启动：`shared_preload_libraries` 中的库无法加载（`{what}`）。',
  },
  settings: {
    en: 'The server of {node} does not start: one of its configuration files has an error.',
    'zh-CN': '{node} 的服务器无法启动：配置文件有错误。',
  },
  configuration: {
    en: 'The server of {node} does not start: `{what}` is not where pg_ctl looks for it.',
    'zh-CN': '{node} 的服务器无法启动：pg_ctl 在其查找位置找不到 `{what}`。',
  },
  version: {
    en: 'The server of {node} does not start: its files are of another version.',
    'zh-CN': '{node} 的服务器无法启动：数据文件属于其他版本。',
  },
  'wal-level': {
    en: 'The server of {node} does not start: `wal_level` is too low for what is switched on.',
    'zh-CN': '{node} 的服务器无法启动：`wal_level` 低于已启用功能的要求。',
  },
  slots: {
    en: 'The server of {node} does not start: it holds more replication slots than `max_replication_slots` allows.',
    'zh-CN': '{node} 的服务器无法启动：已有复制槽多于 `max_replication_slots`。',
  },
  'no-space': {
    en: 'The server of {node} does not start: there is no room on its volume.',
    'zh-CN': '{node} 的服务器无法启动：磁盘空间不足。',
  },
  license: { en: 'The server of {node} does not start: its licence is not valid.', 'zh-CN': '{node} 的服务器无法启动：授权无效。' },
  'standby-setting': {
    en: 'The server of {node} does not start: a setting is lower than on its primary.',
    'zh-CN': '{node} 的服务器无法启动：某参数低于主机。',
  },
  recovery: {
    en: 'The server of {node} does not start: its recovery cannot begin or cannot go on. WAL that it needs is missing or damaged.',
    'zh-CN': '{node} 的服务器无法启动：恢复无法开始或无法继续。所需的 WAL 缺失或损坏。',
  },
  restore: {
    en: 'The server of {node} does not start: its `restore_command` failed in a way that ends the recovery ({reason}) when it was asked for `{what}`. Only a code from 1 to 125 means that the file is not there.',
    'zh-CN':
      '{node} 的服务器无法启动：取 `{what}` 时 `restore_command` 以会终止恢复的方式失败（{reason}）。只有 1 到 125 的退出码才表示该文件不存在。',
  },
  history: {
    en: "The server of {node} does not start: it stands on a history that its upstream's timeline does not hold.",
    'zh-CN': '{node} 的服务器无法启动：其历史不在上游时间线之内。',
  },
  untold: {
    en: 'The server of {node} does not start; the lines that say why are not in the bundle.',
    'zh-CN': '{node} 的服务器无法启动；材料中没有说明原因的日志。',
  },
  resolved: {
    en: 'The server of {node} did not start once ({why}); it runs again.',
    'zh-CN': '{node} 的服务器曾启动失败（{why}）；现已运行。',
  },
  fails: { en: 'the start failed', 'zh-CN': '启动失败' },
  before: { en: 'after `{what}: {reason}` in the lines before', 'zh-CN': '其前几行为 `{what}: {reason}`' },
  why: { en: 'it says why', 'zh-CN': '失败原因' },
  holder: { en: 'who has the port', 'zh-CN': '占用端口的程序' },
  changed: { en: 'how it came to that', 'zh-CN': '相关操作' },
  runs: { en: 'it runs', 'zh-CN': '正在运行' },
  running: { en: 'the server of {node} runs', 'zh-CN': '{node} 的服务器正在运行' },
  ask: { en: 'why the server of {node} is not running', 'zh-CN': '{node} 的服务器为何未运行' },
}));

/** Causes that tell a fault better, where one of them is shown. */
const BETTER: Readonly<Record<StartFault, readonly CauseId[]>> = {
  port: [],
  address: [],
  'lock-file': [],
  rights: [],
  owner: [],
  'no-directory': ['data-directory-mismatch'],
  'start-log': [],
  closed: [],
  missing: [],
  memory: [],
  semaphores: [],
  tls: [],
  library: ['version-mismatch', 'repmgrd-not-loaded'],
  settings: ['settings-file-error'],
  configuration: ['service-command-misconfigured'],
  version: ['version-mismatch'],
  'wal-level': ['wal-level-insufficient'],
  slots: ['replication-slots-exhausted'],
  'no-space': ['wal-volume-full'],
  license: ['license-expired'],
  'standby-setting': ['standby-setting-too-low'],
  recovery: ['wal-removed-by-hand', 'wal-removed-before-standby', 'replication-timeline-diverged', 'rewind-wal-missing'],
  restore: [],
  history: ['replication-timeline-diverged'],
  untold: [
    'rewind-wal-missing',
    'rewind-prerequisites-missing',
    'settings-file-error',
    'standby-setting-too-low',
    'wal-volume-full',
    'license-expired',
    'version-mismatch',
    'wal-level-insufficient',
    'replication-slots-exhausted',
    'service-command-misconfigured',
    'service-command-not-permitted',
    'replication-timeline-diverged',
    'wal-removed-by-hand',
    'data-directory-mismatch',
  ],
};

export const serverStartFailed = defineCause({
  id: 'server-start-failed',
  group: 'cluster',
  scope: 'told',
  severity: 'critical',
  title: text({ en: 'The server does not start', 'zh-CN': '服务器无法启动' }),
  get about() {
    return text({
      en: `The server ends during its start, or is never run. Its log, or what pg_ctl prints, says why in the last FATAL line before \`database system is shut down\`; the finding names that reason.

**How it shows itself.** \`could not start server\`, \`Failed to start …\`, \`execute to start DB on … failed\`, with one of: \`could not bind … Address already in use\` (the port is taken, by a pooler, an old server, a second instance), \`data directory … has invalid permissions\` (somebody ran chmod -R), \`has wrong ownership\`, \`lock file … already exists\`, \`could not create lock file … No such file or directory\` (the socket's directory under /run is gone), \`could not open log file\`, \`could not map anonymous shared memory\`, \`could not create semaphores\`, \`could not access file "…"\` (a library), \`could not locate a valid checkpoint record\`. On KingbaseES \`DATA/../logfile: Permission denied\`: the script's log lies in a directory that its user may not write to, and the server was never run.

**Lookalikes.** \`server did not start in time\`, \`the database system is starting up\`: it may still be recovering; look at the log before anything else. Debian's \`postgresql.service: active (exited)\` is a shell around the real units. A second start beside a server that runs fails for the port or the lock file and harms nobody. A FATAL of one session (a wrong password, a missing library that a client asked for) ends that session only.

**What to do.** Mend what the log names, nothing else; see that exactly one node would start as a primary; start; see that it receives again.

**What not to do.** No \`pg_resetwal\` / \`sys_resetwal\`: it loses data and makes every standby useless. Do not remove \`postmaster.pid\` while a process of the server lives. No chmod -R or chown -R from a parent directory.

**Versions.** All. Mode 0750 is allowed since PostgreSQL 11. **Sources.** PostgreSQL documentation, "Server Start-up Failures"; PostgreSQL source, \`miscinit.c\`, \`pqcomm.c\`.`,
      'zh-CN': `服务器在启动过程中退出，或根本没有运行。其日志或 pg_ctl 的输出在 \`database system is shut down\` 之前最后一条 FATAL 中说明原因；本结论给出该原因。

**表现。** \`could not start server\`、\`Failed to start …\`、\`execute to start DB on … failed\`，并伴有：\`could not bind … Address already in use\`（端口被连接池、旧服务器或第二个实例占用）、\`data directory … has invalid permissions\`（有人执行过 chmod -R）、\`has wrong ownership\`、\`lock file … already exists\`、\`could not create lock file … No such file or directory\`（/run 下的套接字目录消失）、\`could not open log file\`、\`could not map anonymous shared memory\`、\`could not create semaphores\`、\`could not access file "…"\`（动态库）、\`could not locate a valid checkpoint record\`。KingbaseES 的 \`DATA/../logfile: Permission denied\`：脚本的启动日志位于其用户无写权限的目录，服务器并未运行。

**易混淆的情形。** \`server did not start in time\`、\`the database system is starting up\`：可能仍在恢复，先看日志。Debian 的 \`postgresql.service: active (exited)\` 只是真正单元的外壳。服务器已在运行时再次启动会因端口或锁文件失败，没有影响。单个会话的 FATAL（口令错误、客户端要求的库缺失）只结束该会话。

**处理。** 只修正日志所指的问题；确认只有一个节点会以主机身份启动；启动；确认恢复接收。

**不要做。** 不要执行 \`pg_resetwal\` / \`sys_resetwal\`：会丢失数据并使所有备机作废。服务器进程存活时不要删除 \`postmaster.pid\`。不要从上级目录执行 chmod -R 或 chown -R。

**版本。** 所有版本。PostgreSQL 11 起允许 0750。**来源。** PostgreSQL 文档“服务器启动失败”；PostgreSQL 源码 \`miscinit.c\`、\`pqcomm.c\`。`,
    });
  },
  explains: [
    'server-not-starting',
    'recovery-stopped',
    'standby-not-attached',
    'node-not-running',
    'node-not-answering',
    'rejoin-refused',
    'no-primary',
    'connection-refused',
  ],
  leadsTo: [
    { cause: 'node-down', where: 'same' },
    { cause: 'primary-missing', where: 'cluster' },
    { cause: 'rejoin-failed', where: 'same' },
  ],

  examine(cluster) {
    const starts = failedStarts(cluster);
    return perServer(cluster, (server) => judge(cluster, server, starts.get(server) ?? [])).filter(
      ({ verdict }) => verdict.is !== 'not-applicable',
    );
  },

  remedies(cluster, node) {
    const server = serverOf(cluster, node);
    const start = server === null ? null : tellingOf(failedStarts(cluster).get(server) ?? []);
    return [repairStart(cluster, node, start)];
  },
});

/** Of the last attempt the word that tells most: its log's, not that of who started it. */
function tellingOf(starts: readonly FailedStart[]): FailedStart | null {
  return starts.findLast((start) => start.fault !== 'untold') ?? starts.at(-1) ?? null;
}

function judge(cluster: Cluster, server: Node, starts: readonly FailedStart[]): Verdict {
  const node = server.label;
  const telling = tellingOf(starts);
  const last = starts.at(-1);
  if (telling === null || last === undefined) return withoutFailure(cluster, server);
  const holder = telling.fault === 'port' ? holderOf(server, telling.what) : null;
  const own = starts.filter((start) => start.fault === telling.fault || start.fact.segment === telling.fact.segment).slice(-4);
  const shown = [
    ...own.map((start) => evidence(start.fact, showsOf(start))),
    ...(holder === null ? [] : [evidence(holder, said.holder())]),
    ...changesBefore(cluster, server, telling).map((fact) => evidence(fact, said.changed())),
  ];
  const summary = summaryOf(server, telling, holder);
  const toldBy = BETTER[telling.fault].length > 0 ? { toldBy: [BETTER[telling.fault]] } : {};
  const up = startedSince(cluster, server, last.fact);
  if (up !== null)
    return present('certain', {
      status: 'resolved',
      summary: said.resolved({ node, why: last.fact.excerpt.trim().split('\n')[0]?.slice(0, 120) ?? '' }),
      evidence: [...shown, evidence(up, said.runs())],
      ...toldBy,
    });
  return present('certain', {
    summary,
    evidence: shown,
    missing: telling.fault === 'untold' ? [collect.serverLog(cluster, server, said.ask({ node }))] : [],
    ...toldBy,
  });
}

/** The shell's own word may stand a line or two above what pg_ctl says, and then the quotation does not hold it. */
function showsOf({ fault, what, reason, fact }: FailedStart): Message {
  if (fault === 'untold') return said.fails();
  return fault === 'start-log' && what !== null && reason !== null && !fact.excerpt.includes(reason)
    ? said.before({ what, reason })
    : said.why();
}

/** Nothing failed: it runs, or it is down and nobody tells whether a start was tried. */
function withoutFailure(cluster: Cluster, server: Node): Verdict {
  const touched = server === cluster.nowhere ? null : lifeOfNode(cluster, server).touched;
  if (touched === null) return notApplicable;
  const node = server.label;
  if (touched.state !== 'stopped') return absent(said.running({ node }), evidence(touched.fact, said.runs()));
  return unknown(collect.serverLog(cluster, server, said.ask({ node })));
}

/** The program that listens on the port, where somebody looked. */
function holderOf(server: Node, port: string | null): FactOf<'note'> | null {
  return server.facts.of('note').findLast((note) => note.topic === 'listener' && note.values['port'] === port) ?? null;
}

/** Commands that changed rights or owners of the directory or of one above it. */
function changesBefore(cluster: Cluster, server: Node, start: FailedStart): readonly FactOf<'command'>[] {
  const { fault, what } = start;
  if ((fault !== 'rights' && fault !== 'owner') || what === null) return [];
  const tool = fault === 'rights' ? 'chmod' : 'chown';
  return cluster.facts.of('command').filter((fact) => {
    if ((cluster.nodeOf(fact) ?? cluster.nowhere) !== server) return false;
    const commands = fact.script?.items.flatMap((item) => item.pipeline.commands) ?? [];
    return commands.some(
      ({ program, args }) => program === tool && args.some((arg) => arg.startsWith('/') && what.startsWith(arg.replace(/\/$/, ''))),
    );
  });
}

function summaryOf(server: Node, start: FailedStart, holder: FactOf<'note'> | null): Message {
  const node = server.label;
  const what = start.what ?? '?';
  const reason = start.reason ?? '?';
  const program = holder?.values['program'];
  switch (start.fault) {
    case 'port': {
      const set = server.setting('port');
      const port = start.what ?? (set.known ? set.value : '?');
      return program === undefined ? said.port({ node, what: port, by: '' }) : said.port({ node, what: port, by: ` (${program})` });
    }
    case 'start-log':
    case 'closed':
    case 'missing':
    case 'restore':
      return said[start.fault]({ node, what, reason });
    case 'memory':
      return said.memory({ node, reason });
    case 'lock-file':
    case 'rights':
    case 'owner':
    case 'no-directory':
    case 'tls':
    case 'library':
    case 'configuration':
      return said[start.fault]({ node, what });
    default:
      return said[start.fault]({ node });
  }
}
