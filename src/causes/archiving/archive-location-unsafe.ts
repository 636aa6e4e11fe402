import { collect } from '../../collect/commands.ts';
import type { Evidence } from '../../core/finding.ts';
import { text, texts } from '../../core/text.ts';
import { readArchiveCommand } from '../../model/archive-command.ts';
import { dataVolume, volumeOf } from '../../model/volumes.ts';
import { configureArchiving } from '../../remedies/configure-archiving.ts';
import { absent, defineCause, evidence, notApplicable, perServer, present, serverOf } from '../cause.ts';

const said = texts(() => ({
  sameMount: {
    en: 'The archive of {node} ({directory}) lies on the same volume as its data: one full or broken disk takes both, and the archive fills the volume that WAL needs.',
    'zh-CN': '{node} 的归档目录（{directory}）与数据在同一卷：一块盘写满或损坏会同时影响两者，且归档会占用 WAL 所需空间。',
  },
  beside: {
    en: 'The archive of {node} ({directory}) lies beside its data directory, so on the same volume unless something else is mounted there, and on this node only: every role change splits the archive over the nodes.',
    'zh-CN':
      '{node} 的归档目录（{directory}）就在数据目录旁边：除非单独挂载，否则与数据同卷；且仅在本节点，每次角色切换都会使归档分散到各节点。',
  },
  command: { en: 'the command writes there', 'zh-CN': '命令写入该目录' },
  volume: { en: 'mounted on {mount}', 'zh-CN': '挂载点为 {mount}' },
  elsewhere: {
    en: 'the archive ({mount}) and the data ({data}) lie on different volumes',
    'zh-CN': '归档（{mount}）与数据（{data}）在不同卷',
  },
  why: { en: 'whether {directory} is a volume of its own', 'zh-CN': '{directory} 是否为独立的卷' },
}));

export const archiveLocationUnsafe = defineCause({
  id: 'archive-location-unsafe',
  group: 'archiving',
  scope: 'told',
  severity: 'notice',
  title: text({ en: 'The archive lies in an unsafe place', 'zh-CN': '归档位置不安全' }),
  get about() {
    return text({
      en: `The archive lies on the volume of the data, or is local to each node. One lost or full disk takes data and archive together; after every role change the next segments land on another machine, and a recovery has to gather them from all nodes.

**How it shows itself.** The directory in \`archive_command\` lies inside or beside the data directory; \`df\` names one mount point for both.

**Lookalikes.** A directory beside the data directory that is a mount of its own (NFS, a second disk): only \`df\` tells. A shared archive reached by ssh or a backup tool.

**What to do.** Archive to a volume of its own, better to another machine, the same place for all nodes (with a guard against overwriting). A notice: mend what is broken first.

**Versions.** All; the vendor's installer of KingbaseES sets it up so. **Source.** PostgreSQL documentation, "Continuous Archiving".`,
      'zh-CN': `归档与数据在同一卷，或仅在各节点本地。磁盘丢失或写满会同时失去数据与归档；每次角色切换后，后续日志段落在另一台机器上，恢复时需从所有节点收集。

**表现。** \`archive_command\` 中的目录位于数据目录之内或旁边；\`df\` 显示两者挂载点相同。

**易混淆的情形。** 数据目录旁边但单独挂载的目录（NFS、第二块盘）：只有 \`df\` 能区分；经 ssh 或备份工具写入的共享归档。

**处理。** 归档到独立的卷，最好是另一台机器，所有节点使用同一位置（并防止覆盖）。仅为提示：先处理已损坏的部分。

**版本。** 所有版本；KingbaseES 安装脚本默认如此。**来源。** PostgreSQL 文档“连续归档”。`,
    });
  },
  explains: [],

  examine: (cluster) =>
    perServer(cluster, (node) => {
      const setting = node.setting('archive_command');
      const mode = node.setting('archive_mode');
      if (!setting.known || setting.value === '' || (mode.known && mode.value === 'off')) return notApplicable;
      const { directory } = readArchiveCommand(setting.value);
      if (directory === null) return notApplicable;
      const archiveVolume = volumeOf(node, directory);
      const ofData = dataVolume(node);
      const shown: Evidence[] = [evidence(setting.fact, said.command())];
      if (archiveVolume !== null && ofData !== null) {
        if (archiveVolume.mount !== ofData.mount) {
          const reason = said.elsewhere({ mount: archiveVolume.mount, data: ofData.mount });
          return absent(reason, evidence(archiveVolume, reason));
        }
        return present('likely', {
          summary: said.sameMount({ node: node.label, directory }),
          evidence: [...shown, evidence(archiveVolume, said.volume({ mount: archiveVolume.mount }))],
        });
      }
      const data = node.dataDir;
      if (data === null) return notApplicable;
      const parent = data.replace(/\/[^/]+$/, '');
      if (parent !== '' && (directory.startsWith(`${parent}/`) || directory.startsWith(`${data}/`))) {
        return present('likely', {
          summary: said.beside({ node: node.label, directory }),
          evidence: shown,
          missing: [collect.volumes(cluster, node, said.why({ directory }))],
        });
      }
      return notApplicable;
    }),

  remedies(cluster, node) {
    const server = serverOf(cluster, node);
    return server === null ? [] : [configureArchiving(cluster, server)];
  },
});
