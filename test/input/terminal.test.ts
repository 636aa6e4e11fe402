import { describe, expect, it } from 'vitest';
import { Terminal } from '../../src/input/terminal.ts';

const shown = (...lines: string[]): string[] => {
  const terminal = new Terminal();
  terminal.begin(lines[0] ?? '');
  return lines.map((line) => terminal.show(line));
};

describe('a recorded terminal', () => {
  it.each([
    ['colours', '\u001b[01;32mpostgres@pg1\u001b[0m:\u001b[01;34m~\u001b[0m$ ls\r', 'postgres@pg1:~$ ls'],
    ['a title', '\u001b]0;postgres@pg1: ~\u0007postgres@pg1:~$ df -h', 'postgres@pg1:~$ df -h'],
    ['bracketed paste', '\u001b[?2004hpostgres@pg1:~$ date\u001b[?2004l\r', 'postgres@pg1:~$ date'],
    ['a typing error', 'postgres@pg1:~$ repmgt\b\u001b[Kr cluster show', 'postgres@pg1:~$ repmgr cluster show'],
    ['a letter inserted', '$ repgr show\b\b\b\b\b\b\b\u001b[1@m\u001b[C\u001b[C\u001b[C\u001b[C\u001b[C\u001b[C\u001b[C', '$ repmgr show'],
    ['a letter deleted', '$ repxmgr\b\b\b\b\u001b[1P', '$ repmgr'],
    ['backspaces that rub out', 'select 2\b \b1;', 'select 1;'],
    ['a bell and shifts', '\u0007\u000ftotal 0\u000e', 'total 0'],
    [
      'progress that goes on in one line',
      '  1024/23456 kB (4%), 0/1 tablespace\r 23456/23456 kB (100%), 1/1 tablespace',
      ' 23456/23456 kB (100%), 1/1 tablespace',
    ],
    ['the pager at its end', '\u001b[7m(END)\u001b[27m\u001b[K\r\u001b[K', ''],
    ['a tab', 'a\tb', 'a\tb'],
    ['Chinese under the cursor', '$ echo 归档\b\b\u001b[K档', '$ echo 归档'],
  ])('%s', (_name, line, text) => {
    expect(shown(line)).toEqual([text]);
  });

  it('joins a command that readline wrapped at the edge', () => {
    const first = 'postgres@pg1:~$ repmgr -f /etc/repmgr.conf standby switchover --siblings-follow ';
    expect(first.length).toBe(80);
    expect(shown(`${first} \r--dry-run\r`)).toEqual([`${first}--dry-run`]);
  });

  it('knows the width from the head of the recording, and goes back over the edge', () => {
    const head = 'Script started on 2024-03-01 10:00:00+08:00 [TERM="xterm" TTY="/dev/pts/0" COLUMNS="20" LINES="24"]';
    // 20 columns are full, the rest is in the next row; then the cursor goes back into the first row and writes there
    expect(shown(head, '$ repmgr cluster sho \rw --csv\r\u001b[A\u001b[2CREPMGR')[1]).toBe('$ REPMGR cluster show --csv');
  });

  it('keeps lines that an old system ended with returns', () => {
    expect(shown('listen_addresses = *\rport = 5432')).toEqual(['listen_addresses = *\nport = 5432']);
  });

  it('takes painted screens apart', () => {
    expect(shown('\u001b[H\u001b[2Jtop - 10:00:00\u001b[2;1HTasks: 120 total')).toEqual(['top - 10:00:00\nTasks: 120 total']);
  });

  it('ends on hostile input', () => {
    const started = performance.now();
    shown(
      '\u001b[99999999C'.repeat(20_000),
      '\u001b'.repeat(200_000),
      `\u001b]${'x'.repeat(200_000)}`,
      '\b'.repeat(200_000),
      '\u001b[9999@'.repeat(2000),
    );
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
