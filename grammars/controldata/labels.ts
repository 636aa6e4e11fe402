/**
 * The labels of pg_controldata (9.3–18) and sys_controldata, English in lower case, with what PostgreSQL's zh_CN catalogues
 * (9.x and 11–18) and KingbaseES's print for them. `Current wal_level setting` (9.x) is `wal_level setting`; a `sys_` is `pg_`.
 */
const LABELS: Readonly<Record<string, readonly string[]>> = {
  'pg_control version number': ['pg_control 版本'],
  'catalog version number': ['Catalog 版本'],
  'database system identifier': ['数据库系统标识符'],
  'database cluster state': ['数据库簇状态'],
  'pg_control last modified': ['pg_control 最后修改'],
  'latest checkpoint location': ['最新检查点位置'],
  'prior checkpoint location': ['优先检查点位置'],
  "latest checkpoint's redo location": ['最新检查点的 REDO 位置'],
  "latest checkpoint's redo wal file": ['最新检查点的重做日志文件'],
  "latest checkpoint's timelineid": ['最新检查点的 TimeLineID'],
  "latest checkpoint's prevtimelineid": ['最新检查点的PrevTimeLineID'],
  "latest checkpoint's full_page_writes": ['最新检查点的full_page_writes'],
  "latest checkpoint's nextxid": ['最新检查点的NextXID'],
  "latest checkpoint's nextoid": ['最新检查点的 NextOID'],
  "latest checkpoint's nextmultixactid": ['最新检查点的NextMultiXactId'],
  "latest checkpoint's nextmultioffset": ['最新检查点的NextMultiOffset', '最新检查点的NextMultiOffsetD'],
  "latest checkpoint's oldestxid": ['最新检查点的oldestXID'],
  "latest checkpoint's oldestxid's db": ['最新检查点的oldestXID所在的数据库'],
  "latest checkpoint's oldestactivexid": ['最新检查点的oldestActiveXID', '最新检查点检查oldestActiveXID'],
  "latest checkpoint's oldestmultixid": ['最新检查点的oldestMultiXid', '最新检查点检查oldestMultiXid'],
  "latest checkpoint's oldestmulti's db": ['最新检查点的oldestMulti所在的数据库'],
  "latest checkpoint's oldestcommittsxid": ['最新检查点的oldestCommitTsXid'],
  "latest checkpoint's newestcommittsxid": ['最新检查点的newestCommitTsXid'],
  "latest checkpoint's oldestcommitts": ['最新检查点的oldestCommitTs'],
  "latest checkpoint's newestcommitts": ['最新检查点的newestCommitTs'],
  'time of latest checkpoint': ['最新检查点的时间'],
  'fake lsn counter for unlogged rels': ['不带日志的关系'],
  'minimum recovery ending location': ['最小恢复结束位置'],
  "min recovery ending loc's timeline": ['最小恢复结束位置时间表', '最小恢复结束位置时间线'],
  'backup start location': ['开始进行备份的点位置'],
  'backup end location': ['备份的最终位置'],
  'end-of-backup record required': ['需要终止备份的记录'],
  'wal_level setting': ['wal_level设置', '参数wal_level的当前设置'],
  'wal_log_hints setting': ['wal_log_hints设置', '当前的 wal_log_hints 设置'],
  'max_connections setting': ['max_connections设置', '参数max_connections的当前设置'],
  'max_worker_processes setting': ['max_worker_processes设置', '参数 max_worker_processes 的当前设置'],
  'max_wal_senders setting': ['max_wal_senders设置'],
  'max_prepared_xacts setting': ['max_prepared_xacts设置', '参数 max_prepared_xacts的当前设置'],
  'max_locks_per_xact setting': ['max_locks_per_xact设置', '参数max_locks_per_xact setting的当前设置'],
  'track_commit_timestamp setting': ['track_commit_timestamp设置'],
  'maximum data alignment': ['最大数据校准'],
  'database block size': ['数据库块大小'],
  'blocks per segment of large relation': ['大关系的每段块数'],
  'wal block size': ['WAL的块大小'],
  'bytes per wal segment': ['每一个 WAL 段字节数'],
  'maximum length of identifiers': ['标识符的最大长度'],
  'maximum columns in an index': ['在索引中可允许使用最大的列数'],
  'maximum size of a toast chunk': ['TOAST区块的最大长度'],
  'size of a large-object chunk': ['大对象区块的大小'],
  'date/time type storage': ['日期/时间 类型存储'],
  'float4 argument passing': ['正在传递Flloat4类型的参数'],
  'float8 argument passing': ['正在传递Flloat8类型的参数'],
  'data page checksum version': ['数据页校验和版本'],
  'default char data signedness': [],
  'mock authentication nonce': ['当前身份验证'],
  // KingbaseES V8R6 and V9
  'database mode': ['数据库模式'],
  'auth method mode': ['身份验证方法模式'],
};

/** One spelling of a label: blanks beside Chinese characters fall away, a typographic apostrophe is a plain one. */
function plain(label: string): string {
  const text = label
    .trim()
    .replace(/[‘’]/g, "'")
    .replace(/\s+/g, ' ')
    .toLowerCase()
    .replace(/^sys_control\b/, 'pg_control')
    .replace(/^current (?=\w+ setting$)/, '');
  return /[\u3400-\u9fff]/.test(text) ? text.replaceAll(' ', '') : text;
}

/** By each spelling, made when the first label is asked for. */
let spellings: ReadonlyMap<string, string> | null = null;
function keys(): ReadonlyMap<string, string> {
  spellings ??= new Map(Object.entries(LABELS).flatMap(([key, chinese]) => [key, ...chinese].map((label) => [plain(label), key] as const)));
  return spellings;
}

/** The English label in lower case for a label of either flavour and language; null where it is none. */
export function keyOf(label: string): string | null {
  return keys().get(plain(label)) ?? null;
}

/** The one label that a grep for this text finds (`REDO WAL file`, `重做日志文件`); null where it finds several or none. */
export function keyFoundBy(pattern: string): string | null {
  const part = plain(pattern.replace(/^[\^\s]+|[\s:：.*$]+$/g, ''));
  if (part.length < 4) return null;
  const found = new Set([...keys()].filter(([label]) => label.includes(part)).map(([, key]) => key));
  return found.size === 1 ? ([...found][0] ?? null) : null;
}

const STATES: Readonly<Record<string, string>> = {
  在运行中: 'in production',
  正在归档恢复: 'in archive recovery',
  在恢复中: 'in crash recovery',
  关闭: 'shut down',
  在恢复过程中关闭数据库: 'shut down in recovery',
  正在关闭: 'shutting down',
  正在启动: 'starting up',
  不被认可的状态码: 'unrecognized status code',
};

const WORDS: Readonly<Record<string, string>> = {
  开启: 'on',
  关闭: 'off',
  是: 'yes',
  否: 'no',
  '64位整数': '64-bit integers',
  浮点数: 'floating-point numbers',
  由值: 'by value',
  由引用: 'by reference',
  参数wal_level的值无法识别: 'unrecognized wal_level',
};

/** A value in English, as the catalogue has it; numbers, positions, names and dates as they stand. */
export function inEnglish(key: string, value: string): string {
  if (key === 'database cluster state') return STATES[value] ?? value;
  return WORDS[value] ?? value.replace(/使用虚假的LSN计数器$/, '');
}

/** Settings whose copy in the control file a primary keeps up to date, by label. */
export const SETTINGS: Readonly<Record<string, string>> = {
  'wal_level setting': 'wal_level',
  'wal_log_hints setting': 'wal_log_hints',
  'max_connections setting': 'max_connections',
  'max_worker_processes setting': 'max_worker_processes',
  'max_wal_senders setting': 'max_wal_senders',
  'max_prepared_xacts setting': 'max_prepared_transactions',
  'max_locks_per_xact setting': 'max_locks_per_transaction',
  'track_commit_timestamp setting': 'track_commit_timestamp',
};
