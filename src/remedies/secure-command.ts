/** KingbaseES: bring its own remote shell, which repmgr and kbha use in place of ssh, back to work. */
import { besidePrograms, hole, lines, raw, sh } from '../commands/command.ts';
import type { Remedy } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Flavour } from '../flavours/flavour.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Ends } from './passwordless-ssh.ts';
import { seeParameter } from './repmgr-conf.ts';
import { change, check, remedy, verify } from './steps.ts';

const said = texts(() => ({
  title: { en: 'Bring `{client}` from {from} to {host} back to work', 'zh-CN': '恢复 {from} 到 {host} 的 `{client}` 通信' },
  caution: {
    en: 'The daemon runs as root and lets the cluster hosts run commands as the OS user of the server. Setting it up again makes new keys: then it has to be done on every node.',
    'zh-CN': '该守护进程以 root 运行，允许集群各主机以数据库操作系统用户执行命令。重新初始化会生成新密钥，此时须在每个节点执行。',
  },
  why: { en: 'Whether {from} gets an answer from {host}', 'zh-CN': '查看 {from} 能否得到 {host} 的应答' },
  whyExpect: {
    en: '`reachable` means that it works after all; an error names the host, the port or the key.',
    'zh-CN': '显示 `reachable` 说明实际可用；否则报错会指明主机、端口或密钥。',
  },
  daemon: {
    en: 'Whether the daemon on {host} runs and listens on port {port}',
    'zh-CN': '查看 {host} 上守护进程是否运行并监听 {port} 端口',
  },
  daemonExpect: {
    en: '`active (running)` and a listening socket. Both there and still no answer: a firewall closes the port.',
    'zh-CN': '显示 `active (running)` 与监听端口。若都正常仍无应答，则是防火墙阻断了端口。',
  },
  start: { en: 'Start the daemon on {host}', 'zh-CN': '启动 {host} 上的守护进程' },
  startExpect: { en: 'The daemon starts without an error.', 'zh-CN': '守护进程正常启动，无报错。' },
  startUndo: { en: 'Stop it again: `{script} stop`.', 'zh-CN': '再次停止：`{script} stop`。' },
  works: { en: '{from} gets an answer', 'zh-CN': '确认 {from} 得到应答' },
  worksExpect: { en: '`reachable`, in both directions.', 'zh-CN': '显示 `reachable`，两个方向都须确认。' },
  findHost: {
    en: 'the host of the other node, as in its registered conninfo',
    'zh-CN': '对端节点的主机名或地址，即其注册的 conninfo 中的 host',
  },
}));

export function secureCommand(cluster: Cluster, ends: Ends, shell: NonNullable<Flavour['remoteShell']>): Remedy {
  const from = { cluster, node: ends.from };
  const to = { cluster, node: ends.to, host: ends.host };
  const names = { from: ends.from?.label ?? '?', host: ends.host ?? ends.to?.label ?? '?' };
  const host = ends.host ?? hole('OTHER_HOST', 'the host of the other node', said.findHost());
  const call = sh`${besidePrograms(ends.from, cluster, shell.client)} -q -o ConnectTimeout=10 -p ${shell.port} ${host} 'echo reachable'`;
  const script = besidePrograms(ends.to, cluster, shell.script);
  return remedy({
    id: 'secure-command',
    title: said.title({ ...names, client: shell.client }),
    caution: said.caution(),
    steps: [
      seeParameter(cluster, ends.from, shell.setting),
      check(from, { title: said.why(names), command: call, expect: said.whyExpect() }),
      check(to, {
        title: said.daemon({ host: names.host, port: shell.port }),
        command: lines(sh`systemctl status --no-pager ${raw(shell.unit)} || true`, sh`ss -ltn | grep -w ${shell.port}`),
        expect: said.daemonExpect(),
      }),
      change(to, 'restart', {
        title: said.start({ host: names.host }),
        command: sh`${script} start`,
        runAs: 'root',
        expect: said.startExpect(),
        undo: said.startUndo({ script: shell.script }),
      }),
    ],
    closing: verify(from, { title: said.works({ from: names.from }), command: call, expect: said.worksExpect() }),
  });
}
