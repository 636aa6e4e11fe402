/** Text in GB18030, as far as two bytes reach; Node only decodes it. */
let table: ReadonlyMap<string, number> | null = null;

function pairs(): ReadonlyMap<string, number> {
  if (table !== null) return table;
  const decoder = new TextDecoder('gb18030');
  const made = new Map<string, number>();
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      if (trail === 0x7f) continue;
      const char = decoder.decode(Uint8Array.of(lead, trail));
      if ([...char].length === 1 && char !== '\ufffd' && !made.has(char)) made.set(char, (lead << 8) | trail);
    }
  }
  table = made;
  return made;
}

/** @throws Error where a character needs four bytes */
export function gb18030(text: string): Buffer {
  const bytes: number[] = [];
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    if (code < 0x80) {
      bytes.push(code);
      continue;
    }
    const pair = pairs().get(char);
    if (pair === undefined) throw new Error(`no two bytes for ${char}`);
    bytes.push(pair >> 8, pair & 0xff);
  }
  return Buffer.from(bytes);
}
