/** repmgr finds its configuration: found and named, opened to the user who runs repmgr, or written. */
import { dataDirectory } from '../collect/commands.ts';
import { connectionString, hole, lines, program, raw, repmgrConfOf, sh } from '../commands/command.ts';
import type { Command, Remedy, Step } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { change, check, remedy, verify } from './steps.ts';

const said = texts(() => ({
  find: {
    en: 'Find the repmgr configuration of {node} and name it in every call',
    'zh-CN': '找到 {node} 的 repmgr 配置文件并在每次调用中指定',
  },
  findCaution: {
    en: 'cron and systemd start in another directory and with another environment than a login shell: what works by hand fails there where the file is not named with `-f`.',
    'zh-CN': 'cron 与 systemd 的工作目录和环境变量与登录 shell 不同：未用 `-f` 指定文件时，手工执行正常的命令在其中会失败。',
  },
  look: { en: 'Where the file lies on {node}', 'zh-CN': '查看 {node} 上该文件的位置' },
  lookExpect: {
    en: 'The file, and the `-f` that the running repmgrd was started with. Nothing at all: the file has to be written, see the other remedy.',
    'zh-CN': '显示该文件，以及运行中的 repmgrd 启动时的 `-f`。若没有输出，需要新建该文件，见另一方案。',
  },
  restore: { en: 'Put the repmgr configuration of {node} back', 'zh-CN': '恢复 {node} 的 repmgr 配置文件' },
  restoreCaution: {
    en: "Look into the file first: it has to be this node's own, by `node_id` and `conninfo`. A removed package leaves it as `.rpmsave` or `.dpkg-old`. Where it was moved on purpose, register the node again with the new place instead.",
    'zh-CN':
      '先查看文件内容：`node_id` 与 `conninfo` 必须属于本节点。卸载软件包会将其保留为 `.rpmsave` 或 `.dpkg-old`。若是有意移动，应改用新路径重新登记该节点。',
  },
  back: { en: 'Put it back where {node} is told to look for it', 'zh-CN': '将文件放回 {node} 所指定的位置' },
  backExpect: {
    en: 'The file under the old name, with its owner and rights.',
    'zh-CN': '显示原路径下的文件，属主为数据库操作系统用户。',
  },
  backUndo: { en: '`rm {path}` (it is a copy).', 'zh-CN': '`rm {path}`（该文件是副本）。' },
  register: { en: 'Write its present place into the record of {node}', 'zh-CN': '将文件的现有位置写入 {node} 的元数据' },
  registerExpect: {
    en: '`primary node record (ID: …) updated` or `standby registration complete`.',
    'zh-CN': '`primary node record (ID: …) updated` 或 `standby registration complete`。',
  },
  registerUndo: { en: 'Register it again with the old file.', 'zh-CN': '用原文件重新登记。' },
  link: { en: 'Link it to where repmgr looks by itself on {node}', 'zh-CN': '在 {node} 上链接到 repmgr 的默认位置' },
  linkExpect: { en: 'The link and the file behind it.', 'zh-CN': '显示该链接及其指向的文件。' },
  linkUndo: { en: '`rm {path}` (it is a link).', 'zh-CN': '`rm {path}`（该文件只是链接）。' },
  works: { en: 'repmgr reads it on {node}', 'zh-CN': '确认 {node} 上的 repmgr 能读取' },
  worksExpect: {
    en: 'The cluster as this node sees it. Where a switchover complained of the path: register the node again with `--force`, so that its record names this file.',
    'zh-CN': '显示该节点看到的集群状态。若 switchover 报告路径不符，用 `--force` 重新登记该节点，使记录指向此文件。',
  },
  open: { en: 'Let the user who runs repmgr on {node} read the configuration', 'zh-CN': '使 {node} 上运行 repmgr 的用户可以读取配置文件' },
  openLook: { en: 'Whom the file belongs to', 'zh-CN': '查看文件属主与权限' },
  openLookExpect: {
    en: 'A mode or an owner that leaves the OS user of the server out. A directory above it may be closed as well.',
    'zh-CN': '权限或属主不允许数据库操作系统用户读取。上级目录也可能不可进入。',
  },
  opened: { en: 'Give the group of {user} the right to read it', 'zh-CN': '授予 {user} 所在组读权限' },
  openedExpect: { en: '`-rw-r-----`, with the group of that user.', 'zh-CN': '权限为 `-rw-r-----`，属组为该用户的组。' },
  openedUndo: { en: '`chgrp` and `chmod` with the values of the first step.', 'zh-CN': '按第一步所示的值执行 `chgrp` 与 `chmod`。' },
  write: { en: 'Write the repmgr configuration of {node}', 'zh-CN': '新建 {node} 的 repmgr 配置文件' },
  writeCaution: {
    en: 'Only where the file is really gone. These four lines are what repmgr needs; failover needs more (`failover`, `promote_command`, `follow_command`): take those from another node, never its `node_id`, `node_name` and `conninfo`.',
    'zh-CN':
      '仅在文件确实不存在时使用。这四行是 repmgr 所必需的；自动故障切换还需要 `failover`、`promote_command`、`follow_command`：可参照其他节点，但不能照搬其 `node_id`、`node_name` 与 `conninfo`。',
  },
  writeLook: { en: 'That it is not there on {node}', 'zh-CN': '确认 {node} 上没有该文件' },
  writeLookExpect: { en: 'The directory, and no such file in it.', 'zh-CN': '目录存在，且其中没有该文件。' },
  written: { en: 'Write the four required lines', 'zh-CN': '写入四个必需参数' },
  writtenExpect: {
    en: 'The file with `node_id`, `node_name`, `conninfo`, `data_directory`.',
    'zh-CN': '显示文件内容：`node_id`、`node_name`、`conninfo`、`data_directory`。',
  },
  writtenUndo: { en: 'Remove the file.', 'zh-CN': '删除该文件。' },
  findNodeId: {
    en: '`node_id` in `repmgr.nodes` (column ID of `repmgr cluster show` on another node)',
    'zh-CN': '`repmgr.nodes` 中的 `node_id`（其他节点上 `repmgr cluster show` 的 ID 列）',
  },
  findNodeName: {
    en: '`node_name` in `repmgr.nodes` (column Name of `repmgr cluster show`)',
    'zh-CN': '`repmgr.nodes` 中的 `node_name`（`repmgr cluster show` 的 Name 列）',
  },
  findPath: { en: 'the path as the first step printed it', 'zh-CN': '第一步所显示的路径' },
}));

/** Where repmgr looks by itself where no package says otherwise. */
const DEFAULT_PLACE = '/etc/repmgr.conf';

const confHole = () => hole('REPMGR_CONF', 'the repmgr configuration file of this node', said.findPath());

/** The call that shows that the configuration is read. */
const reads = (cluster: Cluster, node: Node | null, conf: Command): Step =>
  verify(
    { cluster, node },
    {
      title: said.works({ node: node?.label ?? 'this node' }),
      command: sh`${program(node, cluster, 'repmgr')} -f ${conf} cluster show`,
      expect: said.worksExpect(),
    },
  );

/** Beside the place where it was, and wherever packages put it. */
function whereabouts(lost: string | null): Command {
  const near = lost === null ? sh`` : sh`ls -ld ${lost}* 2>/dev/null; `;
  return sh`${near}ls -l /etc/repmgr.conf /etc/repmgr/repmgr.conf ${raw('/etc/repmgr/*/repmgr.conf /etc/postgresql/*/repmgr.conf ~/repmgr.conf')} 2>/dev/null; ps -eo user,args | grep '[r]epmgrd'; true`;
}

export function findRepmgrConf(cluster: Cluster, node: Node | null): Remedy {
  const on = { cluster, node };
  const names = { node: node?.label ?? 'this node' };
  const conf = sh`${node?.repmgrConf ?? confHole()}`;
  const own = cluster.flavour.repmgrFindsItsConf;
  const steps = [
    check(on, {
      title: said.look(names),
      command: whereabouts(null),
      expect: said.lookExpect(),
    }),
    ...(own
      ? []
      : [
          change(on, 'reload', {
            title: said.link(names),
            command: lines(sh`test ! -e ${DEFAULT_PLACE}`, sh`ln -s ${conf} ${DEFAULT_PLACE}`, sh`ls -lL ${DEFAULT_PLACE} ${conf}`),
            expect: said.linkExpect(),
            undo: said.linkUndo({ path: DEFAULT_PLACE }),
            runAs: 'root',
          }),
        ]),
  ];
  return remedy({
    id: 'find-repmgr-conf',
    title: said.find(names),
    caution: said.findCaution(),
    steps,
    closing: reads(cluster, node, conf),
  });
}

/** The file that calls name is not there any more: repmgrd, the record and repmgr's own commands name that place as well. */
export function restoreRepmgrConf(cluster: Cluster, node: Node | null, lost: string): Remedy {
  const on = { cluster, node };
  const names = { node: node?.label ?? 'this node' };
  return remedy({
    id: 'restore-repmgr-conf',
    title: said.restore(names),
    caution: said.restoreCaution(),
    steps: [
      check(on, { title: said.look(names), command: whereabouts(lost), expect: said.lookExpect() }),
      change(on, 'reload', {
        title: said.back(names),
        command: lines(sh`test ! -e ${lost}`, sh`cp -p ${confHole()} ${lost}`, sh`ls -l ${lost}`),
        expect: said.backExpect(),
        undo: said.backUndo({ path: lost }),
      }),
    ],
    closing: reads(cluster, node, sh`${lost}`),
  });
}

/** The file was moved for good: repmgrd runs with it, and the record names its old place. */
export function registerRepmgrConf(cluster: Cluster, node: Node | null, lost: string | null): Remedy {
  const on = { cluster, node };
  const names = { node: node?.label ?? 'this node' };
  const known = node?.repmgrConf ?? null;
  const conf = sh`${known === null || known === lost ? confHole() : known}`;
  // the demotion candidate of a switchover misses it: the primary, if it has not become a standby since
  const role = node?.isStandby === true ? 'standby' : 'primary';
  return remedy({
    id: 'register-repmgr-conf',
    title: said.register(names),
    steps: [
      check(on, { title: said.look(names), command: whereabouts(lost), expect: said.lookExpect() }),
      change(on, 'reload', {
        title: said.register(names),
        command: sh`${program(node, cluster, 'repmgr')} -f ${conf} ${role} register --force`,
        expect: said.registerExpect(),
        undo: said.registerUndo(),
      }),
    ],
    closing: reads(cluster, node, conf),
  });
}

export function openRepmgrConf(cluster: Cluster, node: Node | null, path: string | null): Remedy {
  const on = { cluster, node };
  const names = { node: node?.label ?? 'this node' };
  const user = node?.osUser ?? cluster.flavour.defaults.osUser;
  const conf = path === null ? repmgrConfOf(cluster, node) : sh`${path}`;
  return remedy({
    id: 'open-repmgr-conf',
    title: said.open(names),
    steps: [
      check(on, { title: said.openLook(), command: sh`ls -ld "$(dirname ${conf})" ${conf}`, expect: said.openLookExpect(), runAs: 'root' }),
      change(on, 'reload', {
        title: said.opened({ user }),
        command: lines(sh`chgrp "$(id -gn ${user})" ${conf}`, sh`chmod 640 ${conf}`, sh`ls -l ${conf}`),
        expect: said.openedExpect(),
        undo: said.openedUndo(),
        runAs: 'root',
      }),
    ],
    closing: reads(cluster, node, conf),
  });
}

export function writeRepmgrConf(cluster: Cluster, node: Node, path: string | null): Remedy {
  const on = { cluster, node };
  const names = { node: node.label };
  const conf = path === null ? repmgrConfOf(cluster, node) : sh`${path}`;
  const id = node.id ?? hole('NODE_ID', 'the id that this node is registered under', said.findNodeId());
  const name = node.name ?? hole('NODE_NAME', 'the name that this node is registered under', said.findNodeName());
  return remedy({
    id: 'write-repmgr-conf',
    title: said.write(names),
    recommended: false,
    caution: said.writeCaution(),
    steps: [
      check(on, {
        title: said.writeLook(names),
        command: sh`ls -ld "$(dirname ${conf})"; ls -l ${conf} || true`,
        expect: said.writeLookExpect(),
      }),
      change(on, 'reload', {
        title: said.written(),
        command: lines(
          sh`test ! -e ${conf}`,
          sh`umask 027`,
          sh`printf "node_id=%s\\nnode_name='%s'\\nconninfo='%s'\\ndata_directory='%s'\\n" ${id} ${name} ${connectionString(node)} ${dataDirectory(node)} > ${conf}`,
          sh`cat ${conf}`,
        ),
        expect: said.writtenExpect(),
        undo: said.writtenUndo(),
      }),
    ],
    closing: reads(cluster, node, conf),
  });
}
