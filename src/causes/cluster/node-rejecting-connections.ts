import { collect } from '../../collect/commands.ts';
import { text, texts } from '../../core/text.ts';
import type { Sign } from '../../model/life.ts';
import { outageOf, wasPrimary } from '../../model/outage.ts';
import { awaitServer } from '../../remedies/await-server.ts';
import { freeConnections } from '../../remedies/free-connections.ts';
import { absent, defineCause, evidence, notApplicable, present, unknown } from '../cause.ts';

const said = texts(() => ({
  full: {
    en: '{node} runs and has no connection left: repmgr, repmgrd, standbys and applications are turned away.',
    'zh-CN': '{node} 在运行，但连接数已满：repmgr、repmgrd、备机和应用都被拒绝。',
  },
  starting: {
    en: '{node} runs and is starting up or recovering: it takes connections when it is done. repmgr lists it as unreachable until then.',
    'zh-CN': '{node} 在运行，正在启动或恢复：完成后才接受连接。在此之前 repmgr 显示为 unreachable。',
  },
  stopping: { en: '{node} is stopping and takes no connections any more.', 'zh-CN': '{node} 正在停止，不再接受连接。' },
  listed: {
    en: '{node} answers a ping and rejects the connection. Why is not shown: no connection left, or the access rules, the password or the database.',
    'zh-CN': '{node} 对 ping 有应答，但拒绝连接。原因未显示：连接数已满，或访问规则、口令、数据库的问题。',
  },
  memory: {
    en: '{node} runs and starts no process for new connections: its machine lacks memory or processes. To repmgr it looks like a lost node.',
    'zh-CN': '{node} 在运行，但无法为新连接创建进程：主机内存或进程数不足。在 repmgr 看来像是节点丢失。',
  },
  rejects: { en: 'it is there, and takes no connection', 'zh-CN': '在运行，但不接受连接' },
  takes: { en: '{node} takes connections', 'zh-CN': '{node} 接受连接' },
  down: { en: 'the server of {node} is not there at all', 'zh-CN': '{node} 的服务器根本未运行' },
  why: { en: 'how the server of {node} answers', 'zh-CN': '{node} 的服务器如何应答' },
}));

export const nodeRejectingConnections = defineCause({
  id: 'node-rejecting-connections',
  group: 'cluster',
  scope: 'node',
  severity: 'warning',
  title: text({ en: 'A node runs and takes no connections', 'zh-CN': '节点在运行但不接受连接' }),
  get about() {
    return text({
      en: `The server is there and turns connections away: it is starting up, replaying after a crash, not yet consistent as a standby, stopping, or all its connections are taken. To repmgr it looks like a lost node; repmgrd may begin a failover against a primary that is only busy.

**How it shows itself.** \`the database system is starting up\` (数据库系统启动中), \`is not yet accepting connections\`, \`is in recovery mode\`, \`is shutting down\`; \`sorry, too many clients already\` (对不起, 已经有太多的客户), \`remaining connection slots are reserved\`; \`? running\` in \`cluster show\`, \`? rejected\` for a witness, \`! failed\` for an inactive one; \`PQping() returned "PQPING_REJECT"\`; \`pg_isready\`: \`rejecting connections\`.

**Lookalikes.** A server that is not there (\`node-down\`): connection refused. \`no pg_hba.conf entry\`, a wrong password (\`replication-auth-rejected\`): it takes connections, only not that one. The same lines for a moment in every restart. \`number of requested standby connections exceeds max_wal_senders\` (\`wal-senders-exhausted\`). Since a server that starts up answers a ping with a refusal, repmgr lists it as \`? unreachable\`.

**What to do.** Starting, recovering: wait and watch that it moves; a crash recovery may take as long as the WAL since the last checkpoint. Out of connections: as superuser see who holds them, end what hangs, put a pool in front. Stopping: see what it waits for.

**What not to do.** Do not kill or restart a recovering server. Do not fail over because of full connections. Do not take \`? unreachable\` for down.

**Versions.** \`? running\` since repmgr 4.3; \`not yet accepting connections\` since PostgreSQL 14. **Source.** repmgr documentation, "repmgr cluster show"; PostgreSQL documentation, "Connection Settings" and "pg_isready".`,
      'zh-CN': `服务器在运行，但拒绝连接：正在启动、崩溃后正在回放、备机尚未达到一致状态、正在停止，或连接数已满。在 repmgr 看来像是节点丢失，repmgrd 甚至可能对只是繁忙的主机发起故障切换。

**表现。** \`the database system is starting up\`（数据库系统启动中）、\`is not yet accepting connections\`、\`is in recovery mode\`、\`is shutting down\`；\`sorry, too many clients already\`（对不起, 已经有太多的客户）、\`remaining connection slots are reserved\`；\`cluster show\` 中的 \`? running\`，见证节点为 \`? rejected\`，非活动节点为 \`! failed\`；\`PQping() returned "PQPING_REJECT"\`；\`pg_isready\`（\`sys_isready\`）显示 \`rejecting connections\`（拒绝连接）。

**易混淆的情形。** 服务器不存在（\`node-down\`）：拒绝连接（connection refused）；\`no pg_hba.conf entry\` 或口令错误（\`replication-auth-rejected\`）：它接受连接，只是不接受那一个；每次重启时短暂出现的同样信息；\`number of requested standby connections exceeds max_wal_senders\`（\`wal-senders-exhausted\`）。正在启动的服务器拒绝 ping，因此 repmgr 显示为 \`? unreachable\`。

**处理。** 正在启动或恢复：等待并确认有进展，崩溃恢复的时间取决于上次检查点之后的 WAL；连接数已满：以超级用户查看占用者，结束挂起的会话，使用连接池；正在停止：查看它在等待什么。

**不要做。** 不要杀死或重启正在恢复的服务器；不要因为连接数已满而切换；不要把 \`? unreachable\` 当作停机。

**版本。** \`? running\` 自 repmgr 4.3；\`not yet accepting connections\` 自 PostgreSQL 14。**来源。** repmgr 文档“repmgr cluster show”；PostgreSQL 文档“连接设置”“pg_isready”。`,
    });
  },
  explains: ['node-not-answering', 'connection-refused', 'no-primary', 'standby-not-attached', 'switchover-refused', 'register-failed'],
  yieldsTo: [
    'replication-auth-rejected',
    'conninfo-not-usable',
    'extension-not-installed',
    'switchover-shutdown-timeout',
    'wal-level-insufficient',
  ],

  examine(cluster, node) {
    const outage = outageOf(cluster, node);
    const names = { node: node.label };
    if (outage.is === 'runs' || outage.is === 'back') return absent(said.takes(names), evidence(outage.sign.fact, said.takes(names)));
    if (outage.is === 'down') return absent(said.down(names), evidence(outage.sign.fact, said.down(names)));
    if (outage.is === 'silent') return unknown(collect.serverLog(cluster, node, said.why(names)));
    if (outage.is === 'unknown') return notApplicable;
    const { sign, sure } = outage;
    return present(sure && sign.reason !== null ? 'certain' : 'likely', {
      summary: said[wayOf(sign)](names),
      severity: wasPrimary(cluster, node) ? 'critical' : 'warning',
      evidence: [evidence(sign.fact, said.rejects())],
      missing: sign.reason === null ? [collect.serverLog(cluster, node, said.why(names))] : [],
    });
  },

  remedies(cluster, node) {
    const outage = outageOf(cluster, node);
    const way = outage.is === 'rejecting' ? wayOf(outage.sign) : 'listed';
    return way === 'full' || way === 'memory' || way === 'listed' ? [freeConnections(cluster, node)] : [awaitServer(cluster, node)];
  },
});

function wayOf({ reason }: Sign): 'full' | 'memory' | 'starting' | 'stopping' | 'listed' {
  if (reason === null) return 'listed';
  if (/too-many|reserved/.test(reason)) return 'full';
  if (/no-process$/.test(reason)) return 'memory';
  return /shutting-down/.test(reason) ? 'stopping' : 'starting';
}
