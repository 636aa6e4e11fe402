import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDetail } from '../../grammars/node-check/detail.ts';
import grammar from '../../grammars/node-check/index.ts';
import { grammarTester, readWith } from '../support/grammar-tester.ts';

grammarTester(grammar);

describe('node-check', () => {
  it.each([
    ['700 seconds, critical threshold: 600', { count: 700, threshold: 600 }],
    ['25 pending archive ready files (threshold: 16)', { count: 25, threshold: 16 }],
    ['1 of 2 downstream nodes not attached; missing: n2 (ID: 2), n3 (ID: 3)', { count: 1, total: 2, names: ['n2', 'n3'] }],
    ['N/A - node is primary', { count: null, names: [] }],
    ['node "2" (ID: 2) is attached to expected upstream node "1" (ID: 1)', { count: null }],
  ])('%s', (text, expected) => expect(parseDetail(text)).toMatchObject(expected));

  it('reads back every archive line that it could have printed', () => {
    const status = fc.constantFrom('OK', 'WARNING', 'CRITICAL');
    fc.assert(
      fc.property(fc.nat(100_000), fc.nat(1000), status, (count, threshold, word) => {
        const detail = word === 'OK' ? '' : word === 'WARNING' ? ` (threshold: ${threshold})` : `, critical threshold: ${threshold}`;
        const { facts } = readWith(grammar, `\tWAL archiving: ${word} (${count} pending archive ready files${detail})`);
        expect(facts).toMatchObject([{ check: 'archive-ready', status: word, count, threshold: word === 'OK' ? null : threshold }]);
      }),
    );
  });

  it('never throws', () => fc.assert(fc.property(fc.string(), (text) => void readWith(grammar, `Replication lag: OK ${text}`))));
});
