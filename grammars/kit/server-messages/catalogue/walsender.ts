import type { Catalogue } from './wording.ts';

/** src/backend/replication/walsender.c, src/backend/access/transam/{timeline,xlogreader}.c: what an upstream says to a standby. */
export const walsender = {
  'walsender.segment-removed': {
    say: ['requested WAL segment {segment} has already been removed', '[所要求|请求]的WAL段{segment}已经被[删除|移除]'],
  },
  'walsender.not-in-history': {
    say: [
      "requested starting point {lsn:lsn} on timeline {timeline:n} is not in this server's history",
      '请求的起始点{lsn:lsn}, 时间线{timeline:n},不在该服务器的时间线历史记录里',
      "requested timeline {timeline:n} is not in this server's history",
      '服务器上没有起始时间表 {timeline:n}',
    ],
    detail: [
      "This server's history forked from timeline {forkTimeline:n} at {forkLsn:lsn}",
      '服务器的历史时间线在时间线{forkTimeline:n},地址{forkLsn:lsn}处产生了分支',
    ],
  },
  // The translation says 之前, "before"; the standby is ahead all the same.
  'walsender.start-ahead': {
    say: [
      'requested starting point {lsn:lsn} is ahead of the WAL flush position of this server {flushLsn:lsn}',
      '请求的起始点 {lsn:lsn} 位于该服务器的WAL刷新位置{flushLsn:lsn}之前',
    ],
  },
  'walsender.too-many': {
    say: [
      'number of requested standby connections exceeds ~max_wal_senders~ (currently {max:n})',
      '所要求的备用服务器连接数超过了参数max_wal_senders的值(当前设置为{max:n})',
    ],
  },
  // The catalogue says walreceiver in both; the process that stops is the walsender.
  'walsender.timeout': {
    say: ['terminating walsender process due to replication timeout', '由于复制超时, 中断walreceiver进程'],
  },
  'walsender.after-promotion': {
    say: ['terminating walsender process after promotion', '在提升后, 中断walreceiver进程'],
  },
  'walsender.standby-lost': {
    say: ['unexpected EOF on standby connection', '在备用服务器连接上的出现意外的EOF'],
  },
  'walsender.not-permitted': {
    say: [
      'must be superuser or replication role to start walsender',
      'permission denied to start WAL sender',
      '只有超级用户或者拥有复制角色的用户才能启动 walsender',
    ],
  },
  'walsender.stopping': {
    say: ['cannot execute new commands while WAL sender is in stopping mode', '当WAL sender处于停止模式时'],
  },
  'walsender.shutdown-refuses': {
    say: ['new replication connections are not allowed during database shutdown', '在数据库服务器关闭期间不允许接受新的复制连接'],
  },
} as const satisfies Catalogue;
