import type { Catalogue } from './wording.ts';

/** Start and stop: src/backend/postmaster/postmaster.c, pqcomm.c, src/backend/utils/init/miscinit.c. */
export const lifecycle = {
  'startup.begins': {
    say: ['starting [PostgreSQL|KingbaseES|Kingbase] {version:word}', '正在启动 [PostgreSQL|KingbaseES|Kingbase] {version:word}'],
  },
  'startup.ready': {
    say: ['database system is ready to accept connections', '数据库系统准备接受连接'],
  },
  'startup.ready-read-only': {
    say: ['database system is ready to accept read[-only| only] connections', '数据库系统准备接受只读请求的连接'],
  },
  'startup.listening': {
    say: ['listening on {family} address "{address}", port {port:n}', '正在监听{family}地址"{address}",端口 {port:n}'],
  },
  'shutdown.smart': { say: ['received smart shutdown request', '接到到智能 (smart)'] },
  'shutdown.fast': { say: ['received fast shutdown request', '接收到快速 (fast)'] },
  'shutdown.immediate': { say: ['received immediate shutdown request', '接收到立即 (immediate)'] },
  'shutdown.aborting-transactions': { say: ['aborting any active transactions', '中断任何激活事务'] },
  'shutdown.after-startup-failure': {
    say: ['shutting down due to startup process failure', 'aborting startup due to startup process failure', '由于启动进程失败, 终止启动'],
  },
  'shutdown.at-recovery-target': { say: ['shutdown at recovery target', '在恢复目标处关闭'] },
  'shutdown.begins': { say: ['shutting down$', '正在关闭$'] },
  'shutdown.complete': { say: ['database system is shut down', '数据库系统已关闭'] },
  'startup.bind-failed': {
    say: [
      'could not bind {family} address "{address}": {reason}',
      '无法绑定{family}地址"{address}": {reason}',
      'could not bind {family} socket: {reason}',
    ],
    beside: [
      'Is another [postmaster|kingbase|postgres] already running on port {port:n}?',
      '是否有其它 postmaster 已经在端口 {port:n} 上运行了',
      '端口{port:n}上是否已经运行了另一个',
    ],
    as: {},
  },
  'startup.no-sockets': {
    say: [
      'could not create any [TCP/IP|Unix-domain] sockets',
      'could not create listen socket for "{address}"',
      '无法创建TCP/IP套接字',
      '无法创建 Unix域 套接字',
      '无法为"{address}"创建监听套接字',
    ],
  },
  'startup.lock-file': {
    say: ['lock file "{file}" already exists', 'lock file "{file}" is empty', '锁文件 "{file}" 已经存在', '锁文件 "{file}" 为空'],
    beside: [
      'Is another [postmaster|postgres|kingbase] (PID {otherPid:n}) running in data directory "{directory}"?',
      'Is another [postmaster|postgres|kingbase] (PID {otherPid:n}) using socket file "{socket}"?',
      '是否其它 [postmaster|postgres] (PID {otherPid:n}) 运行在数据目录 "{directory}"',
    ],
  },
  'startup.data-directory-rights': {
    say: [
      'data directory "{directory}" has invalid permissions',
      'data directory "{directory}" has group or world access',
      '数据目录"{directory}"的权限无效',
    ],
  },
  'startup.data-directory-owner': {
    say: ['data directory "{directory}" has wrong ownership', 'data目录 "{directory}"的所有者权限错误'],
  },
  'startup.data-directory-missing': {
    say: ['data directory "{directory}" does not exist', '数据目录 "{directory}" 不存在'],
  },
  'startup.access-denied': {
    say: [
      'could not open log file "{file}": {reason}',
      'could not access directory "{file}": {reason}',
      'could not create lock file "{file}": {reason}',
      'could not write lock file "{file}": {reason}',
      '无法访问目录 "{file}": {reason}',
      '无法创建锁文件 "{file}": {reason}',
      '无法写入锁文件 "{file}": {reason}',
      '无法打开事务日志文件 "{file}": {reason}',
    ],
    as: {},
  },
  'library.missing': {
    say: [
      'could not access file "{file}": {reason}',
      'could not load library "{file}": {reason}',
      '无法访问文件 "{file}": {reason}',
      '无法加载库 "{file}": {reason}',
    ],
    as: {},
  },
  // the files of a package were replaced, the server still runs the old ones (or the reverse)
  'version.library-function-missing': {
    say: [
      'could not find function "{name}" in file "{file}"',
      '在文件"{file}"中无法找到函数"{name}"',
      '在文件 "{file}" 中无法找到函数 "{name}"',
    ],
  },
  'library.incompatible': {
    say: ['incompatible library "{file}": {reason}', '不兼容的库 "{file}": {reason}'],
    detail: ['Server is version {serverVersion:word}, library is version {libraryVersion}.'],
  },
  'file.open-failed': {
    say: [
      'could not open file "{file}": {reason}',
      'could not open file "{file}" for [reading|writing]: {reason}',
      'could not open directory "{file}": {reason}',
      '无法打开文件 "{file}": {reason}',
      '无法打开目录 "{file}": {reason}',
    ],
    as: {},
  },
  'startup.version-mismatch': {
    say: ['database files are incompatible with server', '数据库文件和服务器不兼容'],
    detail: [
      'The data directory was initialized by {product} version {dataVersion}, which is not compatible with this version {serverVersion:line}.',
      '数据目录是以 {product} 版本 {dataVersion} 初始化的, 它于当前版本 {serverVersion:line} 不兼容',
      '{because}',
    ],
  },
  'startup.wal-level': {
    say: [
      'WAL archival cannot be enabled when ~wal_level~ is',
      'WAL streaming (~max_wal_senders~ > 0) requires ~wal_level~',
      '当wal_level是"minimal"时无法启用WAL归档',
      'WAL 流复制(max_wal_senders > 0)要求将 wal_level',
    ],
  },
  'startup.shared-memory': {
    say: [
      'could not map anonymous shared memory: {reason}',
      'could not create shared memory segment: {reason}',
      '无法映射匿名共享内存: {reason}',
      '无法创建共享内存段: {reason}',
    ],
    as: {},
  },
  // `No space left on device` is the kernel's table of semaphores (kernel.sem) here, not a disk
  'startup.semaphores': {
    say: ['could not create semaphores: {reason}', '无法创建信号量: {reason}'],
  },
  'startup.pre-existing-shared-memory': {
    say: [
      'pre-existing shared memory block (key {key:n}, ID {id:n}) is still in use',
      '先前存在的共享内存块 (key {key:n}, ID {id:n}) 仍在使用中',
    ],
  },
  'startup.tls': {
    say: [
      'private key file "{file}" has group or world access',
      'private key file "{file}" must be owned by the database user or root',
      'could not load server certificate file "{file}": {reason}',
      'could not load private key file "{file}": {reason}',
      '私钥文件"{file}"具有由所在组或全局范围访问的权限',
      '私钥文件 "{file}" 必须由数据库用户或者 root 所拥有',
      '无法装载服务器认证文件 "{file}": {reason}',
      '无法装载私钥文件 "{file}": {reason}',
    ],
  },
} as const satisfies Catalogue;
