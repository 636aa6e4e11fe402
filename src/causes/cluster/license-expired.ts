import { collectLicense } from '../../collect/commands.ts';
import type { FactOf } from '../../core/fact.ts';
import { text, texts } from '../../core/text.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { Node } from '../../model/node.ts';
import { messageAfter } from '../../model/replication.ts';
import { renewLicense } from '../../remedies/renew-license.ts';
import { absent, defineCause, evidence, notApplicable, perServer, present, serverOf, type Told, unknown } from '../cause.ts';

const said = texts(() => ({
  refuses: { en: 'The server of {node} refuses to start: its licence has expired.', 'zh-CN': '{node} 的服务器拒绝启动：授权已过期。' },
  rejects: {
    en: 'The server of {node} refuses to start: it does not accept its licence ({text}).',
    'zh-CN': '{node} 的服务器拒绝启动：不接受其授权文件（{text}）。',
  },
  runsOut: {
    en: 'The licence of {node} has no days left: the server goes on until its next start, and then refuses.',
    'zh-CN': '{node} 的授权剩余天数为零：服务器在下次启动前可继续运行，之后将拒绝启动。',
  },
  over: { en: 'The licence of {node} had expired; the server has started since.', 'zh-CN': '{node} 的授权曾过期，之后服务器已启动。' },
  expired: { en: 'the licence has expired', 'zh-CN': '授权已过期' },
  rejected: { en: 'the licence is not accepted', 'zh-CN': '授权文件不被接受' },
  started: { en: 'it has started since', 'zh-CN': '之后已启动' },
  days: { en: 'days that are left', 'zh-CN': '剩余天数' },
  valid: { en: 'the licence is valid ({days} days; -2 is without end)', 'zh-CN': '授权有效（{days} 天；-2 表示永久）' },
  why: { en: 'how long the licence of {node} lasts', 'zh-CN': '{node} 的授权有效期' },
}));

export const licenseExpired = defineCause({
  id: 'license-expired',
  group: 'cluster',
  scope: 'told',
  severity: 'critical',
  title: text({ en: 'The licence has expired or is not accepted', 'zh-CN': '授权已过期或无效' }),
  get about() {
    return text({
      en: `KingbaseES reads a licence file (\`license.dat\`) when it starts. With an expired one it refuses: \`FATAL:  XX000: License file expired.\` A server that runs goes on until it is stopped or fails over, so the day of the next restart is the day of the outage, and the standbys refuse on the same day.

**How it shows itself.** \`License file expired\` in the start log (\`logfile\`) behind \`could not start server\`; kbha that starts the node again every minute in vain; \`select get_license_validdays()\` with 0. A licence that is missing, damaged or meant for another version or machine is refused in other words that name the licence.

**Lookalikes.** A clock that runs ahead. A password that expired is a matter of a user. \`-2\` days: a licence without end.

**What to do.** Get a new file from the vendor for each machine, put it in place of the old one on every node, start, and look at the days that are left. Watch that number.

**What not to do.** Do not turn the clock back: times in the data and in the WAL go astray. Do not restart the nodes that still run before they have a new file.

**Versions.** KingbaseES. **Source.** public reports of V8R6 and V9.`,
      'zh-CN': `KingbaseES 启动时读取授权文件（\`license.dat\`）。过期则拒绝启动：\`FATAL:  XX000: License file expired.\` 正在运行的服务器在停止或切换之前不受影响，因此下一次重启之日就是中断之时，备机也会在同一天拒绝启动。

**表现。** 启动日志（\`logfile\`）中 \`could not start server\` 之后有 \`License file expired\`；kbha 每分钟拉起均失败；\`select get_license_validdays()\` 返回 0。授权文件缺失、损坏或与版本、机器不符时，也会以提及 license 的其他报错拒绝启动。

**易混淆的情形。** 系统时钟超前。口令过期属用户问题。天数为 \`-2\`：永久授权。

**处理。** 为每台机器向厂商申请新文件，在每个节点替换后启动，并查看剩余天数。建议监控该数值。

**不要做。** 不要回拨系统时钟：数据与 WAL 中的时间会错乱。仍在运行的节点在更新文件之前不要重启。

**版本。** KingbaseES。**来源。** V8R6 与 V9 的公开案例。`,
    });
  },
  explains: ['server-not-starting', 'node-not-running', 'no-primary'],
  leadsTo: [
    { cause: 'node-down', where: 'same' },
    { cause: 'node-unreachable', where: 'same' },
    { cause: 'server-start-failed', where: 'same' },
    { cause: 'primary-missing', where: 'cluster' },
  ],

  examine: (cluster) => perServer(cluster, (server) => judge(cluster, server)),
  remedies: (cluster, node) => [renewLicense(cluster, serverOf(cluster, node)?.name == null ? node : serverOf(cluster, node))],
});

/** What `get_license_validdays()` answers for a licence that never expires. */
const WITHOUT_END = -2;

function judge(cluster: Cluster, server: Node): Told['verdict'] {
  const names = { node: server.label };
  const refused = server
    .messages('kingbase.license-expired', 'kingbase.license-refused')
    .filter(({ level }) => level !== 'warning')
    .at(-1);
  if (refused !== undefined) {
    const since = messageAfter(cluster, refused, ['startup.ready', 'startup.ready-read-only', 'ctl.started']);
    if (since !== null && cluster.nodeOf(since) === cluster.nodeOf(refused))
      return present('certain', {
        status: 'resolved',
        summary: said.over(names),
        evidence: [
          evidence(refused, refused.event === 'kingbase.license-expired' ? said.expired() : said.rejected()),
          evidence(since, said.started()),
        ],
      });
    return refused.event === 'kingbase.license-expired'
      ? present('certain', { summary: said.refuses(names), evidence: [evidence(refused, said.expired())] })
      : present('certain', { summary: said.rejects({ ...names, text: refused.text }), evidence: [evidence(refused, said.rejected())] });
  }
  const row = daysOf(server);
  if (row !== null) {
    const days = Number(row.value);
    if (days <= 0 && days !== WITHOUT_END)
      return present(days === 0 ? 'likely' : 'possible', {
        summary: said.runsOut(names),
        severity: 'warning',
        evidence: [evidence(row.fact, said.days())],
      });
    return absent(said.valid({ days }), evidence(row.fact, said.days()));
  }
  const stuck = cluster.flavour.guard !== null && server.messages('ctl.start-failed').length > 0;
  return stuck ? unknown(collectLicense(cluster, server, said.why(names))) : notApplicable;
}

/** `select get_license_validdays()`, the last answer. */
function daysOf(server: Node): { readonly value: string; readonly fact: FactOf<'row'> } | null {
  const fact = server.facts
    .of('row')
    .filter((row) => Object.keys(row.values).some((column) => /^get_license_validdays$/i.test(column)))
    .at(-1);
  const value = Object.entries(fact?.values ?? {}).find(([column]) => /^get_license_validdays$/i.test(column))?.[1];
  return fact === undefined || value == null || !/^-?\d+$/.test(value.trim()) ? null : { value: value.trim(), fact };
}
