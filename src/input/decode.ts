/** Bytes to lines: encoding, line ends, control characters. */
export interface Decoded {
  readonly encoding: string;
  readonly lines: readonly string[];
}

export function decode(bytes: Uint8Array): Decoded {
  const { encoding, text } = decodeText(bytes);
  const lines = text.split(/\r\n|\n|\r/);
  if (lines.at(-1) === '') lines.pop();
  return { encoding, lines: lines.map(regular) };
}

function decodeText(bytes: Uint8Array): { encoding: string; text: string } {
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      return { encoding, text: new TextDecoder(encoding, { fatal: true }).decode(bytes) };
    } catch {
      // not this encoding: the next one is tried
    }
  }
  return { encoding: 'windows-1252', text: new TextDecoder('windows-1252').decode(bytes) };
}

/** Escape sequences gone, odd blanks made regular. */
function regular(line: string): string {
  return line
    .replace(/\u001b\[[0-9;?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)|\u001b[@-Z\\-_=>]/g, '')
    .replace(/[\u00a0\u3000\u2002-\u200a\u202f]/g, ' ')
    .replace(/[\u200b\ufeff]/g, '')
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '');
}
