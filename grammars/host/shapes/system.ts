import { host, note, type Shape } from './shape.ts';

/** uname, id, os-release, free, ulimit, sysctl: the machine and its limits. */
export const system: readonly Shape[] = [
  {
    name: 'Uname',
    pattern: /Linux (?<name>[\w.-]+) (?<kernel>\d\S+) .*(?:GNU\/Linux|x86_64|aarch64|Linux)/,
    sure: 0.9,
    programs: ['uname'],
    say: (groups) => [host('hostname', groups['name']), note('kernel', 'kernel')(groups)].flatMap((fact) => fact ?? []),
  },
  {
    name: 'Id',
    pattern: /(?:uid|用户id)=\d+\((?<user>[\w.-]+)\) (?:gid|组id)=\d+\([\w.-]+\)(?: .*)?/,
    sure: 0.95,
    programs: ['id'],
    say: ({ user }) => host('user', user),
  },
  {
    name: 'NoUser',
    pattern: /(?:id: ['‘“"]?(?<user>[\w.-]+?)['’”"]?[:：] ?(?:no such user|无此用户|无效的用户名?|不存在这个用户))/,
    sure: 0.95,
    programs: ['id'],
    say: note('no-user'),
  },
  {
    name: 'StaticHostname',
    pattern: /Static hostname: (?<name>\S+)/,
    sure: 0.9,
    programs: ['hostnamectl'],
    say: ({ name }) => host('hostname', name),
  },
  {
    name: 'HostnamectlOs',
    pattern: /Operating System: (?<name>.+)/,
    sure: 0,
    programs: ['hostnamectl'],
    say: note('os'),
  },
  {
    name: 'OsName',
    pattern: /PRETTY_NAME="?(?<name>[^"\n]+)"?/,
    sure: 0.9,
    programs: ['cat'],
    say: note('os'),
  },
  {
    name: 'OsField',
    pattern:
      /(?:NAME|VERSION|ID|ID_LIKE|VERSION_ID|VERSION_CODENAME|VARIANT|VARIANT_ID|PLATFORM_ID|ANSI_COLOR|LOGO|CPE_NAME|HOME_URL|DOCUMENTATION_URL|SUPPORT_URL|BUG_REPORT_URL|PRIVACY_POLICY_URL|UBUNTU_CODENAME|(?:REDHAT|CENTOS|ROCKY|ALMALINUX)_\w+)="?[^"\n]*"?/,
    sure: 0,
    programs: ['cat', 'grep', 'head'],
  },
  {
    name: 'Release',
    pattern:
      /(?<name>(?:CentOS|Red Hat|Rocky|AlmaLinux|Oracle|Kylin|NeoKylin|openEuler|UnionTech|UOS|Anolis|EulerOS|Fedora|SUSE|BigCloud)[\w ().-]* (?:release|V\d)[\w ().-]*)/,
    sure: 0.8,
    programs: ['cat', 'nkvers'],
    say: note('os'),
  },
  {
    name: 'KylinVersion',
    pattern: /#{5,}.*|(?:Release|Kernel|Build):|release V\d+ .*|Kylin Linux .*|\d+\.\d+\.\d+-\S+/,
    sure: 0,
    programs: ['nkvers'],
  },
  { name: 'LsbName', pattern: /Description:\s+(?<name>.+)/, sure: 0, programs: ['lsb_release'], say: note('os') },
  {
    name: 'LsbMore',
    pattern: /(?:No LSB modules are available\.|(?:LSB Version|Distributor ID|Release|Codename):\s+.*)/,
    sure: 0,
    programs: ['lsb_release'],
  },
  {
    name: 'FreeHead',
    pattern: /(?:total +used +free|总计 +已用 +空闲).*? (?<last>\S+)/,
    sure: 0.9,
    remembers: 'last',
    programs: ['free'],
  },
  {
    name: 'Free',
    pattern:
      /(?<what>Mem|Swap|Total|内存|交换|总量|总计)[:：] *(?<total>[\d.]+\w{0,2}) +(?<used>[\d.]+\w{0,2}) +(?<free>[\d.]+\w{0,2})(?:(?: +[\d.]+\w{0,2}){2,3} +(?<available>[\d.]+\w{0,2}))?/,
    sure: 0.9,
    recalls: 'last',
    programs: ['free'],
    // procps before 3.3.10 ends in `cached`
    say: ({ last, available, ...groups }) =>
      note('memory')({ ...groups, ...(/^(?:available|可用)$/.test(last ?? '') ? { available } : {}) }),
  },
  { name: 'FreeBuffers', pattern: /-\/\+ buffers\/cache: +\d+ +\d+/, sure: 0.9, programs: ['free'] },
  {
    name: 'Ulimit',
    pattern: /(?<name>(?:[a-z]|POSIX )[a-z -]+?) +\((?:[^()]*, )?-(?<option>\w)\) (?<value>unlimited|\d+)/,
    sure: 0.9,
    programs: ['ulimit'],
    say: note('ulimit'),
  },
  {
    name: 'Account',
    pattern: /(?<user>[a-z_][\w.-]*):[x*!]?:(?<uid>\d+):\d+:[^:]*:(?<home>\/[^:]*):(?<shell>\/\S*)/,
    sure: 0.9,
    programs: ['cat', 'grep', 'getent'],
    say: note('account'),
  },
  {
    name: 'Locale',
    pattern: /(?<name>LANG|LANGUAGE|LC_[A-Z]+)="?(?<value>[\w.@:-]*)"?/,
    sure: 0.95,
    programs: ['locale', 'localectl', 'env', 'cat'],
    say: note('environment'),
  },
  {
    name: 'Ipcs',
    pattern: /-{6} .* -{6,}|key +(?:shmid|semid|msqid) .*|(?:max|min|default|system|used|allocated) .*= \d+/,
    sure: 0,
    programs: ['ipcs'],
  },
  {
    name: 'Sysctl',
    pattern: /(?<name>(?:kernel|vm|net|fs|abi|debug|dev|user|crypto|sunrpc)(?:\.[\w-]+)+) ?= ?(?<value>.*)/,
    sure: 0.8,
    programs: ['sysctl', 'cat', 'grep'],
    say: note('sysctl'),
  },
  {
    name: 'Top',
    pattern:
      /(?:(?:Tasks|任务): +\d+ total,.*|%?Cpu\(s\):.*|(?:[KMG]iB )?(?:Mem|Swap) ?: .*|top - .*|Mem: \d+K used, .*|CPU: +\d+% usr .*|Load average: [\d.]+ .*)/,
    sure: 0.8,
    programs: ['top'],
  },
  {
    name: 'TopRow',
    pattern: /(?:(?:PID|进程号?) +(?:USER|PPID) .*|\d+ +\S+ +.*)/,
    sure: 0,
    programs: ['top'],
  },
  {
    name: 'NoSystemd',
    pattern:
      /System has not been booted with systemd as init system .*|Failed to (?:connect to|create) (?:system )?(?:scope )?bus(?: connection)?.*: .*|No journal files were found\.|-- No entries --/,
    sure: 0.9,
    programs: ['timedatectl', 'systemctl', 'journalctl', 'hostnamectl', 'loginctl'],
  },
  { name: 'Enabled', pattern: /(?:Created|Removed) symlink \/\S+(?: (?:→|to) \S+)?\.?/, sure: 0.95, programs: ['systemctl'] },
];
