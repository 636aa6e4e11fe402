/** A standby that is down, and whose slot waits for it: started again, it takes what was kept and the slot is active. */
import { query } from '../commands/command.ts';
import type { Remedy } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { slotsQuery } from './replication-slots.ts';
import { labelOf, restart, seeCluster, sendersQuery } from './replication-steps.ts';
import { check, remedy, verify } from './steps.ts';

const said = texts(() => ({
  title: { en: 'Start {standby}: its slot keeps the WAL that it needs', 'zh-CN': '启动 {standby}：复制槽保留着它所需的 WAL' },
  caution: {
    en: 'Nothing is lost by it. How long the volume lasts while it is away is what counts: if the standby cannot come back in time, the next remedy.',
    'zh-CN': '不会造成任何损失。关键在于磁盘能撑到它恢复：若无法及时恢复，采用下一方案。',
  },
  slots: { en: 'What the slot holds', 'zh-CN': '查看复制槽保留的 WAL' },
  slotsExpect: {
    en: 'The slot is inactive and has a `restart_lsn`; `wal_status` lost or an empty `restart_lsn` means that only a clone helps.',
    'zh-CN': '该槽未激活且有 `restart_lsn`；若 `wal_status` 为 lost 或 `restart_lsn` 为空，则只能重新克隆。',
  },
  active: { en: 'The slot is active and what it holds shrinks', 'zh-CN': '复制槽已激活，保留的 WAL 逐渐减少' },
  activeExpect: {
    en: 'The slot is `t`, the standby is listed (`catchup`, then `streaming`), `held` falls. If it does not start or attach, its own log tells why.',
    'zh-CN': '该槽为 `t`，备机已列出（先 `catchup` 后 `streaming`），`held` 下降。若无法启动或连接，查看其自身日志。',
  },
}));

export function startStandby(cluster: Cluster, standby: Node, owner: Node | null): Remedy {
  const on = { cluster, node: owner };
  const see = query(cluster, owner, slotsQuery(cluster, owner), sendersQuery(cluster));
  return remedy({
    id: 'start-standby',
    title: said.title({ standby: labelOf(standby, 'the standby') }),
    caution: said.caution(),
    steps: [
      seeCluster(cluster, owner),
      check(on, { title: said.slots(), command: see, expect: said.slotsExpect() }),
      restart(cluster, standby, 'start'),
    ],
    closing: verify(on, { title: said.active(), command: see, expect: said.activeExpect() }),
  });
}
