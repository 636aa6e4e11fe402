import { describe, expect, it } from 'vitest';
import usage from '../../grammars/usage/index.ts';
import { clusterOf } from '../support/bundle.ts';
import { grammarTester } from '../support/grammar-tester.ts';

grammarTester(usage);

describe('what was printed instead of a help text', () => {
  it.each([
    ['repmgr --help', 'bash: repmgr: command not found'],
    ['repmgr node rejoin --help', 'ERROR: connection to database failed'],
  ])('is read by others: %s', (command, line) => {
    const help =
      '[postgres@pg1 ~]$ psql --help\nUsage:\n  psql [OPTION]... [DBNAME [USERNAME]]\n  -?, --help   show this help, then exit\n';
    const { facts } = clusterOf({ 't.txt': `[postgres@pg1 ~]$ ${command}\n${line}\n${help}` });
    expect(facts.of('message').map((fact) => fact.span.line)).toEqual([2]);
    expect(facts.of('note').map((fact) => [fact.topic, fact.span.line])).toEqual([['help', 4]]);
  });
});
