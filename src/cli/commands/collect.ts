import { collectorScript, describedItems, description } from '../../collect/script.ts';
import type { Lang } from '../../core/text.ts';
import { print } from '../output.ts';

/** Prints the collector's script, or what it reads. */
export function collect(options: { readonly describe?: boolean; readonly lang: Lang }, version: string): number {
  print(options.describe ? `${description(describedItems(), options.lang).join('\n')}\n` : collectorScript(version));
  return 0;
}
