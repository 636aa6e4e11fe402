/** Pieces of bundles that the tests of the archiving causes are put together from, as the programs print them. */
const SEG = '00000002000000410000007A';

export const settings = (command: string, mode = 'on'): string => `name|setting|source
archive_command|${command}|configuration file
archive_mode|${mode}|configuration file
(2 rows)
`;

export const GUARD = 'test ! -f /srv/arch/%f && cp %p /srv/arch/%f';

/** The server's report of a failed attempt, the program's words above it. */
export function failed(
  words: string,
  { command = GUARD, code = 1, segment = SEG, wal = 'pg_wal', at = '2026-03-02 10:05' }: Partial<Record<string, string | number>> = {},
): string {
  const filled = String(command).replaceAll('%p', `${wal}/${segment}`).replaceAll('%f', String(segment));
  const level = Number(code) > 125 ? 'FATAL' : 'LOG';
  return `${words === '' ? '' : `${words}\n`}${at}:01.100 UTC [900] ${level}:  archive command failed with exit code ${code}
${at}:01.100 UTC [900] DETAIL:  The failed archive command was: ${filled}
`;
}

export const cp = (reason: string, file = `/srv/arch/${SEG}`): string => `cp: cannot create regular file '${file}': ${reason}`;

/** The archiver's statistics; the times say whether it works. */
export const statistics = (
  archived: string,
  failedAt: string,
  now = '2026-03-02 10:06:00+00',
  counts = [40, 6],
): string => `-[ RECORD 1 ]------+------------------------------
archived_count     | ${counts[0]}
last_archived_wal  | 000000020000004100000079
last_archived_time | ${archived}
failed_count       | ${counts[1]}
last_failed_wal    | ${failedAt === '' ? '' : SEG}
last_failed_time   | ${failedAt}
stats_reset        | 2026-01-01 00:00:00+00
now                | ${now}
`;

export const works = statistics('2026-03-02 10:05:50+00', '2026-03-02 10:05:01+00');
export const fails = statistics('2026-03-02 08:00:00+00', '2026-03-02 10:05:01+00');

export const check = (count: number, node = 'n1'): string => `Node "${node}":
	Server role: OK (node is primary)
	WAL archiving: ${count > 128 ? `CRITICAL (${count} pending archive ready files, critical threshold: 128)` : count > 16 ? `WARNING (${count} pending archive ready files (threshold: 16))` : `OK (${count} pending archive ready files)`}
`;

export const df = (
  archive: string,
  size = '100G',
  used = '20G',
  avail = '80G',
  percent = '20%',
): string => `Filesystem      Size  Used Avail Use% Mounted on
/dev/sda1       100G   20G   80G  20% /srv/pg
/dev/sdb1       ${size}   ${used}   ${avail}  ${percent} ${archive}
`;
