import { host, note, type Shape } from './shape.ts';

const DAY = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)';
const MONTH = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)';
const CLOCK = String.raw`\d{1,2}:\d\d:\d\d`;

/** date, uptime, timedatectl, chronyc, last: what time it is and since when the host runs. */
export const time: readonly Shape[] = [
  {
    name: 'Date',
    pattern: new RegExp(
      String.raw`(?<clock>${DAY},? ${MONTH} {1,2}\d{1,2} ${CLOCK} (?:[AP]M )?(?:\S{1,6} )?\d{4}|${DAY},? \d{1,2} ${MONTH} \d{4} ${CLOCK} (?:[AP]M )?\S{1,6}|${DAY} \d{1,2} ${MONTH} ${CLOCK} \S{1,6} \d{4}|\d{4}年 ?\d{1,2}月 ?\d{1,2}日 (?:星期.|周.)(?: ${CLOCK}| ?\d{1,2}时\d\d分\d\d秒)(?: \S{1,6})?)`,
    ),
    sure: 0.7,
    programs: ['date'],
    say: ({ clock }) => host('clock', clock),
  },
  {
    name: 'Uptime',
    pattern: /\d\d:\d\d(?::\d\d)? up +(?<up>.+?), +(?:\d+ users?, +)?load averages?: [\d.]+, [\d.]+, [\d.]+/,
    sure: 0.95,
    programs: ['uptime', 'w', 'top'],
    say: ({ up }) => host('uptime', up),
  },
  { name: 'UptimeSince', pattern: /(?<when>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)/, sure: 0, programs: ['uptime'], say: note('boot') },
  {
    name: 'UptimePretty',
    pattern: /up (?<up>\d+ \w+(?:, \d+ \w+)*)/,
    sure: 0,
    programs: ['uptime'],
    say: ({ up }) => host('uptime', up),
  },
  {
    name: 'Session',
    pattern: /(?:USER +TTY +(?:FROM +)?LOGIN@ +IDLE.*|[a-z_][\w-]* +(?:pts\/\d+|tty\w+|:\d+) +.*)/,
    sure: 0,
    programs: ['w', 'who', 'last', 'users'],
  },
  {
    name: 'LocalTime',
    pattern: /Local time: (?<clock>.+)/,
    sure: 0.6,
    programs: ['timedatectl'],
    say: ({ clock }) => host('clock', clock),
  },
  {
    name: 'TimeSync',
    pattern:
      /(?<what>System clock synchronized|NTP service|NTP enabled|NTP synchronized|systemd-timesyncd\.service active): (?<state>yes|no|active|inactive|n\/a)/,
    sure: 0.9,
    programs: ['timedatectl'],
    say: note('time-sync'),
  },
  {
    name: 'TimeZone',
    pattern: /(?:Universal time|RTC time|Time zone|RTC in local TZ|DST active): .*/,
    sure: 0.6,
    programs: ['timedatectl'],
  },
  {
    name: 'Chrony',
    pattern: /(?<what>System time|Leap status|Last offset) {2,}: (?<state>.+)/,
    sure: 0.9,
    programs: ['chronyc'],
    say: note('time-sync'),
  },
  {
    name: 'ChronyMore',
    pattern:
      /(?:Reference ID|Stratum|Ref time \(UTC\)|RMS offset|Frequency|Residual freq|Skew|Root delay|Root dispersion|Update interval) {1,}: .+/,
    sure: 0.6,
    programs: ['chronyc'],
  },
  {
    name: 'ChronySourcesHead',
    pattern: /210 Number of sources = \d+|MS Name\/IP address +Stratum Poll Reach LastRx Last sample|={60,}/,
    sure: 0,
    programs: ['chronyc', 'ntpq'],
  },
  {
    name: 'ChronySource',
    pattern:
      /(?<state>[\^=#][*+?x~-]) (?<source>\S+) +(?<stratum>\d+) +\d+ +(?<reach>[0-7]+) +\S+ +(?<offset>[-+]?\d+\w+)\[ *[-+]?\d+\w+\] \+\/- +\w+/,
    sure: 0.95,
    programs: ['chronyc'],
    say: note('time-source', 'state', 'source', 'reach', 'offset'),
  },
  {
    name: 'NtpHead',
    pattern: /remote +refid +st +t +when +poll +reach +delay +offset +jitter/,
    sure: 1,
    programs: ['ntpq'],
  },
  {
    name: 'NtpPeer',
    pattern:
      /(?<state>[*+#ox.-]?) ?(?<source>[A-Za-z\d][\w.:-]*) +\S+ +(?<stratum>\d+) +[a-z-] +(?:\d+[mhd]?|-) +\d+ +(?<reach>[0-7]+) +[\d.]+ +(?<offset>[-+]?[\d.]+) +[\d.]+/,
    sure: 0.9,
    programs: ['ntpq'],
    say: note('time-source', 'state', 'source', 'reach', 'offset'),
  },
  {
    name: 'NtpStat',
    pattern: /(?:(?:un)?synchroni[sz]ed to .*|time correct to within .*|polling server every .*|unsynchroni[sz]ed)/,
    sure: 0,
    programs: ['ntpstat'],
  },
  {
    name: 'Reboot',
    pattern: /reboot +system boot +(?<kernel>\S+) +(?<when>.+)/,
    sure: 0.95,
    programs: ['last'],
    say: note('boot'),
  },
  { name: 'Boot', pattern: /system boot +(?<when>\d{4}-\d\d-\d\d \d\d:\d\d)/, sure: 0.8, programs: ['who'], say: note('boot') },
  { name: 'LastEnd', pattern: /[bw]tmp begins .*/, sure: 0.8, programs: ['last'] },
];
