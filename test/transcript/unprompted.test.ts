import { describe, expect, it } from 'vitest';
import { readText } from '../support/bundle.ts';

const SHOWN = [
  ' ID | Name | Role    | Status    | Upstream | Location | Priority | Timeline | Connection string',
  '----+------+---------+-----------+----------+----------+----------+----------+------------------',
  ' 1  | lark | primary | * running |          | default  | 100      | 1        | host=10.0.0.1',
].join('\n');
const fenced = (text: string): string => `\`\`\`\n${text}\n\`\`\``;
const commands = (text: string, name = 'ticket.md') =>
  readText({ [name]: text }).facts.flatMap((fact) => (fact.kind === 'command' ? [fact.text] : []));

describe('a command without its prompt', () => {
  it.each([
    ['in the words above a fence', `Now:\n\nrepmgr cluster show\n\n${fenced(SHOWN)}`, 'repmgr cluster show'],
    ['in backticks', `\`du -sh /data/pg_wal\`:\n\n${fenced('22G\t/data/pg_wal')}`, 'du -sh /data/pg_wal'],
    ['as the first line of a fence', fenced('ls /data/pg_wal/archive_status | wc -l\n139'), 'ls /data/pg_wal/archive_status | wc -l'],
  ])('%s', (_, text, command) => expect(commands(text)).toEqual([command]));

  it('in a text, its output right below', () => {
    expect(commands(`we ran\n\nrepmgr cluster show\n${SHOWN}\n`, 'ticket.txt')).toEqual(['repmgr cluster show']);
  });

  it.each([
    ['advice without an output', `Please run\n\nrepmgr cluster show\n\nand send it.`],
    [
      'above the output of another',
      `repmgr cluster show\n\n${fenced('Filesystem  Size  Used Avail Use% Mounted on\n/dev/sdb  50G  48G  2.0G  96% /data')}`,
    ],
    ['a sentence', `the output of repmgr cluster show is here:\n\n${fenced(SHOWN)}`],
  ])('none: %s', (_, text) => expect(commands(text)).toEqual([]));
});
