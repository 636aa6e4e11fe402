import { describe, expect, it } from 'vitest';
import { decisive } from '../../grammars/kit/attempts.ts';

const plain = (host: string) =>
  `connection to server at "${host}", port 5432 failed: FATAL:  no pg_hba.conf entry for host "10.0.0.9", user "repmgr", database "repmgr", no encryption`;

describe('of two attempts the encrypted one decides', () => {
  it('drops the attempt without encryption behind another answer', () => {
    expect(
      decisive(
        'FATAL:  password authentication failed for user "r"\n\tFATAL:  no pg_hba.conf entry for replication connection from host "10.0.0.9", user "r", SSL off',
      ),
    ).toBe('FATAL:  password authentication failed for user "r"');
    const first = 'connection to server at "a", port 5432 failed: FATAL:  connection requires a valid client certificate';
    expect(decisive(`${first}\n${plain('a')}`)).toBe(first);
  });

  it('keeps it where it stands alone, or is of another server', () => {
    expect(decisive(plain('a'))).toBe(plain('a'));
    const other = 'connection to server at "a", port 5432 failed: FATAL:  the database system is starting up';
    expect(decisive(`${other}\n${plain('b')}`)).toBe(`${other}\n${plain('b')}`);
    expect(decisive(`connection to database failed\n${plain('b')}`)).toBe(`connection to database failed\n${plain('b')}`);
  });
});
