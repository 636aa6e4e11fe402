/** Columns that a text takes on a terminal. */

/** Chinese, Japanese and Korean characters, full-width forms and pictures take two columns. */
export function isWide(char: string): boolean {
  const code = char.codePointAt(0) ?? 0;
  return (
    code >= 0x1100 &&
    (code <= 0x115f ||
      (code >= 0x2e80 && code <= 0xa4cf) ||
      (code >= 0xac00 && code <= 0xd7a3) ||
      (code >= 0xf900 && code <= 0xfaff) ||
      (code >= 0xfe30 && code <= 0xfe6f) ||
      (code >= 0xff00 && code <= 0xff60) ||
      (code >= 0xffe0 && code <= 0xffe6) ||
      (code >= 0x1f300 && code <= 0x1faff) ||
      (code >= 0x20000 && code <= 0x3fffd))
  );
}

const ESCAPES = /\u001b\[[\d;]*m/g;
/** Controls, and marks that stand on the character before. */
const NOTHING = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2060\ufeff]|\p{M}/u;

export function widthOf(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let width = 0;
  for (const char of text.replace(ESCAPES, '')) width += isWide(char) ? 2 : NOTHING.test(char) ? 0 : 1;
  return width;
}
