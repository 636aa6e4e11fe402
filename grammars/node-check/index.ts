import { text } from '../../src/core/text.ts';
import { defineGrammar } from '../kit/define.ts';
import { guarded } from '../kit/starts.ts';
import { NodeCheckFold } from './facts.ts';
import { NodeCheckParser } from './parser.ts';
import { lexer } from './tokens.ts';

const LABEL = guarded(
  /^\s*(?:Server role|Replication lag|WAL archiving|Upstream connection|Downstream servers|(?:Missing (?:physical )?r|R)eplication slots|Configured data directory) ?[:：] *(?:OK|WARNING|CRITICAL|UNKNOWN)\b/,
);
const HEAD = /^\s*Node ["“”].*["“”]:\s*$/;
const CSV = guarded(
  /^"(?:Server role|Replication lag|WAL archiving|Downstream servers|Replication slots|Missing physical replication slots)","(?:OK|WARNING|CRITICAL|UNKNOWN)"/,
);
const NAGIOS = guarded(/^REPMGR(?:D|_[A-Z_]+) (?:OK|WARNING|CRITICAL|UNKNOWN): /);
const OPTIONS = guarded(
  /^--(?:(?:status|repmgrd|configured-data-directory|db-connection|replication-config-owner)=(?:OK|WARNING|CRITICAL|UNKNOWN)|connection=(?:OK|BAD|UNKNOWN|CONNECTION_ERROR)|error=[A-Z_]+)\b/,
);
const SINGLE = guarded(
  /^(?:OK|WARNING|CRITICAL|UNKNOWN) \((?:\d+ pending archive ready files|\d+ seconds|node is |\d+ of \d+ (?:downstream|physical)|\d+ physical replication|this node has no downstream|repmgrd |node "[^"]+" \(ID: \d+\) is (?:not )?attached to expected upstream node|node has no (?:missing )?physical replication slots|configured "data_directory" |unable to query replication lag)/,
);

export default defineGrammar({
  kind: 'node-check',
  title: text({ en: 'repmgr node check', 'zh-CN': 'repmgr node check 输出' }),
  about: text({
    en: '`repmgr node check` of repmgr 4 to 5.5 and KingbaseES: the whole list, one check, `--csv`, `--nagios`, `--optformat`.',
    'zh-CN': 'repmgr 4 至 5.5 与 KingbaseES 的 `repmgr node check`：全部或单项检查、`--csv`、`--nagios`、`--optformat`。',
  }),
  prints: ({ program, args }) => program === 'repmgr' && /\bnode check\b/.test(args.filter((arg) => !arg.startsWith('-')).join(' ')),
  opens(line, next) {
    const at = line.trimStart().charAt(0);
    if (!'NSRWUDMC"-O'.includes(at) || at === '') return 0;
    if (LABEL.test(line) || CSV.test(line) || NAGIOS.test(line) || OPTIONS.test(line)) return 1;
    if (HEAD.test(line)) return next.slice(0, 3).some((after) => LABEL.test(after)) ? 1 : 0;
    if (/^"Node (?:name|ID)",/.test(line)) return next.slice(0, 3).some((after) => CSV.test(after)) ? 1 : 0;
    return SINGLE.test(line) ? 0.9 : 0;
  },
  lexer,
  parser: () => new NodeCheckParser(),
  fold: (context) => new NodeCheckFold(context),
});
