import type { Catalogue } from './wording.ts';

/** KingbaseES renames pg_hba.conf in its own texts, too. src/backend/libpq/auth.c, hba.c, src/backend/utils/init/postinit.c, src/backend/postmaster/postmaster.c. */
const MATCHED = [
  'Connection matched [pg|sys]_hba.conf line {line:n}: "{rule}"',
  'Connection matched file "{file}" line {line:n}: "{rule}"',
  '与Connection相匹配的文件行位于 [pg|sys]_hba.conf {line:n}: "{rule}"',
  '{because}',
];

export const connections = {
  'auth.no-hba-entry': [
    {
      say: [
        'no [pg|sys]_hba.conf entry for replication connection from host "{client}", user "{user}", {encryption}',
        'no [pg|sys]_hba.conf entry for replication connection from host "{client}", user "{user}"',
        '没有来自主机 "{client}", 用户"{user}", {encryption}的复制连接的[pg|sys]_hba.conf记录',
        '没有来自主机 "{client}", 用户"{user}"的复制连接的[pg|sys]_hba.conf记录',
      ],
      values: { replication: 'yes' },
    },
    {
      say: [
        'no [pg|sys]_hba.conf entry for host "{client}", user "{user}", database "{database}", {encryption}',
        'no [pg|sys]_hba.conf entry for host "{client}", user "{user}", database "{database}"',
        '没有用于主机 "{client}", 用户 "{user}", 数据库 "{database}", {encryption} 的 [pg|sys]_hba.conf 记录',
        '没有用于主机 "{client}", 用户 "{user}", 数据库 "{database}" 的 [pg|sys]_hba.conf 记录',
      ],
      values: { replication: 'no' },
    },
  ],
  'auth.hba-rejects': [
    {
      say: [
        '[pg|sys]_hba.conf rejects replication connection for host "{client}", user "{user}", {encryption}',
        '[pg|sys]_hba.conf rejects replication connection for host "{client}", user "{user}"',
      ],
      values: { replication: 'yes' },
    },
    {
      say: [
        '[pg|sys]_hba.conf rejects connection for host "{client}", user "{user}", database "{database}"',
        '[pg|sys]_hba.conf 记录拒绝来自主机"{client}", 用户"{user}", 数据库"{database}"',
      ],
      values: { replication: 'no' },
    },
    // The Chinese words for both kinds are the same; only the database tells them apart.
    { say: ['[pg|sys]_hba.conf[ |中的]记录拒绝来自主机"{client}", 用户 "{user}"'], values: { replication: 'yes' } },
  ],
  'auth.password-failed': {
    say: ['password authentication failed for user "{user}"', '用户 "{user}" Password 认证失败'],
    detail: MATCHED,
  },
  'auth.method-failed': {
    say: [
      'Peer authentication failed for user "{user}"',
      'Ident authentication failed for user "{user}"',
      '[LDAP|PAM|GSSAPI|SSPI|RADIUS|BSD] authentication failed for user "{user}"',
      '对用户"{user}"的对等认证失败',
      '对于用户 "{user}" 的 [LDAP|GSSAPI|SSPI|BSD] 认证失败',
      '用户 "{user}" 的[RADIUS|]认证失败',
      '用户 "{user}" 认证 PAM 失败',
      '用户 "{user}" Ident 认证失败',
    ],
    detail: MATCHED,
  },
  'auth.certificate': {
    say: [
      'connection requires a valid client certificate',
      'certificate authentication failed for user "{user}"',
      '联接要求一个有效的客户认证',
      '连接要求一个有效的客户认证',
    ],
    detail: MATCHED,
  },
  'auth.role-missing': { say: ['role "{user}" does not exist', '角色 "{user}" 不存在'] },
  'auth.role-cannot-login': { say: ['role "{user}" is not permitted to log in', '不允许角色"{user}" 进行登录'] },
  'auth.database-missing': { say: ['database "{database}" does not exist', '数据库 "{database}" 不存在'] },
  'auth.timeout': { say: ['canceling authentication due to timeout', '由于超时,正在取消认证鉴权命令'] },
  'connection.too-many': { say: ['sorry, too many clients already', '对不起, 已经有太多的客户'] },
  'connection.no-process': { say: ['could not fork new process for connection', '无法为连接派生新进程', '在联接中无法派生新的进程'] },
  'connection.reserved': { say: ['remaining connection slots are reserved for', '已保留的连接位置'] },
  'connection.starting-up': { say: ['the database system is starting up', '数据库系统启动中'] },
  'connection.shutting-down': { say: ['the database system is shutting down', '数据库系统停止中'] },
  'connection.in-recovery': { say: ['the database system is in recovery mode', '数据库系统在恢复模式中'] },
  'connection.terminated': {
    say: [
      'terminating connection due to administrator command',
      'terminating connection because of crash of another server process',
      '由于管理员命令中断联接',
      '中断联接, 因为其它服务器进程崩溃',
    ],
  },
  'connection.postmaster-gone': {
    say: ['terminating connection due to unexpected postmaster exit', '由于意外的 postmaster 退出'],
  },
  'client.lost': {
    say: [
      'could not receive data from client: {reason}',
      'could not send data to client: {reason}',
      'unexpected EOF on client connection',
      'connection to client lost',
      'incomplete startup packet',
      'invalid length of startup packet',
      '无法从客户端获得数据: {reason}',
      '无法发送数据给客户端: {reason}',
      '在客户端联接上的意外 EOF',
      '在客户端连接上的已打开事务中出现意外 EOF',
      '丢失了到客户端的连接',
      '不完整的启动包',
      '无效的启动包长度',
    ],
  },
} as const satisfies Catalogue;

/** Errors of applications, known so that they do not crowd out the rest. */
export const applications = {
  'repmgr.relation-missing': {
    say: ['relation "repmgr.{relation}" does not exist', '关系 "repmgr.{relation}" 不存在', 'schema "repmgr" does not exist'],
  },
  'repmgr.function-missing': { say: ['function repmgr.{function} does not exist', '函数 repmgr.{function} 不存在'] },
  'application.duplicate-key': { say: ['duplicate key value violates unique constraint', '重复键违反唯一约束'] },
  'application.deadlock': { say: ['deadlock detected', '检测到死锁'] },
  'application.cancelled': {
    say: [
      'canceling statement due to [user request|statement timeout|lock timeout]',
      'canceling autovacuum task',
      '由于用户请求而正在取消查询',
      '由于语句执行超时,正在取消查询命令',
      '由于锁超时,取消语句操作',
      '正在取消自动清理任务',
    ],
  },
  'application.permission-denied': {
    say: ['permission denied for {object:line}', '[对|对于|访问]…权限不够$'],
  },
  'application.relation-missing': { say: ['relation "{relation}" does not exist', '关系 "{relation}" 不存在'] },
} as const satisfies Catalogue;
