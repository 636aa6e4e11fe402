import { note, type Shape } from './shape.ts';

/** SELinux and firewalls. */
export const security: readonly Shape[] = [
  {
    name: 'Selinux',
    pattern: /(?:SELinux status|Current mode|Mode from config file): +(?<state>\w+)/,
    sure: 0.9,
    programs: ['sestatus'],
    say: note('selinux'),
  },
  {
    name: 'SelinuxMore',
    pattern:
      /(?:SELinuxfs mount|SELinux root directory|Loaded policy name|Policy MLS status|Policy deny_unknown status|Memory protection checking|Max kernel policy version): +.*/,
    sure: 0.8,
    programs: ['sestatus'],
  },
  {
    name: 'Chain',
    pattern: /Chain (?<chain>\S+) \((?:policy (?<policy>\w+).*|\d+ references)\)/,
    sure: 0.95,
    programs: ['iptables'],
    say: note('firewall-chain'),
  },
  { name: 'ChainHead', pattern: /(?:num +)?(?:pkts +bytes +)?target +prot +opt.*/, sure: 0.95, programs: ['iptables'] },
  {
    name: 'Rule',
    pattern:
      /(?:\d+ +)?(?:[\d.]+[KMG]? +[\d.]+[KMG]? +)?(?<target>ACCEPT|DROP|REJECT|RETURN|LOG|[A-Z][\w-]+) +(?<protocol>all|tcp|udp|icmp|ah|esp|\d+) +-- +(?:(?!anywhere)[a-z*!][\w*+.-]* +(?!anywhere)[a-z*!][\w*+.-]* +)?(?<from>\S+) +(?<to>\S+)(?: +(?<rest>.*))?/,
    sure: 0.9,
    programs: ['iptables'],
    say: (groups) => (/DROP|REJECT/.test(groups['target'] ?? '') ? note('firewall-rule')(groups) : null),
  },
  { name: 'Ufw', pattern: /Status: (?<state>active|inactive)/, sure: 0, programs: ['ufw'], say: note('firewall') },
  {
    name: 'UfwRule',
    pattern: /(?:To +Action +From|-- +------ +----|\S+(?: \(v6\))? +(?:ALLOW|DENY|REJECT|LIMIT)(?: IN| OUT)? +.*)/,
    sure: 0,
    programs: ['ufw'],
  },
  {
    name: 'FirewallPorts',
    pattern: /(?<what>ports|services|rich rules|sources): ?(?<value>.*)/,
    sure: 0,
    programs: ['firewall-cmd'],
    say: note('firewall'),
  },
  {
    name: 'FirewallMore',
    pattern:
      /(?:[\w-]+ \((?:active|default, active|default)\)|(?:target|icmp-block-inversion|interfaces|protocols|forward|masquerade|forward-ports|source-ports|icmp-blocks|ingress-priority|egress-priority): ?.*|rule family=.*|(?:not )?running|\d+\/(?:tcp|udp).*)/,
    sure: 0,
    programs: ['firewall-cmd'],
  },
  {
    name: 'SudoRule',
    pattern: /\((?<as>[\w.%:, -]+)\) (?<tag>(?:NO)?PASSWD: )?(?<commands>(?:!?\/|ALL|sudoedit).*)/,
    sure: 0.8,
    programs: ['sudo'],
    say: note('sudo-rule'),
  },
  {
    name: 'SudoMore',
    pattern:
      /Matching Defaults entries for .*|匹配 ?\S+ ?上 ?\S+ ?的默认条目[:：]|User (?<user>\S+) may run the following commands on \S+:|用户 ?\S+ ?可以在 ?\S+ ?上运行以下命令[:：]|(?=.*\b(?:env_reset|visiblepw|secure_path|mail_badpw|requiretty|always_set_home|env_keep)\b)[!\w][^|()]*/,
    sure: 0.9,
    programs: ['sudo'],
  },
  {
    name: 'NoSudo',
    pattern: /User (?<user>\S+) is not allowed to run sudo on (?<host>\S+)\.|用户 ?(?<user2>\S+) ?不被允许在 ?\S+ ?上运行 sudo.*/,
    sure: 0.95,
    programs: ['sudo'],
    say: ({ user, user2 }) => ({ kind: 'note', topic: 'no-sudo', values: { user: user ?? user2 ?? '' } }),
  },
];
