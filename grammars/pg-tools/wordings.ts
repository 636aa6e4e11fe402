import type { Wordings } from '../kit/wording.ts';

/** The small tools, pgBackRest / sys_rman and Barman; pg_rewind and pg_basebackup stand in kit/wordings/tools. */
export const TOOLS = {
  'isready.accepting': ['accepting connections', '正在接受连接', '接受连接'],
  'isready.rejecting': ['rejecting connections', '拒绝连接', '正在拒绝连接'],
  'isready.no-response': ['no response', '没有响应', '无响应'],
  'isready.no-attempt': ['no attempt', '没有尝试', '无尝试'],
  'verifybackup.done': ['backup successfully verified', '备份已成功验证'],
  'verifybackup.failed': [
    'checksum mismatch for file "{path}"',
    '"{path}" is present in the manifest but not on disk',
    '"{path}" has size {value} on disk but size',
    'WAL parsing failed for timeline {timeline}',
  ],
  'archivecleanup.removing': ['removing file "{path}"', 'keeping WAL file "{path}" and later', '正在删除文件 "{path}"'],
  'archivecleanup.failed': ['could not open archive location "{path}"', 'could not remove file "{path}"', '无法打开归档位置"{path}"'],
  'rewind.done': ['^Done!', '^完成!', '^完成！', '^完成'],
  'backrest.archive-timeout': [
    'WAL segment {segment} was not archived before the {value}ms timeout',
    'unable to find {segment} in the archive',
  ],
  'backrest.no-repository': 'unable to find a valid repository',
  'backrest.stanza-missing': ['stanza-create', 'do not match the database', 'stanza {name} does not exist'],
  'backrest.lock': ['unable to acquire lock on file'],
  'backrest.push-failed': ['unable to push', 'archive-push command encountered error', 'archive-push command end: aborted'],
  'backrest.permission': ['unable to open {path}: [13] Permission denied', 'unable to create path'],
} as const satisfies Wordings;
