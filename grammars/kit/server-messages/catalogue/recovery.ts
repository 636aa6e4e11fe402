import type { Catalogue } from './wording.ts';

/** src/backend/access/transam/{xlog,xlogrecovery,xlogarchive,timeline}.c: start, recovery, promotion, timelines. */
export const recovery = {
  'recovery.no-source': {
    say: ['specified neither ~primary_conninfo~ nor ~restore_command~', '既没有指定primary_conninfo,也没有指定restore_command'],
  },
  // The Chinese form turns the order of the arguments round.
  'recovery.timeline-forked': {
    say: [
      'new timeline {newTimeline:n} forked off current database system timeline {timeline:n} before current recovery point {lsn:lsn}',
      '在当前恢复点{lsn:lsn}之前, 新的时间点{newTimeline:n}脱离了当前…时间点{timeline:n}',
    ],
  },
  'recovery.not-child': {
    say: [
      'new timeline {newTimeline:n} is not a child of database system timeline {timeline:n}',
      '新的时间线{newTimeline:n}不附属于数据库系统时间线{timeline:n}',
      "requested timeline {newTimeline:n} is not a child of this server's history",
      '所要求的时间线{newTimeline:n}不在服务器的历史时间线里',
    ],
    detail: [
      'Latest checkpoint [in file…|]is at {checkpointLsn:lsn} on timeline {timeline:n}, but in the history of the requested timeline, the server forked off from that timeline at {forkLsn:lsn}',
      '最近的检查点位于{checkpointLsn:lsn},时间点为{timeline:n}, 但是在请求的历史时间点中,服务器端在那个时间点会产生分支{forkLsn:lsn}',
    ],
  },
  'recovery.minimum-not-contained': {
    say: [
      'requested timeline {newTimeline:n} does not contain minimum recovery point {lsn:lsn} on timeline {timeline:n}',
      '所要求的时间线{newTimeline:n}不包含最小恢复点{lsn:lsn},在时间线{timeline:n}处',
      '[所要求|请求]的时间线{newTimeline:n}不包含最小恢复点{lsn:lsn}',
    ],
  },
  'recovery.target-timeline-missing': {
    say: ['recovery target timeline {timeline:n} does not exist', '恢复目标的时间线 {timeline:n} 不存在'],
  },
  'recovery.no-checkpoint': {
    say: [
      'could not locate a valid checkpoint record',
      'could not locate required checkpoint record',
      '无法找到一个有效的 checkpoint 记录',
      '无法找到需要的 checkpoint 记录',
    ],
  },
  // Said on the way to it.
  'recovery.checkpoint-invalid': {
    say: [
      'invalid [primary |secondary |]checkpoint record',
      'invalid [primary |secondary |]checkpoint link in [control|backup_label] file',
      'invalid [resource manager ID|xl_info|length] [in|of] [primary |secondary |]checkpoint record',
      '无效的[主|次|] checkpoint 记录',
      '[主|次|]checkpoint 记录无效',
    ],
  },
  'recovery.no-redo-record': {
    say: ['could not find redo location [{lsn:lsn} |]referenced by checkpoint record', '无法找到checkpoint 记录对应的重做日志位置'],
  },
  'recovery.wal-ends-early': {
    say: [
      'WAL ends before consistent recovery point',
      'WAL ends before end of online backup',
      '在一致性恢复点前结束WAL',
      '联机备份终止之前,WAL已经终止',
    ],
  },
  'recovery.wal-level-minimal': {
    say: [
      'WAL was generated with ~wal_level=minimal~, cannot continue recovering',
      'WAL was generated with ~wal_level=minimal~, data may be missing',
      'hot standby is not possible because ~wal_level~ was not set to',
      'WAL文件由wal_level=minimal的设置而产生',
      '无法实施热后备,因为在主服务器上 wal_level',
    ],
  },
  'recovery.no-restore-command': {
    say: ['must specify ~restore_command~ when standby mode is not enabled', '未启用待机模式时必须指定 restore_command'],
  },
  'recovery.conf-file-unsupported': {
    say: ['using recovery command file "{file}" is not supported', '不支持使用恢复命令文件"{file}"'],
  },
  'recovery.restored': {
    say: ['restored log file "{segment}" from archive', '从归档中恢复日志文件 "{segment}"'],
  },
  'recovery.restore-failed': {
    say: [
      'could not restore file "{file}" from archive: child process exited with exit code {code:n}',
      'could not restore file "{file}" from archive: {reason}',
      '无法从归档文件子进程已退出, 退出码为 {code:n}中恢复文件 "{file}"',
      '无法从归档文件{reason}中恢复文件 "{file}"',
    ],
  },
  // The normal end of the local WAL; only the same position for long tells of damage.
  'recovery.local-wal-ends': {
    say: [
      'invalid record length at {lsn:lsn}: [wanted|expected at least] {wanted:n}, got {got:n}',
      'unexpected pageaddr {lsn:lsn} in [log|WAL] segment {segment}, [LSN|offset]',
      'invalid magic number {magic} in [log|WAL] segment {segment}, [LSN|offset]',
      'record with incorrect prev-link {found:lsn} at {lsn:lsn}',
      'invalid resource manager ID {id:n} at {lsn:lsn}',
      '{lsn:lsn} 处的记录长度不合法',
      '出现意外的pageaddr {lsn:lsn}',
      '的magic号{magic}无效',
      '具有不正确向前链接{found:lsn}的记录出现在{lsn:lsn}',
      '在{lsn:lsn}处的资源管理器ID{id:n}不合法',
    ],
  },
  'recovery.invalid-pages': { say: ['WAL contains references to invalid pages'] },
  'storage.page-damaged': {
    say: [
      'page verification failed, calculated checksum {calculated:n} but expected {expected:n}',
      'invalid page in block {block:n} of relation {relation}',
      '页校验失败,计算出的校验和为{calculated:n}',
      '关系 "{relation}" 中的块 {block:n} [存在|]无效的页',
    ],
  },
  'recovery.standby-mode': { say: ['entering standby mode', '正在进入备用模式'] },
  'recovery.archive-started': {
    say: ['starting archive recovery', 'starting point-in-time recovery', '开始归档恢复', '开始执行到…时间点恢复'],
  },
  'recovery.backup-started': { say: ['starting backup recovery with redo LSN {lsn:lsn}'] },
  'recovery.backup-completed': { say: ['completed backup recovery with redo LSN {lsn:lsn}'] },
  'recovery.redo-starts': { say: ['redo starts at {lsn:lsn}', 'redo 在 {lsn:lsn} 开始'] },
  'recovery.consistent': {
    say: ['consistent recovery state reached at {lsn:lsn}', '在{lsn:lsn}上已到达一致性恢复状态'],
  },
  'recovery.redo-done': { say: ['redo done at {lsn:lsn}', 'redo 在 {lsn:lsn} 完成'] },
  'recovery.last-transaction': {
    say: ['last completed transaction was at log time {time}', '上一次完成事务是在日志时间{time}完成的'],
  },
  'recovery.new-timeline': { say: ['selected new timeline ID: {timeline:n}', '已选择的新时间线ID:{timeline:n}'] },
  'recovery.target-timeline': { say: ['new target timeline is {timeline:n}', '新的目标时间线为{timeline:n}'] },
  'recovery.complete': { say: ['archive recovery complete', '归档恢复完毕'] },
  'recovery.restartpoint': {
    say: ['recovery restart point at {lsn:lsn}', '恢复得重新启动点是在{lsn:lsn}开始'],
    detail: ['ast completed transaction was at log time {time}.$', '上一次完成事务是在日志时间{time}完成的'],
  },
  'promotion.requested': {
    say: [
      'received promote request',
      '接收到提或请求',
      'promote trigger file found: {file}',
      'trigger file found: {file}',
      '找到升级触发器文件:{file}',
    ],
  },
  'startup.interrupted': {
    say: [
      'database system was interrupted; last known up at {time}',
      'database system was interrupted while in recovery at [log time |]{time}',
      'database system shutdown was interrupted; last known up at {time}',
      '数据库系统中断;上一次的启动时间是在{time}',
      '恢复时, 数据库系统在 {time} 被中断',
      '当日志时间{time}进行恢复时,数据库系统被中断',
      '数据库系统关闭操作被中断;上一次已知的运行是在{time}',
    ],
  },
  'startup.crash-recovery': {
    say: ['database system was not properly shut down; automatic recovery in progress', '数据库系统没有正确的关闭; 处于自动恢复状态中'],
  },
  'startup.after-clean-shutdown': {
    say: ['database system was shut down [in recovery |]at {time}', '数据库上次关闭时间为 {time}', '在{time},数据库在恢复中关闭'],
  },
} as const satisfies Catalogue;
