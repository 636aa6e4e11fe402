import type { Wordings } from '../wording.ts';

/** What shells, ssh, sudo and the operating system say under the errors of other programs; both languages. */
export const SHELL_ERRORS = {
  'sh.password-required': [
    'sudo: a password is required',
    'sudo: a terminal is required',
    'sudo: no tty present and no askpass program specified',
    'sudo: sorry, you must have a tty to run sudo',
    'sudo: 需要密码',
    'sudo: 需要口令',
  ],
  'sh.not-permitted': [
    'Interactive authentication required',
    'is not in the sudoers file',
    'is not allowed to execute',
    'Access denied',
    'Failed to {action} {unit}: Access denied',
    '不在 sudoers 文件中',
    '需要交互式认证',
  ],
  'ssh.host-key': ['Host key verification failed', 'REMOTE HOST IDENTIFICATION HAS CHANGED'],
  'ssh.permission-denied': ['Permission denied (publickey', 'Permission denied, please try again', 'Too many authentication failures'],
  'ssh.unreachable': [
    'ssh: connect to host {host} port {port}: {rest}',
    'ssh: Could not resolve hostname {host}:',
    'kex_exchange_identification',
    'Connection closed by remote host',
    'Connection reset by peer',
    '连接被对方重设',
    '连接被对端重置',
  ],
  'disk.full': ['No space left on device', '设备上没有空间', '磁盘空间不足', '设备上没有剩余空间'],
  'disk.quota': ['Disk quota exceeded', '超出磁盘限额'],
  'disk.read-only': ['Read-only file system', '只读文件系统'],
  'disk.io-error': ['Input/output error', '输入/输出错误'],
  'sh.permission-denied': ['Permission denied', 'permission denied', '权限不够', '权限被拒绝', '权限不足'],
  'sh.command-not-found': [
    'command not found',
    'not found in PATH',
    '未找到命令',
    '找不到命令',
    'Unit {unit} not found',
    'Failed to {action} {unit}: Unit {target} not found',
  ],
  'sh.no-such-file': ['No such file or directory', '没有那个文件或目录', '没有该文件或目录'],
  'sh.is-directory': ['Is a directory', '是一个目录'],
} as const satisfies Wordings;
