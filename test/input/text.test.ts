import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fill } from '../../src/core/text.ts';
import { LIMITS } from '../../src/input/limits.ts';
import { LineDecoder } from '../../src/input/text.ts';

interface Decoded {
  readonly lines: string[];
  readonly encoding: string;
  readonly problems: string[];
}

function decode(pieces: readonly Uint8Array[], lineBytes: number = LIMITS.lineBytes): Decoded {
  const decoder = new LineDecoder({ lineBytes });
  const lines = pieces.flatMap((piece) => [...decoder.push(piece)]);
  lines.push(...decoder.end());
  return { lines, encoding: decoder.encoding, problems: decoder.problems.map((problem) => fill(problem.what, 'en')) };
}

const decoded = (content: string | Uint8Array, lineBytes?: number): Decoded =>
  decode([typeof content === 'string' ? Buffer.from(content) : content], lineBytes);

/** `归档失败` and `总用量 128` as a server in zh_CN.gb18030 writes them. */
const GB = Buffer.from([0xb9, 0xe9, 0xb5, 0xb5, 0xca, 0xa7, 0xb0, 0xdc]);

describe('encodings', () => {
  it('takes UTF-8 with and without its mark', () => {
    expect(decoded('总用量 0\n')).toEqual({ lines: ['总用量 0'], encoding: 'utf-8', problems: [] });
    expect(decoded('\ufeff总用量 0\n').lines).toEqual(['总用量 0']);
  });

  it('takes UTF-16 in both orders, with and without its mark', () => {
    const text = 'archive_mode = on\r\n归档 = 开\r\n';
    const little = Buffer.from(text, 'utf16le');
    const big = Buffer.from(little).swap16();
    const lines = ['archive_mode = on', '归档 = 开'];
    expect(decoded(Buffer.concat([Buffer.from([0xff, 0xfe]), little]))).toEqual({ lines, encoding: 'utf-16le', problems: [] });
    expect(decoded(Buffer.concat([Buffer.from([0xfe, 0xff]), big]))).toEqual({ lines, encoding: 'utf-16be', problems: [] });
    expect(decoded(little).lines).toEqual(lines);
    expect(decoded(big).lines).toEqual(lines);
  });

  it('takes GB18030', () => {
    expect(decoded(Buffer.concat([Buffer.from('LOG: '), GB, Buffer.from('\n')]))).toEqual({
      lines: ['LOG: 归档失败'],
      encoding: 'gb18030',
      problems: [],
    });
  });

  it('tells line by line in a file that mixes them', () => {
    const mixed = Buffer.concat([Buffer.from('# 归档\n'), GB, Buffer.from('\nplain\n')]);
    expect(decoded(mixed)).toEqual({ lines: ['# 归档', '归档失败', 'plain'], encoding: 'utf-8+gb18030', problems: [] });
  });

  it('does not take Western text for Chinese', () => {
    const text = 'ERREUR : le répertoire « archive » n’existe pas';
    const bytes = Buffer.from(text.replace('’', '\u0092'), 'latin1');
    expect(decoded(bytes)).toEqual({ lines: [text], encoding: 'windows-1252', problems: [] });
    expect(decoded(Buffer.from('FEHLER:  Größe der Datei »x« geändert', 'latin1')).lines).toEqual([
      'FEHLER:  Größe der Datei »x« geändert',
    ]);
  });

  it('keeps a line of UTF-8 that is cut in the middle of a character, and says so', () => {
    const cut = Buffer.concat([Buffer.from('归档命令失败').subarray(0, 16), Buffer.from('\nnext\n')]);
    const { lines, encoding, problems } = decoded(cut);
    expect(lines).toEqual(['归档命令失\ufffd', 'next']);
    expect(encoding).toBe('utf-8');
    expect(problems).toEqual(['lines with bytes that no encoding explains: 1, the first is line 1']);
  });
});

describe('line ends', () => {
  it.each([
    ['LF', 'a\nb\n', ['a', 'b']],
    ['CRLF', 'a\r\nb\r\n', ['a', 'b']],
    ['CR alone', 'a\rb\r', ['a', 'b']],
    ['no end', 'a\nb', ['a', 'b']],
    ['mixed', 'a\r\nb\nc\r\n', ['a', 'b', 'c']],
    ['blank lines', 'a\n\n\nb\n', ['a', '', '', 'b']],
    ['CR doubled by two transfers', 'a\r\r\nb\r\r\n', ['a', 'b']],
    ['nothing', '', []],
  ])('%s', (_name, text, lines) => {
    expect(decoded(text).lines).toEqual(lines);
  });

  it('are the same however the bytes come', () => {
    const text = Buffer.concat([Buffer.from('node1\r\n归档 ok\n\nlast\u001b[31m red\u001b[0m\r\n'), GB, Buffer.from('\r\nend')]);
    const whole = decoded(text);
    fc.assert(
      fc.property(fc.array(fc.nat(text.length), { maxLength: 12 }), (cuts) => {
        const places = [0, ...cuts.sort((a, b) => a - b), text.length];
        const pieces = places.slice(1).map((to, index) => text.subarray(places[index], to));
        expect(decode(pieces)).toEqual(whole);
      }),
    );
  });
});

describe('lines without end', () => {
  it('are cut at the limit, and the next line is read', () => {
    const text = `${'x'.repeat(5000)}\nnext\n${'y'.repeat(3000)}`;
    const pieces = text.match(/[\s\S]{1,700}/g)?.map((piece) => Buffer.from(piece)) ?? [];
    const { lines, problems } = decode(pieces, 1024);
    expect(lines).toEqual(['x'.repeat(1024), 'next', 'y'.repeat(1024)]);
    expect(problems).toEqual(['lines longer than 1 KiB: 2, the first is line 1; cut there']);
  });
});

describe('what no text should hold', () => {
  it('leaves NUL bytes out and says where the first was', () => {
    const { lines, problems } = decoded(`first\n${'\u0000'.repeat(4096)}second\nthird\n`);
    expect(lines).toEqual(['first', 'second', 'third']);
    expect(problems).toEqual(['NUL bytes: 4096, the first on line 2; left out (a crash leaves them, or a log cut by copytruncate)']);
  });

  it('says where nothing else is there', () => {
    expect(decoded(Buffer.alloc(5000)).problems).toEqual(['NUL bytes only: nothing to read']);
    expect(decoded('\u001b'.repeat(5000)).problems).toEqual(['control characters only: nothing that was ever on a screen']);
  });

  it('makes odd blanks regular and drops marks without width', () => {
    expect(decoded('a\u00a0b\u3000c\u200bd\ufeff\n').lines).toEqual(['a b cd']);
  });

  it('never throws, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const { lines } = decoded(bytes);
        for (const line of lines) expect(line).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f]/);
      }),
      { numRuns: 2000 },
    );
  });
});
