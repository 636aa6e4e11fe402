import type { SymptomKind } from './symptom.ts';

/** Every kind of symptom. */
export const symptoms: readonly SymptomKind[] = [];
