import { type Item, inside } from './item.ts';
import { Layer } from './layer.ts';

/** A level with a full-width colon, at the start or behind a time, a PID: no program prints that. */
const LEVEL = /^(?:[[\d][^：]{0,80})?\b(?:LOG|FATAL|PANIC|ERROR|WARNING|NOTICE|INFO|HINT|DETAIL|STATEMENT|CONTEXT|DEBUG\d?)：/;
const PLAIN: Readonly<Record<string, string>> = {
  '：': ':',
  '，': ',',
  '；': ';',
  '（': '(',
  '）': ')',
  '？': '?',
  '！': '!',
  '“': '"',
  '”': '"',
  '｜': '|',
};
const plain = (text: string): string => text.replace(/[：，；（）？！“”｜]/g, (mark) => PLAIN[mark] ?? mark);

/** What a Chinese editor or input method made of the marks of a printed line: `ERROR：`, `1 ｜ node1 ｜ primary ｜`. */
export class FullWidth extends Layer {
  constructor() {
    super(0);
  }

  protected override maybe(text: string): boolean {
    return text.includes('：') || text.includes('｜');
  }

  protected override unwrap(item: Item): readonly Item[] {
    const { text } = item;
    return LEVEL.test(text) || text.split('｜').length > 3 ? [inside(item, plain(text))] : [item];
  }
}
