/** What the causes of a standby that does not receive share: all read the same receptions, and each says why it is not the reason. */
import type { Fact } from '../../core/fact.ts';
import type { Verdict } from '../../core/finding.ts';
import { type Message, texts } from '../../core/text.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { Met, Obstacle, Reception } from '../../model/reception.ts';
import { receptionsOf } from '../../model/reception.ts';
import { absent, evidence, notApplicable, type Told } from '../cause.ts';

const said = texts(() => ({
  attached: { en: '{standby} is attached and receives', 'zh-CN': '{standby} 已连接并正常接收' },
  auth: { en: 'the receiver of {standby} is rejected for who it is', 'zh-CN': '{standby} 的接收进程因身份认证被拒绝' },
  unreachable: { en: 'the receiver of {standby} does not reach the upstream at all', 'zh-CN': '{standby} 的接收进程根本连不到上游' },
  'no-sender': { en: 'the upstream has no free walsender for {standby}', 'zh-CN': '上游没有空闲的 walsender 供 {standby} 使用' },
  'slot-missing': { en: 'the upstream answers {standby} that its slot does not exist', 'zh-CN': '上游答复 {standby} 其复制槽不存在' },
  'slot-in-use': { en: 'the upstream answers {standby} that its slot is in use', 'zh-CN': '上游答复 {standby} 其复制槽正被占用' },
  'slot-lost': { en: 'the upstream answers {standby} that its slot is lost', 'zh-CN': '上游答复 {standby} 其复制槽已失效' },
  'wal-removed': { en: 'the upstream answers {standby} that the WAL it needs is removed', 'zh-CN': '上游答复 {standby} 所需 WAL 已被删除' },
  diverged: { en: 'the history of {standby} has left that of its upstream', 'zh-CN': '{standby} 的时间线已与上游分叉' },
  foreign: { en: '{standby} belongs to another cluster than its upstream', 'zh-CN': '{standby} 与上游不属于同一集群' },
  'no-source': { en: '{standby} has no upstream configured', 'zh-CN': '{standby} 未配置上游' },
  full: { en: 'the upstream answers {standby} that it has no connection left', 'zh-CN': '上游答复 {standby} 连接数已满' },
  'not-ready': { en: 'the upstream of {standby} was starting or stopping', 'zh-CN': '{standby} 的上游当时正在启动或停止' },
  'broken-off': { en: 'the connection of {standby} broke off', 'zh-CN': '{standby} 的连接中断' },
  other: { en: 'the receiver of {standby} failed for another reason', 'zh-CN': '{standby} 的接收进程因其他原因失败' },
  standby: { en: 'the standby', 'zh-CN': '该备机' },
}));

/** How a sentence names a standby, also one that the bundle does not. */
export const nameOf = (reception: Reception): string => reception.standby?.name ?? reception.standby?.identity.address ?? 'the standby';

/** What an obstacle means, as a message. */
export const meaning = (kind: Obstacle, reception: Reception): Message => said[kind]({ standby: nameOf(reception) });

/** The verdict of a cause on each reception; where it has none, the general reason why it is not this one. */
export function judgeReceptions(cluster: Cluster, own: readonly Obstacle[], judge: (reception: Reception) => Verdict | null): Told[] {
  return receptionsOf(cluster).flatMap((reception) => {
    const verdict = judge(reception) ?? ruledOut(reception, own);
    return verdict.is === 'not-applicable' ? [] : [{ node: reception.standby, verdict }];
  });
}

/** Attached, or held up by something else. */
export function ruledOut(reception: Reception, own: readonly Obstacle[]): Verdict {
  const { attachment, obstacle } = reception;
  const standby = nameOf(reception);
  if (obstacle !== null && !own.includes(obstacle.kind)) {
    const because = said[obstacle.kind]({ standby });
    return absent(because, evidence(firstOf(obstacle), because));
  }
  if (attachment.attached !== null) return absent(said.attached({ standby }), evidence(attachment.attached, said.attached({ standby })));
  return notApplicable;
}

const firstOf = ({ facts }: Met): Fact => {
  const first = facts[0];
  // A Met is made of at least one message.
  if (first === undefined) throw new Error('an obstacle without a message');
  return first;
};
