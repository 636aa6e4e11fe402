import { causes } from '../../causes/index.ts';
import { UsageError } from '../../core/errors.ts';
import { CAUSE_IDS } from '../../core/ids.ts';
import type { Lang } from '../../core/text.ts';
import { causePage } from '../../report/explain.ts';
import { print } from '../output.ts';

/** A cause's page, or the list of all. */
export function explain(id: string | undefined, lang: Lang): number {
  if (id === undefined) {
    const width = Math.max(...causes.map((cause) => cause.id.length));
    print(`${causes.map((cause) => `${cause.id.padEnd(width)}  ${cause.title[lang]}`).join('\n')}\n`);
    return 0;
  }
  const cause = causes.find((one) => one.id === id);
  if (cause === undefined) {
    const near = CAUSE_IDS.filter(
      (one) => one.includes(id) || id.includes(one) || one.split('-').some((word) => word.length > 4 && id.includes(word)),
    );
    throw new UsageError(
      `unknown cause: ${id}; ${near.length > 0 ? `did you mean ${near.slice(0, 3).join(', ')}?` : '`repmgr-doctor explain` lists them'}`,
    );
  }
  print(causePage(cause, lang));
  return 0;
}
