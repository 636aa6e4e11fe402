import type { FactBody } from '../../src/core/fact.ts';
import type { SimpleCommand } from '../../src/core/shell.ts';
import type { CommandContext, Producer } from '../kit/grammar.ts';
import { parseShell } from '../shell/index.ts';
import { SHAPES } from './shapes/index.ts';
import { host, note } from './shapes/shape.ts';

/** What a command lets one expect where the line alone says nothing. */
export interface Answer {
  /** What a line says as this answer; null where it is none. */
  read(text: string, index: number): readonly FactBody[] | null;
  /** Any number of lines, not one. */
  readonly many: boolean;
  /** Lines that hold nothing for us: anything else that is recognised comes first. */
  readonly noise: boolean;
}

const answer = (read: (text: string, index: number) => FactBody | readonly FactBody[] | null | undefined, many = false): Answer => ({
  read: (text, index) => {
    const said = read(text.trim(), index);
    return said === null || said === undefined ? null : [said].flat();
  },
  many,
  noise: false,
});
const one = (pattern: RegExp, say: (text: string) => FactBody | readonly FactBody[] | null): Answer =>
  answer((text) => (pattern.test(text) ? (say(text) ?? []) : null));

const WORD = /^\S+$/;
const PATH = /^(?:[~/]|\$\w|\w:)\S*(?: \S+)*$/;
const path = (program: string): Answer => one(PATH, (text) => note('path')({ program, path: text }));

/** What `date` prints in any format: a weekday or a number first, no table and no sentence. */
const CLOCK = /^(?:[A-Z][a-z]{2}[ ,]|星期|周|\d(?![0-9A-F]{23}))(?=.*\d)[^|()?]{0,60}$/;
/** Programs whose output is of no use here, whatever it is. */
const NOISE = new Set(
  (
    'vmstat iostat sar mpstat dstat iotop pidstat tcpdump traceroute tracepath mtr dig nslookup host getent lscpu lspci lsmod dmidecode ethtool nmcli ' +
    'chage passwd md5sum sha1sum sha256sum cksum strace pstack gdb perf nfsstat showmount rpcinfo multipath pvs vgs lvs pvdisplay vgdisplay lvdisplay fdisk blkid xfs_info tune2fs ' +
    'hdparm smartctl ipcs fuser who w last lastlog seq diff sdiff cmp comm printenv hwclock pstree locale localectl hostnamectl loginctl cal bc nproc arch runlevel'
  ).split(' '),
);

/** Which of the programs asked for a path is of. */
const called = (args: readonly string[], found: string): string => {
  const name = found.slice(found.lastIndexOf('/') + 1);
  const asked = args.filter((arg) => !arg.startsWith('-'));
  return asked.length === 1 ? (asked[0] ?? name) : name;
};
const resolved = ({ args }: SimpleCommand): Answer => {
  const asked = args.filter((arg) => !arg.startsWith('-'));
  return answer(
    (text, index) => (PATH.test(text) ? note('path')({ program: asked[index] ?? asked.at(-1), path: text }) : null),
    asked.length > 1,
  );
};

/** `pg_config`: all it knows, or the values asked for. */
const configured = ({ args }: SimpleCommand): Answer =>
  answer((text, index) => {
    const [, name = args[index]?.replace(/^--/, '').toUpperCase() ?? '', value = text] = /^([A-Z][A-Z_-]*) = ?(.*)$/.exec(text) ?? [];
    if (name === '' || (args.length > 0 && index >= args.length)) return null;
    const version = name === 'VERSION' ? /^(?:PostgreSQL|KingbaseES) (V?\d[\w.]*)/.exec(value)?.[1] : undefined;
    if (version === undefined) return note('pg_config')({ name, value });
    return { kind: 'version', product: version.startsWith('V') ? 'kingbasees' : 'postgresql', version };
  }, true);

const PRINTS: Readonly<Record<string, (command: SimpleCommand) => Answer | null>> = {
  hostname: ({ args }) =>
    args.some((arg) => /^-\w*[iI]/.test(arg))
      ? one(/^[\da-fA-F.: ]+$/, (text) => text.split(/\s+/).flatMap((address) => host('address', address) ?? []))
      : one(WORD, (text) => host('hostname', text)),
  date: () => one(CLOCK, (text) => host('clock', text)),
  whoami: () => one(WORD, (text) => host('user', text)),
  logname: () => one(WORD, (text) => host('user', text)),
  id: ({ args }) => (args.some((arg) => /^-\w*n/.test(arg)) ? one(WORD, (text) => host('user', text)) : null),
  uname: () => one(/./, (text) => (/^\d/.test(text) ? note('kernel')({ kernel: text }) : [])),
  pwd: () => path('pwd'),
  which: ({ args }) => answer((text) => (PATH.test(text) ? note('path')({ program: called(args, text), path: text }) : null), true),
  whereis: () => answer((text) => (/^[\w.-]+:/.test(text) ? [] : null), true),
  type: () =>
    answer(
      (text) => (/ is (?:hashed|a shell|aliased|\/)|^\/| 是 ?(?:\/|.*别名|.*函数|shell)|已被(?:录入|散列)/.test(text) ? [] : null),
      true,
    ),
  command: ({ args }) => (args.includes('-v') ? path(args.at(-1) ?? '') : null),
  readlink: resolved,
  realpath: resolved,
  lsblk: () => answer((text) => (/^[│├└─|` -]*[\w.-]+(?: .*)?$/.test(text) ? [] : null), true),
  ip: ({ args }) =>
    args.some((arg) => /^-br/.test(arg)) ? answer((text) => (/^[\w.@-]+ +(?:UP|DOWN|UNKNOWN)(?: |$)/.test(text) ? [] : null), true) : null,
  groups: () => one(/^(?:\S+ : )?[a-z_][\w -]*$/, () => []),
  umask: () => one(/^(?:\d{4}|u=\S+)$/, (value) => note('umask')({ value })),
  pidof: () => one(/^\d+(?: \d+)*$/, () => []),
  getenforce: () => one(/^(?:Enforcing|Permissive|Disabled)$/, (state) => note('selinux')({ state })),
  ulimit: ({ args }) => one(/^(?:\d+|unlimited|hard|soft)$/, (value) => note('ulimit')({ option: args[0]?.replace(/^-/, ''), value })),
  sysctl: ({ args }) =>
    args.some((arg) => /^-\w*n/.test(arg)) ? one(/^[\d\t ]+$/, (value) => note('sysctl')({ name: args.at(-1), value })) : null,
  env: () => environment,
  export: () => environment,
  declare: () => environment,
  stat: ({ args }) => (args.some((arg) => /^-c|^--(?:format|printf)/.test(arg)) ? answer((text) => note('stat')({ text }), true) : null),
  history: () => {
    // where the shell stood, as far as its `cd` tell
    let cwd: string | null = null;
    return answer((text) => {
      const typed = /^\d{1,6}\*? +(?:\[?\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d\]? +)?(.+)$/.exec(text)?.[1];
      if (typed === undefined) return null;
      const stood = cwd;
      for (const [, to = '~'] of typed.matchAll(/(?:^|[;&]\s*)cd(?:\s+([^\s;&]+))?(?=\s*(?:$|[;&]))/g))
        cwd = whereTo(to.replaceAll(/["']/g, ''), cwd);
      return { kind: 'command', shell: 'sh', text: typed, script: parseShell(typed), via: 'prompt', user: null, cwd: stood };
    }, true);
  },
  cat: ({ args }) => {
    const file = args.find((arg) => !arg.startsWith('-')) ?? '';
    if (file === '/etc/hostname') return one(WORD, (name) => host('hostname', name));
    if (file === '/etc/issue') return NOTHING;
    if (/^\/proc\/(?!(?:\w+\/)?mounts$|sys\/)/.test(file)) return NOTHING;
    if (/(?:PG|SYS|KB)_VERSION$/.test(file)) return one(/^\d+(?:\.\d+)?$/, (version) => note('version-file')({ file, version }));
    return null;
  },
  pg_config: configured,
  sys_config: configured,
  echo: ({ words }) => echoed(words.slice(1).map((word) => word.text)),
  printf: ({ words }) => echoed(words.slice(1, 2).map((word) => word.text.replace(/\\n$/, ''))),
};

/** Where `cd` leads; null where that is not known. */
function whereTo(directory: string, from: string | null): string | null {
  if (/^[/~$]/.test(directory)) return directory;
  if (from === null || directory.startsWith('-')) return null;
  return directory.split('/').reduce<string | null>((at, step) => {
    if (at === null || step === '' || step === '.') return at;
    return step === '..' ? (/\/[^/]+\/?$/.test(at) ? at.replace(/\/[^/]+\/?$/, '') : null) : `${at.replace(/\/$/, '')}/${step}`;
  }, from);
}

/** Lines that hold nothing for us. */
const NOTHING: Answer = { read: () => [], many: true, noise: true };

const environment: Answer = answer((text) => {
  const [, name, value] = /^(?:declare -x )?([A-Za-z_]\w*)=(.*)$/.exec(text) ?? [];
  return name === undefined ? null : note('environment')({ name, value: (value ?? '').replace(/^"(.*)"$/, '$1') });
}, true);

/** `echo "rc=$?"` prints `rc=` and a number; other expansions print anything. */
function echoed(words: readonly string[]): Answer {
  const text = words.filter((word) => !/^-[neE]+$/.test(word)).join(' ');
  const source = text
    .split(/(\$\?|\$\([^)]*\)|\$\{[^}]*\}|\$\w+|`[^`]*`)/)
    .map((part) =>
      part === '$?' ? '(?<status>\\d+)' : /^[$`]/.test(part) ? '.*' : part.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&').replace(/ +/g, ' +'),
    )
    .join('')
    // a group of one name can stand there once
    .replace(/(\(\?<status>\\d\+\).*)\(\?<status>/g, '$1(?:');
  const pattern = new RegExp(`^${source}$`);
  const only = /^\$\w+$/.exec(text)?.[0];
  return answer((line) => {
    const match = pattern.exec(line);
    if (match === null) return null;
    const status = match.groups?.['status'];
    if (status !== undefined) return note('exit-status')({ status });
    return only === undefined ? [] : note('environment')({ name: only.slice(1), value: line });
  });
}

const SHAPED = new Set(SHAPES.flatMap((shape) => shape.programs));
/** Programs that print shapes of their own, but show files of anybody as well. */
const SHOWING = new Set(['cat', 'grep', 'head', 'tail', 'ssh', 'psql', 'ksql', 'su', 'sudo']);

/** Whether a program's output belongs here. */
export function isHost({ command }: Producer): boolean {
  const { program } = command;
  if (program === null) return false;
  if (NOISE.has(program)) return true;
  if (SHOWING.has(program)) {
    return (
      (program === 'cat' && PRINTS['cat']?.(command) != null) ||
      (/^(?:cat|grep|head|tail)$/.test(program) &&
        command.args.some((arg) => /^\/(?:etc\/(?:[\w-]*release|fstab|hostname|hosts|issue)|proc\/(?:self\/)?mounts)$/.test(arg))) ||
      (program === 'sudo' && command.args.includes('-l'))
    );
  }
  return SHAPED.has(program) || PRINTS[program] !== undefined;
}

/** The answers of a command in order. */
export function answersOf(command: CommandContext | null): readonly Answer[] {
  return (command?.producers ?? []).flatMap((producer) => {
    const { command: called } = producer;
    const { program } = called;
    if (program === null) return [];
    if (NOISE.has(program)) return [NOTHING];
    return PRINTS[program]?.(called) ?? [];
  });
}
