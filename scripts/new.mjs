// npm run new:cause <id> · npm run new:grammar <kind>: the files of a new piece, in their places, red until they are filled in.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const [what, id, root = '.'] = process.argv.slice(2);
const fail = (message) => {
  console.error(`new: ${message}`);
  process.exit(2);
};
if ((what !== 'cause' && what !== 'grammar') || id === undefined) fail('npm run new:cause <id> or npm run new:grammar <kind>');
if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id)) fail(`${id} is no name of the form archive-gap`);

const camel = id.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
const pascal = camel[0].toUpperCase() + camel.slice(1);

function write(path, content) {
  const file = join(root, path);
  if (existsSync(file)) fail(`${path} is there already`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  console.log(`wrote ${path}`);
}

/** Adds an import and a member to the list of an index; the formatter puts them in order. */
function register(path, importing, member) {
  const file = join(root, path);
  const text = readFileSync(file, 'utf8');
  const end = text.lastIndexOf('\n];');
  if (end < 0) fail(`${path} holds no list`);
  writeFileSync(file, `${importing}\n${text.slice(0, end)}\n  ${member},${text.slice(end)}`);
  console.log(`added to ${path}`);
}

if (what === 'cause') {
  const ids = readFileSync(join(root, 'src/core/ids.ts'), 'utf8');
  const group = /** @type {[string, string][]} */ (
    [...ids.matchAll(/^ {2}(\w+): \[([^\]]*)\]/gm)].map((match) => [match[1], match[2]])
  ).find(([, list]) => list.includes(`'${id}'`))?.[0];
  if (group === undefined) fail(`${id} is in no group of src/core/ids.ts: add it there first, where its place is in the catalogue`);
  write(
    `src/causes/${group}/${id}.ts`,
    `import { collect } from '../../collect/commands.ts';
import { text, texts } from '../../core/text.ts';
import { defineCause, unknown } from '../cause.ts';

const said = texts(() => ({
  summary: { en: 'TODO: what is wrong on {node}', 'zh-CN': 'TODO：{node} 的问题' },
}));

export const ${camel} = defineCause({
  id: '${id}',
  group: '${group}',
  scope: 'node',
  severity: 'warning',
  title: text({ en: 'TODO', 'zh-CN': 'TODO' }),
  get about() {
    return text({
      en: \`TODO: what it is.

**How it shows itself.** TODO

**Lookalikes.** TODO

**What to do.** TODO

**What not to do.** TODO

**Versions.** TODO **Source.** TODO\`,
      'zh-CN': \`TODO

**表现。** TODO

**易混淆的情形。** TODO

**处理。** TODO

**不要做。** TODO

**版本。** TODO **来源。** TODO\`,
    });
  },
  explains: [],

  // present with evidence, absent because, or unknown for want of: docs/architecture.md
  examine: (cluster, node) => unknown(collect.clusterShow(cluster, node, said.summary({ node: node.label }))),

  remedies: () => [],
});
`,
  );
  write(
    `test/causes/${group}/${id}.test.ts`,
    `import { ${camel} } from '../../../src/causes/${group}/${id}.ts';
import { causeTester } from '../../support/cause-tester.ts';

causeTester(${camel}, {
  // a real capture for each: npm run lab, or a labelled case under samples/cases
  present: [{ name: 'TODO', bundle: { 't.txt': 'TODO\\n' } }],
  absent: [{ name: 'TODO', bundle: { 't.txt': 'TODO\\n' }, because: 'TODO' }],
  unknown: [{ name: 'TODO', bundle: { 't.txt': 'TODO\\n' } }],
  lookalikes: [{ name: 'TODO', bundle: { 't.txt': 'TODO\\n' } }],
});
`,
  );
  register('src/causes/index.ts', `import { ${camel} } from './${group}/${id}.ts';`, camel);
} else {
  write(
    `grammars/${id}/tokens.ts`,
    `import type { TokenType } from 'chevrotain';
import { lexerOf } from '../kit/config.ts';
import { Anything, Blank, Word } from '../kit/tokens.ts';

// One token a word of the format, each with a line that shows it; the order is the order in which they are tried.
export const tokens: TokenType[] = [Blank, Word, Anything];
export const lexer = lexerOf(tokens);
`,
  );
  write(
    `grammars/${id}/parser.ts`,
    `import { RowParser } from '../kit/config.ts';
import { Anything, Word } from '../kit/tokens.ts';
import * as T from './tokens.ts';

export type ${pascal}Row = { readonly row: 'other' };

export class ${pascal}Parser extends RowParser<${pascal}Row> {
  constructor() {
    super(T.tokens);
    this.performSelfAnalysis();
  }

  readonly line = this.RULE('line', (): ${pascal}Row => this.SUBRULE(this.other));

  readonly other = this.RULE('other', (): ${pascal}Row => {
    this.MANY(() => this.OR([{ ALT: () => this.CONSUME(Word) }, { ALT: () => this.CONSUME(Anything) }]));
    return { row: 'other' };
  });
}
`,
  );
  write(
    `grammars/${id}/facts.ts`,
    `import type { Claim, Fold, SegmentContext } from '../kit/grammar.ts';
import type { ${pascal}Row } from './parser.ts';

/** Knows the order of lines: what belongs, and which facts come of it. A fact is a body of src/core/fact.ts. */
export class ${pascal}Fold implements Fold<${pascal}Row> {
  readonly #context: SegmentContext;

  constructor(context: SegmentContext) {
    this.#context = context;
  }

  claims(_row: ${pascal}Row): Claim {
    return 'no';
  }

  take(_row: ${pascal}Row): void {
    void this.#context; // this.#context.emit({ kind: … }, { line: line.number })
  }
}
`,
  );
  write(
    `grammars/${id}/index.ts`,
    `import { text } from '../../src/core/text.ts';
import { defineGrammar } from '../kit/define.ts';
import { ${pascal}Fold } from './facts.ts';
import { ${pascal}Parser } from './parser.ts';
import { lexer } from './tokens.ts';

export default defineGrammar({
  kind: '${id}',
  title: text({ en: 'TODO', 'zh-CN': 'TODO' }),
  about: text({ en: 'TODO: which programs and versions print it.', 'zh-CN': 'TODO' }),
  prints: ({ program }) => program === '${id}',
  // how sure it is that its output opens with this line: 0 to 1
  opens: () => 0,
  lexer,
  parser: () => new ${pascal}Parser(),
  fold: (context) => new ${pascal}Fold(context),
});
`,
  );
  write(
    `test/grammars/${id}.test.ts`,
    `import ${camel} from '../../grammars/${id}/index.ts';
import { grammarTester } from '../support/grammar-tester.ts';

// samples/outputs/${id}/: both products, both languages where there are two, one broken-….txt; then GOLDEN=write
grammarTester(${camel});
`,
  );
  mkdirSync(join(root, `samples/outputs/${id}`), { recursive: true });
  register('grammars/index.ts', `import ${camel} from './${id}/index.ts';`, camel);
}
console.log('next: fill in what says TODO, npm run format, npm test');
