/** What was seen, done and logged, in the order of the bundle; equal events in a row are folded. */
import type { Fact } from '../core/fact.ts';
import type { TimelineEvent } from '../core/finding.ts';
import { type Message, texts } from '../core/text.ts';
import type { Cluster, Done } from '../model/cluster.ts';
import type { EventName } from '../model/events.ts';
import type { Diagnosis } from './differential.ts';

const said = texts(() => ({
  pending: { en: 'the check counts {count} files waiting: {status}', 'zh-CN': '检查显示 {count} 个文件等待归档：{status}' },
  refused: { en: 'switchover refused: {text}', 'zh-CN': '切换被拒绝：{text}' },
  switched: { en: 'switchover completed', 'zh-CN': '切换完成' },
  promoted: { en: '{node} promoted to primary', 'zh-CN': '{node} 提升为主机' },
  stopped: { en: 'server stopped cleanly at {lsn}', 'zh-CN': '服务器干净停止于 {lsn}' },
  sync: { en: 'synchronous standbys changed: {text}', 'zh-CN': '同步备机设置变更：{text}' },
  message: { en: '{text}', 'zh-CN': '{text}' },
  setting: { en: '`{name}` is `{value}`', 'zh-CN': '`{name}` 的值为 `{value}`' },
  settingEmpty: { en: '`{name}` is empty', 'zh-CN': '`{name}` 为空' },
}));

/** Messages that are turning points; everything else would drown them. */
const TURNING: readonly EventName[] = [
  'switchover.archive-backlog-critical',
  'switchover.completed',
  'switchover.completed-with-issues',
  'switchover.shutdown-clean',
  'switchover.shutdown-not-confirmed',
  'switchover.standby-behind',
  'switchover.ssh-failed',
  'switchover.aborting',
  'promote.successful',
  'promote.failed',
  'promote.server-failed',
  'rejoin.successful',
  'rejoin.failed',
  'rejoin.rewind-failed',
  'repmgrd.winner',
  'repmgrd.reconnect-failed',
  'repmgrd.promote-failed',
  'repmgrd.sync-state',
  'repmgrd.sync-names-changed',
  'kbha.stopping-database',
  'kbha.recovery-success',
  'kbha.recovery-failed',
  'startup.ready',
  'startup.crash-recovery',
  'shutdown.fast',
  'shutdown.immediate',
  'shutdown.complete',
  'promotion.requested',
  'recovery.timeline-forked',
  'walsender.segment-removed',
  'slot.invalidated',
  'disk.full',
  'reload.parameter-changed',
  'reload.rejected',
  'archiver.not-configured',
  'archiver.command-failed',
];

/** What was done, in the words of those who do it. */
const DONE = texts(() => ({
  'wal-removed': { en: 'WAL removed from the live directory: `{command}`', 'zh-CN': '从在用 WAL 目录删除日志：`{command}`' },
  'ready-removed': { en: 'archive status files removed: `{command}`', 'zh-CN': '删除归档状态文件：`{command}`' },
  'archive-cleaned': { en: 'archive cleaned: `{command}`', 'zh-CN': '清理归档：`{command}`' },
  'file-edited': { en: 'file edited: `{command}`', 'zh-CN': '修改文件：`{command}`' },
  'setting-altered': { en: 'setting altered: `{command}`', 'zh-CN': '修改参数：`{command}`' },
  reload: { en: 'configuration reloaded: `{command}`', 'zh-CN': '重新加载配置：`{command}`' },
  restart: { en: 'restart: `{command}`', 'zh-CN': '重启：`{command}`' },
  start: { en: 'start: `{command}`', 'zh-CN': '启动：`{command}`' },
  stop: { en: 'stop: `{command}`', 'zh-CN': '停止：`{command}`' },
  switchover: { en: 'switchover: `{command}`', 'zh-CN': '执行切换：`{command}`' },
  promote: { en: 'promotion: `{command}`', 'zh-CN': '执行提升：`{command}`' },
  follow: { en: 'follow: `{command}`', 'zh-CN': '执行 follow：`{command}`' },
  rejoin: { en: 'rejoin: `{command}`', 'zh-CN': '重新加入集群：`{command}`' },
  clone: { en: 'clone: `{command}`', 'zh-CN': '克隆：`{command}`' },
  register: { en: 'registration: `{command}`', 'zh-CN': '注册：`{command}`' },
  unregister: { en: 'registration removed: `{command}`', 'zh-CN': '取消注册：`{command}`' },
  pause: { en: 'repmgrd paused: `{command}`', 'zh-CN': '暂停 repmgrd：`{command}`' },
  unpause: { en: 'repmgrd unpaused: `{command}`', 'zh-CN': '恢复 repmgrd：`{command}`' },
  'slot-dropped': { en: 'slot dropped: `{command}`', 'zh-CN': '删除复制槽：`{command}`' },
  'slot-created': { en: 'slot created: `{command}`', 'zh-CN': '创建复制槽：`{command}`' },
  'base-backup': { en: 'base backup: `{command}`', 'zh-CN': '基础备份：`{command}`' },
  'replay-paused': { en: 'replay paused: `{command}`', 'zh-CN': '暂停回放：`{command}`' },
  'replay-resumed': { en: 'replay resumed: `{command}`', 'zh-CN': '恢复回放：`{command}`' },
  rewind: { en: 'rewind: `{command}`', 'zh-CN': '执行 rewind：`{command}`' },
}));

/** Settings whose change is a turning point. */
const SETTINGS = ['archive_command', 'archive_mode', 'archive_dest', 'archive_library', 'synchronous_standby_names', 'primary_conninfo'];

export function timelineOf(cluster: Cluster, _diagnosis: Diagnosis): readonly TimelineEvent[] {
  const events: TimelineEvent[] = [];
  const add = (fact: Fact, kind: TimelineEvent['kind'], event: Message, on?: string): void => {
    const node = on ?? cluster.nodeOf(fact)?.name ?? null;
    const zone = /(?:Z|[+-]\d\d:?\d\d)$/.exec(fact.at ?? '')?.[0] ?? null;
    events.push({
      order: fact.order,
      at: fact.at,
      atText: fact.atText,
      zone,
      heading: fact.place.heading,
      node,
      kind,
      event,
      source: fact.span.source,
      line: fact.span.line,
    });
  };
  for (const node of cluster.nodes) {
    let last: string | null = null;
    for (const pending of node.archiving.pending) {
      if (pending.fact.kind !== 'node-check') continue;
      const word = `${pending.count} ${pending.status ?? ''}`;
      if (word !== last) add(pending.fact, 'observed', said.pending({ count: pending.count, status: pending.status ?? '' }));
      last = word;
    }
  }
  for (const name of SETTINGS)
    for (const [fact, value] of changesOf(cluster, name))
      add(fact, 'observed', value === '' ? said.settingEmpty({ name }) : said.setting({ name, value }));
  let stopping: string | undefined;
  for (const fact of cluster.messages(...TURNING, 'switchover.stopping-primary')) {
    if (fact.event === 'switchover.stopping-primary') {
      stopping = fact.values['node'];
      continue;
    }
    // what a switchover reports of the stop is about the node that it stopped, not the one where it runs
    const on = fact.event === 'switchover.shutdown-clean' ? stopping : undefined;
    add(fact, fact.atText === null ? 'observed' : 'logged', ofMessage(fact.event as EventName, fact.text, fact.values), on);
  }
  // a PANIC ends the server, whatever it says
  for (const fact of cluster.facts.of('message'))
    if (fact.level === 'panic' && fact.program === 'server' && !TURNING.includes(fact.event as EventName))
      add(fact, fact.atText === null ? 'observed' : 'logged', said.message({ text: fact.text }));
  for (const done of cluster.done) if (!done.dryRun) add(done.fact, 'done', ofAction(done));
  return folded(events.sort((a, b) => a.order - b.order));
}

/**
 * The words on a setting that tell something: each that differs from the one before it on the same node or, where the node was not
 * asked before, on another; and an archive_command that is empty.
 */
function changesOf(cluster: Cluster, name: string): [Fact, string][] {
  const perNode = new Map<string, string>();
  let anywhere: string | null = null;
  const changes: [Fact, string][] = [];
  const words = cluster.facts
    .of('setting')
    .filter((fact) => fact.name === name && fact.program === 'server' && fact.via !== 'file' && fact.via !== 'file_settings');
  for (const fact of words) {
    const node = cluster.nodeOf(fact)?.label ?? '';
    const before = perNode.get(node) ?? anywhere;
    const tells = before === null ? fact.value === '' && name === 'archive_command' : before !== fact.value;
    if (tells) changes.push([fact, fact.value]);
    perNode.set(node, fact.value);
    anywhere = fact.value;
  }
  return changes;
}

function ofMessage(event: EventName, text: string, values: Readonly<Record<string, string>>): Message {
  if (event === 'switchover.archive-backlog-critical' || event === 'switchover.ssh-failed') return said.refused({ text });
  if (event === 'switchover.completed') return said.switched();
  if (event === 'switchover.shutdown-clean' && values['lsn'] !== undefined) return said.stopped({ lsn: values['lsn'] });
  if (event === 'repmgrd.sync-state' || event === 'repmgrd.sync-names-changed') return said.sync({ text });
  return said.message({ text });
}

function ofAction(done: Done): Message {
  const command = done.fact.text.length > 160 ? `${done.fact.text.slice(0, 157)}…` : done.fact.text;
  return DONE[done.kind]({ command });
}

/** A run of one event on one node is its first line; a hundred failures of the archiver are one entry. */
function folded(events: readonly TimelineEvent[]): TimelineEvent[] {
  const last = new Map<string | null, string>();
  return events.filter((event) => {
    const key = JSON.stringify([event.kind, event.event.text.en, event.event.params]);
    if (last.get(event.node) === key) return false;
    last.set(event.node, key);
    return true;
  });
}
