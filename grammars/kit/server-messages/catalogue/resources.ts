import type { Catalogue } from './wording.ts';

/** Checkpoints, files, memory, processes: xlog.c, checkpointer.c, md.c, fd.c, mcxt.c, postmaster.c. */
export const resources = {
  'checkpoint.complete': {
    say: [
      'checkpoint complete:…{added:n} [transaction log|WAL] file(s) added, {removed:n} removed, {recycled:n} recycled;…distance={distance:n} kB, estimate={estimate:n} kB',
      'checkpoint complete:…{added:n} [transaction log|WAL] file(s) added, {removed:n} removed, {recycled:n} recycled;',
    ],
  },
  'restartpoint.complete': {
    say: [
      'restartpoint complete:…{added:n} [transaction log|WAL] file(s) added, {removed:n} removed, {recycled:n} recycled;…distance={distance:n} kB, estimate={estimate:n} kB',
      'restartpoint complete:…{added:n} [transaction log|WAL] file(s) added, {removed:n} removed, {recycled:n} recycled;',
    ],
  },
  'checkpoint.frequent': {
    say: ['checkpoints are occurring too frequently ({seconds:n} second', '检查点事件发生过于频繁({seconds:n} 秒间隔)'],
  },
  'wal.write-failed': {
    say: [
      'could not write to file "[pg_wal|pg_xlog|sys_wal|sys_xlog]/{file}": {reason}',
      '无法写入文件 "[pg_wal|pg_xlog|sys_wal|sys_xlog]/{file}": {reason}',
      'could not write to log [file|segment] {file} at offset {offset:n}, length {length:n}: {reason}',
      '无法在偏移量 {offset:n},长度 {length:n}写入日志文件{file:word}[, 段|]:{reason}',
    ],
    as: {},
  },
  'wal.open-failed': {
    say: [
      'could not open file "[pg_wal|pg_xlog|sys_wal|sys_xlog]/{file}": {reason}',
      '无法打开文件 "[pg_wal|pg_xlog|sys_wal|sys_xlog]/{file}": {reason}',
    ],
    as: {},
  },
  'shared-memory.resize-failed': {
    say: [
      'could not resize shared memory segment "{file}" to {bytes:n} bytes: {reason}',
      '无法重新设置共享内存段"{file}"的大小为{bytes:n}字节: {reason}',
    ],
    as: {},
  },
  'file.extend-failed': { say: ['could not extend file "{file}": {reason}', '无法扩展文件 "{file}": {reason}'], as: {} },
  'file.write-failed': {
    say: [
      'could not write to file "{file}": {reason}',
      'could not write to file "{file}", wrote {written:n} of {bytes:n}: {reason}',
      'could not write file "{file}": {reason}',
      'could not write block {block:n} in file "{file}": {reason}',
      'could not write to temporary file: {reason}',
      '无法写入文件 "{file}": {reason}',
      '无法对文件"{file}"写操作数据块{block:n}: {reason}',
      '无法往文件 "{file}" 偏移量 {written:n}, {bytes:n} 写入: {reason}',
      '无法在文件 "{file}"中写入块{block:n}: {reason}',
      '无法写入临时文件: {reason}',
    ],
    as: {},
  },
  'file.read-failed': {
    say: [
      'could not read file "{file}": {reason}',
      'could not read from file "{file}": {reason}',
      'could not read block {block:n} in file "{file}": {reason}',
      '无法读取文件 "{file}": {reason}',
      '无法读取文件"{file}"的块{block:n}:{reason}',
      '无法在文件"{file}"中读取块{block:n}: {reason}',
    ],
    as: {},
  },
  'file.sync-failed': { say: ['could not fsync file "{file}": {reason}', '无法 fsync 文件 "{file}": {reason}'], as: {} },
  'file.create-failed': {
    say: ['could not create file "{file}": {reason}', '无法创建文件 "{file}": {reason}'],
    as: {},
  },
  'memory.shared-exhausted': { say: ['out of shared memory', '共享内存用尽', '共享内存不足'] },
  'memory.exhausted': {
    say: ['out of memory', '内存用尽', '内存溢出', '内存不足'],
    detail: ['Failed on request of size {bytes:n}', '请求大小为{bytes:n}时失败', '在大小为{bytes:n}的DSA请求时失败'],
  },
  'process.killed': {
    say: [
      '{process:line} (PID {pid:n}) was terminated by signal {signal:n}: {signalName:line}',
      '{process:line} (PID {pid:n}) was terminated by signal {signal:n}',
      '{process:line} (PID {pid:n}) 被信号 {signal:n} 中断: {signalName:line}',
    ],
  },
  // `background worker "logical replication launcher" (PID 57) exited with exit code 1` stands in every fast stop.
  'process.launcher-exited': {
    say: [
      '"logical replication launcher" (PID {pid:n}) exited with exit code {code:n}',
      '"logical replication launcher" (PID {pid:n}) 已退出, 退出代码 {code:n}',
    ],
  },
  'process.startup-exited': {
    say: ['startup process (PID {pid:n}) exited with exit code {code:n}', '启动进程 (PID {pid:n}) 已退出, 退出代码 {code:n}'],
  },
  'process.exited': {
    say: ['{process:line} (PID {pid:n}) exited with exit code {code:n}', '{process:line} (PID {pid:n}) 已退出, 退出代码 {code:n}'],
  },
  'process.stopping': { say: ['launcher shutting down', 'archiver process shutting down', 'autovacuum启动进程'] },
  'server.terminating-others': { say: ['terminating any other active server processes', '中断任何其它已激活的服务器进程'] },
  'server.reinitializing': {
    say: ['all server processes terminated; reinitializing', '所有的服务器进程被中止; 重新初始化'],
  },
} as const satisfies Catalogue;
