import { describe, expect, it } from 'vitest';
import passfile from '../../grammars/passfile/index.ts';
import { readText } from '../support/bundle.ts';
import { grammarTester } from '../support/grammar-tester.ts';

grammarTester(passfile);

describe('password files', () => {
  it('keep their place and lose their secrets, and each is told', () => {
    const read = readText({ 'n1/.pgpass': '*:5432:repmgr:repmgr:hunter2\n', 'n2/t.txt': '$ cat ~/.encpwd\n*:*:*:esrep:S2luZ2Jhc2U=\n' });
    expect(read.notUnderstood).toEqual([]);
    expect(JSON.stringify(read.facts)).not.toMatch(/hunter2|S2luZ2Jhc2U/);
    expect(read.facts.flatMap((fact) => (fact.kind === 'secret' ? [fact.what] : []))).toEqual(['password', 'encoded-password']);
    expect(read.facts.filter((fact) => fact.kind === 'note').map((fact) => fact.excerpt)).toEqual([
      '*:5432:repmgr:repmgr:[redacted]',
      '*:*:*:esrep:[redacted]',
    ]);
  });

  it('are not seen in lists of accounts and in log lines', () => {
    for (const line of ['postgres:x:26:26:PostgreSQL Server:/var/lib/pgsql:/bin/bash', 'a:1:b', 'http://host:80:a:b:c'])
      expect(passfile.opens(line, [])).toBe(0);
  });
});
