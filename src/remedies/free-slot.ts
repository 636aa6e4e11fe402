/** A slot that somebody else uses: find out who, end that, and the standby that it was made for connects by itself. */
import { hole, literal, query, queryThrough, sh, statements } from '../commands/command.ts';
import type { Command, Remedy } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { labelOf, sendersQuery } from './replication-steps.ts';
import { change, check, remedy, verify } from './steps.ts';

const said = texts(() => ({
  title: { en: 'Find out who uses the slot on {owner}, and end it there', 'zh-CN': '查明谁在使用 {owner} 上的复制槽，并在其来源处停止' },
  caution: {
    en: 'Ending the sender alone helps for seconds: whoever is connected comes back. Switch off the old server, or give the tool a slot of its own, first.',
    'zh-CN': '仅结束发送进程只能维持数秒：对方会重新连接。请先停掉旧服务器，或让工具改用自己的复制槽。',
  },
  who: { en: 'Who is connected through the slot', 'zh-CN': '查看通过该槽连接的对象' },
  whoExpect: {
    en: 'The address and name behind `active_pid`. An address that is no standby of today is an old server or a tool.',
    'zh-CN': '`active_pid` 对应的地址与名称。不属于现有备机的地址即旧服务器或工具。',
  },
  end: { en: 'When it is switched off there: end its sender', 'zh-CN': '对方停止后：结束其发送进程' },
  endExpect: {
    en: '`t`, or no row where the sender has gone by itself.',
    'zh-CN': '返回 `t`；若发送进程已自行结束则无返回行。',
  },
  endUndo: { en: 'Whoever was connected connects again by itself.', 'zh-CN': '对方会自行重新连接。' },
  good: { en: 'The slot serves the right standby', 'zh-CN': '确认复制槽由正确的备机使用' },
  goodExpect: {
    en: 'The address is that of the standby for which the slot was made, in state `streaming`.',
    'zh-CN': '地址为该槽所属备机，状态为 `streaming`。',
  },
  all: { en: 'All who receive from here', 'zh-CN': '查看从本节点接收的所有连接' },
  allExpect: {
    en: 'The registered standbys, each once. A row that is none of them, or a name that is there twice, is the one.',
    'zh-CN': '每个已登记的备机各一行。不属于它们的行或重复出现的名称即为占用者。',
  },
  findSlot: { en: 'The name in the message.', 'zh-CN': '报错信息中的名称。' },
}));

/** `through`: how the new node connected to the owner, where the bundle does not know that one otherwise. */
export function freeSlot(cluster: Cluster, owner: Node | null, slot: string | null, through: string | null = null): Remedy {
  const node = owner ?? (through === null ? cluster.primary : null);
  const put = (...statements: string[]): Command =>
    through !== null && owner === null ? queryThrough(cluster, null, through, ...statements) : query(cluster, node, ...statements);
  const on = { cluster, node };
  const { catalog } = cluster.flavour;
  const ask = (select: string): Command => {
    const where = (name: string): string => `${select} where s.slot_name = ${name}`;
    return slot === null
      ? statements(cluster, node, { slot: sh`${hole('SLOT', 'the name of the slot', said.findSlot())}` }, [`${where(":'slot'")};`])
      : put(where(literal(slot)));
  };
  const joined = `from ${catalog}replication_slots s join ${catalog}stat_replication r on r.pid = s.active_pid`;
  const who = ask(`select s.slot_name, s.active_pid, r.application_name, r.client_addr, r.state, r.backend_start ${joined}`);
  return remedy({
    id: 'free-slot',
    title: said.title({ owner: labelOf(node) }),
    caution: said.caution(),
    steps: [
      check(on, { title: said.who(), command: who, expect: said.whoExpect() }),
      check(on, { title: said.all(), command: put(sendersQuery(cluster)), expect: said.allExpect() }),
      change(on, 'reload', {
        title: said.end(),
        command: ask(`select ${catalog}terminate_backend(s.active_pid) ${joined}`),
        expect: said.endExpect(),
        undo: said.endUndo(),
      }),
    ],
    closing: verify(on, { title: said.good(), command: who, expect: said.goodExpect() }),
  });
}
