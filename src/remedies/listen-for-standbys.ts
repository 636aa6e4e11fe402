/** A server that listens on itself only: let it listen on the address that the others use. Needs a restart of the upstream. */
import { takenBack } from '../commands/alter-system.ts';
import { hole, queryAt, sh, statements } from '../commands/command.ts';
import type { Remedy } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { labelOf, receives, restart, standbyFor, upstreamFor } from './replication-steps.ts';
import { change, check, remedy, where } from './steps.ts';

const said = texts(() => ({
  title: { en: 'Let {upstream} listen where the standbys look for it', 'zh-CN': '让 {upstream} 在备机使用的地址上监听' },
  caution: {
    en: '`listen_addresses` needs a restart of {upstream}: all its sessions are cut off, for seconds. Choose the moment; repmgrd of the standbys cannot be paused from here while it cannot be reached, and a failover is not to be feared, since they do not receive. Nobody gets in by it whom the access rules do not let in.',
    'zh-CN':
      '`listen_addresses` 需要重启 {upstream}：所有会话会中断数秒，请选择时机；在连不到它期间无法从这里暂停备机的 repmgrd，但备机并未接收 WAL。访问规则之外的连接仍然不会被放行。',
  },
  see: { en: 'Where {upstream} listens, and where that is set', 'zh-CN': '查看 {upstream} 的监听地址及其设置位置' },
  seeExpect: {
    en: 'The address that the standbys use is not among them. With source `command line` change it in the unit or script that starts the server.',
    'zh-CN': '其中没有备机使用的地址。若 source 为 `command line`，请在启动脚本或服务单元中修改。',
  },
  set: { en: 'Set the addresses (in force after the restart)', 'zh-CN': '设置监听地址（重启后生效）' },
  setExpect: { en: 'No error.', 'zh-CN': '无报错。' },
  setUndo: { en: '`{back}` and restart.', 'zh-CN': '执行 `{back}` 并重启。' },
  findAddress: {
    en: 'The address of that host in the `Connection string` of `repmgr cluster show`; it must exist on the host itself (`ip -br address`), else the server does not start.',
    'zh-CN': '`repmgr cluster show` 的 `Connection string` 中该主机的地址；必须是本机已有的地址（`ip -br address`），否则服务器无法启动。',
  },
}));

/** `deaf`: who listens on itself only, where, and at which address it was asked, where that is known without a standby. */
export function listenForStandbys(
  cluster: Cluster,
  node: Node | null,
  deaf: { readonly server: Node; readonly address: string; readonly asked: string | null } | null = null,
): Remedy {
  const standby = deaf === null ? standbyFor(cluster, node) : null;
  const upstream = deaf?.server ?? upstreamFor(cluster, standby);
  const on = { cluster, node: upstream, where: where.upstream() };
  const names = { upstream: labelOf(upstream) };
  const listen = upstream?.setting('listen_addresses');
  // as long as it listens on itself only, nothing else reaches it
  const here = deaf?.address ?? (listen?.known ? (listen.value.split(/\s*,\s*/)[0] ?? null) : null);
  const address =
    upstream?.identity.address ??
    deaf?.asked ??
    hole('LISTEN_ADDRESS', 'the address of this host that the standbys use', said.findAddress());
  return remedy({
    id: 'listen-for-standbys',
    title: said.title(names),
    caution: said.caution(names),
    steps: [
      check(on, {
        title: said.see(names),
        command: queryAt(
          cluster,
          upstream,
          here,
          `select name, setting, source, sourcefile, sourceline from ${cluster.flavour.catalog}settings where name in ('listen_addresses', 'port')`,
        ),
        expect: said.seeExpect(),
      }),
      change(on, 'reload', {
        title: said.set(),
        command: statements(
          cluster,
          upstream,
          { address: sh`${address}` },
          ["ALTER SYSTEM SET listen_addresses = 'localhost', :'address';"],
          here,
        ),
        expect: said.setExpect(),
        undo: said.setUndo({ back: takenBack(node, 'listen_addresses') }),
      }),
      restart(cluster, upstream, 'restart', 'the upstream'),
    ],
    closing: receives(cluster, standby),
  });
}
