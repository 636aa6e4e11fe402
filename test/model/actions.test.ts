import { describe, expect, it } from 'vitest';
import { actionsOf } from '../../src/model/actions.ts';
import { readText } from '../support/bundle.ts';

/** What the commands of a session do: `kind target`. */
const done = (session: string): string[] =>
  readText({ 'n1/t.txt': session }).facts.flatMap((fact) =>
    fact.kind === 'command' ? actionsOf(fact).map(({ kind, target }) => `${kind} ${target ?? ''}`.trim()) : [],
  );
const typed = (command: string, cwd = '~'): string[] => done(`[postgres@n1 ${cwd}]$ ${command}\n`);

describe('actions of typed commands', () => {
  it.each([
    ['rm -f /d/pg_wal/0000000100000000000000*', ['wal-removed /d/pg_wal/0000000100000000000000*']],
    ['cd /d/pg_wal && rm -f 0000*', ['wal-removed /d/pg_wal/0000*']],
    ["su - postgres -c 'cd /d/sys_wal; rm -f 0000*'", ['wal-removed /d/sys_wal/0000*']],
    ['sudo -u postgres find /d/pg_wal -mtime +3 -delete', ['wal-removed /d/pg_wal/']],
    ["find /d/pg_wal -name '0000*' | xargs rm -f", ['wal-removed /d/pg_wal/0000*']],
    ['ls -t /d/pg_wal/0* | tail -n +50 | xargs -r rm', ['wal-removed /d/pg_wal/0*']],
    ['ls /d/pg_wal | xargs rm', []],
    ['cd /d/pg_wal && ls | head -5 | xargs rm', ['wal-removed /d/pg_wal/*']],
    ['find /d/pg_wal /backup -name "*.ready" -exec rm -f {} +', ['ready-removed /d/pg_wal/*.ready', 'ready-removed /backup/*.ready']],
    ["find /d/pg_wal/archive_status -name '*.done' -delete", []],
    ['pg_archivecleanup -d -x .gz /backup/wal 000000010000000000000040', ['archive-cleaned /backup/wal']],
    ['pg_archivecleanup /d/pg_wal 000000010000000000000040', ['wal-removed /d/pg_wal']],
    ['mv /d/pg_wal /newdisk/pg_wal && ln -s /newdisk/pg_wal /d/pg_wal', []],
    ['mv /d/sys_wal/0000000E.history /tmp/', []],
    ['rm -f /d/pg_wal/*.history /d/pg_wal/00000001000000000000000A.00000028.backup', []],
    ['mv /d/pg_wal/00000001000000000000000A /tmp/', ['wal-removed /d/pg_wal/00000001000000000000000A']],
    ['rm -f /backup/pg_wal.tar', []],
    ['ls /d/pg_wal', []],
  ])('%s', (command, expected) => expect(typed(command)).toEqual(expected));

  it('runs a relative path where the prompt stood', () => {
    expect(typed('rm -f 0000*', '/d/pg_wal')).toEqual(['wal-removed /d/pg_wal/0000*']);
    expect(typed('rm -f 0000*')).toEqual([]);
  });

  it('reads scripts and cron tables, with their variables and loops', () => {
    expect(done('#!/bin/sh\nW=$PGDATA/pg_wal\nfor f in $(ls $W | head -9); do rm -f $W/$f; done\n')).toEqual([
      'wal-removed $PGDATA/pg_wal/*',
    ]);
    expect(done('#!/bin/sh\ncd /d/pg_wal\nls | while read f; do\n  rm "$f"\ndone\n')).toEqual(['wal-removed /d/pg_wal/*']);
    expect(done('0 * * * * postgres find /d/pg_xlog -mmin +90 -delete\n')).toEqual(['wal-removed /d/pg_xlog/']);
  });
});
