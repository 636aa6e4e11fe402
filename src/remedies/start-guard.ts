/** KingbaseES: bring kbha back where repmgrd itself runs: by cron, which has stopped doing so, and by hand until it does. */
import { hole, lines, program, raw, repmgrConfOf, sh } from '../commands/command.ts';
import type { Remedy } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Guard } from '../flavours/flavour.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { seeService } from './replication-steps.ts';
import { change, check, remedy, verify } from './steps.ts';

const said = texts(() => ({
  title: { en: 'Start {guard} on {node}, and let cron keep it started', 'zh-CN': '启动 {node} 上的 {guard}，并由 cron 持续看护' },
  caution: {
    en: 'From then on {guard} may move the virtual address and start or stop the server by itself. With two primaries in the listing, do not start it: settle that first.',
    'zh-CN': '启动后 {guard} 可能自行加载 VIP、启停数据库。若列表中有两个主机，先处理双主，不要启动。',
  },
  table: { en: 'The line of {guard} in cron on {node}', 'zh-CN': '查看 {node} 上 cron 中的 {guard} 行' },
  tableExpect: {
    en: 'A line that begins with `*/1 * * * *` and has no `#` in front. Commented or missing: put it back as it stands on the other node, or `sys_monitor.sh` does so at its next start.',
    'zh-CN': '有一行以 `*/1 * * * *` 开头且前面没有 `#`。被注释或缺失时，按其他节点的内容恢复（`sys_monitor.sh` 下次启动集群时也会写入）。',
  },
  cron: { en: 'Whether cron on {node} may run jobs of {user}', 'zh-CN': '确认 {node} 上的 cron 能以 {user} 执行任务' },
  cronExpect: {
    en: '`active`, and `Password expires` in the future or `never`. An expired account (`PAM ERROR`, `Authentication token is no longer valid`) keeps every job of {user} from running: renew its password, or `chage -M -1 {user}` where the rules of the house allow it.',
    'zh-CN':
      '显示 `active`，且 `Password expires` 为将来的日期或 `never`。账号口令过期时（日志中的 `PAM ERROR`、`Authentication token is no longer valid`）{user} 的任务一律不执行：更新口令，或在安全规范允许时执行 `chage -M -1 {user}`。',
  },
  start: { en: 'Start {guard} on {node}', 'zh-CN': '在 {node} 上启动 {guard}' },
  startExpect: { en: 'No error; its log goes on.', 'zh-CN': '无报错；kbha.log 继续写入。' },
  startUndo: { en: '`pkill -x {guard}` on that node.', 'zh-CN': '在该节点执行 `pkill -x {guard}`。' },
  runs: { en: '{guard} runs on {node}', 'zh-CN': '确认 {node} 上 {guard} 正在运行' },
  runsExpect: { en: 'One line with its PID.', 'zh-CN': '一行，含其 PID。' },
  findUser: { en: 'the owner of the data directory', 'zh-CN': '数据目录的属主' },
}));

export function startGuard(cluster: Cluster, guard: Guard, node: Node | null): Remedy {
  const on = { cluster, node };
  const names = { guard: guard.process, node: node?.label ?? 'this node' };
  const user = node?.osUser ?? hole('OS_USER', 'the OS user of the server', said.findUser());
  const shown = node?.osUser ?? 'OS_USER';
  return remedy({
    id: 'start-guard',
    title: said.title(names),
    caution: said.caution(names),
    steps: [
      seeService(cluster, node),
      check(on, {
        title: said.table(names),
        command: lines(
          sh`grep -Hs ${guard.process} ${guard.cronFile} || true`,
          sh`crontab -l -u ${user} 2>/dev/null | grep ${guard.process} || true`,
        ),
        expect: said.tableExpect(),
        runAs: 'root',
      }),
      check(on, {
        title: said.cron({ ...names, user: shown }),
        command: lines(sh`systemctl is-active crond || systemctl is-active cron`, sh`LC_ALL=C chage -l ${user}`),
        expect: said.cronExpect({ user: shown }),
        runAs: 'root',
      }),
      change(on, 'reload', {
        title: said.start(names),
        command: sh`${program(node, cluster, 'kbha')} -A daemon -f ${repmgrConfOf(cluster, node)} ${raw('>/dev/null 2>&1 </dev/null')}`,
        expect: said.startExpect(),
        undo: said.startUndo(names),
      }),
    ],
    closing: verify(on, { title: said.runs(names), command: sh`pgrep -lx ${guard.process}`, expect: said.runsExpect() }),
  });
}
