import type { TokenType } from 'chevrotain';
import { lexerOf } from '../kit/config.ts';
import { Anything, atLineStart, Blank, restBehind } from '../kit/tokens.ts';

/** `#!/bin/bash`, `#!/usr/bin/env bash`: unmistakable, and only there. */
export const Shebang = atLineStart('Shebang', /#![ \t]*\/[^\n]*/);
export const Comment = atLineStart('Comment', /#[^\n]*/);
const FIELD = String.raw`(?:\*|\d+(?:-\d+)?|[A-Za-z]{3}(?:-[A-Za-z]{3})?)(?:\/\d+)?`;
const LIST = `${FIELD}(?:,${FIELD})*`;
/** Five fields, or `@hourly` and its like. */
export const Schedule = atLineStart(
  'Schedule',
  new RegExp(String.raw`(?:${LIST}[ \t]+){4}${LIST}(?=[ \t])|@(?:reboot|yearly|annually|monthly|weekly|daily|midnight|hourly)(?=[ \t])`),
);
/** `PATH=/usr/bin`, `MAILTO=root`: nothing but a setting on the line. */
export const Setting = atLineStart('Setting', /[A-Za-z_]\w*=(?:"[^"\n]*"|'[^'\n]*'|[^\s"'`$;&|()<>]*)[ \t]*(?![ \t]*[!-\uFFFF])/);
export const Command = restBehind('Command', Schedule);
/** A line of a script, whole. */
export const Text = atLineStart('Text', /[!-\uFFFF][^\n]*/);

export const tokens: TokenType[] = [Blank, Command, Shebang, Comment, Schedule, Setting, Text, Anything];
export const lexer = lexerOf(tokens);
