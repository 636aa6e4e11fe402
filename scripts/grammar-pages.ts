// Writes docs/grammars/<kind>.md and .svg from the grammars and their samples. Run by `npm run docs`.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { BaseParser, IToken } from 'chevrotain';
import { KeywordParser, UriParser } from '../grammars/conninfo/parser.ts';
import { keywordLexer, uriLexer } from '../grammars/conninfo/tokens.ts';
import { grammars } from '../grammars/index.ts';
import type { LineLexer } from '../grammars/kit/config.ts';
import { ebnfOf, rulesOf } from '../grammars/kit/ebnf.ts';
import type { AnyGrammar } from '../grammars/kit/grammar.ts';
import { patternShown } from '../grammars/kit/tokens.ts';
import { PromptParser } from '../grammars/prompt/parser.ts';
import { promptLexer } from '../grammars/prompt/tokens.ts';
import { ShellParser } from '../grammars/shell/parser.ts';
import { shellLexer } from '../grammars/shell/tokens.ts';
import { railroad } from './railroad.ts';

const SAMPLES = 'samples/outputs';
const PAGES = 'docs/grammars';
/** Examples of a token, and lines of a sample, that a page shows. */
const EXAMPLES = 3;
const LINES = 12;

interface Sample {
  readonly name: string;
  readonly text: string;
  readonly command: string | null;
  readonly facts: readonly { readonly kind: string; readonly at: { readonly line: number }; readonly [field: string]: unknown }[];
}

/** What a page needs, of a grammar of outputs or of one of strings. */
interface Page {
  readonly kind: string;
  /** Where the grammar stands, if the name is another. */
  readonly folder?: string;
  readonly title: AnyGrammar['title'];
  readonly about: AnyGrammar['about'];
  readonly lexer: LineLexer;
  readonly parser: BaseParser;
  readonly start: string;
  readonly texts: readonly string[];
  readonly samples: readonly Sample[];
}

function samplesOf(kind: string): Sample[] {
  const dir = `${SAMPLES}/${kind}`;
  if (!existsSync(dir)) return [];
  return readdirSync(dir)
    .filter((file) => file.endsWith('.txt'))
    .sort()
    .map((file) => {
      const name = file.slice(0, -4);
      const told = JSON.parse(readFileSync(`${dir}/${name}.facts.json`, 'utf8')) as { command: string | null; facts: Sample['facts'] };
      return { name, text: readFileSync(`${dir}/${file}`, 'utf8'), command: told.command, facts: told.facts };
    });
}

const code = (text: string): string => {
  const shown = text.replaceAll('\t', '→').replaceAll('\n', '↵').replaceAll('|', '\\|');
  return shown.includes('`') ? `\`\` ${shown} \`\`` : `\`${shown}\``;
};
const short = (text: string, limit: number): string => (text.length > limit ? `${text.slice(0, limit - 1)}…` : text);

function tokensOf(lexer: LineLexer, texts: readonly string[]): string {
  const examples = new Map<string, Set<string>>();
  for (const text of texts) {
    for (const line of text.split('\n')) {
      const tokens: IToken[] = lexer.tokenize(line).tokens;
      for (const { tokenType, image } of tokens) {
        const known = examples.get(tokenType.name) ?? new Set();
        if (known.size < EXAMPLES && image.trim() !== '') known.add(short(image.trim(), 48));
        examples.set(tokenType.name, known);
      }
    }
  }
  const rows = lexer.tokens.map((token) => {
    const pattern = patternShown(token);
    const shown = pattern === null ? 'by a function, see `tokens.ts`' : code(short(pattern, 160));
    return `| ${token.name} | ${shown} | ${[...(examples.get(token.name) ?? [])].map(code).join(' ')} |`;
  });
  return ['| token | matches | in the samples |', '| --- | --- | --- |', ...rows].join('\n');
}

/** A fact in one line: its kind, and the values that are not null. */
function factLine(fact: Sample['facts'][number]): string {
  const { kind, at, ...values } = fact;
  const told = Object.entries(values).filter(
    ([, value]) => value !== null && value !== '' && !(Array.isArray(value) && value.length === 0),
  );
  return `| ${at.line} | ${kind} | ${code(short(told.map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`).join(', '), 150))} |`;
}

function exampleOf({ name, text, command, facts }: Sample): string {
  const lines = text.replace(/\n$/, '').split('\n');
  const shown = lines.slice(0, LINES).map((line) => short(line.trimEnd(), 150));
  const within = facts.filter((fact) => fact.at.line <= LINES).slice(0, 8);
  return [
    `### ${name}`,
    '',
    ...(command === null ? [] : [`Printed by ${code(short(command, 120)).replaceAll('\\|', '|')}`, '']),
    '```text',
    ...shown,
    ...(lines.length > LINES ? ['…'] : []),
    '```',
    '',
    '| line | fact | says |',
    '| --- | --- | --- |',
    ...within.map(factLine),
    '',
  ].join('\n');
}

function pageOf(page: Page): string {
  const rules = rulesOf(page.parser, page.start);
  const examples = page.samples.filter(({ name, facts }) => !name.startsWith('broken') && facts.length > 0);
  // one of each flavour, the one that says most
  const told = ['pg', 'kes'].flatMap(
    (flavour) => examples.filter(({ name }) => name.startsWith(flavour)).sort((a, b) => b.facts.length - a.facts.length)[0] ?? [],
  );
  return [
    `# ${page.kind}`,
    '',
    `Generated by \`npm run docs\` from \`grammars/${page.folder ?? page.kind}\`${page.samples.length > 0 ? ' and its samples' : ''}.`,
    '',
    `**${page.title.en}.** ${page.about.en}`,
    '',
    `**${page.title['zh-CN']}。** ${page.about['zh-CN']}`,
    '',
    '## Grammar',
    '',
    `One line at a time; the start rule is \`${page.start}\`. [Railroad diagram](${page.kind}.svg)`,
    '',
    '```ebnf',
    ebnfOf(rules),
    '```',
    '',
    '## Tokens',
    '',
    'In order of precedence: the first that matches is taken.',
    '',
    tokensOf(page.lexer, page.texts),
    '',
    ...(told.length > 0 ? ['## Examples', '', ...told.map(exampleOf)] : []),
    ...(page.samples.length > 0
      ? [
          '## Samples',
          '',
          ...page.samples.map(({ name, facts }) => `- [${name}](../../${SAMPLES}/${page.kind}/${name}.txt) (facts: ${facts.length})`),
          '',
        ]
      : []),
  ].join('\n');
}

const outputs: Page[] = grammars.map((grammar) => {
  const samples = samplesOf(grammar.kind);
  const { kind, title, about, lexer } = grammar;
  return { kind, title, about, lexer, parser: grammar.parser(), start: 'line', texts: samples.map(({ text }) => text), samples };
});

const strings: Page[] = [
  {
    kind: 'shell',
    title: { en: 'Shell text', 'zh-CN': 'Shell 文本' },
    about: {
      en: 'POSIX sh and what of bash people paste: a typed command, a line of a script, an `archive_command` with its `%p` and `%f`. What cannot work as written (an open quote, an operator without its command) is told.',
      'zh-CN':
        'POSIX sh 以及常见的 bash 写法：输入的命令、脚本行、含 `%p`、`%f` 的 `archive_command`。无法执行的写法（引号未闭合、运算符缺少命令）会指出。',
    },
    lexer: shellLexer,
    parser: new ShellParser(),
    start: 'script',
    texts: [
      'test ! -f /archive/%f && cp %p "$ARCHIVE/%f" # keep',
      "find /d -name '*.ready' | xargs rm -f; (cd /d; ls) > out 2>&1 &",
      'x=`date` $(pwd)',
    ],
    samples: [],
  },
  {
    kind: 'conninfo',
    title: { en: 'Connection strings', 'zh-CN': '连接串' },
    about: {
      en: 'libpq’s connection strings of `keyword = value` pairs, with its quoting; what is wrong with one is told.',
      'zh-CN': 'libpq 的 `keyword = value` 连接串（含引号规则）；写错之处会指出。',
    },
    lexer: keywordLexer,
    parser: new KeywordParser(),
    start: 'pairs',
    texts: ["host=10.0.0.4 port=5432 user=repmgr dbname='my db' connect_timeout=2"],
    samples: [],
  },
  {
    kind: 'conninfo-uri',
    folder: 'conninfo',
    title: { en: 'Connection URIs', 'zh-CN': '连接 URI' },
    about: { en: 'libpq’s connection strings as URIs.', 'zh-CN': 'libpq 的 URI 形式连接串。' },
    lexer: uriLexer,
    parser: new UriParser(),
    start: 'uri',
    texts: ['postgresql://repmgr@pg-a:5432,pg-b:5432/repmgr?connect_timeout=2&application_name=pg-a'],
    samples: [],
  },
  {
    kind: 'prompt',
    title: { en: 'Prompts', 'zh-CN': '提示符' },
    about: {
      en: 'The prompt at the start of a line, of sh or of psql and ksql: who, where, and what was typed behind it.',
      'zh-CN': '行首的 sh 或 psql、ksql 提示符：用户、主机、目录以及其后输入的命令。',
    },
    lexer: promptLexer,
    parser: new PromptParser(),
    start: 'prompt',
    texts: ['[postgres@pg-a ~]$ repmgr cluster show', 'root@pg-b:/etc# ls', 'repmgr=# select 1;', '-bash-4.2$ psql', 'pg-a:~$ df -h'],
    samples: [],
  },
];

mkdirSync(PAGES, { recursive: true });
for (const name of readdirSync(PAGES)) rmSync(`${PAGES}/${name}`);
for (const page of [...outputs, ...strings]) {
  writeFileSync(`${PAGES}/${page.kind}.md`, pageOf(page));
  writeFileSync(`${PAGES}/${page.kind}.svg`, railroad(`Grammar ${page.kind}`, rulesOf(page.parser, page.start)));
}
const row = ({ kind, title, samples }: Page): string => `| [${kind}](${kind}.md) | ${title.en} | ${title['zh-CN']} | ${samples.length} |`;
writeFileSync(
  `${PAGES}/README.md`,
  [
    '# Grammars',
    '',
    'Generated by `npm run docs`. Each page has the grammar as EBNF and as a railroad diagram, its tokens with examples, and what its samples say.',
    '',
    '| kind | English | 中文 | samples |',
    '| --- | --- | --- | --- |',
    ...outputs.map(row),
    '',
    'Grammars of one string, which the others use:',
    '',
    ...strings.map(({ kind, title }) => `- [${kind}](${kind}.md): ${title.en} / ${title['zh-CN']}`),
    '',
  ].join('\n'),
);
