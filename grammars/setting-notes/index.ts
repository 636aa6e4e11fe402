import { text } from '../../src/core/text.ts';
import { defineGrammar } from '../kit/define.ts';
import { settingBody } from '../kit/setting.ts';
import { SETTING_NAMES } from '../kit/setting-names.ts';
import { guarded } from '../kit/starts.ts';
import { NotesParser, type NotesRow } from './parser.ts';
import { lexer } from './tokens.ts';

const NOTE = guarded(/^[A-Za-z][\w.-]{0,40}(?:[ \t]*[(（][^()（）|]{1,40}[)）])?(?:：[ \t]*|:[ \t]+)([a-z][a-z_]+)[ \t]*[|=]/);
/** Words that stand before a colon and are no node: levels, headings, commands. */
const NOBODY = guarded(
  /^(?:error|warning|notice|info|hint|detail|log|fatal|statement|postgresql|postgres|kingbase|repmgr|note|example|from|file|conf|setting)\b/i,
);

/** Settings that a person retells node by node: `pg1 (primary): archive_mode | off | default`, `node2: archive_mode = on`. */
export default defineGrammar<NotesRow>({
  kind: 'setting-notes',
  title: text({ en: 'Settings retold node by node', 'zh-CN': '按节点转述的参数' }),
  about: text({
    en: 'A setting that a person writes behind the name of a node: `pg1 (primary): archive_mode | off | default`, `node2: archive_mode = on`.',
    'zh-CN': '人工在节点名之后写出的参数：`pg1 (primary): archive_mode | off | default`、`node2: archive_mode = on`。',
  }),
  prints: () => false,
  opens(line) {
    const name = NOTE.exec(line)?.[1];
    return name !== undefined && SETTING_NAMES.has(name) && !NOBODY.test(line) ? 0.9 : 0;
  },
  lexer,
  parser: () => new NotesParser(),
  fold: (context) => ({
    claims: (row) => (row.row === 'note' && SETTING_NAMES.has(row.name) && !NOBODY.test(row.owner) ? 'yes' : 'no'),
    take(row, line) {
      if (row.row !== 'note') return;
      const [value = '', source = null] =
        row.by === '|' ? row.value.split('|').map((part) => part.trim()) : [row.value.replace(/^'(.*)'$/, '$1')];
      const body = settingBody(row.name, value, row.by === '|' ? 'pg_settings' : 'file', { source });
      context.emit(body, { line: line.number, about: { name: row.owner } });
    },
  }),
});
