import { failure, host, note, type Shape } from './shape.ts';

/** ss, netstat, lsof, ping, nc, telnet, ip, ifconfig: who listens and who can be reached. */
export const network: readonly Shape[] = [
  {
    name: 'SsHead',
    pattern:
      /(?:(?:Netid +)?State +Recv-Q +Send-Q +Local Address:Port.*|Active (?:Internet connections|UNIX domain sockets).*|激活 ?Internet ?连接.*|活[动跃]的? ?\S+ ?连接.*|Proto +(?:Recv-Q +Send-Q|RefCnt) .*|COMMAND +PID +USER +FD +TYPE .*|\(?(?:Not all processes could be identified, non-owned process info|No info could be read for .*)|will not be shown, you would have to be root to see it all\.\)|（并非所有进程都能被检测到，.*|\(并非所有进程都能被检测到，.*|.*(?:除非|如果)你?.*root.*）?)/,
    sure: 1,
    programs: ['ss', 'netstat', 'lsof'],
  },
  {
    name: 'Ss',
    pattern:
      /(?:(?:tcp|udp|tcp6|v_str)\s+)?(?<state>LISTEN|ESTAB|UNCONN|TIME-WAIT|CLOSE-WAIT|FIN-WAIT-\d|SYN-SENT|SYN-RECV|LAST-ACK)\s+\d+\s+\d+\s+(?<address>\S+):(?<port>\d+|\*)\s+(?<peer>\S+?:(?:\d+|\*))(?:\s+users:\(\("(?<program>[^"]+)",pid=(?<pid>\d+).*|\s+(?:timer|uid|ino|sk|cgroup|fwmark|dev|v6only|bpf-id)[:(].*)?/,
    sure: 0.95,
    programs: ['ss'],
    say: (groups) => (groups['state'] === 'LISTEN' ? note('listener', 'address', 'port', 'program', 'pid')(groups) : null),
  },
  {
    name: 'Netstat',
    pattern:
      /(?:tcp6?|udp6?)\s+\d+\s+\d+\s+(?<address>\S+):(?<port>\d+|\*)\s+(?<peer>\S+:(?:\d+|\*))\s+(?<state>[A-Z_0-9]+)?(?:\s+(?:(?<pid>\d+)\/(?<program>[^\s:]+).*|-))?/,
    sure: 0.95,
    programs: ['netstat'],
    say: (groups) => (groups['state'] === 'LISTEN' ? note('listener', 'address', 'port', 'program', 'pid')(groups) : null),
  },
  {
    name: 'SsSummary',
    pattern: /Total: \d+.*|TCP: +\d+ \(.*|Transport +Total.*|(?:RAW|UDP|TCP|INET|FRAG|\*)\s+\d+\s+[\d-]+\s+[\d-]+/,
    sure: 0,
    programs: ['ss'],
  },
  { name: 'UnixSocket', pattern: /(?:unix|u_str|u_dgr) +.*(?:LISTEN|STREAM|LISTENING).*/, sure: 0.8, programs: ['ss', 'netstat'] },
  {
    name: 'Lsof',
    pattern:
      /(?<program>[\w.-]+) +(?<pid>\d+) +(?<user>[\w-]+) +\S+ +IPv[46] +\S+ +\S+ +TCP (?<address>\S+):(?<port>\d+|\w+)(?:->\S+)? \((?<state>\w+)\)/,
    sure: 0.9,
    programs: ['lsof'],
    say: (groups) => (groups['state'] === 'LISTEN' ? note('listener', 'address', 'port', 'program', 'pid')(groups) : null),
  },
  {
    name: 'PingHead',
    pattern: /PING (?<host>\S+) \([^)]*\).*|--- (?<again>\S+) ping (?:statistics|统计(?:信息)?) ---/,
    sure: 0.95,
    remembers: 'host',
    programs: ['ping', 'arping'],
  },
  {
    name: 'PingReply',
    pattern: /\d+ (?:bytes from|(?:比特|字节)[，,] ?来自) .*(?:icmp_)?[sr]?seq[=＝]\d.*|rtt min\/avg\/max.*|round-trip min\/avg\/max.*/,
    sure: 0.9,
    programs: ['ping'],
  },
  {
    name: 'PingUnreachable',
    pattern:
      /From (?<host>\S+) icmp_seq=\d+ (?<text>Destination (?:Host|Net|Port) (?:Unreachable|Prohibited)|Packet filtered|Time to live exceeded)/,
    sure: 0.95,
    programs: ['ping'],
    say: note('ping-unreachable'),
  },
  {
    name: 'PingSummary',
    pattern:
      /(?<sent>\d+) packets transmitted, (?<received>\d+) (?:packets )?received,(?: \+\d+ errors,)? (?<loss>[\d.]+)% packet loss.*|已发送 ?(?<sent2>\d+) ?个包[，,] ?已接收 ?(?<received2>\d+) ?个包[，,](?: ?\+\d+ ?(?:errors|个?错误)[，,])? ?(?<loss2>[\d.]+)% (?:packet loss|包?丢失|丢包).*/,
    sure: 0.95,
    programs: ['ping'],
    recalls: 'host',
    say: ({ sent2, received2, loss2, ...groups }) =>
      note(
        'ping',
        'host',
        'sent',
        'received',
        'loss',
      )({
        ...groups,
        ...(sent2 === undefined ? {} : { sent: sent2, received: received2, loss: loss2 }),
      }),
  },
  {
    name: 'PingFailure',
    pattern:
      /ping: (?:unknown host (?<unknown>\S+)|(?<text>\S+: (?:Name or service not known|Temporary failure in name resolution|未知的名称或服务|域名解析暂时失败)))|connect: (?<text2>Network is unreachable|网络不可达)/,
    sure: 0.95,
    programs: ['ping'],
    say: ({ unknown, text, text2 }, line) =>
      failure('ping')({ text: text ?? text2 ?? `${unknown}: Name or service not known`, host: unknown ?? text?.split(':')[0] }, line),
  },
  {
    name: 'PortOpen',
    pattern:
      /Connection to (?<host>\S+)(?: \([^)]*\))? (?<port>\d+) port \[[^\]]*\] succeeded!|Ncat: Connected to (?<host2>[^:\s]+):(?<port2>\d+)\.?/,
    sure: 0.95,
    programs: ['nc', 'ncat'],
    say: ({ host: name, host2, port, port2 }) => ({
      kind: 'note',
      topic: 'port-open',
      values: { host: name ?? host2 ?? '', port: port ?? port2 ?? '' },
    }),
  },
  {
    name: 'PortClosed',
    pattern:
      /nc: connect to (?<host>\S+)(?: \([^)]*\))? port (?<port>\d+) \(tcp\) failed: (?<text>.+)|telnet: (?:connect to address (?<address>\S+)|Unable to connect to remote host): (?<text2>.+)|Ncat: (?<text3>Connection (?:refused|timed out|reset by peer)|No route to host|Network is unreachable|TIMEOUT)\.?|.* \[(?<address2>[\d.]+)\] (?<port2>\d+) \([\w-]+\) : (?<text4>.+)/,
    sure: 0.95,
    programs: ['nc', 'ncat', 'telnet'],
    say: ({ text, text2, text3, text4, host: name, address, address2, port, port2 }, line) =>
      failure('port-test')({ text: text ?? text2 ?? text3 ?? text4, host: name ?? address ?? address2, port: port ?? port2 }, line),
  },
  {
    name: 'TelnetTalk',
    pattern:
      /Trying [\da-fA-F.:]+\.\.\.|Connected to \S+|Escape character is .*|Ncat: Version .*|Connection closed(?: by foreign host)?\.|telnet> ?\w*|Ncat: \d+ bytes sent.*/,
    sure: 0.9,
    programs: ['telnet', 'nc', 'ncat'],
  },
  {
    name: 'Link',
    pattern: /\d+: [\w.@-]+: <[A-Z_,-]*> mtu \d+ .*|[\w.:-]+: flags=\d+<.*|[\w.:-]+ +Link encap:.*/,
    sure: 0.9,
    programs: ['ip', 'ifconfig'],
  },
  {
    name: 'Inet',
    pattern: /inet (?:addr:)?(?<address>\d+\.\d+\.\d+\.\d+)(?:\/\d+)?(?: +(?:brd|scope|netmask|Bcast:|peer|Mask:).*)?/,
    sure: 0.9,
    programs: ['ip', 'ifconfig'],
    // the loopback address says nothing of the host
    say: ({ address }) => (address?.startsWith('127.') ? null : host('address', address)),
  },
  {
    name: 'LinkMore',
    pattern:
      /inet6? .*|link\/\w+ .*|(?:valid_lft|altname|qdisc) .*|ether [\da-f:]{17}.*|loop +txqueuelen.*|[RT]X (?:packets|errors|bytes).*|UP .*MTU:.*|collisions:.*|(?:lo|eth\d|ens\d+|bond\d) +(?:UP|DOWN|UNKNOWN) .*/,
    sure: 0.6,
    programs: ['ip', 'ifconfig'],
  },
  { name: 'Route', pattern: /(?:default via \S+ dev \S+|[\d.]+\/\d+ (?:via \S+ )?dev \S+).*/, sure: 0.8, programs: ['ip'] },
  {
    name: 'RouteTable',
    pattern:
      /(?:Kernel IP routing table|内核 ?IP ?路由表|(?:Destination +Gateway|目标 +网关) +.*|[\d.]+ +[\d.]+ +[\d.]+ +[UGHDM!]+ +\d+ +\d+ +\d+ +\S+)/,
    sure: 0.9,
    programs: ['route', 'netstat'],
  },
  {
    name: 'CurlFailure',
    pattern: /curl: \(\d+\) (?<text>.+)/,
    sure: 0.9,
    programs: ['curl'],
    say: failure('curl'),
  },
  { name: 'CurlTalk', pattern: /\* .*|[<>] .*|[{}] \[\d+ bytes data\]|% Total .*/, sure: 0, programs: ['curl', 'wget'] },
  {
    name: 'HostsLoopback',
    pattern: /(?:127\.0\.[01]\.1|::1|f[ef]0[02]::\S*)\s+[a-z][\w.-]*(?:\s+[a-z][\w.-]*)*(?:\s+#.*)?/,
    sure: 0.8,
    programs: ['cat', 'getent'],
  },
  {
    name: 'HostsNumbered',
    // names of nodes have a figure, a dot or a hyphen; the words of a sentence have none
    pattern:
      /(?<address>\d{1,3}(?:\.\d{1,3}){3})(?:\t+| +)(?<names>(?=[\w.-]*[\d.-])[A-Za-z][\w-]*(?:\.[\w-]+)*(?:[ \t]+(?=[\w.-]*[\d.-])[A-Za-z][\w-]*(?:\.[\w-]+)*)*)/,
    sure: 0.5,
    programs: [],
    say: note('hosts-entry'),
  },
  {
    name: 'Hosts',
    pattern:
      /(?<address>\d{1,3}(?:\.\d{1,3}){3}|[\da-f]{1,4}(?:::?[\da-f]{1,4})+)\s+(?<names>[A-Za-z][\w.-]*(?:\s+[A-Za-z][\w.-]*)*)(?:\s+#.*)?/,
    sure: 0,
    programs: ['cat', 'grep', 'getent', 'head', 'tail'],
    say: note('hosts-entry'),
  },
  {
    name: 'NoSuchHost',
    pattern:
      /\*\* server can't find (?<host>\S+): (?<text>NXDOMAIN|SERVFAIL|REFUSED)|Host (?<host2>\S+) not found: .*|;; connection timed out; .*/,
    sure: 0.95,
    programs: ['nslookup', 'host', 'dig'],
    say: ({ host: name, host2 }) => {
      const asked = name ?? host2;
      return asked === undefined ? null : { kind: 'note', topic: 'no-such-host', values: { host: asked } };
    },
  },
  {
    name: 'Lookup',
    pattern: /(?:Server|Address|Name|Non-authoritative answer|Aliases|Addresses):.*/,
    sure: 0,
    programs: ['nslookup'],
  },
  {
    name: 'Arp',
    pattern: /(?:Unicast reply from .*|ARPING \S+ .*|Sent \d+ probes .*|Received \d+ re(?:sponse|ply).*)/,
    sure: 0.8,
    programs: ['arping'],
  },
];
