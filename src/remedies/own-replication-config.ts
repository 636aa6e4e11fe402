/** Give a replication configuration file the owner of its data directory, and nothing else. */
import { dataDirectory } from '../collect/commands.ts';
import { query, repmgr, sh } from '../commands/command.ts';
import type { Remedy } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { change, check, remedy, verify } from './steps.ts';

const said = texts(() => ({
  title: { en: 'Give `{file}` on {node} the owner of the data directory', 'zh-CN': '将 {node} 上 `{file}` 的属主改为与数据目录一致' },
  caution: {
    en: 'Only this one file. If the server could not read it at its last start, the settings in it come into force with the reload; up to version 12 the connection of a standby needs a restart for that.',
    'zh-CN': '只修改这一个文件。若上次启动时服务器读不到它，其中的参数在重新加载后才生效；12 及以前版本的备机连接信息需要重启才生效。',
  },
  look: { en: 'Owners as they are', 'zh-CN': '查看当前属主' },
  lookExpect: { en: 'Two owners that differ: that of the directory is the right one.', 'zh-CN': '两者属主不同：以目录的属主为准。' },
  own: { en: 'Change the owner of that file', 'zh-CN': '修改该文件的属主' },
  ownExpect: {
    en: 'The same owner and group as the directory, mode `-rw-------`.',
    'zh-CN': '属主与属组与目录一致，权限为 `-rw-------`。',
  },
  ownUndo: { en: '`chown {owner}` of the same file.', 'zh-CN': '对同一文件执行 `chown {owner}`。' },
  reload: { en: 'Let the server read it', 'zh-CN': '让服务器重新读取' },
  reloadExpect: { en: '`t`; its log shows no complaint about the file.', 'zh-CN': '返回 `t`；日志中没有关于该文件的报错。' },
  reloadUndo: { en: 'Nothing to undo: the file says what it said.', 'zh-CN': '无需回退：文件内容未变。' },
  fine: { en: 'repmgr agrees', 'zh-CN': '确认 repmgr 检查通过' },
  fineExpect: { en: '`--replication-config-owner=OK`', 'zh-CN': '`--replication-config-owner=OK`' },
}));

/** `where`: the directory of the file, where a message names it. */
export function ownReplicationConfig(
  cluster: Cluster,
  node: Node | null,
  file: string,
  owner: string | null,
  where: string | null = null,
): Remedy {
  const on = { cluster, node };
  const directory = where ?? dataDirectory(node);
  const path = sh`${directory}/${file}`;
  const look = sh`ls -ld ${directory} ${path}`;
  return remedy({
    id: 'own-replication-config',
    title: said.title({ file, node: node?.label ?? 'this node' }),
    caution: said.caution(),
    steps: [
      check(on, { title: said.look(), command: look, expect: said.lookExpect() }),
      change(on, 'reload', {
        title: said.own(),
        command: sh`chown --reference=${directory} ${path} && chmod 600 ${path} && ${look}`,
        runAs: 'root',
        expect: said.ownExpect(),
        undo: said.ownUndo({ owner: owner ?? 'root' }),
      }),
      change(on, 'reload', {
        title: said.reload(),
        command: query(cluster, node, `select ${cluster.flavour.catalog}reload_conf()`),
        expect: said.reloadExpect(),
        undo: said.reloadUndo(),
      }),
    ],
    closing: verify(on, {
      title: said.fine(),
      command: repmgr(cluster, node, 'node', 'check', '--replication-config-owner', '--optformat'),
      expect: said.fineExpect(),
    }),
  });
}
