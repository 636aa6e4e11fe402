import { describe, expect, it } from 'vitest';
import script from '../../grammars/script/index.ts';
import { looksLikeShell } from '../../grammars/script/plausible.ts';
import { commandContext } from '../../grammars/shell/command.ts';
import type { CommandBody } from '../../src/core/fact.ts';
import { grammarTester, readWith } from '../support/grammar-tester.ts';

grammarTester(script);

const commands = (text: string, command: string | null = null): CommandBody[] =>
  readWith(script, text, command === null ? null : commandContext(command, 'sh')).facts.flatMap(({ at, ...body }) =>
    body.kind === 'command' ? [body] : [],
  );
/** The words of every command, as they are after the variables were put in. */
const words = (text: string, command: string | null = null): string[] =>
  commands(text, command).flatMap((body) =>
    (body.script?.items ?? []).flatMap(({ pipeline }) => pipeline.commands.map((one) => one.words.map((word) => word.text).join(' '))),
  );

describe('scripts', () => {
  it('put in the variables that they set themselves', () => {
    expect(
      words(
        '#!/bin/sh\nBIN=/opt/kes/bin\nDATA="$BIN/../data"\nPSQL="psql -U x"\nCUT=$(date)\n$BIN/sys_archivecleanup $DATA/sys_wal "$CUT"\n$PSQL -c \'$DATA\'',
      ),
    ).toEqual(['/opt/kes/bin/sys_archivecleanup /opt/kes/bin/../data/sys_wal $CUT', 'psql -U x -c $DATA']);
  });

  it('know what a loop goes over', () => {
    expect(words('#!/bin/sh\nfor f in /d/pg_wal/0000*; do rm -f $f; done')).toEqual(['rm -f /d/pg_wal/0000*']);
    expect(words('#!/bin/sh\nfor f in $(find $PGDATA/pg_wal -mtime +1)\ndo\n  rm -f $f\ndone')).toEqual(['rm -f $PGDATA/pg_wal']);
    expect(words('#!/bin/sh\nfor f in $(ls $PGDATA/pg_wal | head -5)\ndo\n  rm -f $f\ndone')).toEqual(['rm -f *']);
  });

  it('remember where they went', () => {
    expect(commands('#!/bin/sh\ncd /d/pg_wal\nrm -f 0000*').map(({ cwd, via }) => [cwd, via])).toEqual([
      [null, 'script'],
      ['/d/pg_wal', 'script'],
    ]);
  });

  it('end where prose begins', () => {
    const read = readWith(script, '#!/bin/sh\nls /d\n\nThere is no counterpart that sets it again.');
    expect(read.notUnderstood).toEqual([4]);
  });
});

describe('cron tables', () => {
  it('tell the account of a system table, and unescape the percent sign', () => {
    expect(commands('5 * * * * postgres  cp a /b/$(date +\\%F)').map(({ text, user, via }) => [text, user, via])).toEqual([
      ['cp a /b/$(date +%F)', 'postgres', 'cron'],
    ]);
    expect(commands('@hourly /x/trim.sh').map(({ text, user }) => [text, user])).toEqual([['/x/trim.sh', null]]);
  });

  it.each(['1 2 3 4 5 things', '* item', '*** important ***', '5 * 3 = 15', '* * * * *', '2026-11-23 05:09:06 * 1 2 3 x'])(
    'are not: %s',
    (line) => {
      expect(script.opens(line, [])).toBe(0);
      expect(commands(line)).toEqual([]);
    },
  );
});

describe('a line of shell', () => {
  it.each([
    'if [ -f x ]; then',
    'fi',
    'DATA=/x',
    'rm -f $f',
    '$BIN/ksql -c x',
    'echo done',
    'redo() {',
    ';;',
    'start)',
    '/usr/bin/foo -x',
    'a && b',
  ])('is %s', (line) => expect(looksLikeShell(line)).toBe(true));
  it.each(['There is no counterpart.', '备库没有收到日志', 'Done.', 'rm is dangerous here', 'Connection refused', 'node1: ok'])(
    'is not %s',
    (line) => expect(looksLikeShell(line)).toBe(false),
  );
});
