import type { Shape } from './parser.ts';

/** What a support engineer types as root; a first word that is none of these makes a `# …` line a comment or a heading. */
const PROGRAMS = new Set(
  (
    'ls ll cat tail head less more grep egrep find du df ps ss netstat lsof id who whoami hostname date uptime free top mount lsblk ip ifconfig ping ' +
    'su sudo ssh scp rsync cd pwd mkdir rmdir rm mv cp chown chmod touch vi vim kill systemctl service journalctl dmesg crontab docker kubectl ' +
    'psql ksql isql repmgr repmgrd kbha pg_ctl sys_ctl pg_ctlcluster pg_lsclusters pg_controldata sys_controldata pg_rewind sys_rewind pg_basebackup ' +
    'sys_basebackup pg_archivecleanup sys_archivecleanup pg_isready sys_isready sys_monitor.sh sys_backup.sh stat wc namei getenforce test echo export'
  ).split(' '),
);
/** `# df`, `# hostname`: complete without arguments. */
const ALONE = new Set('ls ll df ps ss id who whoami hostname date uptime free mount lsblk pwd top pg_lsclusters'.split(' '));
const SUBCOMMANDS =
  /^(?:repmgr (?:cluster|node|primary|standby|master|witness|service|daemon) (?:show|check|status|switchover|register|rejoin|clone|follow|promote|event|events|matrix|crosscheck|cleanup|pause|unpause|unregister|service)\b|systemctl (?:status|start|stop|restart|reload|is-active|cat|show) \S+$|service \S+ \S+$|su \S+$|ping \S+$|cd \S+$)/;

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Whether `# …` is a command that root typed, and no comment or heading. In doubt it is not. */
export function isRootCommand(command: string): boolean {
  const [first = '', ...rest] = command.split(/\s+/);
  const program = nameOf(first);
  if (!PROGRAMS.has(program)) return false;
  // A sentence, a heading with a colon, words of another script: `# cp is used here.`, `# ls 输出：`; a quoted statement is neither
  const outside = command.replace(/"[^"]*"|'[^']*'/g, '""');
  if (/[\u2E80-\uFFEF]|[.:,]$|\b(?:is|are|the|an?|this|that|must|should|will|for|to|with|from|of|on|output|result)\b/i.test(outside))
    return false;
  if (rest.length === 0) return ALONE.has(program);
  return SUBCOMMANDS.test([program, ...rest].join(' ')) || rest.some((word) => /^--?[A-Za-z]|^(?:\.{0,2}|~)\/|\||^\*\./.test(word));
}

const STATEMENT =
  /^(?:$|[\\;(]|(?:select|show|alter|create|drop|insert|update|delete|with|explain|vacuum|analy[sz]e|begin|commit|rollback|set|reset|grant|revoke|call|do|checkpoint|copy|truncate|table|values|start|end|abort|lock|refresh|reindex)\b)/i;
const CLAUSE =
  /^(?:$|[\\;()',]|(?:select|from|where|and|or|not|order|group|having|limit|left|right|inner|full|cross|join|on|union|case|when|then|else|end|as|in|values|set|returning|using)\b)/i;

/** `postgres@pg1-> ls`: a PS1 that a well-known blog set, and psql's within a statement; what was typed tells. */
export const isArrow = ({ mark, user, typed }: Pick<Shape, 'mark' | 'user' | 'typed'>): boolean =>
  mark === '->' && user !== null && PROGRAMS.has(nameOf(typed.trim().split(/\s+/)[0] ?? ''));

/** Decides on shapes that prose, code and logs can have: a lone `$` or `#`, `name->`, `name=>`, a path before a mark. */
export function isPlausible({ form, mark, user, host, cwd, database, open, typed }: Shape): boolean {
  const command = typed.trim();
  switch (form) {
    case 'bare':
      if (mark === '$') return /^(?:$|[A-Za-z_./~\\({"'!])/.test(command);
      return mark === '#' && isRootCommand(command);
    case 'host':
      // `pg1$ tail …`; a price, a variable or a regular expression is followed by no program
      return mark === '$' && PROGRAMS.has(nameOf(command.split(/\s+/)[0] ?? ''));
    case 'path':
      return mark === '$' || (mark === '#' && (cwd === '/' || cwd === '~'));
    case 'apart':
      return cwd !== null && (mark === '$' || (mark === '#' && (command === '' || isRootCommand(command))));
    case 'sql':
      if (isArrow({ mark, user, typed })) return true;
      // `node1-> node2`, `key=> value`
      if (mark.endsWith('#')) return !/^\d+$/.test(database ?? '');
      return (mark.startsWith('=') ? STATEMENT : CLAUSE).test(command);
    case 'spaced':
      // `host:/path # a comment` is a line of a script
      return mark === '#' && (command === '' || isRootCommand(command));
    case 'account':
      // SUSE's `pg1:/data> `
      if (user === null && mark === '>') return host !== null && PROGRAMS.has(nameOf(command.split(/\s+/)[0] ?? ''));
      return (mark !== '>' && open !== true) || (cwd !== null && /^[~/]/.test(cwd));
    default:
      return mark !== '>';
  }
}
