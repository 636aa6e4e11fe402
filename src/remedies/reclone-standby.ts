/** Clone a standby again from its upstream: the last way where its WAL or its history is gone. */

import { dataDirectory } from '../collect/commands.ts';
import { connectionString, hole, query, raw, repmgr, sh } from '../commands/command.ts';
import type { Remedy, Step } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { freeGuard, holdGuard } from './guard.ts';
import { buildAnew } from './recover-by-script.ts';
import { labelOf, pause, receives, repmgrTo, restart, seeCluster, standbyFor, unpause, upstreamFor } from './replication-steps.ts';
import { change, check, onStandby, remedy, where } from './steps.ts';

const said = texts(() => ({
  title: { en: 'Clone {standby} again from {upstream}', 'zh-CN': '从 {upstream} 重新克隆 {standby}' },
  caution: {
    en: 'Empties the data directory of {standby}: whatever only it holds (transactions that never reached {upstream}) is gone for good. Configuration files inside that directory are replaced by those of {upstream}: the copies made before tell what differed (port, paths). The copy loads disk and network of {upstream}; until it is finished this standby protects nothing.',
    'zh-CN':
      '会清空 {standby} 的数据目录：仅存于其上的内容（未到达 {upstream} 的事务）将永久丢失。目录内的配置文件会被 {upstream} 的覆盖：事先的副本可用于比对差异（端口、路径）。克隆会占用 {upstream} 的磁盘与网络；完成之前该备机不提供任何保护。',
  },
  role: { en: '{upstream} is the node that counts, and it answers', 'zh-CN': '确认以 {upstream} 的数据为准，且可以连接' },
  roleExpect: {
    en: 'Recovery `f` on a primary, and a size that fits on the volume of {standby}.',
    'zh-CN': '主机返回 `f`，且数据大小能放入 {standby} 的卷。',
  },
  space: { en: 'Room on {standby}', 'zh-CN': '{standby} 的可用空间' },
  spaceExpect: { en: '`Available` plus what is there now is larger than that size.', 'zh-CN': '`Available` 加上现有占用大于该大小。' },
  keep: { en: 'Copy the configuration files of {standby} aside', 'zh-CN': '另存 {standby} 的配置文件' },
  keepExpect: { en: 'The files are listed in the copy.', 'zh-CN': '副本目录中列出这些文件。' },
  keepUndo: { en: 'Remove the copy when nobody needs it.', 'zh-CN': '不再需要时删除副本。' },
  settings: {
    en: 'What the clone took over: compare the configuration of {standby} with the copy',
    'zh-CN': '比较 {standby} 克隆后的配置与事先的副本',
  },
  settingsExpect: {
    en: 'No difference that is meant for this node only (`port`, `listen_addresses`, paths). Put such a line back before the start.',
    'zh-CN': '没有仅属于本节点的差异（`port`、`listen_addresses`、路径）。若有，启动前改回。',
  },
  findKeep: { en: 'An empty directory on {standby} outside the data directory.', 'zh-CN': '{standby} 上数据目录之外的空目录。' },
  dry: { en: 'Rehearse the clone (it refuses while the server runs)', 'zh-CN': '预演克隆（服务器运行时会被拒绝）' },
  dryExpect: {
    en: '`all prerequisites for "standby clone" are met`. What it complains of instead comes first.',
    'zh-CN': '`all prerequisites for "standby clone" are met`。若有报错，先处理报错。',
  },
  clone: { en: 'Clone: the data directory of {standby} is replaced', 'zh-CN': '克隆：替换 {standby} 的数据目录' },
  cloneExpect: { en: '`standby clone (using pg_basebackup) complete`', 'zh-CN': '`standby clone (using …basebackup) complete`' },
  cloneUndo: {
    en: 'Cannot be undone; the copy made before is all that is left of the old directory.',
    'zh-CN': '无法回退；旧目录只剩事先的备份。',
  },
  aside: {
    en: 'Move the old data directory of {standby} aside: repmgr 3 clones into none that is there',
    'zh-CN': '移走 {standby} 的旧数据目录：repmgr 3 不会克隆到已存在的目录',
  },
  asideExpect: { en: 'No error; there is room for both on that volume.', 'zh-CN': '无报错；该卷可同时容纳新旧两份。' },
  asideUndo: { en: 'Move it back, before anything is cloned.', 'zh-CN': '在克隆之前移回即可。' },
  asideClone: { en: 'Clone {standby} from {upstream}', 'zh-CN': '从 {upstream} 克隆 {standby}' },
  asideCloneUndo: {
    en: 'Remove the new directory and move the old one back. Remove that one when the standby has run well for a while.',
    'zh-CN': '删除新目录并将旧目录移回。备机稳定运行一段时间后再删除旧目录。',
  },
  register: { en: 'Write its record anew', 'zh-CN': '重新登记节点' },
  registerExpect: { en: '`standby registration complete`', 'zh-CN': '`standby registration complete`' },
  registerUndo: { en: '`repmgr standby unregister` on that node.', 'zh-CN': '在该节点执行 `repmgr standby unregister`。' },
}));

/** `first` are steps that must come before the clone makes its slot, such as dropping a lost one. */
export function recloneStandby(cluster: Cluster, node: Node | null, recommended = true, first: readonly Step[] = []): Remedy {
  const { clusterConf } = cluster.flavour;
  if (clusterConf !== null) return buildAnew(cluster, clusterConf, node, recommended);
  const standby = standbyFor(cluster, node);
  const upstream = upstreamFor(cluster, standby);
  const on = onStandby(cluster, standby);
  const names = { standby: labelOf(standby, 'the standby'), upstream: labelOf(upstream) };
  const keep = hole('KEEP_DIR', 'an empty directory outside the data directory', said.findKeep(names));
  const clone = (extra: string) => repmgrTo(cluster, standby, upstream, `standby clone ${extra}`);
  return remedy({
    id: 'reclone-standby',
    title: said.title(names),
    recommended,
    caution: said.caution(names),
    steps: [
      seeCluster(cluster, upstream),
      check(
        { cluster, node: upstream, where: where.upstream() },
        {
          title: said.role(names),
          command: query(
            cluster,
            upstream,
            'select pg_is_in_recovery(), (select pg_size_pretty(sum(pg_database_size(oid))) from pg_database)',
          ),
          expect: said.roleExpect(names),
        },
      ),
      check(on, { title: said.space(names), command: sh`df -P ${dataDirectory(standby)}`, expect: said.spaceExpect() }),
      // the node itself is about to be stopped: it need not be reached
      pause(cluster, upstream, true),
      ...holdGuard(cluster, standby),
      change(on, 'reload', {
        title: said.keep(names),
        command: sh`cp -p ${dataDirectory(standby)}/*.conf ${keep}/ && ls -l ${keep}`,
        expect: said.keepExpect(),
        undo: said.keepUndo(),
      }),
      restart(cluster, standby, 'stop'),
      ...(cluster.isBeforeRepmgr4
        ? [...first, ...asideAndClone(cluster, standby, upstream)]
        : [
            check(on, { title: said.dry(), command: clone('--force --dry-run'), expect: said.dryExpect() }),
            ...first,
            change(on, 'destructive', {
              title: said.clone(names),
              command: clone('--force --fast-checkpoint'),
              expect: said.cloneExpect(),
              undo: said.cloneUndo(),
            }),
          ]),
      check(on, {
        title: said.settings(names),
        command: sh`for file in ${keep}/*.conf; do diff "$file" ${dataDirectory(standby)}/${raw('"$(basename "$file")"')} || true; done`,
        expect: said.settingsExpect(),
      }),
      restart(cluster, standby, 'start'),
      change(on, 'reload', {
        title: said.register(),
        command: repmgr(cluster, standby, 'standby', 'register', '--force'),
        expect: said.registerExpect(),
        undo: said.registerUndo(),
      }),
      ...freeGuard(cluster, standby),
      unpause(cluster, upstream),
    ],
    closing: receives(cluster, standby),
  });
}

/** repmgr 3 leaves a directory that is there as it is, also with --force, and its pg_basebackup refuses it. */
function asideAndClone(cluster: Cluster, standby: Node | null, upstream: Node | null): Step[] {
  const on = onStandby(cluster, standby);
  const names = { standby: labelOf(standby, 'the standby'), upstream: labelOf(upstream) };
  const data = dataDirectory(standby);
  return [
    change(on, 'reload', {
      title: said.aside(names),
      command: sh`mv ${data} ${data}.before`,
      expect: said.asideExpect(),
      undo: said.asideUndo(),
    }),
    change(on, 'reload', {
      title: said.asideClone(names),
      command: sh`${repmgr(cluster, standby)} -d ${connectionString(upstream)} -D ${data} standby clone --fast-checkpoint`,
      expect: said.cloneExpect(),
      undo: said.asideCloneUndo(),
    }),
  ];
}
