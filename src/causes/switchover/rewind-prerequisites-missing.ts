import { collectSettings } from '../../collect/commands.ts';
import type { Fact, FactOf } from '../../core/fact.ts';
import type { Evidence, Remedy } from '../../core/finding.ts';
import { text, texts } from '../../core/text.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { Node } from '../../model/node.ts';
import { laterRejoin, rejoinsOf } from '../../model/rejoins.ts';
import { isOn, type Setting } from '../../model/settings.ts';
import { type Party, switchoversOf } from '../../model/switchovers.ts';
import { keepRewindPossible } from '../../remedies/keep-rewind-possible.ts';
import { recloneStandby } from '../../remedies/reclone-standby.ts';
import { absent, defineCause, evidence, present, type Told, unknown } from '../cause.ts';

const said = texts(() => ({
  hints: {
    en: '{node} cannot be rewound: `wal_log_hints` is off and there are no data checksums. As it is now, the old data of a demoted or failed primary can only be replaced by a clone.',
    'zh-CN': '{node} 无法回退：`wal_log_hints` 为 off 且没有数据校验和。目前降级或故障的旧主机只能重新克隆。',
  },
  pages: {
    en: '{node} cannot be rewound: `full_page_writes` is off on the server that it would be rewound from.',
    'zh-CN': '{node} 无法回退：回退所依据的服务器上 `full_page_writes` 为 off。',
  },
  later: {
    en: 'Neither `wal_log_hints` nor data checksums are on at {node}: nothing fails today, but a primary that fails over cannot be rewound, only cloned.',
    'zh-CN': '{node} 上 `wal_log_hints` 与数据校验和均未开启：目前没有故障，但发生故障切换后旧主机无法回退，只能重新克隆。',
  },
  resolved: { en: 'A rewind of {node} was refused once; it rejoined later.', 'zh-CN': '{node} 曾无法回退；之后已重新加入。' },
  refused: { en: 'the rewind is refused, with the reason', 'zh-CN': '回退被拒绝，并给出原因' },
  warned: { en: 'the clone warns of it', 'zh-CN': '克隆时已告警' },
  setting: { en: '`{name}` is {value}', 'zh-CN': '`{name}` 为 {value}' },
  needed: { en: 'a rewind is due', 'zh-CN': '需要回退' },
  rejoined: { en: 'it rejoined since', 'zh-CN': '之后已重新加入' },
  met: { en: '`{name}` is {value}: the node may be rewound', 'zh-CN': '`{name}` 为 {value}：可以回退' },
  why: { en: 'whether {node} may be rewound', 'zh-CN': '{node} 是否可以回退' },
}));

export const rewindPrerequisitesMissing = defineCause({
  id: 'rewind-prerequisites-missing',
  group: 'switchover',
  scope: 'told',
  severity: 'warning',
  title: text({ en: 'The node cannot be rewound: prerequisites missing', 'zh-CN': '不满足回退（pg_rewind）的前提' }),
  get about() {
    return text({
      en: `pg_rewind can bring an old primary back only if the server wrote enough into its WAL beforehand: \`wal_log_hints = on\` or data checksums, and \`full_page_writes = on\` on the server that it is rewound from. The finding is about the node that would be rewound.

**How it shows itself.** \`--force-rewind specified but pg_rewind cannot be used\` with the reason below it, in a rejoin or in a switchover's checks; pg_rewind's own \`target server needs to use either data checksums or "wal_log_hints = on"\`; a warning of \`standby clone\` that data checksums are off and \`wal_log_hints\` is off.

**Lookalikes.** A rewind that starts and then lacks WAL: \`rewind-wal-missing\`. A server that was not shut down cleanly. Another cluster's data. Both settings off where no rewind is due is PostgreSQL's default, a weakness and no fault.

**What to do.** Turning \`wal_log_hints\` on now does not help the node that is out: what it should have written is missing. Clone it. Then turn the setting on everywhere (a restart of each server, standbys first), so that the next rewind works. With \`full_page_writes\` off: turn it on, take a checkpoint, try again.

**What not to do.** Do not start the old primary as a standby without a rewind; no \`pg_resetwal\`.

**Versions.** repmgr 4.0 and later. Data checksums are on by default from PostgreSQL 18; KingbaseES's installer sets \`wal_log_hints\` on. **Sources.** PostgreSQL documentation, "pg_rewind"; repmgr source, \`repmgr-client.c\`.`,
      'zh-CN': `pg_rewind 能否回退旧主机，取决于服务器事先是否写入了足够的 WAL：\`wal_log_hints = on\` 或启用数据校验和，且回退所依据的服务器 \`full_page_writes = on\`。本结论针对需要回退的节点。

**表现。** 重新加入或切换检查时报 \`--force-rewind specified but pg_rewind cannot be used\`，下方给出原因；pg_rewind 自身报 \`target server needs to use either data checksums or "wal_log_hints = on"\`（目标服务器需要使用数据校验和或者让 wal_log_hints = on）；\`standby clone\` 告警数据校验和与 \`wal_log_hints\` 均未开启。

**易混淆的情形。** 回退已开始但缺少 WAL：\`rewind-wal-missing\`。服务器未干净关闭。其他集群的数据。无需回退时两者均为 off 是 PostgreSQL 的默认值，属于隐患而非故障。

**处理。** 现在打开 \`wal_log_hints\` 对已离线的节点没有帮助：它当时该写的内容并不存在，须重新克隆。之后在所有节点打开该参数（逐台重启，先备机），以便下次可以回退。若为 \`full_page_writes\` 关闭：打开它，执行检查点后重试。

**不要做。** 不要未经回退就把旧主机当备机启动；不要使用 \`pg_resetwal\`。

**版本。** repmgr 4.0 及以上。PostgreSQL 18 起默认启用数据校验和；KingbaseES 安装程序默认打开 \`wal_log_hints\`。**来源。** PostgreSQL 文档“pg_rewind”；repmgr 源码 \`repmgr-client.c\`。`,
    });
  },
  explains: ['rejoin-refused', 'switchover-refused', 'switchover-incomplete'],

  examine(cluster) {
    const refusals = refusalsOf(cluster);
    const told = new Map<string | null, Told>();
    for (const { party } of refusals) {
      const own = refusals.filter((one) => one.party.name === party.name);
      told.set(party.name, { ...party, verdict: refused(cluster, own) });
    }
    for (const node of cluster.members) {
      const verdict = told.has(node.name) ? null : bySettings(cluster, node);
      if (verdict !== null) told.set(node.name, { node, verdict });
    }
    return [...told.values()];
  },

  remedies(cluster, node): readonly Remedy[] {
    const pages = refusalsOf(cluster).some((one) => one.what === 'pages');
    return [
      keepRewindPossible(cluster, node, pages ? 'full_page_writes' : 'wal_log_hints'),
      ...(pages ? [] : [recloneStandby(cluster, node, false)]),
    ];
  },
});

interface Refusal {
  readonly party: Party;
  readonly fact: FactOf<'message'>;
  readonly what: 'hints' | 'pages';
  /** Whether the node came back later. */
  readonly rejoined: Fact | null;
}

const EVENTS = ['switchover.rewind-not-possible', 'rewind.prerequisites', 'rewind.full-page-writes'] as const;

function refusalsOf(cluster: Cluster): readonly Refusal[] {
  const what = (fact: FactOf<'message'>): Refusal['what'] =>
    fact.event === 'rewind.full-page-writes' ||
    fact.values['reason'] === 'rewind.full-page-writes' ||
    fact.values['name'] === 'full_page_writes'
      ? 'pages'
      : 'hints';
  const isRefusal = (fact: FactOf<'message'>): boolean =>
    (EVENTS as readonly (string | null)[]).includes(fact.event) ||
    /^rewind\.(?:prerequisites|full-page-writes)$/.test(fact.values['reason'] ?? '');
  const rejoins = rejoinsOf(cluster).flatMap((rejoin) => {
    const rejoined = laterRejoin(cluster, rejoin)?.said('rejoin.successful').at(-1) ?? null;
    return rejoin.messages.filter(isRefusal).map((fact) => ({ party: rejoin.party, fact, what: what(fact), rejoined }));
  });
  const seen = new Set(rejoins.map((one) => one.fact));
  const switchovers = switchoversOf(cluster).flatMap((run) =>
    run.messages
      .filter((fact) => isRefusal(fact) && !seen.has(fact))
      .map((fact) => ({ party: run.demoted, fact, what: what(fact), rejoined: null })),
  );
  return [...rejoins, ...switchovers].sort((a, b) => a.fact.order - b.fact.order);
}

function refused(cluster: Cluster, own: readonly Refusal[]): Told['verdict'] {
  const last = own.at(-1) as Refusal;
  const node = last.party.node?.label ?? last.party.name ?? 'this node';
  const shown: Evidence[] = [
    ...own.slice(0, 1).map(({ fact }) => evidence(fact, said.refused())),
    ...own
      .slice(1)
      .slice(-1)
      .map(({ fact }) => evidence(fact, said.refused())),
    ...settingsOf(last.party.node).flatMap((setting) => (setting.known && !isOn(setting.value) ? [shownSetting(setting)] : [])),
  ];
  if (last.rejoined !== null)
    return present('certain', {
      status: 'resolved',
      summary: said.resolved({ node }),
      evidence: [...shown, evidence(last.rejoined, said.rejoined())],
    });
  const names = last.what === 'pages' ? ['full_page_writes'] : ['wal_log_hints', 'data_checksums'];
  return present('certain', {
    summary: said[last.what]({ node }),
    evidence: shown,
    missing: [collectSettings(cluster, last.party.node, names, said.why({ node }))],
  });
}

const settingsOf = (node: Node | null): readonly Setting[] =>
  node === null ? [] : ['wal_log_hints', 'data_checksums', 'full_page_writes'].map((name) => node.setting(name));
const shownSetting = (setting: Extract<Setting, { known: true }>): Evidence =>
  evidence(setting.fact, said.setting({ name: setting.name, value: setting.value }));

/** What the settings alone tell: worth a word only where a rewind is due, or where a clone warned. */
function bySettings(cluster: Cluster, node: Node): Told['verdict'] | null {
  const [hints, checksums] = settingsOf(node);
  const due = node.messages('attach.rewind-required', 'attach.timeline-ahead', 'rejoin.rewind-failed').at(-1);
  const warned = node.messages('clone.checksums-off').at(-1);
  const params = { node: node.label };
  const on = [hints, checksums].find((setting) => setting?.known === true && isOn(setting.value));
  if (due !== undefined && on?.known === true) {
    const because = said.met({ name: on.name, value: on.value });
    return absent(because, evidence(on.fact, because));
  }
  const off = [hints, checksums].filter((setting) => setting?.known === true && !isOn(setting.value)) as Extract<
    Setting,
    { known: true }
  >[];
  if (due !== undefined && off.length === 2)
    return present('likely', { summary: said.hints(params), evidence: [evidence(due, said.needed()), ...off.map(shownSetting)] });
  if (warned !== undefined && on === undefined)
    return present('possible', {
      severity: 'notice',
      summary: said.later(params),
      evidence: [evidence(warned, said.warned()), ...off.map(shownSetting)],
    });
  return due === undefined ? null : unknown(collectSettings(cluster, node, ['wal_log_hints', 'data_checksums'], said.why(params)));
}
