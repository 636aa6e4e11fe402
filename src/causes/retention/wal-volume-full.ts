import { collect } from '../../collect/commands.ts';
import type { Evidence, Verdict } from '../../core/finding.ts';
import { sizeText } from '../../core/size.ts';
import { text, texts } from '../../core/text.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { Node } from '../../model/node.ts';
import { ends, isLater, type MessageFact } from '../../model/replication.ts';
import { slotsOf } from '../../model/slots.ts';
import { dataWriteFailures, fullness, keepSetting, type WalVolume, walVolumes, walWriteFailures } from '../../model/wal-space.ts';
import { freeWalVolume } from '../../remedies/free-wal-volume.ts';
import { keepLessWal } from '../../remedies/keep-more-wal.ts';
import { dropSlots } from '../../remedies/replication-slots.ts';
import { roomForClone } from '../../remedies/room-for-clone.ts';
import { absent, defineCause, evidence, notApplicable, present, serverOf, type Told, unknown } from '../cause.ts';

const said = texts(() => ({
  failed: {
    en: 'The volume of WAL on {node} is full: the server could not write WAL and stops until there is room.',
    'zh-CN': '{node} 的 WAL 所在卷已写满：服务器无法写 WAL 而停止，腾出空间前无法运行。',
  },
  clone: {
    en: 'The volume on {node} has no room for the clone: the copy of the upstream broke off.',
    'zh-CN': '{node} 的卷容纳不下克隆：复制上游数据时中断。',
  },
  over: {
    en: 'The volume of WAL on {node} was full; the server runs again.',
    'zh-CN': '{node} 的 WAL 所在卷曾写满；服务器现已恢复运行。',
  },
  volume: {
    en: 'The volume of WAL on {node} ({mount}) is at {percent} %, {free} left. When it is full, the server stops.',
    'zh-CN': '{node} 的 WAL 所在卷（{mount}）已用 {percent}%，剩余 {free}。写满后服务器会停止。',
  },
  data: {
    en: 'A data file of {node} could not grow for lack of space. If WAL lies on the same volume, the server is about to stop.',
    'zh-CN': '{node} 的数据文件因空间不足无法扩展。若 WAL 在同一卷上，服务器即将停止。',
  },
  write: { en: 'WAL cannot be written: no space', 'zh-CN': '无法写 WAL：没有空间' },
  cloneFails: { en: 'the copy breaks off: no space', 'zh-CN': '复制中断：没有空间' },
  extend: { en: 'a data file cannot grow: no space', 'zh-CN': '数据文件无法扩展：没有空间' },
  df: { en: '{percent} % used, {free} left', 'zh-CN': '已用 {percent}%，剩余 {free}' },
  ready: { en: 'the server takes connections again', 'zh-CN': '服务器恢复接受连接' },
  room: { en: 'the volume of WAL ({mount}) has room: {free} left', 'zh-CN': 'WAL 所在卷（{mount}）空间充足：剩余 {free}' },
  why: { en: 'how full the volume of WAL on {node} is', 'zh-CN': '{node} 的 WAL 所在卷使用情况' },
}));

export const walVolumeFull = defineCause({
  id: 'wal-volume-full',
  group: 'retention',
  scope: 'told',
  severity: 'critical',
  title: text({ en: 'The volume of WAL is full', 'zh-CN': 'WAL 所在的文件系统已满' }),
  get about() {
    return text({
      en: `The server must write WAL before anything else. When its volume is full it stops with a PANIC, restarts, fails again, and stays down until there is room.

**How it shows itself.** \`PANIC: could not write to file "pg_wal/xlogtemp.…": No space left on device\` (\`sys_wal\` on KingbaseES; 设备上没有空间), then crash recovery that ends with the same words; \`df\` of the WAL directory at 100 %.

**What fills it.** An inactive slot, archiving that fails or is not configured, a large \`wal_keep_size\` / \`wal_keep_segments\`, a burst beyond \`max_wal_size\`, or something else on the same volume. The chain often ends in a node that is down and standbys that cannot connect.

**Lookalikes.** The archive's own volume is full. \`could not resize shared memory segment … No space left on device\` is \`/dev/shm\`. A query's temporary files (\`base/pgsql_tmp\`) that filled the data volume for a moment. A volume at 80 % is not full, and a few per cent of a large one last for long.

**What to do.** Enlarge the volume or move away what is not the server's; start; then end what holds WAL back: repair archiving, drop an abandoned slot, lower \`wal_keep_*\`, \`CHECKPOINT\`.

**What not to do.** No \`rm\` in the WAL directory, no archive cleaner on it, no \`pg_resetwal\`: the server may not start again, or with lost data.

**Versions.** All. **Sources.** PostgreSQL documentation, "Disk Full Failure"; xlog.c.`,
      'zh-CN': `服务器必须先写 WAL。WAL 所在卷写满时，服务器以 PANIC 停止、重启、再次失败，直到腾出空间。

**表现。** \`PANIC: could not write to file "pg_wal/xlogtemp.…": No space left on device\`（KingbaseES 为 \`sys_wal\`；设备上没有空间），随后崩溃恢复以同样的错误结束；WAL 目录的 \`df\` 为 100%。

**写满的原因。** 未激活的复制槽；归档失败或未配置；\`wal_keep_size\` / \`wal_keep_segments\` 过大；突发写入超过 \`max_wal_size\`；或同一卷上的其他文件。链条的末端常是节点停机、备机无法连接。

**易混淆的情形。** 归档自己的卷写满；\`could not resize shared memory segment … No space left on device\` 指 \`/dev/shm\`；查询的临时文件（\`base/pgsql_tmp\`）一时占满数据卷；80% 并非写满，大卷剩余百分之几也能用很久。

**处理。** 扩容，或移走不属于数据库的文件；启动；再消除阻止 WAL 回收的原因：修复归档、删除被遗弃的复制槽、调低 \`wal_keep_*\`、执行 \`CHECKPOINT\`。

**不要做。** 不要在 WAL 目录中执行 \`rm\`，不要对其运行归档清理工具，不要使用 \`pg_resetwal\`：可能无法启动或丢失数据。

**版本。** 所有版本。**来源。** PostgreSQL 文档“磁盘满失败”；xlog.c。`,
    });
  },
  explains: ['volume-full', 'server-not-starting', 'node-not-running', 'node-not-answering', 'clone-failed'],
  leadsTo: [
    { cause: 'node-down', where: 'same' },
    { cause: 'server-start-failed', where: 'same' },
    { cause: 'primary-missing', where: 'cluster' },
  ],

  examine(cluster) {
    const told = cluster.nodes.map((node): Told => ({ node, verdict: judge(cluster, node) }));
    const { nowhere } = cluster;
    // of what has no place only a write that failed counts: whose volume a `df` shows is not told
    if (nowhere === null || walWriteFailures(nowhere).length === 0) return told;
    const only = cluster.nodes.length === 1 ? (cluster.nodes[0] ?? null) : null;
    return [...told.filter((one) => one.node !== only), { node: only, verdict: judge(cluster, nowhere) }];
  },

  remedies(cluster, told) {
    const node = serverOf(cluster, told);
    if (node === null) return [];
    const volume = walVolumes(node).at(-1)?.volume;
    const last = walWriteFailures(node).at(-1);
    const copy = node.messages('basebackup.no-space').at(-1);
    if (last === undefined && copy !== undefined) return [roomForClone(cluster, told, copiedTo(copy), volume?.filesystem ?? null)];
    const down = last !== undefined && overcome(node, last, walVolumes(node).at(-1)) === null;
    const abandoned = slotsOf(cluster).filter((slot) => slot.owner === node && slot.active === false && !slot.reservesNothing);
    const keep = keepSetting(node);
    const large = keep !== null && volume?.size != null && keep.bytes * 3 >= volume.size;
    return [
      freeWalVolume(cluster, node, volume?.filesystem ?? null, down),
      ...(large ? [keepLessWal(cluster, node)] : []),
      ...(abandoned.length > 0
        ? [
            dropSlots(
              cluster,
              node,
              abandoned.map((slot) => slot.name),
              false,
            ),
          ]
        : []),
    ];
  },
});

function judge(cluster: Cluster, node: Node): Verdict {
  const writes = walWriteFailures(node);
  const volume = walVolumes(node).at(-1);
  const shown: Evidence[] = [...ends(writes).map((fact) => evidence(fact, said.write())), ...volumeShown(volume)];
  const last = writes.at(-1);
  if (last !== undefined) {
    const over = overcome(node, last, volume);
    if (over === null) return present('certain', { summary: said.failed({ node: node.label }), evidence: shown });
    return present('certain', { status: 'resolved', summary: said.over({ node: node.label }), evidence: [...shown, ...over] });
  }
  const copies = node.messages('basebackup.no-space');
  if (copies.length > 0)
    return present('likely', {
      summary: said.clone({ node: node.label }),
      evidence: [...ends(copies).map((fact) => evidence(fact, said.cloneFails())), ...volumeShown(volume)],
      missing: [collect.volumes(cluster, node, said.why({ node: node.label }))],
    });
  return byVolume(cluster, node, volume);
}

/** The data directory that a copy was written to: what stands before the part that every one has. */
const copiedTo = (fact: MessageFact): string | null =>
  /"(\/[^"]+?)\/(?:base|global|pg_wal|pg_xlog|sys_wal|pg_tblspc|sys_tblspc|pg_xact|sys_xact)\//.exec(fact.text)?.[1] ?? null;

function volumeShown(found: WalVolume | undefined): Evidence[] {
  if (found === undefined) return [];
  const { volume } = found;
  return [evidence(volume, said.df({ percent: volume.usedPercent ?? '?', free: sizeText(volume.available ?? 0) }))];
}

/** The server took connections after its last failed write, or the volume itself shows room again. */
function overcome(node: Node, last: MessageFact, found: WalVolume | undefined): Evidence[] | null {
  if (found !== undefined && fullness(found.volume) === 'full') return null;
  const ready = node.messages('startup.ready', 'startup.ready-read-only', 'checkpoint.complete').findLast((fact) => isLater(fact, last));
  if (ready !== undefined) return [evidence(ready, said.ready())];
  const room = found !== undefined && found.how === 'named' && fullness(found.volume) === 'fine';
  return room ? volumeShown(found) : null;
}

/** No failed write: what df says of the volume. */
function byVolume(cluster: Cluster, node: Node, found: WalVolume | undefined): Verdict {
  const data = dataWriteFailures(node);
  const grown = ends(data).map((fact) => evidence(fact, said.extend()));
  const missing = [collect.volumes(cluster, node, said.why({ node: node.label }))];
  if (found === undefined) {
    if (data.length > 0) return present('possible', { summary: said.data({ node: node.label }), evidence: grown, missing });
    return node.messages('os.no-space', 'disk.full').length > 0 ? unknown(...missing) : notApplicable;
  }
  const { volume } = found;
  const names = { node: node.label, mount: volume.mount, percent: volume.usedPercent ?? '?', free: sizeText(volume.available ?? 0) };
  const shown = [...volumeShown(found), ...grown];
  switch (fullness(volume)) {
    case 'full':
      return present(found.how === 'named' || data.length > 0 ? 'certain' : 'likely', { summary: said.volume(names), evidence: shown });
    case 'nearly':
      return present('likely', { summary: said.volume(names), evidence: shown, severity: 'warning' });
    case 'filling':
      return present('possible', { summary: said.volume(names), evidence: shown, severity: 'warning' });
    case 'fine':
      return absent(said.room(names), ...volumeShown(found));
  }
}
