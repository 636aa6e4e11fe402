import { text } from '../../src/core/text.ts';
import { defineGrammar } from '../kit/define.ts';
import { guarded } from '../kit/starts.ts';
import { saysBare, saysReady, saysShell, ToolsFold } from './facts.ts';
import { ToolsParser } from './parser.ts';
import { lexer } from './tokens.ts';

const PREFIXED = guarded(
  /^\s*(?:pg|sys)_(?:rewind|basebackup|archivecleanup|verifybackup|isready|receivewal|checksums|resetwal|waldump|dumpall|dump|restore|upgrade)[:：]/,
);
const BACKREST = guarded(
  /^(?:\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+ P\d\d +(?:ERROR|WARN|INFO|ASSERT|DETAIL): |P\d\d +(?:ERROR|WARN|INFO): |(?:P\d\d +)?(?:ERROR|WARN|ASSERT)(?:: \[\d{3}\]:? | \[\d+\]: )|WARN: could not push WAL file )/,
);
const BARMAN = guarded(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d+ \[\d+\] (?:[\w.]+ )?(?:INFO|WARNING|ERROR|CRITICAL|EXCEPTION): /);
/** wal-g's own lines, and the push that it reports (`WAL PATH: …`). */
const WAL_G = guarded(
  /^(?:(?:DEBUG|INFO|WARNING|ERROR|FATAL): \d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d|\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d (?:WAL-|Archive )|WAL PATH: )/,
);
/** Lines of `barman check`; repmgr's own checks never say FAILED. */
const CHECKED = guarded(
  /^\s+(?:PostgreSQL: OK|(?:superuser|wal_level|directories|retention policy settings|backup maximum age|compression settings|failed backups|minimum redundancy requirements|ssh|systemid coherence|archive_mode|archive_command|continuous archiving|archiver errors|receive-wal running|replication slot|pg_basebackup|pg_receivexlog)\b.*: (?:OK|FAILED))/,
);
/** Whole lines of pg_rewind before 12 and of both languages' closing words; what Ansible says of a statement that failed. */
const BARE = guarded(
  /^(?:Cannot execute SQL |servers diverged at WAL|rewinding from last common checkpoint|no rewind required|Done!|完成！|不需要倒带|服务器在时间线|backup successfully verified|备份已成功验证|target server must be|target (?:server|master) needs? |目标服务器|RTNETLINK answers: |(?:arping: |Cannot find device |Device "|Interface "))/,
);

export default defineGrammar({
  kind: 'pg-tools',
  title: text({ en: 'Server tools (pg_rewind, pg_basebackup, pg_isready, pgBackRest, Barman, WAL-G)', 'zh-CN': '服务器工具输出' }),
  about: text({
    en: 'pg_rewind, pg_basebackup, pg_archivecleanup, pg_verifybackup, pg_isready, pg_receivewal and their sys_ sisters, English and Chinese; pgBackRest / sys_rman, Barman and WAL-G; ssh’s and sudo’s refusals.',
    'zh-CN':
      'pg_rewind、pg_basebackup、pg_archivecleanup、pg_verifybackup、pg_isready、pg_receivewal 及其 sys_ 版本的中英文输出；pgBackRest / sys_rman、Barman 与 WAL-G；ssh、sudo 的拒绝信息。',
  }),
  prints: ({ program }) =>
    /^(?:(?:pg|sys)_(?:rewind|basebackup|archivecleanup|verifybackup|isready|receivewal|checksums|resetwal)|pgbackrest|sys_rman(?:_v6)?|wal-[ge]|barman.*)$/.test(
      program ?? '',
    ),
  opens(line) {
    if (PREFIXED.test(line) || BACKREST.test(line) || BARMAN.test(line) || WAL_G.test(line) || CHECKED.test(line)) return 0.96;
    const ready = /^[^ ]*:\d{1,5} - (.*)$/.exec(line);
    if (ready !== null) return saysReady(ready[1] ?? '') ? 0.95 : 0;
    if (saysShell(line)) return 0.9;
    return BARE.test(line) && saysBare(line) ? 0.9 : 0;
  },
  lexer,
  parser: () => new ToolsParser(),
  fold: (context) => new ToolsFold(context),
});
