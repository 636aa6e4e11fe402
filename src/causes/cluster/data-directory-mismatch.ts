import { checkDataDirectory } from '../../collect/commands.ts';
import type { FactOf } from '../../core/fact.ts';
import type { Evidence, Missing, Verdict } from '../../core/finding.ts';
import { text, texts } from '../../core/text.ts';
import type { Cluster } from '../../model/cluster.ts';
import { type Node, serverSeenIn } from '../../model/node.ts';
import { isLater } from '../../model/replication.ts';
import { messagesOf, strangersIn } from '../../model/repmgr-calls.ts';
import type { Setting } from '../../model/settings.ts';
import { alignDataDirectory } from '../../remedies/align-data-directory.ts';
import { absent, defineCause, evidence, notApplicable, perServer, present, serverOf, type Told, unknown } from '../cause.ts';

const said = texts(() => ({
  differs: {
    en: 'repmgr on {node} is configured for the data directory `{configured}`, but its server uses `{actual}`: switchovers are refused, the archive check looks in the wrong place, and starts by pg_ctl go astray.',
    'zh-CN':
      '{node} 上 repmgr 配置的数据目录为 `{configured}`，而服务器实际使用 `{actual}`：switchover 被拒绝，归档检查查错目录，用 pg_ctl 启动也会找错地方。',
  },
  wrong: {
    en: 'The `data_directory` in the repmgr configuration of {node} is not that of its server: switchovers are refused.',
    'zh-CN': '{node} 的 repmgr 配置中的 `data_directory` 与服务器不一致：switchover 被拒绝。',
  },
  noSuch: {
    en: 'repmgr on {node} looks for the archive status in a directory that does not exist: its `data_directory` is not that of the server.',
    'zh-CN': '{node} 上的 repmgr 在不存在的目录中查找归档状态：其 `data_directory` 与服务器不一致。',
  },
  noServer: {
    en: 'The promotion of {node} failed: pg_ctl finds no server in the directory that repmgr gives it, although repmgr had just spoken to the server. Its `data_directory` is not that of the server.',
    'zh-CN':
      '{node} 提升失败：pg_ctl 在 repmgr 给出的目录中找不到服务器，而 repmgr 刚刚与该服务器通信过。repmgr 的 `data_directory` 与服务器不一致。',
  },
  notThere: { en: 'no server in the directory that repmgr names', 'zh-CN': 'repmgr 给出的目录中没有服务器' },
  resolved: {
    en: 'The repmgr configuration of {node} named another data directory than that of its server; it is right now.',
    'zh-CN': '{node} 的 repmgr 配置中的数据目录曾与服务器不一致；现已正确。',
  },
  checked: { en: "the node's own check", 'zh-CN': '节点自检结果' },
  refused: { en: 'the switchover is refused for it', 'zh-CN': 'switchover 因此被拒绝' },
  configured: { en: 'as configured for repmgr', 'zh-CN': 'repmgr 配置的目录' },
  actual: { en: 'as the server says', 'zh-CN': '服务器使用的目录' },
  lost: { en: 'the directory is not there', 'zh-CN': '目录不存在' },
  follows: { en: 'follows from it', 'zh-CN': '由此引起' },
  right: { en: 'the configured data directory is that of the server', 'zh-CN': '配置的数据目录与服务器一致' },
  why: { en: 'whether the configured data directory of {node} is that of its server', 'zh-CN': '{node} 配置的数据目录是否与服务器一致' },
}));

export const dataDirectoryMismatch = defineCause({
  id: 'data-directory-mismatch',
  group: 'cluster',
  scope: 'told',
  severity: 'warning',
  title: text({ en: 'repmgr is configured for another data directory', 'zh-CN': 'repmgr 配置的数据目录与服务器不一致' }),
  get about() {
    return text({
      en: `\`data_directory\` in repmgr.conf is not what \`show data_directory\` of the server says; mostly the data were moved, or the file was copied from another node. repmgr counts waiting archive files there, reads the control file of a stopped server there, and starts and stops with pg_ctl there.

**How it shows itself.** \`Configured data directory: CRITICAL (configured "data_directory" is "…"; actual data directory is "…")\`; in a switchover \`"data_directory" parameter in "repmgr.conf" on "…" is incorrectly configured\`; \`WAL archiving: UNKNOWN (unable to check archive_status directory)\`.

**Lookalikes.** Before repmgr 5.2 the error in a switchover also came when the other node's repmgr could not reach its own database: where that node's own check says OK, the directory is right. An archive check that is UNKNOWN for want of rights. A service command that names another directory: \`service-command-misconfigured\`. A slash at the end.

**What to do.** Write the server's own value into repmgr.conf, word for word (repmgr compares the text; a link to the same directory is another text), and let repmgrd reload.

**What not to do.** Do not move the data or change the server's \`data_directory\` to please repmgr.

**Versions.** repmgr checks it since 4.3; without the right to read all settings it only sees whether the directory looks like a data directory. **Sources.** repmgr documentation, "repmgr node check"; repmgr source.`,
      'zh-CN': `repmgr.conf 中的 \`data_directory\` 与服务器 \`show data_directory\` 的结果不一致，多因数据目录被迁移，或配置文件照搬自其他节点。repmgr 在该目录统计待归档文件、读取已停止服务器的控制文件，并用 pg_ctl 启停。

**表现。** \`Configured data directory: CRITICAL (configured "data_directory" is "…"; actual data directory is "…")\`；switchover 时报 \`"data_directory" parameter in "repmgr.conf" on "…" is incorrectly configured\`；\`WAL archiving: UNKNOWN (unable to check archive_status directory)\`。

**易混淆的情形。** repmgr 5.2 之前，对端 repmgr 连不上自己的数据库时，switchover 也会报此错误：若该节点自检为 OK，则目录没有问题。归档检查因权限不足而为 UNKNOWN。服务命令指向其他目录：\`service-command-misconfigured\`。仅末尾多一个斜杠。

**处理。** 把服务器的值原样写入 repmgr.conf（repmgr 按文本比较，指向同一目录的链接也算不同），再让 repmgrd 重新加载。

**不要做。** 不要为了迁就 repmgr 而移动数据或修改服务器的 \`data_directory\`。

**版本。** repmgr 自 4.3 起检查；没有读取全部参数的权限时，只判断该目录是否像数据目录。**来源。** repmgr 文档“repmgr node check”；repmgr 源码。`,
    });
  },
  explains: ['switchover-refused', 'archive-backlog', 'server-not-starting', 'promotion-refused', 'no-failover'],

  examine(cluster) {
    // a check on a host that the bundle knows by its prompt only is the answer for the node that the switchover names
    const answered = cluster.nodes.some((node) => !node.identity.registered && checksOf(node).length > 0);
    const words = answered ? [] : [...strangersIn(cluster, 'switchover.data-directory-incorrect')];
    const strangers = words.map(([name, facts]): Told => {
      const ask = checkDataDirectory(cluster, null, said.why({ node: name }));
      return { node: null, name, verdict: refusedOn(cluster, name, facts, ask) };
    });
    const told = perServer(cluster, (server) => judge(cluster, server)).filter(({ verdict }) => verdict.is !== 'not-applicable');
    return [...told, ...strangers];
  },

  remedies(cluster, node) {
    const server = serverOf(cluster, node);
    return [alignDataDirectory(cluster, node, server === null ? null : actualOf(server))];
  },
});

const WORDS = /configured "data_directory" is "([^"”]+)["”](?:; actual data directory is "([^"”]+)["”])?/;

const bare = (path: string): string => path.replace(/(?<=.)\/+$/, '');
const running = (setting: Setting) => (setting.known && setting.value !== '' ? setting : null);

function checksOf(server: Node): readonly FactOf<'node-check'>[] {
  return server.facts.of('node-check').filter((fact) => fact.check === 'data-directory-config' && fact.status !== 'UNKNOWN');
}

/** The server's directory: as a check or the server itself says it. */
function actualOf(server: Node): string | null {
  const told = checksOf(server).flatMap((fact) => WORDS.exec(fact.detail ?? '')?.[2] ?? []);
  return told.at(-1) ?? running(server.setting('data_directory'))?.value ?? serverSeenIn(server)?.path ?? null;
}

function judge(cluster: Cluster, server: Node): Verdict {
  const checks = checksOf(server);
  const wrong = checks.filter((fact) => fact.status === 'CRITICAL').at(-1);
  const fine = checks.filter((fact) => fact.status === 'OK').at(-1);
  if (wrong !== undefined) return checked(cluster, server, wrong, fine);
  if (fine !== undefined) return absent(said.right(), evidence(fine, said.checked()));
  return compared(cluster, server);
}

/** What comes of it elsewhere. */
function effects(cluster: Cluster, server: Node): Evidence[] {
  const refused = messagesOf(cluster, server, 'switchover.data-directory-incorrect').map((fact) => evidence(fact, said.refused()));
  const archive = server.facts.of('node-check').filter((fact) => fact.check === 'archive-ready' && fact.status === 'UNKNOWN');
  return [...refused.slice(-1), ...archive.slice(-1).map((fact) => evidence(fact, said.follows()))];
}

function checked(cluster: Cluster, server: Node, wrong: FactOf<'node-check'>, fine: FactOf<'node-check'> | undefined): Verdict {
  const node = server.label;
  if (fine !== undefined && isLater(fine, wrong))
    return present('certain', {
      status: 'resolved',
      summary: said.resolved({ node }),
      evidence: [evidence(wrong, said.checked()), evidence(fine, said.right())],
    });
  const [, configured, actual] = WORDS.exec(wrong.detail ?? '') ?? [];
  return present('certain', {
    summary: configured === undefined || actual === undefined ? said.wrong({ node }) : said.differs({ node, configured, actual }),
    evidence: [evidence(wrong, said.checked()), ...effects(cluster, server)],
  });
}

/** Without a check: the two settings side by side, then what a switchover or the archive check complained of. */
function compared(cluster: Cluster, server: Node): Verdict {
  const node = server.label;
  const configured = running(server.repmgrSetting('data_directory'));
  const actual = running(server.setting('data_directory'));
  if (configured !== null && actual !== null) {
    const shown = [evidence(configured.fact, said.configured()), evidence(actual.fact, said.actual())];
    if (bare(configured.value) === bare(actual.value)) return absent(said.right(), ...shown);
    return present(actual.how === 'running' ? 'certain' : 'likely', {
      summary: said.differs({ node, configured: configured.value, actual: actual.value }),
      evidence: [...shown, ...effects(cluster, server)],
    });
  }
  const ask = checkDataDirectory(cluster, server, said.why({ node }));
  const refused = messagesOf(cluster, server, 'switchover.data-directory-incorrect');
  if (refused.length > 0) return refusedOn(cluster, node, refused, ask);
  const archive = server.messages('status.archive-directory').at(-1);
  if (archive?.values['reason'] === 'sh.no-such-file')
    return present('likely', { summary: said.noSuch({ node }), evidence: [evidence(archive, said.lost())], missing: [ask] });
  // repmgr had just spoken to the server, and pg_ctl finds none in the directory that repmgr gives it
  const promoted =
    server.messages('promote.server-failed').findLast((fact) => fact.values['reason'] === 'ctl.not-running') ?? notFoundAbove(server);
  const own = server.repmgrSetting('service_promote_command');
  if (promoted !== null && !(own.known && own.value !== '')) {
    const seen = serverSeenIn(server);
    const given = /^(.+)\/postmaster\.pid$|^(.+)\/kingbase\.pid$/
      .exec(promoted.values['path'] ?? '')
      ?.slice(1)
      .find(Boolean);
    const elsewhere = seen !== null && given !== undefined && bare(given) !== seen.path;
    return present(elsewhere ? 'certain' : 'likely', {
      summary: elsewhere ? said.differs({ node, configured: given, actual: seen.path }) : said.noServer({ node }),
      evidence: [evidence(promoted, said.notThere()), ...(elsewhere ? [evidence(seen.fact, said.actual())] : [])],
      missing: elsewhere ? [] : [ask],
    });
  }
  // a promotion that failed, and by pg_ctl's own word the server runs elsewhere than repmgr is told
  const failed = server.messages('promote.server-failed').at(-1);
  const seen = serverSeenIn(server);
  const empty = configured === null ? undefined : notRunningIn(server, bare(configured.value));
  if (configured !== null && failed !== undefined && seen !== null && empty !== undefined && bare(configured.value) !== seen.path)
    return present('certain', {
      summary: said.differs({ node, configured: configured.value, actual: seen.path }),
      evidence: [evidence(configured.fact, said.configured()), evidence(empty, said.notThere()), evidence(seen.fact, said.actual())],
    });
  const undecided = server.facts.of('node-check').some((fact) => fact.check === 'archive-ready' && fact.status === 'UNKNOWN');
  return undecided || archive !== undefined ? unknown(ask) : notApplicable;
}

/** `pg_ctl -D DIR status` that found no server there. */
function notRunningIn(server: Node, directory: string): FactOf<'message'> | undefined {
  return server.messages('ctl.not-running').findLast((fact) => {
    const asked = server.facts.of('command').findLast((one) => one.order < fact.order && one.span.source === fact.span.source);
    return bare(/\s-D\s*['"]?(\/[^\s'"]+)/.exec(asked?.text ?? '')?.[1] ?? '') === directory;
  });
}

/** pg_ctl's own words between the call and repmgr's verdict on it, as a log has them. */
function notFoundAbove(server: Node): FactOf<'message'> | null {
  const failed = server.messages('promote.server-failed').at(-1);
  const called = server.messages('promote.promoting').findLast((fact) => failed !== undefined && isLater(failed, fact));
  if (failed === undefined || called === undefined) return null;
  const between = server.messages('ctl.not-running').filter((fact) => isLater(fact, called) && isLater(failed, fact));
  return between.at(-1) ?? null;
}

function refusedOn(cluster: Cluster, node: string, facts: readonly FactOf<'message'>[], ask: Missing): Verdict {
  const shown = facts.slice(-1).map((fact) => evidence(fact, said.refused()));
  return present(saysItPlainly(cluster), { summary: said.wrong({ node }), evidence: shown, missing: [ask] });
}

/** Before 5.2 a repmgr that could not reach its own database gave the same error. */
function saysItPlainly(cluster: Cluster): 'certain' | 'likely' | 'possible' {
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(cluster.repmgrVersion ?? '') ?? [];
  if (major === undefined) return 'likely';
  return Number(major) > 5 || (Number(major) === 5 && Number(minor) >= 2) ? 'certain' : 'possible';
}
