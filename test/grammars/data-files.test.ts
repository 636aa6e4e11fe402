import { describe, expect, it } from 'vitest';
import dataFiles from '../../grammars/data-files/index.ts';
import { readText } from '../support/bundle.ts';
import { grammarTester } from '../support/grammar-tester.ts';

grammarTester(dataFiles);

describe('small files of the data directory', () => {
  it('take the timeline from the name of the file', () => {
    const read = readText({
      'n1/00000003.history': '1\t0/5000098\tno recovery target specified\n',
      'n2/t.txt': '$ cat pg_wal/0000000A.history\n9\t1/FF000000\treached consistency\n',
    });
    expect(read.facts.flatMap((fact) => (fact.kind === 'history' ? [[fact.timeline, fact.parent, fact.switchedAt]] : []))).toEqual([
      [3, 1, '0/5000098'],
      [10, 9, '1/FF000000'],
    ]);
  });

  it('an empty address of the lock file is a line of it', () => {
    const read = readText({ 't.txt': '$ cat postmaster.pid\n4711\n/d\n1709254800\n5433\n/tmp\n\n  5433001 3\nready\n' });
    const note = read.facts.find((fact) => fact.kind === 'note');
    expect(note?.kind === 'note' && note.values).toMatchObject({ pid: '4711', dataDir: '/d', port: '5433', listen: '', status: 'ready' });
  });
});
