import { describe, expect, it } from 'vitest';
import { Openings } from '../../grammars/kit/bytes/openings.ts';
import { Shapes } from '../../grammars/kit/bytes/shapes.ts';

function viewOf(text: string): DataView {
  const bytes = Buffer.from(text + ' '.repeat(600));
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

describe('beginnings of a text', () => {
  const texts = ['abcd', 'abcde', 'LOG:  ', 'duration: ', 'connection received', 'connection authorized', '日志:  ', 'process # '];
  const openings = new Openings().add([...texts].reverse(), 1);

  it.each(texts)('finds %j, and not what differs in a character', (text) => {
    const given = text.replace('#', '41');
    const end = Buffer.byteLength(given);
    expect(openings.at(viewOf(given), 0)).toBe(1);
    expect(openings.end).toBe(end);
    expect(openings.at(viewOf(`x${given}0123`), 1)).toBe(1);
    for (let at = 0; at < given.length; at++) {
      const other = `${given.slice(0, at)}~${given.slice(at + 1)}`;
      const found = openings.at(viewOf(other), 0);
      if (found !== 0) expect(other.startsWith('abcd')).toBe(true);
    }
  });
});

describe('the shapes of prefixes', () => {
  const prefix = '2026-11-23 05:09:06.909 UTC [41] app@shop ';
  const shapes = new Shapes();
  shapes.learn(prefix);
  const endOf = (text: string): number => shapes.end(0, viewOf(text), 0, text.length + 600);

  it('knows the prefix that it learnt, and others with other numbers and words, before and after what is none', () => {
    for (let times = 0; times < 2; times++) {
      for (const one of [prefix, '2026-11-23 05:09:07.001 UTC [4242] report@warehouse ', '1999-01-01 00:00:00.000 UTC [1] a@b '])
        expect(endOf(one)).toBe(one.length);
      for (let at = 0; at < 28; at++) {
        for (const wrong of ['\0', '/', ':', 'x', '\u007f']) {
          const other = prefix.slice(0, at) + wrong + prefix.slice(at + 1);
          if (other !== prefix) expect([at, wrong, endOf(other)]).toEqual([at, wrong, -1]);
        }
      }
      expect(endOf('\0'.repeat(60))).toBe(-1);
      expect(endOf(prefix.replace('@', '-'))).toBe(-1);
    }
  });

  it('knows the same prefixes whatever it met last', () => {
    const learnt = [
      '2026-11-23 05:09:06 +08 41 6741a3b2.1f user=app,db1=shop7 LINE ',
      '2026-11-23 05:09:06.909 UTC [41] app@shop ',
      '[41] ',
    ];
    const others = learnt.flatMap((one) => [
      one,
      ...[...one].flatMap((_, at) => ['7', 'x', '', '77', ':'].map((other) => one.slice(0, at) + other + one.slice(at + 1))),
    ]);
    const seeing = new Shapes();
    for (const one of learnt) seeing.learn(one);
    for (const one of [...others, ...others.toReversed()]) {
      const fresh = new Shapes();
      for (const known of learnt) fresh.learn(known);
      for (let shape = 0; shape < fresh.count; shape++)
        expect([one, shape, seeing.end(shape, viewOf(one), 0, one.length + 600)]).toEqual([
          one,
          shape,
          fresh.end(shape, viewOf(one), 0, one.length + 600),
        ]);
    }
  });
});
