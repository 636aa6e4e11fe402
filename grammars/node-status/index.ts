import { text } from '../../src/core/text.ts';
import { defineGrammar } from '../kit/define.ts';
import { guarded } from '../kit/starts.ts';
import { NodeStatusFold } from './facts.ts';
import { NodeStatusParser } from './parser.ts';
import { lexer } from './tokens.ts';

const KEY = guarded(
  /^\s*(?:(?:PostgreSQL|Kingbase(?:ES)?) version|Total data size|WALs pending archiving|Archive command|Replication connections|Last (?:received|replayed) LSN) ?[:：]/,
);
const ARCHIVING = guarded(/^\s*WAL archiving: (?:off|enabled|disabled)/);
const CSV = guarded(/^"(?:(?:PostgreSQL|Kingbase(?:ES)?) version|Total data size|WAL archiving|Archive command|max_wal_senders)",/);

export default defineGrammar({
  kind: 'node-status',
  title: text({ en: 'repmgr node status', 'zh-CN': 'repmgr node status 输出' }),
  about: text({
    en: '`repmgr node status` of repmgr 4 to 5.5 and KingbaseES, also `--csv` and what `--is-shutdown-cleanly` answers.',
    'zh-CN': 'repmgr 4 至 5.5 与 KingbaseES 的 `repmgr node status`，含 `--csv` 与 `--is-shutdown-cleanly` 的结果。',
  }),
  prints: ({ program, args }) => program === 'repmgr' && /\bnode status\b/.test(args.filter((arg) => !arg.startsWith('-')).join(' ')),
  opens(line, next) {
    const at = line.trimStart().charAt(0);
    if (at === '' || !'NPKTWAL"-R'.includes(at)) return 0;
    if (/^\s*Node ["“”].*["“”]:\s*$/.test(line)) return next.slice(0, 3).some((after) => KEY.test(after)) ? 1 : 0;
    if (KEY.test(line) || ARCHIVING.test(line) || /^--state=[A-Z_]+(?: --last-checkpoint-lsn=\S*)?\s*$/.test(line)) return 0.95;
    if (/^"Node name",/.test(line)) return next.slice(0, 4).some((after) => CSV.test(after)) ? 1 : 0;
    return CSV.test(line) && !/","(?:OK|WARNING|CRITICAL|UNKNOWN)"/.test(line) ? 0.95 : 0;
  },
  lexer,
  parser: () => new NodeStatusParser(),
  fold: (context) => new NodeStatusFold(context),
});
