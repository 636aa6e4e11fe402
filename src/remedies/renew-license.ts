/** KingbaseES: put a licence that is valid in place of the expired one, and start the server. */
import { collectLicense } from '../collect/commands.ts';
import { besidePrograms, hole, lines, query, sh } from '../commands/command.ts';
import type { Remedy } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { restart, seeCluster } from './replication-steps.ts';
import { seeRolesAtStart } from './start-steps.ts';
import { change, check, remedy, verify } from './steps.ts';

const said = texts(() => ({
  title: { en: 'Renew the licence on {node}', 'zh-CN': '更新 {node} 的授权文件' },
  caution: {
    en: 'The licence comes from the vendor, for this version and, as a rule, for this machine. Every node has a file of its own, and the others run out on the same day: renew them all. A server that still runs goes on until its next start.',
    'zh-CN':
      '授权文件由厂商提供，与版本对应，通常还与机器绑定。每个节点各有一份，其他节点往往同日到期：应全部更新。仍在运行的服务器在下次启动前不受影响。',
  },
  clock: { en: 'The clock of {node}, and the present file', 'zh-CN': '查看 {node} 的系统时间与现有授权文件' },
  clockExpect: {
    en: "Today's date: a clock that runs ahead makes a good licence look expired. The file that the server reads is `license.dat` beside or above the programs.",
    'zh-CN': '日期应为当天：时钟超前会使有效的授权看起来已过期。服务器读取的是程序目录或其上级目录中的 `license.dat`。',
  },
  put: { en: 'Put the new file in place', 'zh-CN': '替换授权文件' },
  putExpect: { en: 'The new file, readable for the OS user of the server.', 'zh-CN': '显示新文件，且数据库操作系统用户可读。' },
  putUndo: { en: 'Copy `license.dat.before` back.', 'zh-CN': '将 `license.dat.before` 复制回去。' },
  days: { en: 'Days that are left on {node}', 'zh-CN': '确认 {node} 的剩余天数' },
  daysExpect: { en: 'A number above zero; `-2` stands for a licence without end.', 'zh-CN': '大于零；`-2` 表示永久授权。' },
  others: { en: 'Days that are left on {node}', 'zh-CN': '查看 {node} 的剩余天数' },
  findOld: { en: 'the `license.dat` that the server reads, from the step before', 'zh-CN': '上一步查到的、服务器实际读取的 `license.dat`' },
  findNew: { en: 'the file from the vendor', 'zh-CN': '厂商提供的新授权文件' },
}));

export function renewLicense(cluster: Cluster, node: Node | null): Remedy {
  const on = { cluster, node };
  const names = { node: node?.label ?? 'this node' };
  const old = hole('LICENSE_FILE', 'the license.dat that the server reads', said.findOld());
  const fresh = hole('NEW_LICENSE', 'the new licence file', said.findNew());
  const others = cluster.members.filter((one) => one !== node && !one.isWitness);
  return remedy({
    id: 'renew-license',
    title: said.title(names),
    caution: said.caution(),
    steps: [
      seeCluster(cluster, others[0] ?? node),
      check(on, {
        title: said.clock(names),
        command: lines(sh`date`, sh`find ${besidePrograms(node, cluster, '..')} -maxdepth 2 -name ${'license*.dat'} -exec ls -l {} +`),
        expect: said.clockExpect(),
      }),
      ...others.map((other) =>
        check(
          { cluster, node: other, where: 'any' },
          {
            title: said.others({ node: other.label }),
            command: collectLicense(cluster, other, said.others({ node: other.label })).command,
            expect: said.daysExpect(),
          },
        ),
      ),
      ...seeRolesAtStart(cluster, node),
      change(on, 'reload', {
        title: said.put(),
        command: lines(sh`cp -p ${old} ${old}.before`, sh`cp ${fresh} ${old}`, sh`ls -l ${old}`),
        expect: said.putExpect(),
        undo: said.putUndo(),
      }),
      restart(cluster, node, 'start'),
    ],
    closing: verify(on, {
      title: said.days(names),
      command: query(cluster, node, 'select get_license_validdays()'),
      expect: said.daysExpect(),
    }),
  });
}
