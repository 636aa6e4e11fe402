/** Let every server write what a rewind needs, so that the next old primary can be brought back without a clone. */
import { pendingColumn } from '../collect/server-views.ts';
import { takenBack } from '../commands/alter-system.ts';
import { query } from '../commands/command.ts';
import type { Remedy, Step } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { pause, restart, seeCluster, unpause } from './replication-steps.ts';
import { change, check, remedy, verify, where } from './steps.ts';

const said = texts(() => ({
  hints: { en: 'For the next time: `wal_log_hints` on, on every node', 'zh-CN': '为今后做准备：在每个节点打开 `wal_log_hints`' },
  hintsCaution: {
    en: 'Each server is restarted once, standbys first, the primary last (an outage of seconds). It does not bring back a node that is out already: that one has to be cloned. Do this before the clone, so that the copy has the setting, too.',
    'zh-CN':
      '每台服务器重启一次，先备机，最后主机（业务中断数秒）。对已经离线的节点无效：该节点须重新克隆。请在克隆之前完成，克隆出的节点即带有该设置。',
  },
  pages: { en: 'Turn `full_page_writes` on, then try again', 'zh-CN': '打开 `full_page_writes` 后重试' },
  pagesCaution: {
    en: 'More WAL after each checkpoint. File systems that claim never to tear a page do not replace it for pg_rewind and for base backups.',
    'zh-CN': '每次检查点之后 WAL 会增多。即使文件系统声称不会出现页撕裂，pg_rewind 与基础备份仍需要它。',
  },
  look: { en: 'What {node} has in force', 'zh-CN': '查看 {node} 当前生效的值' },
  lookExpect: {
    en: '`wal_log_hints`, `data_checksums` and `full_page_writes` as they are; one of the first two on is enough.',
    'zh-CN': '显示 `wal_log_hints`、`data_checksums`、`full_page_writes` 的现值；前两者之一为 on 即可。',
  },
  lookPrimary: { en: 'What the present primary has in force', 'zh-CN': '查看当前主机生效的值' },
  set: { en: 'Set it on {node}', 'zh-CN': '在 {node} 上设置' },
  setPrimary: { en: 'Set it on the present primary', 'zh-CN': '在当前主机上设置' },
  setExpect: { en: 'No error.', 'zh-CN': '无报错。' },
  setUndo: { en: '`{back}`.', 'zh-CN': '执行 `{back}`。' },
  now: { en: 'It is in force', 'zh-CN': '确认已生效' },
  nowExpect: { en: '`on`, and nothing pending.', 'zh-CN': '显示 `on`，且没有待重启的更改。' },
}));

export function keepRewindPossible(cluster: Cluster, node: Node | null, name: 'wal_log_hints' | 'full_page_writes'): Remedy {
  const { catalog } = cluster.flavour;
  // the node that is out is down: where the bundle names nobody else, the reader finds the primary
  const primary = cluster.primary !== node ? cluster.primary : (cluster.members.find((one) => one !== node && !one.isWitness) ?? null);
  const settings = (names: string) => `select name, setting${pendingColumn(cluster)} from ${catalog}settings where name in (${names})`;
  const needsRestart = name === 'wal_log_hints';
  // the node that is out cannot be asked, and gets the setting with its clone
  const servers = cluster.members.filter((one) => !one.isWitness && one !== node && one !== primary);
  const ordered = needsRestart ? [...servers, primary] : [primary];
  const steps = ordered.flatMap((server): Step[] => {
    const on = { cluster, node: server };
    const set = `ALTER SYSTEM SET ${name} = on`;
    return [
      change(on, 'reload', {
        title: server === null ? said.setPrimary() : said.set({ node: server.label }),
        command: needsRestart ? query(cluster, server, set) : query(cluster, server, set, `SELECT ${catalog}reload_conf()`, 'CHECKPOINT'),
        expect: said.setExpect(),
        undo: said.setUndo({ back: takenBack(node, name) }),
      }),
      ...(needsRestart ? [restart(cluster, server)] : []),
    ];
  });
  return remedy({
    id: needsRestart ? 'keep-rewind-possible' : 'full-page-writes-on',
    title: needsRestart ? said.hints() : said.pages(),
    caution: needsRestart ? said.hintsCaution() : said.pagesCaution(),
    steps: [
      seeCluster(cluster, primary),
      check(
        { cluster, node: primary, where: where.primary() },
        {
          title: primary === null ? said.lookPrimary() : said.look({ node: primary.label }),
          command: query(cluster, primary, settings("'wal_log_hints', 'data_checksums', 'full_page_writes'")),
          expect: said.lookExpect(),
        },
      ),
      ...(needsRestart ? [pause(cluster, primary), ...steps, unpause(cluster, primary)] : steps),
    ],
    closing: verify(
      { cluster, node: primary, where: where.primary() },
      { title: said.now(), command: query(cluster, primary, settings(`'${name}'`)), expect: said.nowExpect() },
    ),
  });
}
