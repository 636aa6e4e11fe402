import { collectSettings } from '../../collect/commands.ts';
import type { FactOf } from '../../core/fact.ts';
import { elapsed } from '../../core/moment.ts';
import { text, texts } from '../../core/text.ts';
import { archiveOutcome } from '../../model/archive-outcome.ts';
import type { Node } from '../../model/node.ts';
import { isLater } from '../../model/replication.ts';
import { restartForArchiveMode } from '../../remedies/restart-for-archive-mode.ts';
import { absent, defineCause, evidence, notApplicable, perServer, present, serverOf, unknown } from '../cause.ts';
import { backlog } from './backlog.ts';

const said = texts(() => ({
  summary: {
    en: 'On {node} `archive_mode` was changed ({from} to {to}) and the server has not been restarted since: the old value is in force. A reload cannot change it.',
    'zh-CN': '{node} 的 `archive_mode` 已修改（{from} 改为 {to}），但服务器尚未重启：旧值仍在生效。重新加载无法改变该参数。',
  },
  unknownValue: {
    en: 'On {node} `archive_mode` was changed and the server has not been restarted since: the old value is in force. A reload cannot change it.',
    'zh-CN': '{node} 的 `archive_mode` 已修改，但服务器尚未重启：旧值仍在生效。重新加载无法改变该参数。',
  },
  past: {
    en: 'On {node} a change of `archive_mode` waited for a restart; the server has been restarted since.',
    'zh-CN': '{node} 对 `archive_mode` 的修改曾等待重启；服务器之后已重启。',
  },
  pending: { en: '`pending_restart` is true for `archive_mode`', 'zh-CN': '`archive_mode` 的 `pending_restart` 为真' },
  logged: { en: 'the reload says so', 'zh-CN': '重新加载时的日志' },
  inFile: { en: 'the file says {value}', 'zh-CN': '文件中为 {value}' },
  typed: { en: 'it was set to {value}', 'zh-CN': '已设置为 {value}' },
  inForce: { en: 'in force is {value}', 'zh-CN': '当前生效的为 {value}' },
  notApplied: { en: 'the server read the line and could not apply it', 'zh-CN': '服务器读到该行但无法应用' },
  restarted: { en: 'the server started after that', 'zh-CN': '服务器在此之后启动过' },
  same: {
    en: '`archive_mode` is {value} in force and nothing waits for a restart',
    'zh-CN': '`archive_mode` 当前为 {value}，没有等待重启的修改',
  },
  why: { en: 'whether `archive_mode` on {node} waits for a restart', 'zh-CN': '{node} 的 `archive_mode` 是否在等待重启' },
}));

export const archiveModePendingRestart = defineCause({
  id: 'archive-mode-pending-restart',
  group: 'archiving',
  scope: 'told',
  severity: 'critical',
  title: text({ en: 'A change of archive_mode waits for a restart', 'zh-CN': 'archive_mode 的修改等待重启' }),
  get about() {
    return text({
      en: `\`archive_mode\` was changed in a file or by ALTER SYSTEM, and the server has not been restarted. Only a restart changes it; until then the old value is in force, whatever the file says.

**How it shows itself.** At the reload the server logs \`parameter "archive_mode" cannot be changed without restarting the server\`, followed by \`configuration file … contains errors; unaffected changes were applied\`. \`pg_settings.pending_restart\` is true beside the *old* value; \`pg_file_settings\` says \`setting could not be applied\`. Nothing arrives in the archive although the command is right.

**Lookalikes.** \`contains errors\` is only how the server reports it; there is no error in the file (\`settings-file-error\` has an error line of its own). Other parameters that wait for a restart: \`settings-pending-restart\`. \`applied = f\` without an error: the value is overridden further down. A restart after the change.

**What to do.** Restart every node with repmgrd paused, standbys first, the primary last; \`archive_mode\` must agree on all nodes before the next role change. Then take a base backup.

**What not to do.** On KingbaseES no \`sys_ctl restart\` of the primary under a running repmgrd or kbha: it fails over. Do not restart for the command: that needs a reload only.

**Versions.** All; on, off and always each need a restart. **Sources.** PostgreSQL documentation, "archive_mode" (context postmaster) and "pg_settings".`,
      'zh-CN': `已在文件中或用 ALTER SYSTEM 修改 \`archive_mode\`，但服务器尚未重启。该参数只能通过重启生效；在此之前无论文件内容如何，旧值都在生效。

**表现。** 重新加载时日志出现 \`parameter "archive_mode" cannot be changed without restarting the server\`（在没有启动服务器的情况下，不能改变参数），随后是 \`configuration file … contains errors; unaffected changes were applied\`。\`pg_settings.pending_restart\` 为真，旁边是*旧*值；\`pg_file_settings\` 显示 \`setting could not be applied\`。命令正确却没有任何归档。

**易混淆的情形。** \`contains errors\` 只是服务器的表述方式，文件本身没有错误（\`settings-file-error\` 另有错误行）；其他等待重启的参数属于 \`settings-pending-restart\`；\`applied = f\` 且无错误：该值被后面的设置覆盖；修改之后已重启。

**处理。** 暂停 repmgrd 后重启每个节点，先备机后主机；下次角色切换之前各节点的 \`archive_mode\` 必须一致。然后做基础备份。

**不要做。** 在 KingbaseES 上不要在 repmgrd 或 kbha 运行时对主机执行 \`sys_ctl restart\`：会触发故障切换。不要为修改命令而重启：只需重新加载。

**版本。** 所有版本；on、off、always 之间的变更都需要重启。**来源。** PostgreSQL 文档“archive_mode”（context 为 postmaster）与“pg_settings”。`,
    });
  },
  explains: ['archive-backlog', 'configuration-refused', 'wal-growing'],

  examine: (cluster) =>
    perServer(cluster, (server) => {
      const words = server.facts.of('setting').filter((fact) => fact.name === 'archive_mode' && fact.program === 'server');
      const asked = words.findLast((fact) => fact.pendingRestart !== null);
      const logged = server.messages('reload.needs-restart').findLast((fact) => fact.values['name'] === 'archive_mode');
      const refused = words.findLast((fact) => fact.via === 'file_settings' && fact.error !== null);
      const shown = asked?.pendingRestart === true ? asked : (logged ?? refused);
      const setting = server.setting('archive_mode');
      if (shown === undefined) {
        if (asked !== undefined) return absent(said.same({ value: asked.value }), evidence(asked, said.same({ value: asked.value })));
        return differs(server) && words.length > 0
          ? unknown(collectSettings(cluster, server, ['archive_mode'], said.why({ node: server.label })))
          : notApplicable;
      }
      const start = restartAfter(server, shown);
      const now = words.findLast((fact) => fact.via === 'pg_settings' || fact.via === 'show');
      if (start !== undefined || (asked?.pendingRestart === false && logged !== undefined && archiveOutcome(server).is === 'works')) {
        return present('certain', {
          status: 'resolved',
          summary: said.past({ node: server.label }),
          evidence: [
            evidence(shown, shown.kind === 'message' ? said.logged() : said.pending()),
            ...(start === undefined ? [] : [evidence(start, said.restarted())]),
          ],
        });
      }
      // pg_settings was asked after the reload and knows of nothing that waits: it was set back.
      if (asked?.pendingRestart === false)
        return absent(said.same({ value: asked.value }), evidence(asked, said.same({ value: asked.value })));
      const wanted = wantedValue(server);
      const inForce = now?.value ?? (setting.known && setting.how === 'running' ? setting.value : null);
      return present('certain', {
        summary:
          wanted !== null && inForce !== null && wanted.value !== inForce
            ? said.summary({ node: server.label, from: inForce, to: wanted.value })
            : said.unknownValue({ node: server.label }),
        evidence: [
          ...(asked?.pendingRestart === true ? [evidence(asked, said.pending())] : []),
          ...(logged === undefined ? [] : [evidence(logged, said.logged())]),
          ...(refused === undefined ? [] : [evidence(refused, said.notApplied())]),
          ...(wanted === null
            ? []
            : [evidence(wanted, wanted.via === 'statement' ? said.typed({ value: wanted.value }) : said.inFile({ value: wanted.value }))]),
          ...(now === undefined || now === asked ? [] : [evidence(now, said.inForce({ value: now.value }))]),
          ...backlog(server),
        ],
        missing: asked === undefined ? [collectSettings(cluster, server, ['archive_mode'], said.why({ node: server.label }))] : [],
      });
    }),

  remedies: (cluster, node) => {
    const server = serverOf(cluster, node);
    return server === null ? [] : [restartForArchiveMode(cluster, server)];
  },
});

/** What the files or a statement ask for. */
function wantedValue(server: Node): FactOf<'setting'> | null {
  return (
    server.facts
      .of('setting')
      .findLast(
        (fact) => fact.name === 'archive_mode' && (fact.via === 'statement' || fact.via === 'file' || fact.via === 'file_settings'),
      ) ?? null
  );
}

/** The running server and its files say different things: one of them may wait for a restart. */
function differs(server: Node): boolean {
  const setting = server.setting('archive_mode');
  const wanted = wantedValue(server);
  return setting.known && setting.how === 'running' && wanted !== null && wanted.value !== setting.value;
}

/** A start of the server that the log shows behind it. */
function restartAfter(server: Node, shown: FactOf<'setting'> | FactOf<'message'>): FactOf<'message'> | undefined {
  return server
    .messages('startup.begins', 'startup.ready')
    .findLast((fact) => isLater(fact, shown) || (elapsed(shown.atText, fact.lastAtText ?? fact.atText) ?? -1) > 0);
}
