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
  // Ansible's module quotes the statement and the server's answer in one line
  'version.library-function-missing': `Cannot execute SQL…could not find function "{name}" in file "{path}"`,
  'rewind.done': ['^Done!', '^完成!', '^完成！', '^完成'],
  'backrest.archive-timeout': [
    'WAL segment {segment} was not archived before the {value}ms timeout',
    'unable to find {segment} in the archive',
  ],
  'backrest.no-repository': 'unable to find a valid repository',
  'backrest.stanza-missing': ['stanza-create', 'do not match the database', 'stanza {name} does not exist'],
  'backrest.lock': ['unable to acquire lock on file'],
  'backrest.push-failed': ['unable to push', 'archive-push command encountered error', 'archive-push command end: aborted'],
  'backrest.file-exists': [
    'already exists in the {name} archive with a different checksum',
    'already exists in the archive',
    'already archived, contents differ, unable to overwrite',
  ],
  'backrest.segment-dropped': "dropped WAL file '{segment}' because archive queue exceeded",
  'backrest.archive-mode-off': ['archive_mode must be enabled', 'archive_mode: FAILED'],
  'barman.no-archive-command': 'archive_command: FAILED',
  'barman.not-archiving': 'continuous archiving: FAILED',
  'barman.no-recent-backup': 'backup maximum age: FAILED',
  'barman.too-few-backups': 'minimum redundancy requirements: FAILED',
  'backrest.no-connection': [
    "unable to connect to '{host}",
    "unable to get address for '{host}'",
    'Could not connect to the endpoint URL',
    'Connection problem with ssh',
    'i/o timeout',
    'context deadline exceeded',
    'no such host',
    'connection refused',
    'no route to host',
  ],
  'walg.pushed': ['^WAL PATH: {path}', 'FILE PATH: {path}'],
  'walg.not-in-archive': ["Archive '{segment}' does not exist", 'archive {segment} does not exist'],
  'backrest.permission': ['unable to open {path}: [13] Permission denied', 'unable to create path'],
} as const satisfies Wordings;
