import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { PROGRAM } from '../../grammars/kit/bytes/simd/program.ts';
import { Runner } from '../../grammars/kit/bytes/simd/runner.ts';
import { QuietLines } from '../../grammars/kit/server-messages/quiet.ts';
import { maskSecrets } from '../../src/core/secrets.ts';

const PREFIXES = [
  '2026-11-23 05:09:06.909 UTC [41] ',
  '2026-11-23 05:09:06.909 UTC [41] app@shop ',
  '2026-11-23 05:09:06 +08 41 6741a3b2.17 user=app,db=shop LINE ',
];
const END = ' '.repeat(500);

/** Both have learnt the same; one takes lines sixteen bytes at once. */
function both(prefixes = PREFIXES): { fast: QuietLines; slow: QuietLines } {
  const fast = new QuietLines(0);
  const slow = new QuietLines(Number.POSITIVE_INFINITY);
  for (const prefix of prefixes) for (const lines of [fast, slow]) lines.learn(`${prefix}LOG:  statement: select 1`);
  return { fast, slow };
}

/** Takes every run of a text, and passes over the lines between them, as whoever reads does; both ways take the same. */
function alike(text: string, { fast, slow } = both(), most = Number.POSITIVE_INFINITY): number {
  const bytes = Buffer.from(`${text}\n${END}\n`);
  let taken = 0;
  for (let at = 0; at < bytes.length; ) {
    const run = slow.run(bytes, at, most);
    const same = fast.run(bytes, at, most);
    if (same.end !== run.end || same.lines !== run.lines) expect(same, JSON.stringify(bytes.toString('utf8', at, at + 200))).toEqual(run);
    taken += run.lines;
    at = run.lines > 0 ? run.end : bytes.indexOf(10, at) + 1;
  }
  return taken;
}

afterEach(() => vi.restoreAllMocks());

describe('quiet lines, sixteen bytes at once', () => {
  it('are taken by what AssemblyScript makes of its source', async () => {
    // in a process of its own: the compiler takes half a gigabyte
    const { stdout } = await promisify(execFile)(process.execPath, ['scripts/simd.mjs', '--print']);
    expect(PROGRAM).toBe(stdout);
  }, 60_000);

  it('are nearly all taken so', () => {
    const run = vi.spyOn(Runner.prototype, 'run');
    const text = Array.from(
      { length: 4000 },
      (_, n) => `${PREFIXES[n % 3]?.replace('41', String(10 + (n % 90)))}LOG:  statement: select ${n}\n\tfrom a where b = ${n}`,
    );
    expect(alike(text.join('\n'))).toBe(8000);
    const fast = run.mock.results.reduce((sum, { value }) => sum + value.lines, 0);
    expect(fast).toBeGreaterThan(7900);
  });

  it('are those that are taken one by one, whatever two bytes stand in them, and what behind these', () => {
    const all = both();
    const lines: Buffer[] = [];
    for (const third of [' x', '0:', 'a=', ':5:u:p@h', '\u00803', '/h', '_x', 'ser', 'a\n\tb x c'])
      for (let first = 0; first < 256; first++) {
        if (first === 10) continue;
        for (let second = 0; second < 256; second++) {
          if (second === 10) continue;
          const head = `${PREFIXES[third.length % 3]}LOG:  statement: ${'y'.repeat((first + second) % 7)}`;
          lines.push(Buffer.concat([Buffer.from(head), Buffer.of(first, second), Buffer.from(`${third}\n`)]));
        }
      }
    lines.push(Buffer.from(`${END}\n`));
    const bytes = Buffer.concat(lines);
    let taken = 0;
    for (let at = 0; at < bytes.length - END.length - 1; ) {
      const run = all.slow.run(bytes, at, 50);
      const same = all.fast.run(bytes, at, 50);
      if (same.end !== run.end || same.lines !== run.lines)
        expect(same, JSON.stringify(bytes.toString('latin1', at, at + 200))).toEqual(run);
      taken += run.lines;
      at = run.lines > 0 ? run.end : bytes.indexOf(10, at) + 1;
    }
    expect(taken).toBeGreaterThan(lines.length / 2);
  }, 60_000);

  it('are those that are taken one by one, of every beginning and whatever goes on', () => {
    const part = fc.constantFrom(
      ...'password passwd=x token secret_key=abcdef <br> <b> </p> <unnamed> &amp; \\-\\-force \\_x api_key: 1234 md5 ://u:p@h :5432:db:u:pw :*:*:u:p -W x SCRAM-SHA-256$ 口令是abcd 密码 AKIA eyJ > < & $ # : é \u00a0 \u3000 \t \u001b[0m \r sig= "x" select 1 = \' , ; ( ) /a/b user=app x-amz-security ghp_ hp_ hosp class created iza'.split(
        / (?=\S)/,
      ),
      ' ',
      'x',
      '0',
    );
    const begin = fc.constantFrom(
      ...PREFIXES.flatMap((prefix) =>
        [
          'LOG:  statement: ',
          'LOG:  process 41 ',
          'LOG:  process ',
          'DETAIL:  ',
          'STATEMENT:  ',
          '日志:  语句: ',
          'LOG:  checkpoint complete: ',
          'ERROR:  ',
          'LOG: ',
          '',
        ].map((level) => prefix + level),
      ),
      '2026-11-23 05:09:06.909 CST [41] LOG:  statement: ',
      '2026-11-23 05:09:06.909 UTC [141] LOG:  statement: ',
      '2026-11-23 05:09:06.909 UTC [1x1] LOG:  statement: ',
      '2026-11-23 05:09:06.909 UTC [41] a_1@b LOG:  statement: ',
      '2026-11-23 05:09:06.909 UTC [41] a@b-c LOG:  statement: ',
      '2026-11-23 05:0x:06.909 UTC [41] LOG:  statement: ',
      '2026-11-23 05:09:06 +08 41 6741a3c2.1 user=other,db=warehouse LINE LOG:  statement: ',
      '2026-11-23 05:09:06 +08 41 6741a3b2.17 user=app,dc=shop LINE LOG:  statement: ',
      ...['\tfrom ', '\t\tPLAY ', '\tTASK [', '\tshop=# ', '\ta | ', '\t', '\tRUNNING ', '', 'LOG:  statement: '],
    );
    const line = fc.tuple(begin, fc.array(part, { maxLength: 8 })).map(([head, parts]) => head + parts.join(''));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), fc.constantFrom(1, 3, 30, Number.POSITIVE_INFINITY), (lines, most) => {
        // learnt by now, and met
        const text = [...PREFIXES.map((prefix) => `${prefix}LOG:  statement: x`), ...lines].join('\n');
        const readers = both();
        alike(text, readers, most);
        alike(text, readers, most);
      }),
      { numRuns: 1500 },
    );
  }, 120_000);

  const HEX = '0123456789abcdef'.repeat(2);
  it.each([
    'password=hush1234',
    'secret_key=hush1234',
    ...['access', 'auth', 'security'].flatMap((kind) => [`${kind}_token=hush12345678`, `X-${kind}-Token: hush12345678`]),
    ...['api_key', 'apikey', 'API-Key'].map((key) => `${key}=hush12345678`),
    'passwd=hush1234',
    'PASSPHRASE: hush1234',
    'repo1-cipher-pass=hush1234',
    'repo1_cipher_pass=hush1234',
    'sshpass -p hush1234 ssh db1',
    `SCRAM-SHA-256$4096:${'c2FsdA'.repeat(4)}==$${'aGFzaA'.repeat(7)}=:${'aGFzaA'.repeat(7)}=`,
    `md5${HEX}`,
    'postgres://app:hush1234@db1/shop',
    'AKIAIOSFODNN7EXAMPLE',
    ...['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'].map((begin) => begin + 'aB3'.repeat(12)),
    `glpat-${'aB3'.repeat(7)}`,
    'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U',
    'x-amz-security-token: hush12345678',
    'https://bucket/a?x=1&sig=aGFzaGFzaA%3D%3D',
    'authorization: Bearer aGFzaGFzaGFzaA',
    '口令是 hush1234',
    '密码：hush1234',
  ])('are none that hold a secret: %s', (secret) => {
    for (const odd of ['', 'y', 'yy', 'yyy']) {
      const line = `${PREFIXES[1]}LOG:  statement: ${odd} ${secret} x`;
      if (maskSecrets(line).found.length === 0) continue;
      const { fast } = both();
      const bytes = Buffer.from(`${PREFIXES[1]}LOG:  statement: select 1\n${line}\n${END}\n`);
      for (let times = 0; times < 2; times++) expect(fast.run(bytes, 0, 9).lines).toBe(1);
    }
    expect(maskSecrets(`${PREFIXES[1]}LOG:  statement:  ${secret} x`).found).not.toEqual([]);
  });

  it('have the digits of the names in their prefixes', () => {
    const prefix = (name: string): string => `2026-11-23 05:09:06.909 UTC [41] ${name}=app `;
    const text = Array.from({ length: 60 }, (_, n) => `${prefix(n % 3 === 2 ? 'h2' : 'h1')}LOG:  statement: select ${n}`);
    expect(alike(text.join('\n'), both([prefix('h1')]))).toBe(40);
  });

  it('are told apart where two logs are read in turns', () => {
    const [first, second] = [both(PREFIXES.slice(0, 1)), both(PREFIXES.slice(2))];
    const text = Array.from({ length: 60 }, (_, n) => `${PREFIXES[n % 3]}LOG:  statement: select ${n}`).join('\n');
    for (let times = 0; times < 3; times++) {
      expect(alike(text, first)).toBe(20);
      expect(alike(text, second)).toBe(20);
    }
  });

  it('are taken so whatever numbers and words their prefixes hold', () => {
    const run = vi.spyOn(Runner.prototype, 'run');
    const name = (n: number): string => [...String(n)].map((digit) => String.fromCharCode(97 + Number(digit))).join('');
    const prefix = (n: number): string => `2026-11-23 05:09:06.909 UTC [${n * n}] ${name(n)}@${name(n % 7)} `;
    const text = Array.from({ length: 3000 }, (_, n) => `${prefix(n + 7)}LOG:  statement: select ${n}`);
    expect(alike(text.join('\n'), both([prefix(5)]))).toBe(3000);
    expect(run.mock.results.reduce((sum, { value }) => sum + value.lines, 0)).toBeGreaterThan(2990);
  });
});
