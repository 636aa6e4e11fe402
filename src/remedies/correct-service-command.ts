/** Put a wrong service command right, on the node where it stands, and see what repmgr would run then. */
import { type Hole, hole, serviceActions } from '../commands/command.ts';
import type { Remedy, Step } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import type { ServiceFault } from '../model/service-faults.ts';
import { type Parameters, parameterNow, reloadRepmgrd, removeParameter, seeParameter, setParameter, setParameters } from './repmgr-conf.ts';
import { remedy, verify } from './steps.ts';

const said = texts(() => ({
  title: { en: 'Correct the command for {action} on {node}', 'zh-CN': '更正 {node} 上用于 {action} 的命令' },
  caution: {
    en: 'Only the configuration of repmgr is changed; the server is not touched. See the same line on every other node, too: the configuration is local to each.',
    'zh-CN': '只修改 repmgr 的配置，不影响服务器。其他节点上的同一配置也要检查：配置各节点独立。',
  },
  now: { en: 'What repmgr would run now', 'zh-CN': '查看 repmgr 现在会执行的命令' },
  nowExpect: {
    en: 'The right program, unit or directory behind each action; nothing is executed.',
    'zh-CN': '每个动作后的程序、单元或目录正确；该命令不会真正执行。',
  },
  findUnit: {
    en: 'The unit that runs the server: `systemctl list-units --all` shows it, for example `postgresql@15-main` (Debian) or `postgresql-15` (Red Hat).',
    'zh-CN': '运行服务器的单元：`systemctl list-units --all` 可见，例如 `postgresql@15-main`（Debian）、`postgresql-15`（Red Hat）。',
  },
  findBinDir: {
    en: 'Where pg_ctl lies: `pg_config --bindir`, for example `/usr/lib/postgresql/9.4/bin`.',
    'zh-CN': 'pg_ctl 所在目录：`pg_config --bindir`，例如 `/usr/lib/postgresql/9.4/bin`。',
  },
  findCommand: {
    en: 'The whole command for {action}, as it works by hand for the OS user of the server.',
    'zh-CN': '用于 {action} 的完整命令，须能由数据库操作系统用户手工执行成功。',
  },
}));

const ACTIONS = ['start', 'stop', 'restart', 'reload'] as const;

export function correctServiceCommand(cluster: Cluster, node: Node | null, fault: ServiceFault): Remedy {
  return remedy({
    id: 'correct-service-command',
    title: said.title({ action: fault.action, node: node?.label ?? 'this node' }),
    caution: said.caution(),
    steps: corrections(cluster, node, fault),
    closing: isProgramMissing(cluster, fault)
      ? parameterNow(cluster, node, 'pg_bindir')
      : verify(
          { cluster, node },
          {
            title: said.now(),
            command: serviceActions(cluster, node),
            expect: said.nowExpect(),
          },
        ),
  });
}

/** repmgr 3 called pg_ctl by its name where `pg_bindir` was not set. */
const isProgramMissing = (cluster: Cluster, fault: ServiceFault): boolean =>
  cluster.isBeforeRepmgr4 && fault.kind === 'not-found' && fault.parameter === null;

function corrections(cluster: Cluster, node: Node | null, fault: ServiceFault): Step[] {
  const parameter = fault.parameter ?? `service_${fault.action}_command`;
  if (isProgramMissing(cluster, fault)) {
    const directory = hole('BIN_DIR', "the directory of the server's programs", said.findBinDir());
    return [seeParameter(cluster, node, 'pg_bindir'), setParameter(cluster, node, 'pg_bindir', directory)];
  }
  switch (fault.kind) {
    case 'recursion':
      // without it repmgr promotes by pg_promote(), before 12 by pg_ctl
      return [seeParameter(cluster, node, 'service_promote_command'), removeParameter(cluster, node, 'service_promote_command')];
    case 'wrong-action': {
      const name = fault.action === 'follow' ? 'follow_command' : 'promote_command';
      return [seeParameter(cluster, node, name), setParameter(cluster, node, name, corrected(fault)), reloadRepmgrd(cluster, node)];
    }
    case 'misspelt':
    case 'wrong-file': {
      return [
        seeParameter(cluster, node, parameter),
        setParameter(cluster, node, parameter, corrected(fault)),
        reloadRepmgrd(cluster, node),
      ];
    }
    case 'opposite':
    case 'wrong-directory':
      return [seeParameter(cluster, node, parameter), setParameter(cluster, node, parameter, corrected(fault))];
    case 'wrong-unit':
    case 'no-configuration':
      return [seeParameter(cluster, node, ...Object.keys(byUnit(fault.wanted))), setParameters(cluster, node, byUnit(fault.wanted))];
    default:
      return [seeParameter(cluster, node, parameter), setParameter(cluster, node, parameter, wholeCommand(fault))];
  }
}

/** The command as it stands with the one wrong thing put right; to be filled in where that thing does not stand there as such. */
function corrected({ text, found, wanted, ...fault }: ServiceFault): string | Hole {
  if (text === null || found === null || wanted === null || !text.includes(found)) return wholeCommand({ text, found, wanted, ...fault });
  // the name may stand in a path of the same line: `repmg … -f /etc/repmgr.conf`
  if (fault.kind === 'misspelt') return text.replace(new RegExp(`(?<![\\w.-])${found}(?![\\w.-])`), wanted);
  return text.replaceAll(found, wanted);
}

const wholeCommand = (fault: ServiceFault): Hole =>
  hole('SERVICE_COMMAND', `the whole command for ${fault.action}`, said.findCommand({ action: fault.action }));

/** All four at once: where one names a wrong unit, the others do, too. */
const byUnit = (unit: string | null): Parameters =>
  Object.fromEntries(
    ACTIONS.map((action) => [`service_${action}_command`, unit === null ? unitCommand(action) : `sudo systemctl ${action} ${unit}`]),
  );

const unitCommand = (action: (typeof ACTIONS)[number]): Hole =>
  hole(`${action.toUpperCase()}_COMMAND`, `sudo systemctl ${action} and the unit of the server`, said.findUnit());
