/** Words that begin or end a compound command, and what the shell does itself. */
const WORDS = new Set(
  (
    'if then elif else fi for while until do done case esac function { } [ [[ (( ! ' +
    'echo printf cd pwd export local readonly declare typeset set unset return exit source . eval exec trap test read shift sleep wait true false break continue getopts'
  ).split(' '),
);
/** Programs that scripts around a cluster call by their bare names. */
const PROGRAMS =
  /^(?:(?:pg|sys)_\w+|psql|ksql|repmgr|repmgrd|kbha|initdb|rm|cp|mv|ln|ls|ll|mkdir|rmdir|touch|chown|chmod|cat|tee|find|xargs|grep|egrep|fgrep|awk|gawk|sed|cut|sort|uniq|head|tail|wc|tr|basename|dirname|date|hostname|id|su|sudo|ssh|scp|rsync|tar|gzip|gunzip|zip|bzip2|xz|lz4|zstd|mail|mailx|sendmail|logger|curl|wget|nc|ip|ifconfig|arping|ping|systemctl|service|kill|pkill|pgrep|ps|df|du|mount|umount|mountpoint|flock|timeout|nohup|env|expr|bc|aws|mc|wal-g|wal-e|pgbackrest|barman|barman-wal-archive|python3?|perl|bash|sh)$/;

/** Whether a line reads like shell, not like a sentence or a program's output. */
export function looksLikeShell(text: string): boolean {
  const line = text.trim();
  const first = /^\S+/.exec(line)?.[0] ?? '';
  if (WORDS.has(first.replace(/;$/, ''))) return true;
  if (/^[A-Za-z_]\w*\+?=(?:[^\s=]|$)/.test(line)) return true;
  if (/^[A-Za-z_][\w-]*\s*\(\)/.test(line)) return true;
  if (PROGRAMS.test(first)) return !/^\S+ (?:is|are|was|has|does|will|can|failed|says)\b/.test(line);
  if (/^(?:\$\{?\w|\.{0,2}\/\S+(?:\s+\S|$)|~\/)/.test(first)) return true;
  // `start)`, `*)`, `;;`, the end of a group
  if (/^(?:[\w*|?"'.-]+\)|;;|[})]+)(?:\s|$|;)/.test(line)) return true;
  return /(?:\$\(|\$\{|"\$\w|\s\|\s+\w|&&|\|\||>>|2>&1|;\s*(?:then|do)$|\\$)/.test(line);
}
