/** Start repmgrd on a node, the way it is started there, and keep it started. */
import { hole, lines, program, query, raw, repmgr, repmgrConfOf, sh } from '../commands/command.ts';
import type { Command, Remedy, Step } from '../core/finding.ts';
import { type Message, texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { isRepmgrdUnit } from '../model/repmgrd.ts';
import { seeCluster, seeService, watches } from './replication-steps.ts';
import { change, check, remedy } from './steps.ts';

const said = texts(() => ({
  title: { en: 'Start repmgrd on {node}, and keep it started', 'zh-CN': '启动 {node} 上的 repmgrd 并设为自启' },
  caution: {
    en: 'From then on a failover may happen by itself. With two primaries in the listing, do not start it: settle that first.',
    'zh-CN': '启动后可能自动发生故障切换。若列表中有两个主机，先处理双主，不要启动。',
  },
  why: { en: 'Why it ended on {node}', 'zh-CN': '查看 {node} 上 repmgrd 退出的原因' },
  whyExpect: {
    en: 'The last lines of its log. An error there is another cause and comes first: the library is not loaded, a PID file is in the way, the node has no record.',
    'zh-CN': '日志末尾。若有报错，则属其他原因，应先处理：未加载库、PID 文件冲突、节点没有登记记录等。',
  },
  library: { en: 'The library is loaded on {node}', 'zh-CN': '确认 {node} 已加载 repmgr 库' },
  libraryExpect: { en: 'A list that holds `{library}`.', 'zh-CN': '列表中包含 `{library}`。' },
  start: { en: 'Start repmgrd on {node}', 'zh-CN': '在 {node} 上启动 repmgrd' },
  startExpect: { en: 'No error; its log says `starting monitoring of node`.', 'zh-CN': '无报错；日志出现 `starting monitoring of node`。' },
  startedByHand: {
    en: 'No error; its log says `starting monitoring of node`. Where a unit of systemd runs repmgrd (`systemctl list-units --all "*repmgr*"`), start that one as root instead.',
    'zh-CN':
      '无报错；日志出现 `starting monitoring of node`。若 repmgrd 由 systemd 单元管理（`systemctl list-units --all "*repmgr*"`），则改为以 root 启动该单元。',
  },
  stopUnit: { en: '`systemctl stop {unit}`', 'zh-CN': '`systemctl stop {unit}`' },
  stopDaemon: { en: '`repmgr daemon stop` on that node.', 'zh-CN': '在该节点执行 `repmgr daemon stop`。' },
  stopProcess: { en: '`pkill -x repmgrd` on that node.', 'zh-CN': '在该节点执行 `pkill -x repmgrd`。' },
  findLog: {
    en: '`log_file` in the repmgr configuration; where it is not set, the journal of its unit',
    'zh-CN': 'repmgr 配置中的 `log_file`；未设置时查看其 systemd 单元的日志',
  },
}));

/** The unit that runs repmgrd on a node, without `.service`; null where none is shown. */
const unitOn = (cluster: Cluster, node: Node | null): string | null =>
  cluster.facts
    .of('unit')
    .filter((fact) => isRepmgrdUnit(fact.unit) && (node === null || cluster.nodeOf(fact) === null || cluster.nodeOf(fact) === node))
    .at(-1)
    ?.unit.replace(/\.service$/, '') ?? null;

export function startRepmgrd(cluster: Cluster, node: Node | null): Remedy {
  const on = { cluster, node };
  const names = { node: node?.label ?? 'this node' };
  return remedy({
    id: 'start-repmgrd',
    title: said.title(names),
    caution: said.caution(),
    steps: [
      seeCluster(cluster, node),
      seeService(cluster, node),
      seeRepmgrdLog(cluster, node),
      check(on, {
        title: said.library(names),
        command: query(cluster, node, 'show shared_preload_libraries'),
        expect: said.libraryExpect({ library: cluster.repmgrLibrary }),
      }),
      startingRepmgrd(cluster, node),
    ],
    closing: watches(cluster, node),
  });
}

/** The one step that starts it, for remedies that have seen why it did not run. */
export function startingRepmgrd(cluster: Cluster, node: Node | null): Step {
  const unit = unitOn(cluster, node);
  return change({ cluster, node }, 'reload', {
    title: said.start({ node: node?.label ?? 'this node' }),
    ...startCommand(cluster, node, unit),
    expect: unit === null ? said.startedByHand() : said.startExpect(),
    ...(unit === null ? {} : { runAs: 'root' }),
  });
}

/** The end of repmgrd's log: the file of its configuration, else the journal of its unit. */
export function seeRepmgrdLog(cluster: Cluster, node: Node | null): Step {
  const file = node?.repmgrSetting('log_file');
  const unit = unitOn(cluster, node);
  const command =
    file?.known && file.value !== ''
      ? sh`tail -n 40 ${file.value}`
      : unit !== null
        ? sh`journalctl -u ${unit} -n 40 --no-pager`
        : sh`tail -n 40 ${hole('REPMGRD_LOG', 'the log of repmgrd', said.findLog())}`;
  const names = { node: node?.label ?? 'this node' };
  return check({ cluster, node }, { title: said.why(names), command, expect: said.whyExpect() });
}

/** By its unit, by the command that repmgr knows for it, else by hand as the OS user of the server; and how it is stopped again. */
function startCommand(cluster: Cluster, node: Node | null, unit: string | null): { readonly command: Command; readonly undo: Message } {
  if (unit !== null) return { command: lines(sh`systemctl enable ${unit}`, sh`systemctl restart ${unit}`), undo: said.stopUnit({ unit }) };
  const configured = node?.repmgrSetting('repmgrd_service_start_command');
  if (configured?.known && configured.value !== '') return { command: repmgr(cluster, node, 'daemon', 'start'), undo: said.stopDaemon() };
  return {
    command: sh`${program(node, cluster, 'repmgrd')} -f ${repmgrConfOf(cluster, node)} ${raw('--daemonize')}`,
    undo: said.stopProcess(),
  };
}
