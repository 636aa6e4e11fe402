import type { FactOf } from '../../core/fact.ts';
import { type Message, text, texts } from '../../core/text.ts';
import type { Cluster } from '../../model/cluster.ts';
import { changePassword } from '../../remedies/change-password.ts';
import { absent, defineCause, evidence, notApplicable, present } from '../cause.ts';

const said = texts(() => ({
  summary: {
    en: 'What was collected holds secrets in clear text ({count} lines). Whoever has read the bundle may have them: change them. They are struck out in this report.',
    'zh-CN': '收集的内容中含有明文口令或密钥（{count} 行）。凡看过该资料的人都可能获知，应予更换。本报告中已全部遮盖。',
  },
  password: { en: 'a password in clear text', 'zh-CN': '明文口令' },
  encoded: { en: 'a password that is encoded, not encrypted', 'zh-CN': '仅经编码、未加密的口令' },
  key: { en: 'a private key', 'zh-CN': '私钥' },
  token: { en: 'an access key', 'zh-CN': '访问密钥' },
  hashes: { en: 'only hashes of passwords stand in the bundle', 'zh-CN': '资料中只有口令的哈希值' },
}));

const SHOWS: Readonly<Partial<Record<FactOf<'secret'>['what'], () => Message>>> = {
  password: said.password,
  'encoded-password': said.encoded,
  key: said.key,
  token: said.token,
};

/** Lines that a report cites; the rest are counted. */
const CITED = 8;

export const credentialsExposed = defineCause({
  id: 'credentials-exposed',
  group: 'configuration',
  scope: 'cluster',
  severity: 'notice',
  title: text({ en: 'A password stands in the bundle in clear text', 'zh-CN': '资料中含有明文口令' }),
  get about() {
    return text({
      en: `A password, a private key or an access key stands in what was collected. Everybody who was sent the bundle, and every system it passed through, may have it.

**How it shows itself.** \`password=\` in a conninfo: repmgr prints the parameters of a failed connection, the server logs the new value of \`primary_conninfo\` at a reload, \`ps\` shows command lines; lines of a password file; \`PGPASSWORD\` in an environment; \`ALTER ROLE … PASSWORD\` in a log or a shell history; S3 keys of a backup tool. On KingbaseES \`db_password\` in all_nodes_tools.conf and \`.encpwd\` hold passwords in base64, which is an encoding and no encryption.

**Lookalikes.** Hashes (\`SCRAM-SHA-256$…\`, \`md5…\`), names of password files, messages about passwords, values that somebody blanked out: none of these is a password in clear text.

**What to do.** Change the password on the primary and in the password file of every node at the same time; keep it out of conninfo and let \`passfile\` or the default password file hold it. Do not pass the bundle on.

**What not to do.** Do not change it in the database alone: every node would be locked out. On KingbaseES change it with the vendor's one-shot script.

**Versions.** All. **Source.** PostgreSQL documentation, "The Password File"; repmgr documentation, "Password management".`,
      'zh-CN': `收集的资料中出现了口令、私钥或访问密钥。收到资料的每个人、资料经过的每个系统都可能获知。

**表现。** conninfo 中的 \`password=\`：repmgr 连接失败时会打印连接参数，服务器重新加载时会在日志中记录 \`primary_conninfo\` 的新值，\`ps\` 会显示命令行；口令文件的内容；环境变量 \`PGPASSWORD\`；日志或命令历史中的 \`ALTER ROLE … PASSWORD\`；备份工具的 S3 密钥。KingbaseES 的 all_nodes_tools.conf 中的 \`db_password\` 与 \`.encpwd\` 仅为 base64 编码，并非加密。

**易混淆的情形。** 哈希值（\`SCRAM-SHA-256$…\`、\`md5…\`）、口令文件名、提及口令的消息、已被人为遮盖的值：都不是明文口令。

**处理。** 在主机上修改口令，并同时更新所有节点的口令文件；不要写在 conninfo 中，改用 \`passfile\` 或默认口令文件。不要再转发该资料。

**不要做。** 不要只在库中修改：所有节点将立即无法连接。KingbaseES 应使用厂商提供的一键修改脚本。

**版本。** 所有版本。**来源。** PostgreSQL 文档“口令文件”；repmgr 文档“口令管理”。`,
    });
  },
  explains: [],

  examine(cluster) {
    const secrets = cluster.facts.of('secret');
    const clear = secrets.filter((fact) => SHOWS[fact.what] !== undefined);
    if (clear.length === 0) {
      const [hash] = secrets;
      return hash === undefined ? notApplicable : absent(said.hashes(), evidence(hash, said.hashes()));
    }
    return present('certain', {
      summary: said.summary({ count: linesOf(clear).length }),
      evidence: linesOf(clear)
        .slice(0, CITED)
        .map((fact) => evidence(fact, SHOWS[fact.what]?.() ?? said.password())),
    });
  },

  remedies: (cluster: Cluster) => [changePassword(cluster)],
});

/** One fact a line: a line may hold several. */
function linesOf(facts: readonly FactOf<'secret'>[]): readonly FactOf<'secret'>[] {
  const seen = new Set<string>();
  return facts.filter((fact) => {
    const key = `${fact.span.source}:${fact.span.line}`;
    return !seen.has(key) && seen.add(key) !== undefined;
  });
}
