import { describe, expect, it } from 'vitest';
import { clusterOf } from '../support/bundle.ts';

const conf = (id: number, name: string, more = ''): string =>
  `node_id=${id}\nnode_name='${name}'\nconninfo='host=10.0.0.${id} user=repmgr dbname=repmgr'\n${more}`;
const nodes = (bundle: Record<string, string>) =>
  clusterOf(bundle).nodes.map((node) => {
    const failover = node.repmgrSetting('failover');
    return [node.name, node.id, node.host, failover.known ? failover.value : null];
  });

describe('nodes by their repmgr.conf', () => {
  it('one file a folder', () => {
    expect(
      nodes({ 'x/repmgr.conf': conf(1, 'kite1', 'failover=manual\n'), 'y/repmgr.conf': conf(2, 'kite2', 'failover=automatic\n') }),
    ).toEqual([
      ['kite1', 1, '10.0.0.1', 'manual'],
      ['kite2', 2, '10.0.0.2', 'automatic'],
    ]);
  });

  it('all files in one ticket, under one prompt and in one block', () => {
    const ticket = `first:\n${conf(1, 'kite1', 'failover=manual\n')}\nsecond:\n${conf(2, 'kite2', 'failover=automatic\n')}`;
    const block = `\`\`\`\n${conf(1, 'kite1', 'failover=manual\n')}${conf(2, 'kite2', 'failover=automatic\n')}\`\`\`\n`;
    for (const text of [ticket, block]) {
      const cluster = clusterOf({ 'ticket.md': text });
      expect(cluster.identities.contradictions).toEqual([]);
      expect(nodes({ 'ticket.md': text })).toEqual([
        ['kite1', 1, '10.0.0.1', 'manual'],
        ['kite2', 2, '10.0.0.2', 'automatic'],
      ]);
    }
  });
});

describe('nodes by folders', () => {
  const rows = (value: string): string => `name,setting,source\nwal_log_hints,${value},default\n`;

  it('that hold files of the same names', () => {
    expect(clusterOf({ 'kea1/s.csv': rows('on'), 'kea2/s.csv': rows('off') }).nodes.map((node) => node.name)).toEqual(['kea1', 'kea2']);
  });

  it('but not moments, and not parts of one capture', () => {
    expect(clusterOf({ 'before/s.csv': rows('on'), 'after/s.csv': rows('off') }).nodes.map((node) => node.name)).toEqual([null]);
    expect(clusterOf({ 'sql/s.csv': rows('on'), 'os/t.csv': rows('off') }).nodes.map((node) => node.name)).toEqual([null]);
  });
});
