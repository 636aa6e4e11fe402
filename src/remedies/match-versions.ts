/** Make versions fit: the extension to the programs, the programs of one node to those of the others. */
import { dataDirectory, extensionQuery } from '../collect/commands.ts';
import { daemonState, lines, program, query, raw, sh } from '../commands/command.ts';
import type { Command, Remedy, Step } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { pause, restart, unpause } from './replication-steps.ts';
import { startingRepmgrd } from './start-repmgrd.ts';
import { change, check, remedy, verify, where } from './steps.ts';

const said = texts(() => ({
  update: { en: 'Update the repmgr extension to the version of the programs', 'zh-CN': '将 repmgr 扩展升级到程序的版本' },
  caution: {
    en: 'Until repmgrd runs again everywhere there is no automatic failover. The package has to be the same on every node first.',
    'zh-CN': '在所有节点的 repmgrd 恢复之前没有自动故障切换。须先使各节点的软件包版本一致。',
  },
  restarts: {
    en: 'Each server is restarted once, the standbys first: of the primary that is an outage of seconds. Until repmgrd runs again everywhere there is no automatic failover.',
    'zh-CN': '每个服务器都要重启一次，先备机后主机：重启主机会中断业务数秒。在所有节点的 repmgrd 恢复之前没有自动故障切换。',
  },
  program: { en: 'The version of the programs on {node}', 'zh-CN': '查看 {node} 上的程序版本' },
  programExpect: { en: 'The same on every node.', 'zh-CN': '各节点应相同。' },
  extension: { en: 'The version of the extension', 'zh-CN': '查看扩展版本' },
  extensionExpect: {
    en: 'The database of repmgr, the version installed, the version that the package offers: the last is to be the one of the programs.',
    'zh-CN': '显示 repmgr 的数据库、已安装版本、软件包提供的版本：后者应与程序版本一致。',
  },
  alter: { en: 'Update the extension on the primary; the standbys get it by replication', 'zh-CN': '在主机上升级扩展，备机通过复制获得' },
  alterExpect: {
    en: 'No error. `could not find function` means that the server still runs the old library: restart it first. It has to be done by the owner of the extension or a superuser.',
    'zh-CN': '无报错。若提示 `could not find function`，说明服务器仍在使用旧动态库：先重启。须由扩展的属主或超级用户执行。',
  },
  alterUndo: { en: 'There is no way back to an older version but the older package.', 'zh-CN': '无法降级扩展，只能恢复旧的软件包。' },
  fits: { en: 'Extension and programs agree, and repmgrd runs', 'zh-CN': '确认扩展与程序版本一致且 repmgrd 运行' },
  fitsExpect: { en: 'Both versions equal; `running` on every node.', 'zh-CN': '两个版本相同；所有节点为 `running`。' },
  same: { en: 'Give {node} the versions of the other nodes', 'zh-CN': '使 {node} 的版本与其他节点一致' },
  sameCaution: {
    en: 'Which version is wanted decides a person. A data directory is opened only by the major version that made it: install that one beside the other, or clone the standby again with the programs of its primary’s version.',
    'zh-CN': '以哪个版本为准由人决定。数据目录只能用创建它的大版本打开：安装该版本，或用与主机相同版本的程序重新克隆备机。',
  },
  look: { en: 'What {node} has', 'zh-CN': '查看 {node} 的版本' },
  lookExpect: {
    en: 'The version of the programs, of the data directory (`PG_VERSION`), of repmgr.',
    'zh-CN': '显示程序版本、数据目录版本（`PG_VERSION`）、repmgr 版本。',
  },
  agree: {
    en: 'Once the right package is there: {node} agrees with the others',
    'zh-CN': '安装正确的软件包后：确认 {node} 与其他节点一致',
  },
  agreeExpect: {
    en: 'The same major version of the server everywhere, and the same version of repmgr. Then start it, or clone it.',
    'zh-CN': '各节点服务器大版本相同，repmgr 版本相同。随后启动或重新克隆。',
  },
}));

export function updateExtension(cluster: Cluster, node: Node | null, restartFirst: boolean): Remedy {
  const primary = cluster.primary ?? node;
  const on = { cluster, node: primary, where: where.primary() };
  const nodes = cluster.members.filter((one) => !one.isWitness);
  const standbys = nodes.filter((one) => one !== primary);
  const restarts: Step[] = restartFirst
    ? [pause(cluster, primary), ...standbys.map((one) => restart(cluster, one)), restart(cluster, primary), unpause(cluster, primary)]
    : [];
  return remedy({
    id: 'update-extension',
    title: said.update(),
    caution: restartFirst ? said.restarts() : said.caution(),
    steps: [
      ...(nodes.length === 0 ? [primary] : nodes).map((one) =>
        check(
          { cluster, node: one },
          {
            title: said.program({ node: one?.label ?? 'this node' }),
            command: sh`${program(one, cluster, 'repmgr')} --version`,
            expect: said.programExpect(),
          },
        ),
      ),
      check(on, { title: said.extension(), command: query(cluster, primary, extensionQuery(cluster)), expect: said.extensionExpect() }),
      ...restarts,
      change(on, 'reload', {
        title: said.alter(),
        command: query(cluster, primary, 'alter extension repmgr update'),
        expect: said.alterExpect(),
        undo: said.alterUndo(),
      }),
      ...(nodes.length === 0 ? [primary] : nodes).map((one) => startingRepmgrd(cluster, one)),
    ],
    closing: verify(on, {
      title: said.fits(),
      command: lines(query(cluster, primary, extensionQuery(cluster)), daemonState(cluster, primary)),
      expect: said.fitsExpect(),
    }),
  });
}

/** What a node has: programs, data directory, repmgr. */
function versions(cluster: Cluster, node: Node | null): Command {
  return lines(
    sh`${program(node, cluster, 'ctl')} --version`,
    sh`cat ${dataDirectory(node)}/${raw('*_VERSION')}`,
    sh`${program(node, cluster, 'repmgr')} --version`,
  );
}

export function sameServer(cluster: Cluster, node: Node | null, other: Node | null): Remedy {
  const both = other === null || other === node ? [node] : [node, other];
  const label = node?.label ?? 'this node';
  return remedy({
    id: 'same-versions',
    title: said.same({ node: label }),
    caution: said.sameCaution(),
    steps: both.map((one) =>
      check(
        { cluster, node: one },
        { title: said.look({ node: one?.label ?? 'this node' }), command: versions(cluster, one), expect: said.lookExpect() },
      ),
    ),
    closing: verify(
      { cluster, node },
      { title: said.agree({ node: label }), command: versions(cluster, node), expect: said.agreeExpect() },
    ),
  });
}
