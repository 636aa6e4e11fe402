import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { REPMGR_EVENTS, recognise } from '../../grammars/repmgr-messages/catalogue/index.ts';
import grammar from '../../grammars/repmgr-messages/index.ts';
import { grammarTester, readWith } from '../support/grammar-tester.ts';

grammarTester(grammar);

const messages = (text: string) => readWith(grammar, text).facts.filter((fact) => fact.kind === 'message');

describe('repmgr-messages', () => {
  it.each([
    [
      'number of pending archive files on demotion candidate "n1" (ID: 1) is critical',
      'switchover.archive-backlog-critical',
      { node: 'n1', id: '1' },
    ],
    ['unable to  connect to node "n1" (ID: 1)', 'status.unreachable', { node: 'n1' }],
    ['promotion candiate is "n3" (ID: 3)', 'repmgrd.candidate', { id: '3' }],
    [
      'parameter "wal_keep_size" on the upstream server must be be set to a non-zero value',
      'clone.setting-too-low',
      { name: 'wal_keep_size' },
    ],
    ['unable to connect via ES to host "h", can\'t confirm if it\'s a standby node', 'kbha.standby-not-confirmed', { host: 'h' }],
    [
      'FATAL:  no pg_hba.conf entry for replication connection from host "10.0.0.1", user "u", no encryption',
      'connect.no-hba-entry',
      { user: 'u' },
    ],
    ['致命错误：  对不起，已经有太多的客户', 'connect.too-many-clients', {}],
    ['current master has been cleanly shut down at location 1/1F000028', 'switchover.shutdown-clean', { lsn: '1/1F000028' }],
  ])('%s', (text, event, values) => {
    const found = recognise(text);
    expect(found?.event).toBe(event);
    expect(found?.values).toMatchObject(values);
  });

  it('names every event once', () => {
    expect(new Set(REPMGR_EVENTS).size).toBe(REPMGR_EVENTS.length);
  });

  it('counts what repeats itself and keeps the last time', () => {
    const text = ['10', '11', '12'].map((s) => `[2026-01-01 00:00:${s}] [WARNING] unable to ping "host=a"`).join('\n');
    expect(messages(text)).toMatchObject([{ count: 3, lastLine: 3, lastAtText: '2026-01-01 00:00:12', event: 'connection.ping-failed' }]);
  });

  it("counts a daemon's round together, a change of state never across another", () => {
    const round = ['[WARNING] unable to ping "host=a"', '[INFO] sleeping 10 seconds until next reconnection attempt'];
    expect(messages([...round, ...round, ...round].join('\n'))).toMatchObject([{ count: 3 }, { count: 3 }]);
    const flap = [
      '[NOTICE] standby node "b" (ID: 2) has disconnected',
      '[NOTICE] standby node "b" (ID: 2) has reconnected after 3 seconds',
    ];
    expect(messages([...flap, ...flap].join('\n'))).toHaveLength(4);
  });

  it('keeps the last attempt of a progress message', () => {
    const text = [1, 2, 3]
      .map((n) => `INFO: sleeping ${n} of maximum 3 seconds waiting for standby to flush received WAL to disk`)
      .join('\n');
    expect(messages(text)).toMatchObject([{ count: 3, values: { attempt: '3', attempts: '3' } }]);
  });

  it("takes the server's answer as part of repmgr's error", () => {
    const text = 'ERROR: unable to execute query\nDETAIL: \nERROR:  relation "repmgr.nodes" does not exist\nLINE 1: SELECT 1';
    expect(messages(text)).toHaveLength(1);
  });

  it('never throws and gives a message back for every prefix', () => {
    const prefix = fc.constantFrom(
      'NOTICE: ',
      '[NOTICE] ',
      '[2026-01-01 00:00:00] [NOTICE] ',
      '[2026-01-01 00:00:00] [NOTICE] [] ',
      'Jan  1 00:00:00 h repmgrd[1]: [NOTICE] ',
    );
    const said = fc.stringMatching(/^[a-z][a-z ]{0,30}[a-z]$/);
    fc.assert(
      fc.property(prefix, said, (front, text) => {
        expect(messages(front + text)).toMatchObject([{ text, level: 'notice' }]);
      }),
    );
    fc.assert(fc.property(fc.string(), (text) => void readWith(grammar, text)));
  });
});
