/** Listings of repmgrd for tests, as `repmgr service status` prints them. */
const HEAD = ` ID | Name  | Role    | Status        | Upstream | repmgrd     | PID  | Paused? | Upstream last seen
----+-------+---------+---------------+----------+-------------+------+---------+--------------------`;

export function daemon(
  id: number,
  name: string,
  role: string,
  status: string,
  upstream: string,
  repmgrd: string,
  paused: 'yes' | 'no' | 'n/a' = repmgrd === 'running' ? 'no' : 'n/a',
): string {
  const pid = repmgrd === 'running' ? `${1000 + id}` : 'n/a';
  const seen = role === 'primary' || repmgrd !== 'running' ? 'n/a' : '1 second(s) ago';
  const cells = [
    name.padEnd(5),
    role.padEnd(7),
    status.padEnd(13),
    upstream.padEnd(8),
    repmgrd.padEnd(11),
    pid.padEnd(4),
    paused.padEnd(7),
  ];
  return ` ${id}  | ${cells.join(' | ')} | ${seen}`;
}

export const status = (...rows: readonly string[]): string => `${HEAD}\n${rows.join('\n')}\n`;
