/** An archive host or store that does not answer: every part of the way tested as the server would go it. */
import { archiveHost, backupToolCheck } from '../collect/commands.ts';
import { sh } from '../commands/command.ts';
import type { Remedy } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import { archiveDestination } from '../model/archive-destination.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { archiverDrains, checkIsGreen } from './archiver-steps.ts';
import { check, remedy } from './steps.ts';

const said = texts(() => ({
  title: {
    en: 'Find where the way from {node} to the archive is broken, and mend it there',
    'zh-CN': '查明 {node} 到归档目的地的链路在哪里中断并修复',
  },
  caution: {
    en: 'The steps only look. What to mend follows from what they show: a service to start, a rule to open, a name to enter, a key to hand over. Run them as the OS user of the server: another user has other keys and other known hosts.',
    'zh-CN':
      '以下步骤只做检查，按结果修复：启动服务、放开规则、登记名称、交换密钥。必须以服务器的操作系统用户执行：其他用户的密钥和已知主机不同。',
  },
  name: { en: 'The name is resolved', 'zh-CN': '名称解析' },
  nameExpect: {
    en: 'An address, the one that is meant. Nothing: the name service or `/etc/hosts`.',
    'zh-CN': '返回正确的地址。若无输出：检查 DNS 或 `/etc/hosts`。',
  },
  login: { en: 'The login works without a question', 'zh-CN': '无需交互即可登录' },
  loginExpect: {
    en: '`reached`. `Connection refused`: sshd does not run there, or another port. `timed out`, `No route`: machine, network or firewall. `Host key verification failed`: the host was set up anew; check its fingerprint with its owner, then renew the entry in `known_hosts`. `Permission denied`: hand over the public key again.',
    'zh-CN':
      '输出 `reached`。`Connection refused`：对端 sshd 未运行或端口不同；`timed out`、`No route`：机器、网络或防火墙；`Host key verification failed`：主机重装过，与其管理员核对指纹后更新 `known_hosts`；`Permission denied`：重新下发公钥。',
  },
  room: { en: 'There is room on the other side', 'zh-CN': '对端空间充足' },
  roomExpect: { en: 'Room for the waiting segments.', 'zh-CN': '剩余空间足以容纳待归档日志。' },
  tool: { en: 'What the tool itself says', 'zh-CN': '备份工具自身的检查' },
  toolExpect: { en: 'No error. The first error names the part that does not answer.', 'zh-CN': '无报错。第一条错误即指出无响应的部分。' },
}));

export function reachArchiveHost(cluster: Cluster, node: Node): Remedy {
  const on = { cluster, node };
  const { command } = archiveDestination(node);
  const tool = backupToolCheck(node);
  const host = archiveHost(node);
  const login = command?.login ?? null;
  const bySsh = login !== null || tool === null;
  return remedy({
    id: 'reach-archive-host',
    title: said.title({ node: node.label }),
    caution: said.caution(),
    steps: [
      ...(tool === null ? [] : [check(on, { title: said.tool(), command: tool, expect: said.toolExpect() })]),
      ...(bySsh
        ? [
            check(on, { title: said.name(), command: sh`getent hosts ${command?.remote ?? host}`, expect: said.nameExpect() }),
            check(on, {
              title: said.login(),
              command: sh`ssh -o BatchMode=yes -o ConnectTimeout=5 ${host} echo reached`,
              expect: said.loginExpect(),
            }),
            check(on, {
              title: said.room(),
              command: sh`ssh -o BatchMode=yes -o ConnectTimeout=5 ${host} df -P`,
              expect: said.roomExpect(),
            }),
          ]
        : []),
      archiverDrains(cluster, node),
    ],
    closing: checkIsGreen(cluster, node),
  });
}
