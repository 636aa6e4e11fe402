import { describe, expect, it } from 'vitest';
import { analyse } from '../../src/analyse.ts';
import type { Report } from '../../src/core/report.ts';
import { openInputs } from '../../src/input/open.ts';
import { inFolder } from '../support/inputs.ts';

const reportOf = (files: Readonly<Record<string, string>>, lang: 'en' | 'zh-CN' = 'en'): Promise<Report> =>
  inFolder(files, (folder) => analyse(openInputs([folder]), { lang, version: 'test' }));

const ready = (count: number, minute: (index: number) => string): string =>
  Array.from(
    { length: count },
    (_, index) =>
      `-rw------- 1 postgres postgres 0 ${minute(index)} 0000000100000000000000${(16 + index).toString(16).toUpperCase().padStart(2, '0')}.ready`,
  ).join('\n');

const bundle = (df: string, listing: string): Record<string, string> => ({
  'ruby1/t.txt': `[postgres@ruby1 ~]$ psql -c "select name, setting from pg_settings where name ~ 'archive'"
      name       | setting
-----------------+---------
 archive_command |
 archive_mode    | on
(2 rows)

[postgres@ruby1 ~]$ df -k /pgdata/15/pg_wal
Filesystem     1K-blocks     Used Available Use% Mounted on
${df}
[postgres@ruby1 ~]$ ls -l /pgdata/15/pg_wal/archive_status
total 0
${listing}
`,
});

const answerOf = (report: Report, id: string): string | undefined => report.answers.find((answer) => answer.id === id)?.answer;

describe('how long until the volume of WAL is full', () => {
  const df = '/dev/vdb        10485760  8388608   2097152  80% /pgdata/15/pg_wal';

  it('is told by the times of the status files, with the numbers it rests on', async () => {
    const report = await reportOf(
      bundle(
        df,
        ready(13, (index) => `Mar  3 04:${String(index * 4).padStart(2, '0')}`),
      ),
    );
    // 12 segments of 16 MiB in 48 minutes: 4 MiB a minute, 2 GiB last 512 minutes
    expect(answerOf(report, 'time-to-full')).toBe(
      'About 9 h from the moment of that `df`, if nothing is removed: 2 GiB left on /pgdata/15/pg_wal, and 12 segments of 16 MiB were finished between Mar  3 04:00 and Mar  3 04:48.',
    );
    expect(report.answers.find((answer) => answer.id === 'time-to-full')?.evidence.map((item) => item.line)).toEqual([10, 12]);
  });

  it.each([
    ['files of one minute', ready(13, () => 'Mar  3 04:07')],
    ['two files only', ready(2, (index) => `Mar  3 04:0${index}`)],
    ['times that run backwards, over a new year', ready(13, (index) => (index < 6 ? 'Dec 31 23:50' : 'Jan  1 00:10'))],
  ])('is not told by %s', async (_name, listing) => {
    const said = answerOf(await reportOf(bundle(df, listing)), 'time-to-full');
    expect(said).toMatch(/^2 GiB left on \/pgdata\/15\/pg_wal \(80 %\); how fast WAL grows the bundle does not tell/);
  });

  it('is now, where there is no room', async () => {
    const full = '/dev/vdb        10485760 10485760         0 100% /pgdata/15/pg_wal';
    expect(
      answerOf(
        await reportOf(
          bundle(
            full,
            ready(13, () => 'Mar  3 04:07'),
          ),
          'zh-CN',
        ),
        'time-to-full',
      ),
    ).toMatch(/^已满：/);
  });

  it('is not asked where nothing piles up', async () => {
    const report = await reportOf({
      'ruby1/t.txt': `[postgres@ruby1 ~]$ df -k /pgdata/15/pg_wal\nFilesystem 1K-blocks Used Available Use% Mounted on\n${df}\n`,
    });
    expect(answerOf(report, 'time-to-full')).toBeUndefined();
  });
});

describe('may I switch over', () => {
  it('names what is in the way by its title, with the node', async () => {
    const files = {
      't.txt': `[postgres@ruby1 ~]$ repmgr -f /etc/repmgr.conf node check
Node "ruby1":
	Server role: OK (node is primary)
	Replication lag: OK (N/A - node is primary)
	WAL archiving: OK (0 pending archive ready files)
	Upstream connection: OK (N/A - node is primary)
	Downstream servers: OK (this node has no downstream nodes)
	Replication slots: CRITICAL (1 of 1 physical replication slots are inactive)
	Missing physical replication slots: OK (node has no missing physical replication slots)
	Configured data directory: OK (configured "data_directory" is "/pgdata/15")
[postgres@ruby2 ~]$ repmgr -f /etc/repmgr.conf standby switchover --dry-run
NOTICE: checking switchover on node "ruby2" (ID: 2) in --dry-run mode
`,
    };
    expect(answerOf(await reportOf(files), 'may-switch-over')).toMatch(
      /^No\. In the way: An inactive replication slot holds WAL back \(ruby1\)/,
    );
    expect(answerOf(await reportOf(files, 'zh-CN'), 'may-switch-over')).toMatch(/^不可以。阻碍：.*（ruby1）/);
  });
});
