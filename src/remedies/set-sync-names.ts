/** Write the list of synchronous standbys: the names that are connected, or none for as long as the standby is away. A reload. */
import { literal, query } from '../commands/command.ts';
import type { Remedy } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { formatDemand, type Synchronous } from '../model/synchronous.ts';
import { labelOf, primaryFor, sendersQuery } from './replication-steps.ts';
import { change, check, remedy, verify, where } from './steps.ts';

const said = texts(() => ({
  rename: { en: 'Name the standbys as they are connected: {names}', 'zh-CN': '按实际连接的名称填写：{names}' },
  release: {
    en: 'Let commits on {node} go on without the standby, until it is back',
    'zh-CN': '让 {node} 的提交先不等待该备机，直到其恢复',
  },
  fewer: {
    en: 'Let commits on {node} wait for {count} of the standbys only, until the others are back',
    'zh-CN': '让 {node} 的提交先只等待 {count} 个备机，直到其余备机恢复',
  },
  fewerCaution: {
    en: 'The list keeps its names, and commits go on waiting for the standby that is there: what is committed exists on it and on {node}. With that one away as well they hang again. Better, where it is quickly done: bring the missing standby back, nothing else is needed then. Put the number back as soon as it streams.',
    'zh-CN':
      '列表中的名称不变，提交仍等待在线的备机：已提交的内容存在于该备机和 {node} 上；若该备机也离开，提交会再次挂起。若能很快恢复缺失的备机则更好，无需其他操作。其恢复流复制后请立即改回原来的数目。',
  },
  renameCaution: {
    en: 'From then on commits wait for these standbys: with as many of them away as the list asks for, they hang again.',
    'zh-CN': '此后提交会等待这些备机：若离开的数量达到列表要求，仍会挂起。',
  },
  releaseCaution: {
    en: 'What is committed from then on exists on {node} only until the standby has caught up: if {node} is lost meanwhile, so are those transactions. Better, where it is quickly done: bring the standby back, nothing else is needed then. Put the list back as soon as it streams.',
    'zh-CN':
      '此后提交的内容在备机追平之前只存在于 {node}：期间若 {node} 丢失，这些事务也会丢失。若能很快恢复备机则更好，无需其他操作。备机恢复流复制后请立即改回该列表。',
  },
  see: { en: 'What is asked for, who is connected, and how many commits wait', 'zh-CN': '查看同步要求、已连接的备机及等待的提交数' },
  seeExpect: {
    en: 'The list, the rows of the standbys (compare `application_name` with the list, letter by letter), and the number of waiting sessions.',
    'zh-CN': '列表内容、备机各行（将 `application_name` 与列表逐字比较）以及等待的会话数。',
  },
  set: { en: 'Set the list and reload', 'zh-CN': '设置列表并重新加载' },
  setExpect: { en: 'No error, and `t`. The waiting commits return at once.', 'zh-CN': '无报错，返回 `t`。等待的提交会立即返回。' },
  setUndo: {
    en: '`ALTER SYSTEM SET synchronous_standby_names = {old}` and reload.',
    'zh-CN': '执行 `ALTER SYSTEM SET synchronous_standby_names = {old}` 并重新加载。',
  },
  goes: { en: 'Nothing waits any more', 'zh-CN': '确认没有等待的提交' },
  goesExpect: {
    en: '0 waiting sessions; state `sync` or `quorum` for the standbys that are asked for.',
    'zh-CN': '等待会话为 0；所要求的备机状态为 `sync` 或 `quorum`。',
  },
}));

export function setSyncNames(cluster: Cluster, node: Node | null, one: Synchronous | null): Remedy {
  const primary = primaryFor(cluster, node);
  const on = { cluster, node: primary, where: where.primary() };
  const { catalog: c } = cluster.flavour;
  const connected = (one?.senders ?? []).flatMap((sender) => (sender.state === 'streaming' && sender.name !== null ? [sender.name] : []));
  const { demand } = one ?? { demand: null };
  const names = demand !== null && connected.length >= demand.count ? connected : [];
  const answering = one?.answering.length ?? 0;
  // one that answers is worth more than an empty list: only the number goes down
  const count = demand !== null && names.length === 0 && answering > 0 && answering < demand.count ? answering : null;
  const value =
    demand === null || (names.length === 0 && count === null)
      ? ''
      : count === null
        ? formatDemand(demand, names)
        : formatDemand({ ...demand, count }, demand.names);
  const old = one?.setting?.value ?? '…';
  const label = { node: labelOf(primary) };
  const waiting = `select count(*) from ${c}stat_activity where wait_event = 'SyncRep'`;
  const see = query(cluster, primary, 'show synchronous_standby_names', sendersQuery(cluster), waiting);
  return remedy({
    id: 'set-sync-names',
    title: names.length > 0 ? said.rename({ names }) : count === null ? said.release(label) : said.fewer({ ...label, count }),
    caution: names.length > 0 ? said.renameCaution() : count === null ? said.releaseCaution(label) : said.fewerCaution(label),
    steps: [
      check(on, { title: said.see(), command: see, expect: said.seeExpect() }),
      change(on, 'reload', {
        title: said.set(),
        command: query(cluster, primary, `ALTER SYSTEM SET synchronous_standby_names = ${literal(value)}`, `SELECT ${c}reload_conf()`),
        expect: said.setExpect(),
        undo: said.setUndo({ old: literal(old) }),
      }),
    ],
    closing: verify(on, { title: said.goes(), command: see, expect: said.goesExpect() }),
  });
}
