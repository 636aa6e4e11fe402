import type { Fact } from '../core/fact.ts';
import type { Lang } from '../core/text.ts';

const HAN = /[\u3400-\u9fff]/;

/**
 * The bundle's own language: that of its prose where it has any, else Chinese where a noticeable part of the output is. Words of a
 * product in which no language was set may pass for prose: whoever uses a Chinese product and writes Chinese, reads it.
 */
export function languageOf(
  facts: readonly Fact[],
  prose: { readonly chinese: number; readonly all: number },
  isChineseProduct: boolean,
): Lang {
  if (prose.chinese > 0 && (isChineseProduct || prose.chinese / prose.all >= 0.25)) return 'zh-CN';
  const chinese = facts.filter((fact) => HAN.test(fact.excerpt)).length;
  return facts.length > 0 && chinese / facts.length > 0.05 ? 'zh-CN' : 'en';
}
