import { loginHosts } from '../../../grammars/shell/command.ts';
import type { FactOf } from '../../core/fact.ts';
import type { Evidence, Missing, Remedy } from '../../core/finding.ts';
import { text, texts } from '../../core/text.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { Node } from '../../model/node.ts';
import { isLater } from '../../model/replication.ts';
import { cloneWithoutBarman } from '../../remedies/clone-without-barman.ts';
import { type BackupServer, barmanCommand, logInAsBarman, repairBackupSource } from '../../remedies/repair-backup-source.ts';
import { absent, defineCause, evidence, present, type Told, unknown } from '../cause.ts';

const said = texts(() => ({
  login: {
    en: '{node} is to be cloned from the backup server, and may not log in there: `{login}` asks for a password. The clone stops before it changes anything.',
    'zh-CN': '{node} 要从备份服务器克隆，但无法登录：`{login}` 要求输入口令。克隆在做任何更改之前即停止。',
  },
  none: {
    en: '{node} is to be cloned from the backup server, which has no usable backup of `{server}` or does not answer. The clone stops before it changes anything.',
    'zh-CN': '{node} 要从备份服务器克隆，但其上没有 `{server}` 的可用备份，或备份服务器没有应答。克隆在做任何更改之前即停止。',
  },
  failed: {
    en: '{node} is to be cloned from the backup server, which does not give what repmgr asks it for.',
    'zh-CN': '{node} 要从备份服务器克隆，但备份服务器没有返回 repmgr 所需的内容。',
  },
  resolved: {
    en: '{node} could not be cloned from the backup server once; a later clone went through.',
    'zh-CN': '{node} 曾无法从备份服务器克隆；之后克隆成功。',
  },
  noBackup: { en: 'repmgr finds no valid backup there', 'zh-CN': 'repmgr 在备份服务器上找不到有效备份' },
  noAnswer: { en: 'the backup server does not answer as it should', 'zh-CN': '备份服务器未正常应答' },
  refusedThere: { en: 'ssh to the backup server fails', 'zh-CN': '到备份服务器的 ssh 失败' },
  cloned: { en: 'a later clone went through', 'zh-CN': '之后克隆成功' },
  usable: { en: 'the backup server has a valid backup', 'zh-CN': '备份服务器有有效备份' },
  what: { en: 'what the backup server holds, and whether it is well', 'zh-CN': '备份服务器上有哪些备份，状态是否正常' },
  why: { en: 'why {node} cannot be cloned from it', 'zh-CN': '{node} 为何无法从中克隆' },
}));

export const backupSourceUnusable = defineCause({
  id: 'backup-source-unusable',
  group: 'switchover',
  scope: 'told',
  severity: 'warning',
  title: text({ en: 'The backup server to clone from is not usable', 'zh-CN': '用于克隆的备份服务器不可用' }),
  get about() {
    return text({
      en: `With \`barman_host\` and \`barman_server\` set, \`repmgr standby clone\` takes the data from Barman instead of the running primary (with \`pg_backupapi_host\`, repmgr 5.4, from pg-backup-api). That server does not answer, or its catalogue holds no complete backup. The finding is about the node that is to be cloned.

**How it shows itself.** \`no valid backup for server "…" was found in the Barman catalogue\` (exit 19), other Barman lines, \`whilst reaching out pg_backup service\` (exit 28). repmgr throws away what Barman says: run the command of the DETAIL by hand. A backup that \`list-backups\` shows as FAILED does not count.

**Lookalikes.** ssh between the cluster's nodes: \`ssh-not-working\`. A clone with pg_basebackup that fails. Archiving to Barman that fails: one of \`archive-*\`.

**What to do.** \`barman check\`, then a new backup; or clone from the primary with \`--without-barman\`, which loads the primary instead.

**What not to do.** Do not delete backups to make the check green.

**Versions.** Barman since repmgr 4.0; pg-backup-api since 5.4. **Sources.** repmgr documentation, "Cloning from Barman"; Barman manual.`,
      'zh-CN': `设置了 \`barman_host\` 与 \`barman_server\` 时，\`repmgr standby clone\` 从 Barman 而不是运行中的主机取数据（设置 \`pg_backupapi_host\` 时为 pg-backup-api，repmgr 5.4 起）。该服务器没有应答，或其目录中没有完整备份。本结论针对要克隆的节点。

**表现。** \`no valid backup for server "…" was found in the Barman catalogue\`（退出码 19）、其他 Barman 报错、\`whilst reaching out pg_backup service\`（退出码 28）。repmgr 会丢弃 Barman 的输出：请手工执行 DETAIL 中的命令。\`list-backups\` 中状态为 FAILED 的备份不算数。

**易混淆的情形。** 集群节点之间的 ssh：\`ssh-not-working\`。用 pg_basebackup 克隆失败。向 Barman 归档失败：属于 \`archive-*\`。

**处理。** 执行 \`barman check\`，重新做一次备份；或用 \`--without-barman\` 直接从主机克隆（会增加主机负载）。

**不要做。** 不要为了让检查变绿而删除备份。

**版本。** Barman 自 repmgr 4.0 起；pg-backup-api 自 5.4 起。**来源。** repmgr 文档“Cloning from Barman”；Barman 手册。`,
    });
  },
  explains: ['clone-failed', 'ssh-refused'],

  examine(cluster) {
    const failures = cluster.messages('barman.no-backup', 'barman.failed');
    const nodes = [...new Set(failures.map((fact) => cluster.nodeOf(fact)))];
    if (nodes.length === 0) return usable(cluster);
    return nodes.map(
      (node): Told => ({
        node,
        verdict: judge(
          cluster,
          node,
          failures.filter((fact) => cluster.nodeOf(fact) === node),
        ),
      }),
    );
  },

  remedies(cluster, node): readonly Remedy[] {
    const server = serverOf(cluster, node);
    const login = asksForPassword(cluster, node) && server.login !== null && !server.login.includes('@');
    return [
      ...(login ? [logInAsBarman(cluster, node, server)] : []),
      repairBackupSource(cluster, node, server, !login),
      cloneWithoutBarman(cluster, node),
    ];
  },
});

/** ssh asked for a password right above repmgr's answer: nobody is let in by key under that name. */
const asksForPassword = (cluster: Cluster, node: Node | null): boolean =>
  cluster
    .messages('barman.no-backup', 'barman.failed')
    .some(
      (fact) => cluster.nodeOf(fact) === node && fact.around.before.some((line) => /^\S+@\S+'s password:|Permission denied \(/.test(line)),
    );

/** The backup server as repmgr calls it: of its configuration, else of the command that it quotes. */
function serverOf(cluster: Cluster, node: Node | null): BackupServer {
  const host = node?.repmgrSetting('barman_host');
  const name = node?.repmgrSetting('barman_server');
  const failures = cluster.messages('barman.no-backup', 'barman.failed').filter((fact) => cluster.nodeOf(fact) === node);
  const called = failures.flatMap((fact) => (fact.detail ?? '').split('\n').flatMap(loginsIn)).at(-1);
  return {
    login: called ?? (host?.known === true ? host.value : null),
    name: failures.findLast((fact) => fact.values['name'] !== undefined)?.values['name'] ?? (name?.known === true ? name.value : null),
  };
}

/** `  ssh barman@vault barman show-backup main latest` gives `barman@vault`. */
const loginsIn = (line: string): string[] =>
  loginHosts(line).length === 0
    ? []
    : line
        .trim()
        .split(/\s+/)
        .filter((word) => /^[\w.-]+@[\w.-]+$/.test(word) || loginHosts(line).includes(word))
        .slice(0, 1);

function judge(cluster: Cluster, node: Node | null, failures: readonly FactOf<'message'>[]): Told['verdict'] {
  const last = failures.at(-1) as FactOf<'message'>;
  const label = node?.label ?? 'this node';
  const shown: Evidence[] = failures
    .slice(-2)
    .map((fact) => evidence(fact, fact.event === 'barman.no-backup' ? said.noBackup() : said.noAnswer()));
  const cloned = cluster.messages('clone.complete').findLast((fact) => cluster.nodeOf(fact) === node && isLater(fact, last));
  if (cloned !== undefined)
    return present('certain', {
      status: 'resolved',
      summary: said.resolved({ node: label }),
      evidence: [...shown, evidence(cloned, said.cloned())],
    });
  const server = serverOf(cluster, node);
  const login = asksForPassword(cluster, node);
  const summary = login
    ? said.login({ node: label, login: server.login ?? '?' })
    : last.event === 'barman.no-backup'
      ? said.none({ node: label, server: server.name ?? '?' })
      : said.failed({ node: label });
  return present('certain', { summary, evidence: shown, missing: [ask(cluster, node, server)] });
}

function usable(cluster: Cluster): readonly Told[] {
  const ok = cluster.messages('barman.ok').at(-1);
  if (ok !== undefined) return [{ node: cluster.nodeOf(ok), verdict: absent(said.usable(), evidence(ok, said.usable())) }];
  const asked = cluster.messages('clone.connecting').findLast((fact) => /Barman/.test(fact.text));
  if (asked === undefined) return [];
  const node = cluster.nodeOf(asked);
  return [{ node, verdict: unknown(ask(cluster, node, serverOf(cluster, node))) }];
}

function ask(cluster: Cluster, node: Node | null, server: BackupServer): Missing {
  return {
    what: said.what(),
    why: said.why({ node: node?.label ?? 'this node' }),
    node: node?.name ?? null,
    command: barmanCommand(cluster, server, 'check'),
  };
}
