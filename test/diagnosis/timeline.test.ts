import { expect, it } from 'vitest';
import { fill } from '../../src/core/text.ts';
import { timelineOf } from '../../src/diagnosis/timeline.ts';
import { clusterOf } from '../support/bundle.ts';

const log = (...lines: readonly string[]): string => lines.map((line) => `2024-05-10 10:20:31.112 CST [2211] ${line}\n`).join('');
const timeline = (text: string): string[] =>
  timelineOf(clusterOf({ 'db1/server.log': text }), null as never).map(({ event }) => fill(event, 'en'));

it('a PANIC stands in the timeline, before the stop that it causes; an ERROR does not', () => {
  expect(
    timeline(
      log(
        'ERROR:  relation "pg_wal" does not exist',
        'PANIC:  could not write to file "pg_wal/xlogtemp.2211": No space left on device',
        'LOG:  database system is shut down',
      ),
    ),
  ).toEqual(['could not write to file "pg_wal/xlogtemp.2211": No space left on device', 'database system is shut down']);
});
