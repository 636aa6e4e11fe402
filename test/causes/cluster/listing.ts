/** Listings of repmgr for tests, as `repmgr cluster show` prints them. */
const HEAD = ` ID | Name  | Role    | Status               | Upstream | Location | Priority | Timeline | Connection string
----+-------+---------+----------------------+----------+----------+----------+----------+-----------------------------------------`;

export function row(
  id: number,
  name: string,
  role: string,
  status: string,
  upstream: string,
  conninfo: string,
  timeline: number | null = 1,
): string {
  const cells = [
    name.padEnd(5),
    role.padEnd(7),
    status.padEnd(20),
    upstream.padEnd(8),
    'default ',
    '100     ',
    `${timeline ?? ''}`.padEnd(8),
  ];
  return ` ${id}  | ${cells.join(' | ')} | ${conninfo}`;
}

export const show = (...rows: readonly string[]): string => `${HEAD}\n${rows.join('\n')}\n`;
