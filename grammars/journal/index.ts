import { text } from '../../src/core/text.ts';
import { defineGrammar } from '../kit/define.ts';
import { guarded } from '../kit/starts.ts';
import { JournalFold } from './facts.ts';
import { JournalParser } from './parser.ts';
import { KNOWN_REMARK, lexer, OTHERS } from './tokens.ts';

const HEAD = guarded(
  /^(?:(?:[A-Za-zéûäč]{3,4}\.?|\d{1,2}月) {1,2}\d{1,2} \d\d:\d\d:\d\d(?:\.\d+)?|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?) [\w.-]+ ([A-Za-z][\w.@()/-]*?)(?:\[\d+\])?: /,
);
const KERNEL = guarded(/^\[ *\d+\.\d{6}\] \S|^\[(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} +\d{1,2} \d\d:\d\d:\d\d \d{4}\] \S/);

export default defineGrammar({
  kind: 'journal',
  title: text({ en: 'System log (journalctl, /var/log/messages, dmesg)', 'zh-CN': '系统日志 (journalctl、messages、dmesg)' }),
  about: text({
    en: '`journalctl`, /var/log/messages, syslog and `dmesg` as far as other programs than the server and repmgr write there: the kernel (out of memory, disks, NFS, links), systemd, sudo, sshd; month names of other languages, too.',
    'zh-CN':
      '`journalctl`、/var/log/messages、syslog 与 `dmesg` 中除数据库和 repmgr 以外的内容：内核（内存不足、磁盘、NFS、网卡）、systemd、sudo、sshd；月份可为其他语言。',
  }),
  prints: ({ program, args }) =>
    program === 'dmesg' ||
    (program === 'journalctl' && !args.some((arg) => /postgres|kingbase|repmgr|kbha/.test(arg))) ||
    (/^(?:cat|tail|head|less|grep|egrep|zgrep)$/.test(program ?? '') &&
      args.some((arg) => /(?:^|\/)(?:messages|syslog|kern\.log|auth\.log|secure)(?:[.-]\d+)?$/.test(arg))),
  opens(line) {
    if (KNOWN_REMARK.test(line)) return 0.6;
    const program = HEAD.exec(line)?.[1];
    if (program !== undefined) return OTHERS.test(program) ? 0 : 0.6;
    return KERNEL.test(line) ? 0.9 : 0;
  },
  named: (fileName) => /^(?:messages|syslog|kern\.log|dmesg(?:\.txt)?|journal(?:ctl)?(?:\.txt|\.log)?)$/.test(fileName),
  lexer,
  parser: () => new JournalParser(),
  fold: (context) => new JournalFold(context),
});
