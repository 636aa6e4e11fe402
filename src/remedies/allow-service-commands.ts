/** Let the server's OS user run exactly its service commands with sudo, without being asked. */
import { type Hole, hole, lines, serviceActions, sh } from '../commands/command.ts';
import type { Command, Remedy } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { actionOf, serviceCommandsOf } from '../model/service-commands.ts';
import { setParameters } from './repmgr-conf.ts';
import { change, check, remedy, verify } from './steps.ts';

const said = texts(() => ({
  title: { en: 'Let {user} on {node} run its service commands', 'zh-CN': '允许 {node} 上的 {user} 执行服务命令' },
  caution: {
    en: 'Whoever becomes {user} may start and stop the server as root afterwards, with exactly these commands and nothing else. A wrong sudoers file can lock everybody out of sudo: it is checked before it is put in place.',
    'zh-CN':
      '此后凡能成为 {user} 的人都可以 root 身份执行这些启停命令，仅限于此。错误的 sudoers 文件会让所有人无法使用 sudo：因此放置之前先检查。',
  },
  now: { en: 'What it may run now', 'zh-CN': '查看目前可执行的命令' },
  nowExpect: {
    en: '`a password is required`, or a list without the service commands.',
    'zh-CN': '提示 `a password is required`，或列表中没有服务命令。',
  },
  actions: { en: 'Which commands repmgr would run', 'zh-CN': '查看 repmgr 会执行的命令' },
  actionsExpect: {
    en: 'The commands for start, stop, restart, reload and promote, as they have to be allowed.',
    'zh-CN': '显示 start、stop、restart、reload、promote 的命令，即需要授权的命令。',
  },
  viaSudo: {
    en: 'The command with `sudo`: without it only root may handle the unit',
    'zh-CN': '命令需加 `sudo`：否则只有 root 能操作该单元',
  },
  allow: { en: 'Write the rule, check it, put it in place', 'zh-CN': '编写规则，检查后放置' },
  allowExpect: { en: '`parsed OK` twice.', 'zh-CN': '显示两次 `parsed OK`。' },
  allowUndo: { en: 'Remove `/etc/sudoers.d/repmgr`.', 'zh-CN': '删除 `/etc/sudoers.d/repmgr`。' },
  may: { en: 'It may run them, without being asked; nothing is executed', 'zh-CN': '确认可免密执行；该步骤不会真正执行命令' },
  mayExpect: { en: 'Each command is printed back, exit status 0.', 'zh-CN': '逐条回显命令，退出码为 0。' },
  findCommands: {
    en: 'The commands that the step before printed, with full paths, separated by commas, without `sudo`: `/usr/bin/systemctl stop postgresql-15, /usr/bin/systemctl start postgresql-15`.',
    'zh-CN':
      '上一步显示的命令，写完整路径，以逗号分隔，去掉 `sudo`：`/usr/bin/systemctl stop postgresql-15, /usr/bin/systemctl start postgresql-15`。',
  },
  findUser: { en: 'the OS user of the server: owner of the data directory', 'zh-CN': '数据库操作系统用户，即数据目录的属主' },
}));

/** Where packages put the programs that service commands call. */
const PATHS: Readonly<Record<string, string>> = {
  systemctl: '/usr/bin/systemctl',
  service: '/usr/sbin/service',
  pg_ctlcluster: '/usr/bin/pg_ctlcluster',
};

/** Who may stop a unit has to start it again: one refused command stands for all of its kind. */
function allOfThem(command: string): readonly string[] {
  const kinds: readonly (readonly [RegExp, readonly string[]])[] = [
    [/^((?:sudo )?systemctl )(?:start|stop|restart|reload)( \S+)$/, ['start', 'stop', 'restart', 'reload']],
    [/^((?:sudo )?pg_ctlcluster \S+ \S+ )(?:start|stop|restart|reload|promote)()$/, ['start', 'stop', 'restart', 'reload', 'promote']],
  ];
  for (const [pattern, verbs] of kinds) {
    const [whole, before = '', behind = ''] = pattern.exec(command.trim()) ?? [];
    if (whole !== undefined) return verbs.map((verb) => `${before}${verb}${behind}`);
  }
  return [command];
}

/** The words of a service command without its sudo, the program with its full path; null where the path is not known. */
function wordsOf(command: string): readonly string[] | null {
  const words = command
    .trim()
    .replace(/^sudo\s+(?:-n\s+)?/, '')
    .split(/\s+/);
  const [program = '', ...args] = words;
  const path = program.startsWith('/') ? program : PATHS[program];
  return path === undefined ? null : [path, ...args];
}

/** As sudoers wants it: its special characters escaped. */
const ruleOf = (words: readonly string[]): string => words.map((word) => word.replace(/[,:=\\]/g, '\\$&')).join(' ');

export function allowServiceCommands(cluster: Cluster, node: Node | null, refused: readonly string[]): Remedy {
  const on = { cluster, node };
  const configured = serviceCommandsOf(cluster)
    .filter((command) => command.party.node === node && command.parameter?.startsWith('service_') && command.sudo)
    .map((command) => command.text);
  const commands = [...new Set([...configured, ...refused].flatMap(allOfThem))];
  const spelled = commands.map(wordsOf);
  const known = spelled.flatMap((words) => (words === null ? [] : [words]));
  const complete = known.length > 0 && known.length === spelled.length;
  const user: string | Hole = node?.osUser ?? hole('OS_USER', 'the OS user of the server', said.findUser());
  const list: string | Hole = complete
    ? known.map(ruleOf).join(', ')
    : hole('SERVICE_COMMANDS', 'the service commands with full paths, separated by commas', said.findCommands());
  const bare = refused.filter((command) => !command.startsWith('sudo ')).flatMap(allOfThem);
  const withSudo = Object.fromEntries(bare.map((command) => [`service_${actionOf(command)}_command`, `sudo ${command}`]));
  const names = { user: node?.osUser ?? cluster.flavour.defaults.osUser, node: node?.label ?? 'this node' };
  const draft = '/etc/sudoers.d/repmgr.draft';
  const ask: readonly Command[] = complete
    ? known.map((words) => words.reduce((call, word) => sh`${call} ${word}`, sh`sudo -n -l`))
    : [sh`sudo -n -l`];
  return remedy({
    id: 'allow-service-commands',
    title: said.title(names),
    caution: said.caution({ user: names.user }),
    steps: [
      check(on, { title: said.now(), command: sh`sudo -n -l || true`, expect: said.nowExpect() }),
      check(on, {
        title: said.actions(),
        command: serviceActions(cluster, node),
        expect: said.actionsExpect(),
      }),
      ...(bare.length === 0 ? [] : [setParameters(cluster, node, withSudo)]),
      change(on, 'reload', {
        title: said.allow(),
        command: lines(
          sh`umask 227`,
          // a name with a dot in it is not read by sudo: a draft locks nobody out
          sh`printf '%s ALL=(root) NOPASSWD: %s\\n' ${user} ${list} > ${draft}`,
          sh`visudo -cf ${draft}`,
          sh`mv ${draft} /etc/sudoers.d/repmgr`,
          sh`visudo -c`,
        ),
        runAs: 'root',
        expect: said.allowExpect(),
        undo: said.allowUndo(),
      }),
    ],
    closing: verify(on, { title: said.may(), command: lines(...ask), expect: said.mayExpect() }),
  });
}
