import { collectPending } from '../../collect/commands.ts';
import type { Evidence } from '../../core/finding.ts';
import { text, texts } from '../../core/text.ts';
import { type PendingChange, pendingChanges } from '../../model/pending.ts';
import { restartForSettings } from '../../remedies/restart-for-settings.ts';
import { absent, defineCause, evidence, notApplicable, present, unknown } from '../cause.ts';

const said = texts(() => ({
  waits: {
    en: 'On {node} changes wait for a restart: {changes}. Until then the old values are in force; the next restart, planned or not, brings the new ones.',
    'zh-CN': '{node} 上有修改等待重启：{changes}。在此之前旧值仍然有效；下一次重启（无论是否计划内）将使新值生效。',
  },
  past: {
    en: 'On {node} changes waited for a restart ({changes}); the server was started since.',
    'zh-CN': '{node} 上曾有修改等待重启（{changes}），之后服务器已重启。',
  },
  told: { en: '`{name}` waits for a restart', 'zh-CN': '`{name}` 等待重启' },
  inForce: { en: '`{name}` as it is in force', 'zh-CN': '`{name}` 当前生效的值' },
  inFile: { en: '`{name}` as it is written', 'zh-CN': '`{name}` 写入的值' },
  none: { en: 'no setting waits for a restart where the server was asked', 'zh-CN': '在查询过的服务器上，没有等待重启的参数' },
  why: {
    en: 'what the reload could not apply: errors, or changes that wait for a restart',
    'zh-CN': '重新加载时未能应用的是错误，还是等待重启的修改',
  },
}));

/** archive_mode has a cause of its own. */
const ELSEWHERE = ['archive_mode'];

export const settingsPendingRestart = defineCause({
  id: 'settings-pending-restart',
  group: 'configuration',
  scope: 'node',
  placeless: true,
  severity: 'notice',
  title: text({ en: 'A change waits for a restart', 'zh-CN': '参数修改等待重启' }),
  get about() {
    return text({
      en: `A setting that is read at the start only was changed, and the server has not been restarted since. The old value is in force; nobody notices until a restart, planned or not, brings the new one, and with it whatever is wrong with it.

**How it shows itself.** \`pending_restart = t\` in pg_settings, beside the old value; \`setting could not be applied\` in pg_file_settings; at each reload \`parameter "…" cannot be changed without restarting the server\` and \`contains errors; unaffected changes were applied\`.

**Lookalikes.** \`contains errors; no changes were applied\`, or an error for a setting that needs no restart: \`settings-file-error\`. \`applied = f\` without an error: overridden by a later line. \`archive_mode\`: \`archive-mode-pending-restart\`. primary_conninfo in the auto file of a primary: a remnant. A value given on the command line outweighs every file.

**What to do.** See that nothing else waits, then restart with repmgrd paused: standbys first, the primary last or after a switchover.

**What not to do.** Do not restart the primary under a repmgrd that is not paused: it fails over. On KingbaseES do not use \`sys_ctl restart\` on the primary while kbha watches.

**Versions.** pending_restart since 9.5. **Source.** PostgreSQL documentation, "pg_settings", "pg_file_settings".`,
      'zh-CN': `修改了仅在启动时读取的参数，而服务器此后没有重启。旧值仍然有效；直到某次计划内或意外的重启才会使新值生效，其中的错误也会一并暴露。

**表现。** pg_settings 中 \`pending_restart = t\`，旁边仍是旧值；pg_file_settings 中的 \`setting could not be applied\`；每次重新加载时的 \`parameter "…" cannot be changed without restarting the server\` 与 \`contains errors; unaffected changes were applied\`。

**易混淆的情形。** \`contains errors; no changes were applied\`，或无需重启的参数出现 error：属于 \`settings-file-error\`。\`applied = f\` 且无 error：被后面的行覆盖。\`archive_mode\`：属于 \`archive-mode-pending-restart\`。主机 auto 文件中的 primary_conninfo：历史残留。命令行指定的值优先于所有文件。

**处理。** 确认没有其他等待重启的修改，暂停 repmgrd 后重启：先备机，最后主机，或先切换。

**不要做。** 不要在 repmgrd 未暂停时重启主机，否则会触发故障切换。KingbaseES 上 kbha 运行期间不要对主机执行 \`sys_ctl restart\`。

**版本。** pending_restart 自 9.5 起。**来源。** PostgreSQL 文档“pg_settings”“pg_file_settings”。`,
    });
  },
  explains: ['configuration-refused'],
  leadsTo: [
    { cause: 'repmgrd-not-loaded', where: 'same' },
    { cause: 'wal-level-insufficient', where: 'same' },
    { cause: 'rewind-prerequisites-missing', where: 'same' },
    { cause: 'standby-setting-too-low', where: 'same' },
  ],

  examine(cluster, node) {
    const all = pendingChanges(node, cluster.major).filter((change) => !ELSEWHERE.includes(change.name));
    const open = all.filter((change) => !change.over);
    const shown = open.length > 0 ? open : all;
    if (shown.length > 0) {
      const parts = { evidence: shown.flatMap(shownFor), missing: [] };
      const changes = shown.map(wordsFor);
      if (open.length === 0) return present('certain', { ...parts, status: 'resolved', summary: said.past({ node: node.label, changes }) });
      const sure = open.some((change) => change.how === 'told');
      return present(sure ? 'certain' : 'likely', { ...parts, summary: said.waits({ node: node.label, changes }) });
    }
    const asked = node.facts
      .of('setting')
      .filter((fact) => fact.pendingRestart === false)
      .at(-1);
    if (asked !== undefined) return absent(said.none(), evidence(asked, said.none()));
    const unclear =
      node.messages('reload.partly-applied').length > 0 && node.messages('reload.needs-restart', 'reload.invalid-value').length === 0;
    return unclear ? unknown(collectPending(cluster, node, said.why())) : notApplicable;
  },

  remedies: (cluster, node) => [restartForSettings(cluster, node)],
});

const wordsFor = ({ name, from, to }: PendingChange): string => {
  if (from === null && to === null) return name;
  return `${name} ${from === null ? '…' : from === '' ? "''" : from} → ${to === null ? '…' : to === '' ? "''" : to}`;
};

function shownFor({ name, how, facts }: PendingChange): Evidence[] {
  if (how === 'told') return facts.map((fact) => evidence(fact, said.told({ name })));
  return facts.map((fact, index) => evidence(fact, index === 0 ? said.inForce({ name }) : said.inFile({ name })));
}
