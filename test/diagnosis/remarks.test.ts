import { describe, expect, it } from 'vitest';
import { fill } from '../../src/core/text.ts';
import { remarksOf } from '../../src/diagnosis/remarks.ts';
import { clusterOf } from '../support/bundle.ts';

const log = (...lines: readonly string[]): string => lines.map((line) => `2024-05-10 10:20:31.112 CST [2211] ${line}\n`).join('');
const remarks = (bundle: Parameters<typeof clusterOf>[0]): string[] => remarksOf(clusterOf(bundle)).map(({ text }) => fill(text, 'en'));

describe('a log that has lost its Chinese characters', () => {
  it('is said to have, once', () => {
    const said = remarks({ 'db1/server.log': log('??:  ??????', '????:  ?????? 12', 'LOG:  database system is shut down') });
    expect(said).toHaveLength(1);
    expect(said[0]).toContain('lost its Chinese characters');
  });
  it('is not one whose data holds question marks', () => {
    expect(remarks({ 'db1/server.log': log('LOG:  could not send data to client: ????', 'ERROR:  syntax error at or near "??"') })).toEqual(
      [],
    );
  });
});
