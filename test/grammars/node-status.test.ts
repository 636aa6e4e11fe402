import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import grammar from '../../grammars/node-status/index.ts';
import { grammarTester, readWith } from '../support/grammar-tester.ts';

grammarTester(grammar);

const settings = (text: string) => readWith(grammar, text).facts.filter((fact) => fact.kind === 'setting');

describe('node-status', () => {
  it('states an empty archive command only while archiving is enabled', () => {
    expect(settings('WAL archiving: enabled\nArchive command:')).toMatchObject([{ name: 'archive_command', value: '' }]);
    expect(settings('Archive command:')).toEqual([]);
  });

  it('does not take (none) and (disabled) for the setting', () => {
    expect(settings('WAL archiving: off\nArchive command: (none)')).toMatchObject([{ name: 'archive_mode', value: 'off' }]);
    expect(settings('Archive command: (disabled)')).toEqual([]);
  });

  it('gives back any value', () => {
    const value = fc.stringMatching(/^[!-~]([ -~]{0,40}[!-~])?$/);
    fc.assert(
      fc.property(value, (text) => {
        expect(readWith(grammar, `\tConninfo: ${text}`).facts).toMatchObject([{ key: 'conninfo', value: text }]);
      }),
    );
    fc.assert(fc.property(fc.string(), (text) => void readWith(grammar, text)));
  });
});
