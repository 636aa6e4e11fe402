import { describe, expect, it } from 'vitest';
import { accessErrors, accessRules, endReceiver, pendingColumn, receiverState, settingErrors } from '../../src/collect/server-views.ts';
import { clusterOf } from '../support/bundle.ts';

const of = (version: string) => clusterOf({ 'a.txt': `$ psql --version\npsql (PostgreSQL) ${version}\n` });

describe('views that a server of old does not have', () => {
  it('reads access rules from the file before 10', () => {
    expect(accessRules(of('9.6.12'), null).text).toContain('grep -nE');
    expect(accessErrors(of('9.6.12'), null).text).toContain('pg_log');
    expect(accessRules(of('10.4'), null).text).toContain('pg_hba_file_rules');
    expect(accessErrors(of('14.2'), null).text).toContain('pg_hba_file_rules');
  });

  it('asks for what waits for a restart, and for errors of files, since 9.5', () => {
    expect(pendingColumn(of('9.4.12'))).toBe('');
    expect(pendingColumn(of('9.5.3'))).toBe(', pending_restart');
    expect(settingErrors(of('9.4.12'), null).text).toContain('grep');
    expect(settingErrors(of('9.6.1'), null).text).toContain('pg_file_settings');
  });

  it('asks for the receiver since 9.6', () => {
    expect(receiverState(of('9.5.3'), null, '*').text).toContain('ps -ef');
    expect(receiverState(of('9.6.1'), null, '*').text).toContain('pg_stat_wal_receiver');
    expect(endReceiver(of('9.5.3'), null).text).toContain('pkill');
    expect(endReceiver(of('16.1'), null).text).toContain('pg_terminate_backend');
  });
});
