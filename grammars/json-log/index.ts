import { text } from '../../src/core/text.ts';
import { defineGrammar } from '../kit/define.ts';
import { guarded } from '../kit/starts.ts';
import { jsonFold } from './facts.ts';
import { JsonLogParser, type JsonRow, lexer, quickly } from './parser.ts';

const READERS = new Set('cat tail head less more zcat grep egrep zgrep jq'.split(' '));
const SURE = /"error_severity"\s*:\s*"/;
const LIKELY = guarded(/"(?:msg|message)"\s*:\s*"|"log"\s*:\s*"|"MESSAGE"\s*:\s*"/);
const LEVELLED = guarded(/"(?:level|severity|stream|_HOSTNAME)"\s*:\s*"/);

/** `log_destination = jsonlog` (15 and newer), and JSON lines that wrap a server's log: CloudNativePG, Docker, the journal. */
export default defineGrammar<JsonRow>({
  kind: 'json-log',
  title: text({ en: 'Server log (JSON)', 'zh-CN': '数据库服务器日志（JSON）' }),
  about: text({
    en: '`log_destination = jsonlog` of PostgreSQL 15 and later, and the JSON lines in which operators (CloudNativePG) and container engines wrap a server’s log.',
    'zh-CN': 'PostgreSQL 15 起的 `jsonlog`，以及 CloudNativePG、容器引擎包装的 JSON 日志行。',
  }),
  prints: ({ program, args }) => {
    if (program === 'kubectl' || program === 'docker' || program === 'oc' || program === 'crictl') return args.includes('logs');
    return program !== null && READERS.has(program) && args.some((arg) => /log[^\s]*\.json$|postgres[^\s]*\.json$/i.test(arg));
  },
  opens(line) {
    if (!line.startsWith('{')) return 0;
    if (SURE.test(line)) return 1;
    return LIKELY.test(line) && LEVELLED.test(line) ? 0.7 : 0;
  },
  named: (fileName) => /(?:log|postgres).*\.json$/i.test(fileName),
  shortcut: quickly,
  lexer,
  parser: () => new JsonLogParser(),
  fold: jsonFold,
});
