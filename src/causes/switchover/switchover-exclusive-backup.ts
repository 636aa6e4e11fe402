import { query } from '../../commands/command.ts';
import type { Missing } from '../../core/finding.ts';
import { text, texts } from '../../core/text.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { Node } from '../../model/node.ts';
import { isLater } from '../../model/replication.ts';
import { type Switchover, switchoversOf } from '../../model/switchovers.ts';
import { endExclusiveBackup } from '../../remedies/end-exclusive-backup.ts';
import { absent, defineCause, evidence, notApplicable, present, type Told } from '../cause.ts';

const said = texts(() => ({
  summary: {
    en: 'An exclusive backup is in progress on {node}, so the switchover is refused before anything is changed. A backup job that was killed leaves the server in this state until somebody ends it.',
    'zh-CN':
      '{node} 上有独占备份（exclusive backup）正在进行，切换在做任何更改之前被拒绝。备份任务被中断后，服务器会一直停留在该状态，直到有人结束它。',
  },
  resolved: {
    en: 'An exclusive backup on {node} blocked a switchover; it has ended since.',
    'zh-CN': '{node} 上的独占备份曾阻止切换；之后已结束。',
  },
  refused: { en: 'the switchover is refused for it', 'zh-CN': '切换因此被拒绝' },
  inBackup: { en: 'the server says that it is in backup mode', 'zh-CN': '服务器显示处于备份模式' },
  stopWaits: { en: 'a stop waits for the backup to end', 'zh-CN': '停库在等待备份结束' },
  ended: { en: 'the server is in no backup mode any more', 'zh-CN': '服务器已不在备份模式' },
  passed: { en: 'a later run got past this check', 'zh-CN': '之后的执行已通过该检查' },
  none: { en: 'the server is in no exclusive backup', 'zh-CN': '服务器不处于独占备份' },
  gone: {
    en: 'the exclusive backup mode is gone since PostgreSQL 15; this is {version}',
    'zh-CN': '独占备份模式自 PostgreSQL 15 起已移除；此处为 {version}',
  },
  what: { en: 'whether the server is in an exclusive backup, and since when', 'zh-CN': '服务器是否处于独占备份，以及开始时间' },
  why: { en: 'whether the backup on {node} still blocks the switchover', 'zh-CN': '{node} 上的备份是否仍阻止切换' },
}));

export const switchoverExclusiveBackup = defineCause({
  id: 'switchover-exclusive-backup',
  group: 'switchover',
  scope: 'told',
  severity: 'warning',
  title: text({ en: 'An exclusive backup blocks the switchover', 'zh-CN': '独占备份阻止切换' }),
  get about() {
    return text({
      en: `Up to PostgreSQL 14 a backup could be started in exclusive mode (\`pg_start_backup('label')\` without its third argument): the server then has a \`backup_label\` file until \`pg_stop_backup()\`. repmgr refuses to switch over meanwhile, because stopping the server would damage the backup. The finding is about the primary.

**How it shows itself.** \`unable to perform a switchover while primary server is in exclusive backup mode\`, exit 18; \`pg_is_in_backup()\` is true; pg_ctl says \`online backup mode is active\` and waits.

**Lookalikes.** pg_basebackup, pgBackRest, Barman and every non-exclusive backup: they do not block. A row in state \`backup\` of pg_stat_replication is one of those.

**What to do.** See since when, and whether the job that began it still runs. If it does, wait. If not, end the backup and try again; that backup is worth nothing without its end.

**What not to do.** Do not remove \`backup_label\` by hand; do not force the switchover.

**Versions.** The check exists since repmgr 4.1; the mode is gone since PostgreSQL 15. KingbaseES V8R6 has it (\`sys_is_in_backup()\`, \`sys_stop_backup()\`). **Sources.** PostgreSQL 14 documentation, "Making an Exclusive Low-Level Backup"; repmgr source, \`repmgr-action-standby.c\`.`,
      'zh-CN': `PostgreSQL 14 及以前可以用独占方式开始备份（\`pg_start_backup('label')\` 不带第三个参数）：在 \`pg_stop_backup()\` 之前服务器保留 \`backup_label\` 文件。此期间 repmgr 拒绝切换，因为停库会损坏备份。本结论针对主机。

**表现。** \`unable to perform a switchover while primary server is in exclusive backup mode\`，退出码 18；\`pg_is_in_backup()\` 为真；pg_ctl 提示 \`online backup mode is active\` 并等待。

**易混淆的情形。** pg_basebackup、pgBackRest、Barman 及一切非独占备份都不会阻止切换；pg_stat_replication 中状态为 \`backup\` 的行即属此类。

**处理。** 查看开始时间，以及发起备份的任务是否仍在运行。仍在运行则等待；否则结束备份后重试，未正常结束的备份不可用。

**不要做。** 不要手工删除 \`backup_label\`；不要强制切换。

**版本。** 该检查自 repmgr 4.1 起；PostgreSQL 15 起移除了独占模式。KingbaseES V8R6 具有该模式（\`sys_is_in_backup()\`、\`sys_stop_backup()\`）。**来源。** PostgreSQL 14 文档“Making an Exclusive Low-Level Backup”；repmgr 源码 \`repmgr-action-standby.c\`。`,
    });
  },
  explains: ['switchover-refused'],

  examine(cluster) {
    const runs = switchoversOf(cluster);
    const blocked = runs.filter((run) => run.has('switchover.exclusive-backup'));
    const last = blocked.at(-1);
    if (last === undefined) return notBlocked(cluster);
    const { node, name } = last.demoted;
    return [{ node, name, verdict: judge(cluster, last, runs) }];
  },

  remedies: (cluster, node) => [endExclusiveBackup(cluster, node ?? cluster.primary)],
});

/** Stages that come after the check for a backup. */
const BEHIND_IT = ['switchover.ssh-ok', 'switchover.ssh-failed', 'switchover.will-promote', 'switchover.stopping-primary'] as const;

const inBackup = (cluster: Cluster) => cluster.facts.of('row').filter((row) => flagOf(row.values) !== undefined);
const flagOf = (values: Readonly<Record<string, string | null>>): string | null | undefined =>
  values['pg_is_in_backup'] ?? values['sys_is_in_backup'];

function judge(cluster: Cluster, run: Switchover, runs: readonly Switchover[]): Told['verdict'] {
  const refused = run.said('switchover.exclusive-backup');
  const last = refused.at(-1);
  const node = run.demoted.name ?? run.demoted.node?.label ?? '?';
  const rows = inBackup(cluster);
  const ended = rows.findLast((row) => flagOf(row.values) === 'f' && last !== undefined && isLater(row, last));
  const passed = runs.filter((one) => runs.indexOf(one) > runs.indexOf(run) && one.has(...BEHIND_IT)).at(-1);
  const shown = [
    ...refused.map((fact) => evidence(fact, said.refused())),
    ...rows
      .filter((row) => /^t/.test(flagOf(row.values) ?? ''))
      .slice(-1)
      .map((row) => evidence(row, said.inBackup())),
    ...cluster
      .messages('ctl.exclusive-backup')
      .slice(-1)
      .map((fact) => evidence(fact, said.stopWaits())),
  ];
  const end = passed?.messages.at(-1);
  if (ended !== undefined)
    return present('certain', {
      status: 'resolved',
      summary: said.resolved({ node }),
      evidence: [...shown, evidence(ended, said.ended())],
    });
  if (end !== undefined)
    return present('certain', { status: 'resolved', summary: said.resolved({ node }), evidence: [...shown, evidence(end, said.passed())] });
  return present('certain', { summary: said.summary({ node }), evidence: shown, missing: [ask(cluster, run.demoted.node)] });
}

/** Worth saying only where a switchover was tried. */
function notBlocked(cluster: Cluster): readonly Told[] {
  const run = switchoversOf(cluster).at(-1);
  if (run === undefined) return [];
  const { node, name } = run.demoted;
  const version = cluster.facts.of('version').findLast((fact) => fact.product !== 'repmgr');
  const row = inBackup(cluster).findLast((one) => flagOf(one.values) === 'f');
  if (row !== undefined) return [{ node, name, verdict: absent(said.none(), evidence(row, said.none())) }];
  if (version === undefined || cluster.major < 15) return [{ node, name, verdict: notApplicable }];
  const because = said.gone({ version: version.version });
  return [{ node, name, verdict: absent(because, evidence(version, because)) }];
}

function ask(cluster: Cluster, node: Node | null): Missing {
  const { catalog } = cluster.flavour;
  return {
    what: said.what(),
    why: said.why({ node: node?.label ?? '?' }),
    node: node?.name ?? null,
    command: query(cluster, node, `select ${catalog}is_in_backup(), ${catalog}backup_start_time(), now()`),
  };
}
