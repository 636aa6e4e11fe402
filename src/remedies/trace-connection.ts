/** Where the way from a standby to its upstream ends: name, port, listener. Reads only. */
import { hole, program, query, sh } from '../commands/command.ts';
import type { Remedy } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { sourceOf } from '../model/upstream.ts';
import { labelOf, receives, seePrimaryConninfo, standbyFor, upstreamFor } from './replication-steps.ts';
import { check, remedy, verify, where } from './steps.ts';

const said = texts(() => ({
  title: { en: 'Find where the way from {standby} to {upstream} ends', 'zh-CN': '查明 {standby} 到 {upstream} 的连接断在哪里' },
  caution: {
    en: 'Opening a firewall or starting a server belongs to whoever runs that host. If the upstream is down, its own log says why: start it by its own service, not by hand, and never promote the standby meanwhile without deciding to.',
    'zh-CN':
      '放通防火墙或启动服务器由该主机的负责人进行。若上游已停止，原因在其自身日志中：请用其服务方式启动；在未决定切换之前不要提升备机。',
  },
  where: { en: 'Where {standby} is told to receive from', 'zh-CN': '查看 {standby} 配置的上游地址' },
  whereExpect: {
    en: 'Host and port as the upstream is registered (`repmgr cluster show`).',
    'zh-CN': '主机与端口应与上游登记的一致（`repmgr cluster show`）。',
  },
  probe: { en: 'Ask that address from {standby}', 'zh-CN': '从 {standby} 测试该地址' },
  probeExpect: {
    en: '`accepting connections`. `no response` with a server that runs: wrong port, listener, or firewall; `rejecting connections`: it starts or stops.',
    'zh-CN':
      '应为 `accepting connections`（接受连接）。服务器在运行却 `no response`（无响应）：端口、监听地址或防火墙问题；`rejecting connections`：正在启动或停止。',
  },
  listens: { en: 'Where {upstream} listens', 'zh-CN': '查看 {upstream} 的监听地址' },
  listensExpect: {
    en: '`listen_addresses` holds `*` or the address that the standby uses, and the port is the one it asks for. No connection at all: the server is down, see its log.',
    'zh-CN': '`listen_addresses` 包含 `*` 或备机使用的地址，端口一致。完全连不上：服务器未运行，查看其日志。',
  },
  findHost: { en: '`host=` of `primary_conninfo` on the standby', 'zh-CN': '备机 `primary_conninfo` 的 `host=`' },
  findAsked: { en: '`-p` of the clone, else the default port', 'zh-CN': 'clone 的 `-p`，未给出时为默认端口' },
  findPort: { en: '`port=` of `primary_conninfo` on the standby', 'zh-CN': '备机 `primary_conninfo` 的 `port=`' },
}));

/** `asked`: what a clone asked, of a node that has no server yet. */
export function traceConnection(
  cluster: Cluster,
  node: Node | null,
  recommended: boolean,
  asked: { readonly host: string; readonly port: string | null } | null = null,
): Remedy {
  const standby = standbyFor(cluster, node);
  const upstream = upstreamFor(cluster, standby);
  const on = { cluster, node: standby };
  const names = { standby: labelOf(standby, 'the standby'), upstream: labelOf(upstream) };
  const source = standby === null ? null : sourceOf(standby);
  const host =
    asked?.host ?? source?.host ?? upstream?.identity.address ?? hole('UPSTREAM_HOST', 'the host of the upstream', said.findHost());
  const port =
    asked?.port ??
    source?.port ??
    upstream?.identity.port ??
    hole('UPSTREAM_PORT', 'the port of the upstream', asked === null ? said.findPort() : said.findAsked());
  const probe = {
    title: said.probe(names),
    command: sh`${program(standby, cluster, 'isready')} -h ${host} -p ${port} -t 5`,
    expect: said.probeExpect(),
  };
  return remedy({
    id: 'trace-connection',
    title: said.title(names),
    recommended,
    caution: said.caution(),
    steps: [
      ...(asked === null
        ? [check(on, { title: said.where(names), command: seePrimaryConninfo(cluster, standby), expect: said.whereExpect() })]
        : []),
      check(on, probe),
      check(
        { cluster, node: upstream, where: where.upstream() },
        {
          title: said.listens(names),
          command: query(cluster, upstream, 'show listen_addresses', 'show port'),
          expect: said.listensExpect(),
        },
      ),
    ],
    closing: asked === null ? receives(cluster, standby) : verify(on, probe),
  });
}
