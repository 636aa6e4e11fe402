import type { Catalogue } from './wording.ts';

/**
 * src/backend/postmaster/pgarch.c, shell_archive.c, contrib/basic_archive and the zh_CN catalogue.
 * The catalogue of 15 was made for 12: what was reworded since stays English inside a Chinese log.
 */
export const archiver = {
  'archiver.not-configured': {
    say: [
      'archive_mode~ enabled, yet archiving is not configured',
      'archive_mode~ enabled, yet ~archive_command~ is not set',
      '已启用归档模式参数archive_mode,但是还没有设置',
    ],
  },
  'archiver.command-failed': {
    say: ['archive command failed with exit code {code:n}', '归档命令执行失败,退出代码为 {code:n}'],
    detail: ['The failed archive command was: {command}', '执行失败的归档命令是: {command}'],
  },
  'archiver.signal': {
    say: [
      'archive command was terminated by signal {signal:n}: {signalName}',
      'archive command was terminated by signal {signal:n}',
      '归档命令被信号{signal:n}终止:{signalName}',
    ],
    detail: ['The failed archive command was: {command}', '执行失败的归档命令是: {command}'],
  },
  'archiver.exception': {
    say: ['archive command was terminated by exception {exception}', '归档命令被异常 {exception} 终止'],
    detail: ['The failed archive command was: {command}', '执行失败的归档命令是: {command}'],
  },
  'archiver.unknown-status': {
    say: ['archive command exited with unrecognized status {status:n}', '归档命令已退出, 未知状态 {status:n}'],
    detail: ['The failed archive command was: {command}', '执行失败的归档命令是: {command}'],
  },
  'archiver.gave-up': {
    say: ['archiving [write-ahead|transaction] log file "{segment}" failed too many times', '归档[预写|事务]日志文件 "{segment}" 多次失败'],
  },
  'archiver.orphan-removed': {
    say: ['removed orphan archive status file "{file}"', '已删除孤立存档状态文件"{file}"'],
  },
  'archiver.orphan-removal-failed': {
    say: ['removal of orphan archive status file "{file}" failed too many times', '删除孤立存档状态文件"{file}"失败太多次'],
  },
  'archiver.library-changed': { say: ['restarting archiver process because value of ~archive_library~ was changed'] },
  'archiver.both-set': { say: ['both ~archive_command~ and ~archive_library~ set'] },
  'archiver.module-invalid': {
    say: ['archive modules have to define the symbol {symbol}', 'archive modules must register an archive callback'],
  },
  'archiver.file-exists': { say: ['archive file "{file}" already exists'] },
  'archiver.status-write-failed': {
    say: ['could not [create|write] archive status file "{file}": {reason}', '无法[创建|写入]归档状态文件 "{file}": {reason}'],
    as: {},
  },
  'archiver.status-file-failed': {
    say: [
      'could not [open|stat|remove] file "[pg_wal|pg_xlog|sys_wal|sys_xlog]/archive_status/{file}": {reason}',
      'could not rename file "[pg_wal|pg_xlog|sys_wal|sys_xlog]/archive_status/{file}" to "{newName}": {reason}',
      '无法打开文件 "[pg_wal|pg_xlog|sys_wal|sys_xlog]/archive_status/{file}": {reason}',
      '无法把文件 "[pg_wal|pg_xlog|sys_wal|sys_xlog]/archive_status/{file}" 重命名为 "{newName}": {reason}',
    ],
    as: {},
  },
  'backup.waits-for-archive': {
    say: [
      'still waiting for all required WAL segments to be archived ({seconds:n} seconds elapsed)',
      '在等待所有需要的WAL段归档(已过去{seconds:n}秒)',
    ],
  },
} as const satisfies Catalogue;

/** Lines that only KingbaseES prints. */
export const kingbase = {
  'kingbase.archive-placeholder': { say: ['config the real archive_command string as soon as possible'] },
  'kingbase.license-expired': {
    say: ['License file expired', 'license [has|is] expired', '授权文件已过期', '许可证已过期', 'license 已过期'],
  },
  'kingbase.license-refused': {
    say: [
      '[could not|can not|cannot|failed to|unable to] [open|find|read|load|parse|access|verify|check] [the |][L|l]icense',
      '[L|l]icense [file |][is |][not found|invalid|not valid|missing|damaged|corrupt|illegal|error]',
      '[L|l]icense [file |][does not|do not|not|mismatch|check failed|verification failed]',
      '[invalid|Invalid|no valid|illegal|wrong] [L|l]icense',
      '[授权文件|许可证|许可文件|license 文件][不存在|无效|校验失败|与本机不匹配|不匹配|损坏|错误]',
      '[无法|不能][打开|读取|找到]授权文件',
    ],
  },
  'kingbase.alter-system': {
    say: [
      'attention:superuser {user} is modifying {name} by ALTER SYSTEM SET statement',
      'is modifying {name} by ALTER SYSTEM SET statement',
    ],
  },
} as const satisfies Catalogue;
