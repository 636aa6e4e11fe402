import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commandContext, quoteForShell } from '../../grammars/shell/command.ts';
import { parseShell } from '../../grammars/shell/index.ts';

/** `&&[cp %p /a/%f]`: operator, negation, words and redirects of every pipeline. */
const shape = (text: string): string[] =>
  parseShell(text).items.map(
    ({ operator, pipeline }) =>
      `${operator}${pipeline.negated ? '!' : ''}[${pipeline.commands
        .map((command) =>
          [
            ...command.assignments.map((word) => word.text),
            ...command.words.map((word) => word.text),
            ...command.redirects.map((redirect) => redirect.operator + (redirect.target?.text ?? '')),
          ].join(' '),
        )
        .join('|')}]`,
  );

describe('parseShell', () => {
  it.each([
    ['/bin/cp -f %p /a/%f', ['[/bin/cp -f %p /a/%f]']],
    ['test ! -f /a/%f && cp %p /a/%f.tmp && mv /a/%f.tmp /a/%f', ['[test ! -f /a/%f]', '&&[cp %p /a/%f.tmp]', '&&[mv /a/%f.tmp /a/%f]']],
    ['export TZ=Asia/Shanghai;/k/sys_rman archive-push %p', ['[export TZ=Asia/Shanghai]', ';[/k/sys_rman archive-push %p]']],
    ['gzip < %p > /a/%f.gz 2>&1', ['[gzip <%p >/a/%f.gz 2>&1]']],
    ['if test -f x; then cp a b; else exit 1; fi >/dev/null', ['[test -f x >/dev/null]', ';[cp a b >/dev/null]', ';[exit 1 >/dev/null]']],
    ['for f in *.ready; do rm $f; done', ['[rm $f]']],
    ['(cd /d; ls) | wc -l', ['[cd /d]', ';[ls|wc -l]']],
    ['! test -f x || { echo no; }', ['![test -f x]', '||[echo no]']],
    ['cat <<EOF > x\nrm -rf /\nEOF\nls # all', ['[cat <<EOF >x]', '\n[ls]']],
    ["LC_ALL=C ls /a\\ b \"c d\" 'e\"f' $'g\\th' &", ['[LC_ALL=C ls /a b c d e"f g\th]']],
    ['echo "$(ls "a b" | wc -l)" && \\\n  df', ['[echo $(ls "a b" | wc -l)]', '&&[df]']],
    ['case $1 in a) ls;; b) df;; esac', ['[ls]', ';[b]', ';[df]']],
    ['', []],
    ['# nothing', []],
  ])('%s', (text, expected) => {
    expect(shape(text)).toEqual(expected);
    expect(parseShell(text).error).toBeNull();
  });

  it.each(['cp %p &&', '&& cp', 'a | | b', 'a; ; b', 'cp %p >', '( a && )'])('%s lacks a command', (text) => {
    expect(parseShell(text).error).toBe('missing-command');
  });

  it('reads what it can of a quote that stays open', () => {
    const script = parseShell("cp %p '/a/%f");
    expect(script.error).toBe('unbalanced-quote');
    expect(script.items[0]?.pipeline.commands[0]?.args).toEqual(['%p', '/a/%f']);
  });

  it('takes a typographic quote as an ordinary character', () => {
    const script = parseShell('/bin/cp -f %p /a/%f’');
    expect(script.error).toBeNull();
    expect(script.items[0]?.pipeline.commands[0]?.words.at(-1)).toEqual({
      text: '/a/%f’',
      raw: '/a/%f’',
      quoted: 'none',
      expands: false,
      typographic: true,
    });
  });

  it('tells quotes and expansions', () => {
    const words = parseShell('a \'$b\' "$c" d\'e\'"f" \\$g "\\$h"').items[0]?.pipeline.commands[0]?.words ?? [];
    expect(words.map((word) => [word.quoted, word.expands])).toEqual([
      ['none', false],
      ['single', false],
      ['double', true],
      ['mixed', false],
      ['none', false],
      ['double', false],
    ]);
  });

  it('reads any text without throwing, and a quoted value back as one word', () => {
    const odd = fc.string({ unit: fc.constantFrom(...'ab \'"\\$(){}`|&;<>#!\n=%~’*[]中'.split('')), maxLength: 60 });
    fc.assert(
      fc.property(fc.oneof(odd, fc.string({ unit: 'binary' })), (text) => void parseShell(text)),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(fc.oneof(odd, fc.string()), (value) => {
        const script = parseShell(`cp ${quoteForShell(value)}`);
        expect(script.items[0]?.pipeline.commands[0]?.args).toEqual([value]);
        expect(script.error).toBeNull();
      }),
    );
    expect(() => parseShell(`${'('.repeat(20_000)}${'"$('.repeat(5_000)}`)).not.toThrow();
  });
});

describe('commandContext', () => {
  const producers = (text: string): string[] =>
    commandContext(text, 'sh').producers.map(({ command, filters, host, user }) =>
      [
        `${user ?? ''}@${host ?? ''}`,
        command.words.map((word) => word.text).join(' '),
        ...filters.map((filter) => `| ${filter.words.map((word) => word.text).join(' ')}`),
      ].join(' '),
    );
  it.each([
    ['ls -lh /d | grep ready | wc -l', ['@ ls -lh /d | grep ready | wc -l']],
    ['sudo -iu postgres /usr/bin/repmgr -f /etc/r.conf cluster show', ['postgres@ /usr/bin/repmgr -f /etc/r.conf cluster show']],
    ["su - kingbase -c 'cd /d && ls | tail -3'", ['kingbase@ cd /d', 'kingbase@ ls | tail -3']],
    ["ssh -p 2222 -o BatchMode=yes kingbase@10.0.0.1 'ls -l /d' | head", ['kingbase@10.0.0.1 ls -l /d | head']],
    ['docker exec -it -u postgres pg1 bash -lc "ls /d"', ['postgres@pg1 ls /d']],
    ['kubectl -n db exec -it pg-0 -c main -- ls /d', ['@pg-0 ls /d']],
    ['runuser -u postgres -- env LC_ALL=C timeout 5 ls', ['postgres@ ls']],
    ["find . -name '*.ready' | xargs ls -l", ['@ ls -l']],
    ['echo secret | sudo -S df -h', ['root@ df -h']],
    ['cat repmgr.conf | grep data', ['@ cat repmgr.conf | grep data']],
    ['sudo su - postgres', ['root@ su - postgres']],
  ])('%s', (text, expected) => {
    expect(producers(text)).toEqual(expected);
  });

  it('takes what psql hands to a shell', () => {
    const context = commandContext('\\! ls /pg/15/pg_wal | wc -l', 'sql');
    expect(context.shell).toBe('sh');
    expect(context.producers.map(({ command }) => command.program)).toEqual(['ls']);
  });

  it('gives SQL no producers', () => {
    expect(commandContext('select 1;', 'sql')).toEqual({ shell: 'sql', text: 'select 1;', script: null, producers: [] });
  });
});
