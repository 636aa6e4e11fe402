import { collectPidFile } from '../../collect/commands.ts';
import type { FactOf } from '../../core/fact.ts';
import type { Verdict } from '../../core/finding.ts';
import { type Message, text, texts } from '../../core/text.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { Node } from '../../model/node.ts';
import { isLater } from '../../model/replication.ts';
import { serverAt } from '../../model/repmgr-calls.ts';
import { type DaemonSign, daemonSigns } from '../../model/repmgrd.ts';
import { makeRunDirectory, oneRepmgrd, removePidFile } from '../../remedies/repmgrd-pid-file.ts';
import { absent, defineCause, evidence, notApplicable, perServer, present, serverOf, unknown } from '../cause.ts';

const said = texts(() => ({
  stale: {
    en: 'repmgrd on {node} refuses to start: its PID file `{path}` was left behind and holds the number of a process that lives (after a restart of the machine or the container mostly a process of something else).',
    'zh-CN': '{node} 上的 repmgrd 拒绝启动：遗留的 PID 文件 `{path}` 中的进程号仍有进程存在（主机或容器重启后多为其他进程）。',
  },
  second: {
    en: 'A repmgrd runs on {node} already: the second one was refused for the PID file `{path}`. Whoever started the second (systemd, a script) does not watch the one that runs.',
    'zh-CN':
      '{node} 上已有一个 repmgrd 在运行：第二个因 PID 文件 `{path}` 被拒绝。启动第二个的一方（systemd、脚本）并未管理正在运行的那个。',
  },
  directory: {
    en: 'repmgrd on {node} cannot write its PID file `{path}`: the directory does not exist, or its user may not write there.',
    'zh-CN': '{node} 上的 repmgrd 无法写入 PID 文件 `{path}`：目录不存在，或其用户无写权限。',
  },
  neverWritten: {
    en: 'systemd gave repmgrd on {node} up, since it never wrote the PID file that its unit names.',
    'zh-CN': 'systemd 放弃了 {node} 上的 repmgrd：它始终没有写出单元所指定的 PID 文件。',
  },
  unreadable: {
    en: 'repmgrd on {node} refuses to start: its PID file `{path}` is there and cannot be read by its user.',
    'zh-CN': '{node} 上的 repmgrd 拒绝启动：PID 文件 `{path}` 已存在且其用户无法读取。',
  },
  resolved: {
    en: 'repmgrd on {node} did not start once for its PID file; it runs now.',
    'zh-CN': '{node} 上的 repmgrd 曾因 PID 文件未能启动；现已运行。',
  },
  refuses: { en: 'repmgrd does not start', 'zh-CN': 'repmgrd 未启动' },
  runs: { en: 'repmgrd runs here', 'zh-CN': 'repmgrd 正在运行' },
  why: { en: 'whether a PID file keeps repmgrd on {node} from starting', 'zh-CN': '{node} 上是否有 PID 文件妨碍 repmgrd 启动' },
}));

type Fault = 'stale' | 'unreadable' | 'directory' | 'neverWritten';

export const repmgrdPidFile = defineCause({
  id: 'repmgrd-pid-file',
  group: 'cluster',
  scope: 'told',
  severity: 'warning',
  title: text({ en: 'A PID file keeps repmgrd from starting', 'zh-CN': 'PID 文件妨碍 repmgrd 启动' }),
  get about() {
    return text({
      en: `repmgrd writes its process number into a PID file when it starts. If the file is there and a process of that number lives, it takes itself for a second instance and ends; if it cannot write the file (the directory under \`/run\` is gone after a boot), it ends as well.

**How it shows itself.** \`PID file "…" exists and seems to contain a valid PID\`; \`could not open PID file …\`; \`Daemon never wrote its PID file. Failing.\` of systemd; a container that restarts again and again.

**Lookalikes.** A PID file of a process that is gone: repmgrd overwrites it by itself. \`Can't open PID file … (yet?) after start\` of systemd alone: it says so of every daemon that is slower than it, and it runs a moment later. \`not running\` in a listing seconds after a restart of the server. A repmgrd that ends for another reason just after its start line: the line before its end tells.

**What to do.** See what process has that number. If it is no repmgrd, remove the file and start repmgrd; put the PID file where a boot or a container start empties it. If the directory is missing, let systemd make it (\`RuntimeDirectory=\` or tmpfiles.d). If it is a repmgrd, keep one.

**What not to do.** Do not run a second repmgrd with \`--no-pid-file\`.

**Versions.** repmgr 3 to 5; packages set the path, \`repmgrd --show-pid-file\` tells it since 4.1. On KingbaseES \`repmgrd_pid_file\` and \`kbha_pid_file\` stand in repmgr.conf. **Sources.** repmgr documentation, "repmgrd daemon, PID file"; repmgr source, \`repmgrd.c\`.`,
      'zh-CN': `repmgrd 启动时把进程号写入 PID 文件。若文件已存在且该进程号对应的进程存活，它会认为已有实例而退出；若无法写入文件（重启后 \`/run\` 下的目录消失），同样退出。

**表现。** \`PID file "…" exists and seems to contain a valid PID\`；\`could not open PID file …\`；systemd 的 \`Daemon never wrote its PID file. Failing.\`；容器反复重启。

**易混淆的情形。** PID 文件中的进程已不存在：repmgrd 会自行覆盖。仅有 systemd 的 \`Can't open PID file … (yet?) after start\`：守护进程稍慢时都会出现，随后正常运行。服务器刚重启几秒内列表显示 \`not running\`。repmgrd 启动后因其他原因退出：退出前的一行会说明。

**处理。** 查看该进程号属于什么进程。若不是 repmgrd，删除文件并启动 repmgrd；把 PID 文件放到系统或容器重启会清空的位置。若目录不存在，由 systemd 创建（\`RuntimeDirectory=\` 或 tmpfiles.d）。若确是 repmgrd，只保留一个。

**不要做。** 不要用 \`--no-pid-file\` 再启动一个 repmgrd。

**版本。** repmgr 3 至 5；路径由软件包设定，4.1 起可用 \`repmgrd --show-pid-file\` 查看。KingbaseES 在 repmgr.conf 中用 \`repmgrd_pid_file\` 与 \`kbha_pid_file\` 设定。**来源。** repmgr 文档“repmgrd daemon, PID file”；repmgr 源码 \`repmgrd.c\`。`,
    });
  },
  explains: ['repmgrd-problem', 'no-failover'],
  leadsTo: [{ cause: 'repmgrd-not-running', where: 'same' }],

  examine: (cluster) => perServer(cluster, (server) => judge(cluster, server)).filter(({ verdict }) => verdict.is !== 'not-applicable'),

  remedies(cluster, node) {
    const server = serverOf(cluster, node);
    const last = server === null ? undefined : refusals(cluster, server).at(-1);
    const path = last === undefined ? null : pathOf(last);
    const fault = last === undefined ? 'stale' : faultOf(last);
    if (fault === 'directory' || fault === 'neverWritten') return [makeRunDirectory(cluster, node, path ?? lastPath(cluster, server))];
    const running = server !== null && last !== undefined && runningOn(cluster, server) !== null;
    return [running ? oneRepmgrd(cluster, node, path) : removePidFile(cluster, node, path)];
  },
});

const EVENTS = ['repmgrd.pid-file-exists', 'repmgrd.pid-file-failed'] as const;

/** systemd's `(yet?)` is said of every daemon that is slower than it, and `never wrote` names none: a path beside it has to. */
function isRefusal(fact: FactOf<'message'>, beside: readonly FactOf<'message'>[]): boolean {
  if (/never wrote/i.test(fact.text)) return beside.some((other) => /repmgr|hamgr/.test(pathOf(other) ?? ''));
  return fact.event === 'repmgrd.pid-file-exists' || /could not open PID file/i.test(fact.text);
}

const saidOn = (cluster: Cluster, server: Node | null): readonly FactOf<'message'>[] =>
  cluster.messages(...EVENTS).filter((fact) => serverAt(cluster, fact) === server);

function refusals(cluster: Cluster, server: Node): readonly FactOf<'message'>[] {
  const all = saidOn(cluster, server);
  return all.filter((fact) => isRefusal(fact, all));
}

const pathOf = (fact: FactOf<'message'>): string | null => fact.values['path']?.trim() || null;
const lastPath = (cluster: Cluster, server: Node | null): string | null =>
  saidOn(cluster, server)
    .flatMap((fact) => pathOf(fact) ?? [])
    .at(-1) ?? null;

function faultOf(fact: FactOf<'message'>): Fault {
  if (/never wrote/i.test(fact.text)) return 'neverWritten';
  if (fact.event === 'repmgrd.pid-file-failed') return 'directory';
  return /valid PID/.test(fact.text) ? 'stale' : 'unreadable';
}

/** The last word that a repmgrd runs on a server: of a listing, a list of processes, its own log. */
function runningOn(cluster: Cluster, server: Node): DaemonSign | null {
  const signs = daemonSigns(cluster).filter((sign) => sign.daemon === 'repmgrd' && sign.state === 'running');
  return signs.findLast((sign) => (sign.node ?? cluster.nowhere ?? server) === server) ?? null;
}

function judge(cluster: Cluster, server: Node): Verdict {
  const node = server.label;
  const all = refusals(cluster, server);
  const last = all.at(-1);
  const running = runningOn(cluster, server);
  if (last === undefined) {
    if (running !== null) return absent(said.runs(), evidence(running.fact, said.runs()));
    const asked = saidOn(cluster, server).length > 0 || server.messages('daemon.not-started').length > 0;
    return asked ? unknown(collectPidFile(cluster, server, said.why({ node }))) : notApplicable;
  }
  const shown = all.slice(-3).map((fact) => evidence(fact, said.refuses()));
  const path = pathOf(last) ?? lastPath(cluster, server) ?? '?';
  const fault = faultOf(last);
  // a process or a listing beside the refusal is the first instance; what follows a refusal to write is a start that went through
  const first = fault === 'stale' && running !== null && running.how !== 'log' && running.how !== 'command';
  if (first)
    return present('likely', {
      summary: said.second({ node, path }),
      evidence: [...shown, evidence(running.fact, said.runs())],
      severity: 'notice',
    });
  if (running !== null && isLater(running.fact, last))
    return present('certain', {
      status: 'resolved',
      summary: said.resolved({ node }),
      evidence: [...shown, evidence(running.fact, said.runs())],
    });
  return present('certain', {
    summary: summaryOf(all, node, path),
    evidence: shown,
    missing: fault === 'stale' ? [collectPidFile(cluster, server, said.why({ node }))] : [],
  });
}

/** repmgrd's own word tells more than what systemd makes of it. */
function summaryOf(all: readonly FactOf<'message'>[], node: string, path: string): Message {
  const fault = faultOf(all.findLast((fact) => faultOf(fact) !== 'neverWritten') ?? (all.at(-1) as FactOf<'message'>));
  return fault === 'neverWritten' ? said.neverWritten({ node }) : said[fault]({ node, path });
}
