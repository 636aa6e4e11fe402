/** KingbaseES V8R3: bring a node back as the cluster's own script does it, by a rewind; or build it anew beside the script. */
import { dataDirectory } from '../collect/commands.ts';
import { besidePrograms, hole, lines, program, query, sh } from '../commands/command.ts';
import type { Remedy, Step } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { ClusterConf } from '../flavours/flavour.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { compareHistories } from './compare-histories.ts';
import { labelOf, receives, restart, standbyFor, upstreamFor } from './replication-steps.ts';
import { change, check, remedy, where } from './steps.ts';

const said = texts(() => ({
  title: { en: 'Let {script} rewind {standby} and attach it to {upstream}', 'zh-CN': '由 {script} 回退 {standby} 并重新加入 {upstream}' },
  caution: {
    en: 'What {standby} wrote after the fork is lost for good: transactions that only it holds disappear. If two nodes took writes, let the owners of the data decide first which one counts, and keep a copy of the data directory. {standby} is down meanwhile.',
    'zh-CN':
      '{standby} 在分叉之后写入的内容将永久丢失：仅存于该节点的事务会消失。若两个节点都接受过写入，须先由业务方决定以哪个为准，并保留数据目录的副本。操作期间 {standby} 停机。',
  },
  role: { en: 'Whose data count: {upstream} is the primary', 'zh-CN': '确认以 {upstream} 的数据为准，且其为主机' },
  roleExpect: { en: '`f`: the primary.', 'zh-CN': '返回 `f`，即主机。' },
  keep: { en: 'Keep a copy of the data directory of {standby}', 'zh-CN': '保留 {standby} 数据目录的副本' },
  keepExpect: { en: 'The copy is complete; the server is stopped.', 'zh-CN': '复制完成；服务器已停止。' },
  keepUndo: { en: 'Remove the copy when nobody asks for it any more.', 'zh-CN': '确认无人需要后删除副本。' },
  run: { en: 'Run the recovery by hand on {standby}', 'zh-CN': '在 {standby} 上手工执行恢复脚本' },
  runExpect: {
    en: 'recovery.log: `start up standby successful!`, then `recovery success`. It also says where it gives up: missing WAL means that the node has to be built anew.',
    'zh-CN': 'recovery.log 中出现 `start up standby successful!` 与 `recovery success`。若失败，日志会说明原因：缺少 WAL 时只能重建备机。',
  },
  runUndo: { en: 'Cannot be undone; the copy made before holds the old state.', 'zh-CN': '无法回退；旧状态仅存于事先的副本中。' },
  anew: { en: 'Build {standby} anew from {upstream}', 'zh-CN': '从 {upstream} 重建 {standby}' },
  anewCaution: {
    en: 'The old data directory of {standby} is moved aside, not removed; its volume needs room for both. What only {standby} holds is not in the new one.',
    'zh-CN': '{standby} 的旧数据目录只是改名保留，所在卷须能容纳两份数据。仅存于 {standby} 的内容不会出现在新目录中。',
  },
  hold: { en: 'Hold {script} back on {standby}: its line in cron', 'zh-CN': '停用 {standby} 上 cron 中的 {script} 行' },
  holdExpect: { en: 'The line of {script} begins with `#`.', 'zh-CN': '{script} 一行以 `#` 开头。' },
  free: { en: 'Let cron run {script} again on {standby}', 'zh-CN': '恢复 {standby} 上 cron 中的 {script} 行' },
  freeExpect: {
    en: 'The line without `#`. Within a minute the script attaches the node to the cluster: `up` in `show pool_nodes`.',
    'zh-CN': '该行前不再有 `#`。一分钟内脚本会将该节点加入集群：`show pool_nodes` 中为 `up`。',
  },
  holdUndo: {
    en: 'Copy `/root/cron.before-repmgr-doctor` back to `{file}`.',
    'zh-CN': '将 `/root/cron.before-repmgr-doctor` 复制回 `{file}`。',
  },
  aside: { en: 'Move the old data directory aside', 'zh-CN': '将旧数据目录改名保留' },
  asideExpect: { en: 'The directory has its new name.', 'zh-CN': '目录已改名。' },
  asideUndo: { en: 'Rename it back, with the server stopped.', 'zh-CN': '在停库状态下改回原名。' },
  copy: { en: 'Copy the data of {upstream}', 'zh-CN': '从 {upstream} 复制数据' },
  copyExpect: { en: 'It ends without an error.', 'zh-CN': '执行结束且无报错。' },
  copyUndo: { en: 'Remove the new directory; the old one stands beside it.', 'zh-CN': '删除新目录；旧目录仍在旁边。' },
  conf: { en: 'Make it a standby of {upstream}', 'zh-CN': '将其配置为 {upstream} 的备机' },
  confExpect: {
    en: '`standby_mode` on, and `primary_conninfo` with the address of {upstream}: edit it where it names another.',
    'zh-CN': '`standby_mode` 为 on，`primary_conninfo` 中为 {upstream} 的地址；若为其他地址请改正。',
  },
  confUndo: { en: 'Remove `recovery.conf` while the server is stopped.', 'zh-CN': '在停库状态下删除 `recovery.conf`。' },
  findCopy: {
    en: 'A directory on {standby} on a volume with room for the whole data directory.',
    'zh-CN': '{standby} 上空间足够容纳整个数据目录的目录。',
  },
  findSource: {
    en: 'how the standby connects to {upstream}: the value of `primary_conninfo` in `etc/recovery.done`',
    'zh-CN': '备机连接 {upstream} 的方式：见 `etc/recovery.done` 中 `primary_conninfo` 的值',
  },
}));

const ROOT_COPY = '/root/cron.before-repmgr-doctor';

const namesOf = (standby: Node | null, upstream: Node | null, conf: ClusterConf) => ({
  standby: labelOf(standby, 'the standby'),
  upstream: labelOf(upstream),
  script: conf.script,
});

const seePrimary = (cluster: Cluster, upstream: Node | null): Step =>
  check(
    { cluster, node: upstream, where: where.upstream() },
    {
      title: said.role({ upstream: labelOf(upstream) }),
      command: query(cluster, upstream, `select ${cluster.flavour.catalog}is_in_recovery()`),
      expect: said.roleExpect(),
    },
  );

export function recoverByScript(
  cluster: Cluster,
  conf: ClusterConf,
  standby: Node | null,
  upstream: Node | null,
  recommended: boolean,
): Remedy {
  const on = { cluster, node: standby };
  const names = namesOf(standby, upstream, conf);
  const copy = hole('COPY_DIR', 'a directory with room for the whole data directory', said.findCopy(names));
  return remedy({
    id: 'recover-by-script',
    title: said.title(names),
    recommended,
    caution: said.caution(names),
    steps: [
      seePrimary(cluster, upstream),
      ...compareHistories(cluster, standby, upstream),
      restart(cluster, standby, 'stop'),
      change(on, 'reload', {
        title: said.keep(names),
        command: sh`cp -a ${dataDirectory(standby)} ${copy}/ && du -sh ${copy}`,
        expect: said.keepExpect(),
        undo: said.keepUndo(),
      }),
      change(on, 'destructive', {
        title: said.run(names),
        command: lines(
          sh`${besidePrograms(standby, cluster, conf.script)} --force`,
          sh`tail -n 40 ${besidePrograms(standby, cluster, conf.log)}`,
        ),
        expect: said.runExpect(),
        undo: said.runUndo(),
      }),
    ],
    closing: receives(cluster, standby, upstream),
  });
}

/** By a base backup, with the script held back meanwhile: every minute it would try on its own. */
export function buildAnew(cluster: Cluster, conf: ClusterConf, node: Node | null, recommended: boolean): Remedy {
  const standby = standbyFor(cluster, node);
  const upstream = upstreamFor(cluster, standby);
  const on = { cluster, node: standby };
  const names = namesOf(standby, upstream, conf);
  const data = dataDirectory(standby);
  const source = hole('PRIMARY_CONNINFO', 'how the standby connects to the primary', said.findSource(names));
  const cron = (title: Step['title'], pattern: string, expect: Step['expect'], first: readonly ReturnType<typeof sh>[]): Step =>
    change(on, 'reload', {
      title,
      command: lines(...first, sh`sed -i ${pattern} ${conf.cronFile}`, sh`grep -n ${conf.script} ${conf.cronFile}`),
      expect,
      undo: said.holdUndo({ file: conf.cronFile }),
      runAs: 'root',
    });
  return remedy({
    id: 'build-anew',
    title: said.anew(names),
    recommended,
    caution: said.anewCaution(names),
    steps: [
      seePrimary(cluster, upstream),
      cron(said.hold(names), `/${conf.script}/s/^[^#]/#&/`, said.holdExpect(names), [sh`cp -p ${conf.cronFile} ${ROOT_COPY}`]),
      restart(cluster, standby, 'stop'),
      change(on, 'destructive', {
        title: said.aside(),
        command: sh`mv ${data} ${data}.before && ls -ld ${data}.before`,
        expect: said.asideExpect(),
        undo: said.asideUndo(),
      }),
      change(on, 'reload', {
        title: said.copy(names),
        command: sh`${program(standby, cluster, 'basebackup')} -d ${source} -D ${data} -X stream -c fast -v`,
        expect: said.copyExpect(),
        undo: said.copyUndo(),
      }),
      change(on, 'reload', {
        title: said.conf(names),
        command: lines(
          sh`cp -p ${besidePrograms(standby, cluster, '../etc/recovery.done')} ${data}/recovery.conf`,
          sh`grep -nE '^[[:space:]]*(standby_mode|primary_conninfo|primary_slot_name)' ${data}/recovery.conf | sed ${'s/password=[^ ]*/password=***/'}`,
        ),
        expect: said.confExpect(names),
        undo: said.confUndo(),
      }),
      restart(cluster, standby, 'start'),
      cron(said.free(names), `/${conf.script}/s/^#//`, said.freeExpect(), []),
    ],
    closing: receives(cluster, standby, upstream),
  });
}
