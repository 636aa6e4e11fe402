import { collectVirtualAddress } from '../../collect/commands.ts';
import { text, texts } from '../../core/text.ts';
import type { Cluster } from '../../model/cluster.ts';
import { type AddressTrouble, addressTroubles, arpings } from '../../model/virtual-address.ts';
import { moveVirtualAddress } from '../../remedies/move-virtual-address.ts';
import { absent, defineCause, evidence, present, type Told, unknown } from '../cause.ts';

const said = texts(() => ({
  rights: {
    en: 'On {node} the virtual address may not be moved: `ip` or `arping` lacks the rights for it. After the next role change clients go on asking the old machine.',
    'zh-CN': '{node} 上无权移动 VIP：`ip` 或 `arping` 缺少所需权限。下次角色切换后客户端仍会访问旧机器。',
  },
  device: {
    en: 'On {node} the virtual address cannot be moved: there is no network device of the configured name.',
    'zh-CN': '{node} 上无法移动 VIP：不存在所配置名称的网络设备。',
  },
  mask: {
    en: 'On {node} the virtual address cannot be taken off: it stands there with another mask or on another device than `virtual_ip` says.',
    'zh-CN': '{node} 上无法卸载 VIP：实际的掩码或设备与 `virtual_ip` 的配置不一致。',
  },
  unknown: {
    en: 'On {node} the virtual address could not be moved, and the text does not say why.',
    'zh-CN': '{node} 上 VIP 未能移动，材料未说明原因。',
  },
  over: { en: 'The virtual address could not be moved on {node} once; later it was.', 'zh-CN': '{node} 上 VIP 曾未能移动，之后成功。' },
  failed: { en: 'it could not be moved', 'zh-CN': '未能移动' },
  moved: { en: 'later it was moved', 'zh-CN': '之后移动成功' },
  works: { en: 'the virtual address was moved', 'zh-CN': 'VIP 移动成功' },
  may: { en: '`arping` belongs to root and has the setuid bit', 'zh-CN': '`arping` 属主为 root 且带 setuid 位' },
  why: { en: 'whether {node} could move the virtual address', 'zh-CN': '{node} 能否移动 VIP' },
}));

export const vipNotManageable = defineCause({
  id: 'vip-not-manageable',
  group: 'cluster',
  scope: 'told',
  severity: 'warning',
  title: text({ en: 'The virtual address cannot be moved', 'zh-CN': 'VIP 无法移动' }),
  get about() {
    return text({
      en: `KingbaseES carries a virtual address (\`virtual_ip\`) with its primary: kbha takes it off on the old node and puts it on the new one with \`ip\`, and announces it with \`arping\`. Both need root's rights (\`arping\` lies beside the server's programs, belongs to root and has the setuid bit), and the device has to be the one in \`net_device\`.

**How it shows itself.** \`RTNETLINK answers: Operation not permitted\`, \`arping: socket: Operation not permitted\`, \`Cannot find device\`, \`acquire the virtual ip … failed\`, \`release the virtual ip … failed\`; \`ls -l\` of \`arping\` with the database's user as owner; \`sys_monitor.sh start\` that stops at the address. After a failover clients still ask the old machine.

**Lookalikes.** A script of one's own behind \`event_notification_command\` (community repmgr): \`event-script-failing\`. \`There is no virtual_ip\`: none is configured. \`RTNETLINK answers: File exists\`: it stands there already. \`Cannot assign requested address\` when it was taken off by hand: the mask differs from the one in \`virtual_ip\`.

**What to do.** Give \`arping\` to root with the setuid bit on **every** node, again after each upgrade that unpacks the programs anew; name the device; take off by hand what stands there in another form. Rehearse a switchover.

**What not to do.** Do not add or remove the address by hand beside kbha. Do not leave it on two machines.

**Versions.** KingbaseES V8R6 and V9, not in TPTC mode. **Sources.** KingbaseES manual and installer; public reports of V8R6 clusters.`,
      'zh-CN': `KingbaseES 的虚拟地址（\`virtual_ip\`）随主机移动：kbha 用 \`ip\` 在旧节点卸载、在新节点加载，并用 \`arping\` 通告。两者都需要 root 权限（\`arping\` 位于数据库程序目录，属主为 root 且带 setuid 位），设备须与 \`net_device\` 一致。

**表现。** \`RTNETLINK answers: Operation not permitted\`、\`arping: socket: Operation not permitted\`、\`Cannot find device\`、\`acquire the virtual ip … failed\`、\`release the virtual ip … failed\`；\`ls -l\` 显示 \`arping\` 属主为数据库用户；\`sys_monitor.sh start\` 停在加载 VIP 一步。故障切换后客户端仍访问旧机器。

**易混淆的情形。** \`event_notification_command\` 后的自写脚本（社区版 repmgr）：\`event-script-failing\`。\`There is no virtual_ip\`：未配置 VIP。\`RTNETLINK answers: File exists\`：地址已存在。手工卸载时 \`Cannot assign requested address\`：掩码与 \`virtual_ip\` 不一致。

**处理。** 在**每个**节点将 \`arping\` 属主设为 root 并加 setuid 位，每次升级重新解压程序后也要重做；更正设备名；手工清除形式不一致的残留地址。做一次切换演练。

**不要做。** 不要绕过 kbha 手工增删 VIP。不要让 VIP 同时存在于两台机器。

**版本。** KingbaseES V8R6 与 V9（TPTC 模式不支持）。**来源。** KingbaseES 手册与安装脚本；V8R6 集群的公开案例。`,
    });
  },
  explains: ['switchover-incomplete', 'server-not-starting'],

  examine(cluster) {
    const troubles = addressTroubles(cluster);
    if (troubles.length > 0) return troubles.map((trouble): Told => ({ node: trouble.node, verdict: judge(cluster, trouble) }));
    if (cluster.flavour.guard === null) return [];
    const moved = cluster.messages('kbha.vip-moved').at(-1);
    if (moved !== undefined) return [{ node: cluster.nodeOf(moved), verdict: absent(said.works(), evidence(moved, said.works())) }];
    const [listed] = arpings(cluster);
    if (listed !== undefined)
      return [{ node: cluster.nodeOf(listed.fact), verdict: absent(said.may(), evidence(listed.fact, said.may())) }];
    const configured = cluster.nodes.filter((node) => {
      const address = node.repmgrSetting('virtual_ip');
      return address.known && address.value !== '';
    });
    return configured.map(
      (node): Told => ({ node, verdict: unknown(collectVirtualAddress(cluster, node, said.why({ node: node.label }))) }),
    );
  },

  remedies: (cluster, node) => [moveVirtualAddress(cluster, node, addressTroubles(cluster).find((one) => one.node === node) ?? null)],
});

function judge(cluster: Cluster, trouble: AddressTrouble): Told['verdict'] {
  const names = { node: trouble.node?.label ?? 'this node' };
  const shown = trouble.facts.map((fact) => evidence(fact, said.failed()));
  if (trouble.over !== null)
    return present('certain', {
      status: 'resolved',
      summary: said.over(names),
      evidence: [...shown, evidence(trouble.over, said.moved())],
    });
  const sure = trouble.obstacle !== 'unknown' && trouble.facts[0]?.kind === 'message';
  return present(sure ? 'certain' : 'likely', {
    summary: said[trouble.obstacle](names),
    evidence: shown,
    missing: sure ? [] : [collectVirtualAddress(cluster, trouble.node, said.why(names))],
  });
}
