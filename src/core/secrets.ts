import type { SecretBody } from './fact.ts';

export function maskSecrets(text: string): { readonly text: string; readonly found: readonly SecretBody['what'][] } {
  return { text, found: [] };
}
