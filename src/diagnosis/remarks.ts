import type { Evidence } from '../core/finding.ts';
import { type Message, texts } from '../core/text.ts';
import { DEFAULT_SEGMENT_BYTES, segmentNumber } from '../core/wal.ts';
import { signOfV8R3 } from '../flavours/detect.ts';
import type { Cluster } from '../model/cluster.ts';
import { evidence } from '../model/evidence.ts';

/** Something worth a sentence that is no finding: a paste artefact, an inconsistency of the paste, two files that contradict each other. */
export interface Remark {
  readonly text: Message;
  readonly evidence: readonly Evidence[];
}

const said = texts(() => ({
  typographic: {
    en: 'The pasted line for `{name}` ends in a typographic quote, but the running server uses the right value: an artefact of the paste, not of the file.',
    'zh-CN': '粘贴的 `{name}` 一行以排版引号结尾，但运行中的服务器使用的值正确：这是粘贴造成的，不是文件本身的问题。',
  },
  total: {
    en: 'The listing of {path} says {total} in all, less than its segments from first to last would take ({segments}): an inconsistency of the paste, not a gap.',
    'zh-CN': '{path} 的列表总计为 {total}，小于其首尾日志段应占空间（{segments}）：属粘贴内容不一致，不是归档空洞。',
  },
  timeline: {
    en: 'Timeline {standby} of {node} beside {primary} of its primary right after a role change is no divergence: the number comes from the last restartpoint.',
    'zh-CN': '角色切换后 {node} 的时间线为 {standby}、主机为 {primary}，并非时间线分叉：该数字来自最近一次重启点。',
  },
  otherManager: {
    en: 'This is a cluster of KingbaseES V8R3: `kingbasecluster` manages it, not repmgr. What repmgr would say does not exist here; only the servers themselves are judged. Its own records are `show pool_nodes` (port 9999), HAmodule.conf, recovery.log, failover.log and cluster.log.',
    'zh-CN':
      '这是 KingbaseES V8R3 集群：由 `kingbasecluster` 管理，而非 repmgr。此处没有 repmgr 的信息，只对数据库服务器本身作判断。其自身的信息来源为 `show pool_nodes`（端口 9999）、HAmodule.conf、recovery.log、failover.log 与 cluster.log。',
  },
  lost: {
    en: "A log of {node} has lost its Chinese characters: each was written as `?`, since the server was started in a locale that has none (`LANG=C`). Only what stands in it in English, or is certain without them, was read. Start the server with `LC_ALL=zh_CN.UTF-8`, or set `lc_messages = 'C'`: then the log can be read.",
    'zh-CN':
      "{node} 的日志丢失了中文字符：每个汉字都被写成了 `?`，因为服务器启动时的 locale 不含中文（如 `LANG=C`）。只读取了其中的英文以及无需汉字即可确定的内容。以 `LC_ALL=zh_CN.UTF-8` 启动服务器，或设置 `lc_messages = 'C'`，日志才可读。",
  },
  contradiction: { en: '`{place}` is said to be both {nodes}.', 'zh-CN': '`{place}` 同时被认作 {nodes}。' },
  seen: { en: 'noticed', 'zh-CN': '已注意到' },
}));

export function remarksOf(cluster: Cluster): readonly Remark[] {
  return [
    ...otherManagers(cluster),
    ...typographicQuotes(cluster),
    ...smallTotals(cluster),
    ...timelines(cluster),
    ...lostCharacters(cluster),
    ...contradictions(cluster),
  ];
}

function otherManagers(cluster: Cluster): Remark[] {
  const sign = cluster.flavour.usesRepmgr ? null : signOfV8R3(cluster.facts.all);
  return sign === null ? [] : [{ text: said.otherManager(), evidence: [evidence(sign, said.seen())] }];
}

function typographicQuotes(cluster: Cluster): Remark[] {
  return cluster.facts
    .of('note')
    .filter((fact) => fact.topic === 'typographic-quote')
    .flatMap((fact) => {
      const name = fact.values['name'] ?? '';
      const setting = cluster.nodeOf(fact)?.setting(name);
      if (!setting?.known || setting.how !== 'running' || /[’‘“”]/.test(setting.value) || setting.fact.order < fact.order) return [];
      return [{ text: said.typographic({ name }), evidence: [evidence(fact, said.seen()), evidence(setting.fact, said.seen())] }];
    });
}

/** The sum that a listing prints, against the segments between its first and its last. */
function smallTotals(cluster: Cluster): Remark[] {
  return cluster.facts.of('directory').flatMap((fact) => {
    const names = [...fact.partial.set, ...fact.segments.set];
    if (fact.total === null || !fact.atLeast || names.length < 2 || fact.holds === 'archive-status') return [];
    const numbers = names.map((name) => segmentNumber(name));
    const count = Math.max(...numbers) - Math.min(...numbers) + 1;
    const bytes = count * DEFAULT_SEGMENT_BYTES;
    // `ls -h` rounds up; a tenth is more than its rounding.
    if (fact.total >= bytes * 0.9 || new Set(names.map((name) => name.timeline)).size > 2) return [];
    return [
      {
        text: said.total({ path: fact.path ?? '', total: fact.totalText ?? '', segments: `${count} × 16 MiB` }),
        evidence: [evidence(fact, said.seen())],
      },
    ];
  });
}

function timelines(cluster: Cluster): Remark[] {
  const view = cluster.views.filter((one) => one.rows.some((row) => row.timeline !== null)).at(-1);
  const primary = view?.rows.find((row) => row.role === 'primary' && row.state === 'running');
  if (view === undefined || primary === undefined || primary.timeline === null) return [];
  return view.rows.flatMap((row) => {
    const healthy = row.role === 'standby' && row.state === 'running' && row.upstreamMark === '' && row.upstream === primary.name;
    if (!healthy || row.timeline === null || row.timeline >= (primary.timeline ?? 0)) return [];
    return [
      {
        text: said.timeline({ node: row.name, standby: row.timeline, primary: primary.timeline ?? 0 }),
        evidence: [evidence(row, said.seen())],
      },
    ];
  });
}

function lostCharacters(cluster: Cluster): Remark[] {
  const notes = cluster.facts.of('note').filter((fact) => fact.topic === 'characters-lost');
  const first = new Map(notes.toReversed().map((fact) => [(cluster.nodeOf(fact) ?? cluster.nowhere)?.label ?? fact.span.source, fact]));
  return [...first].reverse().map(([node, fact]) => ({ text: said.lost({ node }), evidence: [evidence(fact, said.seen())] }));
}

function contradictions(cluster: Cluster): Remark[] {
  return cluster.identities.contradictions.slice(0, 5).map((one) => ({
    text: said.contradiction({ place: one.key, nodes: one.nodes }),
    evidence: [evidence(one.fact, said.seen())],
  }));
}
