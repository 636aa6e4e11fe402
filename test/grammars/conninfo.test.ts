import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseConninfo } from '../../grammars/conninfo/index.ts';

describe('parseConninfo', () => {
  it.each([
    ['host=10.0.0.22 user=esrep dbname=esrep port=54321', { host: '10.0.0.22', user: 'esrep', dbname: 'esrep', port: '54321' }],
    ["user = 'es rep' password='it\\'s \\\\'", { user: 'es rep', password: "it's \\" }],
    ['options=-csearch_path=x host=a\\ b', { options: '-csearch_path=x', host: 'a b' }],
    ['password= host=10.0.0.1', { password: '', host: '10.0.0.1' }],
    ['host=‘n1’ port=1 port=2', { host: '‘n1’', port: '2' }],
    ['', {}],
  ])('%s', (text, values) => {
    expect(parseConninfo(text)).toEqual({ form: 'keywords', values, error: null });
  });

  it.each([
    [
      'postgresql://u:p%40x@h1:5432,h2:5433/db?sslmode=require',
      { user: 'u', password: 'p@x', host: 'h1,h2', port: '5432,5433', dbname: 'db', sslmode: 'require' },
    ],
    ['kingbase://system@10.0.0.1:54321/test', { user: 'system', host: '10.0.0.1', port: '54321', dbname: 'test' }],
    ['postgres://[::1]:5433/x?application_name=a@b', { host: '::1', port: '5433', dbname: 'x', application_name: 'a@b' }],
    ['postgresql:///db?host=/run/pg&ssl=true', { dbname: 'db', host: '/run/pg', sslmode: 'require' }],
  ])('%s', (text, values) => {
    expect(parseConninfo(text)).toEqual({ form: 'uri', values, error: null });
  });

  it.each([
    ["host='n1 port=5432", 'unterminated quoted string in the value of "host"'],
    ['host=n1 esrep', 'missing "=" after "esrep"'],
    ['postgresql://h/%zz', 'invalid percent-encoding in the value of "dbname"'],
  ])('%s is refused', (text, error) => {
    expect(parseConninfo(text).error).toBe(error);
  });

  it('reads back what it is given, and never throws', () => {
    const value = fc.string({ unit: fc.constantFrom(..."ab =\\'\t中”".split('')) });
    fc.assert(
      fc.property(value, value, (a, b) => {
        const quoted = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;
        expect(parseConninfo(`x=${quoted(a)} y = ${quoted(b)}`)).toEqual({ form: 'keywords', values: { x: a, y: b }, error: null });
      }),
    );
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void [parseConninfo(text), parseConninfo(`postgresql://${text}`)]));
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(..."a=:/?&,@[]%'\\ ".split('')) }),
        (text) => void [parseConninfo(text), parseConninfo(`postgresql://${text}`)],
      ),
    );
  });
});
