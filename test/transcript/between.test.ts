import { describe, expect, it } from 'vitest';
import { readText } from '../support/bundle.ts';

const kinds = (text: string): string[] => readText({ 'session.txt': text }).facts.map((fact) => fact.kind);

describe('a table below messages', () => {
  it('is a table, though the message above ends in a colon', () => {
    const text = `[postgres@pg1 ~]$ repmgr cluster matrix
INFO: connecting to database
WARNING: following problems detected:
  node 2 inaccessible via SSH
 Name | ID | 1 | 2
------+----+---+---
 pg1  | 1  | * | *
 pg2  | 2  | ? | ?
`;
    const { facts } = readText({ 'session.txt': text });
    expect(facts.flatMap((fact) => (fact.kind === 'matrix' ? [`${fact.from}>${fact.to} ${fact.status}`] : []))).toEqual([
      'pg1>pg1 works',
      'pg1>pg2 works',
      'pg2>pg1 unknown',
      'pg2>pg2 unknown',
    ]);
    expect(facts.flatMap((fact) => (fact.kind === 'message' ? [fact.event] : []))).toEqual(['status.issues', 'status.ssh-failed']);
  });
});

describe('words of programs that nobody asked for', () => {
  it('the locale of a shell is no setting of the server', () => {
    expect(kinds('[postgres@pg1 ~]$ locale\nLANG=C.UTF-8\nLC_CTYPE="C.UTF-8"\nLC_MESSAGES="C"\n')).not.toContain('setting');
    expect(kinds('LANG=en_US.UTF-8\nLC_MESSAGES="C"\n')).not.toContain('setting');
  });

  it('but lc_messages of postgresql.conf is', () => {
    expect(kinds("[postgres@pg1 ~]$ grep lc_ postgresql.conf\nlc_messages = 'C'\nlc_time = 'C'\n")).toContain('setting');
  });
});
