/** Write the server's own data directory into the repmgr configuration. */
import { checkDataDirectory } from '../collect/commands.ts';
import { hole, query } from '../commands/command.ts';
import type { Remedy } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { reloadRepmgrd, seeParameter, setParameter } from './repmgr-conf.ts';
import { check, remedy, verify } from './steps.ts';

const said = texts(() => ({
  title: { en: 'Write the data directory of {node} into its repmgr configuration', 'zh-CN': '将 {node} 的数据目录写入其 repmgr 配置' },
  caution: {
    en: 'Where `service_*_command` lines name the old directory, they have to be corrected as well. On KingbaseES `sys_monitor.sh` reads the same line.',
    'zh-CN': '若 `service_*_command` 中写的也是旧目录，需一并修正。KingbaseES 的 `sys_monitor.sh` 也读取这一行。',
  },
  actual: { en: 'What the server of {node} uses', 'zh-CN': '查看 {node} 服务器使用的目录' },
  actualExpect: { en: 'One path: this text is what repmgr compares with.', 'zh-CN': '显示一个路径：repmgr 按该文本比较。' },
  fine: { en: 'repmgr agrees on {node}', 'zh-CN': '确认 {node} 的 repmgr 检查通过' },
  fineExpect: { en: '`OK (configured "data_directory" is "…")`', 'zh-CN': '`OK (configured "data_directory" is "…")`' },
  find: { en: 'the path that the first step printed', 'zh-CN': '第一步显示的路径' },
}));

export function alignDataDirectory(cluster: Cluster, node: Node | null, actual: string | null): Remedy {
  const on = { cluster, node };
  const names = { node: node?.label ?? 'this node' };
  return remedy({
    id: 'align-data-directory',
    title: said.title(names),
    caution: said.caution(),
    steps: [
      check(on, { title: said.actual(names), command: query(cluster, node, 'show data_directory'), expect: said.actualExpect() }),
      seeParameter(cluster, node, 'data_directory'),
      setParameter(cluster, node, 'data_directory', actual ?? hole('DATA_DIR', 'the data directory of the server', said.find())),
      reloadRepmgrd(cluster, node),
    ],
    closing: verify(on, {
      title: said.fine(names),
      command: checkDataDirectory(cluster, node, said.fine(names)).command,
      expect: said.fineExpect(),
    }),
  });
}
