import type { PathErrorBody } from '../../src/core/fact.ts';

/** The operating system's words for why a path could not be reached, in English and Chinese. */
const REASONS: readonly (readonly [RegExp, PathErrorBody['reason']])[] = [
  [/No such file|没有那个/, 'missing'],
  [/Permission denied|not permitted|权限|拒绝|不允许/, 'denied'],
  [/Not a directory|不是目录/, 'not-a-directory'],
  [/Input\/output|输入|[Ss]tale|控柄|endpoint|cleaning/, 'io'],
];

export const reasonOf = (text: string): PathErrorBody['reason'] => REASONS.find(([pattern]) => pattern.test(text))?.[1] ?? 'other';
