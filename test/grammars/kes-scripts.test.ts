import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import grammar from '../../grammars/kes-scripts/index.ts';
import { grammarTester, readWith } from '../support/grammar-tester.ts';

grammarTester(grammar);

describe('kes-scripts', () => {
  it('takes a check that the script repairs for a notice', () => {
    const { facts } = readWith(grammar, '2026-01-01 00:00:00 [ERROR] [kernel.sem] 250 (no less than: 5010) on h1');
    expect(facts).toMatchObject([
      { level: 'notice', event: 'installer.preflight', values: { name: 'kernel.sem', value: '250', expected: '5010', host: 'h1' } },
    ]);
  });

  it('gives back any setting', () => {
    const value = fc.stringMatching(/^[a-z0-9/.:,-]{1,20}$/);
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z][a-z_]{0,20}$/), value, (name, text) => {
        expect(readWith(grammar, ` [INFO] ${name}=${text}`).facts).toMatchObject([
          { kind: 'setting', name, value: text, via: 'installer' },
        ]);
      }),
    );
    fc.assert(fc.property(fc.string(), (text) => void readWith(grammar, text)));
  });
});
