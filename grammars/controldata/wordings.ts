import type { Wordings } from '../kit/wording.ts';

/** What pg_controldata says of a file that it does not trust; `control.more` are the lines below the first. */
export const CONTROL = {
  'control.checksum-wrong': [
    'Calculated CRC checksum does not match value stored in <file|control file>',
    'calculated CRC checksum does not match value stored in <file|control file>',
    '计算出来的CRC校验值与已保存在文件中的值不匹配',
  ],
  'control.wal-size-wrong': ['invalid WAL segment size', '无效的WAL段大小'],
  'control.byte-order': ['possible byte ordering mismatch', '可能字节顺序不匹配'],
  'control.more': [
    '^Either the <file|control file> is corrupt, or it has a different layout than this program',
    '^is expecting.  The results below are untrustworthy',
    '^不是文件坏了',
    '^下面的结果是不可靠的',
    '^The WAL segment size stored in the file',
    '^between 1 MB and 1 GB.  The file is corrupt and the results below are',
    '^untrustworthy.',
    '^WAL段的大小保存在文件中',
    '^文件已损坏，下面的结果不可信',
    '^The byte ordering used to store the pg_control file might not match the one',
    '^used by this program.  In that case the results below would be incorrect, and',
    '^the PostgreSQL installation would be incompatible with this data directory',
    '^用于存储文件pg_control的字节顺序可能与程序使用的不匹配',
    '^在那种情况下结果将会是不正确的',
    '^将会与这个数据目录不兼容',
  ],
} as const satisfies Wordings;
