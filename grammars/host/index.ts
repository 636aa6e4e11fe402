import { text } from '../../src/core/text.ts';
import { defineGrammar } from '../kit/define.ts';
import { guarded, type Pattern } from '../kit/starts.ts';
import { isHost } from './asked.ts';
import { HostFold } from './facts.ts';
import { HostParser } from './parser.ts';
import { SHAPES } from './shapes/index.ts';
import type { Shape } from './shapes/shape.ts';
import { lexer } from './tokens.ts';

/** Made at the first line that no other grammar knows for sure. */
let whole: readonly Whole[] | null = null;
interface Whole {
  readonly sure: number;
  readonly before: Shape['before'] | undefined;
  readonly pattern: Pattern;
}

const wholeShapes = (): readonly Whole[] =>
  SHAPES.filter(({ sure, before }) => sure > 0 || before !== undefined).map(({ pattern, sure, before }) => ({
    sure,
    before,
    pattern: guarded(new RegExp(`^\\s*(?:${pattern.source})\\s*$`)),
  }));

export default defineGrammar({
  kind: 'host',
  title: text({
    en: 'One-liners of the host (date, hostname, uptime, free, mount, ss, ping, rpm …) and of the terminal',
    'zh-CN': '主机单行输出 (date、hostname、free、mount、ss、ping、rpm 等) 与终端',
  }),
  about: text({
    en: 'What small programs of the host print in a line or two: date, uptime, hostname, id, uname, os-release, free, ulimit, sysctl, mount, findmnt, lsblk, fstab, stat, namei, ss, netstat, lsof, ping, nc, telnet, curl, nslookup, /etc/hosts, ip, ifconfig, iptables, firewall-cmd, getenforce, rpm, dpkg, yum, apt, which, env, echo, history, barman check, wal-g, Bitnami’s start-up lines; what ssh and sudo -l say; errors of cp, rm, mkdir, ssh and the shell; what a terminal and a login print. Output of programs that say nothing of a cluster (vmstat, dig …) is understood and left aside.',
    'zh-CN':
      '主机上小工具的一两行输出：date、uptime、hostname、id、uname、os-release、free、ulimit、sysctl、mount、findmnt、lsblk、fstab、stat、namei、ss、netstat、lsof、ping、nc、telnet、curl、nslookup、/etc/hosts、ip、ifconfig、iptables、firewall-cmd、getenforce、rpm、dpkg、yum、apt、which、env、echo、history、barman check、wal-g、Bitnami 启动日志；ssh 与 sudo -l 的输出；cp、rm、mkdir、ssh 及 shell 的报错；终端与登录提示。与集群无关的程序（vmstat、dig 等）的输出识别后忽略。',
  }),
  prints: (_command, producer) => isHost(producer),
  opens(line, next) {
    whole ??= wholeShapes();
    const shape = whole.find(
      ({ pattern, sure, before }) => (sure > 0 || before?.pattern.test(next[0] ?? '') === true) && pattern.test(line),
    );
    return shape === undefined ? 0 : shape.sure || (shape.before?.sure ?? 0);
  },
  lexer,
  parser: () => new HostParser(),
  fold: (context) => new HostFold(context),
});
