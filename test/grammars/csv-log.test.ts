import fc from 'fast-check';
import { expect, it } from 'vitest';
import csvLog from '../../grammars/csv-log/index.ts';
import { CsvLogParser, lexer } from '../../grammars/csv-log/parser.ts';
import { parseRow } from '../../grammars/kit/define.ts';
import { grammarTester, readWith } from '../support/grammar-tester.ts';

grammarTester(csvLog);

it('gives back the fields that were written', () => {
  const parser = new CsvLogParser();
  const field = fc.oneof(fc.constant(null), fc.string({ unit: 'binary' }));
  fc.assert(
    fc.property(fc.array(field, { minLength: 1, maxLength: 25 }), (fields) => {
      const line = ['2026-11-23 05:09:06.909 UTC', ...fields.map((one) => (one === null ? '' : `"${one.replaceAll('"', '""')}"`))].join(
        ',',
      );
      expect(parseRow(lexer, parser, line)).toEqual({
        row: { row: 'record', fields: ['2026-11-23 05:09:06.909 UTC', ...fields], open: false },
      });
    }),
  );
});

it('never throws on any text', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), (lines) => {
      expect(() => readWith(csvLog, lines.join('\n'))).not.toThrow();
    }),
  );
});
