import { collect } from '../../collect/commands.ts';
import { text, texts } from '../../core/text.ts';
import { archiveDestination } from '../../model/archive-destination.ts';
import type { Obstacle } from '../../model/archive-obstacles.ts';
import type { Node } from '../../model/node.ts';
import { configureArchiving } from '../../remedies/configure-archiving.ts';
import { reachArchiveHost } from '../../remedies/reach-archive-host.ts';
import { defineCause, perServer, serverOf } from '../cause.ts';
import { obstacleVerdict } from './obstacle.ts';

const said = texts(() => ({
  summary: {
    en: 'On {node} archiving fails: the place that the archive command sends to ({target}) does not answer. Every finished segment waits until it does.',
    'zh-CN': '{node} 归档失败：归档命令的目的地（{target}）没有响应。在其恢复之前，写满的日志段都会一直等待。',
  },
  login: {
    en: 'On {node} archiving fails: the archive host ({target}) answers and refuses the login of the server’s OS user. Every finished segment waits until it is let in.',
    'zh-CN': '{node} 归档失败：归档主机（{target}）有响应，但拒绝服务器操作系统用户登录。在放行之前，写满的日志段都会一直等待。',
  },
  past: {
    en: 'On {node} archiving failed because the archive host did not answer; it has been passed since.',
    'zh-CN': '{node} 曾因归档主机无响应而归档失败；之后已恢复。',
  },
  why: { en: 'whether {node} reaches the archive host', 'zh-CN': '{node} 能否连通归档主机' },
}));

const REFUSED: ReadonlySet<string> = new Set(['ssh.denied', 'ssh.permission-denied', 'net.host-key', 'ssh.host-key']);

export const archiveRemoteUnreachable = defineCause({
  id: 'archive-remote-unreachable',
  group: 'archiving',
  scope: 'told',
  severity: 'critical',
  title: text({ en: 'The archive host or store does not answer', 'zh-CN': '归档主机或对象存储无响应' }),
  get about() {
    return text({
      en: `The host or store that \`archive_command\` sends to cannot be reached: the machine is down, a firewall or a route changed, its name is not resolved, ssh refuses the key or does not know the host, the object store times out.

**How it shows itself.** ssh, rsync, scp or the backup tool say \`Connection refused\`, \`Connection timed out\`, \`No route to host\`, \`Could not resolve hostname\`, \`Host key verification failed\`, \`Permission denied (publickey)\`; wal-g and its like \`dial tcp …: i/o timeout\`. ssh (and rsync and scp through it) exits with 255, which ends the archiver with FATAL: \`failed_count\` stays 0.

**Lookalikes.** A store that answers and refuses (HTTP 400, 403, no such bucket), or a repository without a stanza: it is reached, the command fails for a reason of its own. \`No space left on device\` from the other side, followed by \`connection unexpectedly closed\`: the remote volume is full. ssh between the *nodes* of the cluster has nothing to do with it (\`ssh-not-working\`).

**What to do.** Test the way as the OS user of the server, from this node, without a terminal. Mend what the test shows. The archiver goes on by itself. While it lasts, watch the WAL volume: archive to a local volume for the time being if it would fill.

**What not to do.** Do not switch host key checking off. Do not replace the command by \`/bin/true\`.

**Versions.** All. **Sources.** \`ssh(1)\`, exit status; \`rsync(1)\`, exit values; PostgreSQL source, \`shell_archive.c\`.`,
      'zh-CN': `\`archive_command\` 发送到的主机或对象存储无法连通：机器停机、防火墙或路由变更、名称无法解析、ssh 密钥被拒或主机未知、对象存储超时。

**表现。** ssh、rsync、scp 或备份工具报 \`Connection refused\`（拒绝连接）、\`Connection timed out\`（连接超时）、\`No route to host\`（没有到主机的路由）、\`Could not resolve hostname\`、\`Host key verification failed\`、\`Permission denied (publickey)\`；wal-g 等报 \`dial tcp …: i/o timeout\`。ssh（及经由它的 rsync、scp）退出码为 255，会使归档进程以 FATAL 退出：\`failed_count\` 一直为 0。

**易混淆的情形。** 存储有响应但拒绝（HTTP 400、403、桶不存在），或存储库没有 stanza：已连通，是命令自身失败；对端报 \`No space left on device\` 后出现 \`connection unexpectedly closed\`：远端卷已满；集群*节点之间*的 ssh 与此无关（\`ssh-not-working\`）。

**处理。** 在该节点上以服务器的操作系统用户、无终端方式逐项测试，并修复发现的问题。归档进程会自动继续。期间注意 WAL 卷：若可能写满，可暂时归档到本地卷。

**不要做。** 不要关闭主机密钥检查；不要把命令改成 \`/bin/true\`。

**版本。** 所有版本。**来源。** \`ssh(1)\` 退出码；\`rsync(1)\` 退出值；PostgreSQL 源码 \`shell_archive.c\`。`,
    });
  },
  explains: ['archive-backlog', 'archive-failures', 'switchover-refused', 'wal-growing', 'volume-full', 'ssh-refused'],
  leadsTo: [
    { cause: 'wal-volume-full', where: 'same' },
    { cause: 'wal-removed-by-hand', where: 'same' },
  ],

  examine: (cluster) =>
    perServer(cluster, (server) => {
      const summary = (obstacle: Obstacle | null) => {
        const where = { node: server.label, target: targetOf(server, obstacle) };
        return REFUSED.has(obstacle?.fact.event ?? '') ? said.login(where) : said.summary(where);
      };
      return obstacleVerdict(cluster, server, {
        kind: 'unreachable',
        seen: [],
        seenIsEnough: false,
        clear: null,
        summary,
        past: () => said.past({ node: server.label }),
        asks: [collect.archiveHost(cluster, server, said.why({ node: server.label }))],
      });
    }),

  remedies: (cluster, node) => {
    const server = serverOf(cluster, node);
    if (server === null) return [];
    return [reachArchiveHost(cluster, server), configureArchiving(cluster, server, { recommended: false })];
  },
});

/** Who does not answer: as the program names it, else as the command does. */
function targetOf(server: Node, obstacle: Obstacle | null): string {
  const { command } = archiveDestination(server);
  return obstacle?.fact.values['host'] ?? command?.login ?? command?.remote ?? command?.tool ?? '?';
}
