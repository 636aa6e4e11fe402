import { createToken, type TokenType } from 'chevrotain';
import { lexerOf } from '../kit/config.ts';
import { Anything, atLineStart, Blank, restBehind, Word } from '../kit/tokens.ts';

/** `Filesystem`, `文件系统`: begins the heading. */
export const Filesystem = atLineStart('Filesystem', /(?:Filesystem|文件系统|檔案系統)(?![!-\uFFFF])/);
/** `Mounted on`, `挂载点`: two words in English. */
export const MountedOn = createToken({
  name: 'MountedOn',
  pattern: /Mounted[ \t]+on(?![!-\uFFFF])|挂载点(?![!-\uFFFF])|掛載點(?![!-\uFFFF])/,
});
/** `df: ` in front of its complaints. */
export const Program = atLineStart('Program', /(?:\S*\/)?df[:：][ \t]+/);
export const Complaint = restBehind('Complaint', Program);
export const Percent = createToken({ name: 'Percent', pattern: /\d{1,3}%(?![!-\uFFFF])/ });
/** `252G`, `264212084`, `1.1T`, `258020M`. */
export const Amount = createToken({ name: 'Amount', pattern: /-?\d{1,19}(?:\.\d+)?[KMGTPEkmgt]?i?B?(?![!-\uFFFF])/ });
/** No value: a pseudo file system has none. */
export const Dash = createToken({ name: 'Dash', pattern: /-(?![!-\uFFFF])/ });

export const tokens: TokenType[] = [Blank, Complaint, Filesystem, MountedOn, Program, Percent, Amount, Dash, Word, Anything];
export const lexer = lexerOf(tokens);
