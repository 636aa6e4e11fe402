/** KingbaseES: the gateway that kbha pings does not answer: find out why, and what kbha does meanwhile. */
import { besidePrograms, hole, sh } from '../commands/command.ts';
import type { Remedy } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { seeParameter } from './repmgr-conf.ts';
import { check, remedy, verify } from './steps.ts';
import { pingFrom } from './trusted-servers.ts';

const said = texts(() => ({
  title: { en: 'Make the gateway answer {node} again', 'zh-CN': '恢复 {node} 到网关的连通' },
  caution: {
    en: 'Nothing is changed by these steps: the way itself is for those who run the network. A gateway that drops pings on purpose is no use here: take another one.',
    'zh-CN': '这些步骤不做任何修改：网络本身由网络管理员处理。若网关有意不响应 ping，则不适合在此使用，应改用其他地址。',
  },
  from: { en: 'From {other}, does the same gateway answer?', 'zh-CN': '在 {other} 上查看同一网关是否应答' },
  fromExpect: {
    en: 'Where it answers there, {node} alone is cut off: its cable, its port, its firewall. Where it answers nowhere, the gateway is down or drops pings.',
    'zh-CN': '若此处有应答，则只有 {node} 被隔离：检查网线、端口、防火墙。若各处都无应答，则网关故障或不响应 ping。',
  },
  now: { en: 'The log on {node} no longer complains', 'zh-CN': '确认 {node} 的日志不再报错' },
  nowExpect: {
    en: 'No new `ping … failed`.',
    'zh-CN': '不再出现新的 `ping … failed`。',
  },
  find: { en: 'an address in `trusted_servers`', 'zh-CN': '`trusted_servers` 中的地址' },
  findCluster: { en: 'an address in `KB_GATEWAY_IP`', 'zh-CN': '`KB_GATEWAY_IP` 中的地址' },
}));

export function reachGateway(cluster: Cluster, node: Node | null, gateway: string | null): Remedy {
  const on = { cluster, node };
  const names = { node: node?.label ?? 'this node' };
  const other = cluster.members.find((one) => one !== node && !one.isWitness) ?? null;
  const target =
    gateway ?? hole('GATEWAY', 'the gateway that does not answer', cluster.flavour.clusterConf === null ? said.find() : said.findCluster());
  const log = node?.repmgrSetting('kbha_log_file');
  return remedy({
    id: 'reach-gateway',
    title: said.title(names),
    caution: said.caution(),
    steps: [
      seeParameter(cluster, node, 'trusted_servers', 'running_under_failure_trusted_servers', 'ping_path'),
      pingFrom(cluster, node, target),
      ...(other === null
        ? []
        : [
            check(
              { cluster, node: other },
              { title: said.from({ other: other.label }), command: sh`ping -c 3 -W 2 ${target}`, expect: said.fromExpect(names) },
            ),
          ]),
    ],
    closing: verify(on, {
      title: said.now(names),
      command:
        log?.known && log.value !== ''
          ? sh`tail -n 20 ${log.value}`
          : sh`tail -n 20 ${besidePrograms(node, cluster, cluster.flavour.clusterConf?.log ?? '../log/kbha.log')}`,
      expect: said.nowExpect(),
    }),
  });
}
