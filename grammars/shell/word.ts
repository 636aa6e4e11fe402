import type { ShellWord } from '../../src/core/shell.ts';

/** A piece of a word as the lexer gives it; `open` is a quote that nothing closes. */
export interface Part {
  readonly kind: 'plain' | 'single' | 'ansi' | 'double' | 'open' | 'escaped' | 'expansion';
  readonly image: string;
}

const ANSI: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', a: '\u0007', b: '\b', e: '\u001b', f: '\f', v: '\v' };

function ansiText(image: string): string {
  return image
    .slice(2, -1)
    .replace(/\\(?:x([0-9A-Fa-f]{1,2})|([0-7]{1,3})|([\s\S]))/g, (_all, hex?: string, octal?: string, char?: string) =>
      hex !== undefined
        ? String.fromCharCode(Number.parseInt(hex, 16))
        : octal !== undefined
          ? String.fromCharCode(Number.parseInt(octal, 8))
          : (ANSI[char ?? ''] ?? char ?? ''),
    );
}

/** Inside double quotes a backslash counts before `$`, a backquote, `"`, `\` and a line's end only. */
const doubleText = (inside: string): string => inside.replace(/\\([$`"\\]|\n)/g, (_all, char: string) => (char === '\n' ? '' : char));

function textOf({ kind, image }: Part): string {
  switch (kind) {
    case 'single':
      return image.slice(1, -1);
    case 'ansi':
      return ansiText(image);
    case 'double':
      return doubleText(image.slice(1, -1));
    case 'open':
      return image.startsWith('"') ? doubleText(image.slice(1)) : image.slice(1);
    case 'escaped':
      return image.slice(1);
    default:
      return image;
  }
}

function expandsIn({ kind, image }: Part): boolean {
  if (kind === 'expansion') return true;
  if (kind !== 'double' && !(kind === 'open' && image.startsWith('"'))) return false;
  return /(?:^|[^\\])(?:\\\\)*(?:\$[({A-Za-z_0-9@*#?$!-]|`)/.test(image);
}

/** One word of its parts. `cp '%p' "$DIR"/%f` has four words; the third is `$DIR/%f`, mixed with nothing, expanding. */
export function wordOf(parts: readonly Part[]): ShellWord {
  const raw = parts.map((part) => part.image).join('');
  const single = parts.some(({ kind, image }) => kind === 'single' || kind === 'ansi' || (kind === 'open' && image.startsWith("'")));
  const double = parts.some(({ kind, image }) => kind === 'double' || (kind === 'open' && image.startsWith('"')));
  return {
    text: parts.map(textOf).join(''),
    raw,
    quoted: single && double ? 'mixed' : single ? 'single' : double ? 'double' : 'none',
    expands: parts.some(expandsIn),
    typographic: /[\u2018\u2019\u201C\u201D]/.test(raw),
  };
}
