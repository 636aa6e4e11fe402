import { describe, expect, it } from 'vitest';
import settingNotes from '../../grammars/setting-notes/index.ts';
import { clusterOf } from '../support/bundle.ts';
import { grammarTester } from '../support/grammar-tester.ts';

grammarTester(settingNotes);

describe('settings retold node by node', () => {
  it('belong to the node that is named, which is a node from then on', () => {
    const cluster = clusterOf({
      't.txt': 'pg-a (primary): archive_mode | off | default\npg-b: archive_mode | always | configuration file\n',
    });
    expect(cluster.nodes.map((node) => [node.name, node.setting('archive_mode').known && node.setting('archive_mode')])).toMatchObject([
      ['pg-a', { value: 'off' }],
      ['pg-b', { value: 'always' }],
    ]);
  });

  it.each([
    'ERROR: archive_mode = on',
    'postgresql.conf: archive_mode = on',
    'HINT: wal_level = replica',
    'we set it: max_connections=100',
    'node1: the archive_mode is off',
  ])('%s is nobody’s', (line) => expect(settingNotes.opens(line, [])).toBe(0));
});
