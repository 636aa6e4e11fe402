/** ASCII characters as bytes. */

export const LF = 0x0a;
export const TAB = 0x09;
export const BLANK = 0x20;

export const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39;
export const isLetter = (byte: number): boolean => (byte >= 0x61 && byte <= 0x7a) || (byte >= 0x41 && byte <= 0x5a);
export const isWordCharacter = (byte: number): boolean => isDigit(byte) || isLetter(byte) || byte === 0x5f;
