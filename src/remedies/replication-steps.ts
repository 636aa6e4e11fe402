/** Steps that the remedies of replication share: pausing repmgrd, restarting one server, seeing that a standby receives. */
import { dataDirectory } from '../collect/commands.ts';
import {
  canPause,
  daemonState,
  lines,
  program,
  query,
  raw,
  repmgr,
  repmgrConfOf,
  serviceWord,
  sh,
  upstreamConnection,
} from '../commands/command.ts';
import { walNames } from '../commands/wal-names.ts';
import type { Command, Step } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { stateOf, upstreamOf } from '../model/replication.ts';
import { change, check, onThis, verify, where } from './steps.ts';

const said = texts(() => ({
  pause: { en: 'Pause repmgrd, so that nothing fails over meanwhile', 'zh-CN': '暂停 repmgrd，避免操作期间发生故障切换' },
  pauseExpect: { en: 'Every node is listed as paused.', 'zh-CN': '每个节点均显示已暂停。' },
  pauseSome: {
    en: 'Every node that answers is listed as paused; the one that is down is named with an error, and the call ends with one.',
    'zh-CN': '可应答的节点均显示已暂停；停机的节点会报错，命令也以错误状态结束，属正常。',
  },
  stopDaemons: {
    en: 'Stop repmgrd here, and in the same way on every other node, so that nothing fails over meanwhile: repmgr {version} cannot pause it',
    'zh-CN': '停止本节点的 repmgrd，并在其他每个节点同样执行，避免操作期间发生故障切换：repmgr {version} 不支持暂停',
  },
  stopDaemonsExpect: { en: 'No process `repmgrd` is left on any node.', 'zh-CN': '任何节点上都没有 `repmgrd` 进程。' },
  startDaemons: {
    en: 'Start repmgrd again here, and in the same way on every node where it was stopped; where a unit runs it, by its unit',
    'zh-CN': '重新启动本节点的 repmgrd，并在停止过的每个节点同样执行；由 systemd 单元管理时使用该单元',
  },
  startDaemonsExpect: { en: 'A process `repmgrd` on every node.', 'zh-CN': '每个节点上都有 `repmgrd` 进程。' },
  startDaemonsUndo: { en: '`pkill -x repmgrd` on that node.', 'zh-CN': '在该节点执行 `pkill -x repmgrd`。' },
  stopDaemonsUndo: { en: 'The step that starts repmgrd again.', 'zh-CN': '执行重新启动 repmgrd 的步骤。' },
  pauseUndo: { en: '`repmgr {service} unpause`.', 'zh-CN': '执行 `repmgr {service} unpause`。' },
  unpause: { en: 'Unpause repmgrd', 'zh-CN': '恢复 repmgrd' },
  unpauseExpect: { en: 'Every node is listed as unpaused.', 'zh-CN': '每个节点均显示已恢复。' },
  unpauseSome: {
    en: 'Every node that answers is listed as unpaused. Where one is still down, the call names it and ends with an error: run it again once that node is up.',
    'zh-CN': '可应答的节点均显示已恢复。仍停机的节点会报错，命令也以错误状态结束：该节点启动后请再执行一次。',
  },
  unpauseUndo: { en: '`repmgr {service} pause`.', 'zh-CN': '执行 `repmgr {service} pause`。' },
  cluster: { en: 'See the cluster as it is', 'zh-CN': '查看集群现状' },
  clusterExpect: {
    en: 'Exactly one `* running` primary. With two, stop here: which one is right is for a person to decide.',
    'zh-CN': '只有一个 `* running` 的主机。若有两个，请停止：哪个为准须由人决定。',
  },
  clusterDecided: {
    en: 'Two primaries, as before. Go on only where a person has decided that the data of {node} count; otherwise stop here.',
    'zh-CN': '仍有两个主机。只有已由人决定以 {node} 的数据为准时才继续，否则请停止。',
  },
  receives: { en: '{standby} receives and repmgrd watches', 'zh-CN': '{standby} 正常接收，repmgrd 正常监控' },
  receivesExpect: {
    en: 'State `streaming` for the standby, positions that move, no `!` before an upstream, `Paused?` no on every node.',
    'zh-CN': '备机状态为 `streaming`，位置持续前进，上游前没有 `!`，所有节点 `Paused?` 为 no。',
  },
  receivesAlone: { en: '{standby} receives', 'zh-CN': '{standby} 正常接收' },
  receivesAloneExpect: {
    en: 'State `streaming` for the standby, and positions that move.',
    'zh-CN': '备机状态为 `streaming`，位置持续前进。',
  },
  senders: { en: 'See who receives from {node}', 'zh-CN': '查看从 {node} 接收的连接' },
  sendersExpect: {
    en: 'One row for each standby that is well; the one that is missing is the subject of the next steps.',
    'zh-CN': '每个正常的备机一行；缺少的那一个即后续步骤的对象。',
  },
  service: { en: 'See whether repmgrd runs, and whether it is paused', 'zh-CN': '查看 repmgrd 是否运行、是否暂停' },
  serviceExpect: {
    en: 'One row for each node: `running` or `not running`, `Paused?` yes or no; `n/a` where the server does not answer.',
    'zh-CN': '每个节点一行：`running` 或 `not running`，`Paused?` 为 yes 或 no；服务器无应答时为 `n/a`。',
  },
  processExpect: {
    en: 'A line `repmgrd`: it runs on this node. Look in the same way on every other node: this version of repmgr has no command that asks them all.',
    'zh-CN': '有一行 `repmgrd`：本节点上它在运行。其他节点须逐个同样查看：该版本的 repmgr 没有一次询问所有节点的命令。',
  },
  watches: { en: 'repmgrd watches on every node', 'zh-CN': '确认每个节点上 repmgrd 都在监控' },
  watchesExpect: {
    en: '`running` and `Paused?` no on every node, the witness included; `Upstream last seen` a few seconds.',
    'zh-CN': '每个节点（包括 witness）均为 `running`，`Paused?` 为 no；`Upstream last seen` 为几秒。',
  },
  restart: { en: 'Restart {node}', 'zh-CN': '重启 {node}' },
  restartExpect: { en: 'The server is up and answers.', 'zh-CN': '服务器启动并可连接。' },
  restartUndo: { en: 'Put the old value back and restart again.', 'zh-CN': '恢复旧值并再次重启。' },
  start: { en: 'Start {node}', 'zh-CN': '启动 {node}' },
  startUndo: { en: '`repmgr node service --action=stop` on that node.', 'zh-CN': '在该节点执行 `repmgr node service --action=stop`。' },
  ctlUndo: { en: 'The same call with `{action}`.', 'zh-CN': '将该命令的动作改为 `{action}` 再执行。' },
  stop: { en: 'Stop {node}, if it runs', 'zh-CN': '停止 {node}（若在运行）' },
  stopExpect: {
    en: 'The server is stopped: `database system is shut down` in its log. An error that it was not running is right.',
    'zh-CN': '服务器已停止：日志中有 `database system is shut down`。若报错提示服务器本未运行，属正常。',
  },
  stopUndo: { en: '`repmgr node service --action=start` on that node.', 'zh-CN': '在该节点执行 `repmgr node service --action=start`。' },
}));

/** The node that a standby receives from; another member where that is not told; null, never itself, where the bundle names no other. */
export function upstreamFor(cluster: Cluster, standby: Node | null): Node | null {
  return upstreamOf(cluster, standby) ?? cluster.members.find((node) => node !== standby && !node.isWitness) ?? null;
}

/** The node that a cause is about, else the one standby there is; null where several fit or the bundle names none. */
export function standbyFor(cluster: Cluster, node: Node | null): Node | null {
  if (node !== null) return node;
  const fits = cluster.members.filter((one) => !one.isPrimary && !one.isWitness);
  return fits.length === 1 ? (fits[0] ?? null) : comesBackNowhere(cluster);
}

/** A machine that the bundle does not name tried to come back or to receive there: what is known of it is known all the same. */
function comesBackNowhere(cluster: Cluster): Node | null {
  const tried = cluster.nowhere?.facts.of('message').some(({ event }) => /^(?:rejoin|rewind|follow|clone|walreceiver)\./.test(event ?? ''));
  return tried ? cluster.nowhere : null;
}

/** The primary, else the node given, else any. */
export function primaryFor(cluster: Cluster, node: Node | null): Node | null {
  return cluster.primary ?? node ?? cluster.members[0] ?? null;
}

/** A node, and the others that run: what protects standbys is set wherever it may be needed after the next role change. */
export function andNext(cluster: Cluster, node: Node | null): (Node | null)[] {
  const others = cluster.members.filter((one) => one !== node && !one.isWitness && stateOf(cluster, one)?.state.startsWith('running'));
  return [node, ...others];
}

export const labelOf = (node: Node | null, otherwise: 'the upstream' | 'the standby' | 'this node' = 'the upstream'): string =>
  node?.label ?? otherwise;

/** `counts`: two run as primary, and the remedy is for those who decided that the data of this one count. */
export function seeCluster(cluster: Cluster, node: Node | null, counts: Node | null = null): Step {
  return check(
    { cluster, node, where: 'any' },
    {
      title: said.cluster(),
      command: repmgr(cluster, node, 'cluster', 'show'),
      expect: counts === null ? said.clusterExpect() : said.clusterDecided({ node: counts.label }),
    },
  );
}

/** `some`: a node cannot be reached by repmgr, and those that can are enough. */
export function pause(cluster: Cluster, node: Node | null, some = isSilent(cluster)): Step {
  if (!canPause(cluster))
    return change({ cluster, node, where: 'any' }, 'reload', {
      title: said.stopDaemons({ version: cluster.repmgrVersion ?? (cluster.isBeforeRepmgr4 ? '3' : '?') }),
      command: sh`pkill -x repmgrd || true`,
      expect: said.stopDaemonsExpect(),
      undo: said.stopDaemonsUndo(),
    });
  return change({ cluster, node, where: 'any' }, 'reload', {
    title: said.pause(),
    command: toAll(cluster, node, 'pause', some),
    expect: some ? said.pauseSome() : said.pauseExpect(),
    undo: said.pauseUndo({ service: serviceWord(cluster) }),
  });
}

export function unpause(cluster: Cluster, node: Node | null): Step {
  if (!canPause(cluster))
    return change({ cluster, node, where: 'any' }, 'reload', {
      title: said.startDaemons(),
      command: sh`${program(node, cluster, 'repmgrd')} -f ${repmgrConfOf(cluster, node)} ${raw('--daemonize')}`,
      expect: said.startDaemonsExpect(),
      undo: said.startDaemonsUndo(),
    });
  return change({ cluster, node, where: 'any' }, 'reload', {
    title: said.unpause(),
    command: toAll(cluster, node, 'unpause', isSilent(cluster)),
    expect: isSilent(cluster) ? said.unpauseSome() : said.unpauseExpect(),
    undo: said.unpauseUndo({ service: serviceWord(cluster) }),
  });
}

/** A node that is down can be neither paused nor unpaused: repmgr tells the others and ends with an error. */
function toAll(cluster: Cluster, node: Node | null, word: 'pause' | 'unpause', some: boolean): Command {
  const call = repmgr(cluster, node, 'service', word);
  return some ? sh`${call} || true` : call;
}

/** Whether a node is known to be down: repmgr's listings end with 25 then, whatever they say of the others. */
export const isSilent = (cluster: Cluster): boolean =>
  cluster.members.some((member) => ['failed', 'unreachable'].includes(stateOf(cluster, member)?.state ?? ''));

export function seeService(cluster: Cluster, node: Node | null): Step {
  return check(
    { cluster, node, where: 'any' },
    {
      title: said.service(),
      command: daemonState(cluster, node),
      expect: canPause(cluster) ? said.serviceExpect() : said.processExpect(),
    },
  );
}

/** repmgrd runs everywhere and is paused nowhere. */
export function watches(cluster: Cluster, node: Node | null): Step {
  return verify(
    { cluster, node, where: 'any' },
    {
      title: said.watches(),
      command: daemonState(cluster, node),
      expect: canPause(cluster) ? said.watchesExpect() : said.processExpect(),
    },
  );
}

export const sendersQuery = (cluster: Cluster): string => {
  const { sentColumn, replayColumn } = walNames(cluster);
  return `select application_name, client_addr, state, sync_state, ${sentColumn}, ${replayColumn} from ${cluster.flavour.catalog}stat_replication order by 1`;
};

/** Where a standby is told to receive from: a setting since 12, a line of recovery.conf before. */
export function seePrimaryConninfo(cluster: Cluster, standby: Node | null): Command {
  return cluster.major >= 12
    ? query(cluster, standby, 'show primary_conninfo')
    : sh`grep -nE '^[[:space:]]*primary_conninfo' ${dataDirectory(standby)}/recovery.conf`;
}

/** Whether a password stands in there; the password itself is not printed. */
export function passwordInConninfo(cluster: Cluster, standby: Node | null): Command {
  const { catalog } = cluster.flavour;
  return cluster.major >= 12
    ? query(cluster, standby, `select count(*) from ${catalog}settings where name = 'primary_conninfo' and setting like '%password=%'`)
    : sh`grep -sc 'password=' ${dataDirectory(standby)}/recovery.conf || true`;
}

export function seeSenders(cluster: Cluster, upstream: Node | null): Step {
  return check(
    { cluster, node: upstream, where: where.upstream() },
    {
      title: said.senders({ node: labelOf(upstream) }),
      command: query(cluster, upstream, sendersQuery(cluster)),
      expect: said.sendersExpect(),
    },
  );
}

/** Run on the upstream: who receives, what the listing says, whether repmgrd runs unpaused. */
export function receives(cluster: Cluster, standby: Node | null, upstream: Node | null = upstreamFor(cluster, standby)): Step {
  return verify(
    { cluster, node: upstream, where: where.upstream() },
    {
      title: (cluster.flavour.usesRepmgr ? said.receives : said.receivesAlone)({ standby: labelOf(standby, 'the standby') }),
      command: lines(
        query(cluster, upstream, sendersQuery(cluster)),
        repmgr(cluster, upstream, 'cluster', 'show'),
        daemonState(cluster, upstream),
      ),
      expect: cluster.flavour.usesRepmgr ? said.receivesExpect() : said.receivesAloneExpect(),
    },
  );
}

/**
 * By repmgr's own service action: it knows the configured command of this node and needs no connection. A restart is a stop and a start:
 * repmgr reads one line of what the configured command prints and closes the pipe, so that `pg_ctl restart`, which has more to say after the
 * stop, ends before the start while repmgr reports success (seen in the lab; `_local_command` of its source). Without a configured command
 * repmgr's stop does not wait (`pg_ctl -W`): the start would meet a server that is still there, and a copy of the directory would be torn.
 * `otherwise`: which machine that is where the bundle does not name it.
 */
export function restart(
  cluster: Cluster,
  node: Node | null,
  action: 'restart' | 'start' | 'stop' = 'restart',
  otherwise: 'this node' | 'the upstream' = 'this node',
): Step {
  const texts = {
    restart: [said.restart, said.restartExpect, said.restartUndo],
    start: [said.start, said.restartExpect, said.startUndo],
    stop: [said.stop, said.stopExpect, said.stopUndo],
  } as const;
  const [title, expect, undo] = texts[action];
  const old = cluster.isBeforeRepmgr4 || !cluster.flavour.usesRepmgr;
  // where it is down already only the start is wanted; where the stop failed the start says that it runs
  const by = (what: 'start' | 'stop'): Command =>
    old ? byCtl(cluster, node, what) : repmgr(cluster, node, 'node', 'service', `--action=${what}`);
  const stop = lines(sh`${by('stop')} || true`, ...untilDown(cluster, node));
  const on = otherwise === 'this node' ? onThis(cluster, node) : { cluster, node, where: where.upstream() };
  return change(on, 'restart', {
    title: title({ node: labelOf(node, otherwise) }),
    command: action === 'start' ? by('start') : action === 'stop' ? stop : lines(stop, by('start')),
    expect: expect(),
    undo: old && action !== 'restart' ? said.ctlUndo({ action: action === 'start' ? 'stop' : 'start' }) : undo(),
  });
}

/** Before repmgr 4, which brought `repmgr node service`, and without repmgr. */
function byCtl(cluster: Cluster, node: Node | null, what: 'start' | 'stop'): Command {
  const data = dataDirectory(node);
  const ctl = sh`${program(node, cluster, 'ctl')} -D ${data} -w`;
  return what === 'start' ? sh`${ctl} -l ${data}/start.log start` : sh`${ctl} -m fast stop`;
}

/** Waits until the server's process is gone, and fails where it stays; nothing where a command of the service is configured, which waits itself. */
function untilDown(cluster: Cluster, node: Node | null): Command[] {
  const configured = node?.repmgrSetting('service_stop_command');
  if (configured?.known === true && configured.value !== '') return [];
  const status = sh`${program(node, cluster, 'ctl')} -D ${dataDirectory(node)} status`;
  return [
    sh`tries=60`,
    sh`while [ $tries -gt 0 ] && ${status} > /dev/null; do sleep 1; tries=$((tries - 1)); done`,
    sh`[ $tries -gt 0 ] || { echo 'the server still runs' >&2; exit 1; }`,
  ];
}

/**
 * repmgr's command with the connection to another node: `repmgr -f … -d 'host=… user=repmgr dbname=repmgr' standby clone`.
 * `words` are our own, never from a bundle.
 */
export function repmgrTo(cluster: Cluster, node: Node | null, other: Node | null, words: string): Command {
  return sh`${repmgr(cluster, node)} -d ${upstreamConnection(other)} ${raw(words)}`;
}
