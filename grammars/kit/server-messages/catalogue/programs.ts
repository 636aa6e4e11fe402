import type { Catalogue } from './wording.ts';

/**
 * What the system (strerror), a shell, ssh, rsync or cp say, in English and in the words of the zh_CN catalogues of
 * glibc, bash, coreutils. The text of an archive command's program stands in the log as it was printed.
 */
export const programs = {
  'os.no-space': { say: ['No space left on device', '设备上没有空间'] },
  'os.quota': { say: ['Disk quota exceeded', '超出磁盘限额'] },
  'os.read-only': { say: ['Read-only file system', '只读文件系统'] },
  'os.not-found-command': {
    say: [
      '{command:line}: command not found',
      '{command:line}: 未找到命令',
      '{command:line}: No command',
      'sh: {line:n}: {command:line}: not found',
      // programs that run another one: envdir of daemontools, runit's chpst, timeout, nice, env
      'unable to run {command:word}: file does not exist',
      "failed to run command ['|‘|`]{command}['|’]: No such file or directory",
      "failed to run command ['|‘|`]{command}['|’]: 没有那个文件或目录",
      "env: ['|‘|`|]{command}['|’|]: No such file or directory",
      "env: ['|‘|`|]{command}['|’|]: 没有那个文件或目录",
      '[exec: |]"{command}": executable file not found in $PATH',
    ],
  },
  'ssh.denied': {
    say: [
      'Permission denied ([publickey|gssapi|password|keyboard]',
      '{target:line}: Permission denied, please try again',
      'Too many authentication failures',
    ],
  },
  // dash says `cannot create /arch/x: Directory nonexistent`
  'os.missing': { say: ['No such file or directory', '没有那个文件或目录', '没有该文件或目录', 'Directory nonexistent'] },
  'os.denied': {
    say: ['Permission denied', '权限不够', 'Operation not permitted', '不允许的操作', '操作不允许'],
  },
  'os.exists': { say: ['File exists', '文件已存在', 'already exists and is not'] },
  'os.not-a-directory': { say: ['Not a directory', '不是目录', '并非目录'] },
  'os.is-a-directory': { say: ['Is a directory', '是一个目录'] },
  'os.io-error': { say: ['Input/output error', '输入/输出错误'] },
  'os.stale-handle': { say: ['Stale [NFS |]file handle', '过旧的文件控柄'] },
  'os.not-connected': { say: ['Transport endpoint is not connected', '传输端点尚未连接'] },
  'os.no-memory': { say: ['Cannot allocate memory', '无法分配内存'] },
  'os.too-many-files': { say: ['Too many open files', '打开的文件过多'] },
  'os.exec-format': { say: ['Exec format error', '可执行文件格式错误'] },
  'os.operand-missing': {
    say: [
      'missing destination file operand',
      'missing file operand',
      '后缺少了要操作的目标文件',
      '缺少了文件操作数',
      '缺少了要操作的目标文件',
    ],
  },
  'shell.syntax': {
    say: [
      'Unterminated quoted string',
      'unexpected EOF while looking for matching',
      'unexpected end of file',
      'Syntax error: ',
      'syntax error near unexpected token',
      '寻找匹配的',
      '未预期的文件结束符',
      '语法错误',
    ],
  },
  // Programs written in Go (wal-g, operators) begin them in lower case.
  // pgBackRest and sys_rman name the host, and quote the words of ssh behind it
  'net.no-process': { say: ["process on '{host}' terminated unexpectedly"] },
  'net.refused': { say: ['[Connection|connection] refused', '拒绝连接'] },
  'net.timeout': {
    say: [
      'timeout expired',
      '[Connection|connection|Operation] timed out',
      'i/o timeout',
      'context deadline exceeded',
      'Request timed out',
      'TLS handshake timeout',
      '超时满',
      '连接超时',
    ],
  },
  'net.no-route': {
    say: ['[No|no] route to host', '[Network|network] is unreachable', 'Host is down', '没有到主机的路由', '网络不可达'],
  },
  'net.reset': {
    say: ['[Connection|connection] reset by peer', 'Broken pipe', '连接被对方重设', '断开的管道', 'Connection closed by'],
  },
  'net.no-connection': {
    say: [
      'Could not connect to the endpoint URL',
      'Connection problem with ssh',
      "Couldn't connect to server",
      'Failed to connect to {host:word} port {port:n}',
      "unable to connect to '{host}'",
      "unable to get address for '{host}'",
      'Max retries exceeded with url',
    ],
  },
  'net.address-in-use': { say: ['Address already in use', '地址已在使用', '地址已被使用'] },
  'net.address-not-here': { say: ['Cannot assign requested address', '无法指定被请求的地址'] },
  'net.host-key': {
    say: ['Host key verification failed', 'REMOTE HOST IDENTIFICATION HAS CHANGED', '主机密钥验证失败'],
  },
  // the daemon answers and refuses
  'rsync.refused': { say: ['@ERROR: {what:line}'] },
  'rsync.failed': { say: ['rsync error: {what} (code {code:n})', 'rsync: connection unexpectedly closed'] },
  // pgBackRest and sys_rman, barman, wal-g: another file of that name is in the archive.
  'backup-tool.file-exists': {
    say: [
      'already exists in the {archive:word} archive with a different checksum',
      'already exists in the archive with a different checksum',
      'already archived, contents differ, unable to overwrite',
      'already exists on server {server:word} with',
      'already exists in the archive',
    ],
  },
  'backup-tool.segment-dropped': {
    say: ["dropped WAL file '{segment}' because archive queue exceeded {limit:line}"],
  },
  'backup-tool.archive-mode-off': { say: ['archive_mode: FAILED', 'archive_mode must be enabled'] },
  'backup-tool.archive-failed': {
    say: [
      'archive-push command encountered error',
      'unable to find a valid repository',
      'WAL archive check exception: {what}',
      'WAL archive check failed for server',
      'Expected empty archive',
      'failed to run wal-archive command',
      'failed to run wal-push',
      'unable to load info file',
      'stanza mismatch',
      'WAL segment {segment} was not archived before the',
    ],
  },
  'systemd.failed': { say: ["Failed with result '{result}'", 'entered failed state', 'Failed to start {unit}'] },
  'systemd.out-of-memory': {
    say: [
      'A process of this unit has been killed by the OOM killer',
      'ut of memory: [Kill|Killed] process {pid:n} ({process})',
      'oom_reaper: reaped process {pid:n} ({process})',
      '{process} invoked oom-killer',
    ],
  },
  'systemd.main-exited': {
    say: ['Main process exited, code={code}, status={status}', 'main process exited, code={code}, status={status}'],
  },
  'systemd.timed-out': {
    say: ['[Start|Stop|start|stop] operation timed out', "State '{state}' timed out", '[stop|start]-sigterm timed out'],
  },
  'systemd.started': { say: ['Started {unit:line}.', 'Started {unit}'] },
  'systemd.stopped': { say: ['Stopped {unit}', 'Stopping {unit}'] },
  'tool.failed': { say: ['unexpected failure invoking {command}'] },
} as const satisfies Catalogue;
