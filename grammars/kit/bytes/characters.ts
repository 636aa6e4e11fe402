/** ASCII characters as bytes. */

export const LF = 0x0a;
export const TAB = 0x09;
export const BLANK = 0x20;

export const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39;
export const isLetter = (byte: number): boolean => (byte >= 0x61 && byte <= 0x7a) || (byte >= 0x41 && byte <= 0x5a);

/** 1 for what a word is made of: letters, digits, `_`. */
export const WORD_CHARACTERS = new Uint8Array(256);
for (let byte = 0; byte < 256; byte++) WORD_CHARACTERS[byte] = isDigit(byte) || isLetter(byte) || byte === 0x5f ? 1 : 0;
export const isWordCharacter = (byte: number): boolean => WORD_CHARACTERS[byte] === 1;
