import type { Wordings } from '../wording.ts';

/** pg_rewind, pg_basebackup and the small tools of both flavours, English and zh_CN. */
export const REWIND = {
  'rewind.prerequisites': [
    'target <server|master> <needs|need> to use either data checksums or "wal_log_hints = on"',
    '目标服务器需要使用数据校验和或者让"wal_log_hints = on"',
    '目标服务器需要使用…校验和或者',
  ],
  'rewind.wal-missing': [
    'could not open file "{path}<pg_wal|sys_wal|pg_xlog>/{segment}": No such file',
    'could not find previous WAL record at {lsn}',
    'could not read WAL record at {lsn}',
    'could not restore file "{segment}" from archive',
    '无法在{lsn}找到前一个WAL记录',
    '无法在 {lsn} 找到前一个 WAL 记录',
    '无法打开文件 "{path}<pg_wal|sys_wal|pg_xlog>/{segment}": 没有那个文件或目录',
    '无法读取{lsn}处的WAL记录',
    '无法从存档还原文件"{segment}"',
  ],
  'rewind.no-ancestor': [
    "could not find common ancestor of the source and target cluster's timelines",
    '找不到源和目标集簇时间线的共同祖先',
    '无法找到源集簇和目标集簇的时间线的共同祖先',
  ],
  'rewind.diverged-at': [
    'servers diverged at WAL <location|position> {lsn} on timeline {timeline}',
    '服务器在时间线{timeline}上的WAL位置{lsn}处发生了分歧',
    '服务器在时间线 {timeline} 上的 WAL 位置 {lsn} 处发生了分歧',
  ],
  'rewind.from-checkpoint': [
    'rewinding from last common checkpoint at {lsn} on timeline {timeline}',
    '从时间线{timeline}上{lsn}处的最后一个普通检查点倒带',
    '最后一个普通检查点倒带',
  ],
  'rewind.not-required': [
    'no rewind required',
    '不需要倒带',
    '没有倒带的必要',
    'source and target cluster are on the same timeline',
    '源集簇和目标集簇处于同一时间线',
  ],
  'rewind.not-clean': [
    'target server must be shut down cleanly',
    '目标服务器必须被干净地关闭',
    'source data directory must be shut down cleanly',
    '源数据目录必须被干净地关闭',
  ],
  'rewind.crash-recovery': ['to complete crash recovery', '以完成崩溃恢复'],
  'rewind.other-cluster': ['source and target clusters are from different systems', '源集簇和目标集簇来自不同的系统', '来自不同的系统'],
  'rewind.incompatible': [
    'clusters are not compatible with this version of pg_rewind',
    'must be executed with superuser',
    '与这个pg_rewind的版本不兼容',
  ],
  'rewind.full-page-writes': ['full_page_writes must be enabled in the source server', '源服务器…full_page_writes'],
  'rewind.not-permitted': ['permission denied for function {name}', 'must be superuser to read files', '对函数 {name} 权限不够'],
  'rewind.failed-midway': [
    'a new base backup is likely needed',
    'target …is likely in an unusable state',
    'could not write target file',
    'could not truncate file',
    '无法将文件"{path}"截断为',
  ],
} as const satisfies Wordings;

export const BASEBACKUP = {
  'basebackup.no-space': [
    'could not write to file "{path}": No space left on device',
    'could not write {rest}No space left on device',
    '无法写入{rest}设备上没有空间',
    '无法写入文件 "{path}": 设备上没有空间',
  ],
  'basebackup.directory-not-empty': [
    'directory "{path}" exists but is not empty',
    '目录"{path}"已存在，但不是空的',
    '目录 "{path}" 已存在,但不是空的',
  ],
  // the server's own notices, which pg_basebackup passes on
  'basebackup.waits-for-archive': [
    'still waiting for all required WAL segments to be archived ({seconds} seconds elapsed)',
    '在等待所有需要的WAL段归档({seconds}秒',
    '仍在等待所有必需的WAL段归档',
  ],
  'basebackup.archived': ['all required WAL segments have been archived', '所有必需的WAL段都已被归档', '所有需要的WAL段都已归档'],
  'basebackup.slot-exists': ['replication slot "{slot}" already exists', '复制槽 "{slot}" 已经存在'],
  'basebackup.slot-missing': ['replication slot "{slot}" does not exist', '复制槽 "{slot}" 不存在'],
  'basebackup.slots-taken': ['all replication slots are in use', '所有的复制槽都在使用中', '所有复制槽都在使用中'],
  'basebackup.wal-removed': ['requested WAL segment {segment} has already been removed', '请求的 WAL 段 {segment} 已经被移除'],
  'basebackup.stream-failed': [
    'could not receive data from WAL stream',
    'child process exited with exit code {code}',
    'background process terminated unexpectedly',
    '无法从WAL流得到数据',
    '子进程已退出, 退出码为 {code}',
  ],
  'basebackup.waiting-checkpoint': [
    'waiting for checkpoint',
    'initiating base backup, waiting for checkpoint to complete',
    '等待检查点',
    '等待检查点完成',
  ],
  'basebackup.done': ['base backup completed', '基础备份已完成', '基础备份完成'],
} as const satisfies Wordings;
