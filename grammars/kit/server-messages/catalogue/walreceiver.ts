import type { Catalogue } from './wording.ts';

/** What the inner message of the upstream makes of the walreceiver's own. */
const TOLD_BY_UPSTREAM = {
  'slot.missing': 'walreceiver.slot-missing',
  'slot.active': 'walreceiver.slot-active',
  'slot.lost': 'walreceiver.slot-lost',
  'walsender.segment-removed': 'walreceiver.segment-removed',
  'walsender.not-in-history': 'walreceiver.not-in-history',
  'walsender.start-ahead': 'walreceiver.ahead-of-upstream',
} as const;

/** Names that `as` gives and no wording has of its own. */
export const DERIVED = [...Object.values(TOLD_BY_UPSTREAM), 'server.further-messages'] as const;

/** src/backend/replication/walreceiver.c and libpqwalreceiver.c; since 18 `streaming replication receiver "…"` stands in front. */
export const walreceiver = {
  'walreceiver.connect-failed': {
    say: ['could not connect to the primary server: {reason}', '无法连接到主用服务器:{reason}'],
    as: {},
  },
  'walreceiver.receive-failed': {
    say: ['could not receive data from WAL stream: {reason}', '无法从WAL流[中|][获得|接收]数据: {reason}'],
    as: TOLD_BY_UPSTREAM,
  },
  'walreceiver.start-failed': {
    say: ['could not start WAL streaming: {reason}', '无法启动WAL流复制: {reason}'],
    as: TOLD_BY_UPSTREAM,
  },
  'walreceiver.send-failed': {
    say: ['could not send data to WAL stream: {reason}', '无法向WAL流:{reason}发送数据'],
    as: {},
  },
  'walreceiver.identify-failed': {
    say: [
      'could not receive database system identifier and timeline ID from the primary server: {reason}',
      '无法从主用服务器接收数据库系统标识符和时间线ID:{reason}',
    ],
    as: {},
  },
  'walreceiver.foreign-cluster': {
    say: ['database system identifier differs between the primary and standby', '在主用服务器和备用服务器之间,数据库系统标识符是不一样的'],
    detail: [
      "The primary's identifier is {primaryIdentifier:n}, the standby's identifier is {standbyIdentifier:n}",
      '主用服务器的标识符是{primaryIdentifier:n},备用服务器的标识符是{standbyIdentifier:n}',
    ],
  },
  'walreceiver.upstream-behind': {
    say: [
      'highest timeline {upstreamTimeline:n} of the primary is behind recovery timeline {timeline:n}',
      '主服务器上的最高时间线{upstreamTimeline:n}还在恢复时间线{timeline:n}',
    ],
  },
  'walreceiver.timeout': { say: ['terminating walreceiver due to timeout', '由于超时, 中止walreceiver进程'] },
  'walreceiver.terminated': {
    say: ['terminating walreceiver process due to administrator command', '由于管理员命令中断walreceiver进程'],
  },
  'walreceiver.goodbye-failed': {
    say: ['could not send end-of-streaming message to primary: {reason}', '无法向主服务器:{reason}发送流终止的消息'],
    as: {},
  },
  'walreceiver.reconfigured': { say: ['WAL receiver process shutdown requested'] },
  'walreceiver.ended-by-upstream': {
    say: ['replication terminated by primary server', '复制由主用服务器终止'],
    detail: ['End of WAL reached on timeline {timeline:n} at {lsn:lsn}', 'WAL结束时,到了时间线{timeline:n}和地址{lsn:lsn}'],
  },
  'walreceiver.timeline-ended': {
    say: ['primary server contains no more WAL on requested timeline {timeline:n}', '主服务器 在时间点 {timeline:n}不再有WAL'],
  },
  // The position is the start of the segment, not the position reached.
  'walreceiver.streaming': {
    say: [
      'started streaming WAL from primary at {lsn:lsn} on timeline {timeline:n}',
      'restarted WAL streaming at {lsn:lsn} on timeline {timeline:n}',
      '在时间点: {lsn:lsn} (时间安排{timeline:n})启动日志的流操作',
      '在{lsn:lsn}处时间线{timeline:n}上重启WAL流操作',
    ],
  },
  'walreceiver.history-fetched': {
    say: [
      'fetching timeline history file for timeline {timeline:n} from primary server',
      '从主服务器的时间点{timeline:n}获取时间点历史文件',
    ],
  },
  'walreceiver.waiting': { say: ['waiting for WAL to become available at {lsn:lsn}'] },
} as const satisfies Catalogue;
