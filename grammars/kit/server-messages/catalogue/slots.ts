import type { Catalogue } from './wording.ts';

/** src/backend/replication/slot.c and slotfuncs.c. */
export const slots = {
  'slot.invalidated': {
    say: [
      'invalidating slot "{slot}" because its restart_lsn {lsn:lsn} exceeds ~max_slot_wal_keep_size',
      'invalidating obsolete replication slot "{slot}"',
    ],
    detail: ['restart_lsn {lsn:lsn} exceeds the limit by {bytes:n} byte', '{because}'],
  },
  'slot.process-terminated': {
    say: [
      'terminating process {pid:n} to release replication slot "{slot}"',
      'terminating walsender {pid:n} because replication slot "{slot}" is too far behind',
    ],
  },
  'slot.none-free': { say: ['all replication slots are in use', '所有的复制槽都在使用中'] },
  'slot.disabled': {
    say: ['replication slots can only be used if ~max_replication_slots~ > 0', '复制槽只有当 max_replication_slots > 0'],
  },
  'slot.wal-level': {
    say: ['replication slots can only be used if ~wal_level~ >= ', '复制槽只有当 wal_level >='],
  },
  'slot.exists': { say: ['replication slot "{slot}" already exists', '复制槽名 "{slot}" 已经存在'] },
  'slot.missing': { say: ['replication slot "{slot}" does not exist', '复制槽名 "{slot}" 不存在'] },
  'slot.active': {
    say: ['replication slot "{slot}" is active for PID {pid:n}', '复制槽 "{slot}" 正用于 PID {pid:n}'],
  },
  'slot.lost': {
    say: [
      'can no longer access replication slot "{slot}"',
      'can no longer get changes from replication slot "{slot}"',
      'cannot read from logical replication slot "{slot}"',
    ],
  },
  'slot.too-many-at-start': { say: ['too many replication slots active before shutdown', '关闭前有太多活动的复制槽'] },
  'slot.needs-wal-level': {
    say: [
      '[physical|logical] replication slot "{slot}" exists, but ~wal_level~ <',
      '物理复制槽"{slot}"存在,但wal_level',
      '存在逻辑复制槽"{slot}",但wal_level',
    ],
  },
  'slot.not-permitted': {
    say: [
      'must be superuser or replication role to use replication slots',
      'permission denied to use replication slots',
      '只有超级用户或者拥有复制角色的用户才能使用复制槽',
    ],
  },
} as const satisfies Catalogue;

/** Synchronous replication and hot standby: src/backend/replication/syncrep.c, xlogrecovery.c, postgres.c, postmaster.c. */
export const standby = {
  'sync.wait-cancelled': {
    say: [
      'canceling wait for synchronous replication due to user request',
      'canceling the wait for synchronous replication and terminating connection due to administrator command',
      '听从用户请求,取消等待同步复制',
      '取消等待同步复制,听从管理员命令',
    ],
  },
  'sync.standby-active': {
    say: [
      'standby "{standby}" is now a synchronous standby with priority {priority:n}',
      'standby "{standby}" is now a candidate for quorum synchronous standby',
      '后备 "{standby}" 现在是具有优先级 {priority:n} 的一个同步后备',
      '待机 "{standby}"现在是仲裁同步待机的候选',
    ],
  },
  'sync.priority-changed': {
    say: [
      'standby "{standby}" now has synchronous standby priority {priority:n}',
      '备用节点 "{standby}" 现在拥有同步备用优先级: {priority:n}',
    ],
  },
  'standby.setting-too-low': [
    {
      say: ['recovery aborted because of insufficient parameter settings'],
      detail: ['{setting} = {value:n} is a lower setting than on the primary server, where its value was {primaryValue:n}'],
      values: { effect: 'stopped' },
    },
    {
      say: ['hot standby is not possible because of insufficient parameter settings'],
      detail: ['{setting} = {value:n} is a lower setting than on the primary server, where its value was {primaryValue:n}'],
      values: { effect: 'paused' },
    },
    {
      say: [
        'hot standby is not possible because {setting} = {value:n} is a lower setting than on the [master|primary] server (its value was {primaryValue:n})',
        '无法实施热备操作,因为{setting} = {value:n}这个设置低于在主服务器的设置(它的值是{primaryValue:n})',
      ],
      values: { effect: 'stopped' },
    },
  ],
  'replay.paused': {
    say: ['recovery has paused', '恢复操作已暂停', 'pausing at the end of recovery'],
    beside: ['Execute pg_wal_replay_resume() to {to}.', '执行 pg_wal_replay_resume() 以{to}.'],
  },
  'replay.conflict': {
    say: [
      'canceling statement due to conflict with recovery',
      'terminating connection due to conflict with recovery',
      '由于与恢复操作冲突,正在取消语句命令',
      '由于与恢复操作相冲突而中断连接',
    ],
  },
  'connection.hot-standby-off': {
    say: ['the database system is not accepting connections'],
  },
  'connection.not-yet-consistent': { say: ['the database system is not yet accepting connections'] },
} as const satisfies Catalogue;
