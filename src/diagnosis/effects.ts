/** What people did, and what each action changed: the last observation before it against the first after it, on the same node. */
import type { Evidence, Finding } from '../core/finding.ts';
import { type Message, texts } from '../core/text.ts';
import type { Cluster, Done } from '../model/cluster.ts';
import { evidence } from '../model/evidence.ts';
import { SERVER_SETTINGS } from '../model/mattering.ts';
import type { Node } from '../model/node.ts';
import type { Diagnosis } from './differential.ts';

export interface Effect {
  readonly says: Message;
  readonly evidence: readonly Evidence[];
}

export interface ActionDone {
  readonly kind: Done['kind'];
  readonly node: string | null;
  readonly command: string;
  readonly evidence: Evidence;
  readonly effects: readonly Effect[];
  /** Findings that rest on this action: it did harm, or is what the finding is about. */
  readonly findings: readonly string[];
}

const said = texts(() => ({
  done: { en: 'done here', 'zh-CN': '在此执行' },
  before: { en: 'before', 'zh-CN': '之前' },
  after: { en: 'after', 'zh-CN': '之后' },
  pending: {
    en: 'files waiting to be archived on {node}: {before} before, {after} after',
    'zh-CN': '{node} 上等待归档的文件：之前 {before} 个，之后 {after} 个',
  },
  silenced: {
    en: 'the alarm went silent: nothing was archived by it, and the cause stayed',
    'zh-CN': '告警因此消失，但并未归档任何日志，根因仍在',
  },
  segments: {
    en: 'segments listed in the WAL directory of {node}: {before} before, {after} after',
    'zh-CN': '{node} 的 WAL 目录中列出的日志段：之前 {before} 个，之后 {after} 个',
  },
  setting: {
    en: '`{name}` on {node}: `{before}` before, `{after}` after',
    'zh-CN': '{node} 的 `{name}`：之前为 `{before}`，之后为 `{after}`',
  },
  settingSet: { en: '`{name}` on {node} is `{after}` after it', 'zh-CN': '此后 {node} 的 `{name}` 为 `{after}`' },
  outcome: { en: 'it ended with: {text}', 'zh-CN': '结果：{text}' },
  role: { en: '{node} was {before}, is {after} after it', 'zh-CN': '{node} 由 {before} 变为 {after}' },
}));

/** Actions that change roles are looked at on every node. */
const ROLE_CHANGES: readonly Done['kind'][] = ['switchover', 'promote', 'follow', 'rejoin', 'clone', 'start', 'stop'];

const CALLS: readonly Done['kind'][] = ['switchover', 'promote', 'follow', 'rejoin', 'clone', 'register', 'unregister', 'pause', 'unpause'];

/** Where the next action on any node begins. */
function nextOrder(cluster: Cluster, done: Done): number {
  const later = cluster.done.filter((other) => other.fact.order > done.fact.order && other.fact.via === 'prompt');
  return Math.min(Infinity, ...later.map((other) => other.fact.order));
}

export function actionsDone(cluster: Cluster, diagnosis: Diagnosis): ActionDone[] {
  const real = cluster.done.filter((done) => done.fact.via === 'prompt' && !done.dryRun);
  return real.map((done, index) => {
    const until =
      real.slice(index + 1).find((next) => next.fact.order > done.fact.order && next.node === done.node)?.fact.order ?? Infinity;
    return {
      kind: done.kind,
      node: done.node?.name ?? null,
      command: done.fact.text,
      evidence: evidence(done.fact, said.done()),
      effects: effectsOf(cluster, done, until),
      findings: diagnosis.findings.filter((finding) => restsOn(finding, done)).map((finding) => finding.id),
    };
  });
}

const restsOn = (finding: Finding, done: Done): boolean =>
  finding.confidence !== 'possible' &&
  finding.evidence.some((item) => item.source === done.fact.span.source && item.line === done.fact.span.line);

/** `until`: the next action on the node, whose doing later observations may show. */
function effectsOf(cluster: Cluster, done: Done, until: number): Effect[] {
  const { node } = done;
  const effects: Effect[] = [];
  if (node !== null) effects.push(...counts(node, done, until), ...settings(cluster, node, done));
  const next = nextOrder(cluster, done);
  if (CALLS.includes(done.kind)) effects.push(...outcome(cluster, done, next));
  if (ROLE_CHANGES.includes(done.kind)) effects.push(...cluster.nodes.flatMap((one) => role(one, done, next)));
  return effects;
}

function around<T>(all: readonly T[], order: (item: T) => number, at: number, until: number): [T, T] | null {
  const before = all.filter((item) => order(item) < at).at(-1);
  const after = all.find((item) => order(item) > at && order(item) < until);
  return before === undefined || after === undefined ? null : [before, after];
}

function counts(node: Node, done: Done, until: number): Effect[] {
  const effects: Effect[] = [];
  const at = done.fact.order;
  const pending = around(
    node.archiving.pending.filter((one) => !one.atLeast),
    (one) => one.fact.order,
    at,
    until,
  );
  const removes = done.kind === 'ready-removed' || done.kind === 'wal-removed' || done.kind === 'reload' || done.kind === 'setting-altered';
  if (removes && pending !== null && pending[0].count !== pending[1].count) {
    const [before, after] = pending;
    effects.push({
      says: said.pending({ node: node.label, before: before.count, after: after.count }),
      evidence: [evidence(before.fact, said.before()), evidence(after.fact, said.after())],
    });
    const removal = done.kind === 'ready-removed' || done.kind === 'wal-removed';
    if (removal && after.count < before.count) effects.push({ says: said.silenced(), evidence: [] });
  }
  const listed = done.kind === 'wal-removed' ? around(node.archiving.walListings, (one) => one.order, at, until) : null;
  if (listed !== null) {
    const [before, after] = listed;
    const shown = (fact: (typeof listed)[0]): string => `${fact.atLeast ? '≥ ' : ''}${fact.segments.count}`;
    effects.push({
      says: said.segments({ node: node.label, before: shown(before), after: shown(after) }),
      evidence: [evidence(before, said.before()), evidence(after, said.after())],
    });
  }
  return effects;
}

/** Settings of the server that read otherwise after a file was edited, a statement typed, a reload. */
function settings(cluster: Cluster, node: Node, done: Done): Effect[] {
  if (!['reload', 'restart', 'setting-altered', 'file-edited'].includes(done.kind)) return [];
  const next = cluster.done.find(
    (other) => other.node === node && other.fact.order > done.fact.order && ['reload', 'restart', 'setting-altered'].includes(other.kind),
  );
  return SERVER_SETTINGS.flatMap((name) => {
    const words = node.facts
      .of('setting')
      .filter((fact) => fact.name === name && fact.program === 'server' && (fact.via === 'pg_settings' || fact.via === 'show'));
    const before = words.filter((fact) => fact.order < done.fact.order).at(-1);
    const after = words.find((fact) => fact.order > done.fact.order && fact.order < (next?.fact.order ?? Infinity));
    if (after === undefined || before?.value === after.value) return [];
    if (before === undefined) {
      const told = done.kind === 'setting-altered' ? done.target === name : mentioned(cluster, done, name);
      return told
        ? [{ says: said.settingSet({ name, node: node.label, after: after.value }), evidence: [evidence(after, said.after())] }]
        : [];
    }
    return [
      {
        says: said.setting({ name, node: node.label, before: before.value, after: after.value }),
        evidence: [evidence(before, said.before()), evidence(after, said.after())],
      },
    ];
  });
}

/** Whether a file shown shortly before a reload sets the name: what was edited is what the reload put in force. */
function mentioned(cluster: Cluster, done: Done, name: string): boolean {
  return cluster.facts
    .of('setting')
    .some(
      (fact) =>
        fact.name === name && fact.via === 'file' && Math.abs(fact.order - done.fact.order) < 25 && fact.order < done.fact.order + 5,
    );
}

function role(node: Node, done: Done, until: number): Effect[] {
  const before = node.roles.filter((seen) => seen.fact.order < done.fact.order).at(-1);
  const after = node.roles.filter((seen) => seen.fact.order > done.fact.order && seen.fact.order < until).at(-1);
  if (before === undefined || after === undefined || before.role === after.role) return [];
  return [
    { says: said.role({ node: node.label, before: before.role, after: after.role }), evidence: [evidence(after.fact, said.after())] },
  ];
}

/** How a call of repmgr ended, in its own words: its first error, else the last thing that it announced as done. */
function outcome(cluster: Cluster, done: Done, until: number): Effect[] {
  const told = cluster.facts
    .of('message')
    .filter(
      (fact) =>
        fact.program === 'repmgr' &&
        fact.span.source === done.fact.span.source &&
        fact.order > done.fact.order &&
        fact.order < until &&
        fact.place.host === done.fact.place.host,
    );
  const last = told.find((fact) => fact.level === 'error') ?? told.filter((fact) => DONE.test(fact.event ?? '')).at(-1);
  return last === undefined ? [] : [{ says: said.outcome({ text: last.text }), evidence: [evidence(last, said.after())] }];
}

/** Events with which a call announces that it is through. */
const DONE = /\.(?:completed|completed-with-issues|successful|success|complete|done|prerequisites-met)$/;
