/** Let kbha move the virtual address again: rights of `ip` and `arping`, the network device, a leftover of another form. */
import { besidePrograms, hole, lines, sh } from '../commands/command.ts';
import type { Remedy, Step } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import type { AddressTrouble } from '../model/virtual-address.ts';
import { seeCluster } from './replication-steps.ts';
import { seeParameter, setParameter } from './repmgr-conf.ts';
import { change, check, remedy, verify } from './steps.ts';

const said = texts(() => ({
  rights: { en: 'Let `ip` and `arping` do their work on {node}', 'zh-CN': '授予 {node} 上 `ip` 与 `arping` 所需权限' },
  device: { en: 'Name the right network device on {node}', 'zh-CN': '更正 {node} 的网络设备名' },
  mask: { en: 'Take the leftover address off on {node}', 'zh-CN': '清除 {node} 上残留的地址' },
  caution: {
    en: 'Clients that use the virtual address lose it for a moment. It may stand on one machine only: make sure which node is the primary before it is moved.',
    'zh-CN': '使用 VIP 的客户端会短暂中断。VIP 只能在一台机器上：移动之前先确认哪个节点是主机。',
  },
  look: {
    en: 'The address, the devices, and the rights of both programs on {node}',
    'zh-CN': '查看 {node} 上的地址、网络设备及两个程序的权限',
  },
  lookExpect: {
    en: 'Where the address stands and with which mask, the names of the devices, and `-rws` with owner root for `arping`.',
    'zh-CN': '显示 VIP 所在设备与掩码、设备名称，`arping` 应为 `-rws` 且属主为 root。',
  },
  grant: { en: 'Give `arping` to root with the setuid bit', 'zh-CN': '将 `arping` 属主设为 root 并加上 setuid 位' },
  grantExpect: { en: '`-rws`, owner root.', 'zh-CN': '显示 `-rws`，属主为 root。' },
  grantUndo: { en: '`chmod u-s` on the same file, and the old owner.', 'zh-CN': '对同一文件执行 `chmod u-s` 并恢复原属主。' },
  grantIp: { en: "Give `ip` the setuid bit, as the vendor's installer does", 'zh-CN': '为 `ip` 加上 setuid 位（与厂商安装脚本一致）' },
  take: { en: 'Take the address of the wrong form off', 'zh-CN': '删除掩码不一致的地址' },
  takeExpect: { en: 'No line with that address.', 'zh-CN': '不再显示该地址。' },
  takeUndo: { en: '`ip addr add` with the same address and device.', 'zh-CN': '用相同的地址与设备执行 `ip addr add`。' },
  seen: { en: 'The address stands on the primary, once', 'zh-CN': '确认 VIP 只在主机上' },
  seenExpect: {
    en: 'One line with the virtual address on the primary, none on the others; it is put there within a minute. Rehearse a switchover soon.',
    'zh-CN': '主机上有一行 VIP，其他节点没有；一分钟内会自动加载。建议尽快做一次切换演练。',
  },
  findDevice: {
    en: 'the device that holds the address of this node: `ip -o addr show`',
    'zh-CN': '该节点地址所在的设备：`ip -o addr show`',
  },
  findAddress: {
    en: 'the virtual address with the mask that stands there now, as `ip -o addr show` prints it',
    'zh-CN': '`ip -o addr show` 显示的 VIP 及其现有掩码',
  },
}));

export function moveVirtualAddress(cluster: Cluster, node: Node | null, trouble: AddressTrouble | null): Remedy {
  const on = { cluster, node };
  const names = { node: node?.label ?? 'this node' };
  const obstacle = trouble?.obstacle === 'device' || trouble?.obstacle === 'mask' ? trouble.obstacle : 'rights';
  return remedy({
    id: `move-virtual-address-${obstacle}`,
    title: said[obstacle](names),
    caution: said.caution(),
    steps: [
      seeCluster(cluster, node),
      seeParameter(cluster, node, 'virtual_ip', 'net_device', 'net_device_ip', 'arping_path', 'ipaddr_path'),
      check(on, {
        title: said.look(names),
        command: lines(sh`ip -o addr show`, sh`ls -l ${arping(cluster, node)} /sbin/ip`),
        expect: said.lookExpect(),
      }),
      ...(obstacle === 'device' ? device(cluster, node) : obstacle === 'mask' ? mask(cluster, node) : rights(cluster, node, trouble)),
    ],
    closing: verify(on, { title: said.seen(), command: sh`ip -o addr show`, expect: said.seenExpect() }),
  });
}

const arping = (cluster: Cluster, node: Node | null) => besidePrograms(node, cluster, 'arping');

function rights(cluster: Cluster, node: Node | null, trouble: AddressTrouble | null): Step[] {
  const on = { cluster, node };
  const program = trouble?.program ?? null;
  const grant = change(on, 'reload', {
    title: said.grant(),
    command: lines(
      sh`chown root:root ${arping(cluster, node)}`,
      sh`chmod u+s ${arping(cluster, node)}`,
      sh`ls -l ${arping(cluster, node)}`,
    ),
    expect: said.grantExpect(),
    undo: said.grantUndo(),
    runAs: 'root',
  });
  const grantIp = change(on, 'reload', {
    title: said.grantIp(),
    command: lines(sh`chmod u+s /sbin/ip`, sh`ls -lL /sbin/ip`),
    expect: said.grantExpect(),
    undo: said.grantUndo(),
    runAs: 'root',
  });
  return program === 'ip' ? [grantIp] : program === 'arping' ? [grant] : [grant, grantIp];
}

function device(cluster: Cluster, node: Node | null): Step[] {
  return [setParameter(cluster, node, 'net_device', hole('NET_DEVICE', 'the network device of this node', said.findDevice()))];
}

function mask(cluster: Cluster, node: Node | null): Step[] {
  const address = hole('ADDRESS', 'the address with its present mask', said.findAddress());
  const dev = hole('NET_DEVICE', 'the network device of this node', said.findDevice());
  return [
    change({ cluster, node }, 'reload', {
      title: said.take(),
      command: lines(sh`ip addr del ${address} dev ${dev}`, sh`ip -o addr show dev ${dev}`),
      expect: said.takeExpect(),
      undo: said.takeUndo(),
      runAs: 'root',
    }),
  ];
}
