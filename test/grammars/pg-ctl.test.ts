import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import grammar from '../../grammars/pg-ctl/index.ts';
import { grammarTester, readWith } from '../support/grammar-tester.ts';

grammarTester(grammar);

describe('pg-ctl', () => {
  it('gives the shell error as the reason of the failed start', () => {
    const { facts } = readWith(
      grammar,
      'waiting for server to start..../bin/sh: /d/../logfile: Permission denied\n stopped waiting\nsys_ctl: could not start server',
    );
    expect(facts.at(-1)).toMatchObject({ event: 'ctl.start-failed', values: { reason: 'sh.permission-denied', path: '/d/../logfile' } });
  });

  it('never throws', () => fc.assert(fc.property(fc.string(), (text) => void readWith(grammar, text))));
});
