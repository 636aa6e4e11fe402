import fc from 'fast-check';
import { expect, it } from 'vitest';
import jsonLog from '../../grammars/json-log/index.ts';
import { JsonLogParser, lexer, quickly } from '../../grammars/json-log/parser.ts';
import { parseRow } from '../../grammars/kit/define.ts';
import { grammarTester, readWith } from '../support/grammar-tester.ts';

grammarTester(jsonLog);

it('reads the shortcut and the grammar alike', () => {
  const parser = new JsonLogParser();
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(fc.string({ unit: 'binary' }), fc.integer(), fc.boolean(), fc.constant(null), tie('object')),
    object: fc.dictionary(
      fc.string().filter((name) => name !== '__proto__'),
      tie('value'),
      { maxKeys: 4 },
    ),
  }));
  fc.assert(
    fc.property(
      fc.dictionary(
        fc.string().filter((name) => name !== '__proto__'),
        value,
      ),
      (object) => {
        const line = JSON.stringify(object);
        const parsed = parseRow(lexer, parser, line);
        expect(JSON.stringify(parsed)).toBe(JSON.stringify({ row: quickly(line) }));
      },
    ),
  );
});

it('never throws on any text', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), (lines) => {
      expect(() => readWith(jsonLog, lines.join('\n'))).not.toThrow();
    }),
  );
});
