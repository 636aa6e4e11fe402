import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { Lexer } from 'marked';
import { describe, expect, it } from 'vitest';
import { blocksOf, markdownContexts } from '../../src/transcript/markdown.ts';

/** Lines, and beginnings and ends of lines, that begin, end or go on with a block of Markdown. */
const LINES = [
  ['', '', '', ' ', '\t', '    ', '\u00a0', '\u3000', '\f'],
  ['```', '```sh', '````', '~~~', '~~~ text', ' ```', '    ```', '``` `', '# heading', '###### six #', '#no', '#', '    code', '\tcode'],
  [
    '- item',
    '* item',
    '+ item',
    '1. one',
    '2) two',
    '-',
    '- ',
    '  - nested',
    '    goes on',
    '- ```',
    '- > quote',
    '- # heading',
    '10. ten',
  ],
  ['> quote', '>', '> ', '>> deeper', '> ```', '> - item', '> # heading', '>    code', '> ---', '   > far', '> | a | b |', '> <div>'],
  [
    '<div>',
    '</div>',
    '<!-- remark',
    '-->',
    '<pre>',
    '</pre>',
    '<br/>',
    '<?php',
    '<https://a.example>',
    '<script',
    '<x',
    '<![CDATA[',
    ']]>',
    'a <b>',
  ],
  ['===', '---', '- - -', '***', '___', '--', '=', ' ---  ', '    ---', '--- x', '===\t', '--|--', ':--', '-:', '\u2028---'],
  ['| a | b |', '|---|---|', 'a | b', '--- | ---', ':-: | -:', '| 1 | 2 |', '|', '| --- |', '---:', ' | - | ', '    |---|---|', '-|-'],
  [
    '[label]: https://a.example',
    '[label]:',
    '"title"',
    "[label]: <a b> 'title'",
    '[label]',
    '   [label]: x',
    '[a\\]b]: c (d)',
    '[ ] task',
    '- [x] done',
  ],
  ['words', 'words  ', '中文', 'postgres=# select 1;', '$ ls', 'a\\', '日志:  语句', '*', '_', '\\# no heading', '1) ', 'x\u2028y'],
].flat();

const line = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...LINES) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom('', ' ', '  ', '   ', '    ', '> ', '- ', '\t', '1. '), fc.constantFrom(...LINES))
      .map(([a, b]) => a + b),
  },
  { weight: 1, arbitrary: fc.string({ unit: fc.constantFrom(...'-=|:<>[]#`~ \t*_ab1.)中\\/!'), maxLength: 12 }) },
);

const documents = readdirSync('samples', { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.md'))
  .map((path) => join('samples', path));

/** What marked itself sees; null where it fails. */
function markedBlocks(text: string): unknown {
  try {
    return new Lexer().blockTokens(text);
  } catch {
    return null;
  }
}

describe('the blocks of a document', () => {
  it('are those that marked sees, in any document', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 14 }), fc.boolean(), (lines, ended) => {
        const text = lines.join('\n') + (ended ? '\n' : '');
        const blocks = blocksOf(text);
        const expected = markedBlocks(text);
        if (expected !== null) expect(blocks).toEqual(expected);
      }),
      { numRuns: 5000 },
    );
  });

  it.each(documents)('are those that marked sees in %s', (path) => {
    const text = readFileSync(path, 'utf8');
    expect(blocksOf(text)).toEqual(markedBlocks(text));
  });

  it('are there where marked fails', () => {
    const text = '- a\n\t>-\nb\n\n# heading\n```\nx\n```';
    expect(markedBlocks(text)).toBeNull();
    expect(markdownContexts(text).map(({ block }) => block)).toEqual([
      ...['prose', 'prose', 'prose', 'prose'],
      ...['heading', 'fence', 'code', 'fence'],
    ]);
  });
});
