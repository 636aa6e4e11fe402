/** Copies what still waits aside before anything else is done: a standby recycles it, unarchived, within a few restartpoints. */
import { collect, dataDirectory } from '../collect/commands.ts';
import { raw, sh } from '../commands/command.ts';
import { walNames } from '../commands/wal-names.ts';
import type { Remedy } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { copyWaitingAside } from './forced-switchover.ts';
import { check, remedy, verify } from './steps.ts';

const said = texts(() => ({
  title: { en: 'Copy the segments that still wait on {node} aside', 'zh-CN': '把 {node} 上仍在等待归档的日志段另存' },
  caution: {
    en: 'Copies only; nothing is deleted. They may be gone already: a standby with `archive_mode = on` recycles them together with their status files.',
    'zh-CN': '只复制，不删除。这些日志段可能已不存在：`archive_mode = on` 的备机会连同状态文件一起回收。',
  },
  look: { en: 'See which waiting segments are still there', 'zh-CN': '查看哪些待归档日志段仍然存在' },
  lookExpect: {
    en: 'Status files `.ready`, and segments of the same names. With none left there is nothing to copy: go on with the base backup.',
    'zh-CN': '`.ready` 状态文件及同名日志段。若已没有，则无需复制，直接做基础备份。',
  },
  safe: { en: 'The node is as before: the WAL directory was not touched', 'zh-CN': '节点保持原状：WAL 目录未被改动' },
  safeExpect: { en: 'The same `.ready` files as in the first step.', 'zh-CN': '与第一步相同的 `.ready` 文件。' },
}));

export function rescueWaiting(cluster: Cluster, node: Node): Remedy {
  const on = { cluster, node };
  return remedy({
    id: 'rescue-waiting-segments',
    title: said.title({ node: node.label }),
    caution: said.caution(),
    steps: [
      check(on, { title: said.look(), command: collect.walListing(cluster, node, said.look()).command, expect: said.lookExpect() }),
      copyWaitingAside(cluster, node),
    ],
    closing: verify(on, {
      title: said.safe(),
      command: sh`ls -l ${dataDirectory(node)}/${raw(walNames(cluster).directory)}/archive_status`,
      expect: said.safeExpect(),
    }),
  });
}
