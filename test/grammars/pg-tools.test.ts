import fc from 'fast-check';
import { describe, it } from 'vitest';
import grammar from '../../grammars/pg-tools/index.ts';
import { grammarTester, readWith } from '../support/grammar-tester.ts';

grammarTester(grammar);

describe('pg-tools', () => {
  it('never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => void readWith(grammar, text)));
    fc.assert(fc.property(fc.string(), (text) => void readWith(grammar, `pg_rewind: error: ${text}`)));
  });
});
