import { describe, expect, it } from 'vitest';
import hba from '../../grammars/hba/index.ts';
import { ruleOf } from '../../grammars/hba/rule.ts';
import { commandContext } from '../../grammars/shell/command.ts';
import { readText } from '../support/bundle.ts';
import { grammarTester, readWith } from '../support/grammar-tester.ts';

grammarTester(hba);

const rule = (line: string) => ruleOf(line.split(/\s+/));

describe('rules of pg_hba.conf', () => {
  it('reads an address with a mask beside it as with a length', () => {
    expect(rule('host all all 10.0.0.0 255.255.0.0 md5')).toMatchObject({ address: '10.0.0.0/16', method: 'md5', error: null });
  });

  it.each([
    ['host replication repmgr 10.20.0.14 md5', 'invalid IP mask "md5"'],
    ['host all all 10.20.0.14', 'end-of-line before netmask specification'],
    ['host all all 10.0.0.0/8 scram', 'invalid authentication method "scram"'],
    ['local all all', 'end-of-line before authentication method'],
  ])('says in the server\'s words what is wrong with "%s"', (line, error) => {
    expect(rule(line).error).toBe(error);
  });

  it.each(['host all all db2.example.net md5', 'host all all samehost trust', 'local all all peer map=m'])(
    'finds nothing wrong with "%s"',
    (line) => {
      expect(rule(line).error).toBeNull();
    },
  );

  it('understands pg_ident.conf and states nothing of it', () => {
    const read = readWith(hba, '# MAPNAME SYSTEM-USERNAME PG-USERNAME\nm1 postgres repmgr\n', commandContext('cat pg_ident.conf', 'sh'));
    expect(read).toMatchObject({ facts: [], notUnderstood: [] });
  });

  it('reads a whole file by its name, comments and all, and rules in a ticket', () => {
    const read = readText({
      'node1/pg_hba.conf': '# PostgreSQL Client Authentication\n# ======\n# TYPE  DATABASE USER ADDRESS METHOD\nlocal all all peer\n',
      'ticket.txt': 'I have these:\nhost repmgr repmgr 10.0.0.0/8 trust\nhost replication repmgr 10.0.0.0/8 trust\nand did reload.\n',
    });
    expect(read.notUnderstood).toEqual([]);
    expect(read.facts.filter((fact) => fact.kind === 'hba-rule').map((fact) => fact.span.line)).toEqual([4, 2, 3]);
  });

  it('leaves sentences and tables alone', () => {
    for (const line of [
      'host all the machines you like to have here',
      'local replication does not work for me',
      ' host | all | all | trust',
    ])
      expect(hba.opens(line, [])).toBe(0);
  });
});
